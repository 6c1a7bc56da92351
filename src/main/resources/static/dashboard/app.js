// The shell: navigation, theme, sign-in; each page is fetched when it is first opened.
import { tags, h, render, useEffect, useRef, useState } from "./core/view.js";
import { link, useRoute } from "./core/route.js";
import { setDark, useDark } from "./core/theme.js";
import { useSession, SignIn, SignOut } from "./parts/session.js";
import { Messages } from "./parts/dialog.js";
import { Empty, Page, Problem, Waiting } from "./parts/basic.js";

const { a, button, div, footer, header, main, nav, span, img } = tags;

const PAGES = {
  "": () => import("./runs/home.js"),
  data: () => import("./data/index.js"),
  runs: () => import("./runs/index.js"),
  compare: () => import("./runs/compare.js"),
  models: () => import("./models/index.js"),
  laboratory: () => import("./laboratory/index.js"),
};

const NAVIGATION = [["data", "Data"], ["runs", "Runs"], ["models", "Models"], ["laboratory", "Laboratory"]];

function Theme() {
  const dark = useDark();
  return button({ type: "button", class: "quiet theme", onClick: () => setDark(!dark), "aria-label": dark ? "Use light colours" : "Use dark colours", title: dark ? "Light" : "Dark" },
    span({ "aria-hidden": "true" }, dark ? "☀" : "☾"));
}

function Content({ route }) {
  const [page, setPage] = useState(null);
  const [first = ""] = route.parts;
  const load = PAGES[first];
  useEffect(() => {
    let left = false;
    setPage(null);
    load?.().then(
      (module) => left || setPage({ first, view: module.default }),
      () => left || setPage({ first, problem: new Error("This part of the page cannot be fetched. The service may have been updated: load the page again.") }));
    return () => { left = true; };
  }, [first]);
  if (!load) {
    return h(Page, { title: "There is no such page" },
      h(Empty, { title: `Nothing is at ${location.hash}`, actions: a({ class: "button", href: "#/" }, "Go to the overview") }));
  }
  if (page?.problem) return h(Problem, { problem: page.problem, retry: () => location.reload() });
  return page && page.first === first ? h(page.view, { route }) : h(Waiting, { rows: 6 });
}

function App() {
  const route = useRoute();
  const session = useSession();
  const [first = ""] = route.parts;
  const where = route.parts.join("/");
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [where]);
  // Who goes to another page goes on from its beginning, by keyboard and screen reader too.
  const page = route.parts.slice(0, 2).join("/");
  const last = useRef(page);
  useEffect(() => {
    if (last.current !== page) document.getElementById("main").focus({ preventScroll: true });
    last.current = page;
  }, [page]);
  return div({ class: "shell" },
    a({ class: "skip", href: "#main", onClick: (event) => { event.preventDefault(); document.getElementById("main").focus(); } }, "Skip to the content"),
    header({ class: "top" },
      a({ class: "brand", href: "#/", "aria-current": first === "" ? "page" : undefined },
        img({ src: new URL("./favicon.svg", import.meta.url).pathname, alt: "", width: 24, height: 24 }), "Layerscope"),
      nav({ class: "main-nav", "aria-label": "Main" },
        NAVIGATION.map(([id, text]) => a({ key: id, href: link([id]), "aria-current": first === id || (id === "runs" && first === "compare") ? "page" : undefined }, text))),
      div({ class: "top-end" }, h(SignOut, { session }), h(Theme))),
    main({ id: "main", tabIndex: -1 }, session.locked ? h(SignIn, { session }) : session.known ? h(Content, { route, key: session.name ?? "" }) : h(Waiting, { rows: 6 })),
    footer({ class: "foot muted" },
      "Layerscope ", document.documentElement.dataset.version, " · ",
      a({ href: "/swagger-ui.html" }, "API"), " · ", a({ href: "/v3/api-docs" }, "OpenAPI")),
    h(Messages));
}

const place = document.getElementById("app");
place.textContent = "";
render(h(App), place);
