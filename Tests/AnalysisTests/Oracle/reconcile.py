"""Holds a list of what was sent against a tracking log with DuckDB, from the definitions alone, and prints JSON.

usage: reconcile.py LOG.csv LIST.csv [--window SECONDS] [--since T] [--until T] [--app A]

The log is one CSV with eight columns and a header. The list is a CSV with the columns code, target and time, its times
`YYYY-MM-DD HH:MM:SS` UTC. A line with a code is matched by it, another by target and time.
"""

import argparse
import json

import duckdb
import oracle

DAY = 86_400


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("list")
    parser.add_argument("--window", type=int, default=3600)
    parser.add_argument("--since", type=lambda time: oracle.seconds(time, "00:00:00"))
    parser.add_argument("--until", type=lambda time: oracle.seconds(time, "23:59:59"))
    parser.add_argument("--app")
    arguments = parser.parse_args()
    database = duckdb.connect(config={"threads": 1})
    oracle.load(database, oracle.parse([arguments.log]))
    for topic in ["events", "reasons", "deliveries", "messages"]:
        database.execute((oracle.FOLDER / f"{topic}.sql").read_text())
    database.execute("set variable since = ?", [arguments.since])
    database.execute("set variable until = ?", [arguments.until])
    database.execute("set variable app = ?", [arguments.app])
    database.execute(
        """create temp table line as
           select row_number() over () as line, nullif(code, '') as code, target,
               epoch(strptime(nullif(time, ''), '%Y-%m-%d %H:%M:%S'))::bigint as ts
           from read_csv(?, header=true, auto_detect=false, delim=',', quote='"', nullstr='',
               columns={'code': 'varchar', 'target': 'varchar', 'time': 'varchar'})""",
        [arguments.list],
    )
    database.execute(ENTRIES)
    pairs = pair(database, arguments.window)
    database.execute("create temp table pair (line bigint, code varchar)")
    database.executemany("insert into pair values (?, ?)", pairs or [(None, None)])
    database.execute("delete from pair where line is null")
    database.execute("set variable win = ?", [arguments.window])
    database.execute((oracle.FOLDER / "reconcile.sql").read_text())
    print(json.dumps(answer(database), indent=2))


# An entry is a code, listed once or more, or a line without one.
ENTRIES = """
create temp table entry as
select min(line) as line, code, null as target, min(ts) as ts, count(*) as listings
from line where code is not null group by code
union all
select line, null, target, ts, 1 from line where code is null;

-- Whom a message is to: each row's target; its person, or where no user is known the deciding target; its devices.
create temp table addressee as
select code, target, 1 as rank from event where target <> ''
union select code, coalesce(user_id, target), 2 from (select distinct code from event)
    left join user_of using (code) left join target_of using (code)
union select code, hwid, 3 from event where hwid <> '';

-- The listed target of a message that is not listed by code.
create temp table addressed as
select addressee.code, addressee.target, message.first_ts
from addressee join message using (code)
join (select target, min(line) as line from entry where code is null group by target) listed
    on listed.target = addressee.target
where code not in (select code from entry where code is not null)
    and (getvariable('app') is null or app is not distinct from getvariable('app'))
qualify row_number() over (partition by addressee.code order by rank, listed.line) = 1;
"""


def pair(database: duckdb.DuckDBPyConnection, window: int) -> list[tuple[int, str]]:
    """The closest of all pairs first, each entry and each message once."""
    candidates = database.execute(
        """select entry.line, addressed.code
           from entry join addressed on addressed.target = entry.target
           where entry.code is null and abs(entry.ts - first_ts) <= ?
           order by abs(entry.ts - first_ts), entry.ts, first_ts, entry.line, addressed.code""",
        [window],
    ).fetchall()
    lines: set[int] = set()
    codes: set[str] = set()
    pairs = []
    for line, code in candidates:
        if line not in lines and code not in codes:
            lines.add(line)
            codes.add(code)
            pairs.append((line, code))
    return pairs


def answer(database: duckdb.DuckDBPyConnection) -> dict:
    def column(query: str) -> list:
        return [value for (value,) in database.execute(query).fetchall()]

    def count(rows: str) -> int:
        return database.execute(f"select count(*) from {rows}").fetchone()[0]

    verdicts = ["matched", "missing", "unknown", "unsettled", "doubled"]
    lists = {verdict: column(LISTS[verdict]) for verdict in verdicts}
    days = database.execute(
        "select day, " + ", ".join(f"count(*) filter (verdict = '{verdict}')" for verdict in verdicts)
        + " from verdict group by day order by day nulls last"
    ).fetchall()
    return {
        "matched": len(lists["matched"]),
        **{verdict: {"count": len(lists[verdict]), "codes": lists[verdict]} for verdict in ["unknown", "unsettled"]},
        "doubled": {
            "count": len(lists["doubled"]),
            "codes": lists["doubled"],
            "listed_twice": count("held where listings > 1 and state <> 'left out'"),
            "sent_twice": count("repetition"),
        },
        "missing": {
            "count": len(lists["missing"]),
            "codes": column(LISTS["missing"].replace("where", "where code is not null and")),
            "targets": [
                {"target": target, "time": time}
                for target, time in database.execute(
                    """select target, strftime(make_timestamp(ts * 1000000), '%Y-%m-%dT%H:%M:%SZ') from held
                       where state = 'missing' and code is null order by line"""
                ).fetchall()
            ],
        },
        "by_day": [dict(zip(["day", *verdicts], row)) for row in days],
        "outside": count("extra where not is_compared"),
        "left_out": count("held where state = 'left out'"),
    }


LISTS = {
    "matched": "select message from held where state = 'matched' order by line",
    "missing": "select code from held where state = 'missing' order by line",
    "unknown": "select code from extra where is_compared order by first_ts, code",
    "unsettled": "select message from held where state = 'matched' and outcome = 'attempted' order by line",
    "doubled": """select code from (
        select 0 as kind, line as place, code from held where listings > 1 and state <> 'left out'
        union all select 1, row_number() over (order by first_ts, code), code from repetition) order by kind, place""",
}

if __name__ == "__main__":
    main()
