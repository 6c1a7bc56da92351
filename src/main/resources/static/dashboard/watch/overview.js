// The first view of a run: what is wrong, the curves, and each layer in one line.
import { h, Fragment } from "../core/view.js";
import { Diagnosis } from "./diagnosis.js";
import { Curves } from "./curves.js";
import { LayerTable } from "./layers.js";

export function Overview({ run, live, diagnosis }) {
  return h(Fragment, {},
    h(Diagnosis, { diagnosis, run }),
    h(Curves, { curves: live.curves }),
    h(LayerTable, { run, epoch: live.layersEpoch, diagnosis }));
}
