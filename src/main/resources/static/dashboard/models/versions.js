// Aliases that point to versions, and files that others can read.
import { tags, h, useState } from "../core/view.js";
import { put, remove } from "../core/api.js";
import { link } from "../core/route.js";
import { tell } from "../parts/dialog.js";
import { curl } from "../runs/command.js";
import { Copy, Panel, Problem } from "../parts/basic.js";
import { Text } from "../parts/fields.js";

const { a, button, div, form, li, pre, span, ul, p } = tags;

const FILES = [["onnx", "ONNX", "with its preprocessing, for ONNX Runtime and others"], ["safetensors", "safetensors", "can be imported again"], ["npz", "NumPy npz", "one array for each tensor"]];

function Aliases({ model, version, reload }) {
  const [alias, setAlias] = useState("");
  const [problem, setProblem] = useState(null);
  const change = async (action, text) => {
    try {
      await action();
      setProblem(null);
      setAlias("");
      tell(text);
      reload();
    } catch (refused) {
      setProblem(refused);
    }
  };
  const path = (name) => `models/${encodeURIComponent(model.name)}/aliases/${encodeURIComponent(name)}`;
  return h(Panel, { title: "Aliases", note: "names that calls use in place of a number; latest moves with each registration" },
    Object.keys(model.aliases).length === 0 && p({ class: "muted" }, "No alias points to this model."),
    ul({}, Object.entries(model.aliases).map(([name, target]) => li({ key: name },
      name, " → ", a({ href: link(["models", model.name, "versions", String(target), "versions"]) }, `version ${target}`), " ",
      button({ type: "button", class: "quiet", onClick: () => change(() => remove(path(name)), `${name} is removed.`), "aria-label": `Remove the alias ${name}` }, "Remove")))),
    form({ class: "controls", onSubmit: (event) => { event.preventDefault(); change(() => put(path(alias), { version: version.version }), `${alias} points to version ${version.version}.`); } },
      h(Text, { label: "Alias", value: alias, onChange: setAlias, placeholder: "production", inline: true }),
      button({ type: "submit", disabled: !alias }, `Point it to version ${version.version}`)),
    h(Problem, { problem }));
}

export function Versions({ model, version, reload }) {
  const base = `/api/v1/models/${encodeURIComponent(version.name)}`;
  const row = Object.fromEntries(version.inputs.map((input) => [input.name, input.kind === "numeric" ? 0 : input.categories[0]]));
  const call = curl(JSON.stringify({ rows: [row] }), `${base}/predictions?version=${version.version}`);
  return div({ class: "grid" },
    h(Aliases, { model, version, reload }),
    h(Panel, { title: "Files" },
      ul({}, FILES.map(([format, name, text]) => li({ key: format },
        a({ href: `${base}/versions/${version.version}/export?format=${format}`, download: `${version.name}-${version.version}.${format}` }, name), " ", span({ class: "note" }, text))))),
    h(Panel, { title: "Predict by curl", actions: h(Copy, { text: call }) }, pre({ tabIndex: 0 }, call)),
    h(Panel, { title: "All versions" }, ul({}, [...model.versions].reverse().map((number) => li({ key: number },
      a({ href: link(["models", model.name, "versions", String(number)]), "aria-current": number === version.version ? "true" : undefined }, `version ${number}`))))));
}
