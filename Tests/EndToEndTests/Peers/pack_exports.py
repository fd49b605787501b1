"""Packs the exports that truth.py wrote as people have them, and writes what they say as a tracking log.

usage: pack_exports.py TRUTH SHAPE OUT

SHAPE is a vendor's shape, such as `fcm/lines` or `braze/avro`. The records, shuffled and some of them doubled, are spread
over the files of OUT/exports: as they are, in gzip, in a zip, in a zip of a zip, as an array over several lines. OUT/truth.csv
is the tracking log of the same events, once each.
"""

import csv
import gzip
import io
import json
import pathlib
import random
import sys
import zipfile

COLUMNS = ["timestamp", "tracking_code", "target_id", "hwid", "status", "description", "appCode", "payload"]
MESSAGE = "c3d4e5f6-a7b8-4012-8def-123456789012"


def name(shape, kind, number):
    """The name that the vendor gives a file: some put ids there."""
    if shape == "onesignal/audience":
        return f"events_audience-activity-{MESSAGE}-push-2026-11-21T06-49-{number:02}PMUTC.csv"
    if shape == "braze/avro":
        folder = f"event_type=users.messages.pushnotification.{kind}/date=2026-11-20-08/420/prod-01"
        return f"dataexport.prod-01.S3.integration.6565d1/{folder}/part-1+0+{number}.json"
    if shape == "braze/plain":
        return f"{number}/USERS_MESSAGES_PUSHNOTIFICATION_{kind.upper()}_SHARED.json"
    return f"export-{number}.csv" if shape == "fcm/table" else f"export-{number}.json"


def zipped(inner, data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inner, data)
    return packed.getvalue()


def text(records, columns, over_lines):
    if columns:
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(records)
        return out.getvalue().encode()
    if over_lines:
        return json.dumps([json.loads(record) for record in records], indent=1, ensure_ascii=False).encode()
    return "".join(record + "\n" for record in records).encode()


def pack(folder, shape, kind, out, rng, first):
    columns = None
    if (folder / "table.csv").exists():
        with (folder / "table.csv").open(newline="") as file:
            columns, *records = list(csv.reader(file))
    else:
        records = (folder / "records.ndjson").read_text().splitlines()
    rng.shuffle(records)
    ways = ["plain", "gzip", "zip", "zip of a zip", "array"]
    for number, way in enumerate(ways):
        part = records[number :: len(ways)] + rng.sample(records, 3)
        file = name(shape, kind, first + number)
        data = text(part, columns, over_lines=way == "array")
        if way == "gzip":
            file, data = file + ".gz", gzip.compress(data)
        if way.startswith("zip"):
            data = zipped(file, data)
            file = f"archive-{first + number}.zip"
        if way == "zip of a zip":
            data = zipped(f"inner/{file}", data)
        target = out / "exports" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def main():
    root, shape, out = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    rng = random.Random(shape)
    folder = root / shape
    folders = [folder] if (folder / "truth.ndjson").exists() else sorted(folder.iterdir())
    events = set()
    for place, folder in enumerate(folders):
        pack(folder, shape, folder.name, out, rng, first=place * 10)
        events |= {tuple(json.loads(line)) for line in (folder / "truth.ndjson").read_text().splitlines()}
    with (out / "truth.csv").open("w", newline="") as file:
        file.write("//" + ";".join(COLUMNS) + "\n")
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        for time, code, hwid, status, reason, target, platform, app, title in sorted(events):
            about = {"name": title} if title else {}
            # Of the others the person is the target, as in any tracking log.
            if not shape.startswith(("sns", "fcm")):
                about["user_id"] = target
            payload = ({"aps": {}} if platform == "ios" else {"platform": platform}) | {"md": about}
            writer.writerow([time, code, target, hwid, status, reason, app, json.dumps(payload)])


main()
