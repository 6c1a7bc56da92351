// Data sets by their names; their identifiers say nothing to people.
import { h, useEffect, useState } from "../core/view.js";
import { all } from "../core/api.js";
import { link } from "../core/route.js";
import { Cut } from "./basic.js";

let known = null;

/** Names by identifier. One list answers for all: asking for each would fail for those that were deleted. */
const names = () => (known ??= all("datasets", 1000).then((items) => new Map(items.map((one) => [one.id, one.name]))).catch(() => new Map()));

/** The name of a data set, or null if there is none; asks again for one that is new. */
export async function nameOf(id) {
  const first = await names();
  if (first.has(id)) return first.get(id);
  known = null;
  return (await names()).get(id) ?? null;
}

/** A function from identifiers to names; null for what is not known yet, or was deleted. */
export function useNames(ids) {
  const [found, setFound] = useState({});
  useEffect(() => {
    let left = false;
    Promise.all(ids.map(async (id) => [id, await nameOf(id)])).then((pairs) => left || setFound(Object.fromEntries(pairs)));
    return () => { left = true; };
  }, [ids.join()]);
  return (id) => found[id] ?? null;
}

export function DatasetLink({ id }) {
  const name = useNames([id])(id);
  return h(Cut, { text: name ?? id, href: link(["data", id]), title: name ? `${name} (${id})` : id });
}
