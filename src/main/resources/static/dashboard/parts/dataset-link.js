// Data sets by their names; their identifiers say nothing to people.
import { tags, h, useEffect, useState } from "../core/view.js";
import { all } from "../core/api.js";
import { link } from "../core/route.js";

const { a } = tags;
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

export function DatasetLink({ id }) {
  const [name, setName] = useState(null);
  useEffect(() => {
    let left = false;
    nameOf(id).then((found) => left || setName(found));
    return () => { left = true; };
  }, [id]);
  return a({ href: link(["data", id]), title: id }, name ?? (id.length > 12 ? `${id.slice(0, 12)}…` : id));
}
