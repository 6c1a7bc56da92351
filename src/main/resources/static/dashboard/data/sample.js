// Rows from all over a data set: files are often sorted, so the first ones alone would mislead.
import { get } from "../core/api.js";
import { useLoaded } from "../core/hooks.js";

const PARTS = 5;
const ROWS = 60;

async function load(dataset, options) {
  const count = Math.min(PARTS, Math.ceil(dataset.rows / ROWS));
  const starts = Array.from({ length: count }, (_, part) => Math.floor((part * dataset.rows) / count));
  const pages = await Promise.all(starts.map((offset) => get(`datasets/${encodeURIComponent(dataset.id)}/rows?offset=${offset}&limit=${ROWS}`, options)));
  return { columns: pages[0]?.columns ?? [], rows: pages.flatMap((page) => page.rows) };
}

/** Up to 300 rows with their columns' names; null until they are there. */
export function useSample(dataset) {
  return useLoaded((options) => (dataset ? load(dataset, options) : null), [dataset?.id]).data;
}
