"""Runs report.sql over a log on standard input and prints its answers as JSON, by the views' names."""

import json
import pathlib
import sys

import duckdb

connection = duckdb.connect()
connection.execute(pathlib.Path(__file__).with_name("report.sql").read_text())


def rows(view):
    answer = connection.execute(f"FROM {view}")
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row)) for row in answer.fetchall()]


views = ["totals", "reasons", "tokens", "latency", "attempts"]
json.dump({view: rows(view) for view in views}, sys.stdout, default=int, indent=1)
