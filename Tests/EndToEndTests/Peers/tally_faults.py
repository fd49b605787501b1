"""Breaks runs that write tallies at their system calls, one at a time, and holds what is left against what has to be.

    tally_faults.py PUSHTRAIL FOLDER PLACES

FOLDER holds log.csv and old.csv. At up to PLACES calls of each kind (0: at every one) each run is made with that call
failing with EIO, failing with ENOSPC, or the process killed there. Then the old or the new tally has to be there, an
error has to be one and leave nothing beside it, and the next run has to come to the bytes of an undisturbed one, with
nothing left over. A cache that cannot be written to is a warning, and the report is right.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from tracing import busiest, chosen, strace

CALLS = ["openat", "write", "pwrite64", "fsync", "rename", "mkdir", "ftruncate", "close"]
FAULTS = ["error=EIO", "error=ENOSPC", "signal=KILL"]
# Thousands of runs, beside tests of how a server keeps up.
os.nice(10)
pushtrail, folder, places = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), int(sys.argv[3])
log, old = str(folder / "log.csv"), str(folder / "old.csv")
# What a run writes, how it begins, and what it is.
RUNS = {
    "file": (["tally", old, "-o", "out"], ["tally", log, "-o", "out"]),
    "shards": (["--version"], ["tally", log, "--shards", "3", "-o", "out"]),
    "cache": (["--version"], ["report", log, "--cache", "out", "--format", "csv", "-o", "report.csv"]),
}
# A cache keeps nothing of a log that was written a moment ago.
time.sleep(max(0, 4 - (time.time() - os.stat(log).st_ctime)))


def run(where, arguments, *before):
    return subprocess.run([*before, pushtrail, *arguments], cwd=where, capture_output=True, text=True)


def files(where):
    """Everything that a run left; of a cache's tally, whose name and head depend on the log's file, what it reports."""
    found = {}
    for path in where.rglob("*"):
        name = str(path.relative_to(where))
        if not path.is_file() or name == "trace":
            continue
        if name.startswith("out/log-") and name.endswith(".tally"):
            found["out/log"] = run(where, ["report", name, "--format", "csv"]).stdout.encode()
        else:
            found[name] = path.read_bytes()
    return found


def started(kind, parent):
    run(parent, RUNS[kind][0])
    return parent


def counts_of(kind, parent):
    """How often such a run makes each call."""
    where = started(kind, parent)
    run(where, RUNS[kind][1], *strace(), "-o", "trace", "-e", "trace=" + ",".join(CALLS))
    return busiest(where / "trace", CALLS)


def broken(kind, call, number, fault, before, after):
    with tempfile.TemporaryDirectory() as name:
        where = started(kind, pathlib.Path(name))
        inject = f"inject={call}:{fault}:when={number}"
        ended = run(where, RUNS[kind][1], *strace(fault), "-o", "/dev/null", "-e", f"trace={call}", "-e", inject)
        left = files(where)
        problems = list(problems_of(kind, ended, left, before, after, isKilled=fault.startswith("signal")))
        again = run(where, RUNS[kind][1])
        isThere = kind == "shards" and "it holds" in again.stderr
        if again.returncode != 0 and not isThere:
            problems.append(f"then the next run ends with {again.returncode}: {again.stderr}")
        if files(where) != after:
            problems.append(f"then the next run comes to something else: {sorted(files(where))}")
        return [f"{kind}: {call} number {number} with {fault}: {problem}" for problem in problems]


def problems_of(kind, ended, left, before, after, isKilled):
    results = {name: bytes for name, bytes in left.items() if ".tmp" not in name}
    if kind == "cache":
        if "report.csv" in left and left["report.csv"] != after["report.csv"]:
            yield "the report is another one"
        if "out/log" in left and left["out/log"] != after["out/log"]:
            yield "the tally in the cache is another one"
        if ended.returncode == 0 and "report.csv" not in left:
            yield "there is no report"
        if ended.returncode == 0 and "out/log" not in left and "warning: " not in ended.stderr:
            yield "nothing is in the cache, and nothing is said"
    elif results not in (before, after):
        yield f"{sorted(results)} are neither what was there nor what should be"
    elif ended.returncode == 0 and results != after:
        yield "it ended well, and wrote nothing"
    if isKilled or was_ended_by_library(ended):
        return
    if len(left) != len(results):
        yield f"{sorted(left)} are left"
    if ended.returncode not in (0, 3) or ended.returncode == 3 and ended.stderr.count("error: ") != 1:
        yield f"it ended with {ended.returncode}: {ended.stderr}"


def was_ended_by_library(ended):
    """Whether the loader or libdispatch ended the program: they take no failure of their own calls."""
    return "error while loading shared libraries" in ended.stderr or re.search(
        r"crashed:\s+0\s.* in libdispatch\.so", ended.stderr)


tries = []
for kind in RUNS:
    with tempfile.TemporaryDirectory() as name:
        where = started(kind, pathlib.Path(name))
        before = files(where)
        finished = run(where, RUNS[kind][1])
        if finished.returncode != 0:
            sys.exit(finished.stderr)
        after = files(where)
    with tempfile.TemporaryDirectory() as name:
        counts = counts_of(kind, pathlib.Path(name))
    tries += [
        (kind, call, number, fault, before, after)
        for call in CALLS for number in chosen(counts[call], places) for fault in FAULTS
    ]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    problems = sum(pool.map(lambda one: broken(*one), tries), [])
for problem in problems:
    print(problem)
print(f"broken at {len(tries)} places, {len(problems)} problems")
sys.exit(1 if problems else 0)
