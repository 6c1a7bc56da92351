// Small parts that every page is made of.
import { tags, h, classes, useEffect, useState } from "../core/view.js";

const { a, button, div, h1, h2, p, section, span, dl, dt, dd, ul, li, header, nav, progress, svg, path } = tags;

export function Page({ title, lead, actions, crumbs, children }) {
  // Tabs and the history are told apart by it.
  useEffect(() => { document.title = `${title} · Layerscope`; }, [title]);
  return section({ class: "page", "aria-labelledby": "page-title" },
    crumbs && nav({ class: "crumbs", "aria-label": "Where this is" },
      crumbs.map(([text, href]) => a({ href, key: href }, text))),
    header({ class: "page-head" },
      div({ class: "page-title" }, h1({ id: "page-title", tabIndex: -1, title: typeof title === "string" ? title : undefined }, title), lead && p({ class: "muted" }, lead)),
      actions && div({ class: "actions" }, actions)),
    children);
}

export function Panel({ title, note, actions, children, class: extra, id }) {
  return section({ class: classes("panel", extra), id },
    (title || actions) && header({ class: "panel-head" },
      div({}, title && h2({}, title), note && p({ class: "note" }, note)),
      actions && div({ class: "actions" }, actions)),
    children);
}

/** Asking the same again would be refused again. */
const REFUSED = new Set([400, 404, 422]);

/** What the service refused, in its own words. */
export function Problem({ problem, retry }) {
  if (!problem) return null;
  return div({ class: "problem", role: "alert" },
    span({ class: "sign", "aria-hidden": "true" }, "!"),
    div({},
      p({ class: "strong" }, problem.message),
      problem.status === 404 && p({}, "It may have been deleted, or its address was mistyped."),
      problem.errors?.length > 0 && problem.errors.some((error) => error.detail !== problem.message) &&
        ul({}, problem.errors.map((error) => li({ key: error.pointer }, error.pointer, ": ", error.detail)))),
    retry && !REFUSED.has(problem.status) && button({ type: "button", onClick: retry }, "Try again"));
}

export function Empty({ title, children, actions }) {
  return div({ class: "empty" }, p({ class: "strong" }, title), children && p({ class: "muted" }, children),
    actions && div({ class: "actions" }, actions));
}

/** Keeps the place of what is on its way, so that nothing jumps. */
export const Waiting = ({ rows = 3, label = "Loading" }) =>
  div({ class: "waiting", role: "status", "aria-label": label },
    Array.from({ length: rows }, (_, index) => div({ class: "waiting-row", key: index })));

/** What is loaded, or why not, or its place. */
export function Loaded({ state, rows, children }) {
  if (state.data !== null) return [state.problem && h(Problem, { problem: state.problem, key: "problem" }), children(state.data)];
  return state.problem ? h(Problem, { problem: state.problem, retry: state.reload }) : h(Waiting, { rows });
}

/** A name that may be very long, on one line: its title has all of it. */
export const Cut = ({ text, href, title = text }) => (href ? a : span)({ class: "cut", href, title }, text);

/** Pairs of a name and a value, optionally with a title and a class. */
export const Facts = ({ facts, class: extra }) =>
  dl({ class: classes("facts", extra) },
    facts.filter(Boolean).map(([name, value, title, own]) => div({ key: name, title, class: own }, dt({}, name), dd({}, value))));

const STATES = {
  queued: ["◷", "queued"], running: ["▶", "running"], paused: ["❚❚", "paused"], succeeded: ["✓", "succeeded"],
  stopped: ["■", "stopped"], cancelled: ["⊘", "cancelled"], failed: ["✕", "failed"],
};

export function State({ state }) {
  const [sign, word] = STATES[state] ?? ["?", state];
  return span({ class: `state state-${state}` }, span({ "aria-hidden": "true" }, sign), " ", word);
}

export const Severity = ({ severity, children }) =>
  span({ class: `severity severity-${severity}` },
    span({ "aria-hidden": "true" }, { critical: "✕", warning: "▲", healthy: "✓" }[severity]), " ", children ?? severity);

export const Progress = ({ fraction, label }) =>
  progress({ max: 1, value: fraction, "aria-label": label }, `${Math.round(fraction * 100)} %`);

/** How far a run is; one that succeeded early has nothing left to do. */
export const RunProgress = ({ run, label }) =>
  h(Progress, { fraction: run.state === "succeeded" ? 1 : run.progress.fraction, label });

export function Copy({ text, label = "Copy" }) {
  const [done, setDone] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone("Copied");
    } catch {
      setDone("Select the text to copy it");
    }
    setTimeout(() => setDone(""), 2000);
  };
  return button({ type: "button", class: "quiet", onClick: copy }, span({ "aria-live": "polite" }, done || label));
}

/** Links that look like tabs: each has an address. */
export const Tabs = ({ items, current, label }) =>
  nav({ class: "tabs", "aria-label": label },
    items.map(([id, text, href]) => a({ href, key: id, "aria-current": id === current ? "page" : undefined }, text)));

/** One of few, as buttons. */
export const Choice = ({ label, options, value, onChange }) =>
  div({ class: "choice", role: "group", "aria-label": label },
    options.map(([id, text]) => button({ type: "button", key: id, "aria-pressed": String(id === value), onClick: () => onChange(id) }, text)));

/** A line of a few numbers, as wide as its place. */
export function Spark({ values, label }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return span({ class: "spark" });
  const low = Math.min(...known);
  const span_ = Math.max(...known) - low || 1;
  const points = values.map((value, index) =>
    value === null ? null : `${((index / (values.length - 1)) * 100).toFixed(1)} ${(22 - ((value - low) / span_) * 20).toFixed(1)}`);
  return svg({ class: "spark", viewBox: "0 0 100 24", preserveAspectRatio: "none", role: "img", "aria-label": label },
    path({ d: `M${points.filter(Boolean).join("L")}`, fill: "none", "vector-effect": "non-scaling-stroke" }));
}
