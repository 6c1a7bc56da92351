// What experiments share: settings in the address, an answer that follows them.
import { useEffect, useState } from "../core/view.js";
import { useLoaded, useSettled } from "../core/hooks.js";
import { remember } from "../core/route.js";

const PAUSE = 250;

const read = (text, preset) => (text === undefined ? preset : typeof preset === "number" ? Number(text) : typeof preset === "boolean" ? text === "true" : text);

/** Settings with their presets; the address keeps them, so that a link shows the same. */
export function useSettings(presets, query) {
  const [settings, setSettings] = useState(() => Object.fromEntries(Object.entries(presets).map(([name, preset]) => [name, read(query[name], preset)])));
  const set = (name) => (value) => setSettings((old) => ({ ...old, [name]: value }));
  useEffect(() => remember(settings), [JSON.stringify(settings)]);
  return [settings, set];
}

/** The answer to the settings, asked for when they have been still for a moment. */
export function useAnswer(settings, ask) {
  const settled = useSettled(settings, PAUSE);
  return useLoaded((options) => ask(settled, options), [JSON.stringify(settled)]);
}
