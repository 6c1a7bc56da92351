// Reads and writes a place in a request by its JSON Pointer; what is undefined is left out.
const parts = (pointer) => pointer.split("/").slice(1);

export const read = (value, pointer) => parts(pointer).reduce((place, name) => place?.[name], value);

export function write(value, pointer, next) {
  const [name, ...rest] = parts(pointer);
  const copy = { ...(value ?? {}) };
  const inner = rest.length > 0 ? write(copy[name], `/${rest.join("/")}`, next) : next;
  const empty = inner === undefined || (rest.length > 0 && inner !== null && typeof inner === "object" && !Array.isArray(inner) && Object.keys(inner).length === 0);
  if (empty) delete copy[name];
  else copy[name] = inner;
  return copy;
}
