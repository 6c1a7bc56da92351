// The charts of one layer over epochs.
import { h, useMemo, useState } from "../core/view.js";
import { Choice } from "../parts/basic.js";
import { Lines } from "../charts/lines.js";
import { HistogramsOverTime } from "../charts/heat.js";

/** The healthy band of update ratios, and room around it. */
export const UPDATES = {
  healthy: { from: -4, to: -2, text: "healthy: around -3" },
  min: (range) => Math.min(-5, Math.floor(range.min)),
  max: (range) => Math.max(-1, Math.ceil(range.max)),
};

/** Mean, median and percentile bands of a signal. */
export function Bands({ data, signal, name }) {
  const series = useMemo(() => {
    const read = (field) => data.layers.map((layer) => layer[signal]?.[field] ?? null);
    const at = (percentile) => data.layers.map((layer) => layer[signal]?.percentiles?.[percentile] ?? null);
    const first = (colours) => colours.series[0];
    return [
      { name: "2 – 98 %", low: at("2"), high: at("98"), opacity: 0.13, color: first },
      { name: "15.87 – 84.13 %", low: at("15.87"), high: at("84.13"), opacity: 0.25, color: first },
      { name: "median", values: at("50"), dash: "dashed", color: first },
      { name: "mean", values: read("mean"), dash: "solid", color: (colours) => colours.series[1] },
    ];
  }, [data, signal]);
  return h(Lines, { title: `${name}: mean and percentiles`, x: data.epochs, series, label: `${name}: mean and percentile bands over epochs` });
}

/** Histograms over epochs as a heat map. */
export function Histograms({ data, read, name, token }) {
  const histograms = useMemo(() => data.layers.map(read), [data, token]);
  return h(HistogramsOverTime, { title: `${name}: histogram over time`, note: "darker or lighter: share of the values", epochs: data.epochs, histograms, yName: name.toLowerCase(), label: `${name}: histogram at each epoch` });
}

export function Gradients({ data }) {
  const series = useMemo(() => [["weights", "weights"], ["preActivation", "pre-activations"], ["activation", "activations"], ["bias", "biases"]].map(([field, name]) => (
    { name, values: data.layers.map((layer) => layer.gradient[field]?.norm ?? null) })), [data]);
  return h(Lines, { title: "Gradient norms", note: "of the loss's derivatives by", x: data.epochs, series, log: true, label: "Norms of the gradients over epochs" });
}

export function Updates({ data }) {
  const series = useMemo(() => [{ name: "update ratio", values: data.layers.map((layer) => layer.updateRatio ?? null) }], [data]);
  return h(Lines, { title: "Update ratio", note: "log₁₀ of mean |update| / mean |weight|", x: data.epochs, series, ...UPDATES, label: "Update ratio over epochs with its healthy band from -4 to -2" });
}

export function Units({ data }) {
  const series = useMemo(() => [
    { name: "zero activations", values: data.layers.map((layer) => layer.zeroFraction) },
    { name: "dead units", values: data.layers.map((layer) => layer.deadUnits / layer.width) },
    { name: "saturated activations", values: data.layers.map((layer) => layer.saturatedFraction) }], [data]);
  return h(Lines, { title: "Dead and saturated", note: "as a share", x: data.epochs, series, min: 0, max: 1, label: "Shares of zero activations, dead units and saturated activations over epochs" });
}

const SOURCES = {
  weights: ["Weights", (layer) => layer.weights?.histogram],
  bias: ["Biases", (layer) => layer.bias?.histogram],
  gradient: ["Weight gradient", (layer) => layer.gradient.weights?.histogram],
  delta: ["Pre-activation gradient", (layer) => layer.gradient.preActivation?.histogram],
};

export function Weights({ data }) {
  const [source, setSource] = useState("weights");
  const [name, read] = SOURCES[source];
  const histograms = useMemo(() => data.layers.map(read), [data, source]);
  return h(HistogramsOverTime, {
    title: `${name} over time`, epochs: data.epochs, histograms, yName: name.toLowerCase(), label: `${name}: histogram at each epoch`,
    actions: h(Choice, { label: "What is shown", options: Object.entries(SOURCES).map(([id, [text]]) => [id, text]), value: source, onChange: setSource }),
  });
}
