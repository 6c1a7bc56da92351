// All runs: filtered, sorted, and chosen to be compared.
import { tags, h, useMemo, useState } from "../core/view.js";
import { all } from "../core/api.js";
import { useInterval, useLoaded } from "../core/hooks.js";
import { go, link, remember } from "../core/route.js";
import { duration, kind, number, percent, time, whole } from "../core/format.js";
import { Cut, Empty, Loaded, Page, Panel, State } from "../parts/basic.js";
import { Select, Text } from "../parts/fields.js";
import { DatasetLink, useNames } from "../parts/dataset-link.js";
import { Table } from "../parts/table.js";

const { a, button, div, input } = tags;
const STATES = ["queued", "running", "paused", "succeeded", "stopped", "cancelled", "failed"];
const MOST = 8;

/** What a network is, in a word. */
export function network(model) {
  const widths = model.widths;
  const shape = widths.length === 0 ? "softmax" : widths.length > 4 && widths.every((width) => width === widths[0]) ? `${widths.length} × ${widths[0]}` : widths.join("-");
  return `${shape} ${kind(model.activation)}`;
}

const seconds = (run) => (run.startedAt ? (new Date(run.finishedAt ?? Date.now()) - new Date(run.startedAt)) / 1000 : null);
const optimizer = ({ request: { training } }) => `${kind(training.optimizer)} ${number(training.optimizer.learningRate)}`;
const accuracy = (run) => run.best?.validationAccuracy ?? run.latest?.validationAccuracy ?? null;

function columns(chosen, choose) {
  return [
    { id: "pick", title: "", cell: (run) => input({ type: "checkbox", class: "pick", checked: chosen.has(run.id), disabled: !chosen.has(run.id) && chosen.size >= MOST, onChange: () => choose(run.id), "aria-label": `Compare ${run.name} of ${time(run.createdAt)}` }) },
    { id: "name", title: "Name", value: (run) => run.name, cell: (run) => h(Cut, { text: run.name, href: link(["runs", run.id]) }) },
    { id: "state", title: "State", value: (run) => STATES.indexOf(run.state), cell: (run) => h(State, { state: run.state }) },
    { id: "dataset", title: "Data", value: (run) => run.request.dataset, cell: (run) => h(DatasetLink, { id: run.request.dataset }) },
    { id: "network", title: "Network", value: (run) => network(run.request.model), cell: (run) => h(Cut, { text: network(run.request.model) }) },
    { id: "optimizer", title: "Optimizer", value: optimizer, cell: (run) => h(Cut, { text: optimizer(run) }) },
    { id: "parameters", title: "Parameters", number: true, value: (run) => run.parameters, cell: (run) => whole(run.parameters) },
    { id: "epochs", title: "Epochs", number: true, value: (run) => run.progress.epoch, cell: (run) => whole(run.progress.epoch) },
    { id: "accuracy", title: "Validation accuracy", number: true, value: accuracy, cell: (run) => percent(accuracy(run), 2) },
    { id: "loss", title: "Validation loss", number: true, value: (run) => run.best?.validationLoss ?? null, cell: (run) => number(run.best?.validationLoss, 4) },
    { id: "time", title: "Time", number: true, value: seconds, cell: (run) => duration(seconds(run)) },
    { id: "created", title: "Submitted", value: (run) => run.createdAt, cell: (run) => time(run.createdAt) },
  ];
}

export function RunList({ query }) {
  const state = useLoaded((options) => all("runs", 1000, options), []);
  const [filter, setFilter] = useState({ text: query.text ?? "", state: query.state ?? "", dataset: query.dataset ?? "" });
  const [chosen, setChosen] = useState(() => new Set());
  const change = (name) => (value) => {
    const next = { ...filter, [name]: value };
    setFilter(next);
    remember(next);
  };
  const choose = (id) => setChosen((old) => {
    const next = new Set(old);
    if (!next.delete(id)) next.add(id);
    return next;
  });
  useInterval(state.reload, state.data?.some((run) => run.state === "running" || run.state === "queued") ? 3000 : 15000);
  const rows = useMemo(() => (state.data ?? []).filter((run) =>
    (!filter.state || run.state === filter.state) && (!filter.dataset || run.request.dataset === filter.dataset)
    && (!filter.text || JSON.stringify([run.name, run.id, run.request]).toLowerCase().includes(filter.text.toLowerCase()))), [state.data, filter]);
  const shape = useMemo(() => columns(chosen, choose), [chosen]);
  const datasets = [...new Set([...(state.data ?? []).map((run) => run.request.dataset), filter.dataset].filter(Boolean))];
  const nameOf = useNames(datasets);
  return h(Page, {
    title: "Runs", lead: "Every training, with what it was asked to do and what came of it.",
    actions: [
      button({ key: "compare", type: "button", disabled: chosen.size < 2, onClick: () => go(["compare"], { ids: [...chosen].join(",") }) }, chosen.size < 2 ? "Choose two or more to compare" : `Compare ${chosen.size}`),
      a({ key: "new", class: "button primary", href: link(["runs", "new"], { dataset: filter.dataset }) }, "New run")],
  },
  h(Panel, {},
    div({ class: "controls" },
      h(Text, { label: "Find", value: filter.text, onChange: change("text"), placeholder: "name or setting, such as gelu" }),
      h(Select, { label: "State", value: filter.state, onChange: change("state"), options: [["", "any"], ...STATES] }),
      h(Select, { label: "Data set", value: filter.dataset, onChange: change("dataset"), options: [["", "any"], ...datasets.map((id) => [id, nameOf(id) ?? id])] })),
    h(Loaded, { state, rows: 6 }, (items) => rows.length > 0
      ? h(Table, { columns: shape, rows, label: "Runs", rowKey: (run) => run.id, initial: "created", descending: true })
      : h(Empty, { title: items.length === 0 ? "There is no run yet" : "No run fits these filters", actions: a({ class: "button primary", href: link(["runs", "new"]) }, "New run") }))));
}
