"""Pages through getMessageLog with pypushwoosh, and compares its events with the rows of an exported log.

    message_log.py HOST:PORT TOKEN LOG.zip
"""

import csv
import io
import sys
import zipfile
from datetime import datetime, timedelta, timezone

from pypushwoosh.client import PushwooshClient
from pypushwoosh.command import BaseAuthCommand


class MessageLog(BaseAuthCommand):
    command_name = "getMessageLog"

    def __init__(self, token, **fields):
        super().__init__()
        self.auth, self.fields = token, fields

    def compile(self):
        self._command.update(self.fields)
        super().compile()


host, token, log = sys.argv[1:]
client = PushwooshClient(timeout=3000)
client.scheme, client.hostname = "http", host


def events(**fields):
    found, page = [], {}
    while page is not None:
        answer = client.invoke(MessageLog(token, limit=400, **fields, **page))
        assert answer["status_code"] == 200 and answer["status_message"] == "OK", answer
        found += answer["response"]["events"]
        following = answer["response"]["pagination_token"]
        page = {"pagination_token": following} if following else None
        assert page is not None or answer["response"]["total"] == len(found), answer["response"]["total"]
    return found


KEYS = ["timestamp", "message_code", "hwid", "status", "description", "application_code"]

now = datetime.now(timezone.utc)
month = {"date_from": f"{now - timedelta(days=30):%F %T}", "date_to": f"{now:%F %T}"}
found = [tuple(event[key] for key in KEYS) for event in events(**month)]
with zipfile.ZipFile(log) as archive:
    text = archive.read(archive.namelist()[0]).decode()
rows = [(row[0], row[1], *row[3:7]) for row in csv.reader(io.StringIO(text), delimiter=";")][1:]
assert len(rows) > 400 and sorted(found) == sorted(rows), (len(found), len(rows))

failed = events(actions=["failed"], **month)
assert [tuple(event[key] for key in KEYS) for event in failed] == [row for row in found if row[3] == "failed"]
assert failed and all(event["reason"] or event["description"] for event in failed)

code = failed[0]["message_code"]
assert sorted(tuple(event[key] for key in KEYS) for event in events(message_code=code)) == sorted(
    row for row in rows if row[1] == code)

answer = client.invoke(MessageLog(token, date_from="2026-01-01 00:00:00", date_to="2026-01-31 00:00:01"))
assert answer["error"] == "exceeded the maximum date interval. Max interval: 30 days", answer
