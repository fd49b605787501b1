"""Holds a store and an archive from before an erasure against those from after it, without any of pushtrail's code.

    erasure.py BEFORE AFTER KIND ID...

BEFORE and AFTER are folders with pushtrail.db and archive; KIND is person, hwid or code. Expected of the rows of each night:
as many as before; what happened the same; those that are not about the ids the same byte for byte; and of those that are, no
field but empty ones the same, pseudonyms that go one to one with the messages and with the devices of a message, and the same
platform and name. No id may be in any file, as it is, deflated or in base64. Prints the number of rows that are erased.
"""

import base64
import csv
import io
import json
import pathlib
import sqlite3
import sys
import zipfile

before, after, kind, ids = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3], set(sys.argv[4:])
problems = []


def rows(folder):
    """The rows of all nights: the path of the zip, and the eight fields of each."""
    for path in sorted((folder / "archive").rglob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            text = archive.read(archive.namelist()[0]).decode()
        for row in list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]:
            yield path.relative_to(folder).as_posix(), row


def events(folder):
    """The events of the store, as rows."""
    store = sqlite3.connect(f"file:{folder}/pushtrail.db?mode=ro", uri=True)
    yield from (
        ("the store", list(row))
        for row in store.execute("""
            SELECT datetime(time, 'unixepoch'), message.code, coalesce(own.text, usual.text), device.text,
                outcome.word, outcome.description, app.code, coalesce(body.body, payload.body)
            FROM event JOIN message ON message.id = event.message JOIN app ON app.id = message.app
                JOIN delivery ON delivery.message = event.message AND delivery.device = event.device
                JOIN identifier AS device ON device.id = event.device
                JOIN identifier AS usual ON usual.id = delivery.target LEFT JOIN identifier AS own ON own.id = event.target
                JOIN payload ON payload.id = delivery.payload LEFT JOIN payload AS body ON body.id = event.payload
                JOIN outcome ON outcome.id = ifnull(event.spelling, event.outcome) ORDER BY event.seq""")
    )


def parsed(payload):
    try:
        value = json.loads(payload)
    except ValueError:
        return None
    return value if isinstance(value, dict) and value else None


def user(row):
    md = (parsed(row[7]) or {}).get("md")
    named = md.get("user_id") if isinstance(md, dict) else None
    return "" if named is None else str(named)


def shape(row):
    """What of a payload a report counts by."""
    value = parsed(row[7])
    md = value.get("md") if value else None
    return value and ("aps" in value, md.get("name") if isinstance(md, dict) else None)


def names(row):
    if kind == "code":
        return row[1] in ids
    return row[3] in ids or row[2] in ids or kind == "person" and user(row) in ids


def names_another(row):
    return user(row) != "" or row[2] != "" and row[2] != row[3] and len(row[2]) <= 60


old, new = list(rows(before)) + list(events(before)), list(rows(after)) + list(events(after))
messages = {(row[6], row[1]) for _, row in old if names(row) and kind != "hwid" and row[3] not in ids}
expected = [names(row) or (row[6], row[1]) in messages and not names_another(row) for _, row in old]
if len(old) != len(new):
    problems.append(f"{len(new)} rows, {len(old)} before")
codes, devices = {}, {}
for (place, row), (_, now), is_erased in zip(old, new, expected):
    if not is_erased:
        if row != now:
            problems.append(f"{place}: a row of somebody else was {row} and is {now}")
        continue
    if [row[0], *row[4:7]] != [now[0], *now[4:7]]:
        problems.append(f"{place}: what happened was {row} and is {now}")
    for column in (1, 2, 3, 7):
        stays = row[column] == now[column]
        if stays and row[column] and not (column == 1 and kind == "hwid" or column == 7 and len(row[7]) < 16):
            problems.append(f"{place}: a field of {row} stays")
        if (row[column] == "") != (now[column] == "") and column != 7:
            problems.append(f"{place}: a field is empty in one of {row} and {now}")
    if shape(row) and shape(row) != shape(now):
        problems.append(f"{place}: the payload was {row[7]} and is {now[7]}")
    for known, key, value in ((codes, (row[6], row[1]), now[1]), (devices, (row[6], row[1], row[3]), (now[1], now[3]))):
        if known.setdefault(key, value) != value:
            problems.append(f"{place}: {key} has the pseudonyms {known[key]} and {value}")
for known in (codes, devices):
    if len(set(known.values())) != len(known):
        problems.append("two have one pseudonym")

for path in after.rglob("*"):
    if path.is_file():
        data = path.read_bytes()
        pieces = [data]
        if path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                pieces += [archive.read(name) for name in archive.namelist()]
        for text in ids:
            forms = {text.encode()} | {base64.b64encode(b"x" * n + text.encode())[4:-4] for n in range(3)}
            if any(form in piece for piece in pieces for form in forms if len(form) > 5):
                problems.append(f"{path}: {text} is in it")

for problem in problems[:20]:
    print(problem)
print(f"{sum(expected)} rows are erased, {len(problems)} problems")
sys.exit(1 if problems else 0)
