"""Reads a log with csv and prints its rows as JSON, one a line, header left out, spelled as PHP's json_encode does.

    read_rows.py LOG.csv
"""

import csv
import json
import sys

csv.field_size_limit(1 << 30)
with open(sys.argv[1], encoding="utf-8", newline="") as log:
    rows = csv.reader(log, delimiter=";", strict=True)
    next(rows)
    for row in rows:
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        # PHP escapes these two even where it leaves all else as it is.
        print(text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))
