// The decision surface of a model with two inputs: the plane by what the model says of it.
import { h, useMemo } from "../core/view.js";
import { post } from "../core/api.js";
import { useLoaded } from "../core/hooks.js";
import { palette, useDark } from "../core/theme.js";
import { Chart, hint } from "../charts/chart.js";
import { SIGNS } from "../charts/scatter.js";
import { number, percent } from "../core/format.js";

const CELLS = 48;

/** The plane that is shown: the data's range and a margin. */
export function plane(dataset, inputs) {
  const ranges = inputs.map(({ name }) => {
    const column = dataset?.columns?.find((one) => one.name === name);
    const [low, high] = [column?.min ?? -3, column?.max ?? 3];
    const margin = (high - low || 1) * 0.15;
    return [low - margin, high + margin];
  });
  return { x: ranges[0], y: ranges[1] };
}

/** Middles of the cells, row by row from below. */
export function cells({ x, y }) {
  const at = ([low, high], index) => low + ((index + 0.5) * (high - low)) / CELLS;
  return Array.from({ length: CELLS * CELLS }, (_, cell) => [at(x, cell % CELLS), at(y, Math.floor(cell / CELLS))]);
}

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** An image whose colours are the classes' and whose strength is how sure the model is. */
function image(predictions, classes, colours) {
  const canvas = document.createElement("canvas");
  canvas.width = CELLS;
  canvas.height = CELLS;
  const context = canvas.getContext("2d");
  const data = context.createImageData(CELLS, CELLS);
  const ground = rgb(colours.panel);
  predictions.forEach((prediction, cell) => {
    const own = rgb(colours.series[classes.indexOf(prediction.label) % 8]);
    const floor = 1 / classes.length;
    const strength = 0.12 + 0.5 * Math.max(0, (prediction.probability - floor) / (1 - floor));
    const at = ((CELLS - 1 - Math.floor(cell / CELLS)) * CELLS + (cell % CELLS)) * 4;
    for (let channel = 0; channel < 3; channel += 1) data.data[at + channel] = ground[channel] * (1 - strength) + own[channel] * strength;
    data.data[at + 3] = 255;
  });
  context.putImageData(data, 0, 0);
  return canvas;
}

export function Surface({ version, dataset, page, row }) {
  const dark = useDark();
  const area = useMemo(() => plane(dataset, version.inputs), [dataset]);
  const grid = useMemo(() => cells(area), [area]);
  const state = useLoaded((options) => post(`models/${encodeURIComponent(version.name)}/predictions?version=${version.version}`, { rows: grid }, options), [version.version]);
  const predictions = state.data?.predictions;
  const drawn = useMemo(() => predictions && image(predictions, version.classes, palette()), [predictions, dark]);
  const [x, y] = version.inputs.map((input) => input.name);
  const label = page ? page.columns.indexOf(dataset.target) : -1;
  const option = useMemo(() => (colours) => ({
    grid: { left: 24, right: 16, top: 32, bottom: 26, containLabel: true },
    legend: { top: 0, left: 0, type: "scroll", itemWidth: 10, itemHeight: 10, data: [...version.classes] },
    tooltip: { confine: true, formatter: ({ seriesName, value }) => hint(seriesName, [[x, number(value[0])], [y, number(value[1])]]) },
    xAxis: { type: "value", min: area.x[0], max: area.x[1], name: x, nameLocation: "middle", nameGap: 22, axisLabel: { formatter: (value) => number(value, 2) } },
    yAxis: { type: "value", min: area.y[0], max: area.y[1], name: y, nameLocation: "middle", nameGap: 34, axisLabel: { formatter: (value) => number(value, 2) } },
    series: [
      {
        type: "custom", name: "surface", silent: true, data: drawn ? [[area.x[0], area.y[1]]] : [], tooltip: { show: false }, z: 0,
        renderItem: (_, api) => {
          const [left, top] = api.coord([area.x[0], area.y[1]]);
          const [right, bottom] = api.coord([area.x[1], area.y[0]]);
          return { type: "image", style: { image: drawn, x: left, y: top, width: right - left, height: bottom - top } };
        },
      },
      ...version.classes.map((name, index) => ({
        type: "scatter", name, symbol: SIGNS[index % SIGNS.length], symbolSize: 6, z: 3,
        itemStyle: { color: colours.series[index % 8], borderColor: colours.panel, borderWidth: 0.6 },
        data: page ? page.rows.filter((one) => String(one[label]) === name).map((one) => [Number(one[page.columns.indexOf(x)]), Number(one[page.columns.indexOf(y)])]) : [],
      })),
      { type: "scatter", name: "this row", symbol: "pin", symbolSize: 26, z: 5, data: [[row[x], row[y]]], itemStyle: { color: colours.text } }],
  }), [drawn, page, row]);
  return h(Chart, { option, title: "Decision surface", note: "the colour is the class, its strength the probability", size: "large", label: `Decision surface of ${version.name}`,
    data: () => ({ head: [x, y, "class", "probability"], rows: (predictions ?? []).filter((_, cell) => cell % 97 === 0).map((one, index) => [...grid[index * 97].map((value) => number(value)), one.label, percent(one.probability)]) }) });
}
