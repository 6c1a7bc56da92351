// A request as a command that people may keep.
export const curl = (body, path = "/api/v1/runs") =>
  `curl -f '${location.origin}${path}' \\\n  -H 'Content-Type: application/json' \\\n  -d '${body.replaceAll("'", "'\\''")}'`;

/** A run's request, as people read it. */
export const runByCurl = (request) => curl(JSON.stringify(request, null, 2));
