"""Posts a file of NDJSON to /v1/events, in bodies of LINES lines, from several connections at once.

    post_events.py URL TOKEN FILE LINES POSTERS [plain|gzip|chunked] [SECONDS]

A connection that ends is made again and its body posted again, for so many seconds (60): what was stored before counts
as duplicates then. Prints the sums of what the answers said, as JSON.
"""

import concurrent.futures
import gzip
import http.client
import itertools
import json
import sys
import threading
import time

from connection import connect

url, token, path, lines, posters, *more = sys.argv[1:]
form, patience = (more + ["plain", "3000"][len(more):])
local = threading.local()


def bodies():
    with open(path, "rb") as events:
        while body := b"".join(itertools.islice(events, int(lines))):
            yield body


def post(body):
    headers = {"Authorization": f"Bearer {token}"}
    if form == "gzip":
        body, headers["Content-Encoding"] = gzip.compress(body, 1), "gzip"
    deadline = time.monotonic() + float(patience)
    while True:
        try:
            if not hasattr(local, "connection"):
                local.connection = connect(url)
            sent = iter(body[at:at + 65536] for at in range(0, len(body), 65536)) if form == "chunked" else body
            local.connection.request("POST", "/v1/events", sent, headers, encode_chunked=form == "chunked")
            response = local.connection.getresponse()
            answer = response.read()
            if response.status != 200:
                raise SystemExit(f"POST /v1/events: HTTP {response.status}: {answer[:500]!r}")
            return json.loads(answer)
        except (OSError, http.client.HTTPException):
            if time.monotonic() > deadline:
                raise
            local.connection.close()
            del local.connection
            time.sleep(0.1)


total = {"accepted": 0, "duplicates": 0, "rejected": 0}
with concurrent.futures.ThreadPoolExecutor(int(posters)) as pool:
    for answer in pool.map(post, bodies()):
        total["accepted"] += answer["accepted"]
        total["duplicates"] += answer["duplicates"]
        total["rejected"] += len(answer["rejected"])
print(json.dumps(total))
