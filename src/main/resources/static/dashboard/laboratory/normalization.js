// One batch, normalized and whitened: what becomes of a correlated cloud.
import { tags, h, useMemo } from "../core/view.js";
import { post } from "../core/api.js";
import { number } from "../core/format.js";
import { Facts, Panel } from "../parts/basic.js";
import { Slider } from "../parts/fields.js";
import { Scatter } from "../charts/scatter.js";
import { random } from "../data/sketch.js";
import { Unanswered, useAnswer, useSettings } from "./experiment.js";

const { div } = tags;
/** Both outputs on the same axes, in deviations. */
const REACH = 4;
const PRESETS = { rows: 300, correlation: 0.9, deviation: 3, shift: 2, epsilon: -5, seed: 0 };

/** Rows of two correlated columns with deviations 1 and another. */
function sample({ rows, correlation, deviation, shift, seed }) {
  const { normal } = random(seed);
  return Array.from({ length: rows }, () => {
    const [first, second] = [normal(), normal()];
    return [shift + first, deviation * (correlation * first + Math.sqrt(1 - correlation * correlation) * second)];
  });
}

const ask = async (own, options) => {
  const y = sample(own);
  const epsilon = 10 ** own.epsilon;
  const [batch, whitening] = await Promise.all(["batch", "whitening"].map((kind) => post("theory/normalization", { kind, y, epsilon }, options)));
  return { y, batch, whitening };
};

function Cloud({ title, note, points, facts, reach, waiting }) {
  const groups = useMemo(() => [{ name: title, points: points ?? [] }], [points]);
  return h(Panel, {},
    h(Scatter, { title, note, groups, xName: "first unit", yName: "second unit", pointSize: 4, reach, waiting, label: `${title}: scatter of the two units` }),
    h(Facts, { class: "facts-small facts-even", facts }));
}

const correlation = (matrix) => {
  if (!matrix) return null;
  const [[a, b], [, d]] = matrix;
  return a > 0 && d > 0 ? b / Math.sqrt(a * d) : null;
};

export function Normalization({ query }) {
  const [settings, set] = useSettings(PRESETS, query);
  const state = useAnswer(settings, ask);
  const { data, waiting } = state;
  const slider = (name, label, min, max, step, shown) => h(Slider, { label, min, max, step, value: settings[name], shown, onChange: set(name) });
  // A line for each unit, so that the place is the same whatever the numbers are.
  const list = (values) => (values ?? [null, null]).map((value, unit) => div({ key: unit }, number(value)));
  const facts = (answer) => [
    ["Means", list(answer?.measured.outputMean)], ["Variances", list(answer?.measured.outputVariance)], ["expected", list(answer?.theory.outputVariance)],
    ["Correlation", number(correlation(answer?.measured.covariance), 2)], ["Amplification", list(answer?.amplification)]];
  const cloud = (title, kind) => h(Cloud, {
    title, note: `in ${number(data?.[kind].compare[kind].microseconds, 2)} µs`, points: data?.[kind].output, reach: REACH, facts: facts(data?.[kind]), waiting });
  return div({ class: "stack" },
    h(Panel, { title: "A batch of two units", note: "batch normalization treats each unit by itself; whitening turns and scales them together" },
      div({ class: "fields" },
        slider("correlation", "Correlation", -0.99, 0.99, 0.01), slider("deviation", "Second: deviation", 0.1, 10, 0.1), slider("shift", "First: mean", -5, 5, 0.1),
        slider("rows", "Rows", 4, 1000, 1), slider("epsilon", "ε", -8, 0, 0.5, number(10 ** settings.epsilon)), slider("seed", "Seed", 0, 50, 1)),
      h(Unanswered, { state })),
    div({ class: "grid grid-thirds" },
      h(Cloud, { title: "The batch", note: "before", points: data?.y, facts: [["Means", list(data?.batch.mean)], ["Variances", list(data?.batch.variance)]], waiting }),
      cloud("Batch normalization", "batch"), cloud("Whitening", "whitening")));
}
