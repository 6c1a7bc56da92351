// Lines over epochs or layers, with bands, dashes and marks: no meaning by colour alone.
import { h, useMemo } from "../core/view.js";
import { number } from "../core/format.js";
import { Chart } from "./chart.js";
import { hint } from "./hint.js";
import { legendOf } from "./legend.js";

const SYMBOLS = ["circle", "triangle", "rect", "diamond", "emptyCircle", "emptyTriangle", "emptyRect", "emptyDiamond"];
/** The most points of a line that are marked each. */
const MARKED = 40;
const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3], [2, 6], [12, 4], "solid", "dashed"];

/** The exponential moving average, corrected for its start; missing values stay missing. */
export function smooth(values, weight) {
  if (!weight) return values;
  let average = 0;
  let total = 0;
  return values.map((value) => {
    if (value === null || value === undefined) return null;
    average = weight * average + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return average / total;
  });
}

/** A range between two lines: drawn as one area, whatever the axes are. */
function band(series, colours, x) {
  const color = series.color?.(colours) ?? colours.series[0];
  const data = x.map((at, i) => [at, series.low[i], series.high[i]]).filter(([, low, high]) => low != null && high != null);
  return {
    type: "custom", name: series.name, data, silent: true, clip: true, z: 1, encode: { x: 0, y: [1, 2] },
    itemStyle: { color },
    renderItem: ({ dataIndex }, api) => {
      if (dataIndex !== 0) return undefined;
      const points = [...data.map(([at, , high]) => api.coord([at, high])), ...data.toReversed().map(([at, low]) => api.coord([at, low]))];
      return { type: "polygon", shape: { points }, style: { fill: color, opacity: series.opacity ?? 0.18 } };
    },
  };
}

function line(series, index, colours, x, marked) {
  const color = series.color?.(colours) ?? colours.series[index % colours.series.length];
  return {
    type: series.points ? "scatter" : "line",
    name: series.name,
    data: x.map((at, i) => [at, series.values[i] ?? null]),
    symbol: series.symbol ?? (series.points || marked ? SYMBOLS[index % SYMBOLS.length] : "none"),
    symbolSize: series.points ? 8 : 5,
    showSymbol: series.points || marked,
    connectNulls: false,
    sampling: "lttb",
    lineStyle: { width: series.width ?? 1.8, type: series.dash ?? DASHES[index % DASHES.length], color, opacity: series.opacity ?? 1 },
    itemStyle: { color },
    z: series.z ?? 3,
    yAxisIndex: series.right ? 1 : 0,
    ...(series.marks ? { markLine: series.marks(colours) } : {}),
  };
}

/** A marked range of healthy values. */
const range = ({ from, to, text }, colours) => ({
  type: "line", data: [], silent: true,
  markArea: { silent: true, itemStyle: { color: colours.good, opacity: 0.13 }, label: { show: true, position: "insideBottomLeft", color: colours.muted, fontSize: 10 }, data: [[{ name: text, yAxis: from }, { yAxis: to }]] },
});

/**
 * @param series `{name, values, dash, points, color}` or `{name, low, high}` for a band
 */
export function Lines({ x, xName = "epoch", yName, series, log, healthy, zoom = true, min, max, size, ...chart }) {
  const option = useMemo(() => (colours, width) => {
    const shown = series.filter(Boolean);
    // Where measurements are points, theory is a line without any.
    const marked = x.length <= MARKED && !shown.some((one) => one.points);
    const fractional = x.some((at) => !Number.isInteger(at));
    const all = shown.flatMap((one) => (one.low ? [...one.low, ...one.high] : one.values));
    const nothing = all.length === 0 || all.every((value) => value === null || value === undefined) ? "nothing has been measured yet"
      : log && !all.some((value) => value > 0) ? "every value is 0: a logarithm has no place for it" : null;
    // A linear axis of exponents: a logarithmic one labels hardly any of very many powers of ten.
    const placed = (values) => (log ? values.map((value) => (value > 0 ? Math.log10(value) : null)) : values);
    const named = shown.filter((one) => !one.unnamed);
    const { legend, height } = legendOf(named.map((one) => one.name), width, { data: named.map((one) => ({ name: one.name, ...(one.low ? { icon: "rect", itemStyle: { opacity: 0.5 } } : {}) })) });
    return {
      title: nothing ? { text: nothing, left: "center", top: "middle", textStyle: { color: colours.muted, fontSize: 12, fontWeight: "normal" } } : undefined,
      grid: { left: 8, right: 16, top: height + 6, bottom: zoom ? 42 : 24, containLabel: true },
      legend,
      tooltip: {
        trigger: "axis", confine: true, axisPointer: { type: "line", lineStyle: { color: colours.muted } },
        formatter: (points) => {
          const at = points[0]?.axisValue;
          const row = x.indexOf(at);
          return hint(`${xName} ${at}`, shown.map((one) => [one.name, one.low ? `${number(one.low[row])} … ${number(one.high[row])}` : number(one.values[row], 4)]));
        },
      },
      // The zero of exponents is no place for an axis.
      xAxis: { type: "value", name: xName, nameLocation: "middle", nameGap: 22, min: "dataMin", max: "dataMax", minInterval: fractional ? undefined : 1, splitLine: { show: false }, axisLine: { onZero: !log } },
      yAxis: { type: "value", scale: true, min, max, splitNumber: size === "small" ? 3 : 5, axisLabel: { formatter: (value) => (log ? number(10 ** value, 2) : number(value, 6)) } },
      dataZoom: zoom ? [{ type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl" }, { type: "slider", height: 14, bottom: 4, borderColor: colours.line, fillerColor: `${colours.accent}33`, handleSize: 18, showDetail: false, brushSelect: false, dataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } }, filterMode: "none" }] : undefined,
      series: [
        ...shown.flatMap((one, index) => one.low ? [band({ ...one, low: placed(one.low), high: placed(one.high) }, colours, x)] : [line({ ...one, values: placed(one.values) }, index, colours, x, marked)]),
        ...(healthy ? [range(healthy, colours)] : []),
      ],
    };
  }, [x, series, log, zoom, healthy, min, max, size]);
  const data = () => ({
    head: [xName, ...series.filter(Boolean).flatMap((one) => (one.low ? [`${one.name} low`, `${one.name} high`] : [one.name]))],
    rows: x.map((at, row) => [at, ...series.filter(Boolean).flatMap((one) => (one.low ? [number(one.low[row]), number(one.high[row])] : [number(one.values[row], 4)]))]),
  });
  return h(Chart, { option, data, note: yName, size, ...chart });
}
