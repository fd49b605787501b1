"""Compares two reports in JSON: everything but their logs.

usage: same_totals.py [--once] A.json B.json

With `--once` records may stand twice in A, which moves the numbers of events and attempts, by which reasons are sorted too,
and nothing else.
"""

import json
import sys


def cleared(value, keys):
    if isinstance(value, dict):
        return {key: cleared(item, keys) for key, item in value.items() if key not in keys}
    return [cleared(item, keys) for item in value] if isinstance(value, list) else value


def differences(one, other, path=""):
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differences(one.get(key), other.get(key), f"{path}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other)):
            yield from differences(left, right, f"{path}[{index}]")
    elif one != other:
        yield f"{path}: {one} and {other}"


arguments = sys.argv[1:]
keys = {"generated_at", "sources", "quality"}
if arguments[0] == "--once":
    arguments.pop(0)
    keys |= {"events", "events_by_status", "attempts"}
one, other = (cleared(json.load(open(path)), keys) for path in arguments)
for report in (one, other):
    report["reasons"].sort(key=lambda count: (count["reason"], count["platform"]))
found = list(differences(one, other))
print("\n".join(found[:20]) if found else f"the same: {one['totals']['messages']} messages")
