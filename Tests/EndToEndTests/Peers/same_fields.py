"""Whether a log holds the fields it should, read by Python's csv and zipfile.

    same_fields.py LOG.zip EVENTS.ndjson

Prints how many rows are the same, and exits 1 at the first that is not.
"""

import csv
import io
import json
import sys
import zipfile

csv.field_size_limit(1 << 30)
archive = zipfile.ZipFile(sys.argv[1])
[entry] = archive.namelist()
# newline="": line ends inside quotes are part of the field.
rows = csv.reader(io.TextIOWrapper(archive.open(entry), "utf-8", newline=""), delimiter=";", strict=True)
header = next(rows)
assert header[0] == "//timestamp" and len(header) == 8, header

COLUMNS = ["timestamp", "tracking_code", "target_id", "hwid", "status", "description", "app_code", "payload"]
count = 0
with open(sys.argv[2], encoding="utf-8") as events:
    for line in events:
        event = json.loads(line)
        expected = [event[column] for column in COLUMNS]
        expected[0] = expected[0].replace("T", " ").replace("Z", "")
        row = next(rows, None)
        if row != expected:
            print(f"row {count + 1}:\n  expected {expected}\n  read     {row}")
            sys.exit(1)
        count += 1
if (more := next(rows, None)) is not None:
    print(f"a row too many: {more}")
    sys.exit(1)
print(f"{count} rows are the same")
