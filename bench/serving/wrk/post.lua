-- Posts the file BODY as TYPE; waits DELAY milliseconds between the requests of a connection.
local file = assert(io.open(os.getenv("BODY"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = os.getenv("TYPE") or "application/json"
if os.getenv("JSON_LENGTH") then
  wrk.headers["Inference-Header-Content-Length"] = os.getenv("JSON_LENGTH")
end
local milliseconds = tonumber(os.getenv("DELAY") or "0")
if milliseconds > 0 then
  function delay() return milliseconds end
end
function done(summary, latency, requests)
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %.0f %.3f %.3f %d %d\n",
    summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors, summary.errors.timeout))
end
