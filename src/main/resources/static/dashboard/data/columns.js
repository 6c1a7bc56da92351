// What is known of each column: kind, spread, histogram, categories, missing values.
import { tags, h, useState } from "../core/view.js";
import { number, percent, whole } from "../core/format.js";
import { Facts } from "../parts/basic.js";

const { article, button, div, h3, p, rect, span, svg } = tags;
const FIRST = 24;

export const Bar = ({ share }) =>
  svg({ class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    rect({ width: 100, height: 10 }), rect({ width: Math.max(0, Math.min(100, share * 100)), height: 10 }));

/** Counts by name, the first ones. */
export function Meters({ items, total, shown = 6 }) {
  const [open, setOpen] = useState(false);
  const most = Math.max(1, ...items.map(([, count]) => count));
  const part = open ? items : items.slice(0, shown);
  return div({ class: "stack" },
    div({ class: "meter" }, part.flatMap(([name, count]) => [
      span({ key: `${name}-name`, title: name }, name), h(Bar, { key: `${name}-bar`, share: count / most }),
      span({ key: `${name}-count`, class: "number" }, `${whole(count)} · ${percent(count / total, 0)}`)])),
    items.length > shown && div({}, button({ type: "button", class: "quiet", onClick: () => setOpen(!open) }, open ? "Show fewer" : `Show all ${whole(items.length)}`)));
}

/** A histogram as small bars: many columns stay quick. */
function Bars({ histogram, label }) {
  const { counts } = histogram;
  const most = Math.max(1, ...counts);
  const width = 100 / counts.length;
  return svg({ class: "chart-tiny bar", viewBox: "0 0 100 40", preserveAspectRatio: "none", role: "img", "aria-label": label },
    rect({ width: 100, height: 40 }),
    counts.map((count, bin) => rect({ key: bin, x: bin * width + width * 0.05, width: width * 0.9, y: 40 - (count / most) * 39, height: (count / most) * 39 })));
}

function Column({ column, rows }) {
  const numeric = column.kind === "numeric";
  return article({ class: "panel column-card" },
    div({ class: "column-head" }, h3({}, column.name),
      span({}, column.missing > 0 && span({ class: "tag tag-warn" }, `${percent(column.missing / rows)} missing`), " ", span({ class: "tag" }, column.kind))),
    numeric && column.histogram && h(Bars, { histogram: column.histogram, label: `Histogram of ${column.name}, from ${number(column.min)} to ${number(column.max)}` }),
    numeric && h(Facts, { class: "facts-small", facts: [["min", number(column.min)], ["median", number(column.quantiles?.["0.5"] ?? column.quantiles?.["50"])], ["max", number(column.max)], ["mean", number(column.mean)], ["deviation", number(column.standardDeviation)]] }),
    !numeric && h(Meters, { items: (column.categories ?? []).map((name) => [name, column.categoryCounts?.[name] ?? 0]), total: rows }));
}

export function Columns({ columns, rows }) {
  const [shown, setShown] = useState(FIRST);
  return div({ class: "stack" },
    columns.length === 0 && p({ class: "muted" }, "There is no column but the target."),
    div({ class: "grid-small" }, columns.slice(0, shown).map((column) => h(Column, { key: column.name, column, rows }))),
    shown < columns.length && div({ class: "actions" }, button({ type: "button", onClick: () => setShown(shown + 96) }, `Show more of ${whole(columns.length)} columns`)));
}
