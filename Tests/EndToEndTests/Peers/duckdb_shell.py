"""Runs a query as `duckdb -c` does, and prints its rows in a box.

usage: duckdb_shell.py QUERY
"""

import sys

import duckdb

# Once: a relation would read standard input for its columns first, and then find it empty.
duckdb.execute("create table answer as " + sys.argv[1])
print(duckdb.sql("from answer"))
