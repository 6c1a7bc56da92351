// Points of classes, each with a sign of its own.
import { h, useMemo } from "../core/view.js";
import { number } from "../core/format.js";
import { Chart } from "./chart.js";
import { hint } from "./hint.js";
import { legendAbove } from "./legend.js";

export const SIGNS = ["circle", "triangle", "rect", "diamond", "emptyCircle", "emptyTriangle", "emptyRect", "emptyDiamond"];

/**
 * @param groups `{name, points: [[x, y]]}`
 * @param reach both axes from its negative to it; as far as the points go without it
 */
export function Scatter({ groups, xName, yName, size = "medium", pointSize = 6, reach, ...chart }) {
  const limits = reach ? { min: -reach, max: reach } : {};
  const option = useMemo(() => (colours, width) => ({
    ...legendAbove(groups.map((group) => group.name), width, { left: 32, right: 16, bottom: 26, containLabel: true }, { sign: 10 }),
    tooltip: { confine: true, formatter: ({ seriesName, value }) => hint(seriesName, [[xName, number(value[0])], [yName, number(value[1])]]) },
    xAxis: { type: "value", name: xName, nameLocation: "middle", nameGap: 22, scale: true, ...limits, axisLabel: { formatter: (value) => number(value, 2) } },
    yAxis: { type: "value", name: yName, nameLocation: "middle", nameGap: 34, scale: true, ...limits, axisLabel: { formatter: (value) => number(value, 2) } },
    series: groups.map((group, index) => ({
      type: "scatter", name: group.name, data: group.points, symbol: SIGNS[index % SIGNS.length], symbolSize: pointSize,
      itemStyle: { color: colours.series[index % colours.series.length], opacity: 0.8 },
    })),
  }), [groups, xName, yName]);
  return h(Chart, { option, size, ...chart });
}
