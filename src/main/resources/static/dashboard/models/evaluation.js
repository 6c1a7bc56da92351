// How good a model is on rows that it has not seen.
import { tags, h, useMemo, useState } from "../core/view.js";
import { all, post } from "../core/api.js";
import { useLoaded } from "../core/hooks.js";
import { number, percent, whole } from "../core/format.js";
import { Cut, Empty, Panel, Problem } from "../parts/basic.js";
import { Select } from "../parts/fields.js";
import { Table } from "../parts/table.js";
import { Matrix } from "../charts/heat.js";
import { Reliability, RocCurves } from "./quality.js";

const { button, div } = tags;

const Tile = ({ name, value, note }) => div({ class: "tile" }, div({ class: "note" }, name), div({ class: "big" }, value), div({ class: "note" }, note));
const interval = (range, show) => (range ? `95 %: ${show(range[0])} … ${show(range[1])}` : "");

const COLUMNS = [
  { id: "label", title: "Class", value: (one) => one.label, cell: (one) => h(Cut, { text: one.label }) },
  { id: "support", title: "Rows", number: true, value: (one) => one.support, cell: (one) => whole(one.support) },
  ...[["precision", "Precision"], ["recall", "Recall"], ["f1", "F1"], ["rocAuc", "ROC AUC"], ["prAuc", "PR AUC"]].map(([id, title]) => (
    { id, title, number: true, value: (one) => one[id] ?? null, cell: (one) => number(one[id], 3) })),
];

/** Evaluates on another data set. */
function OnOther({ version, onDone }) {
  const state = useLoaded((options) => all("datasets", 1000, options), []);
  const [dataset, setDataset] = useState(version.dataset.id);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      onDone(dataset, await post(`models/${version.name}/evaluations?version=${version.version}`, { dataset }));
      setProblem(null);
    } catch (refused) {
      setProblem(refused);
    }
    setBusy(false);
  };
  return div({ class: "stack" },
    div({ class: "controls" },
      h(Select, { label: "Evaluate on", inline: true, value: dataset, onChange: setDataset, options: (state.data ?? []).map((one) => [one.id, one.name]) }),
      button({ type: "button", onClick: run, disabled: busy }, busy ? "Evaluating …" : "Evaluate")),
    h(Problem, { problem }));
}

function Figures({ evaluation }) {
  const { intervals } = evaluation;
  return div({ class: "tiles" },
    h(Tile, { name: "Accuracy", value: percent(evaluation.accuracy, 2), note: interval(evaluation.accuracyInterval, percent) }),
    h(Tile, { name: "Balanced accuracy", value: percent(evaluation.balancedAccuracy, 2), note: interval(intervals?.balancedAccuracy, percent) }),
    h(Tile, { name: "Loss (cross-entropy)", value: number(evaluation.loss, 4), note: interval(intervals?.loss, number) }),
    h(Tile, { name: "Macro F1", value: number(evaluation.macro.f1), note: interval(intervals?.macroF1, number) }),
    h(Tile, { name: "Macro ROC AUC", value: number(evaluation.macro.rocAuc), note: interval(intervals?.macroRocAuc, number) }),
    h(Tile, { name: "Brier score", value: number(evaluation.brier), note: interval(intervals?.brier, number) }),
    h(Tile, { name: "Calibration error", value: percent(evaluation.calibration.ece, 2), note: interval(intervals?.ece, percent) }),
    ...Object.entries(evaluation.topK).filter(([k]) => k !== "1").map(([k, value]) => h(Tile, { key: k, name: `Among the top ${k}`, value: percent(value, 2), note: "" })));
}

export function EvaluationView({ version }) {
  const [other, setOther] = useState(null);
  const evaluation = other?.evaluation ?? version.evaluation;
  const matrix = useMemo(() => evaluation?.confusionMatrix, [evaluation]);
  return div({ class: "stack" },
    h(Panel, { title: other ? `On ${other.dataset}` : "On the rows that were held out", note: evaluation ? `${whole(evaluation.rows)} rows` : "", actions: h(OnOther, { version, onDone: (dataset, result) => setOther({ dataset, evaluation: result }) }) },
      evaluation ? h(Figures, { evaluation }) : h(Empty, { title: "No rows were held out" }, "The run's split left none for testing or validation. Evaluate on a data set instead.")),
    evaluation && div({ class: "grid" },
      h(Panel, {}, h(Matrix, { title: "Confusion matrix", note: "down: true classes; across: predicted ones; the shade is the share of the true class", labels: matrix.labels, counts: matrix.counts, xName: "predicted", yName: "true", size: "large", label: "Confusion matrix of true and predicted classes" })),
      h(Panel, {}, h(Reliability, { calibration: evaluation.calibration })),
      h(Panel, {}, h(RocCurves, { classes: evaluation.classes })),
      h(Panel, { title: "Classes" }, h(Table, { columns: COLUMNS, rows: evaluation.classes, label: "Figures of each class", rowKey: (one) => one.label, initial: "label" }))));
}
