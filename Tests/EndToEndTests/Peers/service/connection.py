"""What the programs here share: a connection to the server under test, and asking it as existing clients do."""

import http.client
import json
import socket
import time
import urllib.parse


def address(url):
    parts = urllib.parse.urlsplit(url)
    return parts.hostname, parts.port


def connect(url, timeout=3000):
    return http.client.HTTPConnection(*address(url), timeout=timeout)


def raw(url, timeout=3000):
    connection = socket.create_connection(address(url), timeout=timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def ask(connection, method, **fields):
    """Asks one of the vendor's methods; the answer is the body's object. HTTP must say 200."""
    connection.request("POST", f"/json/1.3/{method}", json.dumps({"request": fields}))
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise SystemExit(f"{method}: HTTP {response.status}: {body[:500]!r}")
    return json.loads(body)


def time_asking(url, token, count):
    """How long each of `count` getResults on one new connection took, in seconds."""
    connection = connect(url)
    times = []
    for _ in range(count):
        start = time.monotonic()
        answer = ask(connection, "getResults", auth=token, request_id="0" * 32)
        times.append(time.monotonic() - start)
        if answer["status_code"] != 210:
            raise SystemExit(f"getResults: {answer}")
    connection.close()
    return times


def memory(process):
    """The resident memory of a process, in bytes."""
    with open(f"/proc/{process}/status") as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmRSS:"))
