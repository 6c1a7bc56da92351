// Moments before and after dropout.
import { tags, h, useMemo } from "../core/view.js";
import { post } from "../core/api.js";
import { number, whole } from "../core/format.js";
import { Panel } from "../parts/basic.js";
import { Check, NumberField, Select, Slider } from "../parts/fields.js";
import { Lines } from "../charts/lines.js";
import { Unanswered, useAnswer, useSettings } from "./experiment.js";

const { caption, div, p, table, tbody, td, th, thead, tr } = tags;
const ACTIVATIONS = ["relu", "leakyRelu", "elu", "gelu", "tanh", "sigmoid", "softsign", "identity"];
const PRESETS = { dropout: 0.5, units: 100, inputs: 100, samples: 10000, activation: "relu", rescale: true, seed: 0 };
const STEPS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const QUICK = 2000;

const PARTS = [["preActivation", "Pre-activation"], ["before", "Before dropout"], ["after", "After dropout"]];

/** @param answer null while it is on its way: the table keeps its place */
function Moments({ answer }) {
  return div({ class: "table-box", "aria-busy": String(!answer), tabIndex: 0, role: "region", "aria-label": "Theory and measurement" }, table({},
    caption({ class: "unseen" }, "Means and variances, theory beside measurement"),
    thead({}, tr({}, ["", "Mean, theory", "measured", "Variance, theory", "measured", "off by"].map((text, index) => th({ key: index, scope: "col", class: index ? "number" : undefined }, text)))),
    tbody({}, PARTS.map(([id, name]) => {
      const [theory, measured] = [answer?.theory[id], answer?.measured[id]];
      const measurement = (moment) => (measured ? `${number(measured[moment], 4)} ± ${number(measured.standardError[moment], 1)}` : number(null));
      const off = (measured?.variance - theory?.variance) / measured?.standardError.variance;
      return tr({ key: id }, th({ scope: "row" }, name),
        td({ class: "number" }, number(theory?.mean, 4)), td({ class: "number" }, measurement("mean")),
        td({ class: "number" }, number(theory?.variance, 4)), td({ class: "number" }, measurement("variance")),
        td({ class: "number" }, Number.isFinite(off) ? `${off.toFixed(1)} standard errors` : "–"));
    }))));
}

/** The variance after dropout for each probability: theory as a line, measurement as points. */
function Sweep({ settings }) {
  const { dropout, samples, ...shared } = settings;
  const state = useAnswer(shared, (own, options) => Promise.all(STEPS.map((one) => post("theory/dropout/moments", { ...own, dropout: one, samples: QUICK }, options))));
  const series = useMemo(() => {
    const all = state.data ?? [];
    const line = (name, read, index) => [
      { name: `${name}, theory`, values: all.map((one) => read(one.theory)), dash: index ? "dashed" : "solid", color: (colours) => colours.series[index] },
      { name: `${name}, measured`, values: all.map((one) => read(one.measured)), points: true, symbol: index ? "triangle" : "circle", color: (colours) => colours.series[index] }];
    return [...line("mean", (one) => one.after.mean, 0), ...line("variance", (one) => one.after.variance, 1)];
  }, [state.data]);
  return [h(Unanswered, { key: "problem", state }),
    h(Lines, { key: "lines", title: "After dropout, by its probability", note: `${whole(QUICK)} rows for each point`, x: STEPS, xName: "dropout", series, zoom: false, waiting: state.waiting, label: "Mean and variance after dropout by its probability" })];
}

export function DropoutMoments({ query }) {
  const [settings, set] = useSettings(PRESETS, query);
  const state = useAnswer(settings, (own, options) => post("theory/dropout/moments", own, options));
  const ratio = state.data?.theory.trainingOverInference;
  return div({ class: "stack" },
    h(Panel, { title: "A layer with orthonormal weights and Gaussian inputs", note: "what dropout does to the mean and the variance of its activations" },
      div({ class: "fields" },
        h(Slider, { label: "Dropout", min: 0, max: 0.95, step: 0.05, value: settings.dropout, onChange: set("dropout") }),
        h(Select, { label: "Activation", value: settings.activation, onChange: set("activation"), options: ACTIVATIONS }),
        h(Slider, { label: "Units", min: 1, max: 200, step: 1, value: settings.units, onChange: (value) => { set("units")(value); if (value > settings.inputs) set("inputs")(value); } }),
        h(Slider, { label: "Inputs", min: 1, max: 400, step: 1, value: settings.inputs, onChange: (value) => { set("inputs")(value); if (value < settings.units) set("units")(value); } }),
        h(NumberField, { label: "Rows", value: settings.samples, min: 1, max: 100000, step: 1000, onChange: (value) => set("samples")(value ?? 1000) }),
        h(NumberField, { label: "Seed", value: settings.seed, step: 1, onChange: (value) => set("seed")(value ?? 0) }),
        h(Check, { label: "Rescale what is kept", value: settings.rescale, onChange: set("rescale"), help: "Divide by 1 - dropout, as in training." }))),
    h(Panel, { title: "Theory and measurement" },
      h(Unanswered, { state }),
      h(Moments, { answer: state.data }),
      p({ class: "note" }, ratio === null ? "The activation's mean is 0: that is what the next layer sees on average, in training and in inference."
        : `The next layer sees on average in training ${number(ratio)} times what it sees in inference.`)),
    h(Panel, {}, h(Sweep, { settings })));
}
