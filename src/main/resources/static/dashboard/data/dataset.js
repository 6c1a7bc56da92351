// One data set: what was recognized, its rows, and a new one from it.
import { tags, h, useMemo, useState } from "../core/view.js";
import { remove } from "../core/api.js";
import { useResource } from "../core/hooks.js";
import { go, link } from "../core/route.js";
import { bytes, percent, plural, time, whole } from "../core/format.js";
import { confirm, tell } from "../parts/dialog.js";
import { Cut, Facts, Loaded, Page, Panel, Waiting } from "../parts/basic.js";
import { Select } from "../parts/fields.js";
import { Scatter } from "../charts/scatter.js";
import { DatasetLink } from "../parts/dataset-link.js";
import { Columns, Meters } from "./columns.js";
import { Derive } from "./derive.js";
import { origin } from "./list.js";
import { useSample } from "./sample.js";

const { a, button, div, details, summary, table, tbody, td, th, thead, tr } = tags;
const FIRST_ROWS = 20;

function Rows({ page }) {
  return div({ class: "table-box numbers", tabIndex: 0, role: "region", "aria-label": "First rows" },
    table({},
      thead({}, tr({}, page.columns.map((name) => th({ key: name, scope: "col" }, h(Cut, { text: name }))))),
      tbody({}, page.rows.map((row, index) => tr({ key: index }, row.map((cell, column) => td({ key: column }, h(Cut, { text: cell === null ? "–" : String(cell) }))))))));
}

/** How widely a column's middle half is spread over its range: flat columns show little. */
const spread = (column) => (column.max > column.min ? column.standardDeviation / (column.max - column.min) : 0);

/** Rows by class on two numeric columns, to begin with those that are spread most. */
function Picture({ dataset, page }) {
  const numeric = useMemo(() => dataset.columns.filter((column) => column.kind === "numeric"), [dataset]);
  const [axes, setAxes] = useState(() => [...numeric].sort((left, right) => spread(right) - spread(left)).slice(0, 2).map((column) => column.name));
  const groups = useMemo(() => {
    const [x, y, label] = [...axes, dataset.target].map((name) => page.columns.indexOf(name));
    return dataset.classes.slice(0, 12).map((name) => ({ name, points: page.rows.filter((row) => String(row[label]) === name && row[x] !== null && row[y] !== null).map((row) => [Number(row[x]), Number(row[y])]) }));
  }, [page, axes]);
  if (numeric.length < 2) return null;
  const choose = (axis) => h(Select, { key: axis, label: "xy"[axis], inline: true, value: axes[axis], onChange: (name) => setAxes(axes.map((old, at) => (at === axis ? name : old))), options: numeric.map((column) => column.name) });
  return h(Panel, { title: "Picture", note: `${whole(page.rows.length)} rows from all over it`, actions: numeric.length > 2 && [choose(0), choose(1)] },
    h(Scatter, { groups, xName: axes[0], yName: axes[1], label: `Rows by ${axes.join(" and ")}` }));
}

/** The share of missing values in words. */
function missing({ rows, columns }) {
  const count = columns.reduce((sum, column) => sum + column.missing, 0);
  return count === 0 ? "no value is missing" : `${percent(count / (rows * columns.length))} of the values are missing`;
}

function Dataset({ dataset }) {
  const rows = useResource(`datasets/${encodeURIComponent(dataset.id)}/rows?limit=${FIRST_ROWS}`);
  const sample = useSample(dataset);
  const counts = dataset.classes.map((name) => [name, dataset.classCounts[name] ?? 0]);
  return div({ class: "stack" },
    h(Panel, {},
      h(Facts, { facts: [
        ["Rows", whole(dataset.rows)], ["Feature columns", whole(dataset.columns?.length)], ["Inputs when encoded", whole(dataset.features), "Categories become one input each"], ["Target", dataset.target],
        ["Classes", whole(dataset.classes.length)], ["Size", bytes(dataset.bytes)], ["From", dataset.source.dataset ? h(DatasetLink, { id: dataset.source.dataset }) : origin(dataset.source)],
        ["Made", time(dataset.createdAt)], ["Content", dataset.sha256.slice(0, 12), dataset.sha256]] })),
    div({ class: "grid" },
      h(Panel, { title: "Classes", note: `of ${dataset.target}` }, h(Meters, { items: counts, total: dataset.rows, shown: 12 })),
      sample ? h(Picture, { dataset, page: sample }) : h(Waiting, { rows: 5 })),
    h(Panel, { title: "Columns", note: `${plural(dataset.columns.length, "feature")}; ${missing(dataset)}` },
      h(Columns, { columns: dataset.columns, rows: dataset.rows })),
    h(Panel, { title: "Change", note: "Another target, other kinds, fewer columns: a new data set from this one" }, h(Derive, { dataset })),
    h(Panel, {}, details({}, summary({}, "First rows"), h(Loaded, { state: rows }, (page) => h(Rows, { page })))));
}

export function DatasetPage({ id }) {
  const state = useResource(`datasets/${encodeURIComponent(id)}`);
  const discard = async () => {
    const sure = await confirm({ title: `Delete ${state.data.name}?`, text: "Its rows are gone for good. Models that were trained on it stay.", action: "Delete", danger: true });
    if (!sure) return;
    try {
      await remove(`datasets/${id}`);
      tell("The data set is deleted.");
      go(["data"]);
    } catch (problem) {
      tell(problem.message);
    }
  };
  return h(Page, {
    title: state.data?.name ?? "Data set", crumbs: [["Data sets", link(["data"])]],
    actions: state.data && [
      a({ key: "train", class: "button primary", href: link(["runs", "new"], { dataset: id }) }, "Train on it"),
      a({ key: "runs", class: "button", href: link(["runs"], { dataset: id }) }, "Its runs"),
      button({ key: "delete", type: "button", class: "danger", onClick: discard }, "Delete")],
  }, h(Loaded, { state, rows: 8 }, (dataset) => h(Dataset, { dataset })));
}
