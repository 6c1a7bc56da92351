// Theory beside measurement: four experiments.
import { h } from "../core/view.js";
import { link } from "../core/route.js";
import { Page, Tabs } from "../parts/basic.js";
import { DropoutMoments } from "./moments.js";
import { KeptUnits } from "./kept-units.js";
import { Normalization } from "./normalization.js";
import { Initialization } from "./initialization.js";

const EXPERIMENTS = [
  ["dropout", "Dropout moments", DropoutMoments], ["kept-units", "Kept units", KeptUnits],
  ["normalization", "Normalization", Normalization], ["initialization", "Initialization", Initialization]];

export default function Laboratory({ route }) {
  const [, chosen = "dropout"] = route.parts;
  const [id, , view] = EXPERIMENTS.find(([name]) => name === chosen) ?? EXPERIMENTS[0];
  return h(Page, { title: "Laboratory", lead: "Closed forms as lines, measurements with the product's own kernels as points." },
    h(Tabs, { label: "Experiments", current: id, items: EXPERIMENTS.map(([name, text]) => [name, text, link(["laboratory", name])]) }),
    h(view, { key: id, query: route.query }));
}
