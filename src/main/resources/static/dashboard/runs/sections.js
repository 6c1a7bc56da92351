// The parts of the form: data, network, training, and the rest.
import { tags, h, useState } from "../core/view.js";
import { read, write } from "../core/pointer.js";
import { Panel } from "../parts/basic.js";
import { Check, NumberField, Select, Text } from "../parts/fields.js";
import { errorAt, SchemaFields } from "./schema-field.js";

const { details, div, fieldset, legend, summary } = tags;

export function DataSection(props) {
  const { request, setRequest, errors, datasets } = props;
  const set = (pointer) => (value) => setRequest((old) => write(old, pointer, value || undefined));
  return h(Panel, { title: "Data" },
    div({ class: "fields" },
      h(Select, { label: "Data set", value: request.dataset, onChange: set("/dataset"), error: errorAt(errors, "/dataset"), options: datasets.map((one) => [one.id, `${one.name} (${one.rows} rows)`]), help: "Whose rows are trained on." }),
      h(SchemaFields, { ...props, of: "RunRequest", base: "", names: ["name"], labels: { name: "Name of the run" } }),
      h(SchemaFields, { ...props, of: "SplitSpec", base: "/split", names: ["validationFraction", "testFraction"] })),
    details({}, summary({}, "More about the rows"),
      div({ class: "fields" },
        h(SchemaFields, { ...props, of: "SplitSpec", base: "/split", names: ["stratified", "seed"], labels: { seed: "Seed of the split" } }),
        ["validationDataset", "testDataset"].map((name) => h(Select, {
          key: name, label: name === "testDataset" ? "Test data set" : "Validation data set", value: read(request, `/split/${name}`) ?? "", onChange: set(`/split/${name}`), error: errorAt(errors, `/split/${name}`),
          options: [["", "rows of this one"], ...datasets.map((one) => [one.id, one.name])] })),
        h(SchemaFields, { ...props, of: "PreprocessingSpec", base: "/preprocessing", names: ["scaling", "missing"], labels: { missing: "Missing numbers" } }))));
}

const listed = (text) => text.split(/[,\s]+/).filter(Boolean).map(Number).filter((value) => !Number.isNaN(value));

/** Depth and widths together: one width stands for all layers. */
function Shape({ request, setRequest, errors }) {
  const { depth, widths } = request.model ?? {};
  const [text, setText] = useState(widths ? (widths.length > 1 && widths.every((one) => one === widths[0]) ? String(widths[0]) : widths.join(", ")) : "");
  const count = depth ?? widths?.length ?? 2;
  const put = (nextDepth, nextWidths) => setRequest((old) => {
    const shape = nextWidths.length === nextDepth ? { widths: nextWidths } : { depth: nextDepth, widths: nextWidths.length ? nextWidths : undefined };
    return write(write(old, "/model/depth", shape.depth), "/model/widths", nextDepth === 0 ? [] : shape.widths);
  });
  const setDepth = (value) => {
    if (value === null || value < 0) return;
    const all = listed(text);
    if (all.length > 1 && all.length !== value) {
      const next = Array.from({ length: value }, (_, index) => all[Math.min(index, all.length - 1)]);
      setText(next.join(", "));
      put(value, next);
    } else {
      put(value, all.length === 1 ? all : all.length === value ? all : [64]);
    }
  };
  const setWidths = (next) => {
    setText(next);
    const all = listed(next);
    if (all.length === 0) setRequest((old) => write(write(old, "/model/depth", undefined), "/model/widths", undefined));
    else if (all.length === 1) put(count, all);
    else put(all.length, all);
  };
  return [
    h(NumberField, { key: "depth", label: "Hidden layers", value: count, onChange: setDepth, min: 0, max: 1000, step: 1, error: errorAt(errors, "/model/depth"), help: "0 is softmax regression." }),
    h(Text, { key: "widths", label: "Widths", value: text, onChange: setWidths, placeholder: "64", error: errorAt(errors, "/model/widths", true), help: "One for all layers, or one for each: 128, 64." })];
}

const hiddenLayers = ({ model }) => model?.depth ?? model?.widths?.length ?? 2;

export function NetworkSection(props) {
  const layers = hiddenLayers(props.request);
  const own = { ...props, of: "NetworkSpec", base: "/model", count: { activation: layers, normalization: layers, initializer: layers + 1 } };
  return h(Panel, { title: "Network" },
    div({ class: "fields" }, h(Shape, props), h(SchemaFields, { ...own, names: ["dropout", "inputDropout"], labels: { dropout: "Dropout" } })),
    div({ class: "grid-fields" }, h(SchemaFields, { ...own, names: ["activation", "initializer", "normalization"] })),
    details({}, summary({}, "Output and biases"), div({ class: "grid-fields" }, h(SchemaFields, { ...own, names: ["outputActivation", "biasInitializer"] }))));
}

/** Rows of a step: a number, or all of them. */
function BatchSize({ request, setRequest, errors }) {
  const value = read(request, "/training/batchSize");
  const set = (next) => setRequest((old) => write(old, "/training/batchSize", next ?? undefined));
  return div({},
    value !== "full" && h(NumberField, { label: "Batch size", value, onChange: set, placeholder: "32", min: 1, step: 1, error: errorAt(errors, "/training/batchSize"), help: "Rows of a step." }),
    h(Check, { label: "All rows in one step", value: value === "full", onChange: (full) => set(full ? "full" : null) }));
}

function EarlyStopping(props) {
  const { request, setRequest } = props;
  const off = read(request, "/training/earlyStopping") === null;
  return fieldset({}, legend({}, "Early stopping"),
    h(Check, { label: "Stop when it no longer gets better", value: !off, onChange: (on) => setRequest((old) => write(old, "/training/earlyStopping", on ? undefined : null)) }),
    !off && div({ class: "fields" }, h(SchemaFields, { ...props, of: "EarlyStopping", base: "/training/earlyStopping", names: ["metric", "patience", "minDelta", "keepBest"] })));
}

export function TrainingSection(props) {
  const { request, setRequest, errors } = props;
  const own = { ...props, of: "TrainingSpec", base: "/training" };
  const weights = read(request, "/training/classWeights");
  return h(Panel, { title: "Training" },
    div({ class: "fields" }, h(SchemaFields, { ...own, names: ["epochs"] }), h(BatchSize, props), h(SchemaFields, { ...own, names: ["seed", "l2"], labels: { l2: "L2 penalty" } })),
    div({ class: "grid-fields" }, h(SchemaFields, { ...own, names: ["optimizer", "schedule"] })),
    h(EarlyStopping, props),
    details({}, summary({}, "More regularization and limits"),
      div({ class: "fields" },
        h(SchemaFields, { ...own, names: ["l1", "maxNorm", "labelSmoothing", "gradientClipping", "maxSeconds"], labels: { l1: "L1 penalty", maxNorm: "Max norm", maxSeconds: "Most seconds" } }),
        h(Text, {
          label: "Class weights", value: typeof weights === "object" && weights ? JSON.stringify(weights) : weights ?? "", error: errorAt(errors, "/training/classWeights", true), placeholder: "none",
          help: 'balanced, or weights by class: {"rare": 3}',
          onChange: (text) => setRequest((old) => write(old, "/training/classWeights", text === "" ? undefined : parsed(text))) }))));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function ExtraSection(props) {
  return h(Panel, { title: "Statistics and registration" },
    div({ class: "fields" },
      h(SchemaFields, { ...props, of: "Register", base: "/register", names: ["model", "alias"], labels: { model: "Model's name" } }),
      h(SchemaFields, { ...props, of: "StatisticsSpec", base: "/statistics", names: ["everyEpochs", "probeRows", "histogramBins"] }),
      h(SchemaFields, { ...props, of: "RunRequest", base: "", names: ["priority"] })));
}
