"""Holds a plan of test people against a tracking log with DuckDB, from the definitions alone, and prints JSON.

usage: qa.py LOG.csv PLAN.csv AS_OF

The plan is a CSV with the columns person, step, expect and within (in seconds, `s` after them).
"""

import csv
import datetime
import json
import sys

import duckdb
import oracle

LADDER = ["created", "sent", "delivered", "received", "opened"]
# The statuses that show that a message came so far; none for any.
SHOWN = {
    "created": None,
    "sent": ["sent", "accepted", "delivered", "received", "opened"],
    "delivered": ["accepted", "delivered", "received", "opened"],
    "received": ["received", "opened"],
    "opened": ["opened"],
    "converted": ["converted"],
}


def main() -> None:
    log, plan, now = sys.argv[1:]
    database = duckdb.connect(config={"threads": 1})
    oracle.load(database, oracle.parse([log]))
    for topic in ["events", "reasons", "deliveries", "messages"]:
        database.execute((oracle.FOLDER / f"{topic}.sql").read_text())
    with open(plan, newline="") as file:
        steps = list(csv.DictReader(file))
    runs = {}
    for step in steps:
        if step["person"] not in runs:
            runs[step["person"]] = run(database, step["person"], [s for s in steps if s["person"] == step["person"]])
    results = [judge(step, *runs[step["person"]], oracle.seconds(now, "00:00:00")) for step in steps]
    counts = {word: sum(result["verdict"] == word for result in results) for word in ["passed", "pending", "failed"]}
    print(json.dumps({**counts, "steps": results}, indent=2))


def run(database, person: str, steps: list[dict]) -> tuple[list[dict], int | None]:
    """A person's messages of the plan in order, and the first second of the first."""
    rows = database.execute(
        """select code, name, list({hwid: hwid, state: state, kind: kind, first: first_ts, refused: refused, said: said, described: described,
                  events: events} order by first_ts, hwid), min(first_ts) as first_ts
           from (
               select delivery.code, delivery.hwid, delivery.state, delivery.kind, message.name,
                   (select min(ts) from event where event.code = delivery.code and event.hwid = delivery.hwid) as first_ts,
                   deciding.ts as refused,
                   deciding.description as described,
                   case when deciding.description = '' then deciding.status else deciding.description end as said,
                   (select list({status: status, ts: ts}) from event
                       where event.code = delivery.code and event.hwid = delivery.hwid) as events
               from delivery join message using (code) join person using (code, hwid)
               left join deciding using (code, hwid)
               where person.person = $1 or delivery.hwid = $1)
           group by code, name order by first_ts, code""",
        [person],
    ).fetchall()
    messages = [dict(zip(["code", "name", "deliveries", "first"], row)) for row in rows]
    messages = [message for message in messages if any(is_of(message, step) for step in steps)]
    return messages, messages[0]["first"] if messages else None


def is_of(message: dict, step: dict) -> bool:
    if message["name"] is None:
        return False
    parts = [part.strip(" \t").lower() for part in message["name"].split("|", 3)]
    wanted = [part.strip(" \t").lower() for part in step["step"].split("|", 3)]
    if len(wanted) == 1:
        return parts[1:2] == wanted or message["name"].lower() == step["step"].lower()
    return all(not part or parts[place : place + 1] == [part] for place, part in enumerate(wanted))


def judge(step: dict, messages: list[dict], start: int | None, now: int) -> dict:
    expected = step["expect"]
    deadline = start + int(step["within"][:-1]) if step["within"] and start is not None else None
    result = {"person": step["person"], "step": step["step"], "expected": expected}
    message = next((message for message in reversed(messages) if is_of(message, step)), None)
    if message is None:
        is_over = deadline is not None and deadline < now
        return {**result, "verdict": "passed" if expected == "none" else "failed" if is_over else "pending"}
    deliveries = message["deliveries"]
    events = [event for delivery in deliveries for event in delivery["events"]]
    alive = [LADDER.index(delivery["state"]) for delivery in deliveries if delivery["state"] != "failed"]
    kinds = {delivery["kind"] for delivery in deliveries}
    is_converted = any(event["status"] == "converted" for event in events)
    ended = None if alive else "bounced" if "bounced" in kinds else "failed" if "failed" in kinds else "suppressed"
    is_open = any(rung < LADDER.index("delivered") for rung in alive)
    found = "converted" if is_converted else LADDER[max(alive)] if alive else ended

    def at(what: str) -> int | None:
        if what in SHOWN:
            return min((e["ts"] for e in events if SHOWN[what] is None or e["status"] in SHOWN[what]), default=None)
        outcome = ended or ("attempted" if is_open else "sent")
        deciding = [d for d in deliveries if d["kind"] == outcome] or deliveries
        return max((d["refused"] for d in deciding if d["refused"] is not None), default=None)

    if expected in LADDER:
        standing = "no" if not alive else "yes" if max(alive) >= LADDER.index(expected) else "perhaps"
    elif expected == "converted":
        standing = "yes" if is_converted else "perhaps" if alive else "no"
    elif expected == "none":
        standing = "yes" if found == "suppressed" else "no"
    elif alive:
        standing = "perhaps" if is_open else "no"
    else:
        standing = "yes" if expected in ("failed", found) else "no"

    if standing == "yes":
        reached = at(expected if expected != "none" else found)
        is_late = expected != "none" and deadline is not None and reached > deadline
        verdict = "failed" if is_late else "passed"
    else:
        reached = at(found)
        is_over = deadline is not None and deadline < now
        verdict = "failed" if standing == "no" or is_over else "pending"
    result |= {"verdict": verdict, "found": found, "tracking_code": message["code"]}
    if reached is not None:
        result["time"] = stamp(reached)
    if not alive:
        outcome = [d for d in deliveries if d["kind"] == ended] or deliveries
        last = max(outcome, key=lambda d: (d["refused"], d["described"].encode()))
        result["description"] = last["said"]
    return {key: value for key, value in result.items() if value is not None}


def stamp(seconds: int) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


if __name__ == "__main__":
    main()
