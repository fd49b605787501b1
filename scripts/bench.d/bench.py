"""Measures pushtrail beside the tools that people would use instead. Run by scripts/bench, which explains the options."""

import argparse
import collections
import itertools
import json
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

import diagnosis
import machine
import service
from measure import Comparison, Side, in_turn, megabytes, pipeline, remove

HERE = pathlib.Path(__file__).parent
AS_OF = "2026-11-20"
# Simulated traffic has this many rows a message.
ROWS_A_MESSAGE = 3.188

# How many times as fast as the other side each job is to be. A ratio below it fails `--check`. Of `diagnose`: shares.
TARGETS = json.loads((HERE / "targets.json").read_text())

JOBS = ["report", "days", "chdb", "shuffled", "polars", "order", "inflate", "disk", "deliveries", "segment", "ingest", "export", "check", "verify", "nightly", "prove", "search", "memory", "service", "diagnose-time", "diagnose"]
# They make their own logs.
APART = {"service", "diagnose-time", "diagnose"}

IMPORT = """
CREATE TABLE event (
    timestamp TEXT, tracking_code TEXT, target_id TEXT, hwid TEXT, status TEXT, description TEXT, app_code TEXT,
    payload TEXT, UNIQUE (timestamp, tracking_code, hwid, status, description)
);
.mode csv
.separator ;
.import --skip 1 {log} event
"""


class Bench:
    def __init__(self, options, folder):
        self.pushtrail, self.python = options.pushtrail, sys.executable
        self.folder = folder
        self.rows, self.runs = options.rows, options.runs
        self.csv, self.zip = folder / "log.csv", folder / "log.zip"
        self.store, self.out = folder / "events.db", folder / "out.zip"
        # As many rows, all of one day.
        self.day = folder / "day.csv"

    def say(self, text):
        print(f"bench: {text}", file=sys.stderr, flush=True)

    def simulate(self, rows, form, out, *options):
        messages = round(rows / ROWS_A_MESSAGE)
        return [
            self.pushtrail, "simulate", "--quiet", "--messages", messages, "--as-of", AS_OF, "--format", form, "-o", out,
            *options]

    def prepare(self):
        self.say(f"making {self.rows:,} rows")
        pipeline(self.simulate(self.rows, "csv", self.csv))
        pipeline(self.simulate(self.rows, "zip", self.zip))
        self.say(f"{megabytes(self.csv.stat().st_size)} of CSV, {megabytes(self.zip.stat().st_size)} zipped")

    # MARK: report

    def report(self):
        ours = self.folder / "ours.json"
        theirs = self.folder / "theirs.json"
        command = [self.pushtrail, "report", "--quiet", "--format", "json", self.zip]
        duckdb = [self.python, HERE / "duckdb_report.py"]
        comparison = Comparison(
            "report",
            Side("pushtrail report", lambda: pipeline(command, stdout=ours)),
            Side("unzip -p, DuckDB", lambda: pipeline(["unzip", "-p", self.zip], duckdb, stdout=theirs)),
            TARGETS["report"], memory=True)
        comparison.measure(self.runs, self.say)
        self.expect_same_numbers(json.loads(ours.read_text()), json.loads(theirs.read_text()))
        return comparison

    def days(self):
        """The same rows in a zip a day, beside all of them in one that is made in the same way."""
        folder, one = self.folder / "days", self.folder / "one.zip"
        folder.mkdir()
        with zipfile.ZipFile(one, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(self.csv, self.csv.name)
        count = 0
        with open(self.csv, "rb") as log:
            header = log.readline()
            for day, rows in itertools.groupby(log, key=lambda row: row[1:11].decode()):
                with zipfile.ZipFile(folder / f"{day}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                    with archive.open(f"tracking-log-{day}.csv", "w") as entry:
                        entry.write(header)
                        for row in rows:
                            entry.write(row)
                count += 1
        report = [self.pushtrail, "report", "--quiet", "--format", "json"]
        ours, theirs = self.folder / "days.json", self.folder / "one.json"
        comparison = Comparison(
            f"report of {count} zips",
            Side("pushtrail report, a zip a day", lambda: pipeline([*report, folder], stdout=ours)),
            Side("pushtrail report, one zip", lambda: pipeline([*report, one], stdout=theirs)),
            TARGETS["days"])
        comparison.measure(self.runs, self.say)
        counts = [json.loads(path.read_text()) for path in (ours, theirs)]
        if any(counts[0][part] != counts[1][part] for part in ("totals", "groups", "reasons", "tokens", "latency")):
            raise SystemExit("bench: a zip a day is reported on otherwise than one zip")
        self.say("both reported the same")
        return comparison

    # MARK: report, beside engines that read the plain CSV and answer less

    def chdb(self):
        return self.beside("chdb", "chDB", "chdb_report.py", self.csv)

    def shuffled(self):
        return self.beside("shuffled", "chDB", "chdb_report.py", self.shuffled_csv())

    def polars(self):
        return self.beside("polars", "Polars", "polars_report.py", self.csv, ours=self.zip)

    def beside(self, job, name, script, log, ours=None):
        counts, theirs = self.folder / "counts.json", self.folder / "theirs.json"
        read = ours or log
        kind = "zip" if ours else "CSV, shuffled" if job == "shuffled" else "CSV"
        comparison = Comparison(
            f"report of {kind} beside {name}",
            Side("pushtrail report",
                 lambda: pipeline([self.pushtrail, "report", "--quiet", "--format", "json", read], stdout=counts)),
            Side(f"{name} on the plain CSV", lambda: pipeline([self.python, HERE / script, log], stdout=theirs)),
            TARGETS[job])
        comparison.measure(self.runs, self.say)
        expected, found = json.loads(theirs.read_text()), totals(json.loads(counts.read_text()))[None]
        for what, count in expected.items():
            if found[what] != int(count):
                raise SystemExit(f"bench: {what}: {found[what]}, but {name} says {count}")
        self.say("both computed the same numbers")
        return comparison

    def shuffled_csv(self):
        """The same rows in any order."""
        path = self.folder / "shuffled.csv"
        if not path.exists():
            self.say("shuffling")
            header, *rows = self.csv.read_bytes().splitlines(keepends=True)
            random.Random(1).shuffle(rows)
            path.write_bytes(header + b"".join(rows))
        return path

    def order(self):
        """Rows in any order beside rows in order of time."""
        shuffled = self.shuffled_csv()
        report = [self.pushtrail, "report", "--quiet", "--format", "json"]
        comparison = Comparison(
            "report of shuffled rows",
            Side("pushtrail report, shuffled", lambda: pipeline([*report, shuffled])),
            Side("pushtrail report, in order", lambda: pipeline([*report, self.csv])),
            TARGETS["order"])
        comparison.measure(self.runs, self.say)
        return comparison

    def disk(self):
        """A report in a quarter of the memory: what it keeps of messages waits on disk."""
        ours, theirs = self.folder / "disk.json", self.folder / "memory.json"
        report = [self.pushtrail, "report", "--quiet", "--format", "json", self.csv]
        room = max(1, self.rows * 16 // 1_000_000)
        comparison = Comparison(
            f"report --memory {room}M",
            Side("on disk", lambda: pipeline([*report, "--memory", f"{room}M"], stdout=ours)),
            Side("in memory", lambda: pipeline(report, stdout=theirs)),
            TARGETS["disk"], memory=True)
        comparison.measure(self.runs, self.say)
        on_disk, in_memory = (json.loads(path.read_text()) for path in (ours, theirs))
        if on_disk | {"generated_at": None} != in_memory | {"generated_at": None}:
            raise SystemExit("bench: the report on disk is not that in memory")
        return comparison

    def inflate(self):
        """What no report can be faster than: one thread that only inflates the zip, and checks its CRC."""
        comparison = Comparison(
            "report beside inflating",
            Side("pushtrail report",
                 lambda: pipeline([self.pushtrail, "report", "--quiet", "--format", "json", self.zip])),
            Side("unzip -t", lambda: pipeline(["unzip", "-tqq", self.zip])),
            TARGETS["inflate"])
        comparison.measure(self.runs, self.say)
        return comparison

    # MARK: lines, beside the report

    def deliveries(self):
        """A line for each message, beside the report on the same zip."""
        lines, report = self.folder / "lines.ndjson", self.folder / "lines.json"
        comparison = Comparison(
            "deliveries",
            Side(
                "pushtrail deliveries",
                lambda: pipeline([self.pushtrail, "deliveries", "--quiet", "--format", "ndjson", self.zip], stdout=lines)),
            Side(
                "pushtrail report",
                lambda: pipeline([self.pushtrail, "report", "--quiet", "--format", "json", self.zip], stdout=report)),
            TARGETS["deliveries"], memory=True)
        comparison.measure(self.runs, self.say)
        outcomes = collections.Counter(json.loads(line)["outcome"] for line in lines.open())
        counts = json.loads(report.read_text())["totals"]["messages_by_outcome"]
        if outcomes != {outcome: count for outcome, count in counts.items() if count}:
            raise SystemExit("bench: the lines are not those that the report counts")
        self.say("the lines add up to the report")
        return comparison

    def segment(self):
        """Everybody with a valid token, beside the report on the same zip."""
        people, report = self.folder / "people.csv", self.folder / "people.json"
        segment = [self.pushtrail, "segment", "has-token", "--quiet", "--format", "csv", self.zip]
        comparison = Comparison(
            "segment",
            Side("pushtrail segment has-token", lambda: pipeline(segment, stdout=people)),
            Side(
                "pushtrail report",
                lambda: pipeline([self.pushtrail, "report", "--quiet", "--format", "json", self.zip], stdout=report)),
            TARGETS["segment"], memory=True)
        comparison.measure(self.runs, self.say)
        covered = json.loads(report.read_text())["tokens"]["persons"]["covered"]
        if sum(1 for _ in people.open()) - 1 != covered:
            raise SystemExit("bench: the people are not those that the report counts")
        self.say("the people are those that the report counts")
        return comparison

    # MARK: diagnose

    def diagnose_time(self, rows):
        """What went wrong in 28 days, beside the report on the same zip."""
        log, said = self.folder / "four-weeks.zip", self.folder / "diagnosis.json"
        pipeline(self.simulate(rows, "zip", log, "--days", "28", "--scenario", "token_churn"))
        comparison = Comparison(
            f"diagnose, {rows:,} rows of 28 days",
            Side("pushtrail diagnose", lambda: pipeline([self.pushtrail, "diagnose", "--quiet", log], stdout=said)),
            Side("pushtrail report", lambda: pipeline(
                [self.pushtrail, "report", "--quiet", log], stdout=self.folder / "report.txt")),
            TARGETS["diagnose-time"])
        comparison.measure(self.runs, self.say)
        if "token" not in said.read_text():
            raise SystemExit("bench: diagnose does not find what was planted")
        return comparison

    def expect_same_numbers(self, ours, theirs):
        """A figure counts only where both sides computed the same."""
        same = {
            "totals": (totals(ours), {row["platform"]: row for row in theirs["totals"]}),
            "reasons": (
                {(row["reason"], row["platform"]): (row["deliveries"], row["events"]) for row in ours["reasons"]},
                {(row["reason"], row["platform"]): (row["deliveries"], row["events"]) for row in theirs["reasons"]}),
            "tokens": (tokens(ours), {row["platform"]: row for row in theirs["tokens"]}),
            "latency": (
                {name: (one["count"], [one["p50"], one["p90"], one["p99"]]) for name, one in ours["latency"].items()},
                {row["name"]: (row["count"], row["percentiles"]) for row in theirs["latency"]}),
            "attempts": (
                {name.replace("over_10", "11"): count for name, count in ours["attempts"].items() if count},
                {str(row["attempts"]): row["deliveries"] for row in theirs["attempts"]}),
        }
        for part, (our_part, their_part) in same.items():
            if our_part != their_part:
                raise SystemExit(f"bench: {part}: {our_part}, but DuckDB says {their_part}")
        self.say("both computed the same numbers")

    # MARK: ingest

    def ingest(self):
        other = self.folder / "import.db"
        script = self.folder / "import.sql"
        script.write_text(IMPORT.format(log=self.csv))

        def ours():
            self.remove_store(self.store)
            return pipeline([self.pushtrail, "ingest", "--quiet", "--store", self.store, self.csv])

        def theirs():
            self.remove_store(other)
            return pipeline(["sqlite3", other], stdin=script)

        comparison = Comparison(
            "ingest", Side("pushtrail ingest", ours), Side("sqlite3 .import", theirs), TARGETS["ingest"])
        comparison.measure(self.runs, self.say)
        self.remove_store(other)
        return comparison

    def remove_store(self, store):
        remove(store, f"{store}-wal", f"{store}-shm")

    # MARK: export

    def export(self):
        if not self.store.exists():
            pipeline([self.pushtrail, "ingest", "--quiet", "--store", self.store, self.csv])
        rows, zipped = self.folder / "rows.csv", self.folder / "rows.zip"
        query = (HERE / "export.sql").read_text()

        def theirs():
            remove(rows, zipped)
            return in_turn(
                pipeline(["sqlite3", "-readonly", "-csv", "-header", "-separator", ";", self.store, query], stdout=rows),
                pipeline(["zip", "-6", "-q", zipped, rows]))

        def ours():
            remove(self.out)
            return pipeline(
                [self.pushtrail, "export", "--quiet", "--store", self.store, "--as-of", AS_OF, "-o", self.out])

        comparison = Comparison(
            "export", Side("pushtrail export", ours), Side("sqlite3 -csv, zip -6", theirs), TARGETS["export"])
        comparison.measure(self.runs, self.say)
        self.expect_same_rows(zipped)
        return comparison

    def expect_same_rows(self, zipped):
        same = subprocess.run([self.python, HERE / "same_rows.py", self.out, zipped])
        if same.returncode != 0:
            raise SystemExit("bench: the two exports differ")
        self.say("both exported the same rows")

    # MARK: store check

    def check(self):
        if not self.store.exists():
            pipeline([self.pushtrail, "ingest", "--quiet", "--store", self.store, self.csv])
        comparison = Comparison(
            "store check",
            Side("pushtrail store check",
                 lambda: pipeline([self.pushtrail, "store", "check", "--quiet", "--store", self.store])),
            Side("sqlite3 integrity_check",
                 lambda: pipeline(["sqlite3", "-readonly", self.store, "PRAGMA integrity_check"])),
            TARGETS["check"])
        comparison.measure(self.runs, self.say)
        return comparison

    # MARK: the ledger

    def sealed(self):
        """An archive of one night with all the rows; its store, key and verifier key."""
        archive, store, key = self.folder / "archive", self.folder / "recorded.db", self.folder / "ledger.key"
        if not archive.exists():
            pipeline(self.simulate(self.rows, "csv", self.day, "--days", "1"))
            pipeline([self.pushtrail, "ingest", "--quiet", "--store", store, "--as-of", AS_OF, self.day])
            pipeline([self.pushtrail, "key", "new", "--quiet", "--origin", "example.com/bench", "-o", key])
            self.night(store, archive, key)
        vkey = subprocess.run(
            [self.pushtrail, "key", "show", key], check=True, capture_output=True, text=True).stdout.strip()
        return archive, store, key, vkey

    def night(self, store, archive, key):
        return pipeline(
            [self.pushtrail, "nightly", "--quiet", "--store", store, "--archive", archive, "--key", key, "--through", AS_OF])

    def verify(self):
        archive, *_, vkey = self.sealed()
        comparison = Comparison(
            "verify",
            Side("pushtrail verify", lambda: pipeline([self.pushtrail, "verify", "--quiet", archive, "--vkey", vkey])),
            Side("sha256sum of the CSV", lambda: pipeline(["sha256sum", self.day])),
            TARGETS["verify"])
        comparison.measure(self.runs, self.say)
        return comparison

    def nightly(self):
        _, store, key, _ = self.sealed()
        archive, copy = self.folder / "again", self.folder / "again.db"

        def ours():
            shutil.rmtree(archive, ignore_errors=True)
            # A copy from before the night was sealed.
            self.remove_store(copy)
            shutil.copyfile(self.unsealed(store), copy)
            return self.night(copy, archive, key)

        def theirs():
            remove(self.out)
            return pipeline(
                [self.pushtrail, "export", "--quiet", "--store", store, "--as-of", AS_OF, "-o", self.out])

        comparison = Comparison(
            "nightly", Side("pushtrail nightly", ours), Side("pushtrail export", theirs), TARGETS["nightly"])
        comparison.measure(self.runs, self.say)
        return comparison

    def unsealed(self, store):
        """The store as it was before its first night."""
        path = self.folder / "unsealed.db"
        if not path.exists():
            pipeline([self.pushtrail, "store", "backup", "--quiet", "--store", store, "-o", path])
            with sqlite3.connect(path) as database:
                database.execute("DELETE FROM sealed")
                database.execute("DELETE FROM ledger")
            database.close()
        return path

    def prove(self):
        archive, *_ = self.sealed()
        with open(self.day, "rb") as log:
            log.seek(self.day.stat().st_size // 2)
            log.readline()
            code = log.readline().split(b";")[1].decode()
        proof = self.folder / "proof.json"
        comparison = Comparison(
            "prove",
            Side("pushtrail prove", lambda: pipeline(
                [self.pushtrail, "prove", "--quiet", "--archive", archive, "--code", code, "-o", proof])),
            Side("unzip -p, grep", lambda: pipeline(
                # unzip takes one zip; the rest would be names of entries.
                ["sh", "-c", 'for zip; do unzip -p "$zip"; done', "sh", *archive.glob("*/*/*.zip")],
                ["grep", "-c", code])),
            TARGETS["prove"])
        comparison.measure(self.runs, self.say)
        self.say(f"the proof has {proof.stat().st_size:,} bytes")
        return comparison

    def search(self):
        """A message of a log's 14 days, in an archive of a night a day, beside inflating and searching all nights."""
        archive, store, key = self.folder / "nights", self.folder / "nights.db", self.folder / "nights.key"
        pipeline([self.pushtrail, "ingest", "--quiet", "--store", store, "--as-of", AS_OF, self.csv])
        pipeline([self.pushtrail, "key", "new", "--quiet", "--origin", "example.com/bench", "-o", key])
        self.night(store, archive, key)
        with open(self.csv, "rb") as log:
            log.seek(self.csv.stat().st_size // 2)
            log.readline()
            code = log.readline().split(b";")[1].decode()
        zips = sorted(archive.glob("*/*/*.zip"))
        ours, theirs = self.folder / "timeline.json", self.folder / "lines.csv"
        comparison = Comparison(
            f"timeline of {len(zips)} nights",
            Side("pushtrail timeline", lambda: pipeline(
                [self.pushtrail, "timeline", "--quiet", "--json", "--code", code, archive], stdout=ours)),
            Side("unzip -p, grep", lambda: pipeline(
                ["sh", "-c", 'for zip; do unzip -p "$zip"; done', "sh", *zips], ["grep", code], stdout=theirs)),
            TARGETS["search"])
        comparison.measure(self.runs, self.say)
        found = json.loads(ours.read_text())
        events = sum(len(one["events"]) for message in found["messages"] for one in message["deliveries"])
        if events == 0 or events != theirs.read_bytes().count(b"\n"):
            raise SystemExit("bench: the timeline does not have the events that grep finds")
        indexes = sum(path.stat().st_size for path in archive.glob("*/*/*.index"))
        self.say(f"{events} events; {found['ruled_out']:,} rows ruled out by {megabytes(indexes)} of indexes beside "
                 f"{megabytes(sum(path.stat().st_size for path in zips))} of zips")
        return comparison

    # MARK: memory

    def memory(self, few, many):
        """Ingest's peak memory, at two sizes."""
        peaks = []
        for rows in (few, many):
            self.remove_store(self.store)
            make = self.simulate(rows, "ndjson", "-")
            run = pipeline(make, [self.pushtrail, "ingest", "--quiet", "--store", self.store, "-"])
            self.say(f"simulate, ingest of {rows:,} events: {run}")
            peaks.append(run.peak)
        self.remove_store(self.store)
        return peaks


def totals(report):
    """Ours as report.sql has them."""
    found = {}
    for platform, group in [(None, report["totals"])] + [(one["by"]["platform"], one) for one in report["groups"]]:
        names = ["messages", "persons", "delivered", "received", "opened", "converted", "deliveries", "devices", "events"]
        statuses = ["created", "sent", "delivered", "failed", "opened", "received", "converted"]
        found[platform] = {
            "platform": platform, **{name: group[name] for name in names}, **group["messages_by_outcome"],
            **{f"{status}_rows": group["events_by_status"].get(status, 0) for status in statuses}}
    return found


def tokens(report):
    """Ours as report.sql has them."""
    every = report["tokens"]["persons"]
    found = {None: {
        "platform": None, "valid": None, "invalid": None, "suspect": None, "unknown": None, "persons": every["total"],
        "covered": every["covered"]}}
    for platform, one in report["tokens"]["by_platform"].items():
        found[platform] = {
            "platform": platform, **one["states"], "persons": one["persons"]["total"],
            "covered": one["persons"]["covered"]}
    return found


def table(comparisons, sizes, peaks):
    lines = [
        "| job | pushtrail | others | times as fast | wanted | peak memory |",
        "|---|---|---|---|---|---|",
    ]
    for one in comparisons:
        lines.append(
            f"| {one.job} | {one.ours.seconds:.2f} s | {one.theirs.name}: {one.theirs.seconds:.2f} s | {one.ratio:.1f} | "
            f"{one.target:g} | {megabytes(one.ours.peak)}, others {megabytes(one.theirs.peak)} |")
    if peaks:
        lines.append(f"| ingest's memory | {megabytes(peaks[0])} at {sizes[0]:,} events, {megabytes(peaks[1])} at {sizes[1]:,} "
                     "| | | flat | |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("--pushtrail", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=2_500_000, help="rows of the log (default 2500000)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each side, in turn (default 5)")
    parser.add_argument("--only", choices=JOBS, help="this comparison alone")
    parser.add_argument("--long", action="store_true", help="ingest's memory at 1 and 10 million events, diagnose's time on all rows")
    parser.add_argument("--seeds", type=int, default=2, help="diagnose: logs of each cause, strength and generator (default 2)")
    parser.add_argument("--healthy", type=int, default=10, help="diagnose: healthy logs of each generator (default 10)")
    parser.add_argument("--pairs", type=int, default=10, help="diagnose: logs of two causes of each generator (default 10)")
    parser.add_argument("--json", type=pathlib.Path, help="diagnose: a file for all that was counted")
    parser.add_argument("--check", action="store_true", help="fail where a stated target is missed")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="pushtrail-bench-", dir="/var/tmp") as folder:
        bench = Bench(options, pathlib.Path(folder))
        wanted = [options.only] if options.only else JOBS
        if not APART.issuperset(wanted):
            bench.prepare()
        comparisons = [getattr(bench, job)() for job in wanted if job not in APART | {"memory"}]
        if "diagnose-time" in wanted:
            comparisons.append(bench.diagnose_time(options.rows if options.long else min(options.rows, 300_000)))
        sizes = (1_000_000, 10_000_000) if options.long else (options.rows * 2 // 5, options.rows)
        peaks = bench.memory(*sizes) if "memory" in wanted else None
        figures = service.ServiceBench(bench).figures() if "service" in wanted else []
        hits = diagnosis.DiagnosisBench(bench, options) if "diagnose" in wanted else None
        held = hits.figures(TARGETS["diagnose"]) if hits else []

    missed = [line for one in [*comparisons, *figures, *held] for line in one.missed]
    if peaks and peaks[1] > peaks[0] * 1.25:
        missed.append(f"ingest's memory grows: {megabytes(peaks[0])}, then {megabytes(peaks[1])}")
    print(f"\n{options.rows:,} rows, median of {options.runs} runs in turn. "
          f"{machine.describe(sys.executable, options.pushtrail)}.\n")
    if comparisons or peaks:
        print(table(comparisons, sizes, peaks))
    if comparisons and figures:
        print()
    if figures:
        print(service.table(figures))
    if hits:
        print(f"\n{hits.table()}\n\n{service.table(held, 'diagnose')}")
    for line in missed:
        print(f"\nmissed: {line}")
    return 1 if missed and options.check else 0


sys.exit(main())
