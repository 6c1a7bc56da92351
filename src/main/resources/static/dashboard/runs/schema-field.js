// One field of a request, in the form that its schema asks for.
import { tags, h, useState } from "../core/view.js";
import { bounds, shape, words } from "../core/schema.js";
import { read, write } from "../core/pointer.js";
import { Check, NumberField, Select, Text } from "../parts/fields.js";

const { div, fieldset, legend } = tags;

/** What the service says of a field or of anything in it. */
export function errorAt(errors, pointer, deep) {
  return errors.find((one) => one.pointer === pointer || (deep && one.pointer.startsWith(`${pointer}/`)))?.detail;
}

const kindOf = (value) => (value && typeof value === "object" ? value.kind : value);

/** The kind that is taken when none is given: the description's words tell it where its default does not. */
const presetKind = (found, help) => kindOf(found.schema.default) ?? help?.match(/default (\w+)/i)?.[1];

function Kind({ found, label, help, value, onChange, errors, pointer, api, children }) {
  const preset = presetKind(found, help);
  const current = kindOf(value) ?? "";
  const chosen = found.kinds.find((one) => one.name === (current || preset));
  const fields = Object.entries(chosen?.schema.properties ?? {}).filter(([name]) => name !== "kind");
  const inner = (name) => (next) => {
    const object = write(typeof value === "object" && value !== null ? value : { kind: chosen.name }, `/${name}`, next);
    onChange(Object.keys(object).length === 1 ? (current ? chosen.name : undefined) : { kind: chosen.name, ...object });
  };
  return fieldset({},
    legend({}, label),
    div({ class: "fields" },
      h(Select, { label: "Kind", value: current, onChange: (next) => onChange(next || undefined), help, error: errorAt(errors, pointer), options: [["", `default${preset ? `: ${preset}` : ""}`], ...found.kinds.map(({ name }) => name)] }),
      fields.map(([name, schema]) => h(SchemaField, {
        key: `${chosen.name}-${name}`, api, schema, name, pointer: `${pointer}/${name}`, errors,
        value: typeof value === "object" && value !== null ? value[name] : undefined, onChange: inner(name) }))),
    children);
}

/** Numbers for all layers or for each: `0.5`, or `0.2, 0.5`. */
function Layers({ label, help, value, onChange, error, pointer }) {
  const [text, setText] = useState(value === undefined ? "" : [value].flat().join(", "));
  const type = (next) => {
    setText(next);
    const all = next.split(/[,\s]+/).filter(Boolean);
    const numbers = all.map((one) => (Number.isNaN(Number(one)) ? one : Number(one)));
    onChange(numbers.length === 0 ? undefined : numbers.length === 1 ? numbers[0] : numbers);
  };
  return h(Text, { label, help, error, pointer, value: text, onChange: type, placeholder: "0" });
}

/** A kind for all layers, or names of kinds for each. */
function KindLayers({ one, api, label, help, value, onChange, errors, pointer, count }) {
  if (!Array.isArray(value)) {
    return h(Kind, { found: one, api, label, help, value, onChange, errors, pointer },
      count > 1 && h(Check, { label: "One for each layer", value: false, onChange: () => onChange(Array.from({ length: count }, () => value ?? presetKind(one, help) ?? one.kinds[0].name)) }));
  }
  return fieldset({},
    legend({}, label),
    h(Check, { label: "One for each layer", value: true, onChange: () => onChange(value[0]) }),
    div({ class: "fields" }, value.map((each, index) => h(Select, {
      key: index, label: `Layer ${index + 1}`, value: kindOf(each), options: one.kinds.map(({ name }) => name), error: errorAt(errors, `${pointer}/${index}`, true),
      onChange: (next) => onChange(value.map((old, at) => (at === index ? next : old))) }))));
}

export function SchemaField({ api, schema: raw, name, label, pointer, value, onChange, errors, count }) {
  const found = shape(api, raw);
  const help = raw.description ?? found.schema.description;
  const text = label ?? words(name);
  const error = errorAt(errors, pointer, found.form !== "kind");
  const preset = found.schema.default;
  const common = { label: text, help, error, pointer, value };
  switch (found.form) {
    case "kind":
      return h(Kind, { found, api, label: text, help, value, onChange, errors, pointer });
    case "layers": {
      const one = shape(api, found.one);
      return one.form === "kind"
        ? h(KindLayers, { one, api, label: text, help, value, onChange, errors, pointer, count })
        : h(Layers, { ...common, onChange });
    }
    case "whole":
    case "number":
      return h(NumberField, { ...common, ...bounds(found.schema), step: found.form === "whole" ? 1 : "any", placeholder: preset === undefined || preset === null ? "none" : String(preset), onChange: (next) => onChange(next ?? undefined) });
    case "boolean":
      return h(Check, { label: text, help, value: value ?? preset, onChange: (next) => onChange(next === preset ? undefined : next) });
    case "choice":
      return h(Select, { ...common, value: value ?? "", options: [["", `default${preset ? `: ${preset}` : ""}`], ...found.options], onChange: (next) => onChange(next || undefined) });
    default:
      return h(Text, { ...common, placeholder: preset ?? "", onChange: (next) => onChange(next === "" ? undefined : next) });
  }
}

/** A row of fields of one object of the request. */
export function SchemaFields({ api, of, names, base, request, setRequest, errors, count = {}, labels = {} }) {
  const { properties } = api.components.schemas[of];
  return names.map((name) => h(SchemaField, {
    key: name, api, schema: properties[name], name, label: labels[name], pointer: `${base}/${name}`, count: count[name],
    value: read(request, `${base}/${name}`), errors,
    onChange: (next) => setRequest((old) => write(old, `${base}/${name}`, next)) }));
}
