"""Measures how often `diagnose` finds what was planted, on two generators' traffic.

One is `pushtrail simulate --scenario`. The other, in `diagnose/`, was written apart from it and shares none of its
code and shapes. The seeds are not those that thresholds were chosen on.
"""

import itertools
import json
import os
import pathlib
import random
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "diagnose"))

from score import AS_OF, NOTHING, Case, Score, ask_all  # noqa: E402
from service import Figure  # noqa: E402
from traffic.causes import SHAPES, STRENGTHS  # noqa: E402

FIRST_SEED = 10_001
# Messages a day. In simulate's traffic few messages are opened, so that a fall of opens shows in more of them.
PER_DAY = {"simulate": 20_000, "other": 6_000}
# Those at which the smallest strength that is found is looked for; the last one is that of all of simulate's cases.
VOLUMES = (1_500, 6_000, PER_DAY["simulate"])
COLUMNS = {
    "first": "first", "found": "found", "platform": "platform", "app": "app", "journey": "journey", "hour": "first hour",
    "two_hours": "within 2 h"}


class DiagnosisBench:
    """Logs of planted causes at three strengths, pairs of causes, and healthy logs, of both generators."""

    def __init__(self, bench, options):
        self.pushtrail, self.folder, self.say = bench.pushtrail, bench.folder, bench.say
        self.seeds, self.healthy, self.pairs = options.seeds, options.healthy, options.pairs
        self.out = options.json
        self.scores, self.sensitivity = {}, {}

    def figures(self, targets):
        """Measures everything, and returns the figures that are held to targets, for each generator.

        A target is a share of all causes together at the middle strength.
        """
        for generator in ("simulate", "other"):
            cases = self.cases(generator)
            self.say(f"diagnose: {len(cases)} logs of {'simulate' if generator == 'simulate' else 'the other generator'}")
            self.scores[generator] = Score(ask_all(self.pushtrail, self.folder, cases, os.cpu_count(), self.say))
        self.sensitivity = self.smallest_found()
        if self.out:
            self.out.write_text(json.dumps(self.as_json(), indent=1) + "\n")
        return [figure for generator, score in self.scores.items() for figure in held(generator, score, targets)]

    # MARK: cases

    def causes(self, generator):
        """What a generator plants."""
        if generator == "other":
            return list(SHAPES)
        listed = subprocess.run(
            [self.pushtrail, "simulate", "--list-scenarios"], check=True, capture_output=True, text=True).stdout
        names = [line.split()[0] for line in listed.splitlines()[1:] if line.strip()]
        return [name for name in names if name != "healthy"]

    def cases(self, generator):
        causes = self.causes(generator)
        seeds = range(FIRST_SEED, FIRST_SEED + self.seeds)
        per_day = PER_DAY[generator]
        single = [
            Case(generator, (cause,), strength, seed, per_day)
            for seed in seeds for strength in STRENGTHS for cause in causes]
        healthy = [Case(generator, (), "middle", FIRST_SEED + number, per_day) for number in range(self.healthy)]
        every = list(itertools.combinations(causes, 2))
        pairs = [
            Case(generator, random.Random(f"pair {number}").choice(every), "middle", FIRST_SEED + number, per_day)
            for number in range(self.pairs)]
        return single + healthy + pairs

    def smallest_found(self):
        """By cause and messages a day, the smallest strength at which four in five are found; None if that is none."""
        causes = self.causes("simulate")
        marks = {(cause, strength, VOLUMES[2]): one for (cause, strength), one in self.scores["simulate"].marks.items()}
        for volume in VOLUMES[:2]:
            cases = [
                Case("simulate", (cause,), strength, seed, volume)
                for seed in range(FIRST_SEED, FIRST_SEED + self.seeds) for strength in STRENGTHS[:2] for cause in causes]
            self.say(f"diagnose: {len(cases)} logs of {volume:,} messages a day")
            score = Score(ask_all(self.pushtrail, self.folder, cases, os.cpu_count(), self.say))
            self.scores["simulate"].failures += score.failures
            marks |= {(cause, strength, volume): one for (cause, strength), one in score.marks.items()}

        def smallest(cause, volume):
            for strength in STRENGTHS:
                one = marks.get((cause, strength, volume))
                if one and (one.share("found") or 0) >= 0.8:
                    return strength
            return None

        return {cause: {volume: smallest(cause, volume) for volume in VOLUMES} for cause in causes}

    # MARK: output

    def as_json(self):
        """Everything that was measured."""
        def one(score):
            return {
                "causes": {f"{cause} {strength}": marks.as_json() for (cause, strength), marks in score.marks.items()},
                "strengths": {strength: score.total(strength).as_json() for strength in STRENGTHS},
                "first_findings": {
                    strength: {
                        planted: {said: count for (other, said), count in matrix.items() if other == planted}
                        for planted, _ in matrix}
                    for strength, matrix in score.matrix.items()},
                "healthy": score.healthy.as_json(), "pairs": score.pairs.as_json(), "failures": score.failures,
                "misses": score.misses,
            }

        return {
            "schema": "pushtrail.bench.diagnose/1", "seeds": [FIRST_SEED, FIRST_SEED + self.seeds - 1], "as_of": AS_OF,
            "generators": {generator: one(score) for generator, score in self.scores.items()},
            "smallest_strength_found": self.sensitivity,
        }

    def table(self):
        """All tables, in Markdown."""
        parts = []
        for generator, score in self.scores.items():
            name = "simulate" if generator == "simulate" else "The other generator"
            parts += [
                f"### {name}\n\n{marks_table(score)}", f"Planted (down) and first finding (across), middle strength:\n\n"
                f"{confusion_table(score.matrix['middle'])}"]
            if score.healthy.counts:
                parts.append(
                    f"Healthy: {percent(score.healthy, 'serious')} with a serious finding, "
                    f"{percent(score.healthy, 'any')} with any.")
            if score.pairs.counts:
                parts.append(f"Two causes at once: both found in {percent(score.pairs, 'both')}.")
            if score.misses:
                parts.append(f"{len(score.misses)} logs with something amiss; `--json FILE` lists them.")
        lines = ["| planted | " + " | ".join(f"{volume:,} a day" for volume in VOLUMES) + " |", "|---" * 4 + "|"]
        for cause, volumes in self.sensitivity.items():
            lines.append(f"| `{cause}` | " + " | ".join(volumes[volume] or "not found" for volume in VOLUMES) + " |")
        parts.append("Smallest strength found in at least 80 % of simulate's logs (strong: at 20,000 a day only):\n\n" + "\n".join(lines))
        return "\n\n".join(parts)


def held(generator, score, targets):
    """The figures that have a target."""
    middle = score.total("middle")
    for name, marks, what in (
            ("first", middle, "planted cause is the first finding"), ("platform", middle, "its platform is right"),
            ("hour", middle, "its first hour is right"), ("pairs", score.pairs, "both of two causes are found")):
        share = marks.share("both" if name == "pairs" else name)
        if share is not None:
            yield Figure(
                f"diagnose, {generator}: {what}", f"{share:.3f}", f"at least {targets[name]}", share >= targets[name])
    share = score.healthy.share("serious")
    if share is not None:
        yield Figure(
            f"diagnose, {generator}: serious finding in healthy traffic", f"{share:.3f}", f"at most {targets['serious']}",
            share <= targets["serious"])
    yield Figure(
        f"diagnose, {generator}: logs that could not be made or judged", f"{len(score.failures)}", "0",
        not score.failures)


def percent(marks, name):
    """A share, with the number of logs it is of."""
    share = marks.share(name)
    return "" if share is None else f"{100 * share:.0f} % of {marks.counts[name][1]}"


def marks_table(score):
    lines = ["| planted | strength | " + " | ".join(COLUMNS.values()) + " |", "|---" * (len(COLUMNS) + 2) + "|"]
    rows = [("all", strength, score.total(strength)) for strength in STRENGTHS]
    rows += [(f"`{cause}`", strength, marks) for (cause, strength), marks in sorted(
        score.marks.items(), key=lambda one: (one[0][0], STRENGTHS.index(one[0][1])))]
    for cause, strength, marks in rows:
        lines.append(f"| {cause} | {strength} | " + " | ".join(percent(marks, name) for name in COLUMNS) + " |")
    return "\n".join(lines)


def confusion_table(matrix):
    planted = sorted({one for one, _ in matrix}, key=lambda one: (one == "healthy", one))
    said = sorted({one for _, one in matrix}, key=lambda one: (one == NOTHING, one))
    number = {cause: str(index) for index, cause in enumerate(said, 1)}
    lines = ["| | " + " | ".join(number[cause] for cause in said) + " |", "|---" * (len(said) + 1) + "|"]
    for one in planted:
        lines.append(f"| {one} | " + " | ".join(str(matrix[one, cause] or "") for cause in said) + " |")
    return "\n".join(lines) + "\n\n" + ", ".join(f"{number[cause]} {cause}" for cause in said)
