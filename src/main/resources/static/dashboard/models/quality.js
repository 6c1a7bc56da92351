// The reliability diagram and the ROC curves.
import { tags, h, useMemo } from "../core/view.js";
import { number, percent, whole } from "../core/format.js";
import { Chart } from "../charts/chart.js";
import { hint } from "../charts/hint.js";
import { legendAbove } from "../charts/legend.js";
import { Bars } from "../charts/bars.js";

const { div } = tags;

/** Confidence against accuracy: a calibrated model lies on the diagonal. */
export function Reliability({ calibration }) {
  const { bins } = calibration;
  const option = useMemo(() => (colours, width) => ({
    ...legendAbove(["calibrated", "model"], width, { left: 28, right: 16, bottom: 26, containLabel: true }),
    tooltip: { confine: true, formatter: ({ dataIndex, seriesName }) => {
      const bin = bins.filter((one) => one.count > 0)[dataIndex];
      return bin && seriesName === "model" ? hint(`${percent(bin.low, 0)} – ${percent(bin.high, 0)}`, [["confidence", percent(bin.confidence)], ["accuracy", percent(bin.accuracy)], ["rows", whole(bin.count)]]) : "";
    } },
    xAxis: { type: "value", min: 0, max: 1, name: "confidence", nameLocation: "middle", nameGap: 22 },
    yAxis: { type: "value", min: 0, max: 1, name: "accuracy", nameLocation: "middle", nameGap: 34 },
    series: [
      { type: "line", name: "calibrated", data: [[0, 0], [1, 1]], symbol: "none", silent: true, lineStyle: { type: "dashed", color: colours.muted, width: 1.5 }, itemStyle: { color: colours.muted } },
      { type: "line", name: "model", data: bins.filter((bin) => bin.count > 0).map((bin) => [bin.confidence, bin.accuracy]), symbol: "circle", symbolSize: 8, lineStyle: { width: 2, color: colours.series[0] }, itemStyle: { color: colours.series[0] } }],
  }), [calibration]);
  const labels = useMemo(() => bins.map((bin) => `${Math.round(bin.low * 100)}–${Math.round(bin.high * 100)}`), [calibration]);
  const series = useMemo(() => [{ name: "rows", values: bins.map((bin) => bin.count) }], [calibration]);
  return div({ class: "stack" },
    h(Chart, { option, title: "Reliability", note: `expected calibration error ${percent(calibration.ece, 2)}`, size: "medium", label: "Reliability diagram: accuracy by confidence, beside the diagonal of a calibrated model",
      data: () => ({ head: ["confidence", "accuracy", "rows"], rows: bins.map((bin) => [percent(bin.confidence), percent(bin.accuracy), whole(bin.count)]) }) }),
    h(Bars, { title: "Rows by confidence", labels, series, size: "small", xName: "confidence in percent", yName: "rows", label: "Rows by confidence in percent" }));
}

/** One curve for each class against all others. */
export function RocCurves({ classes }) {
  const known = classes.filter((one) => one.roc);
  const named = known.map((one) => ({ ...one, name: `${one.label} (${number(one.rocAuc)})` }));
  const option = useMemo(() => (colours, width) => ({
    ...legendAbove(["chance", ...named.map((one) => one.name)], width, { left: 28, right: 16, bottom: 26, containLabel: true }),
    tooltip: { confine: true, formatter: ({ seriesName, value }) => hint(seriesName, [["false positives", percent(value[0])], ["true positives", percent(value[1])]]) },
    xAxis: { type: "value", min: 0, max: 1, name: "false positive rate", nameLocation: "middle", nameGap: 22 },
    yAxis: { type: "value", min: 0, max: 1, name: "true positive rate", nameLocation: "middle", nameGap: 34 },
    series: [
      { type: "line", name: "chance", data: [[0, 0], [1, 1]], symbol: "none", silent: true, lineStyle: { type: "dashed", color: colours.muted, width: 1 }, itemStyle: { color: colours.muted } },
      ...named.map((one, index) => ({
        type: "line", name: one.name, symbol: ["circle", "triangle", "rect", "diamond"][index % 4], symbolSize: 4,
        data: one.roc.falsePositiveRate.map((x, point) => [x, one.roc.truePositiveRate[point]]),
        lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][Math.floor(index / 4) % 3], color: colours.series[index % 8] }, itemStyle: { color: colours.series[index % 8] },
      }))],
  }), [classes]);
  if (known.length === 0) return div({ class: "muted" }, "This evaluation has no ROC curves: they are kept of 20 classes at most, where there are rows of two or more; an older evaluation has none either. The table has the areas.");
  return h(Chart, { option, title: "ROC", note: "each class against all others, with the area under its curve", size: "large", label: "ROC curves of each class" });
}
