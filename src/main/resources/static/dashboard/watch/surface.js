// The decision surface of a run's network as it is, where the data has two numeric features.
import { tags, h, useEffect, useMemo, useState } from "../core/view.js";
import { get } from "../core/api.js";
import { useThrottled } from "../core/hooks.js";
import { link } from "../core/route.js";
import { whole } from "../core/format.js";
import { useSample } from "../data/sample.js";
import { Panel, Problem } from "../parts/basic.js";
import { Plane, points } from "../charts/plane.js";

const { a, div, p } = tags;
const PAUSE = 1000;

/** Whether a data set has two numeric features and no other. */
export const isPlane = (dataset) => dataset?.columns.length === 2 && dataset.columns.every((column) => column.kind === "numeric");

/** The latest surface, asked for at most once a second. */
function useSurface(id, epoch) {
  const [state, setState] = useState({ data: null, problem: null });
  const load = useThrottled(async () => {
    try {
      const data = await get(`runs/${id}/surface`);
      // The same picture again is no reason to draw.
      setState((old) => (old.data?.epoch === data.epoch ? old : { data, problem: null }));
    } catch (problem) {
      setState((old) => ({ data: old.data, problem }));
    }
  }, PAUSE);
  useEffect(() => { if (epoch !== null) load(); }, [id, epoch]);
  return state;
}

/** The model that is kept may be of an earlier epoch than the picture. */
function Kept({ run, epoch }) {
  if (!run.model) return null;
  const kept = run.request.training.earlyStopping?.keepBest && run.best ? run.best.epoch : run.progress.epoch;
  return p({ class: "note" },
    kept === epoch ? "The model that is kept is this one: " : `The model that is kept is that of epoch ${whole(kept)}: `,
    a({ href: link(["models", run.model.name, "versions", String(run.model.version), "predict"]) }, `${run.model.name} ${run.model.version}`));
}

export function RunSurface({ run, dataset, epoch }) {
  const begun = run.startedAt !== null && epoch !== null;
  const { data, problem } = useSurface(run.id, begun ? epoch : null);
  const page = useSample(dataset);
  const axes = data?.features;
  const rows = useMemo(() => (data ? points(page, dataset, axes, data.classes) : []), [page, data === null]);
  const when = !data ? "" : data.epoch === 0 ? "Before the first step" : `After epoch ${whole(data.epoch)} of ${whole(run.progress.epochs)}`;
  return h(Panel, { title: "Decision surface", note: "How the network divides the plane of its two inputs" },
    problem && problem.status !== 404 && h(Problem, { problem }),
    data
      ? h(Plane, { axes, classes: data.classes, cells: data, rows, size: "plane", title: when, note: "the colour is the class, its strength the probability", label: `Decision surface after epoch ${data.epoch}` })
      : div({ class: "chart-plane" }, p({ class: "muted" }, problem?.status === 404 ? "There is no picture of this run." : begun ? "" : "The first picture comes when training begins.")),
    data && h(Kept, { run, epoch: data.epoch }));
}
