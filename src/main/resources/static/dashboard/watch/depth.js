// Signals and gradients across depth at one epoch: what theory expects, and what is measured.
import { tags, h, useEffect, useMemo, useState } from "../core/view.js";
import { get } from "../core/api.js";
import { useLoaded } from "../core/hooks.js";
import { remember } from "../core/route.js";
import { Choice, Empty, Loaded, Panel } from "../parts/basic.js";
import { Slider } from "../parts/fields.js";
import { Lines } from "../charts/lines.js";
import { UPDATES } from "./through-time.js";
import { NoStatistics, useLayers } from "./layers.js";

const { div, p } = tags;
const square = (value) => (value === null || value === undefined ? null : value * value);

/** Theory of the fresh network, what was measured of it, and what is measured now. */
function beside(origin, data, theory, read) {
  const now = origin.epoch === data.epoch;
  return [
    { name: "theory before training", values: origin.layers.map((layer) => layer.expected[theory]), dash: "solid" },
    { name: "measured before training", values: origin.layers.map(read), points: true, symbol: now ? "diamond" : "emptyCircle", color: (colours) => colours.series[now ? 1 : 0] },
    !now && { name: `measured, epoch ${data.epoch}`, values: data.layers.map(read), points: true, symbol: "diamond", color: (colours) => colours.series[1] }].filter(Boolean);
}

function Depth({ origin, data }) {
  const [signal, setSignal] = useState("preActivation");
  const layers = data.layers;
  const x = useMemo(() => layers.map((layer) => layer.index), [data]);
  const forward = useMemo(() => beside(origin, data, "preActivationSecondMoment", (layer) => square(layer.preActivation.rms)), [data]);
  const backward = useMemo(() => beside(origin, data, "gradientSecondMoment", (layer) => square(layer.gradient.preActivation?.rms)), [data]);
  const bands = useMemo(() => {
    const at = (percentile) => layers.map((layer) => layer[signal].percentiles[percentile] ?? null);
    const first = (colours) => colours.series[0];
    return [
      { name: "2 – 98 %", low: at("2"), high: at("98"), opacity: 0.13, color: first },
      { name: "15.87 – 84.13 %", low: at("15.87"), high: at("84.13"), opacity: 0.25, color: first },
      { name: "mean", values: layers.map((layer) => layer[signal].mean), color: (colours) => colours.series[1], dash: "solid" }];
  }, [data, signal]);
  const updates = useMemo(() => [{ name: "update ratio", values: layers.map((layer) => layer.updateRatio ?? null) }], [data]);
  const shared = { x, xName: "layer", zoom: false };
  return div({ class: "grid" },
    h(Lines, { ...shared, title: "Second moment of the pre-activations", note: "theory as a line, measurement as points", series: forward, log: true, label: "Second moment of the pre-activations by layer, theory and measurement" }),
    h(Lines, { ...shared, title: "Second moment of the gradient", note: "of the loss's derivative by the pre-activations", series: backward, log: true, label: "Second moment of the gradient by layer, theory and measurement" }),
    h(Lines, { ...shared, title: "Values by layer", series: bands, label: "Percentile bands by layer", actions: h(Choice, { label: "Values", options: [["preActivation", "Pre-activation"], ["activation", "Activation"]], value: signal, onChange: setSignal }) }),
    h(Lines, { ...shared, title: "Update ratio", note: "log₁₀ of mean |update| / mean |weight|", series: updates, ...UPDATES, label: "Update ratio by layer" }));
}

export function DepthPage({ run, live, route }) {
  const [epoch, setEpoch] = useState(route.query.epoch === undefined ? null : Number(route.query.epoch));
  const latest = useLayers(run.id, live.layersEpoch);
  const last = latest.data?.epoch ?? 0;
  const chosen = useLoaded((options) => (epoch === null ? null : get(`runs/${run.id}/layers?epoch=${epoch}`, options)), [run.id, epoch]);
  useEffect(() => remember({ epoch }), [epoch]);
  const origin = useLoaded((options) => (live.layersEpoch === null ? null : get(`runs/${run.id}/layers?epoch=0`, options)), [run.id, live.layersEpoch === null]);
  const state = epoch === null ? { ...latest, loading: false } : chosen;
  return h(Panel, {
    title: "Across depth", note: "Theory is of the fresh, wide network; training then moves away from it",
    actions: div({ class: "controls" }, last > 0 && h(Slider, { label: "Epoch", min: 0, max: last, step: 1, value: epoch ?? last, onChange: (value) => setEpoch(value >= last ? null : value) })),
  },
  state.problem?.status === 404 && epoch !== null
    ? h(Empty, { title: `There are no statistics of epoch ${epoch}` }, "Long runs keep every second, fourth or eighth epoch: choose a neighbour.")
    : !state.data && !state.problem ? h(NoStatistics, { run, none: latest.none, rows: 6 }) : h(Loaded, { state, rows: 6 }, (data) => h(Loaded, { state: origin, rows: 6 }, (first) => h(Depth, { origin: first, data }))),
  state.data && p({ class: "note" }, `of epoch ${state.data.epoch}`));
}
