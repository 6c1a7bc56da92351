// What a run would take, how its signals would propagate, and how to ask for it elsewhere.
import { tags, h, useState } from "../core/view.js";
import { bytes, plural, whole } from "../core/format.js";
import { Choice, Copy, Facts, Panel } from "../parts/basic.js";
import { Forecast } from "./forecast.js";
import { Network } from "./network.js";
import { runByCurl } from "./command.js";

const { div, pre, p } = tags;

function Command({ request }) {
  const [form, setForm] = useState("json");
  const text = form === "json" ? JSON.stringify(request, null, 2) : runByCurl(request);
  return h(Panel, {
    title: "The request",
    actions: [h(Choice, { key: "form", label: "Form", options: [["json", "JSON"], ["curl", "curl"]], value: form, onChange: setForm }), h(Copy, { key: "copy", text })],
  }, pre({ tabIndex: 0, "aria-label": "The request" }, text));
}

export function Plan({ plan, problem, request }) {
  return div({ class: "stack" },
    h(Panel, { title: "What it takes", note: problem ? "of the last request that was possible" : "checked by the service while you type" },
      plan ? h(Network, { plan }) : div({ class: "chart-small" }),
      plan ? h(Facts, { facts: [
        ["Parameters", whole(plan.parameters)], ["Memory", bytes(plan.memoryBytes)], ["Steps of an epoch", whole(plan.stepsPerEpoch)],
        ["Rows", `${whole(plan.rows.training)} / ${whole(plan.rows.validation)} / ${whole(plan.rows.test)}`, "training / validation / test"],
        ["Inputs", whole(plan.inputs)], ["Classes", plural(plan.classes.length, "class", "classes")]] }) : p({ class: "muted" }, "Choose a data set.")),
    plan && h(Forecast, { plan }),
    h(Command, { request }));
}
