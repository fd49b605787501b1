"""Lists a segment of a tracking log with DuckDB, from the definitions alone, and prints JSON: an array of objects.

usage: segments.py SEGMENT LOG.csv --as-of T [--days N] [--audience ROSTER.csv] [--aliases ALIASES.csv]
                   [--app A] [--platform P] [--journey J] [--since T]

The log is one CSV with eight columns and a header. The roster has the columns id, sms and email (yes or no), the aliases
the columns alias and user_id. A person who missed a message of the journey Cart gets e-mail first, others SMS.
"""

import argparse
import csv
import json

import duckdb
import oracle

PEOPLE = ["has-token", "no-token", "delivered-recently", "not-delivered-but-tried", "delivery-failures"]
OTHERS = {"unreachable": "unreached()", "fallback": "fallback_to()", "retry": "to_retry()"}
FURTHER = {"suspect-tokens": ["cause"], "moved-tokens": ["cause", "previous_person", "replaced_by"]}
CHOICES = ["app", "platform", "journey"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("segment")
    parser.add_argument("log")
    parser.add_argument("--as-of", type=lambda time: oracle.seconds(time, "00:00:00"))
    parser.add_argument("--since", type=lambda time: oracle.seconds(time, "00:00:00"))
    parser.add_argument("--days", type=int, default=0)
    for name in ["audience", "aliases", *CHOICES]:
        parser.add_argument(f"--{name}")
    arguments = parser.parse_args()
    database = duckdb.connect(config={"threads": 1})
    oracle.load(database, oracle.parse([arguments.log]))
    for topic in ["events", "reasons", "deliveries", "messages", "tokens", "lines"]:
        if topic == "tokens":
            oracle.divide(database, [])
        database.execute((oracle.FOLDER / f"{topic}.sql").read_text())
    ends = aliases(arguments.aliases)
    oracle.insert(database, "alias", ["id", "known"], [list(pair) for pair in ends.items()])
    people = {}
    for row in table(arguments.audience):
        people.setdefault(ends.get(row["id"], row["id"]), row)
    database.execute("drop table roster")
    oracle.insert(
        database, "roster", ["id", "sms", "email"], [[id, row["sms"], row["email"]] for id, row in people.items()]
    )
    for channel in ["sms", "email"]:
        database.execute(f"alter table roster alter {channel} type boolean using {channel} = 'yes'")
    variables = {
        "as_of": arguments.as_of,
        "start": arguments.as_of - arguments.days * 86_400,
        "has_audience": arguments.audience is not None,
        "is_filtered": any(getattr(arguments, name) is not None for name in [*CHOICES, "since"]),
        "since": arguments.since,
        **{name: getattr(arguments, name) for name in CHOICES},
    }
    for name, value in variables.items():
        database.execute(f"set variable {name} = ?", [value])
    database.execute(CHOSEN)
    database.execute((oracle.FOLDER / "segments.sql").read_text())
    print(json.dumps(oracle.rows(database, query(arguments.segment)), indent=2))


CHOSEN = """
create temp table chosen as
select code from message
where first_ts >= coalesce(getvariable('since'), first_ts)
    and (getvariable('app') is null or app is not distinct from getvariable('app'))
    and (getvariable('journey') is null or journey is not distinct from getvariable('journey'))
    and (getvariable('platform') is null or exists (
        from delivery where delivery.code = message.code and delivery.platform = getvariable('platform')));
"""


def query(segment: str) -> str:
    if segment in OTHERS:
        return f"from {OTHERS[segment]}"
    if segment in PEOPLE:
        return f"from of_people('{segment}')"
    left = {"cause", "previous_person", "replaced_by"} - set(FURTHER.get(segment, []))
    return f"select * {'exclude (' + ', '.join(sorted(left)) + ')' if left else ''} from of_devices('{segment}')"


def table(path: str | None) -> list[dict]:
    if path is None:
        return []
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def aliases(path: str | None) -> dict[str, str]:
    """The end of each alias's chain."""
    steps = {row["alias"]: row["user_id"] for row in table(path) if row["alias"] != row["user_id"]}
    ends = {}
    for alias in steps:
        end = alias
        while end in steps:
            end = steps[end]
        ends[alias] = end
    return ends


if __name__ == "__main__":
    main()
