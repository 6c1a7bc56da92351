// Starting points that show something.
import { tags } from "../core/view.js";

const { button, div, span } = tags;

const PRESETS = [
  ["Defaults", "Two hidden layers of 64 ReLUs, Adam", {}],
  ["Dropout and batch normalization", "Regularized, with moments to watch", { model: { widths: [128, 64], dropout: 0.3, normalization: "batch" } }],
  ["Thirty layers, Xavier", "Watch gradients vanish through ReLUs", { model: { depth: 30, widths: [100], initializer: "xavierNormal" }, training: { optimizer: { kind: "sgd", learningRate: 0.05 }, epochs: 60 } }],
  ["Thirty layers, Kaiming", "The same network, with the initializer that fits", { model: { depth: 30, widths: [100], initializer: "kaimingNormal" }, training: { optimizer: { kind: "sgd", learningRate: 0.05 }, epochs: 60 } }],
  ["Saturating sigmoids", "Weights far too large", { model: { widths: [64, 64, 64], activation: "sigmoid", initializer: { kind: "normal", standardDeviation: 1.5 } } }],
  ["Whitening", "Decorrelated units", { model: { widths: [64, 64], normalization: "whitening" }, training: { batchSize: 64 } }],
];

export const Presets = ({ request, replace }) =>
  div({ class: "actions", role: "group", "aria-label": "Start from" },
    span({ class: "muted" }, "Start from:"),
    PRESETS.map(([name, title, preset]) => button({ type: "button", key: name, class: "chip", title, onClick: () => replace({ dataset: request.dataset, ...preset }) }, name)));
