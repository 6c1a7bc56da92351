// What is lost when a column is shuffled.
import { tags, h, useMemo, useState } from "../core/view.js";
import { post } from "../core/api.js";
import { Panel, Problem } from "../parts/basic.js";
import { Bars } from "../charts/bars.js";

const { button, p } = tags;
const SHOWN = 20;

export function Importance({ version }) {
  const [state, setState] = useState({ data: null, problem: null, busy: false });
  const run = async () => {
    setState((old) => ({ ...old, busy: true }));
    try {
      setState({ data: await post(`models/${encodeURIComponent(version.name)}/importance?version=${version.version}`, { dataset: version.dataset.id }), problem: null, busy: false });
    } catch (problem) {
      setState({ data: null, problem, busy: false });
    }
  };
  const first = useMemo(() => [...(state.data?.columns ?? [])].sort((left, right) => right.loss.mean - left.loss.mean).slice(0, SHOWN), [state.data]);
  const labels = useMemo(() => first.map((column) => column.name), [first]);
  const series = useMemo(() => [{ name: "rise of the loss", values: first.map((column) => column.loss.mean) }], [first]);
  return h(Panel, { title: "Permutation importance", note: "by how much the loss rises when a column is shuffled", actions: button({ type: "button", onClick: run, disabled: state.busy }, state.busy ? "Measuring …" : "Measure") },
    h(Problem, { problem: state.problem }),
    state.data ? h(Bars, { labels, series, xName: "column", yName: "loss", rotate: 35, size: "medium", label: "Rise of the loss by shuffled column" })
      : p({ class: "muted" }, "Shuffles one column after the other on the model's own data set."));
}
