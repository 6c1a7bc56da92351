// Rows from all over a data set: files are often sorted, so the first ones alone would mislead.
import { get } from "../core/api.js";
import { useLoaded } from "../core/hooks.js";
import { nameOf } from "../parts/dataset-link.js";

const PARTS = 5;
const ROWS = 60;

async function load(dataset, options) {
  const count = Math.min(PARTS, Math.ceil(dataset.rows / ROWS));
  // Parts that overlap would show rows twice.
  const limit = Math.min(ROWS, Math.ceil(dataset.rows / count));
  const starts = Array.from({ length: count }, (_, part) => Math.min(dataset.rows - 1, Math.floor((part * dataset.rows) / count)));
  const pages = await Promise.all(starts.map((offset, part) => get(`datasets/${encodeURIComponent(dataset.id)}/rows?offset=${offset}&limit=${Math.min(limit, (starts[part + 1] ?? dataset.rows) - offset)}`, options)));
  return { columns: pages[0]?.columns ?? [], rows: pages.flatMap((page) => page.rows) };
}

/** Up to 300 rows with their columns' names; null until they are there. */
export function useSample(dataset) {
  return useLoaded((options) => (dataset ? load(dataset, options) : null), [dataset?.id]).data;
}

/** A data set with its columns' summaries, where it still exists. */
export function useDataset(id) {
  const state = useLoaded(async (options) => ((await nameOf(id)) === null ? null : get(`datasets/${encodeURIComponent(id)}`, options)), [id]);
  return { ready: !state.loading, dataset: state.data };
}
