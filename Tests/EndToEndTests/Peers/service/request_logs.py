"""Requests logs until the token's limit of open jobs refuses one, or COUNT are requested; prints their ids.

    request_logs.py URL TOKEN COUNT [URL…]

With several addresses, each in turn is asked.
"""

import sys

from connection import ask, connect

url, token, count, *others = sys.argv[1:]
connections = [connect(one) for one in (url, *others)]
for number in range(int(count)):
    answer = ask(connections[number % len(connections)], "getTrackingLog", auth=token)
    if answer["status_code"] != 200:
        print(f"refused after {number}: {answer}", file=sys.stderr)
        break
    print(answer["response"]["request_id"], flush=True)
