// What the service's own description says of a field: its words, default, bounds and kinds.
import { get } from "./api.js";

let document_ = null;

/** The OpenAPI document, fetched once. */
export const description = () => (document_ ??= get("/v3/api-docs").catch((problem) => { document_ = null; throw problem; }));

/** Follows references and leaves null out of what may be null. */
export function resolve(api, schema) {
  if (!schema) return {};
  if (schema.$ref) {
    const { $ref, ...own } = schema;
    return { ...resolve(api, api.components.schemas[$ref.split("/").at(-1)]), ...own };
  }
  const parts = (schema.anyOf ?? []).filter((part) => part.type !== "null");
  if (schema.anyOf && parts.length === 1) {
    const { anyOf, ...own } = schema;
    return { ...resolve(api, parts[0]), ...own, nullable: true };
  }
  return schema;
}

const types = (schema) => [schema.type].flat().filter((type) => type && type !== "null");

/** The kinds of a choice such as `optimizer`, each with the schema of its own fields. */
function kinds(api, schema) {
  const parts = (schema.oneOf ?? []).map((part) => resolve(api, part));
  const named = parts.find((part) => part.enum);
  const objects = parts.filter((part) => part.properties?.kind?.const);
  if (!named || objects.length === 0) return null;
  return named.enum.map((name) => ({ name, schema: objects.find((part) => part.properties.kind.const === name) ?? {} }));
}

/** What form a field has: `kind`, `layers`, `number`, `whole`, `boolean`, `choice`, `object`, `text`. */
export function shape(api, raw) {
  const schema = resolve(api, raw);
  const own = kinds(api, schema);
  if (own) return { form: "kind", kinds: own, schema };
  const parts = (schema.oneOf ?? []).map((part) => resolve(api, part));
  const list = parts.find((part) => types(part).includes("array"));
  if (list) return { form: "layers", one: parts.find((part) => part !== list), schema };
  if (schema.enum) return { form: "choice", options: schema.enum, schema };
  const type = types(schema)[0];
  if (type === "integer") return { form: "whole", schema };
  if (type === "number") return { form: "number", schema };
  if (type === "boolean") return { form: "boolean", schema };
  if (schema.properties) return { form: "object", schema };
  return { form: "text", schema };
}

/** `learningRate` as people write it. */
export const words = (name) => {
  const spaced = name.replace(/([a-z])([A-Z0-9])/g, "$1 $2").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

/** The bounds of a number in the description's words. */
export function bounds(schema) {
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum ?? schema.exclusiveMaximum;
  return { min: low, max: high };
}
