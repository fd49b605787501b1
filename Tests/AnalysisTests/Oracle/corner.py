"""What the corners are written with: rows, and what a log of them is expected to come to.

Where PUSHTRAIL_BINARY names the binary, its report is held against what is expected, beside the oracle's.
"""

import csv
import json
import os
import pathlib
import subprocess
import tempfile

import oracle

IOS, ANDROID = "09913CFD-74AD-4A8C-B06E-CCA51200ADDC", "64c348c659f09538"
ZEROS = {"created": 0, "sent": 0, "delivered": 0, "failed": 0, "opened": 0}
APS, DATA = '{"aps":{"alert":"x"}}', '{"title":"x"}'


def row(second, status, description="", code="T-1", target="", hwid="H-1", app="APP-1", payload="", day="2026-11-20"):
    """A row so many seconds after midnight."""
    time = f"{day} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    return [time, code, target, hwid, status, description, app, payload]


def named(name, **more):
    return json.dumps({"md": {"name": name, **more}}, ensure_ascii=False)


def reports(rows, options=(), roster=None, conversions=None):
    """What the log of some rows comes to, by whom it was reported."""
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log.csv"
        with open(log, "w", newline="") as file:
            file.write("//timestamp;tracking_code;target_id;hwid;status;description;appCode;payload\n")
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)
        command = [str(log), *options]
        if roster is not None:
            (pathlib.Path(folder) / "roster").write_text(roster)
            command += ["--audience", str(pathlib.Path(folder) / "roster")]
        if conversions is not None:
            list_of_conversions = pathlib.Path(folder) / "conversions.csv"
            with open(list_of_conversions, "w", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([("person", "time", "goal", "value"), *conversions])
            command += ["--conversions", str(list_of_conversions)]
        found = {"oracle": json.loads(json.dumps(oracle.compute(command)))}
        if "PUSHTRAIL_BINARY" in os.environ:
            pushtrail = [os.environ["PUSHTRAIL_BINARY"], "report", "--format", "json", *command]
            finished = subprocess.run(pushtrail, capture_output=True)
            # 1: a filter that no message passes.
            assert finished.returncode in (0, 1), finished.stderr
            found["pushtrail"] = json.loads(finished.stdout)
        return found


failures = 0
checks = 0


def expect(what, rows, expected, options=(), roster=None, conversions=None):
    """Checks what a log comes to, read forwards and backwards: values by their paths in the report."""
    global failures, checks
    for order in (rows, rows[::-1]):
        for who, found in reports(order, options, roster, conversions).items():
            for path, value in expected.items():
                checks += 1
                is_found = at(found, path)
                if is_found != value:
                    failures += 1
                    print(f"{who}: {what}: {path} is {json.dumps(is_found)}, not {json.dumps(value)}")


def at(found, path):
    """`a.b.0.c`, or a fragment named below."""
    if path in FRAGMENTS:
        return FRAGMENTS[path](found)
    for step in path.split("."):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def counted(counts):
    return {name: count for name, count in counts.items() if count}


FRAGMENTS = {
    "outcome": lambda found: counted(found["totals"]["messages_by_outcome"]),
    # The values in the order of their names: JSON's keys have no other.
    "groups": lambda found: [
        (*(value for _, value in sorted(group["by"].items())), group["messages"]) for group in found["groups"]
    ],
    "reasons": lambda found: [
        (reason["reason"], reason["platform"], reason["gateway"], reason["deliveries"], reason["events"])
        for reason in found["reasons"]
    ],
    "meaning": lambda found: [
        (reason["reason"], reason["gateway"], reason["category"], reason["retry"], reason["token_action"])
        for reason in found["reasons"]
    ],
    "platforms": lambda found: sorted(group["by"]["platform"] for group in found["groups"]),
    "states": lambda found: counted(found["tokens"]["states"]),
    "credited": lambda found: [
        found["totals"]["conversions"][key] for key in ("messages", "conversions", "value")
    ],
    "uncredited": lambda found: [
        found["conversions"][key] for key in ("of_unknown_people", "without_message", "of_other_messages")
    ],
    "credited by group": lambda found: {
        "/".join(value or "" for _, value in sorted(group["by"].items())): group["conversions"]["conversions"]
        for group in found["groups"]
    },
    "attempts made": lambda found: counted(found["attempts"]),
}


def lists(*values):
    return [tuple(value) for value in values]
