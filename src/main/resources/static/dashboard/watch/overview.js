// The first view of a run: what is wrong, the curves, and each layer in one line.
import { tags, h, Fragment } from "../core/view.js";
import { useDataset } from "../data/sample.js";
import { Diagnosis } from "./diagnosis.js";
import { Curves, FurtherCurve } from "./curves.js";
import { LayerTable } from "./layers.js";
import { isPlane, RunSurface } from "./surface.js";

const { div } = tags;

export function Overview({ run, live, diagnosis }) {
  const { dataset } = useDataset(run.request.dataset);
  const epoch = live.curves?.epochs.at(-1) ?? live.layersEpoch;
  return h(Fragment, {},
    // As tall as its warnings are many: beside anything else it would leave room empty, or make it.
    h(Diagnosis, { diagnosis, run }),
    isPlane(dataset)
      ? div({ class: "grid" }, h(RunSurface, { run, dataset, epoch }), h(Curves, { run, curves: live.curves, size: "small" }))
      : h(Curves, { run, curves: live.curves }),
    h(FurtherCurve, { curves: live.curves }),
    h(LayerTable, { run, epoch: live.layersEpoch, diagnosis }));
}
