"""The files: the tracking log, and the truth beside it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from operator import itemgetter

from .model import DAY, HOUR, Fault
from .world import World


def truth(world: World, fault: Fault, combinations: Counter) -> dict:
    """What stands in the truth file for one fault."""
    def moment(seconds: int | None) -> str | None:
        if seconds is None:
            return None
        return f"{world.start + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}"

    scope = {"platform": fault.platform, "app": fault.app and fault.app.code,
             "journey": fault.journey and fault.journey.key, "variant": fault.variant}
    keys = tuple(scope)

    def volume(without: str | None) -> int:
        return sum(n for combination, n in combinations.items()
                   if all(scope[k] is None or k == without or scope[k] == v
                          for k, v in zip(keys, combination)))

    implied = [k for k in keys if scope[k] is not None
               and volume(None) >= 0.97 * volume(k)]
    return {"cause": fault.cause, "strength": fault.strength, **scope,
            "since": moment(fault.since),
            "until": None if fault.open_ended else moment(fault.until),
            "affected": fault.affected, "first_affected": moment(fault.first),
            "form": fault.form, "paused_from": moment(fault.paused_from), "implied": implied}


def write_log(path: str, world: World, rows: list[tuple[int, str]]) -> None:
    """The rows in order of time, then of recording."""
    rows.sort(key=itemgetter(0))
    offset = world.start.hour * HOUR
    midnight = world.start.replace(hour=0)
    dates = [f"{midnight + timedelta(days=d):%Y-%m-%d}" for d in range(world.days + 2)]
    clock = [f"{h:02}:{m:02}:{s:02}" for h in range(24) for m in range(60) for s in range(60)]
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("//timestamp;tracking_code;target_id;hwid;status;description;appCode;payload\n")
        out.writelines(f'"{dates[(t + offset) // DAY]} {clock[(t + offset) % DAY]}";{text}\n'
                       for t, text in rows)
