// One row after the other: the probabilities answer while sliders move.
import { tags, h, classes, useEffect, useMemo, useRef, useState } from "../core/view.js";
import { post } from "../core/api.js";
import { useThrottled } from "../core/hooks.js";
import { number, percent } from "../core/format.js";
import { Cut, Panel, Problem } from "../parts/basic.js";
import { NumberField, Select, Slider } from "../parts/fields.js";
import { Bar } from "../data/columns.js";
import { useDataset, useSample } from "../data/sample.js";
import { Surface } from "./surface.js";

const { button, div, p, span } = tags;
const PAUSE = 60;
const FIRST = 60;
const SHOWN = 20;
const STEPS = 200;

const typical = (input, column) =>
  input.kind === "categorical" ? input.categories[0] ?? null : column?.mean ?? 0;

function Input({ input, column, value, onChange }) {
  if (input.kind === "categorical") {
    return h(Select, { label: input.name, value: value ?? "", onChange: (next) => onChange(next === "" ? null : next), options: [["", "missing"], ...input.categories] });
  }
  const low = column?.min;
  const high = column?.max;
  if (low === null || low === undefined || low === high) return h(NumberField, { label: input.name, value, onChange });
  return h(Slider, { label: input.name, value: value ?? column.mean, shown: number(value), min: low, max: high, step: (high - low) / STEPS, onChange });
}

export function Probabilities({ prediction, classes: labels }) {
  const shown = labels.length <= SHOWN ? labels : Object.entries(prediction.probabilities).sort((left, right) => right[1] - left[1]).slice(0, SHOWN).map(([label]) => label);
  const spread = prediction.uncertainty?.standardDeviation;
  return div({ class: "probability", role: "group", "aria-label": "Probabilities" }, shown.flatMap((label) => [
    span({ key: `${label}-name`, class: classes(label === prediction.label && "chosen") }, label === prediction.label ? "▸ " : "", h(Cut, { text: label })),
    h(Bar, { key: `${label}-bar`, share: prediction.probabilities[label] ?? 0 }),
    span({ key: `${label}-value`, class: "number" }, percent(prediction.probabilities[label] ?? 0), spread && span({ class: "note" }, ` ± ${percent(spread[label])}`))]));
}

function Form({ version, dataset }) {
  const columns = useMemo(() => new Map((dataset?.columns ?? []).map((column) => [column.name, column])), [dataset]);
  const [row, setRow] = useState(() => Object.fromEntries(version.inputs.map((input) => [input.name, typical(input, columns.get(input.name))])));
  const [samples, setSamples] = useState(0);
  const [answer, setAnswer] = useState({ prediction: null, problem: null, took: null });
  const [truth, setTruth] = useState(null);
  const page = useSample(dataset);
  const asked = useRef(null);
  asked.current = { rows: [row], dropoutSamples: samples };
  const ask = useThrottled(async () => {
    const begin = performance.now();
    try {
      const { predictions } = await post(`models/${encodeURIComponent(version.name)}/predictions?version=${version.version}`, asked.current);
      setAnswer({ prediction: predictions[0], problem: null, took: performance.now() - begin });
    } catch (problem) {
      setAnswer((old) => ({ ...old, problem }));
    }
  }, PAUSE);
  useEffect(() => { ask(); }, [row, samples]);
  const set = (name) => (value) => {
    setTruth(null);
    setRow((old) => ({ ...old, [name]: value }));
  };
  const draw = () => {
    const cells = page.rows[Math.floor(Math.random() * page.rows.length)];
    setRow(Object.fromEntries(version.inputs.map((input) => [input.name, cells[page.columns.indexOf(input.name)] ?? null])));
    setTruth(String(cells[page.columns.indexOf(dataset.target)]));
  };
  const numeric = version.inputs.filter((input) => input.kind === "numeric");
  return div({ class: "sides" },
    div({ class: "stack" },
      h(Panel, {
        title: "Row", note: version.inputs.length > FIRST ? `the first ${FIRST} of ${version.inputs.length} inputs; the others keep their means` : "",
        actions: page && button({ type: "button", onClick: draw }, "A row of the data"),
      },
      div({ class: "field-grid" }, version.inputs.slice(0, FIRST).map((input) => h(Input, { key: input.name, input, column: columns.get(input.name), value: row[input.name], onChange: set(input.name) })))),
      version.inputs.length === 2 && numeric.length === 2 && h(Panel, {}, h(Surface, { version, dataset, page, row }))),
    div({ class: "stack stay" },
      h(Panel, { title: "Prediction", note: answer.took === null ? "" : `answered in ${answer.took.toFixed(0)} ms${truth === null ? "" : ` · the row's class is ${truth}`}` },
        h(Problem, { problem: answer.problem }),
        answer.prediction ? h(Probabilities, { prediction: answer.prediction, classes: version.classes }) : p({ class: "muted" }, "…"),
        h(Slider, { label: "Passes with dropout on", min: 0, max: 200, step: 10, value: samples, shown: samples || "none", onChange: setSamples, help: "Monte-Carlo dropout: how sure the network is." }),
        answer.prediction?.uncertainty && p({ class: "note" }, `entropy ${number(answer.prediction.uncertainty.entropy)} nats, mutual information ${number(answer.prediction.uncertainty.mutualInformation)} nats`))));
}

export function Predict({ version }) {
  const { ready, dataset } = useDataset(version.dataset.id);
  return ready ? h(Form, { version, dataset, key: `${version.name}-${version.version}` }) : h(Panel, { title: "Row" }, div({ class: "chart-medium" }));
}
