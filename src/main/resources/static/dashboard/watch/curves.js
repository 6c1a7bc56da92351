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

export function Curves({ curves }) {
  const [weight, setWeight] = useState(0);
  const [log, setLog] = useState(false);
  const [other, setOther] = useState("learningRate");
  const loss = useMemo(() => curves && pair(curves, "Loss", weight), [curves, weight]);
  const accuracy = useMemo(() => curves && pair(curves, "Accuracy", weight), [curves, weight]);
  const [, name, unit] = MORE.find(([id]) => id === other);
  const third = useMemo(() => [{ name, values: curves?.series[other] ?? [] }], [curves, other]);
  if (!curves) return h(Panel, { title: "Curves" }, h(Waiting, { rows: 6 }));
  if (curves.epochs.length === 0) return h(Panel, { title: "Curves" }, p({ class: "muted" }, "No epoch has ended: the curves begin with the first."));
  const x = curves.epochs;
  return h(Panel, {
    title: "Curves",
    actions: div({ class: "controls" },
      h(Check, { label: "Logarithmic loss", value: log, onChange: setLog }),
      h(Slider, { label: "Smoothing", value: weight, onChange: setWeight, min: 0, max: 0.98, step: 0.02, shown: weight === 0 ? "off" : weight.toFixed(2) })),
  },
  div({ class: "grid" },
    h(Lines, { title: "Loss", x, series: loss, yName: "cross-entropy", log, label: "Training and validation loss over epochs" }),
    h(Lines, { title: "Accuracy", x, series: accuracy, yName: "share of rows", label: "Training and validation accuracy over epochs" }),
    div({ class: "wide" }, h(Lines, { title: name, x, series: third, yName: unit, size: "small", log: other === "gradientNorm", label: `${name} over epochs`, actions: h(Choice, { label: "Further curve", options: MORE.map(([id, text]) => [id, text]), value: other, onChange: setOther }) }))));
}
