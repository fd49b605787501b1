-- The load of the service's bench, for wrk: getResults as existing clients ask it. Arguments: TOKEN REQUEST_ID.
-- Ends with one line of JSON for the bench to read.

function init(args)
   wrk.method = "POST"
   wrk.path = "/json/1.3/getResults"
   wrk.body = string.format('{"request":{"auth":"%s","request_id":"%s"}}', args[1], args[2])
   request_text = wrk.format()
end

function request()
   return request_text
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests":%d,"seconds":%.6f,"p50":%.6f,"p99":%.6f,"worst":%.6f,"failed":%d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
      latency.max / 1e6, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
