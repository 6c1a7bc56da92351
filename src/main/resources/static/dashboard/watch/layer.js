// One layer through time.
import { tags, h, useEffect, useMemo, useState } from "../core/view.js";
import { get } from "../core/api.js";
import { useThrottled } from "../core/hooks.js";
import { link } from "../core/route.js";
import { whole, kind, plural } from "../core/format.js";
import { words } from "../core/schema.js";
import { Choice, Empty, Facts, Panel, Problem, Severity } from "../parts/basic.js";
import { severityOf } from "./diagnosis.js";
import { NoStatistics } from "./layers.js";
import { Bands, Gradients, Histograms, Units, Updates, Weights } from "./through-time.js";
import { KeptUnits, NormalizationMoments } from "./regularizers.js";

const { a, div, nav } = tags;
const POINTS = 160;
const PAUSE = 1200;
const SIGNALS = [["preActivation", "Pre-activation"], ["normalized", "Normalized"], ["activation", "Activation"], ["afterDropout", "After dropout"]];

/** Numbers of one layer, asked for as often as it has time to. */
function useLayer(id, index, epoch) {
  const [state, setState] = useState({ index: null, data: null, problem: null });
  const load = useThrottled(async () => {
    try {
      setState({ index, data: await get(`runs/${id}/layers/${index}?maxPoints=${POINTS}`), problem: null });
    } catch (problem) {
      setState((old) => ({ ...old, index, problem }));
    }
  }, PAUSE);
  useEffect(() => { if (epoch !== null) load(); }, [id, index, epoch]);
  return state.index === index ? state : { data: null, problem: null };
}

function LayerLinks({ run, index, diagnosis, count }) {
  return nav({ class: "layer-nav", "aria-label": "Layers" },
    Array.from({ length: count }, (_, at) => at + 1).map((one) => {
      const sick = severityOf(diagnosis, one);
      return a({ key: one, href: link(["runs", run.id, "layers", String(one)]), "aria-current": one === index ? "page" : undefined, title: sick ? sick.kinds.join(", ") : "healthy" },
        one === count ? `${one} output` : String(one), sick ? (sick.severity === "critical" ? " ✕" : " ▲") : "");
    }));
}

const of = (setting, index) => (Array.isArray(setting) ? setting[index - 1] : setting);

/** A layer by its number from 1, or what there is in place of a mistyped one. */
export function LayerPage({ index, ...shared }) {
  const { run, diagnosis } = shared;
  const count = run.request.model.widths.length + 1;
  if (Number.isInteger(index) && index >= 1 && index <= count) return h(Layer, { ...shared, index });
  return div({ class: "stack" },
    h(LayerLinks, { run, index, diagnosis, count }),
    h(Empty, { title: "There is no such layer" }, `The network has ${plural(count, "layer")}, from 1 to ${count}.`));
}

function Layer({ run, live, diagnosis, index }) {
  const { data, problem } = useLayer(run.id, index, live.layersEpoch);
  const [signal, setSignal] = useState("preActivation");
  const { model } = run.request;
  const count = model.widths.length + 1;
  const hidden = index < count;
  const last = data?.layers.at(-1);
  const signals = useMemo(() => SIGNALS.filter(([id]) => last?.[id]), [data]);
  const chosen = signals.some(([id]) => id === signal) ? signal : "preActivation";
  const own = (diagnosis?.warnings ?? []).filter((warning) => warning.layers.includes(index));
  // Epochs come faster than statistics of layers: what has not changed is not looked at again.
  return useMemo(() => div({ class: "stack" },
    h(LayerLinks, { run, index, diagnosis, count }),
    h(Panel, {},
      h(Facts, { facts: [
        ["Layer", hidden ? `${index} of ${count}` : `${index}, the output`],
        ["Units", whole(last?.width ?? (hidden ? model.widths[index - 1] : null))],
        ["Activation", kind(hidden ? of(model.activation, index) : model.outputActivation)],
        ["Normalization", hidden ? kind(of(model.normalization, index)) : "none"],
        ["Dropout", hidden ? String(of(model.dropout, index)) : "none"],
        ["Initializer", kind(of(model.initializer, index))]] }),
      own.map((warning, at) => div({ key: at }, h(Severity, { severity: warning.severity }, words(warning.kind)), " ", warning.message))),
    problem && h(Problem, { problem }),
    !data?.epochs.length ? !problem && h(Panel, {}, h(NoStatistics, { run, none: data !== null, rows: 8 }))
      : div({ class: "stack" },
        h(Panel, { title: "Signal", actions: h(Choice, { label: "Signal", options: signals, value: chosen, onChange: setSignal }) },
          div({ class: "grid" },
            h(Bands, { data, signal: chosen, name: signals.find(([id]) => id === chosen)?.[1] ?? "" }),
            h(Histograms, { data, read: (layer) => layer[chosen]?.histogram, name: signals.find(([id]) => id === chosen)?.[1] ?? "", token: chosen }))),
        h(Panel, { title: "Learning" }, div({ class: "grid" }, h(Gradients, { data }), h(Updates, { data }))),
        h(Panel, { title: "Units and weights" }, div({ class: "grid" }, hidden && h(Units, { data }), h(Weights, { data }))),
        last?.keptUnits && h(Panel, { title: "Dropout" }, h(KeptUnits, { layer: last, dropout: of(model.dropout, index), epoch: data.epochs.at(-1) })),
        last?.normalization && h(Panel, { title: "Normalization" }, h(NormalizationMoments, { data })))), [run.id, index, data, problem, diagnosis, signal, run.state]);
}
