"""Random events, as NDJSON on standard output: the same for the same seed.

    random_events.py COUNT SEED

Fields hold what readers stumble over: the separator, quotes, backslashes, line ends, tabs, spaces, emoji. Times rise by
a second, so that the order of a log is the order of the lines.
"""

import datetime
import json
import random
import sys

count, seed = int(sys.argv[1]), int(sys.argv[2])
dice = random.Random(seed)
start = datetime.datetime(2026, 11, 18)

PIECES = [
    "a", "Zz", "0", " ", ";", '"', '""', "'", ",", "\\", '\\"', "\\\\", "\n", "\r\n", "\t", "/", "//", "{", "}", "[",
    "é", "日本", "🎁", "🏳️‍🌈", "\u2028", "%s", "=1+1", "-",
]


def text(most):
    return "".join(dice.choice(PIECES) for _ in range(dice.randrange(most)))


def payload():
    kind = dice.randrange(10)
    if kind == 0:
        return ""
    if kind == 1:
        return "text " + text(8)
    value = {"aps": {"alert": text(12), "badge": dice.randrange(9)}, "md": {"name": text(6), "user_id": text(3)}}
    if kind == 2:
        value["md"]["nested"] = [text(4), None, True, 1.5e3, {text(2): text(4)}]
    # Its own text: JSON that a writer in between would spell otherwise must come back as it was.
    return json.dumps(value, ensure_ascii=dice.random() < 0.5, indent=dice.choice([None, None, None, 1]))


for number in range(count):
    time = start + datetime.timedelta(seconds=number)
    body = payload()
    event = {
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "tracking_code": f"T-{number:08X}" + text(2).replace("\n", "").replace("\r", ""),
        "target_id": "USER_" + text(3),
        "hwid": f"H{number:04d}" + text(3),
        "status": "created",
        "description": text(6),
        "app_code": "C90C0-" + text(2),
        "payload": body,
    }
    print(json.dumps(event, ensure_ascii=dice.random() < 0.5))
