"""What a sender consists of: apps, people, devices, journeys, messages; and a fault."""

from __future__ import annotations

from dataclasses import dataclass, field

HOUR = 3600
DAY = 86400
NAMED_PLATFORMS = ("ios", "android")


@dataclass
class Device:
    """A hwid; `luck` decides, where the sender never prunes, whether its token is dead."""

    __slots__ = ("hwid", "platform", "luck")
    hwid: str
    platform: str
    luck: float


@dataclass
class Person:
    """Somebody with at least one device."""

    __slots__ = ("user_id", "devices")
    user_id: str
    devices: list[Device]


@dataclass
class Journey:
    """A journey or a campaign: its names (steps and variants), its habits, its own rates."""

    key: str
    names: list[tuple[str, str | None]]
    apps: list[int]
    weight: float
    job_at: int | None
    spread: int
    opens: float
    dead: float
    delay: float
    first_day: int = 0
    regular: bool = True


@dataclass
class App:
    """An app of the sender, with what its integration writes into the log."""

    code: str
    weight: float
    platforms: dict[str, float]
    dead: float
    opens: float
    tracks_opens: bool
    writes_sent: bool
    received: float
    converted: float
    payloads: bool
    target: str
    people: list[Person] = field(default_factory=list)
    by_platform: dict[str, list[Person]] = field(default_factory=dict)


@dataclass
class Message:
    """One planned notification."""

    __slots__ = ("time", "app", "journey", "name", "person")
    time: int
    app: App
    journey: Journey
    name: int
    person: Person


class Fault:
    """A planted cause: where, from when to when, how much, and what it did."""

    def __init__(self, cause: str, strength: str, size: float) -> None:
        self.cause, self.strength, self.size = cause, strength, size
        self.platform: str | None = None
        self.app: App | None = None
        self.journey: Journey | None = None
        self.variant: str | None = None
        self.since = self.until = 0
        self.open_ended = False
        self.form: str | None = None
        self.paused_from: int | None = None
        self.words: dict[str, tuple[str, ...]] = {}
        self.affected = 0
        self.first: int | None = None
        self.last: Message | None = None
        self.met: set[str] = set()

    def selects(self, app: App, journey: Journey, name: int) -> bool:
        """Whether a message of this app, journey and name is in scope (platform aside)."""
        return ((self.app is None or self.app is app)
                and (self.journey is None or self.journey is journey)
                and (self.variant is None or journey.names[name][1] == self.variant))

    def strikes(self, time: int, platform: str) -> bool:
        """Whether the fault is on at that time, on that platform."""
        return self.since <= time < self.until and self.platform in (None, platform)

    def note(self, m: Message, time: int | None = None) -> None:
        """Count a message that went another way because of this fault, once."""
        time = m.time if time is None else time
        if self.last is not m:
            self.affected += 1
            self.last = m
        if self.first is None or time < self.first:
            self.first = time
