"""Makes logs with planted causes, has `pushtrail diagnose` judge them, and marks what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
AS_OF = "2026-11-20"
SCOPES = ("platform", "app", "journey")
NOTHING = "(nothing)"


@dataclass(frozen=True)
class Case:
    """One log to be made: its generator, causes (none: healthy), strength, seed, and messages a day."""

    generator: str
    causes: tuple[str, ...]
    strength: str
    seed: int
    per_day: int = 6_000
    days: int = 14

    def __str__(self) -> str:
        causes = "+".join(self.causes) or "healthy"
        return f"{self.generator}: {causes} {self.strength}, seed {self.seed}, {self.per_day} a day"

    def command(self, binary: Path, path: Path) -> list[str]:
        """How the log is made."""
        if self.generator == "other":
            return [sys.executable, str(HERE / "other_traffic.py"),
                    "--cause", ",".join(self.causes) or "healthy", "--strength", self.strength,
                    "--seed", str(self.seed), "--days", str(self.days),
                    "--per-day", str(self.per_day), "-o", str(path)]
        planted = ["--scenario", ",".join(self.causes), "--strength", self.strength]
        return [str(binary), "simulate", "--quiet", *(planted if self.causes else []),
                "--seed", str(self.seed), "--messages", str(self.per_day * self.days),
                "--days", str(self.days), "--as-of", AS_OF, "--format", "csv", "-o", str(path)]


@dataclass
class Outcome:
    """What `diagnose` said of a case, and what was planted."""

    case: Case
    truth: list[dict] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)
    error: str | None = None

    @property
    def first(self) -> str:
        """The first finding's cause."""
        return self.findings[0]["cause"] if self.findings else NOTHING


class Marks:
    """Counts of answers by what they were marked for: right ones, and all."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def mark(self, name: str, right: bool) -> None:
        """Count one answer."""
        self.counts[name][0] += right
        self.counts[name][1] += 1

    def add(self, other: Marks) -> None:
        """Count what another has."""
        for name, (right, asked) in other.counts.items():
            self.counts[name][0] += right
            self.counts[name][1] += asked

    def share(self, name: str) -> float | None:
        """The share of right answers; None where nothing was asked."""
        right, asked = self.counts[name] if name in self.counts else (0, 0)
        return right / asked if asked else None

    def as_json(self) -> dict:
        """Right answers and all, by name."""
        return {name: {"right": right, "of": asked} for name, (right, asked) in sorted(self.counts.items())}


# MARK: making and asking

def last_words(text: str) -> str:
    """The end of what a program said, on one line."""
    return " / ".join(text.strip().splitlines()[-2:])[-200:]


def ask(binary: Path, folder: Path, case: Case, timeout: float = 300) -> Outcome:
    """Make a log, diagnose it, and delete it. What went wrong is part of the outcome."""
    outcome = Outcome(case)
    path = folder / f"{abs(hash(case))}.csv"
    truth = Path(f"{path}.truth.json")
    try:
        made = subprocess.run(case.command(binary, path), capture_output=True, text=True, check=False)
        if made.returncode != 0:
            outcome.error = f"generator: {last_words(made.stderr)}"
            return outcome
        if case.causes:
            outcome.truth = json.loads(truth.read_text(encoding="utf-8"))["scenarios"]
        said = subprocess.run([str(binary), "diagnose", "--quiet", "--json", str(path)], capture_output=True,
                              text=True, timeout=timeout, check=False)
        if said.returncode not in (0, 1):
            outcome.error = f"diagnose: exit {said.returncode}: {last_words(said.stderr)}"
        else:
            outcome.findings = json.loads(said.stdout)["findings"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError) as problem:
        outcome.error = f"{type(problem).__name__}: {problem}"
    finally:
        path.unlink(missing_ok=True)
        truth.unlink(missing_ok=True)
    return outcome


def ask_all(binary: Path, folder: Path, cases: list[Case], jobs: int, say) -> list[Outcome]:
    """All outcomes, in the order of the cases."""
    outcomes = []
    with ThreadPoolExecutor(jobs) as pool:
        for outcome in pool.map(lambda case: ask(binary, folder, case), cases):
            outcomes.append(outcome)
            if len(outcomes) % 50 == 0:
                say(f"diagnose: {len(outcomes)} of {len(cases)} logs")
    return outcomes


# MARK: marking

def moment(text: str | None) -> datetime | None:
    """A time of the JSON."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def hour(time: datetime) -> datetime:
    """The beginning of its hour."""
    return time.replace(minute=0, second=0, microsecond=0)


def scope_right(key: str, planted: dict, finding: dict) -> bool:
    """Whether the finding's scope is the planted one there, or implied by the rest of it."""
    said = finding.get(key)
    return said == planted[key] or said is None and key in planted.get("implied", ())


def best_match(planted: dict, findings: list[dict]) -> dict | None:
    """Of the findings of the planted cause, the one whose scope fits best; the worst one first."""
    same = [f for f in findings if f["cause"] == planted["cause"]]
    named = [k for k in SCOPES if planted.get(k) is not None]
    return max(same, key=lambda f: sum(scope_right(k, planted, f) for k in named), default=None)


def judge(planted: dict, outcome: Outcome, marks: Marks) -> list[str]:
    """Mark one planted cause; return what was wrong, in words.

    Platform, app and journey are asked only where the truth names one. The hour is that of the truth's start, or of
    the first message that was touched.
    """
    wrong = []
    match = best_match(planted, outcome.findings)
    marks.mark("first", outcome.first == planted["cause"])
    marks.mark("found", match is not None)
    if outcome.first != planted["cause"]:
        wrong.append(f"first was {outcome.first}")
    if match is None:
        return [*wrong, "not found"]
    for key in SCOPES:
        if planted.get(key) is not None:
            right = scope_right(key, planted, match)
            marks.mark(key, right)
            if not right:
                wrong.append(f"{key} {match.get(key)}, not {planted[key]}")
    since = moment(match.get("since"))
    starts = [t for t in (moment(planted["since"]), moment(planted.get("first_affected"))) if t]
    right = since is not None and any(hour(since) == hour(t) for t in starts)
    marks.mark("hour", right)
    marks.mark("two_hours", since is not None and any(abs(since - t) <= timedelta(hours=2) for t in starts))
    if not right:
        wrong.append(f"since {match.get('since')}, not {planted['since']}")
    return wrong


class Score:
    """The marks of one generator's outcomes."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self.marks: dict[tuple[str, str], Marks] = defaultdict(Marks)
        self.matrix: dict[str, Counter] = defaultdict(Counter)
        self.healthy, self.pairs = Marks(), Marks()
        self.misses: list[str] = []
        self.failures: list[str] = []
        for outcome in outcomes:
            self.add(outcome)

    def add(self, outcome: Outcome) -> None:
        """Mark one outcome."""
        case = outcome.case
        if outcome.error:
            self.failures.append(f"{case}: {outcome.error}")
            return
        if not case.causes:
            self.matrix[case.strength]["healthy", outcome.first] += 1
            self.healthy.mark("serious", any(f["severity"] == "serious" for f in outcome.findings))
            self.healthy.mark("any", bool(outcome.findings))
            wrong = [f"{f['cause']} ({f['severity']})" for f in outcome.findings]
        elif len(case.causes) == 1:
            self.matrix[case.strength][case.causes[0], outcome.first] += 1
            wrong = judge(outcome.truth[0], outcome, self.marks[case.causes[0], case.strength])
        else:
            missing = set(case.causes) - {f["cause"] for f in outcome.findings}
            self.pairs.mark("both", not missing)
            wrong = [f"{cause} not found" for cause in sorted(missing)]
        if wrong:
            self.misses.append(f"{case}: {'; '.join(wrong)}")

    def total(self, strength: str) -> Marks:
        """The marks of all causes at one strength."""
        total = Marks()
        for (_, of), marks in self.marks.items():
            if of == strength:
                total.add(marks)
        return total
