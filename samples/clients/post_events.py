#!/usr/bin/env python3
"""Posts events, one JSON object a line, to `pushtrail serve`; prints what is wrong with the lines that it rejects.

    PUSHTRAIL_URL=http://127.0.0.1:8080 PUSHTRAIL_TOKEN=pt_… samples/clients/post_events.py < events.ndjson

An answer comes when the events are on the disk. Without an answer, send them again: the same event is recorded once.
"""
import gzip, http.client, json, os, sys, time, urllib.error, urllib.request

try:
    URL = os.environ["PUSHTRAIL_URL"].rstrip("/") + "/v1/events"
    HEADERS = {"Authorization": "Bearer " + os.environ["PUSHTRAIL_TOKEN"], "Content-Encoding": "gzip"}
except KeyError as missing:
    sys.exit(f"set {missing.args[0]}")
if not URL.startswith(("http://", "https://")):
    sys.exit("set PUSHTRAIL_URL, such as http://127.0.0.1:8080")
# A body may have 64 MiB, once inflated.
MAXIMUM = 8 << 20


def post(body):
    for attempt in range(8):
        pause = min(2**attempt, 60)
        try:
            request = urllib.request.Request(URL, gzip.compress(body), HEADERS)
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            # 408 and all of 5xx pass; the others would be the same again.
            if error.code != 408 and error.code < 500:
                sys.exit(f"HTTP {error.code}: {error.read().decode()}")
            seconds = error.headers.get("Retry-After", "")
            pause = int(seconds) if seconds.isdecimal() else pause
        except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
            # No answer, or one that was cut off.
            print(f"{error}; trying again", file=sys.stderr)
        time.sleep(pause)
    sys.exit("gave up; send the same events again later")


totals, first = {"accepted": 0, "duplicates": 0, "rejected": 0}, 0
while lines := sys.stdin.buffer.readlines(MAXIMUM):
    answer = post(b"".join(lines))
    for reject in answer["rejected"]:
        print(f"line {first + reject['line']}: {reject['reason']}", file=sys.stderr)
    for unknown in answer.get("unknown_statuses", []):
        meant = f"; did you mean {unknown['nearest']}?" if unknown["nearest"] else ""
        print(f"{unknown['events']} with the unknown status {unknown['status']}{meant}", file=sys.stderr)
    totals["accepted"] += answer["accepted"]
    totals["duplicates"] += answer["duplicates"]
    totals["rejected"] += len(answer["rejected"]) + answer.get("rejected_not_listed", 0)
    first += len(lines)
print(", ".join(f"{count} {name}" for name, count in totals.items()))
sys.exit(1 if totals["rejected"] else 0)
