// Runs side by side: where their requests differ, and their curves overlaid.
import { tags, h, useMemo, useState } from "../core/view.js";
import { useInterval, useResource } from "../core/hooks.js";
import { link } from "../core/route.js";
import { number, percent } from "../core/format.js";
import { Choice, Empty, Loaded, Page, Panel, State } from "../parts/basic.js";
import { Check, Slider } from "../parts/fields.js";
import { Lines, smooth } from "../charts/lines.js";

const { a, caption, div, p, table, tbody, td, th, thead, tr } = tags;
const SERIES = [["validationLoss", "Validation loss", "cross-entropy"], ["trainLoss", "Training loss", "cross-entropy"], ["validationAccuracy", "Validation accuracy", "share of rows"], ["trainAccuracy", "Training accuracy", "share of rows"]];
const FIGURES = [
  ["State", (run) => h(State, { state: run.state })],
  ["Best epoch's validation accuracy", (run) => percent(run.best?.validationAccuracy, 2)],
  ["Best epoch's validation loss", (run) => number(run.best?.validationLoss, 4)],
  ["Best epoch", (run) => number(run.best?.epoch)],
  ["Latest training loss", (run) => number(run.latest?.trainLoss, 4)]];
const text = (value) => (value === undefined || value === null ? "–" : Array.isArray(value) && value.length > 3 && value.every((one) => one === value[0]) ? `${value.length} × ${value[0]}` : typeof value === "object" ? JSON.stringify(value) : String(value));

/** So many characters of a name are seen in any legend. */
const SEEN = 9;

/** Names that are told apart wherever they are shortened: numbered if they begin alike. */
function titles(runs) {
  const apart = new Set(runs.map((run) => run.name.slice(0, SEEN))).size === runs.length;
  return runs.map((run, index) => (apart ? run.name : `${index + 1}: ${run.name}`));
}

function Differences({ comparison, names }) {
  const { runs, differences } = comparison;
  return div({ class: "table-box", tabIndex: 0, role: "region", "aria-label": "Differences" },
    table({ class: "compared" },
      caption({ class: "unseen" }, "Figures and differing settings of the runs"),
      thead({}, tr({}, th({ scope: "col" }, "Setting"), runs.map((run, index) => th({ key: run.id, scope: "col" }, a({ href: link(["runs", run.id]) }, names[index]))))),
      tbody({},
        FIGURES.map(([name, read]) => tr({ key: name }, th({ scope: "row" }, name), runs.map((run) => td({ key: run.id }, read(run))))),
        differences.map(({ pointer, values }) => tr({ key: pointer }, th({ scope: "row", class: "mono" }, pointer), runs.map((run) => td({ key: run.id }, text(values[run.id]))))))));
}

function Overlay({ comparison, names, name, unit, id, log, weight }) {
  const { runs, curves } = comparison;
  const { x, series } = useMemo(() => {
    const all = [...new Set(runs.flatMap((run) => curves[run.id]?.epochs ?? []))].sort((left, right) => left - right);
    return {
      x: all,
      series: runs.map((run, index) => {
        const own = curves[run.id];
        const at = new Map((own?.epochs ?? []).map((epoch, place) => [epoch, place]));
        const values = smooth(all.map((epoch) => (at.has(epoch) ? own.series[id]?.[at.get(epoch)] ?? null : null)), weight);
        return { name: names[index], values };
      }),
    };
  }, [comparison, id, weight]);
  return h(Lines, { title: name, yName: unit, x, series, log: log && id.endsWith("Loss"), label: `${name} of each run over epochs` });
}

function Comparison({ comparison }) {
  const [shown, setShown] = useState("validation");
  const [log, setLog] = useState(false);
  const [weight, setWeight] = useState(0);
  const names = titles(comparison.runs);
  return div({ class: "stack" },
    h(Panel, {
      title: "Curves",
      actions: div({ class: "controls" },
        h(Choice, { label: "Rows", options: [["validation", "Validation"], ["train", "Training"]], value: shown, onChange: setShown }),
        h(Check, { label: "Logarithmic loss", value: log, onChange: setLog }),
        h(Slider, { label: "Smoothing", value: weight, onChange: setWeight, min: 0, max: 0.98, step: 0.02, shown: weight ? weight.toFixed(2) : "off" })),
    }, div({ class: "grid" }, SERIES.filter(([id]) => id.startsWith(shown)).map(([id, name, unit]) => h(Overlay, { key: id, comparison, names, id, name, unit, log, weight })))),
    h(Panel, { title: "Figures and differences", note: comparison.differences.length === 0 ? "the requests are the same" : "settings that are the same are left out" }, h(Differences, { comparison, names })));
}

export default function Compare({ route }) {
  const ids = (route.query.ids ?? "").split(",").filter(Boolean);
  const state = useResource(ids.length > 1 ? `runs/compare?ids=${ids.join(",")}&maxPoints=500` : null);
  const active = state.data?.runs.some((run) => ["running", "queued"].includes(run.state));
  useInterval(state.reload, active ? 3000 : 0);
  return h(Page, { title: "Compare runs", crumbs: [["Runs", link(["runs"])]] },
    ids.length < 2
      ? h(Empty, { title: "Fewer than two runs were chosen", actions: a({ class: "button", href: link(["runs"]) }, "Choose runs") }, "Mark two or more runs in their list.")
      : h(Loaded, { state, rows: 8 }, (comparison) => (comparison ? h(Comparison, { comparison }) : p({}, "…"))));
}
