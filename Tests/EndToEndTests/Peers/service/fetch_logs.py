"""Polls the logs whose ids stand on standard input until each is there, downloads it, and holds its rows against a CSV.

    fetch_logs.py URL TOKEN ROWS.csv [URL…]

With several addresses, each in turn is asked. Links that name another host are followed there. Prints how many logs there are, how many links, and how many
logs have other rows; what ended otherwise goes to standard error.
"""

import io
import sys
import time
import urllib.request
import zipfile

from connection import ask, connect

url, token, rows, *others = sys.argv[1:]
connections = [connect(one) for one in (url, *others)]
expected = open(rows, "rb").read()
ids = sys.stdin.read().split()
links, waiting, ended_otherwise = {}, list(ids), 0
deadline = time.monotonic() + 3000
while waiting and time.monotonic() < deadline:
    still = []
    for number, one in enumerate(waiting):
        answer = ask(connections[number % len(connections)], "getResults", auth=token, request_id=one)
        if answer["status_code"] == 420:
            still.append(one)
        elif answer["status_code"] == 200:
            links[one] = answer["response"]["fileName"]
        else:
            ended_otherwise += 1
            print(f"{one}: {answer}", file=sys.stderr)
    waiting = still
    time.sleep(0.1)
if waiting:
    print(f"{len(waiting)} logs are not made in time", file=sys.stderr)

differ = 0
for one, link in links.items():
    with urllib.request.urlopen(link, timeout=3000) as response:
        archive = zipfile.ZipFile(io.BytesIO(response.read()))
    [entry] = archive.namelist()
    if archive.read(entry) != expected:
        differ += 1
        print(f"{one}: other rows", file=sys.stderr)
print(f"{len(links)} logs, {len(set(links.values()))} links, {differ} differ")
