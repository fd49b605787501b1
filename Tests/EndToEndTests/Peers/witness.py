#!/usr/bin/env python3
"""A log that asks a witness for cosignatures, from C2SP's tlog-witness, -cosignature and -checkpoint and RFC 6962 alone.

    witness.py key FOLDER ORIGIN            makes a log's key, prints its verifier key
    witness.py protocol URL VKEY FOLDER ORIGIN   offers what is right and what is wrong, expects each status
    witness.py kills BINARY ROUNDS FOLDER   kills a witness again and again while it works

Ed25519 is openssl's; all else is Python's standard library.
"""

import base64
import hashlib
import http.client
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.parse

DASH = "\u2014 "


def sha256(data):
    return hashlib.sha256(data).digest()


# Trees, RFC 6962 section 2.1.


def leaf(data):
    return sha256(b"\0" + data)


def split(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def consistency(m, leaves):
    """PROOF(m, D[n]), section 2.1.2."""

    def subproof(m, leaves, whole):
        if m == len(leaves):
            return [] if whole else [root(leaves)]
        k = split(len(leaves))
        if m <= k:
            return subproof(m, leaves[:k], whole) + [root(leaves[k:])]
        return subproof(m - k, leaves[k:], False) + [root(leaves[:k])]

    return subproof(m, leaves, True) if 0 < m < len(leaves) else []


# Keys and notes.


def key_id(name, kind, public):
    return sha256(name.encode() + b"\n" + bytes([kind]) + public)[:4]


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True)


def verifies(public, message, signature, folder):
    """Whether an Ed25519 signature is by a key of 32 bytes."""
    paths = [os.path.join(folder, f"verify-{os.getpid()}-{name}") for name in ("key", "message", "signature")]
    contents = [bytes.fromhex("302a300506032b6570032100") + public, message, signature]
    for path, content in zip(paths, contents):
        with open(path, "wb") as file:
            file.write(content)
    result = openssl(
        "pkeyutl", "-verify", "-pubin", "-inkey", paths[0], "-keyform", "DER", "-rawin", "-in", paths[1],
        "-sigfile", paths[2])
    return result.returncode == 0


class Log:
    def __init__(self, folder, origin):
        self.folder, self.origin = folder, origin
        self.path = os.path.join(folder, urllib.parse.quote(origin, safe="") + ".pem")
        if not os.path.exists(self.path):
            assert openssl("genpkey", "-algorithm", "ed25519", "-out", self.path).returncode == 0
        self.public = openssl("pkey", "-in", self.path, "-pubout", "-outform", "DER").stdout[-32:]
        self.id = key_id(origin, 1, self.public)

    @property
    def vkey(self):
        return f"{self.origin}+{self.id.hex()}+{base64.b64encode(bytes([1]) + self.public).decode()}"

    def text(self, size, hashed):
        return f"{self.origin}\n{size}\n{base64.b64encode(hashed).decode()}\n"

    def sign(self, text):
        path = os.path.join(self.folder, f"sign-{os.getpid()}-{threading.get_ident()}")
        with open(path, "wb") as file:
            file.write(text.encode())
        signature = openssl("pkeyutl", "-sign", "-inkey", self.path, "-rawin", "-in", path).stdout
        assert len(signature) == 64
        return f"{DASH}{self.origin} {base64.b64encode(self.id + signature).decode()}\n"

    def note(self, size, hashed):
        text = self.text(size, hashed)
        return text + "\n" + self.sign(text)


class Witness:
    def __init__(self, vkey, folder):
        self.name, self.id, encoded = vkey.split("+", 2)
        raw = base64.b64decode(encoded)
        assert raw[0] == 4 and len(raw) == 33, "not a witness's key"
        self.public, self.folder = raw[1:], folder
        assert key_id(self.name, 4, self.public).hex() == self.id, "the key id is wrong"

    def check(self, lines, text):
        """Checks that a signature line cosigns a text, and returns the time."""
        for line in lines.splitlines():
            start, name, encoded = line.split(" ")
            raw = base64.b64decode(encoded)
            if start + " " != DASH or name != self.name or raw[:4].hex() != self.id:
                continue
            assert len(raw) == 76, "a cosignature has 4 + 8 + 64 bytes"
            when = int.from_bytes(raw[4:12], "big")
            message = f"cosignature/v1\ntime {when}\n{text}".encode()
            assert verifies(self.public, message, raw[12:], self.folder), "the cosignature does not match"
            assert abs(time.time() - when) < 3600, f"the time is {when}"
            return when
        raise AssertionError(f"no cosignature by {self.name} in {lines!r}")


class Connection:
    """One connection, kept open."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)

    def ask(self, method, path, body=None):
        self.connection.request(method, path, body=body)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode(), answer.getheader("Content-Type")

    def add(self, old, proof, note):
        lines = [f"old {old}"] + [base64.b64encode(hashed).decode() for hashed in proof]
        return self.ask("POST", "/add-checkpoint", ("\n".join(lines) + "\n\n" + note).encode())


def served(connection, log, witness):
    """The size that the witness serves for a log; none if it serves nothing."""
    status, body, _ = connection.ask("GET", f"/{sha256(log.origin.encode()).hex()}/checkpoint")
    if status == 404:
        return None, None
    assert status == 200, status
    text, lines = body.split("\n\n")
    text += "\n"
    witness.check(lines, text)
    own = [line for line in lines.splitlines() if line.split(" ")[1] == log.origin]
    assert len(own) == 1 and verifies(
        log.public, text.encode(), base64.b64decode(own[0].split(" ")[2])[4:], log.folder)
    origin, size, hashed = text.splitlines()
    assert origin == log.origin
    return int(size), base64.b64decode(hashed)


def protocol(url, vkey, folder, origin):
    log, witness, link = Log(folder, origin), Witness(vkey, folder), Connection(url)
    history = [leaf(b"entry %d" % i) for i in range(300)]
    fork = history[:100] + [leaf(b"other %d" % i) for i in range(300)]
    checks = 0

    def expect(status, answer, words=""):
        nonlocal checks
        checks += 1
        assert answer[0] == status, f"check {checks}: {answer}, not {status}"
        assert words in answer[1], f"check {checks}: {answer}"
        return answer[1]

    def note(size, leaves=history):
        return log.note(size, root(leaves[:size]))

    def conflict(size, answer):
        assert answer == (409, f"{size}\n", "text/x.tlog.size"), answer

    assert served(link, log, witness) == (None, None)
    conflict(0, link.add(5, [], note(10)))
    for size, leaves in [(0, history), (1, history), (100, history), (250, history), (250, history)]:
        old = served(link, log, witness)[0] or 0
        lines = expect(200, link.add(old, consistency(old, leaves[:size]), note(size)))
        witness.check(lines, log.text(size, root(leaves[:size])))
        assert served(link, log, witness) == (size, root(leaves[:size]))
    # A fork at the same size, a larger one, a smaller one, with every proof that could be tried; rollbacks.
    expect(422, link.add(250, [], note(250, fork)))
    for leaves in (history, fork):
        expect(422, link.add(250, consistency(250, leaves[:280]), note(280, fork)))
        conflict(250, link.add(100, consistency(100, leaves[:280]), note(280, fork)))
    conflict(250, link.add(0, [], note(280, fork)))
    conflict(250, link.add(100, consistency(100, history[:200]), note(200)))
    conflict(250, link.add(200, [], note(200)))
    expect(400, link.add(250, [], note(200)), "larger")
    expect(422, link.add(250, [], note(280)))
    expect(422, link.add(250, consistency(250, history[:280])[:-1], note(280)))
    expect(422, link.add(250, consistency(250, history[:280]) + [history[0]], note(280)))
    # Signatures.
    good = note(280)
    proof = consistency(250, history[:280])
    stranger = Log(folder, "stranger.example/log")
    expect(404, link.add(0, [], stranger.note(1, root(history[:1]))), "not known")
    text = log.text(280, root(history[:280]))
    assert link.add(250, proof, text + "\n" + stranger.sign(text))[0] == 403
    tampered = good.replace("\n280\n", "\n281\n")
    expect(403, link.add(250, proof, tampered))
    # Bodies that are none.
    body = ("old 250\n" + "".join(base64.b64encode(h).decode() + "\n" for h in proof) + "\n" + good).encode()
    for wrong in [
        b"", b"\n", b"old 250\n", body[:-1], body[:-40], body.replace(b"old 250", b"old 0250"),
        body.replace(b"old ", b"OLD "), body.replace(b"\n", b"\r\n"), body + b"\n", b"\n" + body, b"\0" + body,
        body.replace(b"\n280\n", b"\n0280\n"), body.replace(b"\n280\n", b"\n-280\n"), os.urandom(5000),
        b"old 250\n" + (base64.b64encode(history[0]) + b"\n") * 64 + b"\n" + good.encode(),
        b"old 99999999999999999999999\n\n" + good.encode(), b"A" * 200_000,
    ]:
        expect(400, link.ask("POST", "/add-checkpoint", wrong))
    status, _, _ = Connection(url).ask("POST", "/add-checkpoint", b"A" * 300_000)
    assert status == 413, status
    for path in ["/", "/checkpoint", "/" + "0" * 64 + "/checkpoint", "/zz/checkpoint", "/add-checkpoint"]:
        expect(404, link.ask("GET", path))
    # Extension lines are signed and cosigned with the others.
    extended = text + "an extension\n"
    lines = expect(200, link.add(250, proof, extended + "\n" + log.sign(extended)))
    witness.check(lines, extended)
    conflict(280, link.add(250, proof, good))

    # Two branches at once: one of them is cosigned, and no other ever.
    base = [leaf(b"twin %d" % i) for i in range(20)]
    branches = [history[:280] + [leaf(b"%d" % n)] + base for n in range(8)]
    answers = [None] * 8

    def race(number):
        leaves = branches[number]
        answers[number] = Connection(url).add(280, consistency(280, leaves), log.note(len(leaves), root(leaves)))[0]

    threads = [threading.Thread(target=race, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [409] * 7, answers
    winner = branches[answers.index(200)]
    assert served(link, log, witness) == (len(winner), root(winner))
    print(f"{checks} checks")


class Branches:
    """What a log of two faces knows of a witness: which of its histories the witness may have cosigned."""

    def __init__(self, log, witness):
        self.log, self.witness = log, witness
        self.candidates = [[]]
        self.cosigned = {}
        self.last = 0

    def step(self, link, numbers):
        """Offers one of the histories, longer, shorter or forked."""
        base = numbers.choice(self.candidates)
        keep = numbers.choice([len(base), len(base), numbers.randint(self.last, max(self.last, len(base)))])
        leaves = base[:keep] + [leaf(numbers.randbytes(8)) for _ in range(numbers.randint(0, 3))]
        if len(leaves) < self.last:
            return
        # Before the answer: it may be lost, and the witness may have cosigned.
        if leaves not in self.candidates:
            self.candidates.append(leaves)
        note = self.log.note(len(leaves), root(leaves))
        old = numbers.choice([self.last, len(base)])
        for _ in range(2):
            if old > len(leaves):
                return
            status, body, _ = link.add(old, consistency(old, leaves), note)
            if status != 409:
                break
            old = int(body)
            assert old >= self.last, f"the witness forgot {self.last}, and knows {old}"
        if status == 200:
            self.witness.check(body, self.log.text(len(leaves), root(leaves)))
            self.keep(leaves)
        else:
            assert status in (409, 422), (status, body)

    def keep(self, leaves):
        """Notes a cosignature: of all histories only those that extend it are left."""
        size = len(leaves)
        assert size >= self.last, f"{size} was cosigned after {self.last}"
        assert self.cosigned.setdefault(size, root(leaves)) == root(leaves), f"two roots of {size} were cosigned"
        for earlier, hashed in self.cosigned.items():
            assert root(leaves[:earlier]) == hashed, f"{size} does not extend {earlier}"
        self.last = size
        self.candidates = [leaves]

    def after(self, link):
        """After a crash: the witness knows what it cosigned, or one more whose answer was lost."""
        size, hashed = served(link, self.log, self.witness)
        if size is None:
            assert self.last == 0 and not self.cosigned
            return
        assert size >= self.last, f"the witness forgot {self.last}, and serves {size}"
        match = [leaves for leaves in self.candidates if len(leaves) >= size and root(leaves[:size]) == hashed]
        assert match, f"the witness serves {size} of a history that was never offered"
        self.keep(match[0][:size])


def kills(binary, rounds, folder):
    numbers = random.Random(int(os.environ.get("PUSHTRAIL_SEED", "1")))
    made = subprocess.run(
        [binary, "key", "new", "--witness", "witness.example/w1", "-o", os.path.join(folder, "witness.key")],
        capture_output=True, text=True, check=True)
    witness = Witness(made.stdout.strip(), folder)
    logs = [Log(folder, f"log.example/{number}") for number in range(3)]
    branches = [Branches(log, witness) for log in logs]
    command = [binary, "witness", "--key", os.path.join(folder, "witness.key"), "--listen", "127.0.0.1:0"]
    command += ["--state", os.path.join(folder, "state.json")]
    for log in logs:
        command += ["--log", log.vkey]
    total = 0
    for _ in range(rounds):
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            url = None
            for line in process.stderr:
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    url = found.group()
                    break
            assert url, "the witness does not start again"
            threading.Thread(target=process.stderr.read, daemon=True).start()
            link = Connection(url)
            for branch in branches:
                branch.after(link)
            timer = threading.Timer(numbers.uniform(0, 0.6), process.send_signal, [signal.SIGKILL])
            timer.start()
            try:
                while True:
                    numbers.choice(branches).step(link, numbers)
                    total += 1
            except (OSError, http.client.HTTPException):
                pass
            timer.join()
        finally:
            process.kill()
            process.wait()
    cosigned = sum(len(branch.cosigned) for branch in branches)
    print(f"{rounds} kills, {total} requests, {cosigned} checkpoints cosigned")


def main():
    command, *rest = sys.argv[1:]
    if command == "key":
        print(Log(*rest).vkey)
    elif command == "protocol":
        protocol(*rest)
    elif command == "kills":
        kills(rest[0], int(rest[1]), rest[2])


main()
