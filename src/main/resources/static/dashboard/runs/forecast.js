// How signals and gradients would go through the fresh network: theory, and one network's measurement.
import { h, useMemo } from "../core/view.js";
import { post } from "../core/api.js";
import { useLoaded } from "../core/hooks.js";
import { Panel, Problem } from "../parts/basic.js";
import { Lines } from "../charts/lines.js";

const MOST_WEIGHTS = 2e7;
const WIDEST = 8192;
const ROWS = 128;

const each = (value, count, last) => [...(Array.isArray(value) ? value.slice(0, count) : Array.from({ length: count }, () => value)), last];

function question(plan) {
  const { model } = plan.request;
  const widths = [plan.inputs, ...model.widths, plan.classes.length];
  const weights = widths.slice(1).reduce((sum, width, index) => sum + width * widths[index], 0);
  if (weights > MOST_WEIGHTS || Math.max(...widths) > WIDEST || widths.length > 200) return null;
  const depth = model.widths.length;
  return {
    widths, rows: ROWS, initializer: model.initializer,
    activation: each(model.activation, depth, model.outputActivation),
    dropout: each(model.dropout, depth, 0),
  };
}

/** A sentence about how much is left of a signal from one end to the other. */
function verdict(layers, read) {
  const values = layers.map(read).filter((value) => value > 0);
  if (values.length < 3) return "";
  const factor = values.at(-1) / values[0];
  const name = factor < 1e-3 ? "fades" : factor < 0.1 ? "shrinks" : factor > 1e3 ? "explodes" : factor > 10 ? "grows" : "keeps its size";
  return `${name} (× ${factor.toPrecision(2)})`;
}

export function Forecast({ plan }) {
  const asked = question(plan);
  const key = JSON.stringify(asked);
  const state = useLoaded((options) => (asked ? post("theory/initialization", asked, options) : null), [key]);
  const layers = state.data?.layers ?? [];
  const x = useMemo(() => layers.map((layer) => layer.index), [state.data]);
  const series = useMemo(() => [
    { name: "signal, theory", values: layers.map((layer) => layer.forward.theory), dash: "solid" },
    { name: "signal, measured", values: layers.map((layer) => layer.forward.measured), points: true, symbol: "circle", color: (colours) => colours.series[0] },
    { name: "gradient, theory", values: layers.map((layer) => layer.backward.theory), dash: "dashed", color: (colours) => colours.series[1] },
    { name: "gradient, measured", values: layers.map((layer) => layer.backward.measured), points: true, symbol: "triangle", color: (colours) => colours.series[1] }], [state.data]);
  const normalized = JSON.stringify(plan.request.model.normalization).includes('"none"') ? "" : "; without its normalization";
  const note = !asked ? "this network is too large to try while typing"
    : layers.length > 2 ? `signal ${verdict(layers, (layer) => layer.forward.theory)}, gradient ${verdict([...layers].reverse(), (layer) => layer.backward.theory)}${normalized}` : "second moments by layer";
  return h(Panel, { title: "Forecast before the first step", note },
    h(Problem, { problem: state.problem }),
    asked && h(Lines, { x, xName: "layer", yName: "second moment", series, log: true, zoom: false, size: "medium", label: `Forecast of second moments by layer: ${note}` }));
}
