-- For wrk: asks the paths of a file one after the other and prints one JSON line.
-- wrk -s wrk_paths.lua ADDRESS -- FILE
local paths = {}
local turn = 0

function init(args)
  for path in io.lines(args[1]) do paths[#paths + 1] = path end
end

function request()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn])
end

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('\n{"requests": %d, "errors": %d, "p50": %.3f, "p99": %.3f, "per_second": %.1f}\n',
    summary.requests, failed, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    (summary.requests - errors.status) / (summary.duration / 1e6)))
end
