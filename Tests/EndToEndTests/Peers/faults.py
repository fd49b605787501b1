"""Breaks a nightly run at its system calls, one at a time, and holds what is left against what has to be.

    faults.py PUSHTRAIL FOLDER VKEY PLACES

FOLDER holds what a nightly run begins with: pushtrail.db, key, and archive. At up to PLACES calls of each kind (0: at every
one) a copy of it is run with that call failing with EIO, failing with ENOSPC, or the process killed there. Afterwards the
archive has to verify as the old or the new one, an unfinished night at most beside it, and the next run has to come to the
same bytes as an undisturbed one, with nothing left over. Nights have random salts, which everything else follows from: the
undisturbed run has those of the broken one. Most runs begin with salts, as a run leaves them that was stopped later; those
that are broken while salts are written begin without.
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

from tracing import busiest, calls, chosen, strace

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


def traced(where):
    """The calls of such a run."""
    nightly(where, *strace(), "-o", "trace", "-e", "trace=" + ",".join(CALLS))
    return where / "trace"


def begin(where, salts):
    """What a run begins with, and some nights' salts."""
    shutil.copytree(folder, where)
    for path, text in salts.items():
        place = where / "archive" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text)


def salts_of(contents):
    return {path: text for path, text in contents.items() if path.endswith(".salts")}


def undisturbed(salts):
    """What a run comes to that is not broken, and begins with some salts."""
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name) / "copy"
        begin(where, salts)
        finished = nightly(where)
        if finished.returncode != 0:
            sys.exit(finished.stderr)
        return contents(where)


def broken(call, number, fault, salts):
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name) / "copy"
        begin(where, salts)
        nightly(
            where, *strace(fault), "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}")
        left = state(where), bool(salts)
        if left not in problems_of:
            problems_of[left] = problems_after(where, salts)
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


def size_of(where):
    """The number of nights that are sealed."""
    return int((where / "archive/ledger/checkpoint").read_text().split("\n")[1])


def problems_after(where, planted):
    problems = []
    begun = salts_of(contents(where))
    verified = run(where, pushtrail, "verify", "archive", "--json", "--vkey", vkey)
    findings = json.loads(verified.stdout or '{"findings": []}')["findings"]
    # A run writes the salts of one night at a time; planted are those of the nights after it, too, which no ledger lists.
    sealed = size_of(where) - size_of(folder)
    later = sorted(planted)[sealed + 1 :]
    wrong = {finding["code"] for finding in findings if finding["path"] not in later} - HARMLESS
    others = {finding["code"] for finding in findings if finding["path"] in later} - {"unlisted"}
    if wrong or others or verified.returncode not in ((0, 1, 2) if later else (0, 2)):
        problems.append(f"then it verifies with {verified.returncode}: {sorted(wrong | others)} {verified.stderr}")
    again = nightly(where)
    if again.returncode != 0:
        problems.append(f"then the next run ends with {again.returncode}: {again.stderr}")
    after = contents(where)
    if any(after.get(path) != text for path, text in begun.items()):
        problems.append("then the next run has other salts")
    if salts_of(after) == salts_of(whole):
        expected = whole
    else:
        expected = undisturbed(salts_of(after))
    if after != expected:
        different = [path for path in expected.keys() | after.keys() if expected.get(path) != after.get(path)]
        problems.append(f"then the next run comes to something else: {sorted(different)}")
    return problems


whole = undisturbed({})
salts = salts_of(whole)
with tempfile.TemporaryDirectory() as name:
    begin(pathlib.Path(name) / "with", salts)
    begin(pathlib.Path(name) / "without", {})
    counts = busiest(traced(pathlib.Path(name) / "with"), CALLS)
    threads = calls(traced(pathlib.Path(name) / "without"))
tries = [
    (call, number, fault, salts) for call in CALLS for number in chosen(counts[call], places) for fault in FAULTS]
# The thread that writes salts, from where it begins to where it begins the next file.
lines = next(thread for thread in threads if any(".salts.tmp" in line for _, line in thread))
start = next(place for place, (_, line) in enumerate(lines) if ".salts.tmp" in line)
end = next(place for place, (_, line) in enumerate(lines) if place > start and re.search(r"\.(zip|index)\.tmp", line))
window = [(call, sum(name == call for name, _ in lines[: place + 1])) for place, (call, _) in enumerate(lines)][start:end]
tries += [(call, number, fault, {}) for call, number in window for fault in FAULTS]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    problems = sum(pool.map(lambda one: broken(*one), tries), [])
for problem in problems:
    print(problem)
print(f"broken at {len(tries)} places, {3 * len(window)} of them while salts are written; {len(problems_of)} states left, {len(problems)} problems")
sys.exit(1 if problems else 0)
