"""Computes the report on a tracking log with DuckDB, from the definitions alone, and prints it as JSON.

usage: oracle.py LOG.csv [--by DIMS | --dimensions DIMS] [--since T] [--until T] [--app A] [--platform P] [--name N]
                 [--journey J] [--step S] [--timing T] [--variant V] [--audience FILE] [--timezone ZONE]
                 [--lines messages|deliveries] [--conversions FILE] [--conversion-window SECONDS]

With --lines it prints the delivery log in place of the report, as an array of objects.

The log is one CSV with eight columns and a header, its times `YYYY-MM-DD HH:MM:SS` UTC. The roster holds one id a line, or is
a CSV with commas whose header begins with `user_id,`; `--by audience.COLUMN` groups by one of its columns. --dimensions are
as --by, with semicolons: a column's name may hold a comma.
"""

import argparse
import csv
import datetime
import json
import pathlib
import re
import sys

import duckdb

COLUMNS = ["timestamp", "tracking_code", "target_id", "hwid", "status", "description", "appCode", "payload"]
DIMENSIONS = {
    "week": "week",
    "day": "day",
    "hour": "hour",
    "app": "app",
    "platform": "platform",
    "name": "name",
    "journey": "journey",
    "step": "step",
    "timing": "timing",
    "variant": "variant",
    "name-check": "name_check",
    "reason-category": "reason_category",
}
AUDIENCE = "audience."
NAMES = ["name", "journey", "step", "timing", "variant"]
STATUSES = ["created", "sent", "delivered", "failed", "opened"]
OUTCOMES = ["attempted", "sent", "bounced", "suppressed", "failed"]
COUNTS = ["messages", "deliveries", "devices", "delivered_devices", "reporting_devices", "persons", "covered_persons"]
COUNTS += ["delivered", "received", "opened", "converted"]
UNCONFIRMED = {"reporting": "to_reporting", "silent": "to_silent"}
NO_LATENCY = {"count": 0, "negative": 0, "p50": None, "p90": None, "p99": None}
TOKEN_STATES = ["valid", "invalid", "suspect", "unknown"]
FOLDER = pathlib.Path(__file__).parent


def main() -> None:
    print(json.dumps(compute(sys.argv[1:]), indent=2))


def compute(command: list[str]) -> dict | list:
    arguments = parse(command)
    database = duckdb.connect(config={"threads": 1})
    load(database, arguments)
    for topic in ["events", "reasons", "deliveries", "messages", "audience"]:
        database.execute((FOLDER / f"{topic}.sql").read_text())
    if arguments.conversions:
        conversions.load(database, arguments.conversions, arguments.conversion_window)
        database.execute((FOLDER / "conversions.sql").read_text())
    database.execute((FOLDER / "filters.sql").read_text())
    divide(database, arguments.by)
    for topic in ["tokens", "groups", "timing", "lines"]:
        database.execute((FOLDER / f"{topic}.sql").read_text())
    if arguments.lines:
        lines = rows(database, f"from lines_of_{arguments.lines}")
        return conversions.lines(database, lines) if arguments.conversions else lines
    return report(database, arguments)


def parse(command: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--by", default="platform", type=lambda dims: [dimension(dim) for dim in dims.split(",")])
    parser.add_argument("--dimensions", dest="by", type=lambda dims: [dimension(dim) for dim in dims.split(";")])
    parser.add_argument("--since", type=lambda time: seconds(time, "00:00:00"))
    parser.add_argument("--until", type=lambda time: seconds(time, "23:59:59"))
    for name in ["app", "platform", *NAMES, "audience"]:
        parser.add_argument(f"--{name}")
    parser.add_argument("--timezone", default="UTC")
    parser.add_argument("--lines", choices=["messages", "deliveries"])
    parser.add_argument("--conversions")
    parser.add_argument("--conversion-window", type=int, default=3 * 86_400)
    arguments = parser.parse_args(command)
    if arguments.conversions:
        # SciPy takes a second to load.
        global conversions
        import conversions
    return arguments


def dimension(name: str) -> str:
    """A dimension's key in the report."""
    return name if name.startswith(AUDIENCE) else DIMENSIONS[name]


def seconds(time: str, time_of_day: str) -> int:
    """Seconds since 1970 of a time, UTC if it names no zone; a bare day means its `time_of_day`."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", time):
        time += " " + time_of_day
    moment = datetime.datetime.fromisoformat(time)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)).timestamp() // 1)


# What the SQL starts from


def load(database: duckdb.DuckDBPyConnection, arguments: argparse.Namespace) -> None:
    database.execute(
        """create temp table log as from read_csv(?, delim=';', quote='"', escape='"', header=true, nullstr='',
               auto_detect=false, max_line_size=16777216, columns=?)""",
        [arguments.log, {column: "varchar" for column in COLUMNS}],
    )
    told = [read(payload) for (payload,) in database.execute("select distinct payload from log").fetchall() if payload]
    insert(database, "payload", ["text", "shape", "user_id", "name"], [values for values in told if values])

    with open(FOLDER / "reasons.csv", newline="") as file:
        names, *words = csv.reader(file)
    insert(database, "catalogue", names, words)
    database.execute("alter table catalogue add column place integer")
    database.execute("update catalogue set place = rowid")

    roster = read_roster(arguments.audience) if arguments.audience else []
    insert(database, "roster", ["id"], [[id] for id in {row["user_id"] for row in roster}])
    cells = [[row["user_id"], column, row[column], str(place)] for place, row in enumerate(roster) for column in row]
    insert(database, "roster_cell", ["id", "named", "value", "place"], cells)

    for name in ["since", "until", "app", "platform", *NAMES, "timezone"]:
        database.execute(f"set variable {name} = ?", [getattr(arguments, name)])


def read_roster(path: str) -> list[dict]:
    """The rows of a roster that have an id."""
    with open(path, newline="", encoding="utf-8") as file:
        if not file.readline().startswith("user_id,"):
            file.seek(0)
            rows = [{"user_id": line} for line in file.read().split("\n")]
        else:
            file.seek(0)
            rows = list(csv.DictReader(file, restval=""))
    rows = [{name: value.strip(" \t") for name, value in row.items()} for row in rows]
    return [row for row in rows if row["user_id"]]


def insert(database: duckdb.DuckDBPyConnection, table: str, columns: list[str], rows: list) -> None:
    """Makes a table of strings, column by column: row by row would take long."""
    database.execute(
        f"create temp table {table} as select " + ", ".join(f"unnest(?::varchar[]) as {column}" for column in columns),
        [[row[index] for row in rows] for index in range(len(columns))],
    )


class Number(str):
    """A JSON number, as it is spelled."""


def read(payload: str) -> list | None:
    """What a payload tells, if it is a JSON object with members: itself, its shape, its user, its name."""
    try:
        # Python takes NaN for JSON; nobody else does.
        value = json.loads(payload, parse_int=Number, parse_float=Number, parse_constant=int)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not value:
        return None
    md = value.get("md")
    user, name = (md.get("user_id"), md.get("name")) if isinstance(md, dict) else (None, None)
    return [
        payload,
        "ios" if "aps" in value else "android",
        well_formed(user) if isinstance(user, str) else None,
        well_formed(name) if isinstance(name, str) and not isinstance(name, Number) else None,
    ]


def well_formed(text: str) -> str | None:
    """A text that UTF-8 can spell (JSON's can hold half a surrogate pair); none if it is empty."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text) or None


def divide(database: duckdb.DuckDBPyConnection, by: list[str]) -> None:
    """Lists the messages of each part that is counted: all of them, and each group."""
    columns = [column.removeprefix(AUDIENCE) for column in by if column.startswith(AUDIENCE)]
    of_audience = "(select value from said_of where said_of.code = message.code and said_of.named = ${})"
    values = [
        of_audience.format(columns.index(dim.removeprefix(AUDIENCE)) + 1) if dim.startswith(AUDIENCE) else dim
        for dim in by
    ]
    database.execute(
        f"""create temp table part as
            select code, null::varchar[] as dims from message
            union all select code, [{", ".join(values)}] from message""",
        columns,
    )


# What the report says


def report(database: duckdb.DuckDBPyConnection, arguments: argparse.Namespace) -> dict:
    events_by_status: dict = {}
    for dims, status, events in database.execute("from counted_events").fetchall():
        events_by_status.setdefault(key(dims), {})[status] = events
    counts = {key(row["dims"]): row for row in rows(database, f"from report_counts order by {order(arguments.by)}")}
    (window,) = rows(database, "from report_window")
    latency = {row.pop("span"): row for row in rows(database, "from report_latency")}
    names = {"names": check_of_names(database)} if "name_check" in arguments.by else {}
    found = names | {
        "window": window,
        "totals": totals(counts.get(None), events_by_status.get(None, {})),
        "groups": [
            {"by": dict(zip(arguments.by, dims)), **totals(counts[dims], events_by_status[dims])}
            for dims in counts
            if dims is not None
        ],
        "reasons": rows(database, "from report_reasons"),
        "tokens": tokens(database, arguments.audience is not None),
        "latency": {span: latency.get(span) or NO_LATENCY for span in ["created_to_delivered", "delivered_to_opened"]},
        "attempts": dict.fromkeys([*map(str, range(1, 11)), "over_10"], 0)
        | dict(database.execute("from report_attempts").fetchall()),
    }
    if arguments.conversions:
        found["conversions"] = conversions.summary(database, arguments.by, arguments.conversion_window)
        for part in [found["totals"], *found["groups"]]:
            dims = tuple(part["by"].values()) if "by" in part else None
            part["conversions"] = conversions.totals(database, dims, part["delivered"])
    return found


def order(by: list[str]) -> str:
    """The order of groups: weeks, days and hours run on; otherwise the largest is first."""
    columns = {dimension: f"dims[{index + 1}] nulls first" for index, dimension in enumerate(by)}
    ascending = [columns[dimension] for dimension in ["week", "day", "hour"] if dimension in columns]
    return ", ".join([*ascending, "messages desc", *columns.values()])


def totals(counts: dict | None, events_by_status: dict) -> dict:
    counts = counts or dict.fromkeys([*COUNTS, *OUTCOMES, *UNCONFIRMED.values()], 0)
    messages, delivered = counts["messages"], counts["delivered"]
    return {
        "events": sum(events_by_status.values()),
        "events_by_status": dict.fromkeys(STATUSES, 0) | events_by_status,
        "messages_by_outcome": {outcome: counts[outcome] for outcome in OUTCOMES},
        **{name: counts[name] for name in COUNTS},
        "unconfirmed": {name: counts[column] for name, column in UNCONFIRMED.items()},
        "recipients": messages - counts["suppressed"] - counts["bounced"],
        "rates": {
            "delivery": rate(delivered, messages),
            "error": rate(counts["bounced"] + counts["failed"], messages),
            "bounce": rate(counts["bounced"], messages),
            "confirmation": rate(counts["received"], delivered),
            "open": rate(counts["opened"], delivered),
            "conversion": rate(counts["converted"], delivered),
            "reporting": rate(counts["reporting_devices"], counts["delivered_devices"]),
            "coverage": rate(counts["covered_persons"], counts["persons"]),
        },
    }


def check_of_names(database: duckdb.DuckDBPyConnection) -> dict:
    (counts,) = rows(database, "from report_names")
    return counts | {"examples": rows(database, "from report_irregular order by messages desc, name limit 100")}


def tokens(database: duckdb.DuckDBPyConnection, has_audience: bool) -> dict:
    states, by_platform = dict.fromkeys(TOKEN_STATES, 0), {}
    for platform, total, covered in database.execute("from report_token_persons").fetchall():
        by_platform[platform] = {
            "states": dict.fromkeys(TOKEN_STATES, 0),
            "persons": {"total": total, "covered": covered},
            "coverage": rate(covered, total),
        }
    for platform, state, count in database.execute("from report_token_states").fetchall():
        states[state] += count
        by_platform[platform]["states"][state] = count

    (persons,) = rows(database, "from report_persons")
    (audience,) = rows(database, "from report_audience") if has_audience else (None,)
    return {
        "states": states,
        "missing": persons.pop("missing"),
        "persons": persons,
        "coverage": rate(audience["covered"], audience["total"]) if audience else rate(**persons),
        "by_platform": by_platform,
        "audience": audience,
    }


def rate(covered: int, total: int) -> float | None:
    return covered / total if total else None


def key(dims: list | None) -> tuple | None:
    return None if dims is None else tuple(dims)


def rows(database: duckdb.DuckDBPyConnection, query: str) -> list[dict]:
    result = database.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row)) for row in result.fetchall()]


if __name__ == "__main__":
    main()
