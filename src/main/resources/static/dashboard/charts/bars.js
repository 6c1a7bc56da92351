// Histograms and bars.
import { h, useMemo } from "../core/view.js";
import { number, whole } from "../core/format.js";
import { Chart } from "./chart.js";
import { hint } from "./hint.js";
import { legendAbove } from "./legend.js";

/** Bars with the theory's line over them. */
export function Bars({ labels, xName, yName, series, lines = [], rotate, format = number, ...chart }) {
  const names = [...series, ...lines].map((one) => one.name);
  const option = useMemo(() => (colours, width) => ({
    ...legendAbove(names, width, { left: 8, right: 16, bottom: xName ? 24 : 6, containLabel: true }),
    tooltip: {
      trigger: "axis", confine: true, axisPointer: { type: "shadow" },
      formatter: (points) => hint(`${xName ?? ""} ${points[0]?.name ?? ""}`, points.map((point) => [point.seriesName, format(point.value, 4)])),
    },
    xAxis: { type: "category", data: labels, name: xName, nameLocation: "middle", nameGap: 22, axisLabel: { rotate } },
    yAxis: { type: "value", axisLabel: { formatter: (value) => number(value, 4) } },
    series: [
      ...series.map((one, index) => ({
        type: "bar", name: one.name, data: one.values, barCategoryGap: "8%", barGap: "0%",
        itemStyle: { color: one.color?.(colours) ?? colours.series[index], opacity: one.opacity ?? 0.85 },
      })),
      ...lines.map((one, index) => ({
        type: "line", name: one.name, data: one.values, symbol: one.points ? "diamond" : "none", symbolSize: 7,
        lineStyle: { width: 2, type: one.points ? "dotted" : index === 0 ? "solid" : "dashed", color: one.color?.(colours) ?? colours.series[index + 1] },
        itemStyle: { color: one.color?.(colours) ?? colours.series[index + 1] },
      })),
    ],
  }), [labels, series, lines, xName]);
  const data = () => ({
    head: [xName ?? "", ...series.map((one) => one.name), ...lines.map((one) => one.name)],
    rows: labels.map((label, row) => [label, ...[...series, ...lines].map((one) => format(one.values[row], 4))]),
  });
  return h(Chart, { option, data, note: yName, ...chart });
}

/** A histogram `{edges, counts}` by its bins' middles. */
export function Histogram({ histogram, xName, expected, name = "counted", ...chart }) {
  const { edges, counts } = histogram;
  const labels = useMemo(() => counts.map((_, bin) => number((edges[bin] + edges[bin + 1]) / 2)), [histogram]);
  const series = useMemo(() => [{ name, values: counts }], [histogram]);
  const lines = useMemo(() => (expected ? [{ name: "expected", values: expected }] : []), [histogram]);
  return h(Bars, { labels, xName, series, lines, format: (value) => (Number.isInteger(value) ? whole(value) : number(value)), ...chart });
}
