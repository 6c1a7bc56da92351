// Controls of forms: a label, a control, what is wrong with it, and help.
import { tags } from "../core/view.js";
import { useIdentifier } from "./ids.js";

const { div, input, label, option, p, select, span, textarea } = tags;

/** A label around any control; `control(attributes)` gets its id and what describes it. */
export function Field({ label: text, help, error, control, pointer, inline }) {
  const id = useIdentifier();
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return div({ class: inline ? "field field-inline" : "field", "data-pointer": pointer },
    label({ htmlFor: id, for: id }, text),
    control({ id, "aria-describedby": described, "aria-invalid": error ? "true" : undefined }),
    error && p({ class: "field-error", id: `${id}-error` }, span({ "aria-hidden": "true" }, "✕ "), error),
    help && p({ class: "help", id: `${id}-help` }, help));
}

export const Text = ({ value, onChange, placeholder, list, ...field }) =>
  Field({ ...field, control: (own) => input({ ...own, type: "text", value: value ?? "", placeholder, list, autocomplete: "off", onInput: (event) => onChange(event.target.value) }) });

export const NumberField = ({ value, onChange, placeholder, min, max, step = "any", ...field }) =>
  Field({
    ...field,
    control: (own) => input({
      ...own, type: "number", inputMode: "decimal", value: value ?? "", placeholder, min, max, step,
      onInput: (event) => onChange(event.target.value === "" ? null : Number(event.target.value)),
    }),
  });

export const Slider = ({ value, onChange, min, max, step, shown, ...field }) =>
  Field({
    ...field,
    label: span({ class: "slider-label" }, field.label, " ", span({ class: "slider-value" }, shown ?? value)),
    control: (own) => input({ ...own, type: "range", value, min, max, step, onInput: (event) => onChange(Number(event.target.value)) }),
  });

export const Select = ({ value, onChange, options, ...field }) =>
  Field({
    ...field,
    control: (own) => select({ ...own, value, onChange: (event) => onChange(event.target.value) },
      options.map((one) => {
        const [id, text] = Array.isArray(one) ? one : [one, one];
        return option({ key: id, value: id, selected: id === value }, text);
      })),
  });

export const Check = ({ value, onChange, label: text, help }) => {
  const id = useIdentifier();
  return div({ class: "field check" },
    div({}, input({ id, type: "checkbox", checked: Boolean(value), onChange: (event) => onChange(event.target.checked), "aria-describedby": help ? `${id}-help` : undefined }),
      label({ for: id }, text)),
    help && p({ class: "help", id: `${id}-help` }, help));
};

export const Area = ({ value, onChange, rows = 4, ...field }) =>
  Field({ ...field, control: (own) => textarea({ ...own, rows, value, onInput: (event) => onChange(event.target.value) }) });
