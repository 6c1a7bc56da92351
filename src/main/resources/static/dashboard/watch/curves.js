// Loss and accuracy over epochs: zoom, logarithm, smoothing.
import { tags, h, useMemo, useState } from "../core/view.js";
import { Choice, Panel, Waiting } from "../parts/basic.js";
import { Check, Slider } from "../parts/fields.js";
import { Lines, smooth } from "../charts/lines.js";

const { div, p } = tags;
const MORE = [
  ["learningRate", "Learning rate", "rate"], ["gradientNorm", "Gradient norm", "norm"], ["samplesPerSecond", "Speed", "rows/s"], ["seconds", "Time of an epoch", "s"]];

function pair(curves, kind, weight) {
  const { series } = curves;
  return [["train", "training", 0], ["validation", "validation", 1]].flatMap(([prefix, name, index]) => {
    const values = series[`${prefix}${kind}`];
    if (!values?.some((value) => value !== null)) return [];
    const color = (colours) => colours.series[index];
    return weight
      ? [{ name: `${name}, as measured`, values, color, opacity: 0.3, width: 1, dash: "solid" }, { name, values: smooth(values, weight), color, dash: index ? "dashed" : "solid" }]
      : [{ name, values, color, dash: index ? "dashed" : "solid" }];
  });
}

/** @param size of each chart; small ones stand below each other beside a surface */
export function Curves({ run, curves, size }) {
  const [weight, setWeight] = useState(0);
  const [log, setLog] = useState(false);
  const loss = useMemo(() => curves && pair(curves, "Loss", weight), [curves, weight]);
  const accuracy = useMemo(() => curves && pair(curves, "Accuracy", weight), [curves, weight]);
  // A queued run has no event to wait for.
  if (!curves && run.state !== "queued") return h(Panel, { title: "Curves" }, h(Waiting, { rows: 6 }));
  if (!curves?.epochs.length) return h(Panel, { title: "Curves" }, p({ class: "muted" }, "No epoch has ended: the curves begin with the first."));
  const shared = { x: curves.epochs, size };
  return h(Panel, {
    title: "Curves",
    actions: div({ class: "controls" },
      h(Check, { label: "Logarithmic loss", value: log, onChange: setLog }),
      h(Slider, { label: "Smoothing", value: weight, onChange: setWeight, min: 0, max: 0.98, step: 0.02, shown: weight === 0 ? "off" : weight.toFixed(2) })),
  },
  div({ class: "grid" },
    h(Lines, { ...shared, title: "Loss", series: loss, yName: "cross-entropy", log, label: "Training and validation loss over epochs" }),
    h(Lines, { ...shared, title: "Accuracy", series: accuracy, yName: "share of rows", label: "Training and validation accuracy over epochs" })));
}

/** One more curve, of those that are looked at now and then. */
export function FurtherCurve({ curves }) {
  const [chosen, setChosen] = useState("learningRate");
  const [, name, unit] = MORE.find(([id]) => id === chosen);
  const series = useMemo(() => [{ name, values: curves?.series[chosen] ?? [] }], [curves, chosen]);
  if (!curves?.epochs.length) return null;
  return h(Panel, {}, h(Lines, {
    title: name, x: curves.epochs, series, yName: unit, size: "small", log: chosen === "gradientNorm", min: chosen === "learningRate" ? 0 : undefined, label: `${name} over epochs`,
    actions: h(Choice, { label: "Further curve", options: MORE.map(([id, text]) => [id, text]), value: chosen, onChange: setChosen }) }));
}
