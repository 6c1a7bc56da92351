// One run: what it is, how far it is, and the views of what happens in it.
import { tags, h, useState } from "../core/view.js";
import { command, remove } from "../core/api.js";
import { go, link } from "../core/route.js";
import { duration, number, percent, plural, time, whole } from "../core/format.js";
import { confirm, tell } from "../parts/dialog.js";
import { Page, Panel, Problem, RunProgress, State, Tabs, Waiting } from "../parts/basic.js";
import { DatasetLink } from "../parts/dataset-link.js";
import { network } from "../runs/list.js";
import { ENDED, useLive } from "./live.js";
import { useDiagnosis } from "./diagnosis.js";
import { Overview } from "./overview.js";
import { LayerPage } from "./layer.js";
import { DepthPage } from "./depth.js";
import { RequestPage } from "./request.js";

const { a, button, div, span } = tags;

const VIEWS = ["overview", "layers", "depth", "request"];

const VERBS = {
  pause: { text: "Pause", when: ["queued", "running"], title: "Keep a checkpoint and free the worker" },
  resume: { text: "Resume", when: ["paused"], title: "Go on, with the same bits as if it had never been paused" },
  stop: { text: "Stop", when: ["running", "paused"], title: "Finish now and keep the best so far as a model" },
  cancel: { text: "Cancel", when: ["queued", "running", "paused"], title: "Throw the run away", danger: true },
};

function Controls({ run, live }) {
  const [busy, setBusy] = useState(false);
  const ask = async (verb) => {
    if (verb === "cancel" && !(await confirm({ title: "Cancel this run?", text: "What it has learned is thrown away. Stop keeps the best so far as a model.", action: "Cancel the run", danger: true }))) return;
    setBusy(true);
    try {
      live.setRun(await command(`runs/${run.id}/${verb}`));
    } catch (problem) {
      tell(problem.message);
    }
    setBusy(false);
  };
  const discard = async () => {
    if (!(await confirm({ title: `Delete ${run.name}?`, text: "Its curves, statistics and checkpoint are gone for good. Its model stays.", action: "Delete", danger: true }))) return;
    try {
      await remove(`runs/${run.id}`);
      go(["runs"]);
    } catch (problem) {
      tell(problem.message);
    }
  };
  return [
    ...Object.entries(VERBS).filter(([, { when }]) => when.includes(run.state)).map(([verb, { text, title, danger }]) =>
      button({ key: verb, type: "button", title, disabled: busy, class: danger ? "danger" : undefined, onClick: () => ask(verb) }, text)),
    a({ key: "again", class: "button", href: link(["runs", "new"], { from: run.id }) }, "Run again …"),
    ENDED.has(run.state) && button({ key: "delete", type: "button", class: "danger", onClick: discard }, "Delete"),
  ];
}

function Where({ run }) {
  const { progress } = run;
  const rest = run.state === "queued"
    ? `place ${run.queue?.position ?? "?"} in the queue${run.queue?.expectedStart ? `, expected to start ${time(run.queue.expectedStart)}` : ""}`
    : ENDED.has(run.state) ? `ended ${time(run.finishedAt)}` : progress.etaSeconds === null ? "" : `${duration(progress.etaSeconds)} left`;
  return h(Panel, {},
    div({ class: "status-line" },
      h(State, { state: run.state }),
      h(RunProgress, { run, label: "Progress of the run" }),
      span({ class: "number" }, `epoch ${whole(progress.epoch)} of ${whole(progress.epochs)}${rest ? ` · ${rest}` : ""}`)),
    run.error && h(Problem, { problem: { message: run.error.detail, errors: run.error.errors } }));
}

const Tile = ({ name, value, note }) => div({ class: "tile" }, div({ class: "note" }, name), div({ class: "big" }, value), div({ class: "note" }, note));

function Tiles({ run }) {
  const { latest, best, progress } = run;
  return div({ class: "tiles" },
    h(Tile, { name: "Validation accuracy", value: percent(latest?.validationAccuracy), note: best ? `${percent(best.validationAccuracy)} in best epoch ${best.epoch}` : "" }),
    h(Tile, { name: "Validation loss", value: number(latest?.validationLoss, 4), note: best ? `${number(best.validationLoss, 4)} in best epoch ${best.epoch}` : "" }),
    h(Tile, { name: "Training loss", value: number(latest?.trainLoss, 4), note: `accuracy ${percent(latest?.trainAccuracy)}` }),
    h(Tile, { name: "Speed", value: progress.samplesPerSecond ? `${whole(progress.samplesPerSecond)} rows/s` : "–", note: `${plural(progress.step, "step")}${ENDED.has(run.state) ? "" : " so far"}` }),
    h(Tile, { name: "Network", value: whole(run.parameters), note: `parameters, ${network(run.request.model)}` }));
}

export default function RunPage({ route }) {
  const [, id, wanted, detail] = route.parts;
  const view = VIEWS.includes(wanted) ? wanted : VIEWS[0];
  const live = useLive(id);
  const { run, problem } = live;
  const diagnosis = useDiagnosis(id, run, live.layersEpoch);
  if (!run) return problem ? h(Page, { title: "Run", crumbs: [["Runs", link(["runs"])]] }, h(Problem, { problem, retry: live.refresh })) : h(Waiting, { rows: 8 });
  const shared = { run, live, diagnosis, route };
  return h(Page, {
    title: run.name, crumbs: [["Runs", link(["runs"])]],
    lead: ["on ", h(DatasetLink, { key: "data", id: run.request.dataset }), run.model && [" · model ", a({ key: "model", href: link(["models", run.model.name, "versions", String(run.model.version)]) }, `${run.model.name} ${run.model.version}`)]],
    actions: h(Controls, { run, live }),
  },
  h(Where, { run }),
  h(Tiles, { run }),
  h(Tabs, { label: "Views of the run", current: view, items: [
    ["overview", "Overview", link(["runs", id])],
    ["layers", "Layers", link(["runs", id, "layers", view === "layers" ? detail ?? "1" : "1"])],
    ["depth", "Across depth", link(["runs", id, "depth"])],
    ["request", "Settings", link(["runs", id, "request"])]] }),
  view === "overview" && h(Overview, shared),
  view === "layers" && h(LayerPage, { ...shared, index: Number(detail ?? 1) }),
  view === "depth" && h(DepthPage, shared),
  view === "request" && h(RequestPage, { run }));
}
