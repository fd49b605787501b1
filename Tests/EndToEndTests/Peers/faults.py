"""Breaks a nightly run at its system calls, one at a time, and holds what is left against what has to be.

    faults.py PUSHTRAIL FOLDER VKEY PLACES

FOLDER holds what a nightly run begins with: pushtrail.db, key, and archive. At up to PLACES calls of each kind (0: at every
one) a copy of it is run with that call failing with EIO, failing with ENOSPC, or the process killed there. Afterwards the
archive has to verify as the old or the new one, an unfinished night at most beside it, and the next run has to come to the
same bytes as an undisturbed one, with nothing left over.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tracing import busiest, chosen, strace

CALLS = ["openat", "write", "pwrite64", "fsync", "fdatasync", "link", "rename", "mkdir", "close"]
FAULTS = ["error=EIO", "error=ENOSPC", "signal=KILL"]
HARMLESS = {"unfinished-night", "stale-temporary", "event-in-future", "opened-without-created", "event-after-end",
            "delivered-before-sent", "event-before-step", "event-repeated", "over-ten-attempts", "formula-cells"}

# Thousands of runs, beside tests of how a server keeps up.
os.nice(10)
pushtrail, folder, vkey, places = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])


def run(where, *command):
    return subprocess.run(command, cwd=where, capture_output=True, text=True)


def nightly(where, *before):
    return run(where, *before, pushtrail, "nightly", "--archive", "archive", "--key", "key", "--through", "2026-11-18")


def contents(where):
    archive = where / "archive"
    return {str(path.relative_to(archive)): path.read_bytes() for path in archive.rglob("*") if path.is_file()}


def calls_of(where):
    """How often such a run makes each call."""
    nightly(where, *strace(), "-o", "trace", "-e", "trace=" + ",".join(CALLS))
    return busiest(where / "trace", CALLS)


def broken(call, number, fault, expected):
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name) / "copy"
        shutil.copytree(folder, where)
        nightly(
            where, *strace(fault), "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}")
        left = state(where)
        if left not in problems_of:
            problems_of[left] = problems_after(where, expected)
        return [f"{call} number {number} with {fault}: {problem}" for problem in problems_of[left]]


# What was found of each state that a broken run left: most runs leave one that another has left already.
problems_of = {}


def state(where):
    """The names and bytes of all files. SQLite makes its shared memory anew from the others."""
    hash = hashlib.sha256()
    for path in sorted(where.rglob("*")):
        if path.is_file() and not path.name.endswith("-shm"):
            bytes = path.read_bytes()
            # The end of a temporary file's name is random.
            name = re.sub(r"\.tmp\w{6}$", ".tmp", str(path.relative_to(where)))
            hash.update(f"{name} {len(bytes)}\n".encode())
            hash.update(bytes)
    return hash.digest()


def problems_after(where, expected):
    problems = []
    verified = run(where, pushtrail, "verify", "archive", "--json", "--vkey", vkey)
    codes = {finding["code"] for finding in json.loads(verified.stdout or '{"findings": []}')["findings"]}
    if verified.returncode not in (0, 2) or not codes <= HARMLESS:
        problems.append(f"then it verifies with {verified.returncode}: {sorted(codes - HARMLESS)} {verified.stderr}")
    again = nightly(where)
    if again.returncode != 0:
        problems.append(f"then the next run ends with {again.returncode}: {again.stderr}")
    after = contents(where)
    if after != expected:
        different = [path for path in expected.keys() | after.keys() if expected.get(path) != after.get(path)]
        problems.append(f"then the next run comes to something else: {sorted(different)}")
    return problems


with tempfile.TemporaryDirectory() as name:
    undisturbed = pathlib.Path(name) / "copy"
    shutil.copytree(folder, undisturbed)
    traced = pathlib.Path(name) / "traced"
    shutil.copytree(folder, traced)
    finished = nightly(undisturbed)
    if finished.returncode != 0:
        sys.exit(finished.stderr)
    expected = contents(undisturbed)
    counts = calls_of(traced)
tries = [(call, number, fault) for call in CALLS for number in chosen(counts[call], places) for fault in FAULTS]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    problems = sum(pool.map(lambda one: broken(*one, expected), tries), [])
for problem in problems:
    print(problem)
print(f"broken at {len(tries)} places, {len(problems_of)} states left, {len(problems)} problems")
sys.exit(1 if problems else 0)
