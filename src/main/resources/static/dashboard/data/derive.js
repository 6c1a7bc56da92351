// A new data set from an old one: another target, other kinds, columns left out.
import { tags, h, useState } from "../core/view.js";
import { post } from "../core/api.js";
import { go } from "../core/route.js";
import { tell } from "../parts/dialog.js";
import { Cut, Problem } from "../parts/basic.js";
import { LONGEST_NAME } from "./upload.js";
import { Select, Text } from "../parts/fields.js";

const { button, details, div, form, input, label, option, select, summary, table, tbody, td, th, thead, tr } = tags;

export function Derive({ dataset }) {
  const [name, setName] = useState("");
  const [target, setTarget] = useState(dataset.target);
  const [kinds, setKinds] = useState({});
  const [exclude, setExclude] = useState(() => new Set());
  const [problem, setProblem] = useState(null);
  const columns = [...dataset.columns, { name: dataset.target, kind: "categorical", target: true }];
  const changed = target !== dataset.target || exclude.size > 0 || Object.keys(kinds).length > 0;

  const kind = (column) => (event) => setKinds((old) => {
    const next = { ...old, [column.name]: event.target.value };
    if (event.target.value === column.kind && !column.target) delete next[column.name];
    return next;
  });
  const leave = (column) => (event) => setExclude((old) => {
    const next = new Set(old);
    if (event.target.checked) next.delete(column.name);
    else next.add(column.name);
    return next;
  });
  const submit = async (event) => {
    event.preventDefault();
    try {
      const made = await post("datasets", {
        from: dataset.id, name: name || `${dataset.name}, changed`.slice(0, LONGEST_NAME), target,
        ...(Object.keys(kinds).length ? { kinds } : {}), ...(exclude.size ? { exclude: [...exclude] } : {}),
      });
      tell(`${made.name} is stored.`);
      go(["data", made.id]);
    } catch (refused) {
      setProblem(refused);
    }
  };
  return form({ class: "stack", onSubmit: submit },
    div({ class: "fields" },
      h(Select, { label: "Target", value: target, onChange: setTarget, options: columns.map((column) => column.name) }),
      h(Text, { label: "Name", value: name, onChange: setName, placeholder: `${dataset.name}, changed` })),
    details({}, summary({}, "Kinds, and columns to leave out"),
      div({ class: "table-box numbers", tabIndex: 0, role: "region", "aria-label": "Columns of the new data set" },
        table({},
          thead({}, tr({}, th({ scope: "col" }, "Keep"), th({ scope: "col" }, "Column"), th({ scope: "col" }, "Kind"))),
          tbody({}, columns.filter((column) => column.name !== target).map((column) => tr({ key: column.name },
            td({}, input({ type: "checkbox", id: `keep-${column.name}`, checked: !exclude.has(column.name), onChange: leave(column) })),
            td({}, label({ for: `keep-${column.name}` }, h(Cut, { text: column.name }))),
            td({}, select({ "aria-label": `Kind of ${column.name}`, value: kinds[column.name] ?? column.kind, onChange: kind(column) },
              ["numeric", "categorical"].map((id) => option({ key: id, value: id }, id)))))))))),
    h(Problem, { problem }),
    div({ class: "actions" }, button({ type: "submit", disabled: !changed }, "Make the new data set")));
}
