// A request as a command that people may keep.
export const curl = (request) =>
  `curl -f '${location.origin}/api/v1/runs' \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(request, null, 2).replaceAll("'", "'\\''")}'`;
