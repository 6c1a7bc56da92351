// Heat maps: histograms over time, confusion matrices.
import { h, useMemo } from "../core/view.js";
import { number, percent } from "../core/format.js";
import { Chart } from "./chart.js";
import { hint } from "./hint.js";

const ROWS = 48;

/** Puts histograms with bins of their own on common bins: shares of each column. */
export function resample(histograms, rows = ROWS) {
  const known = histograms.filter((one) => one && one.counts.length > 0);
  if (known.length === 0) return null;
  const sort = (values) => values.sort((left, right) => left - right);
  const at = (values, share) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
  // Most epochs' ranges decide; a single wild one must not flatten all others.
  const low = at(sort(known.map((one) => one.edges[0])), 0.1);
  const high = at(sort(known.map((one) => one.edges.at(-1))), 0.9);
  const width = (high - low || 1) / rows;
  const cells = histograms.map((one) => {
    const shares = new Float64Array(rows);
    if (!one) return shares;
    const total = one.counts.reduce((sum, count) => sum + count, 0) || 1;
    one.counts.forEach((count, bin) => {
      if (count === 0) return;
      const from = (one.edges[bin] - low) / width;
      const to = (one.edges[bin + 1] - low) / width;
      const length = Math.max(to - from, 1e-9);
      for (let row = Math.max(0, Math.floor(from)); row < Math.min(rows, Math.ceil(to) || 1); row += 1) {
        const part = Math.max(0, Math.min(to, row + 1) - Math.max(from, row));
        shares[row] += (count / total) * Math.min(1, part / length);
      }
    });
    return shares;
  });
  return { low, width, rows, cells };
}

/** Histograms over epochs; lighter and darker tell the share. */
export function HistogramsOverTime({ epochs, histograms, yName, ...chart }) {
  const option = useMemo(() => (colours) => {
    const grid = resample(histograms);
    if (!grid) return { series: [] };
    const data = [];
    let greatest = 0;
    grid.cells.forEach((column, x) => column.forEach((share, y) => {
      if (share > 0) {
        // The root shows tails beside peaks.
        data.push([x, y, Math.sqrt(share)]);
        greatest = Math.max(greatest, share);
      }
    }));
    return {
      grid: { left: 8, right: 56, top: 10, bottom: 24, containLabel: true },
      tooltip: {
        confine: true,
        formatter: ({ value: [x, y, root] }) => hint(`epoch ${epochs[x]}`, [
          [yName, `${number(grid.low + y * grid.width)} … ${number(grid.low + (y + 1) * grid.width)}`],
          ["share", percent(root * root, 2)]]),
      },
      xAxis: { type: "category", data: epochs, name: "epoch", nameLocation: "middle", nameGap: 22, splitLine: { show: false } },
      yAxis: { type: "category", data: Array.from({ length: grid.rows }, (_, row) => number(grid.low + (row + 0.5) * grid.width, 3)), axisLabel: { interval: 7 } },
      visualMap: { min: 0, max: Math.sqrt(greatest) || 1, orient: "vertical", right: 0, top: "center", itemHeight: 110, itemWidth: 10, precision: 2, text: [percent(greatest, 0), "0 %"], textGap: 4, formatter: (value) => percent(value * value, 0), inRange: { color: colours.heat } },
      series: [{ type: "heatmap", data, progressive: 4000, animation: false, emphasis: { disabled: true } }],
    };
  }, [epochs, histograms]);
  return h(Chart, { option, ...chart });
}

/** A matrix of counts: each cell has its number as long as there is room. */
export function Matrix({ labels, counts, xName, yName, ...chart }) {
  const option = useMemo(() => (colours) => {
    const sums = counts.map((row) => row.reduce((sum, count) => sum + count, 0) || 1);
    const data = counts.flatMap((row, y) => row.map((count, x) => [x, y, count / sums[y], count]));
    const fits = labels.length <= 16;
    return {
      grid: { left: 8, right: 12, top: 8, bottom: 26, containLabel: true },
      tooltip: { confine: true, formatter: ({ value: [x, y, share, count] }) => hint(`${yName} ${labels[y]}`, [[xName, labels[x]], ["rows", count], ["share", percent(share)]]) },
      xAxis: { type: "category", data: labels, name: xName, nameLocation: "middle", nameGap: 24, axisLabel: { interval: fits ? 0 : "auto", width: 70, overflow: "truncate" } },
      yAxis: { type: "category", data: labels, inverse: true, axisLabel: { interval: fits ? 0 : "auto", width: 90, overflow: "truncate" } },
      visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { color: colours.heat } },
      series: [{
        type: "heatmap", data: data.map((cell) => ({ value: cell, label: { color: cell[2] > 0.5 ? colours.panel : colours.text } })),
        label: { show: fits, formatter: ({ value }) => (value[3] ? String(value[3]) : "·"), fontSize: 11 },
        itemStyle: { borderColor: colours.panel, borderWidth: 1 }, emphasis: { disabled: true },
      }],
    };
  }, [labels, counts]);
  const data = () => ({ head: [`${yName} \\ ${xName}`, ...labels], rows: counts.map((row, index) => [labels[index], ...row]) });
  return h(Chart, { option, data, ...chart });
}
