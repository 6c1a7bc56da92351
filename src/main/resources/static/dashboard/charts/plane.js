// The plane of two numbers by the classes that a network sees in it, with rows over it.
import { h, useMemo } from "../core/view.js";
import { palette, useDark } from "../core/theme.js";
import { Chart } from "./chart.js";
import { hint } from "./hint.js";
import { legendAbove } from "./legend.js";
import { SIGNS } from "./scatter.js";
import { number, percent } from "../core/format.js";

const COLOURS = 8;
/** Every so many cells are told in the table of numbers. */
const TOLD = 97;

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** An image whose colours are the classes' and whose strength is how sure the network is. */
function image({ resolution, labels, probabilities }, count, colours) {
  const canvas = document.createElement("canvas");
  canvas.width = resolution;
  canvas.height = resolution;
  const context = canvas.getContext("2d");
  const data = context.createImageData(resolution, resolution);
  const ground = rgb(colours.panel);
  const own = colours.series.map(rgb);
  const floor = 1 / count;
  labels.forEach((label, cell) => {
    const colour = own[label % COLOURS];
    const strength = 0.12 + 0.5 * Math.max(0, ((probabilities[cell] ?? 0) - floor) / (1 - floor));
    const at = ((resolution - 1 - Math.floor(cell / resolution)) * resolution + (cell % resolution)) * 4;
    for (let channel = 0; channel < 3; channel += 1) data.data[at + channel] = ground[channel] * (1 - strength) + colour[channel] * strength;
    data.data[at + 3] = 255;
  });
  context.putImageData(data, 0, 0);
  return canvas;
}

/** The middle of a cell; cells go from left to right, and row by row from below. */
export function middle(axes, resolution, cell) {
  const at = ({ from, to }, index) => from + ((index + 0.5) * (to - from)) / resolution;
  return [at(axes[0], cell % resolution), at(axes[1], Math.floor(cell / resolution))];
}

/** Rows of a sample as points of each class. */
export function points(page, dataset, axes, classes) {
  if (!page) return classes.map(() => []);
  const [x, y, label] = [axes[0].name, axes[1].name, dataset.target].map((name) => page.columns.indexOf(name));
  const known = page.rows.filter((row) => row[x] !== null && row[y] !== null);
  return classes.map((name) => known.filter((row) => String(row[label]) === name).map((row) => [Number(row[x]), Number(row[y])]));
}

/**
 * @param axes two of `{name, from, to}`
 * @param cells `{resolution, labels, probabilities}`: each cell's class as an index, and how sure; null before they are there
 * @param rows for each class its points
 * @param here optional: one point that is marked
 */
export function Plane({ axes, classes, cells, rows, here, ...chart }) {
  const dark = useDark();
  const drawn = useMemo(() => cells && image(cells, classes.length, palette()), [cells, dark]);
  const [x, y] = axes;
  const option = useMemo(() => (colours, width) => ({
    ...legendAbove(classes, width, { left: 32, right: 16, bottom: 26, containLabel: true }, { sign: 10 }),
    tooltip: { confine: true, formatter: ({ seriesName, value }) => hint(seriesName, [[x.name, number(value[0])], [y.name, number(value[1])]]) },
    xAxis: { type: "value", min: x.from, max: x.to, name: x.name, nameLocation: "middle", nameGap: 22, splitLine: { show: false }, axisLine: { onZero: false }, axisLabel: { showMinLabel: false, showMaxLabel: false, formatter: (value) => number(value, 2) } },
    yAxis: { type: "value", min: y.from, max: y.to, name: y.name, nameLocation: "middle", nameGap: 34, splitLine: { show: false }, axisLine: { onZero: false }, axisLabel: { showMinLabel: false, showMaxLabel: false, formatter: (value) => number(value, 2) } },
    series: [
      {
        type: "custom", name: "surface", silent: true, data: drawn ? [[x.from, y.to]] : [], tooltip: { show: false }, z: 0,
        renderItem: (_, api) => {
          const [left, top] = api.coord([x.from, y.to]);
          const [right, bottom] = api.coord([x.to, y.from]);
          return { type: "image", style: { image: drawn, x: left, y: top, width: right - left, height: bottom - top } };
        },
      },
      ...classes.map((name, index) => ({
        type: "scatter", name, symbol: SIGNS[index % SIGNS.length], symbolSize: 6, z: 3, data: rows[index],
        itemStyle: { color: colours.series[index % COLOURS], borderColor: colours.panel, borderWidth: 0.6 },
      })),
      ...(here ? [{ type: "scatter", name: "this row", symbol: "pin", symbolSize: 26, z: 5, data: [here], itemStyle: { color: colours.text } }] : [])],
  }), [drawn, rows, here?.[0], here?.[1]]);
  const data = () => ({
    head: [x.name, y.name, "class", "probability"],
    rows: (cells?.labels ?? []).flatMap((label, cell) => (cell % TOLD ? [] : [[...middle(axes, cells.resolution, cell).map((value) => number(value)), classes[label], percent(cells.probabilities[cell])]])),
  });
  return h(Chart, { option, data, size: "large", ...chart });
}
