"""Computes the report on a tracking log with DuckDB, and prints it as JSON: by platform, '' being all.

usage: oracle.py LOG.csv
"""

import json
import pathlib
import sys

import duckdb

COLUMNS = ["timestamp", "tracking_code", "target_id", "hwid", "status", "description", "appCode", "payload"]


def main() -> None:
    database = duckdb.connect()
    database.execute(
        """create temp table log as from read_csv(?, delim=';', quote='"', escape='"', header=true, nullstr='',
               auto_detect=false, max_line_size=16777216, columns=?)""",
        [sys.argv[1], {column: "varchar" for column in COLUMNS}],
    )
    database.execute(pathlib.Path(__file__).with_name("report.sql").read_text())

    report = {}
    counted = database.sql("from counted join counted_deliveries using (platform)")
    for row in counted.fetchall():
        counts = dict(zip(counted.columns, row))
        report[counts.pop("platform")] = counts
    for platform, status, events in database.sql("from counted_events").fetchall():
        report[platform].setdefault("events_by_status", {})[status] = events
    json.dump(report, sys.stdout)


main()
