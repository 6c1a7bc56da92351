// Each layer in one line: at a glance, which one is sick.
import { tags, h, classes, useEffect, useMemo, useState } from "../core/view.js";
import { get } from "../core/api.js";
import { useThrottled } from "../core/hooks.js";
import { link } from "../core/route.js";
import { number, percent, whole } from "../core/format.js";
import { Panel, Severity, Waiting, Problem } from "../parts/basic.js";
import { severityOf } from "./diagnosis.js";
import { ENDED } from "./live.js";

const { a, caption, div, p, rect, span, svg, table, tbody, td, th, thead, tr } = tags;
const PAUSE = 1000;
const HEALTHY = [-4, -2];

/** The latest statistics of all layers, fetched at most once a second. */
export function useLayers(id, epoch) {
  const [state, setState] = useState({ data: null, problem: null, none: false });
  const load = useThrottled(async () => {
    try {
      setState({ data: await get(`runs/${id}/layers`), problem: null, none: false });
    } catch (problem) {
      const none = problem.status === 404;
      setState((old) => ({ data: old.data, problem: none ? null : problem, none }));
    }
  }, PAUSE);
  // Before the first statistics there is nothing to ask for.
  useEffect(() => { if (epoch !== null) load(); }, [id, epoch]);
  return state;
}

/** What stands in the place of statistics: nothing is on its way for a run that waits, or has ended without. */
export function NoStatistics({ run, none, rows }) {
  if (run.state === "queued") return p({ class: "muted" }, "The run waits for its turn: the first statistics are of the network before its first step.");
  return ENDED.has(run.state) && (none || !run.startedAt) ? p({ class: "muted" }, "The run ended before there were statistics of its layers.") : h(Waiting, { rows });
}

/** Where a value lies on a logarithmic or plain scale, beside its number. */
function Scale({ value, from, to, log, good }) {
  const at = (one) => {
    const [low, high, own] = log ? [Math.log10(from), Math.log10(to), Math.log10(Math.max(one, 1e-300))] : [from, to, one];
    return Math.max(0, Math.min(100, ((own - low) / (high - low)) * 100));
  };
  if (value === null || value === undefined) return null;
  const out = good && (value < good[0] || value > good[1]);
  return svg({ class: "cell-bar", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
    good && rect({ x: at(good[0]), width: at(good[1]) - at(good[0]), height: 4, opacity: 0.25 }),
    good ? rect({ class: out ? "out" : undefined, x: Math.max(0, at(value) - 2), width: 4, height: 4 }) : rect({ width: at(value), height: 4 }));
}

const Cell = ({ text, children }) => td({ class: "number" }, text, children);

function Row({ run, layer, last, diagnosis, most }) {
  const sick = severityOf(diagnosis, layer.index);
  const href = link(["runs", run.id, "layers", String(layer.index)]);
  return tr({ class: classes(sick && `sick-${sick.severity}`) },
    th({ scope: "row" }, a({ href }, `${layer.index}`), span({ class: "note" }, last ? " output" : "")),
    td({}, sick ? h(Severity, { severity: sick.severity }, sick.kinds.join(", ")) : h(Severity, { severity: "healthy" }, "healthy")),
    h(Cell, { text: whole(layer.width) }),
    h(Cell, { text: number(layer.preActivation.rms) }, h(Scale, { value: layer.preActivation.rms, from: most.signal / 1e4, to: most.signal, log: true })),
    h(Cell, { text: number(layer.activation.rms) }, h(Scale, { value: layer.activation.rms, from: most.signal / 1e4, to: most.signal, log: true })),
    h(Cell, { text: last ? "–" : `${whole(layer.deadUnits)} of ${whole(layer.width)}` }, !last && h(Scale, { value: layer.deadUnits / layer.width, from: 0, to: 1 })),
    h(Cell, { text: last ? "–" : percent(layer.saturatedFraction, 0) }, !last && h(Scale, { value: layer.saturatedFraction, from: 0, to: 1 })),
    h(Cell, { text: number(layer.gradient.preActivation?.rms) }, h(Scale, { value: layer.gradient.preActivation?.rms, from: most.gradient / 1e6, to: most.gradient, log: true })),
    h(Cell, { text: layer.updateRatio === null || layer.updateRatio === undefined ? "–" : layer.updateRatio.toFixed(2) }, h(Scale, { value: layer.updateRatio, from: -7, to: 0, good: HEALTHY })));
}

const HEAD = [
  ["Layer", ""], ["Health", "What the diagnosis tells of this layer"], ["Units", ""], ["Pre-activation rms", "Root mean square of what enters the activation"],
  ["Activation rms", "Root mean square of what leaves it"], ["Dead", "Units that are 0 for every row of the probe"], ["Saturated", "Activations whose derivative is below 1/100 of the greatest"],
  ["Gradient rms", "Root mean square of the loss's derivative by the pre-activations"], ["Update ratio, log₁₀", "log₁₀ of mean |update| / mean |weight|; healthy around -3"]];

export function LayerTable({ run, epoch, diagnosis }) {
  const { data, problem, none } = useLayers(run.id, epoch);
  // Many epochs may pass between two statistics: the rows stay as they are.
  const body = useMemo(() => {
    const layers = data?.layers ?? [];
    const greatest = (read) => Math.max(1e-12, ...layers.map(read).filter((value) => value !== null && value !== undefined));
    const most = { signal: greatest((layer) => layer.preActivation.rms), gradient: greatest((layer) => layer.gradient.preActivation?.rms) };
    return tbody({}, layers.map((layer, index) => h(Row, { key: layer.index, run, layer, last: index === layers.length - 1, diagnosis, most })));
  }, [run.id, data, diagnosis]);
  return h(Panel, { title: "Layers", note: data ? `epoch ${data.epoch}; from the input up; bars on one scale for all layers, the shaded part of the update ratio is its healthy band` : "statistics of each layer", class: "layers" },
    problem && h(Problem, { problem }),
    !data ? !problem && h(NoStatistics, { run, none, rows: 3 }) : div({ class: "table-box", tabIndex: 0, role: "region", "aria-label": "Health of each layer" },
      table({},
        caption({ class: "unseen" }, "Health of each layer"),
        thead({}, tr({}, HEAD.map(([text, title], index) => th({ key: text, scope: "col", title, class: index > 1 ? "number" : undefined }, text)))),
        body)));
}
