// The service's public API. What it refuses becomes a Refusal with the problem document's fields.
const BASE = "/api/v1";

export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail || problem.title || "The service does not answer.");
    Object.assign(this, { status: 0, code: "unreachable", errors: [] }, problem);
  }
}

let signedOut = () => {};

/** Is called when the service asks for a key. */
export function onSignedOut(action) {
  signedOut = action;
}

function refusal(status, text) {
  let problem = {};
  try {
    problem = JSON.parse(text);
  } catch {
    problem = { detail: `The service answered with status ${status}.` };
  }
  if (status === 401) signedOut();
  return new Refusal({ ...problem, status });
}

async function exchange(method, path, body, options = {}) {
  const headers = { Accept: options.accept ?? "application/json", ...options.headers };
  if (body !== undefined) headers["Content-Type"] = options.type ?? "application/json";
  let answer;
  try {
    answer = await fetch(path.startsWith("/") ? path : `${BASE}/${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : options.type ? body : JSON.stringify(body),
      signal: options.signal,
    });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Refusal({ detail: "The service cannot be reached. It may be restarting: try again in a moment." });
  }
  const text = await answer.text();
  if (!answer.ok) throw refusal(answer.status, text);
  if (!text) return null;
  return options.text ? text : JSON.parse(text);
}

export const get = (path, options) => exchange("GET", path, undefined, options);
export const post = (path, body, options) => exchange("POST", path, body ?? {}, options);
export const put = (path, body, options) => exchange("PUT", path, body, options);
export const remove = (path, options) => exchange("DELETE", path, undefined, options);

/** The command verbs of a run take no body. */
export const command = (path) => exchange("POST", path, undefined);

/** All items of a list, page by page. */
export async function all(path, most = 1000, options) {
  const items = [];
  let cursor = null;
  do {
    const query = new URLSearchParams({ limit: "200", ...(cursor ? { cursor } : {}) });
    const page = await get(`${path}${path.includes("?") ? "&" : "?"}${query}`, options);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < most);
  return items;
}

/** Uploads a file; `progress` gets the sent share, 0 to 1. fetch cannot tell how far it is. */
export function upload(path, body, type, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${BASE}/${path}`);
    request.setRequestHeader("Accept", "application/json");
    if (type) request.setRequestHeader("Content-Type", type);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText))
        : reject(refusal(request.status, request.responseText));
    request.onerror = () => reject(new Refusal({ detail: "The upload broke off: the service cannot be reached." }));
    request.send(body);
  });
}
