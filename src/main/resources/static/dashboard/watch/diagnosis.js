// Warnings in words, as the service computes them, with what to try.
import { tags, h, useEffect, useMemo, useState } from "../core/view.js";
import { get } from "../core/api.js";
import { useThrottled } from "../core/hooks.js";
import { link } from "../core/route.js";
import { number } from "../core/format.js";
import { words } from "../core/schema.js";
import { Panel, Severity } from "../parts/basic.js";

const PAUSE = 2000;

const { a, div, p, span, details, summary } = tags;

/** What is wrong with a run now: it reads many epochs, so it is asked for now and then. */
export function useDiagnosis(id, run, epoch) {
  const [diagnosis, setDiagnosis] = useState(null);
  const load = useThrottled(async () => {
    // What cannot be had now comes with the next epoch; the page tells the run's own problems.
    const next = await get(`runs/${id}/diagnosis`).catch(() => null);
    if (next) setDiagnosis(next);
  }, PAUSE);
  useEffect(() => { if (run) load(); }, [id, run?.state, epoch]);
  return diagnosis;
}

/** The same illness of several layers is told once, by the first that has it. */
function groups(warnings) {
  const byKind = Map.groupBy(warnings, (warning) => `${warning.severity} ${warning.kind}`);
  return [...byKind.values()].map((own) => ({
    first: own[0], layers: [...new Set(own.flatMap((warning) => warning.layers))].sort((left, right) => left - right), since: Math.min(...own.map((warning) => warning.epoch)),
  }));
}

/** Ascending numbers as ranges: neighbours from three on are one. */
function ranges(layers) {
  const found = [];
  for (const layer of layers) {
    const last = found.at(-1);
    if (last && last[1] === layer - 1) last[1] = layer;
    else found.push([layer, layer]);
  }
  return found.flatMap(([from, to]) => (to === from + 1 ? [[from, from], [to, to]] : [[from, to]]));
}

function Layers({ layers, run }) {
  const one = (layer) => a({ href: link(["runs", run.id, "layers", String(layer)]) }, String(layer));
  const parts = ranges(layers);
  return span({}, layers.length === 1 ? "layer " : "layers ", parts.map(([from, to], index) => [
    index === 0 ? "" : index === parts.length - 1 ? " and " : ", ", one(from), to > from && [" to ", one(to)]]));
}

const Warning = ({ group: { first, layers, since }, run }) =>
  div({ class: "warning" },
    div({}, h(Severity, { severity: first.severity }, words(first.kind)), layers.length > 0 && div({ class: "sick-layers" }, h(Layers, { layers, run }))),
    div({},
      // A failed run tells its reason above.
      first.message !== run.error?.detail && p({ class: "strong" }, first.message),
      p({ class: "advice" }, first.advice),
      p({ class: "note" }, `${first.severity} since epoch ${since}`),
      details({}, summary({}, "Evidence"),
        p({ class: "note" }, Object.entries(first.evidence).map(([name, value]) => `${words(name)} ${number(value)}`).join(" · ")))));

export function Diagnosis({ diagnosis, run }) {
  const warnings = diagnosis?.warnings ?? [];
  return useMemo(() => h(Panel, { title: "Diagnosis", note: diagnosis?.epoch != null ? `of the layers up to epoch ${diagnosis.epoch}` : "of losses and layers" },
    div({ class: "warnings", role: "status" },
      !diagnosis ? p({ class: "muted" }, "The layers are being looked at …")
        : diagnosis.epoch === null ? p({ class: "muted" }, diagnosis.summary)
          : warnings.length === 0 ? p({}, h(Severity, { severity: "healthy" }, "Healthy"), span({ class: "muted" }, diagnosis.summary.replace(/^Healthy/, "")))
            : groups(warnings).map((group, index) => h(Warning, { group, run, key: index })))), [run.id, run.error?.detail, diagnosis]);
}

/** The worst that is told of a layer. */
export function severityOf(diagnosis, layer) {
  const own = (diagnosis?.warnings ?? []).filter((warning) => warning.layers.includes(layer));
  if (own.length === 0) return null;
  return { severity: own.some((warning) => warning.severity === "critical") ? "critical" : "warning", kinds: own.map((warning) => words(warning.kind).toLowerCase()) };
}
