"""A sender drawn from a seed: rates, rhythm, apps, journeys, and what it plans to send."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta, timezone

from .causes import NEEDS_NAMES, NEEDS_OPENS
from .model import DAY, HOUR, NAMED_PLATFORMS, App, Device, Journey, Message, Person
from .words import (CAMPAIGNS, FREE_NAMES, HTTP_STATUS, JOURNEYS, RETIRED_FCM, SUPPRESSIONS,
                    VARIANTS, WORDS)


def lognormal(rng: random.Random, sigma: float) -> float:
    """A factor around 1 whose mean is 1."""
    return math.exp(rng.gauss(0, sigma) - sigma * sigma / 2)


class World:
    """A sender, drawn from the seed; `causes` make sure that what a fault needs is there."""

    def __init__(self, seed: int, days: int, per_day: int, causes: list[str]) -> None:
        rng = self.rng = random.Random(f"world {seed}")
        self.days, self.per_day, self.causes = days, per_day, set(causes)
        self.start = datetime(2026, 1, 5, tzinfo=timezone.utc) + timedelta(
            days=rng.randrange(300), hours=rng.choice((0, 0, 0, rng.randrange(24))))
        self.length = days * DAY
        self.draw_rates()
        self.draw_rhythm()
        self.draw_apps()
        self.draw_journeys()
        self.draw_noise()

    def draw_rates(self) -> None:
        """Base rates, words and habits of the whole sender."""
        rng = self.rng
        self.platforms = {"android": rng.uniform(0.3, 1)}
        if rng.random() < 0.8:
            self.platforms["ios"] = rng.uniform(0.2, 1.2)
            if rng.random() < 0.15:
                del self.platforms["android"]
        if rng.random() < 0.3:
            self.platforms["web"] = rng.uniform(0.03, 0.4)
        if rng.random() < 0.15:
            self.platforms["windows"] = rng.uniform(0.01, 0.15)
        base = math.exp(rng.uniform(math.log(0.003), math.log(0.12)))
        self.dead = {p: min(0.13, base * rng.uniform(0.5, 1.6))
                     for p in ("ios", "android", "web", "windows")}
        self.busy = math.exp(rng.uniform(math.log(0.001), math.log(0.03)))
        self.throttled = rng.choice((0, 0, rng.uniform(0, 0.002)))
        self.mixup = rng.choice((0, rng.uniform(0, 0.003)))
        self.unanswered = rng.choice((0, rng.uniform(0, 0.003)))
        self.doubled = rng.choice((0, rng.uniform(0, 0.001)))
        self.moved = rng.choice((0, rng.uniform(0, 0.002)))
        self.suppressed = rng.choice((0, rng.uniform(0, 0.03)))
        self.broken = rng.choice((0, rng.uniform(0, 0.004)))
        self.opens_by_platform = {p: rng.uniform(0.6, 1.4)
                                  for p in ("ios", "android", "web", "windows")}
        self.prunes = rng.random() < 0.6
        self.retries = rng.choice((0, 1, 2, 3, 4))
        self.backoff = rng.uniform(20, 240)
        self.several = rng.uniform(0.02, 0.3)
        self.fan_out = rng.random() < 0.5
        self.repeats_payload = rng.random() < 0.8
        self.success = rng.choice(("Success", "Success", "OK", ""))
        self.style = rng.choice(("plain", "plain", "http", "error"))
        self.retired = rng.random() < 0.25
        self.suppressed_status = rng.choice(("failed", "failed", "suppressed"))
        self.suppressed_word = rng.choice(SUPPRESSIONS)
        self.latency = rng.choice((1.5, 3, 8))
        self.id_form = rng.choice(("number", "uuid", "word"))
        if "mix_shift" in self.causes:
            self.platforms = {"ios": rng.uniform(0.8, 1.2), "android": rng.uniform(0.8, 1.2)}
            self.better, self.worse = rng.sample(NAMED_PLATFORMS, 2)
            self.dead.update({self.better: rng.uniform(0.005, 0.03),
                              self.worse: rng.uniform(0.12, 0.2)})
            self.opens_by_platform.update({self.better: 1.3, self.worse: rng.uniform(0.3, 0.6)})

    def draw_rhythm(self) -> None:
        """The hours, the days of the week, growth, and days of more or less."""
        rng = self.rng
        depth, peak = rng.choice((0, 0.4, 0.8, 0.97)), rng.uniform(8, 21)
        second = rng.uniform(0, 0.8)
        self.hours = [max(0.01, 1 - depth + depth * (
            math.exp(-min((h - peak) % 24, (peak - h) % 24) ** 2 / 18)
            + second * math.exp(-min((h - peak + 9) % 24, (peak - 9 - h) % 24) ** 2 / 8)))
            for h in range(24)]
        weekend = rng.uniform(0.2, 1.2)
        growth = rng.uniform(-0.2, 0.6)
        wobble = rng.uniform(0.03, 0.12)
        volumes = []
        for day in range(self.days):
            weekday = (self.start + timedelta(days=day)).weekday()
            volumes.append((weekend if weekday >= 5 else 1)
                           * (1 + growth * day / self.days) * lognormal(rng, wobble))
        scale = self.per_day * self.days / sum(volumes)
        self.volumes = [v * scale for v in volumes]
        self.open_hours = [1 + rng.choice((0, 0.3)) * math.sin((h - peak + 6) / 24 * math.tau)
                           for h in range(24)]

    def draw_apps(self) -> None:
        """Apps of very unequal size, and their people."""
        rng = self.rng
        count = 1 if rng.random() < 0.25 else rng.randint(2, 8)
        ratio = rng.uniform(0.3, 0.9)
        weights = [ratio ** i * rng.uniform(0.7, 1.3) for i in range(count)]
        empty = rng.random() < 0.1 and not NEEDS_NAMES & self.causes
        sent, received, opens = (rng.random() < p for p in (0.8, 0.5, 0.92))
        opened = math.exp(rng.uniform(math.log(0.01), math.log(0.2)))
        if NEEDS_OPENS & self.causes:
            opens, opened = True, max(opened, 0.04)
        needs_received = "confirmations_not_tracked" in self.causes
        needs_sent = bool({"stuck_in_flight", "over_retry"} & self.causes)
        contacts = rng.uniform(3, 12)
        self.apps = []
        for weight in weights:
            platforms = {p: s * rng.uniform(0.6, 1.6) for p, s in self.platforms.items()}
            if "mix_shift" in self.causes:
                platforms = dict(self.platforms)
            elif len(platforms) > 1 and rng.random() < 0.3:
                platforms.pop(rng.choice(list(platforms)))
            odd, other_sent, other_received = (rng.random() < p for p in (0.15, 0.12, 0.12))
            app = App(
                code=f"{rng.getrandbits(20):05X}-{rng.getrandbits(20):05X}",
                weight=weight / sum(weights), platforms=platforms,
                dead=rng.uniform(0.8, 1.25), opens=min(0.22, opened * rng.uniform(0.7, 1.4)),
                tracks_opens=opens, writes_sent=needs_sent or sent != other_sent,
                received=rng.uniform(0.4, 0.95) * (needs_received or received != other_received),
                converted=rng.choice((0, rng.uniform(0.03, 0.2))),
                payloads=not (empty or odd and count > 1),
                target="user" if "token_moves" in self.causes else
                rng.choice(("hwid", "hwid", "user", "token")))
            self.add_people(app, contacts)
            self.apps.append(app)

    def add_people(self, app: App, contacts: float) -> None:
        """So many people that each hears from the app `contacts` times."""
        rng = self.rng
        kinds, shares = list(app.platforms), list(app.platforms.values())
        for _ in range(20 + int(self.per_day * self.days * app.weight / contacts)):
            first = rng.choices(kinds, shares)[0]
            devices = [Device(self.hwid(first, rng), first, rng.random())]
            while len(devices) < 3 and rng.random() < self.several:
                other = rng.choices(kinds, shares)[0]
                devices.append(Device(self.hwid(other, rng), other, rng.random()))
            person = Person(self.user_id(rng), devices)
            app.people.append(person)
            app.by_platform.setdefault(first, []).append(person)

    def user_id(self, rng: random.Random) -> str:
        """A user id in this sender's form."""
        if self.id_form == "number":
            return str(rng.randrange(10 ** 6, 10 ** 10))
        if self.id_form == "word":
            return f"user_{rng.getrandbits(40):x}"
        return self.uuid(rng).lower()

    @staticmethod
    def uuid(rng: random.Random) -> str:
        """An upper-case UUID."""
        text = f"{rng.getrandbits(128):032X}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def hwid(self, platform: str, rng: random.Random) -> str:
        """A hwid in its platform's shape."""
        if platform == "ios":
            return self.uuid(rng)
        if platform == "android":
            return f"{rng.getrandbits(64):016x}"
        return f"{platform[:3]}-{rng.getrandbits(112):028x}"

    def draw_journeys(self) -> None:
        """Steady journeys (a journey belongs to one app or to all), by this sender's naming."""
        rng = self.rng
        self.naming = rng.choice(("pipes", "pipes", "free", "campaigns"))
        count = rng.randint(2, 25) if self.naming != "campaigns" else rng.randint(2, 5)
        weights = [app.weight for app in self.apps]
        keys = rng.sample(JOURNEYS, count)
        self.journeys = []
        for i, key in enumerate(keys):
            if i < len(self.apps):
                owners = [i]
            elif rng.random() < 0.3:
                owners = list(range(len(self.apps)))
            else:
                owners = rng.choices(range(len(self.apps)), weights)
            names: list[tuple[str, str | None]]
            if self.naming == "free":
                key = rng.choice(FREE_NAMES).format(n=i * 7 + rng.randint(1, 6))
                names = [(key, None)]
            else:
                variants = rng.sample(VARIANTS, rng.choice((1, 1, 2, 3)))
                names = [(f"{key} | Push {step} | {rng.choice(('1hr', '1d', '3d', 'now'))} | {v}",
                          v) for step in range(1, rng.randint(1, 3) + 1) for v in variants]
            job = rng.randrange(5, 22) * HOUR + rng.randrange(60) * 60
            self.journeys.append(Journey(
                key, names, owners, rng.paretovariate(1.1),
                job if rng.random() < 0.3 else None, rng.randint(3, 60) * 60,
                rng.choice((0.5, 0.8, 1, 1, 1.25, 2)), rng.choice((0.7, 1, 1, 1.4)),
                60 * math.exp(rng.uniform(math.log(3), math.log(240))),
                self.days // 3 if i and rng.random() < 0.04 else 0))
        owned = {a for j in self.journeys for a in j.apps}
        for i in set(range(len(self.apps))) - owned:
            self.journeys[0].apps.append(i)
        self.blast_chance = rng.choice((0, 0.15, 0.4)) if self.naming != "campaigns" else 1

    def draw_noise(self) -> None:
        """How rates wander by day, and the small blips that nobody would call an incident."""
        rng = self.rng
        self.open_sigma, dead_sigma = rng.uniform(0.1, 0.3), rng.uniform(0.1, 0.3)
        if "mix_shift" in self.causes:
            dead_sigma = 0.1
        self.noise_rng = random.Random(rng.getrandbits(64))
        self.open_noise: dict[tuple[str, int], float] = {}
        self.dead_noise = {p: [lognormal(rng, dead_sigma) for _ in range(self.days + 1)]
                           for p in self.dead}
        self.blips = [(at, at + 300, rng.choice(list(self.platforms)))
                      for at in rng.sample(range(self.length), rng.randint(0, 3))]
        self.blip_budget = max(4, self.per_day // 300)

    def noise(self, journey: str, day: int) -> float:
        """A journey's own factor of opening on that day."""
        factor = self.open_noise.get((journey, day))
        if factor is None:
            factor = lognormal(self.noise_rng, self.open_sigma)
            self.open_noise[journey, day] = factor
        return factor

    def plan(self, rng: random.Random) -> list[Message]:
        """Every message of the period, in order of time, as it would be without faults."""
        messages: list[Message] = []
        for day, volume in enumerate(self.volumes):
            rest = volume
            if rng.random() < self.blast_chance:
                for _ in range(rng.choice((1, 1, 2))):
                    size = volume * rng.uniform(0.1, 0.4)
                    rest -= size
                    messages += self.blast(day, size, rng)
            for index, app in enumerate(self.apps):
                mine = [j for j in self.journeys if index in j.apps and day >= j.first_day]
                total = sum(j.weight for j in mine)
                for journey in mine:
                    mean = rest * app.weight * journey.weight / total
                    count = int(mean * lognormal(rng, 0.08) + rng.random())
                    messages += [Message(day * DAY + at, app, journey,
                                         rng.randrange(len(journey.names)), rng.choice(app.people))
                                 for at in self.moments(journey, count, rng)]
        messages = [m for m in messages if m.time < self.length]
        messages.sort(key=lambda m: m.time)
        return messages

    def moments(self, journey: Journey, count: int, rng: random.Random) -> list[int]:
        """Seconds of a day: a job's within minutes, a trigger's by the sender's hours."""
        if journey.job_at is not None:
            return [journey.job_at + int(rng.random() * journey.spread) for _ in range(count)]
        offset = self.start.hour
        return [(h - offset) % 24 * HOUR + int(rng.random() * HOUR)
                for h in rng.choices(range(24), self.hours, k=count)]

    def blast(self, day: int, size: float, rng: random.Random) -> list[Message]:
        """A one-off campaign of one app, gone within minutes, opened much or little."""
        app = rng.choices(self.apps, [a.weight for a in self.apps])[0]
        date = self.start + timedelta(days=day)
        key = f"{rng.choice(CAMPAIGNS)} {date:%d %b} {rng.randrange(100)}"
        journey = Journey(key, [(key, None)], [], 0, None, 0, rng.choice((0.5, 0.7, 1, 1.5, 2)),
                          rng.choice((0.8, 1, 1.3)), rng.uniform(300, 9000), regular=False)
        begin = day * DAY + rng.randrange(6, 22) * HOUR + rng.randrange(HOUR)
        length = rng.randint(120, 1200)
        return [Message(begin + int(rng.random() * length), app, journey, 0,
                        rng.choice(app.people)) for _ in range(int(size))]

    def word(self, meaning: str, platform: str, rng: random.Random) -> str:
        """A gateway's word for that, as this sender's log writes it."""
        return self.spelled(rng.choice(WORDS[meaning][platform]), platform)

    def spelled(self, word: str, platform: str) -> str:
        """The word with what this sender writes around it."""
        status = HTTP_STATUS.get(word)
        if self.retired and platform == "android":
            word = RETIRED_FCM.get(word, word)
        if word.isdigit():
            return word
        if self.style == "http" and status:
            return f"{status} {word}"
        return f"Error: {word}" if self.style == "error" else word
