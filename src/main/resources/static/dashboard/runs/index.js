// The pages of runs; what only one of them needs is fetched with it.
import { h, useEffect, useState } from "../core/view.js";
import { Waiting } from "../parts/basic.js";
import { RunList } from "./list.js";

const PAGES = { create: () => import("./create.js"), watch: () => import("../watch/run.js") };

export default function Runs({ route }) {
  const [, id] = route.parts;
  const wanted = !id ? null : id === "new" ? "create" : "watch";
  const [page, setPage] = useState(null);
  useEffect(() => {
    let left = false;
    if (wanted) PAGES[wanted]().then((module) => left || setPage({ wanted, view: module.default }));
    return () => { left = true; };
  }, [wanted]);
  if (!wanted) return h(RunList, { query: route.query });
  return page?.wanted === wanted ? h(page.view, { route, key: id }) : h(Waiting, { rows: 6 });
}
