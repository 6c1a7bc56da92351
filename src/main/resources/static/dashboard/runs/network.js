// The network as a picture: inputs, hidden layers, classes.
import { tags, useMemo } from "../core/view.js";
import { kind, whole } from "../core/format.js";

const { circle, g, line, rect, svg, text, title } = tags;
const WIDTH = 400;
const HEIGHT = 190;
const MOST_UNITS = 7;
const MOST_COLUMNS = 9;
const MIDDLE = 88;

const of = (value, index) => (Array.isArray(value) ? value[index] : value);

function columns(plan) {
  const { model } = plan.request;
  const hidden = model.widths.map((width, index) => ({
    width, name: kind(of(model.activation, index)),
    sub: [of(model.dropout, index) > 0 && `drop ${of(model.dropout, index)}`, kind(of(model.normalization, index)) !== "none" && kind(of(model.normalization, index))].filter(Boolean).join(", "),
  }));
  const all = [{ width: plan.inputs, name: "inputs", sub: model.inputDropout > 0 ? `drop ${model.inputDropout}` : "" }, ...hidden, { width: plan.classes.length, name: "softmax", sub: "" }];
  if (all.length <= MOST_COLUMNS) return all;
  return [...all.slice(0, 4), { gap: all.length - 8 }, ...all.slice(-4)];
}

const units = (width) => Math.min(width, MOST_UNITS);
const place = (unit, count) => MIDDLE + (unit - (count - 1) / 2) * 17;

export function Network({ plan }) {
  const shown = useMemo(() => columns(plan), [plan]);
  const x = (index) => 28 + (index * (WIDTH - 56)) / Math.max(1, shown.length - 1);
  const edges = shown.slice(1).flatMap((column, at) => {
    const before = shown[at];
    if (column.gap || before.gap) return [];
    return Array.from({ length: units(before.width) * units(column.width) }, (_, edge) => {
      const [from, to] = [edge % units(before.width), Math.floor(edge / units(before.width))];
      return line({ key: `${at}-${edge}`, class: "edge", x1: x(at), y1: place(from, units(before.width)), x2: x(at + 1), y2: place(to, units(column.width)) });
    });
  });
  const label = `Network of ${plan.request.model.widths.length} hidden layers: ${shown.map((column) => (column.gap ? `${column.gap} more` : `${column.width} ${column.name}`)).join(", ")}`;
  return svg({ class: "network", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    title({}, label),
    g({}, edges),
    shown.map((column, index) => column.gap
      ? text({ key: index, x: x(index), y: MIDDLE + 4 }, `+ ${column.gap}`)
      : g({ key: index },
        column.width > MOST_UNITS && rect({ class: "layer", x: x(index) - 9, y: place(0, MOST_UNITS) - 11, width: 18, height: 17 * MOST_UNITS + 5, rx: 9 }),
        Array.from({ length: units(column.width) }, (_, unit) => circle({ key: unit, class: "unit", cx: x(index), cy: place(unit, units(column.width)), r: 5 })),
        text({ x: x(index), y: 14 }, whole(column.width)),
        text({ x: x(index), y: HEIGHT - 20, class: "sub" }, column.name),
        text({ x: x(index), y: HEIGHT - 8, class: "sub" }, column.sub))));
}
