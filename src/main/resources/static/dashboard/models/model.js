// One version of a model: evaluation, predictions, card, aliases, files.
import { tags, h, useEffect, useState } from "../core/view.js";
import { remove } from "../core/api.js";
import { useResource } from "../core/hooks.js";
import { go, link } from "../core/route.js";
import { time, whole } from "../core/format.js";
import { confirm, tell } from "../parts/dialog.js";
import { DatasetLink } from "../parts/dataset-link.js";
import { Cut, Facts, Loaded, Page, Panel, Tabs } from "../parts/basic.js";
import { Select } from "../parts/fields.js";
import { EvaluationView } from "./evaluation.js";
import { Predict } from "./predict.js";
import { Card } from "./card.js";
import { Versions } from "./versions.js";

const { a, button, div } = tags;
const VIEWS = ["evaluation", "predict", "card", "versions"];

/** The run by its name; its identifier says nothing to people. */
function RunLink({ version: { run, request } }) {
  return h(Cut, { text: request?.name ?? run, href: link(["runs", run]), title: request?.name ? `${request.name} (${run})` : run });
}

function Version({ model, version, view, reload }) {
  const address = (name) => link(["models", model.name, "versions", String(version.version), name]);
  return div({ class: "stack" },
    h(Panel, {}, h(Facts, { facts: [
      ["Version", whole(version.version)], ["Aliases", version.aliases.join(", ") || "none"], ["Inputs", whole(version.inputs.length)], ["Classes", whole(version.classes.length)],
      ["Parameters", whole(version.parameters)], ["Data set", h(DatasetLink, { id: version.dataset.id })], version.run && ["Run", h(RunLink, { version })],
      ["Made", time(version.createdAt)], ["Content", version.sha256.slice(0, 12), version.sha256]] })),
    h(Tabs, { label: "Views of the model", current: view, items: [
      ["evaluation", "Evaluation", address("evaluation")], ["predict", "Predict", address("predict")], ["card", "Card", address("card")], ["versions", "Aliases and files", address("versions")]] }),
    view === "evaluation" && h(EvaluationView, { version }),
    view === "predict" && h(Predict, { version }),
    view === "card" && h(Card, { version }),
    view === "versions" && h(Versions, { model, version, reload }));
}

export function ModelPage({ route, name }) {
  const [, , , number, wanted] = route.parts;
  const view = VIEWS.includes(wanted) ? wanted : VIEWS[0];
  const model = useResource(`models/${encodeURIComponent(name)}`);
  const chosen = Number(number) || model.data?.aliases.latest || model.data?.versions.at(-1);
  const version = useResource(chosen ? `models/${encodeURIComponent(name)}/versions/${chosen}` : null);
  const [shown, setShown] = useState(null);
  useEffect(() => { if (version.data) setShown(version.data); }, [version.data]);
  const discard = async () => {
    if (!(await confirm({ title: `Delete version ${chosen} of ${name}?`, text: "Its file is gone for good; its number is never given again.", action: "Delete", danger: true }))) return;
    try {
      await remove(`models/${encodeURIComponent(name)}/versions/${chosen}`);
      tell("The version is deleted.");
      go(["models"]);
    } catch (problem) {
      tell(problem.message);
    }
  };
  const reload = () => {
    model.reload();
    version.reload();
  };
  return h(Page, {
    title: name, crumbs: [["Models", link(["models"])]],
    actions: model.data && [
      model.data.versions.length > 1 && h(Select, { key: "version", label: "Version", inline: true, value: String(chosen), onChange: (next) => go(["models", name, "versions", next, view]), options: model.data.versions.map(String).reverse() }),
      button({ key: "delete", type: "button", class: "danger", onClick: discard }, "Delete this version")],
  }, h(Loaded, { state: model, rows: 2 }, (data) => h(Loaded, { state: { ...version, data: version.data ?? shown }, rows: 8 }, (one) => one && h(Version, { model: data, version: one, view, reload }))));
}
