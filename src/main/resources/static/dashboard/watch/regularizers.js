// Dropout's kept units beside the binomial; a normalization's moments beside gamma and beta.
import { tags, h, useMemo } from "../core/view.js";
import { number, whole } from "../core/format.js";
import { Facts } from "../parts/basic.js";
import { Bars } from "../charts/bars.js";
import { Lines } from "../charts/lines.js";

const { div } = tags;

export function KeptUnits({ layer, dropout, epoch }) {
  const { keptUnits } = layer;
  const { edges, counts, expected } = keptUnits.histogram;
  const labels = useMemo(() => counts.map((_, bin) => (edges[bin + 1] - edges[bin] <= 1 ? String(Math.ceil(edges[bin])) : `${Math.ceil(edges[bin])}–${Math.floor(edges[bin + 1])}`)), [keptUnits]);
  const series = useMemo(() => [{ name: "rows of the probe", values: counts }], [keptUnits]);
  const lines = useMemo(() => [{ name: "expected: binomial", values: expected, points: true }], [keptUnits]);
  return div({ class: "stack" },
    h(Facts, { facts: [
      ["Kept on average", number(keptUnits.mean, 4)], ["expected: n (1 - p)", number(keptUnits.expectedMean, 4)],
      ["Variance", number(keptUnits.variance, 4)], ["expected: n p (1 - p)", number(keptUnits.expectedVariance, 4)],
      ["Units n", whole(layer.width)], ["Dropout p", number(dropout)]] }),
    h(Bars, { title: "Kept units of a row", note: `epoch ${epoch}`, labels, xName: "kept units", yName: "rows", series, lines, label: "Histogram of kept units beside the binomial distribution" }));
}

const mean = (data, field) => data.layers.map((layer) => layer.normalization?.[field]?.mean ?? null);
const spread = (data, field, percentile) => data.layers.map((layer) => layer.normalization?.[field]?.percentiles?.[percentile] ?? null);

export function NormalizationMoments({ data }) {
  const charts = useMemo(() => [
    ["Means of the output and beta", "over units", [
      { name: "beta", values: mean(data, "beta"), dash: "solid" }, { name: "mean of the output", values: mean(data, "outputMean"), dash: "dotted", width: 3 },
      { name: "beta, 15.87 – 84.13 %", low: spread(data, "beta", "15.87"), high: spread(data, "beta", "84.13") }]],
    ["Variances of the output and gamma", "gamma² less what epsilon takes is expected", [
      { name: "expected", values: mean(data, "expectedOutputVariance"), dash: "solid" }, { name: "measured", values: mean(data, "outputVariance"), dash: "dotted", width: 3 }, { name: "gamma", values: mean(data, "gamma"), dash: "dashed" }]],
    ["Means of the pre-activations", "the batch's beside the running ones", [
      { name: "batch", values: mean(data, "batchMean") }, { name: "running", values: mean(data, "runningMean") }]],
    ["Variances of the pre-activations", "the batch's beside the running ones", [
      { name: "batch", values: mean(data, "batchVariance") }, { name: "running", values: mean(data, "runningVariance") }]],
  ], [data]);
  return div({ class: "grid" }, charts.map(([title, note, series]) =>
    h(Lines, { key: title, title, note, x: data.epochs, series, size: "medium", label: `${title}, ${note}, over epochs` })));
}
