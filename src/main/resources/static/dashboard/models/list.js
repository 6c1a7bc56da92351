// All models with their aliases.
import { tags, h } from "../core/view.js";
import { all } from "../core/api.js";
import { useLoaded } from "../core/hooks.js";
import { link } from "../core/route.js";
import { plural, time } from "../core/format.js";
import { Cut, Empty, Loaded, Page, Panel } from "../parts/basic.js";
import { Table } from "../parts/table.js";

const { a } = tags;

const COLUMNS = [
  { id: "name", title: "Name", value: (one) => one.name, cell: (one) => h(Cut, { text: one.name, href: link(["models", one.name]) }) },
  { id: "versions", title: "Versions", number: true, value: (one) => one.versions.length, cell: (one) => plural(one.versions.length, "version") },
  { id: "aliases", title: "Aliases", value: (one) => Object.keys(one.aliases).length, cell: (one) => h(Cut, { text: Object.entries(one.aliases).map(([alias, version]) => `${alias} → ${version}`).join(", ") || "–" }) },
  { id: "created", title: "Made", value: (one) => one.createdAt, cell: (one) => time(one.createdAt) },
  { id: "predict", title: "", cell: (one) => a({ href: link(["models", one.name, "versions", String(one.aliases.latest ?? one.versions.at(-1)), "predict"]), "aria-label": `Predict with ${one.name}` }, "Predict") },
];

export function ModelList() {
  const state = useLoaded((options) => all("models", 1000, options), []);
  return h(Page, { title: "Models", lead: "What runs have learned: numbered versions, with aliases that point to them." },
    h(Panel, {}, h(Loaded, { state, rows: 4 }, (items) => items.length === 0
      ? h(Empty, { title: "There is no model yet", actions: a({ class: "button primary", href: link(["runs", "new"]) }, "New run") }, "Each run that succeeds or is stopped registers one.")
      : h(Table, { columns: COLUMNS, rows: items, label: "Models", rowKey: (one) => one.name, initial: "created", descending: true }))));
}
