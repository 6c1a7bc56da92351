// A new run: every option with its default, and what it would take before it is submitted.
import { tags, h, useEffect, useState } from "../core/view.js";
import { all, get, post } from "../core/api.js";
import { useLoaded, useSettled } from "../core/hooks.js";
import { description } from "../core/schema.js";
import { go, link } from "../core/route.js";
import { Empty, Loaded, Page, Problem } from "../parts/basic.js";
import { DataSection, ExtraSection, NetworkSection, TrainingSection } from "./sections.js";
import { Presets } from "./presets.js";
import { Plan } from "./plan.js";

const { a, button, div, form } = tags;

async function load(options, query) {
  const [api, datasets, from] = await Promise.all([description(), all("datasets", 1000, options), query.from ? get(`runs/${query.from}`, options) : null]);
  const first = query.dataset ?? (datasets.some((one) => one.id === "iris") ? "iris" : datasets[0]?.id ?? "");
  return { api, datasets, first: from ? again(from.request) : { dataset: first } };
}

/** A request that ran, without its names: the model of another run is not overwritten by accident. */
function again(request) {
  const { name, register, ...rest } = request;
  return { ...rest, name: `${name}, again`.slice(0, 200) };
}

/** What the service says of a request while it is typed. */
function usePlan(request) {
  const settled = useSettled(request, 350);
  const [state, setState] = useState({ plan: null, problem: null });
  useEffect(() => {
    const stop = new AbortController();
    post("runs/plan", settled, { signal: stop.signal }).then(
      (plan) => setState({ plan, problem: null }),
      (problem) => problem.name !== "AbortError" && setState((old) => ({ plan: old.plan, problem })));
    return () => stop.abort();
  }, [JSON.stringify(settled)]);
  return state;
}

function Form({ api, datasets, first }) {
  const [request, setRequest] = useState(first);
  const [version, setVersion] = useState(0);
  const [refused, setRefused] = useState(null);
  const [busy, setBusy] = useState(false);
  const { plan, problem } = usePlan(request);
  const errors = (problem ?? refused)?.errors ?? [];
  const replace = (next) => {
    setRequest(next);
    setVersion((old) => old + 1);
  };
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const run = await post("runs", request, { headers: { "Idempotency-Key": crypto.randomUUID?.() ?? String(Math.random()) } });
      go(["runs", run.id]);
    } catch (problem_) {
      setRefused(problem_);
      setBusy(false);
      document.querySelector("[aria-invalid=true]")?.focus();
    }
  };
  const shared = { api, request, setRequest, errors, datasets };
  return form({ class: "sides", onSubmit: submit, noValidate: true },
    div({ class: "stack", key: version },
      h(Presets, { request, replace }),
      h(DataSection, shared), h(NetworkSection, shared), h(TrainingSection, shared), h(ExtraSection, shared)),
    div({ class: "stack stay" },
      h(Plan, { plan, problem, request }),
      h(Problem, { problem: problem ?? refused }),
      button({ type: "submit", class: "primary", disabled: busy || !request.dataset }, busy ? "Submitting …" : "Train")));
}

export default function Create({ route }) {
  const state = useLoaded((options) => load(options, route.query), []);
  return h(Page, {
    title: "New run", crumbs: [["Runs", link(["runs"])]],
    lead: "Only the data set must be chosen: what is left empty has a default that trains well on small tables.",
  }, h(Loaded, { state, rows: 8 }, (loaded) => loaded.datasets.length > 0 ? h(Form, loaded)
    : h(Empty, { title: "There is no data set yet", actions: a({ class: "button primary", href: link(["data", "new"]) }, "New data set") }, "A run needs rows to train on.")));
}
