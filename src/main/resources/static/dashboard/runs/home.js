// The overview: what is training now, what ended last, and where to begin.
import { tags, h } from "../core/view.js";
import { all, get, post } from "../core/api.js";
import { useInterval, useLoaded } from "../core/hooks.js";
import { go, link } from "../core/route.js";
import { duration, number, percent, plural, time, whole } from "../core/format.js";
import { tell } from "../parts/dialog.js";
import { Empty, Loaded, Page, Panel, RunProgress, Spark, State } from "../parts/basic.js";

const { a, button, div, p, span } = tags;
const ACTIVE = new Set(["queued", "running", "paused"]);
const SHOWN = 12;

async function load(options) {
  const [page, datasets, models] = await Promise.all([
    get(`runs?limit=${SHOWN}`, options), all("datasets", 200, options), all("models", 200, options)]);
  return { runs: page.items, more: Boolean(page.nextCursor), datasets, models };
}

function Card({ run }) {
  const state = useLoaded((options) => (run.state === "queued" ? null : get(`runs/${run.id}/curves?series=trainLoss,validationLoss&maxPoints=60`, options)), [run.id, run.progress.epoch]);
  const series = state.data?.series ?? {};
  const values = series.validationLoss?.some((value) => value !== null) ? series.validationLoss : series.trainLoss ?? [];
  const accuracy = run.best?.validationAccuracy ?? run.latest?.validationAccuracy ?? run.latest?.trainAccuracy;
  return a({ class: "panel run-card", href: link(["runs", run.id]) },
    div({ class: "run-head" }, span({ class: "run-name", title: run.name }, run.name), h(State, { state: run.state })),
    h(RunProgress, { run, label: `Progress of ${run.name}` }),
    div({ class: "run-head" },
      div({}, div({ class: "big" }, percent(accuracy)), div({ class: "note" }, run.best?.validationAccuracy != null ? "validation accuracy" : "accuracy")),
      h(Spark, { values, label: "Loss over epochs" })),
    div({ class: "note" }, ACTIVE.has(run.state)
      ? `epoch ${whole(run.progress.epoch)} of ${whole(run.progress.epochs)}${run.progress.etaSeconds != null ? ` · ${duration(run.progress.etaSeconds)} left` : ""}`
      : `${plural(run.progress.epoch, "epoch")} · ${time(run.finishedAt)}`));
}

const Tile = ({ value, text, href }) =>
  div({ class: "tile" }, div({ class: "big" }, number(value)), a({ href }, text));

function Start({ datasets }) {
  const train = async () => {
    try {
      const run = await post("runs", { dataset: datasets.some((one) => one.id === "digits") ? "digits" : datasets[0].id });
      go(["runs", run.id]);
    } catch (problem) {
      tell(problem.message);
    }
  };
  return h(Empty, {
    title: "Nothing has been trained yet",
    actions: [
      datasets.length > 0 && button({ key: "train", type: "button", class: "primary", onClick: train }, `Train on ${datasets.some((one) => one.id === "digits") ? "digits" : datasets[0].name} now`),
      a({ key: "data", class: "button", href: link(["data", "new"]) }, "Bring your own CSV")],
  }, datasets.length > 0 && "One press trains a small network with the defaults, and shows what happens in each of its layers while it does.");
}

export default function Home() {
  const state = useLoaded(load, []);
  const running = (state.data?.runs ?? []).filter((run) => ACTIVE.has(run.state)).length;
  useInterval(state.reload, running > 0 ? 2000 : 10000);
  return h(Page, {
    title: "Overview", lead: "Train multilayer perceptrons, and see what happens in every layer.",
    actions: a({ class: "button primary", href: link(["runs", "new"]) }, "New run"),
  }, h(Loaded, { state, rows: 6 }, ({ runs, more, datasets, models }) => div({ class: "stack" },
    div({ class: "tiles" },
      h(Tile, { value: datasets.length, text: datasets.length === 1 ? "data set" : "data sets", href: link(["data"]) }),
      h(Tile, { value: running, text: running === 1 ? "active run" : "active runs", href: link(["runs"]) }),
      h(Tile, { value: models.length, text: models.length === 1 ? "model" : "models", href: link(["models"]) }),
      div({ class: "tile" }, p({ class: "strong" }, "Theory"), a({ href: link(["laboratory"]) }, "beside measurement"))),
    runs.length === 0
      ? h(Start, { datasets })
      : h(Panel, { title: "Latest runs", actions: more && a({ href: link(["runs"]) }, "All runs") },
        div({ class: "grid-small" }, runs.map((run) => h(Card, { run, key: run.id })))))));
}
