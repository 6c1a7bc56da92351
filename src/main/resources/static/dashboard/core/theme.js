// Light or dark: the system's choice, or one's own. first.js has set it before the first paint.
import { useState, useEffect } from "./view.js";

const OWN = "layerscope.theme";
const root = document.documentElement;
const listeners = new Set();

export const isDark = () => root.dataset.theme === "dark";

function show(dark) {
  root.dataset.theme = dark ? "dark" : "light";
  listeners.forEach((listener) => listener(dark));
}

export function setDark(dark) {
  show(dark);
  try {
    localStorage.setItem(OWN, root.dataset.theme);
  } catch {
    // It holds until the page is left.
  }
}

window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => {
  try {
    if (!localStorage.getItem(OWN)) show(matches);
  } catch {
    show(matches);
  }
});

export function useDark() {
  const [dark, set] = useState(isDark);
  useEffect(() => {
    listeners.add(set);
    return () => listeners.delete(set);
  }, []);
  return dark;
}

const palettes = new Map();

/** The colours of the theme, for what is drawn on a canvas; read once, since reading takes time. */
export function palette() {
  const { theme } = root.dataset;
  if (!palettes.has(theme)) palettes.set(theme, colours());
  return palettes.get(theme);
}

function colours() {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(name).trim();
  const named = Object.fromEntries(
    ["text", "muted", "line", "panel", "accent", "good", "bad", "warn"].map((name) => [name, read(`--${name}`)]));
  return {
    ...named,
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((index) => read(`--series-${index}`)),
    heat: [0, 1, 2, 3, 4].map((index) => read(`--heat-${index}`)),
  };
}
