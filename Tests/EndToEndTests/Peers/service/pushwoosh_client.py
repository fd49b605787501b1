"""Requests a log with pypushwoosh, unmodified but for its host, polls, and prints the link.

    pushwoosh_client.py HOST:PORT TOKEN [DATE]

The package has no class for these two methods; a command of its own kind under another name reaches any of them.
"""

import sys
import time

from pypushwoosh.client import PushwooshClient
from pypushwoosh.command import BaseAuthCommand


class Command(BaseAuthCommand):
    def __init__(self, name, token, **fields):
        super().__init__()
        self.command_name, self.auth, self.fields = name, token, fields

    def compile(self):
        self._command.update(self.fields)
        super().compile()


host, token, *date = sys.argv[1:]
client = PushwooshClient(timeout=3000)
client.scheme, client.hostname = "http", host

answer = client.invoke(Command("getTrackingLog", token, **({"date": date[0]} if date else {})))
assert answer["status_code"] == 200 and answer["status_message"] == "OK", answer
request_id = answer["response"]["request_id"]
assert len(request_id) == 32 and set(request_id) <= set("0123456789abcdef"), answer

deadline = time.monotonic() + 3000
while True:
    answer = client.invoke(Command("getResults", token, request_id=request_id))
    if answer["status_code"] != 420:
        break
    assert answer == {"status_code": 420, "status_message": "Request is still being processed", "response": None}
    assert time.monotonic() < deadline, "the log is not made"
    time.sleep(0.05)
assert answer["status_code"] == 200 and answer["status_message"] == "OK", answer
print(answer["response"]["fileName"])
