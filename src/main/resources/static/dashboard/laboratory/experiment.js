// What experiments share: settings in the address, an answer that follows them.
import { tags, h, useEffect, useState } from "../core/view.js";
import { useLoaded, useSettled } from "../core/hooks.js";
import { remember } from "../core/route.js";
import { Problem } from "../parts/basic.js";

const { div, p } = tags;

const PAUSE = 250;

const read = (text, preset) => (text === undefined ? preset : typeof preset === "number" ? Number(text) : typeof preset === "boolean" ? text === "true" : text);

/** Settings with their presets; the address keeps them, so that a link shows the same. */
export function useSettings(presets, query) {
  const [settings, setSettings] = useState(() => Object.fromEntries(Object.entries(presets).map(([name, preset]) => [name, read(query[name], preset)])));
  const set = (name) => (value) => setSettings((old) => ({ ...old, [name]: value }));
  useEffect(() => remember(settings), [JSON.stringify(settings)]);
  return [settings, set];
}

/** The answer to the settings, asked for when they have been still for a moment; `waiting` for the first. */
export function useAnswer(settings, ask) {
  const settled = useSettled(settings, PAUSE);
  const state = useLoaded((options) => ask(settled, options), [JSON.stringify(settled)]);
  return { ...state, waiting: !state.data && !state.problem };
}

/** Why there is no answer, and what helps. Numbers that are still shown must not pass for it. */
export const Unanswered = ({ state }) => state.problem && div({ class: "stack" },
  h(Problem, { problem: state.problem, retry: state.reload }),
  state.data && p({ class: "note" }, "The numbers below are of the settings before."));
