"""Connections that begin something and do not go on with it, and an honest client beside them.

    bodiless.py URL TOKEN CONNECTIONS WAY

WAY says what they begin: a body of a `length`, a `chunked` one, one of a `get`, one that waits to be let in (`expect`), or
answers that they do not read (`unread`). Prints what the honest client was answered by /healthz, /readyz, /metrics,
/v1/jobs and /v1/events.
"""

import sys

from connection import connect, raw

url, token, count, way = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
POST = b"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token.encode() + b"\r\n"
BEGUN = {
    "length": POST + b"Content-Length: 60000\r\n\r\n",
    "chunked": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{\"tim",
    "get": b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
    "expect": POST + b"Content-Length: 60000\r\nExpect: 100-continue\r\n\r\n",
    "unread": b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 200,
}[way]

crowd = []
for _ in range(count):
    connection = raw(url)
    connection.setblocking(False)
    try:
        connection.send(BEGUN)
    except OSError:
        pass
    crowd.append(connection)

statuses = []
for path, body in [("/healthz", None), ("/readyz", None), ("/metrics", None), ("/v1/jobs", None), ("/v1/events", b"bad\n")]:
    honest = connect(url, timeout=3000)
    honest.request("GET" if body is None else "POST", path, body, {"Authorization": f"Bearer {token}"})
    statuses.append(honest.getresponse().status)
    honest.close()
print(*statuses)
