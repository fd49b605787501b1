"""Faults: drawn where enough traffic is, and planted in the plan."""

from __future__ import annotations

import bisect
import math
import random

from .causes import (FAULT_KIND, MINIMUM_AFFECTED, REFUSALS, REPLANS, SHAPES, STRENGTHS)
from .model import DAY, HOUR, NAMED_PLATFORMS, Fault, Message
from .words import FAULT_WORDS, SUPPRESSIONS, TEMPLATE_ERRORS, WORDS
from .world import World


class Planter:
    """Draws faults whose scope holds enough traffic to be seen, and changes the plan for them."""

    def __init__(self, world: World, plan: list[Message], rng: random.Random) -> None:
        self.world, self.plan, self.rng = world, plan, rng
        self.times = [m.time for m in plan]

    def draw(self, cause: str, strength: str) -> Fault:
        """A fault of that cause: the first scope out of many that is large enough."""
        level = STRENGTHS.index(strength)
        wanted = MINIMUM_AFFECTED[strength] * 1.15
        best: tuple[float, Fault] | None = None
        for attempt in range(400):
            fault = Fault(cause, strength, SHAPES[cause].sizes[level])
            if not self.place(fault, attempt):
                continue
            seen = self.expected(fault)
            if best is None or seen > best[0]:
                best = seen, fault
            if seen >= wanted:
                break
        if best is None:
            raise SystemExit(f"error: this world has no place for {cause}")
        self.finish(best[1])
        return best[1]

    def place(self, fault: Fault, attempt: int) -> bool:
        """Draw scope and time; false where the world has no such scope."""
        rng, shape, length = self.rng, SHAPES[fault.cause], self.world.length
        scope = rng.choice(shape.scopes)
        if fault.cause == "volume_missing" and fault.strength == "strong":
            scope = rng.choice(("app", "all"))
        if "app" in scope.split("+"):
            fault.app = rng.choice(self.world.apps)
        if scope == "variant" or "journey" in scope:
            fault.journey = rng.choice(self.world.journeys)
            if not any(self.world.apps[i].payloads for i in fault.journey.apps):
                return False
        if scope == "variant":
            fault.variant = rng.choice(fault.journey.names)[1]
            if len({v for _, v in fault.journey.names}) < 2:
                return False
        if "platform" in scope:
            owner = fault.app.platforms if fault.app else self.world.platforms
            choices = [p for p in NAMED_PLATFORMS if p in owner]
            if not choices:
                return False
            fault.platform = rng.choice(choices)
        fault.since = int(length * rng.uniform(0.45, 0.85))
        hours = rng.uniform(*shape.hours) * (1 + attempt / 200)
        fault.until = min(length, fault.since + int(min(hours, 200) * HOUR))
        if fault.cause == "gateway_outage":
            fault.until = min(fault.until, fault.since + 8 * HOUR)
        if rng.random() < shape.open_ended:
            fault.until = length
        if fault.cause == "volume_missing" and scope == "all":
            fault.until = min(fault.until, fault.since + int(hours * HOUR), length - HOUR)
        fault.open_ended = fault.until == length
        if fault.cause == "silence_spike":
            fault.paused_from = max(DAY, fault.since - int(rng.uniform(72, 108) * HOUR))
        if fault.cause == "volume_missing" and not fault.open_ended and fault.journey:
            fault.until = min(length - HOUR, fault.since + rng.choice((1, 1, 2)) * DAY)
        if fault.cause == "token_churn":
            base = self.world.dead[fault.platform]
            fault.size += base * {"mild": 0.6, "middle": 1, "strong": 1.5}[fault.strength]
        return True

    def expected(self, fault: Fault) -> float:
        """About how many deliveries it would touch."""
        cause, world = fault.cause, self.world
        low = bisect.bisect_left(self.times, fault.since)
        high = bisect.bisect_left(self.times, fault.until)
        irregular = cause not in ("volume_missing", "silence_spike")

        def inside(m: Message) -> bool:
            return (fault.selects(m.app, m.journey, m.name)
                    and fault.platform in (None, m.person.devices[0].platform)
                    and (irregular or m.journey.regular)
                    and (fault.journey is None or m.app.payloads))

        found = [m for m in self.plan[low:high] if inside(m)]
        before = sum(map(inside, self.plan[:low]))
        if before < 2 * MINIMUM_AFFECTED[fault.strength]:
            return 0
        if cause in ("opens_down", "opens_not_tracked"):
            lost = fault.size if cause == "opens_not_tracked" else 1 - fault.size
            days = (fault.until - fault.since) / DAY
            sigma = world.open_sigma * (1 if fault.journey else 0.7)
            if cause == "opens_down" and -math.log(fault.size) < 3 * sigma / math.sqrt(days):
                return 0
            return lost * 0.9 * sum(m.app.opens * m.journey.opens
                                    * world.opens_by_platform[m.person.devices[0].platform]
                                    for m in found)
        if cause == "confirmations_not_tracked":
            return fault.size * sum(m.app.received for m in found) * 0.9
        if cause == "mix_shift":
            return fault.size * sum(m.person.devices[0].platform == world.better for m in found)
        if cause == "silence_spike":
            quick = [m for m in found if m.time < fault.since + DAY]
            return fault.size * len({m.person.devices[0].hwid for m in quick})
        if cause == "token_churn":
            return fault.size * len(found)
        if cause == "token_moves":
            return fault.size * sum(m.app.payloads or m.app.target == "user" for m in found)
        return fault.size * len(found) * 0.95

    def finish(self, fault: Fault) -> None:
        """What is left to draw once the place stands: words and forms."""
        rng, world = self.rng, self.world
        if fault.cause in REFUSALS:
            meaning = FAULT_KIND.get(fault.cause)
            if meaning:
                fault.words = {p: (world.word(meaning, p, rng),) for p in WORDS[meaning]}
            else:
                table = FAULT_WORDS[fault.cause]
                fault.words = {p: (world.spelled(rng.choice(w), p),) for p, w in table.items()}
            if meaning == "busy":
                fault.words = {p: tuple(world.spelled(w, p) for w in words)
                               for p, words in WORDS["busy"].items()}
        elif fault.cause == "template_or_audience":
            fault.form = rng.choice(TEMPLATE_ERRORS)
        elif fault.cause == "duplicates":
            fault.form = rng.choice(("rows", "messages"))
        elif fault.cause == "clock_skew":
            devices = [a for a in world.apps if fault.app in (None, a)]
            fault.form = "device" if (min(a.received for a in devices) > 0
                                      and rng.random() < 0.25) else "server"
        elif fault.cause == "suppression_rise":
            fault.form = rng.choice(SUPPRESSIONS)

    def replan(self, fault: Fault, plan: list[Message]) -> list[Message]:
        """The plan with what this fault removes, adds or exchanges before anything is sent."""
        rng, world = self.rng, self.world
        if fault.cause not in REPLANS:
            return plan
        result = []
        for m in plan:
            inside = fault.selects(m.app, m.journey, m.name)
            now = inside and fault.since <= m.time < fault.until
            if fault.cause == "silence_spike" and inside and (
                    fault.paused_from <= m.time < fault.since):
                continue
            if fault.cause == "volume_missing" and now and rng.random() < fault.size:
                if m.journey.regular:
                    fault.note(m)
                continue
            result.append(m)
            if not now:
                continue
            if fault.cause == "duplicates" and fault.form == "messages":
                if rng.random() < fault.size:
                    fault.note(m)
                    result.append(Message(m.time + rng.randint(0, 90), m.app, m.journey, m.name,
                                          m.person))
            elif (fault.cause == "mix_shift" and m.person.devices[0].platform == world.better
                  and rng.random() < fault.size and world.worse in m.app.by_platform):
                fault.note(m)
                m.person = rng.choice(m.app.by_platform[world.worse])
        result.sort(key=lambda m: m.time)
        if fault.cause == "volume_missing" and fault.first is not None:
            fault.since = fault.first
        return result
