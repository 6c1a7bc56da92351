// The decision surface of a model with two inputs: the plane by what the model says of it.
import { h, useMemo } from "../core/view.js";
import { post } from "../core/api.js";
import { useLoaded } from "../core/hooks.js";
import { middle, Plane, points } from "../charts/plane.js";

const CELLS = 48;

/** The part of the plane that is shown: the data's range and a margin. */
function area(dataset, inputs) {
  return inputs.map(({ name }) => {
    const column = dataset?.columns?.find((one) => one.name === name);
    const [low, high] = [column?.min ?? -3, column?.max ?? 3];
    const margin = (high - low || 1) * 0.15;
    return { name, from: low - margin, to: high + margin };
  });
}

export function Surface({ version, dataset, page, row }) {
  const axes = useMemo(() => area(dataset, version.inputs), [dataset]);
  const grid = useMemo(() => Array.from({ length: CELLS * CELLS }, (_, cell) => middle(axes, CELLS, cell)), [axes]);
  const state = useLoaded((options) => post(`models/${encodeURIComponent(version.name)}/predictions?version=${version.version}`, { rows: grid }, options), [version.version]);
  const predictions = state.data?.predictions;
  const cells = useMemo(() => predictions && {
    resolution: CELLS, labels: predictions.map((one) => version.classes.indexOf(one.label)), probabilities: predictions.map((one) => one.probability),
  }, [predictions]);
  const rows = useMemo(() => points(page, dataset, axes, version.classes), [page]);
  return h(Plane, {
    axes, classes: version.classes, cells, rows, here: axes.map(({ name }) => row[name]),
    title: "Decision surface", note: "the colour is the class, its strength the probability", label: `Decision surface of ${version.name}`,
  });
}
