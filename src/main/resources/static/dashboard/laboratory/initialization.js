// Signals and gradients through a fresh network, for one initializer and others.
import { tags, h, useMemo } from "../core/view.js";
import { post } from "../core/api.js";
import { number } from "../core/format.js";
import { Panel } from "../parts/basic.js";
import { Select, Slider } from "../parts/fields.js";
import { Lines } from "../charts/lines.js";
import { Unanswered, useAnswer, useSettings } from "./experiment.js";

const { br, button, div } = tags;
const ACTIVATIONS = ["relu", "leakyRelu", "elu", "gelu", "tanh", "sigmoid", "softsign", "identity"];
const INITIALIZERS = ["kaimingNormal", "kaimingUniform", "xavierNormal", "xavierUniform", "lecunNormal", "lecunUniform", "fanInUniform", "orthogonal", "normal", "uniform"];
const PRESETS = { activation: "relu", initializer: "kaimingNormal", others: "xavierNormal", depth: 30, width: 100, dropout: 0, rows: 256, seed: 0 };
const MOST = 3;
/** What is drawn before the first answer. */
const NOTHING = { layers: [], compare: {} };

const ask = (own, options) => post("theory/initialization", {
  widths: Array.from({ length: own.depth + 1 }, () => own.width), activation: own.activation, initializer: own.initializer,
  compare: own.others.split(",").filter((name) => name && name !== own.initializer), dropout: own.dropout, rows: own.rows, seed: own.seed,
}, options);

function Depths({ data, name, own, title, note, waiting }) {
  const all = useMemo(() => ({ [own]: data.layers, ...data.compare }), [data]);
  const x = useMemo(() => data.layers.map((layer) => layer.index), [data]);
  const series = useMemo(() => Object.entries(all).flatMap(([kind, layers], index) => [
    name === "forward" && layers[0]?.forward.band && { name: `${kind}, band`, low: layers.map((layer) => layer.forward.band?.[0] ?? null), high: layers.map((layer) => layer.forward.band?.[1] ?? null), opacity: 0.12, unnamed: true, color: (colours) => colours.series[index] },
    { name: `${kind}, theory`, values: layers.map((layer) => layer[name].theory), dash: ["solid", "dashed", "dotted", [8, 3, 2, 3]][index % 4], color: (colours) => colours.series[index] },
    { name: `${kind}, measured`, values: layers.map((layer) => layer[name].measured), points: true, symbol: ["circle", "triangle", "rect", "diamond"][index % 4], color: (colours) => colours.series[index] },
  ]).filter(Boolean), [all]);
  return h(Panel, {}, h(Lines, { title, note, x, xName: "layer", series, log: true, zoom: false, size: "large", waiting, label: `${title} by layer, theory and measurement` }));
}

export function Initialization({ query }) {
  const [settings, set] = useSettings(PRESETS, query);
  const state = useAnswer(settings, ask);
  const others = settings.others.split(",").filter(Boolean);
  const toggle = (name) => set("others")((others.includes(name) ? others.filter((one) => one !== name) : [...others, name].slice(-MOST)).join(","));
  const data = state.data ?? NOTHING;
  // Two lines on a phone and elsewhere, before there are numbers, too.
  const at = (name, layer, way) => [`${name} layer: theory ${number(layer?.[way].theory)},`, br({}), `measured ${number(layer?.[way].measured)}`];
  const shared = { data, own: settings.initializer, waiting: state.waiting };
  return div({ class: "stack" },
    h(Panel, { title: "A fresh network", note: "second moments from layer to layer, before any training" },
      div({ class: "fields" },
        h(Select, { label: "Activation", value: settings.activation, onChange: set("activation"), options: ACTIVATIONS }),
        h(Select, { label: "Initializer", value: settings.initializer, onChange: set("initializer"), options: INITIALIZERS }),
        h(Slider, { label: "Layers", min: 1, max: 60, step: 1, value: settings.depth, onChange: set("depth") }),
        h(Slider, { label: "Width", min: 10, max: 300, step: 10, value: settings.width, onChange: set("width") }),
        h(Slider, { label: "Dropout", min: 0, max: 0.9, step: 0.05, value: settings.dropout, onChange: set("dropout") }),
        h(Slider, { label: "Seed", min: 0, max: 50, step: 1, value: settings.seed, onChange: set("seed") })),
      div({ class: "controls", role: "group", "aria-label": "Compare with" }, "Compare with:",
        INITIALIZERS.filter((name) => name !== settings.initializer).map((name) => button({ key: name, type: "button", class: "chip", "aria-pressed": String(others.includes(name)), onClick: () => toggle(name) }, others.includes(name) ? "✓ " : "", name))),
      h(Unanswered, { state })),
    div({ class: "grid" },
      h(Depths, { ...shared, name: "forward", title: "Signal: second moment of the pre-activations", note: at("last", data.layers.at(-1), "forward") }),
      h(Depths, { ...shared, name: "backward", title: "Gradient: second moment by the pre-activations", note: at("first", data.layers[0], "backward") })));
}
