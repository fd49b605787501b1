"""Sending: what happens to each delivery, and the rows that tell it."""

from __future__ import annotations

import json
import math
import random
from collections import Counter

from .causes import FAULT_KIND, REFUSALS, RETRIED
from .model import DAY, HOUR, NAMED_PLATFORMS, Device, Fault, Message
from .words import LONG_TEXT, TEMPLATE_ERRORS
from .world import World


def quoted(text: str) -> str:
    """A field of the log, quoted where the format wants it."""
    if any(c in text for c in '; "\n\r\t'):
        return '"' + text.replace('"', '""') + '"'
    return text


class Sender:
    """Sends the plan: what happens to each delivery, and the rows that tell it."""

    def __init__(self, world: World, faults: list[Fault], rng: random.Random) -> None:
        self.world, self.faults, self.rng = world, faults, rng
        self.rows: list[tuple[int, str]] = []
        self.combinations: Counter[tuple[str, str, str, str | None]] = Counter()
        self.in_scope: dict[tuple[int, int, int], list[Fault]] = {}
        self.payload_cache: dict[tuple[int, int, str], tuple[str, str]] = {}
        self.blips_left = world.blip_budget

    def faults_of(self, m: Message) -> list[Fault]:
        """The faults whose scope, platform and time aside, holds this message."""
        key = id(m.app), id(m.journey), m.name
        found = self.in_scope.get(key)
        if found is None:
            found = [f for f in self.faults if f.selects(m.app, m.journey, m.name)]
            self.in_scope[key] = found
        return found

    def payload(self, m: Message, platform: str) -> str:
        """The payload field: JSON with the person and the name, empty where none is written."""
        if not m.app.payloads or platform not in NAMED_PLATFORMS:
            return ""
        key = id(m.journey), m.name, platform
        parts = self.payload_cache.get(key)
        if parts is None:
            title = m.journey.key
            note = {"aps": {"alert": title, "badge": 0, "sound": "default"}}
            if platform == "android":
                note = {"title": title, "pri": "high"}
            note["md"] = {"user_id": "\0", "name": m.journey.names[m.name][0]}
            note["pw_msg"] = "1"
            text = json.dumps(note, ensure_ascii=False, separators=(",", ":"))
            before, after = text.replace("\\u0000", "\0").split("\0")
            parts = '"' + before.replace('"', '""'), after.replace('"', '""') + '"'
            self.payload_cache[key] = parts
        return f"{parts[0]}{m.person.user_id}{parts[1]}"

    def send(self, m: Message) -> None:
        """One message to one device of its person, or to all of them."""
        rng, world = self.rng, self.world
        faults = self.faults_of(m)
        bits = rng.getrandbits(80)
        code = f"T-{bits >> 64:04X}-{bits >> 32 & 0xFFFFFFFF:08X}-{bits & 0xFFFFFFFF:08X}"
        devices = m.person.devices
        if len(devices) > 1 and not (world.fan_out and m.app.target == "user"):
            devices = [devices[0] if rng.random() < 0.8 else rng.choice(devices)]
        refusal = self.held_back(m, devices[0].platform, faults)
        for device in devices:
            self.move(m, device, faults)
            hwid = device.hwid
            target = {"hwid": hwid, "user": m.person.user_id}.get(m.app.target)
            if target is None:
                target = hwid.replace("-", "").lower().ljust(64, "0")
            name, variant = m.journey.names[m.name]
            self.combinations[device.platform, m.app.code, m.journey.key, variant] += 1
            if refusal:
                events = [(m.time, "created", ""), (m.time + rng.randint(0, 2), *refusal)]
            else:
                events = self.deliver(m, device, faults)
            self.write(m, f"{code};{target};{hwid};", device.platform, events, faults)

    def held_back(self, m: Message, platform: str,
                  faults: list[Fault]) -> tuple[str, str] | None:
        """What keeps a message from any gateway: a template, no audience, a suppression."""
        rng, world = self.rng, self.world
        for f in faults:
            if f.cause in ("template_or_audience", "suppression_rise") and (
                    f.strikes(m.time, platform) and rng.random() < f.size):
                f.note(m)
                if f.cause == "template_or_audience":
                    return "failed", f.form
                return world.suppressed_status, f.form
        draw = rng.random()
        if draw < world.suppressed:
            return world.suppressed_status, world.suppressed_word
        if draw > 1 - world.broken:
            return "failed", rng.choice(TEMPLATE_ERRORS)
        return None

    def move(self, m: Message, device: Device, faults: list[Fault]) -> None:
        """Now and then, or by a fault, the device's hwid belongs to another person from here."""
        rng = self.rng
        cause = None
        if rng.random() >= self.world.moved:
            for f in faults:
                if f.cause == "token_moves" and f.strikes(m.time, device.platform) and (
                        rng.random() < f.size):
                    cause = f
                    break
            else:
                return
        for _ in range(8):
            other = rng.choice(m.app.by_platform.get(device.platform) or m.app.people)
            theirs = other.devices[0]
            if other is not m.person and theirs.platform == device.platform:
                device.hwid, theirs.hwid = theirs.hwid, device.hwid
                if cause:
                    cause.note(m)
                return

    def refusal(self, m: Message, device: Device, time: int,
                faults: list[Fault]) -> tuple[str, bool] | None:
        """The gateway's answer where it refuses: its word, and whether to try again."""
        rng, world, platform = self.rng, self.world, device.platform
        for f in faults:
            if f.cause in REFUSALS and platform in f.words and f.strikes(time, platform) and (
                    rng.random() < (max(f.size, 0.8) if f.last is m else f.size)):
                f.note(m, time)
                return rng.choice(f.words[platform]), FAULT_KIND.get(f.cause) in RETRIED
        rate = min(0.5, world.dead[platform] * m.app.dead * m.journey.dead
                   * world.dead_noise[platform][time // DAY])
        draw = rng.random() if world.prunes else device.luck
        if draw < rate:
            return self.dead(device)
        for f in faults:
            if f.cause == "token_churn" and f.strikes(time, platform) and draw < rate + f.size:
                f.note(m, time)
                return self.dead(device)
            if f.cause == "silence_spike" and f.strikes(time, platform) and (
                    device.hwid not in f.met):
                f.met.add(device.hwid)
                if rng.random() < f.size:
                    f.note(m, time)
                    word = world.word("dead", platform, rng)
                    device.hwid = world.hwid(platform, rng)
                    f.met.add(device.hwid)
                    return word, False
        draw = rng.random()
        if draw < world.busy:
            return world.word("busy", platform, rng), True
        if draw > 1 - world.mixup:
            return world.word("mixup", platform, rng), False
        if draw < world.busy + world.throttled:
            return world.word("throttled", platform, rng), True
        if self.blips_left and any(a <= time < b and p == platform for a, b, p in world.blips):
            if draw < 0.5:
                self.blips_left -= 1
                return world.word("busy", platform, rng), True
        return None

    def dead(self, device: Device) -> tuple[str, bool]:
        """A dead token; a sender that prunes will meet the person's next token."""
        word = self.world.word("dead", device.platform, self.rng)
        if self.world.prunes:
            device.hwid = self.world.hwid(device.platform, self.rng)
        return word, False

    def deliver(self, m: Message, device: Device,
                faults: list[Fault]) -> list[tuple[int, str, str]]:
        """The rows of one delivery, by what the gateway and the person do."""
        rng, world, platform = self.rng, self.world, device.platform
        events = [(m.time, "created", "")]
        time = m.time + rng.randint(0, 2)
        if m.app.writes_sent:
            events.append((time, "sent", ""))
            for f in faults:
                if f.cause == "over_retry" and f.strikes(m.time, platform) and (
                        rng.random() < f.size):
                    f.note(m)
                    for _ in range(rng.randint(10, 24)):
                        time += rng.randint(15, 90)
                        events.append((time, "sent", ""))
        for f in faults:
            if f.cause == "stuck_in_flight" and f.strikes(m.time, platform) and (
                    rng.random() < f.size):
                f.note(m)
                return events
        if rng.random() < world.unanswered:
            return events
        for attempt in range(world.retries + 1):
            time += int(rng.expovariate(1 / world.latency))
            refused = self.refusal(m, device, time, faults)
            if not refused:
                break
            word, again = refused
            events.append((time, "failed", word))
            if not again or attempt == world.retries:
                return events
            time += int(world.backoff * 2 ** attempt * rng.uniform(0.7, 1.3))
            if m.app.writes_sent:
                events.append((time, "sent", ""))
        events.append((time, "delivered", world.success))
        self.engage(m, platform, time, faults, events)
        return events

    def engage(self, m: Message, platform: str, time: int, faults: list[Fault],
               events: list[tuple[int, str, str]]) -> None:
        """What the device and the person report after an accepted delivery."""
        rng, world, app = self.rng, self.world, m.app
        rate = min(0.5, app.opens * m.journey.opens * world.opens_by_platform[platform]
                   * world.noise(m.journey.key, m.time // DAY)
                   * world.open_hours[(m.time // HOUR + world.start.hour) % 24])
        draw = rng.random()
        opened = draw < rate
        for f in faults:
            if f.cause == "opens_down" and opened and f.strikes(m.time, platform) and (
                    draw >= rate * f.size):
                f.note(m)
                opened = False
        if app.received and (opened or rng.random() < app.received):
            at = time + int(rng.expovariate(1 / 20) if rng.random() < 0.8
                            else rng.expovariate(1 / 4000))
            if not self.lost("confirmations_not_tracked", m, at, platform, faults):
                events.append((at, "received", ""))
            time = at
        if opened:
            at = time + 2 + int(m.journey.delay * math.exp(rng.gauss(0, 1.2)))
            if app.tracks_opens and not self.lost("opens_not_tracked", m, at, platform, faults):
                events.append((at, "opened", ""))
            if rng.random() < app.converted:
                events.append((at + rng.randint(20, 5400), "converted", ""))

    def lost(self, cause: str, m: Message, time: int, platform: str,
             faults: list[Fault]) -> bool:
        """Whether a release of the app does not report this row."""
        for f in faults:
            if f.cause == cause and f.strikes(time, platform) and self.rng.random() < f.size:
                f.note(m, time)
                return True
        return False

    def write(self, m: Message, head: str, platform: str,
              events: list[tuple[int, str, str]], faults: list[Fault]) -> None:
        """The delivery's rows, after what a log itself may suffer: skew, doubled rows, size."""
        rng, world = self.rng, self.world
        payload = self.payload(m, platform)
        tail = f";{m.app.code};{payload}"
        bare = tail if world.repeats_payload else f";{m.app.code};"
        first, twice = tail, rng.random() < world.doubled
        for f in faults:
            if not f.strikes(m.time, platform):
                continue
            if f.cause == "clock_skew" and rng.random() < f.size:
                events = self.skewed(f, m, events)
            elif f.cause == "duplicates" and f.form == "rows" and rng.random() < f.size:
                f.note(m)
                twice = True
            elif f.cause == "payload_too_large" and payload and any(
                    word in f.words.get(platform, ()) for _, _, word in events):
                first = tail.replace('""pw_msg""', LONG_TEXT + '""pw_msg""')
        for time, status, word in events:
            if 0 <= time < world.length:
                end = first if status == "created" else bare
                row = time, f"{head}{status};{quoted(word)}{end}"
                self.rows.append(row)
                if twice:
                    self.rows.append(row)

    def skewed(self, fault: Fault, m: Message,
               events: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
        """A clock that is behind: the gateway rows' host, or the device's."""
        late = {"server": ("sent", "delivered", "failed"), "device": ("received", "opened")}
        if not any(status in late[fault.form] for _, status, _ in events):
            return events
        fault.note(m)
        behind = 120 + fault.since * 7919 % 9000
        return [(at - behind if status in late[fault.form] else at, status, word)
                for at, status, word in events]
