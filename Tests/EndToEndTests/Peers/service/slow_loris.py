"""Connections that dribble their requests, a byte now and then: some never end their header, some never their body.

    slow_loris.py URL TOKEN CONNECTIONS SECONDS

Prints, as JSON, how many of them the server had closed or answered, at the latest after SECONDS, how many were left, and
how many requests of an honest client were answered while some stood.
"""

import json
import selectors
import sys
import time

from connection import raw, time_asking

url, token, count, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
HEADER = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 4000
BODY = (
    b"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token.encode()
    + b"\r\nContent-Length: 100000\r\n\r\n", b'{"timestamp"' * 400)

selector = selectors.DefaultSelector()
pending = {}
for number in range(count):
    connection = raw(url)
    head, rest = (b"", HEADER) if number % 2 == 0 else BODY
    connection.sendall(head)
    connection.setblocking(False)
    pending[connection] = rest
    selector.register(connection, selectors.EVENT_READ)

started, ended, beside = time.monotonic(), 0, 0
while pending and time.monotonic() - started < seconds:
    for connection, rest in list(pending.items()):
        try:
            connection.send(rest[:1])
            pending[connection] = rest[1:]
        except BlockingIOError:
            pass
        except OSError:
            # Reset: seen below as well, unless it was gone before.
            selector.unregister(connection)
            connection.close()
            del pending[connection]
            ended += 1
    for key, _ in selector.select(timeout=0.05):
        # Whatever is read, an answer or the end, the server is done with it.
        if key.fileobj in pending:
            selector.unregister(key.fileobj)
            key.fileobj.close()
            del pending[key.fileobj]
            ended += 1
    answered = len(time_asking(url, token, 3))
    beside += answered if pending else 0
print(json.dumps({"ended": ended, "left": len(pending), "beside": beside}))
