// Synthetic data sets, with a picture of what the generator makes before the service makes it.
import { tags, h, useMemo, useState } from "../core/view.js";
import { post } from "../core/api.js";
import { go } from "../core/route.js";
import { tell } from "../parts/dialog.js";
import { Panel, Problem } from "../parts/basic.js";
import { NumberField, Select, Text } from "../parts/fields.js";
import { Scatter } from "../charts/scatter.js";
import { sketch } from "./sketch.js";

const { button, div, form, p } = tags;

const KINDS = {
  blobs: { text: "Blobs: Gaussian clusters", noise: "Standard deviation of a cluster.", value: 1, classes: 3, features: 2 },
  moons: { text: "Moons: two interleaved half circles", noise: "Deviation added to both coordinates.", value: 0.1 },
  circles: { text: "Circles: one inside the other", noise: "Deviation added to both coordinates.", value: 0.05 },
  spirals: { text: "Spirals", noise: "Deviation of the angle.", value: 0.2, classes: 3 },
  xor: { text: "XOR: the sign of x1 · x2", noise: "", value: null },
  gaussian: { text: "Gaussian: labels of a random linear map", noise: "Deviation added to the map.", value: 0.1, classes: 2, features: 10 },
};

export function Generate() {
  const [spec, setSpec] = useState({ kind: "spirals", samples: 600, noise: 0.2, classes: 3, seed: 0 });
  const [name, setName] = useState("");
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const about = KINDS[spec.kind];
  const set = (field) => (value) => setSpec((old) => ({ ...old, [field]: value }));
  const choose = (kind) => setSpec((old) => ({
    kind, samples: old.samples, seed: old.seed,
    ...(KINDS[kind].value === null ? {} : { noise: KINDS[kind].value }),
    ...(KINDS[kind].classes ? { classes: KINDS[kind].classes } : {}),
    ...(KINDS[kind].features ? { features: KINDS[kind].features } : {}),
  }));
  const groups = useMemo(() => sketch(spec), [JSON.stringify(spec)]);
  const error = (field) => problem?.errors?.find((one) => one.pointer === `/generator/${field}`)?.detail;
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await post("datasets", { name: name || spec.kind, generator: spec });
      tell(`${made.name} is stored.`);
      go(["data", made.id]);
    } catch (refused) {
      setProblem(refused);
      setBusy(false);
    }
  };
  return div({ class: "grid" },
    h(Panel, { title: "Generator" },
      form({ class: "stack", onSubmit: submit, noValidate: true },
        div({ class: "fields" },
          h(Select, { label: "Kind", value: spec.kind, onChange: choose, options: Object.entries(KINDS).map(([id, { text }]) => [id, text]), error: error("kind") }),
          h(Text, { label: "Name", value: name, onChange: setName, placeholder: spec.kind }),
          h(NumberField, { label: "Rows", value: spec.samples, onChange: set("samples"), min: 10, max: 1000000, step: 1, error: error("samples") }),
          about.value !== null && h(NumberField, { label: "Noise", value: spec.noise, onChange: set("noise"), min: 0, max: 100, help: about.noise, error: error("noise") }),
          about.classes && h(NumberField, { label: "Classes", value: spec.classes, onChange: set("classes"), min: 2, max: 100, step: 1, error: error("classes") }),
          about.features && h(NumberField, { label: "Features", value: spec.features, onChange: set("features"), min: 1, max: 1000, step: 1, error: error("features") }),
          h(NumberField, { label: "Seed", value: spec.seed, onChange: set("seed"), step: 1, error: error("seed"), help: "Decides every number." })),
        h(Problem, { problem }),
        div({ class: "actions" }, button({ type: "submit", class: "primary", disabled: busy }, busy ? "Making …" : "Make it")))),
    h(Panel, { title: "Picture", note: "A sketch with up to 600 rows, drawn here; the service draws with its own random numbers" },
      groups ? h(Scatter, { groups, xName: "x0", yName: "x1", size: "large", pointSize: 5, label: `A sketch of ${about.text}` })
        : p({ class: "muted" }, "More than two features have no picture before they are made.")));
}
