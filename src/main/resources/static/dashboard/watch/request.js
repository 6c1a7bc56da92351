// What the run was asked to do, and how to ask for it again.
import { tags, h } from "../core/view.js";
import { time, whole } from "../core/format.js";
import { Copy, Facts, Panel } from "../parts/basic.js";
import { runByCurl } from "../runs/command.js";

const { div, pre, a } = tags;

export function RequestPage({ run }) {
  const text = JSON.stringify(run.request, null, 2);
  return div({ class: "grid" },
    h(Panel, { title: "The request", note: "with every default filled in", actions: h(Copy, { text }) }, pre({ tabIndex: 0 }, text)),
    h(Panel, { title: "Again, by curl", actions: h(Copy, { text: runByCurl(run.request) }) },
      pre({ tabIndex: 0 }, runByCurl(run.request)),
      h(Facts, { facts: [["Identifier", run.id], ["Seed", String(run.seed)], ["Attempts", whole(run.attempt)], ["Submitted", time(run.createdAt)], ["Started", time(run.startedAt)], ["Ended", time(run.finishedAt)]] }),
      div({}, a({ href: `/api/v1/runs/${run.id}/curves?series=trainLoss,trainAccuracy,validationLoss,validationAccuracy,learningRate,gradientNorm`, download: `${run.name}-curves.json` }, "Curves as a file"))));
}
