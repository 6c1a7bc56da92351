// The model card: what a model is for, what it needs, where it comes from, what to keep in mind.
import { tags, h } from "../core/view.js";
import { useResource } from "../core/hooks.js";
import { time, whole } from "../core/format.js";
import { Facts, Loaded, Panel } from "../parts/basic.js";
import { DatasetLink } from "../parts/dataset-link.js";
import { Importance } from "./importance.js";

const { code, details, div, h3, li, p, pre, summary, ul } = tags;

export function Card({ version }) {
  const base = `models/${encodeURIComponent(version.name)}/versions/${version.version}/card`;
  const state = useResource(base);
  return div({ class: "grid" },
    h(Panel, { title: "Model card" },
      h(Loaded, { state, rows: 6 }, (card) => div({ class: "stack card-text" },
        p({}, card.summary),
        h(Facts, { facts: [["Made", time(card.lineage.createdAt)], ["Code version", card.lineage.codeVersion], ["Seed", card.lineage.seed], ["Data set", h(DatasetLink, { id: card.lineage.dataset.id })], ["Parameters", whole(card.parameters)]] }),
        div({}, h3({}, "Keep in mind"), card.caveats.length > 0 ? ul({}, card.caveats.map((caveat, index) => li({ key: index }, caveat))) : p({ class: "muted" }, "Nothing in particular.")),
        details({}, summary({}, "Inputs"), ul({}, card.inputs.map((input) => li({ key: input.name }, code({}, input.name), " ", input.kind, input.categories?.length > 0 && `: ${input.categories.slice(0, 12).join(", ")}${input.categories.length > 12 ? " …" : ""}`)))),
        details({}, summary({}, "Network"), pre({ tabIndex: 0 }, typeof card.network === "string" ? card.network : JSON.stringify(card.network, null, 2)))))),
    h(Importance, { version }));
}
