// All data sets, and the quickest way to a new one: dropping a file.
import { tags, h } from "../core/view.js";
import { all } from "../core/api.js";
import { useLoaded } from "../core/hooks.js";
import { link } from "../core/route.js";
import { bytes, time, whole } from "../core/format.js";
import { Cut, Empty, Loaded, Page, Panel } from "../parts/basic.js";
import { Table } from "../parts/table.js";
import { Drop } from "./upload.js";

const { a } = tags;

export const origin = (source) =>
  source.kind === "generator" && source.generator ? `generator ${source.generator.kind}` : source.kind === "derived" || source.dataset ? "made from another" : source.kind;

const COLUMNS = [
  { id: "name", title: "Name", value: (one) => one.name, cell: (one) => h(Cut, { text: one.name, href: link(["data", one.id]) }) },
  { id: "rows", title: "Rows", number: true, value: (one) => one.rows, cell: (one) => whole(one.rows) },
  { id: "features", title: "Columns", number: true, value: (one) => one.features, cell: (one) => whole(one.features) },
  { id: "classes", title: "Classes", number: true, value: (one) => one.classes.length },
  { id: "target", title: "Target", value: (one) => one.target, cell: (one) => h(Cut, { text: one.target }) },
  { id: "source", title: "From", value: (one) => origin(one.source) },
  { id: "bytes", title: "Size", number: true, value: (one) => one.bytes, cell: (one) => bytes(one.bytes) },
  { id: "created", title: "Made", value: (one) => one.createdAt, cell: (one) => time(one.createdAt) },
  { id: "train", title: "", cell: (one) => a({ href: link(["runs", "new"], { dataset: one.id }), "aria-label": `Train on ${one.name}` }, "Train") },
];

export function DatasetList() {
  const state = useLoaded((options) => all("datasets", 1000, options), []);
  return h(Page, {
    title: "Data sets",
    lead: "Tables whose rows are trained on. Their columns, types, missing values and classes are recognized.",
    actions: a({ class: "button primary", href: link(["data", "new"]) }, "New data set"),
  },
  h(Panel, { title: "Drop a file", note: "CSV, JSON, NDJSON or IDX images, each also gzip" }, h(Drop)),
  h(Panel, { title: "All" },
    h(Loaded, { state, rows: 5 }, (items) => items.length === 0
      ? h(Empty, { title: "There is no data set yet", actions: a({ class: "button primary", href: link(["data", "new"]) }, "Make one") }, "Drop a CSV above, or let a generator make one.")
      : h(Table, { columns: COLUMNS, rows: items, label: "Data sets", rowKey: (one) => one.id, initial: "created", descending: true }))));
}
