// The first view of a run: what is wrong, the curves, and each layer in one line.
import { tags, h, Fragment } from "../core/view.js";
import { useDataset } from "../data/sample.js";
import { Diagnosis } from "./diagnosis.js";
import { Curves } from "./curves.js";
import { LayerTable } from "./layers.js";
import { isPlane, RunSurface } from "./surface.js";

const { div } = tags;

export function Overview({ run, live, diagnosis }) {
  const { dataset } = useDataset(run.request.dataset);
  const epoch = live.curves?.epochs.at(-1) ?? live.layersEpoch;
  return h(Fragment, {},
    isPlane(dataset)
      ? div({ class: "grid" }, h(RunSurface, { run, dataset, epoch }), h(Diagnosis, { diagnosis, run }))
      : h(Diagnosis, { diagnosis, run }),
    h(Curves, { curves: live.curves }),
    h(LayerTable, { run, epoch: live.layersEpoch, diagnosis }));
}
