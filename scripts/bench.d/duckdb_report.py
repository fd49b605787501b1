"""Runs report.sql over a log on standard input and prints its answer as JSON."""

import json
import pathlib
import sys

import duckdb

connection = duckdb.connect()
script = pathlib.Path(__file__).with_name("report.sql").read_text()
answer = connection.execute(script)
names = [column[0] for column in answer.description]
json.dump([dict(zip(names, row)) for row in answer.fetchall()], sys.stdout, default=int, indent=1)
