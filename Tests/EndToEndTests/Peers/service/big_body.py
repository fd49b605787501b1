"""Sends a body of MEGABYTES as fast as the server takes it, and prints the answer's status.

    big_body.py URL PATH TOKEN MEGABYTES length|chunked|gzip|blind

`length` says before how long it is, `chunked` does not, `gzip` is small on the wire, `blind` is `length` from a client
that sends all before it looks for an answer, as simple ones do. A server that has answered and closes while the rest is
being sent is right to.
"""

import gzip
import select
import sys

from connection import raw

url, path, token, megabytes, way = sys.argv[1:]
# A line longer than any that is read: what is measured is not how fast lines are.
BLOCK = b'{"note":"' + b"x" * (3 << 19) + b'"}\n'
count = (int(megabytes) << 20) // len(BLOCK) + 1

head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n"
if way in ("length", "blind"):
    head += f"Content-Length: {count * len(BLOCK)}\r\n"
elif way == "chunked":
    head += "Transfer-Encoding: chunked\r\n"
else:
    small = gzip.compress(BLOCK * count, 1)
    head += f"Content-Encoding: gzip\r\nContent-Length: {len(small)}\r\n"


def blocks():
    if way == "gzip":
        yield small
        return
    for _ in range(count):
        yield b"%x\r\n%b\r\n" % (len(BLOCK), BLOCK) if way == "chunked" else BLOCK
    if way == "chunked":
        yield b"0\r\n\r\n"


connection = raw(url)
connection.sendall(head.encode() + b"\r\n")
sent = 0
try:
    for block in blocks():
        if way != "blind" and select.select([connection], [], [], 0)[0]:
            break
        connection.sendall(block)
        sent += len(block)
except OSError:
    pass
answer = b""
try:
    while b"\r\n" not in answer and (part := connection.recv(4096)):
        answer += part
except OSError as error:
    answer = answer or f"- {error}".encode()
print(answer.split(b"\r\n")[0].decode().split(" ")[1] if answer else "none", f"after {sent >> 20} MB", sep=" ")
