"""Breaks an erasure at its system calls, one at a time, and holds what is left against what has to be.

    erasure_faults.py PUSHTRAIL FOLDER VKEY PLACES PERSON

FOLDER holds pushtrail.db, key and archive. At up to PLACES calls of each kind (0: at every one) a copy of it is erased with that call
failing with EIO, failing with ENOSPC, or the process killed there. Afterwards the archive has to verify as whole, with a stopped
erasure at most beside it; where none is, the person has to be in both, the store and the archive, or in neither. The next nightly run
has to work, and the next erasure to end it: then nobody finds the person, and store and archive are sound.
"""

import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tracing import busiest, chosen, strace

CALLS = ["openat", "write", "pwrite64", "fsync", "fdatasync", "link", "rename", "unlink", "close", "ftruncate"]
FAULTS = ["error=EIO", "error=ENOSPC", "signal=KILL"]
HARMLESS = {"unfinished-erasure", "stale-temporary", "event-in-future", "opened-without-created", "event-after-end",
            "delivered-before-sent", "event-before-step", "event-repeated", "over-ten-attempts", "formula-cells"}

os.nice(10)
pushtrail, folder, vkey, places, person = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5]


def run(where, *command):
    return subprocess.run(command, cwd=where, capture_output=True, text=True)


def erase(where, *before):
    return run(where, *before, pushtrail, "erase", "--archive", "archive", "--key", "key", "--person", person)


def check(where):
    """The rows in the archive and the events in the store that are about the person, and whether an erasure was stopped."""
    found = run(where, pushtrail, "erase", "--archive", "archive", "--person", person, "--check", "--json")
    answer = json.loads(found.stdout or "null") or sys.exit(found.stderr)
    return answer["rows"], answer["events"], answer["unfinished"]


def verified(where):
    finished = run(where, pushtrail, "verify", "archive", "--json", "--vkey", vkey)
    findings = json.loads(finished.stdout or '{"findings": []}')["findings"]
    return {finding["code"] for finding in findings}, finished


def broken(call, number, fault):
    problems = []
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name) / "copy"
        shutil.copytree(folder, where)
        done = erase(
            where, *strace(fault), "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}")
        codes, finished = verified(where)
        if codes - HARMLESS or finished.returncode not in (0, 2):
            problems.append(f"it verifies with {finished.returncode}: {sorted(codes - HARMLESS)} {finished.stderr}")
        rows, events, isUnfinished = check(where)
        if not isUnfinished and (rows, events) not in (whole, (0, 0)):
            problems.append(f"{rows} rows and {events} events are left, and nothing says that an erasure was stopped")
        if done.returncode == 0 and (rows, events) != (0, 0):
            problems.append(f"it ended with 0, and {rows} rows and {events} events are left")
        nightly = run(where, pushtrail, "nightly", "--archive", "archive", "--key", "key", "--through", "2026-11-18")
        # What was stopped before the ledger had it is said.
        isSaid = nightly.returncode == 1 and "an erasure was stopped" in nightly.stderr and isUnfinished
        if nightly.returncode != 0 and not isSaid:
            problems.append(f"the next nightly run ends with {nightly.returncode}: {nightly.stderr}")
        again = erase(where)
        if again.returncode != 0:
            problems.append(f"the next erasure ends with {again.returncode}: {again.stderr}")
        if check(where) != (0, 0, False):
            problems.append(f"the next erasure leaves {check(where)}")
        codes, finished = verified(where)
        if codes - HARMLESS or "unfinished-erasure" in codes or finished.returncode != 0:
            problems.append(f"then it verifies with {finished.returncode}: {sorted(codes)}")
        store = run(where, pushtrail, "store", "check")
        if store.returncode != 0:
            problems.append(f"the store is damaged: {store.stdout}{store.stderr}")
        left = [str(path) for path in where.rglob("*") if path.is_file() and person.encode() in path.read_bytes()]
        if left:
            problems.append(f"{person} is in {left}")
    return [f"{call} number {number} with {fault}: {problem}" for problem in problems]


whole = check(folder)[:2]
with tempfile.TemporaryDirectory() as name:
    where = pathlib.Path(name) / "copy"
    shutil.copytree(folder, where)
    if erase(where, *strace(), "-o", "trace", "-e", "trace=" + ",".join(CALLS)).returncode != 0:
        sys.exit("the undisturbed erasure fails")
    counts = busiest(where / "trace", CALLS)
tries = [(call, number, fault) for call in CALLS for number in chosen(counts[call], places) for fault in FAULTS]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    problems = sum(pool.map(lambda one: broken(*one), tries), [])
for problem in problems:
    print(problem)
print(f"broken at {len(tries)} places of an erasure of {whole[0]} rows and {whole[1]} events, {len(problems)} problems")
sys.exit(1 if problems else 0)
