"""Wall time, processor time and peak memory of commands."""

import os
import pathlib
import statistics
import subprocess
import time


class Run:
    """One run: how long it took, how much of the processors, and its peak memory."""

    def __init__(self, seconds, processor, peak):
        self.seconds = seconds
        self.processor = processor
        self.peak = peak

    def __str__(self):
        return f"{self.seconds:.2f} s ({self.processor:.2f} s of processor), {megabytes(self.peak)}"


def pipeline(*commands, stdin=None, stdout=None, cwd=None):
    """Runs commands joined by pipes, and expects each to succeed.

    The peak is the last command's: the one that does the work in every pipe of this bench.
    """
    start = time.monotonic()
    processes = []
    source = open(stdin, "rb") if stdin else subprocess.DEVNULL
    for index, command in enumerate(commands):
        last = index == len(commands) - 1
        sink = (open(stdout, "wb") if stdout else subprocess.DEVNULL) if last else subprocess.PIPE
        process = subprocess.Popen([str(part) for part in command], stdin=source, stdout=sink, cwd=cwd)
        if source is not subprocess.DEVNULL:
            source.close()
        source = process.stdout
        processes.append(process)
    processor = 0
    for process in processes:
        _, status, usage = os.wait4(process.pid, 0)
        processor += usage.ru_utime + usage.ru_stime
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"bench: {' '.join(map(str, process.args))} ended with {process.returncode}")
    # Linux counts it in KiB.
    return Run(time.monotonic() - start, processor, usage.ru_maxrss * 1024)


def in_turn(*runs):
    """Several runs, one after the other, as one."""
    return Run(
        sum(run.seconds for run in runs), sum(run.processor for run in runs), max(run.peak for run in runs))


class Side:
    """One side of a comparison, over all its runs."""

    def __init__(self, name, run):
        self.name = name
        self.run = run
        self.runs = []

    @property
    def seconds(self):
        return statistics.median(run.seconds for run in self.runs)

    @property
    def peak(self):
        return statistics.median(run.peak for run in self.runs)


class Comparison:
    """A job done by us and by another tool alternately, so that other load on the machine affects both."""

    def __init__(self, job, ours, theirs, target, memory=False):
        self.job, self.ours, self.theirs = job, ours, theirs
        # How many times as fast ours is to be, and whether it may take no more memory.
        self.target, self.memory = target, memory

    def measure(self, runs, say):
        for number in range(runs):
            for side in (self.ours, self.theirs) if number % 2 == 0 else (self.theirs, self.ours):
                run = side.run()
                side.runs.append(run)
                say(f"{self.job}, run {number + 1}: {side.name} {run}")

    @property
    def ratio(self):
        return self.theirs.seconds / self.ours.seconds

    @property
    def missed(self):
        """What was promised and not kept."""
        missed = []
        if self.ratio < self.target:
            missed.append(f"{self.job}: {self.ratio:.1f} times as fast, not {self.target:g}")
        if self.memory and self.ours.peak > self.theirs.peak:
            missed.append(f"{self.job}: {megabytes(self.ours.peak)} of memory, not {megabytes(self.theirs.peak)}")
        return missed


def megabytes(count):
    return f"{count / 1e6:,.0f} MB"


def remove(*paths):
    for path in paths:
        pathlib.Path(path).unlink(missing_ok=True)
