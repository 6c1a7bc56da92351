// How many units a mask keeps, and the Poisson limit.
import { tags, h, useMemo } from "../core/view.js";
import { get } from "../core/api.js";
import { number, whole } from "../core/format.js";
import { Choice, Facts, Panel } from "../parts/basic.js";
import { NumberField, Slider } from "../parts/fields.js";
import { Bars } from "../charts/bars.js";
import { Unanswered, useAnswer, useSettings } from "./experiment.js";

const { div } = tags;
const PRESETS = { kind: "units", units: 100, lambda: 50, dropout: 0.9, samples: 10000, seed: 0 };
const POINTS = 200;
/** What is drawn before the first answer. */
const NOTHING = { pmf: [], distribution: "theory" };

function path(own) {
  const size = own.kind === "units" ? { units: own.units } : { lambda: own.lambda };
  return `theory/dropout/kept-units?${new URLSearchParams({ ...size, dropout: own.dropout, samples: own.samples, seed: own.seed, maxPoints: POINTS })}`;
}

const name = (mass) => (mass.to > mass.k ? `${mass.k}–${mass.to}` : String(mass.k));

function Distribution({ answer, waiting }) {
  const labels = useMemo(() => answer.pmf.map(name), [answer]);
  const at = (list, read) => {
    const by = new Map(list.map((one) => [one.k, read(one)]));
    return answer.pmf.map((mass) => by.get(mass.k) ?? 0);
  };
  const series = useMemo(() => (answer.measured ? [{ name: "measured", values: at(answer.measured.frequencies, (one) => one.frequency) }] : []), [answer]);
  const lines = useMemo(() => [
    { name: answer.distribution, values: answer.pmf.map((mass) => mass.probability), color: (colours) => colours.series[1] },
    answer.poissonLimit && { name: "Poisson limit", values: at(answer.poissonLimit.pmf, (one) => one.probability), color: (colours) => colours.series[3] }].filter(Boolean), [answer]);
  return h(Bars, { labels, xName: "kept units", yName: "probability, and share of the masks", series, lines, size: "large", waiting, label: "Distribution of kept units: theory, Poisson limit and measured frequencies" });
}

export function KeptUnits({ query }) {
  const [settings, set] = useSettings(PRESETS, query);
  const state = useAnswer(settings, (own, options) => get(path(own), options));
  const { data } = state;
  const limit = data?.poissonLimit;
  const test = data?.measured?.chiSquare;
  return div({ class: "stack" },
    h(Panel, { title: "Kept units", note: "each unit is kept with 1 - dropout, whatever the others do", actions: h(Choice, { label: "The number of units", options: [["units", "Fixed number"], ["lambda", "Poisson number"]], value: settings.kind, onChange: set("kind") }) },
      div({ class: "fields" },
        settings.kind === "units"
          ? h(Slider, { label: "Units", min: 1, max: 1000, step: 1, value: settings.units, onChange: set("units") })
          : h(Slider, { label: "Mean number of units λ", min: 0, max: 500, step: 1, value: settings.lambda, onChange: set("lambda") }),
        h(Slider, { label: "Dropout", min: 0, max: 1, step: 0.01, value: settings.dropout, onChange: set("dropout") }),
        h(NumberField, { label: "Masks to draw", value: settings.samples, min: 0, max: 1000000, step: 1000, onChange: (value) => set("samples")(value ?? 0) }),
        h(NumberField, { label: "Seed", value: settings.seed, step: 1, onChange: (value) => set("seed")(value ?? 0) }))),
    h(Panel, { title: "Distribution" },
      h(Unanswered, { state }),
      h(Facts, { class: "facts-kept", facts: [
        ["Mean, theory", number(data?.theory.mean, 4)], ["measured", number(data?.measured?.mean, 4)], ["Variance, theory", number(data?.theory.variance, 4)], ["measured variance", number(data?.measured?.variance, 4)],
        ["χ² test", test ? `p = ${number(test.pValue, 2)}, ${whole(test.degreesOfFreedom)} degrees of freedom` : "–", undefined, "wide"],
        ["Distance from the Poisson limit", limit ? `${number(limit.totalVariation)} of at most ${number(limit.bound)}` : "–", "Total variation, and Le Cam's bound", "wide"]] }),
      h(Distribution, { answer: data ?? NOTHING, waiting: state.waiting })));
}
