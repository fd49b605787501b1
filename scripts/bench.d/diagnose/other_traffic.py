#!/usr/bin/env python3
"""Write a Pushwoosh-compatible tracking log with planted faults, and the truth beside it.

    other_traffic.py --cause CAUSE[,CAUSE] --strength mild|middle|strong --seed N -o OUT.csv
                     [--days 14] [--per-day 6000]

An independent second source for `pushtrail diagnose`: it shares no code and no shapes with
`pushtrail simulate`. Everything is drawn from the seed; the same arguments give the same
bytes. `OUT.csv.truth.json` says what was planted (`pushtrail.truth/1`). Only the standard
library is used.

The world
    A seed draws a sender: 1-8 apps of very unequal size, 1-4 platforms, 2-25 journeys (named
    `Journey | Step | timing | variant`, freely, or one-off campaigns), a daily rhythm or none,
    weekends at 20-120 %, jobs at fixed hours, blasts of 10-40 % of a day within minutes, growth,
    people with several devices, senders that prune dead tokens and senders that do not, logs with
    and without `sent`, `received` and `converted` rows, empty payloads, and rates that wander by
    10-30 % from day to day. Every world has small blips and rare failures of most kinds.
    The log is cut off at its last second, as an export is: the last messages lack their opens.

What each cause is, with mild / middle / strong
    healthy           nothing is planted
    token_churn       one platform's dead tokens rise for good: added share of deliveries
                      3 % + 0.6 x base / 8 % + base / 25 % + 1.5 x base
    credentials       an app's key for one platform is refused: 25 / 70 / 100 % of deliveries
    environment_mixup BadDeviceToken or SENDER_ID_MISMATCH in one app: 8 / 25 / 60 %
    gateway_outage    one platform's gateway answers with 5xx for 0.5-8 hours: 20 / 50 / 90 %, and
                      again for 80 % of the retries
    throttling        an app or a platform is over its quota: 8 / 25 / 60 %
    payload_too_large a journey's payload outgrew the limit: 15 / 40 / 90 %
    bad_request       a deploy of one app sends malformed requests: 12 / 35 / 90 %
    template_or_audience
                      a journey's template breaks, or its customers are not found: 10 / 40 / 100 %
    suppression_rise  capped or unsubscribed people: added 6 / 18 / 45 %
    opens_down        delivery holds, fewer people open: opens x 0.62 / 0.42 / 0.25
    opens_not_tracked a release of one app and platform reports no opens: 96 / 98 / 100 % are lost,
                      conversions and confirmations go on
    confirmations_not_tracked
                      a release reports no `received` rows: 50 / 80 / 100 % are lost
    volume_missing    a job, an app or everything did not run: 60 % / all / all of it
    stuck_in_flight   sent, never answered: 5 / 20 / 60 %
    duplicates        rows written twice, or messages sent twice within 90 seconds: 5 / 20 / 70 %
    clock_skew        gateway rows minutes to hours before `created`, or device rows before
                      `delivered`: 5 / 20 / 60 %
    over_retry        11-25 `sent` rows for one delivery: 2 / 8 / 30 %
    silence_spike     a pause of 3-4.5 days, then each device's first contact is dead in
                      12 / 25 / 50 % of cases; `since` is when sending resumed
    token_moves       devices change their person: 2 / 6 / 20 % of deliveries
    mix_shift         platforms with unlike rates, and people of the better one are replaced by
                      people of the worse one: 35 / 60 / 90 %; no platform's own rate changes

    At middle strength a fault touches at least 150 messages (mild 80, strong 220); a scope that
    is too small is drawn again. Beyond the agreed keys the truth tells: `affected`,
    `first_affected` (when a message was first touched), `form`, `paused_from`, and `implied`
    (scope keys that a finding may leave out, since the others select the same deliveries).
"""

from __future__ import annotations

import argparse
import json
import random
import sys

from traffic.causes import MINIMUM_AFFECTED, REPLANS, SHAPES, STRENGTHS
from traffic.log import truth, write_log
from traffic.model import Fault
from traffic.planter import Planter
from traffic.sender import Sender
from traffic.world import World


def attempt(causes: list[str], strength: str, seed: int, days: int, per_day: int,
            number: int) -> tuple[World, list[Fault], Sender]:
    """One period, sent; what changes the plan is planted first, so that the rest knows of it."""
    world = World(seed, days, per_day, causes)
    plan = world.plan(random.Random(f"plan {seed}"))
    rng = random.Random(f"faults {seed} {causes} {strength} {number}")
    faults = []
    for cause in sorted(causes, key=lambda c: c not in REPLANS):
        planter = Planter(world, plan, rng)
        fault = planter.draw(cause, strength)
        plan = planter.replan(fault, plan)
        faults.append(fault)
    sender = Sender(world, faults, random.Random(f"send {seed}"))
    for message in plan:
        sender.send(message)
    return world, faults, sender


def generate(causes: list[str], strength: str, seed: int, days: int, per_day: int,
             path: str) -> None:
    """One log and its truth; drawn again where one fault left too little of another."""
    for number in range(5):
        world, faults, sender = attempt(causes, strength, seed, days, per_day, number)
        small = [f for f in faults if f.affected < 0.75 * MINIMUM_AFFECTED[strength]]
        if not small:
            break
    for fault in small:
        print(f"warning: {fault.cause}: only {fault.affected} messages touched", file=sys.stderr)
    write_log(path, world, sender.rows)
    with open(f"{path}.truth.json", "w", encoding="utf-8") as out:
        json.dump({"schema": "pushtrail.truth/1", "seed": seed,
                   "scenarios": [truth(world, f, sender.combinations) for f in faults]},
                  out, indent=1, ensure_ascii=False)
        out.write("\n")


def main() -> None:
    """Read the arguments, write the log."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--cause", required=True, help=f"healthy, {', '.join(SHAPES)}")
    parser.add_argument("--strength", choices=STRENGTHS, default="middle")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--per-day", type=int, default=6000)
    parser.add_argument("-o", "--output", required=True)
    arguments = parser.parse_args()
    causes = [c for c in arguments.cause.split(",") if c != "healthy"]
    unknown = set(causes) - set(SHAPES)
    if unknown:
        parser.error(f"unknown cause: {', '.join(sorted(unknown))}")
    generate(causes, arguments.strength, arguments.seed, arguments.days, arguments.per_day,
             arguments.output)


if __name__ == "__main__":
    main()
