"""Measures `pushtrail serve`, with its load from second processes: wrk and curl."""

import json
import pathlib
import statistics
import subprocess
import time

from measure import megabytes, pipeline, remove
from server import Server

HERE = pathlib.Path(__file__).parent
# Bodies of at most this many bytes are posted: the API's limit is 64 MiB.
BODY = 60 << 20


class Figure:
    """One thing that was measured, and what was wanted of it."""

    def __init__(self, name, measured, wanted, is_met):
        self.name, self.measured, self.wanted, self.is_met = name, measured, wanted, is_met

    @property
    def missed(self):
        return [] if self.is_met else [f"{self.name}: {self.measured}, not {self.wanted}"]


class ServiceBench:
    def __init__(self, bench):
        self.pushtrail, self.folder, self.rows, self.runs, self.say = (
            bench.pushtrail, bench.folder, bench.rows, bench.runs, bench.say)

    def figures(self):
        small, middle, large = self.events(3_000), self.events(self.rows // 10), self.events(self.rows // 3)
        return [
            *self.get_results(small), self.post_events(large),
            self.job_overhead(small, "small", 10 * self.runs), self.job_overhead(middle, "middling", 2 * self.runs)]

    # MARK: stores

    def events(self, rows):
        """A week's events up to now: a log's window ends when it is asked for."""
        path = self.folder / f"events-{rows}.ndjson"
        # Simulated traffic has 3.188 rows a message.
        pipeline([self.pushtrail, "simulate", "--quiet", "--messages", round(rows / 3.188), "--days", 7, "-o", path])
        return path

    def store(self, events=None):
        """A new store, of these events or empty."""
        path = self.folder / "service.db"
        remove(path, f"{path}-wal", f"{path}-shm")
        for result in pathlib.Path(f"{path}.results").glob("*"):
            result.unlink()
        pipeline([self.pushtrail, "ingest", "--quiet", "--store", path, events or "-"])
        return path

    # MARK: getResults

    def get_results(self, events):
        """The rate and the 99th percentile at 32 connections, and memory over a million requests."""
        with Server(self.pushtrail, self.store(events)) as server:
            request_id, link, _ = server.request_log()
            self.wrk(server, request_id, 2)
            before, requests, rounds = server.memory(), 0, []
            while requests < 1_000_000 or len(rounds) < self.runs:
                started = server.processor()
                answer = self.wrk(server, request_id, 10)
                # What wrk was answered is what it asked for, now as before.
                if server.ask("getResults", request_id=request_id)["response"]["fileName"] != link:
                    raise SystemExit("bench: getResults answers otherwise under load")
                requests += answer["requests"]
                answer["rate"] = answer["requests"] / answer["seconds"]
                answer["processor"] = (server.processor() - started) / answer["requests"]
                rounds.append(answer)
                self.say(
                    f"getResults: {answer['rate']:,.0f}/s, p50 {milliseconds(answer['p50'])}, p99 {milliseconds(answer['p99'])}, "
                    f"worst {milliseconds(answer['worst'])}, {answer['processor'] * 1e6:.1f} µs of processor each, "
                    f"{megabytes(server.memory())}")
            after = server.memory()
        rate = statistics.median(one["rate"] for one in rounds)
        slowest = statistics.median(one["p99"] for one in rounds)
        return [
            Figure("getResults, 32 connections", f"{rate:,.0f}/s", "15,000/s", rate >= 15_000),
            Figure("its p99", milliseconds(slowest), "under 10 ms", slowest < 0.010),
            Figure(
                f"memory over {requests:,} requests", f"{megabytes(before)}, then {megabytes(after)}", "flat",
                after <= before * 1.1 + 4e6)]

    def wrk(self, server, request_id, seconds):
        run = subprocess.run(
            ["wrk", "--threads", "1", "--connections", "32", "--duration", f"{seconds}s", "--script",
             str(HERE / "get_results.lua"), server.url, "--", server.token, request_id],
            capture_output=True, text=True, check=True)
        answer = json.loads(run.stdout.splitlines()[-1])
        if answer["failed"]:
            raise SystemExit(f"bench: {answer['failed']} requests failed: {run.stdout}")
        return answer

    # MARK: events

    def post_events(self, events):
        """The same events from a file into a new store and, in bodies of one connection, into a new store behind a server."""
        bodies, count = self.bodies(events)
        posted, ingested, peaks = [], [], []
        for number in range(self.runs):
            def ingest():
                store = self.store()
                ingested.append(pipeline([self.pushtrail, "ingest", "--quiet", "--store", store, events]))
                self.say(f"events, run {number + 1}: ingest {ingested[-1]}")

            def post():
                with Server(self.pushtrail, self.store()) as server:
                    posted.append(self.post(server, bodies, count))
                    peaks.append(server.memory("VmHWM:"))
                    self.say(f"events, run {number + 1}: POST {posted[-1].seconds:.2f} s, {megabytes(peaks[-1])}")

            for side in (ingest, post) if number % 2 == 0 else (post, ingest):
                side()
        ours = count / statistics.median(run.seconds for run in posted)
        theirs = count / statistics.median(run.seconds for run in ingested)
        return Figure(
            f"POST /v1/events, {count:,} events",
            f"{ours:,.0f}/s, {ours / theirs:.2f} of ingest's {theirs:,.0f}/s, {megabytes(max(peaks))}",
            "half of ingest's", ours >= theirs / 2)

    def bodies(self, events):
        """The events cut into files of whole lines, none too long for a body."""
        folder, bodies, count, size = self.folder / "bodies", [], 0, BODY
        folder.mkdir(exist_ok=True)
        with open(events, "rb") as lines:
            for line in lines:
                if size + len(line) > BODY:
                    bodies.append(open(folder / f"{len(bodies)}.ndjson", "wb"))
                    size = 0
                bodies[-1].write(line)
                size += len(line)
                count += 1
        for body in bodies:
            body.close()
        return [body.name for body in bodies], count

    def post(self, server, bodies, count):
        answers = self.folder / "answers.json"
        run = pipeline(
            ["curl", "--silent", "--show-error", "--fail", "--request", "POST", "--header",
             f"Authorization: Bearer {server.token}", "--upload-file", "{" + ",".join(bodies) + "}",
             f"{server.url}/v1/events"], stdout=answers)
        text, at, accepted = answers.read_text(), 0, 0
        while at < len(text.rstrip()):
            answer, at = json.JSONDecoder().raw_decode(text, at)
            at += len(text[at:]) - len(text[at:].lstrip())
            accepted += answer["accepted"]
        if accepted != count:
            raise SystemExit(f"bench: {accepted} events were accepted, not {count}")
        return run

    # MARK: jobs

    def job_overhead(self, events, size, runs):
        """From requesting a log until it is there, beside `export` of the same store in a process of its own."""
        store, zipped = self.store(events), self.folder / "out.zip"
        jobs, exports = [], []
        with Server(self.pushtrail, store) as server:
            for _ in range(runs):
                # An idle server: what wakes a worker counts too.
                time.sleep(0.05)
                jobs.append(server.request_log()[2])
                remove(zipped)
                exports.append(
                    pipeline([self.pushtrail, "export", "--quiet", "--store", store, "-o", zipped]).seconds)
        job, export = statistics.median(jobs), statistics.median(exports)
        self.say(f"job, {size}: {milliseconds(job)} (worst {milliseconds(max(jobs))}), export {milliseconds(export)}")
        return Figure(
            f"a job's overhead, {size} log", f"{milliseconds(job - export)} over export's {milliseconds(export)}",
            "under 50 ms", job - export < 0.050)


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms"


def table(figures, of="service"):
    lines = [f"| {of} | measured | wanted |", "|---|---|---|"]
    return "\n".join(lines + [f"| {one.name} | {one.measured} | {one.wanted} |" for one in figures])
