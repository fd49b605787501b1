#!/usr/bin/env python3
"""Posts events, one JSON object a line, to `pushtrail serve`; prints what is wrong with the lines that it rejects.

    PUSHTRAIL_URL=http://127.0.0.1:8080 PUSHTRAIL_TOKEN=pt_… samples/clients/post_events.py < events.ndjson

An answer comes when the events are on the disk. Without an answer, send them again: the same event is recorded once.
"""
import gzip, itertools, json, os, sys, time, urllib.error, urllib.request

HEADERS = {"Authorization": "Bearer " + os.environ["PUSHTRAIL_TOKEN"], "Content-Encoding": "gzip"}


def post(body):
    request = urllib.request.Request(os.environ["PUSHTRAIL_URL"] + "/v1/events", gzip.compress(body), HEADERS)
    for attempt in range(8):
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            # 408 and all of 5xx pass; the others would be the same again.
            if error.code != 408 and error.code < 500:
                sys.exit(f"HTTP {error.code}: {error.read().decode()}")
        except OSError as error:
            print(f"{error}; trying again", file=sys.stderr)
        time.sleep(min(2**attempt, 60))
    sys.exit("gave up; send the same events again later")


rejected, first = 0, 0
while lines := list(itertools.islice(sys.stdin.buffer, 20_000)):
    for reject in post(b"".join(lines))["rejected"]:
        print(f"line {first + reject['line']}: {reject['reason']}", file=sys.stderr)
        rejected += 1
    first += len(lines)
sys.exit(1 if rejected else 0)
