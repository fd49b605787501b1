#!/usr/bin/env python3
"""Verifies an archive of nightly tracking logs, or a proof from one, without any of pushtrail's code.

From the public specifications: RFC 9162 (Merkle trees), C2SP signed-note, tlog-checkpoint, -tiles, -proof and -cosignature.

    verify_ledger.py ARCHIVE --vkey KEY [--vkey KEY] [--last-checkpoint FILE] [--expect-through DATE]
    verify_ledger.py --proof FILE --vkey KEY

Prints what is wrong, a line each, and exits 1; exits 0 where nothing is. A row ends at an LF before which an even number of
quotes stands in the log.
"""

import argparse
import base64
import collections
import datetime
import hashlib
import io
import json
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HEADER = b"//timestamp;tracking_code;target_id;hwid;status;description;appCode;payload"
problems = []


def require(holds, problem):
    if not holds:
        raise ValueError(problem)


def sha256(data):
    return hashlib.sha256(data).digest()


def merkle_root(leaves):
    """RFC 9162 section 2.1.1; the leaves by their hashes, SHA-256(0x00 followed by the data)."""
    level = list(leaves) or [sha256(b"")]
    while len(level) > 1:
        pairs = [sha256(b"\1" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - 1 :] if len(level) % 2 else pairs
    return level[0]


def root_of_inclusion(leaf, index, size, path):
    """RFC 9162 section 2.1.3.2: the root that a proof leads to; none where the proof is not one."""
    if not 0 <= index < size:
        return None
    place, last, hashed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            hashed = sha256(b"\1" + sibling + hashed)
            while place & 1 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            hashed = sha256(b"\1" + hashed + sibling)
        place, last = place >> 1, last >> 1
    return hashed if last == 0 else None


def canonical_base64(text):
    data = base64.b64decode(text, validate=True)
    require(base64.b64encode(data).decode() == text, f"not canonical base64: {text}")
    return data


def hash_of_base64(text):
    data = canonical_base64(text)
    require(len(data) == 32, f"not a hash of 32 bytes: {text}")
    return data


def read_key(text):
    name, key_id, encoded = (text.split("+", 2) + ["", ""])[:3]
    data = canonical_base64(encoded)
    require(len(data) == 33 and data[0] in (1, 4), f"not an Ed25519 verifier key: {text}")
    require(sha256(name.encode() + b"\n" + data)[:4].hex() == key_id, f"the key id is not that of the name and key: {text}")
    return name, bytes.fromhex(key_id), data[0], data[1:]


def ed25519_verifies(key, signature, message):
    der = bytes.fromhex("302a300506032b6570032100") + key
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("key", "signature", "message")]
        for path, data in zip(paths, (der, signature, message)):
            path.write_bytes(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths[0], "-rawin"]
        command += ["-sigfile", paths[1], "-in", paths[2]]
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def open_note(data, keys):
    """The text of a note that some key signed."""
    text = data.decode()
    require(text.endswith("\n") and not re.search("[\0-\x09\x0b-\x1f]", text), "the note has a control character, or no final LF")
    end = text.rfind("\n\n")
    require(end >= 0, "the note has no signatures")
    body, lines = text[: end + 1], text[end + 2 :].split("\n")[:-1]
    signers = []
    for line in lines:
        match = re.fullmatch("\u2014 ([^\\s+]+) ([A-Za-z0-9+/]+=*)", line)
        require(match, f"malformed signature line: {line}")
        signature = canonical_base64(match[2])
        for name, key_id, kind, key in keys:
            if (name, key_id) != (match[1], signature[:4]):
                continue
            message, rest = body.encode(), signature[4:]
            if kind == 4:
                message, rest = b"cosignature/v1\ntime %d\n" % int.from_bytes(rest[:8], "big") + message, rest[8:]
            require(ed25519_verifies(key, rest, message), f"the signature of {name} does not fit")
            signers.append((name, kind))
    require(signers, "no key that was given has signed")
    return body, signers


def read_checkpoint(data, keys):
    body, signers = open_note(data, keys)
    lines = body.split("\n")[:-1]
    require(len(lines) >= 3 and all(lines) and re.fullmatch("0|[1-9][0-9]*", lines[1]), "not a checkpoint")
    require((lines[0], 1) in signers, f"{lines[0]} has not signed its own checkpoint")
    return lines[0], int(lines[1]), hash_of_base64(lines[2])


def read_manifest(data):
    manifest = json.loads(data)
    try:
        canonical = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
        day = datetime.date.fromisoformat(manifest["archive"][8:18])
        events = manifest["events"]
        expected = {
            "schema": "pushtrail.manifest/1", "archive": f"{day:%Y/%m}/{day}.zip", "entry": f"tracking-log-{day}.csv",
            "period": {"from": f"{day}T00:00:00Z", "to": f"{day}T23:59:59Z"},
        }
        fits = all(manifest[key] == value for key, value in expected.items())
        fits = fits and events["last"] == events["first"] + events["count"] - 1 and manifest["csv"]["rows"] == events["count"]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ValueError(f"not a manifest: {error}")
    require(canonical.encode() == data and fits, "not a manifest: its bytes do not follow from what it says")
    return day, manifest


def split_rows(text):
    rows, start, quoted = [], 0, False
    for match in re.finditer(rb'["\n]', text):
        if match[0] == b'"':
            quoted = not quoted
        elif not quoted:
            rows.append(text[start : match.start()])
            start = match.end()
    require(start == len(text), "the last row has no line end")
    return rows


def split_fields(row):
    require(re.fullmatch(rb'((^|;)("([^"]|"")*"|[^";]*)){8}', row, re.S), "a row does not have eight fields")
    return [b"".join(match) for match in re.findall(rb'(?:^|;)(?:"((?:[^"]|"")*)"|([^";]*))', row, re.S)]


def check_log(text, day, manifest):
    csv = manifest["csv"]
    require(len(text) == csv["bytes"] and sha256(text).hex() == csv["sha256"], "the CSV is not the one that was sealed")
    header, *rows = split_rows(text)
    require(header == HEADER, "the first line is not the header")
    root = base64.b64encode(merkle_root(sha256(b"\0" + row) for row in rows)).decode()
    require(root == csv["rows_root"] and len(rows) == csv["rows"], "the rows are not those that were sealed")
    fields = [split_fields(row) for row in rows]
    times = [field[0].decode() for field in fields]
    require(times == sorted(times), "the rows are not in order")
    require(sum(time < f"{day} 00:00:00" for time in times) == manifest["late"], "the count of late rows is wrong")
    counts = collections.Counter(field[4].lower().decode(errors="replace") for field in fields)
    others = counts.pop("others", 0)
    named = {}
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if len(named) < 64 and len(name.encode()) <= 64:
            named[name] = count
        else:
            others += count
    if others:
        named["others"] = others
    require(named == manifest["statuses"], "the counts of statuses are wrong")


def check_archive(root, day, manifest):
    data, sealed = (root / manifest["archive"]).read_bytes(), manifest["zip"]
    require(len(data) == sealed["bytes"] and sha256(data).hex() == sealed["sha256"], "the zip is not the one that was sealed")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        require(archive.namelist() == [manifest["entry"]], "the zip does not hold its log alone")
        check_log(archive.read(manifest["entry"]), day, manifest)


def tile_number(index):
    """1234067 is x001/x234/067."""
    groups = re.findall("...", f"{index:0{-(-len(str(index)) // 3) * 3}}")
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])


def read_entries(root, size):
    entries = []
    while len(entries) < size:
        count = min(256, size - len(entries))
        part = "" if count == 256 else f".p/{count}"
        path = root / "ledger/tile/entries" / (tile_number(len(entries) // 256) + part)
        data, some = path.read_bytes(), []
        while data:
            length = struct.unpack(">H", data[:2])[0]
            some.append(data[2 : 2 + length])
            data = data[2 + length :]
        require(len(some) == count, f"{path} does not hold {count} entries")
        entries += some
    return entries


def guarded(what, check, *arguments):
    try:
        return check(*arguments)
    except Exception as error:  # Whatever keeps something from being checked is a problem.
        problems.append(f"{what}: {error}")


def verify_archive(options, keys):
    root = Path(options.archive)
    checkpoint = guarded("checkpoint", lambda: read_checkpoint((root / "ledger/checkpoint").read_bytes(), keys))
    origin, size, signed = checkpoint or ("", 0, b"")
    entries = guarded("entries", read_entries, root, size) or []
    leaves = [sha256(b"\0" + entry) for entry in entries]
    if merkle_root(leaves) != signed:
        problems.append("checkpoint: the root is not that of the entries")
    known, previous, next_event, next_day = set(), None, 1, None
    for number, entry in enumerate(entries):
        day, manifest = guarded(f"entry {number}", read_manifest, entry) or (None, None)
        if manifest:
            path = manifest["archive"]
            beside = path[:-4] + ".manifest.json"
            known |= {path, beside}
            if guarded(beside, lambda: (root / beside).read_bytes()) != entry:
                problems.append(f"{beside}: not the manifest in the ledger")
            if manifest["previous"] != previous:
                problems.append(f"{path}: the chain is broken")
            if manifest["events"]["first"] != next_event or next_day not in (None, day):
                problems.append(f"{path}: does not follow the night before")
            next_event, next_day = manifest["events"]["last"] + 1, day + datetime.timedelta(1)
            guarded(path, check_archive, root, day, manifest)
        previous = sha256(entry).hex()
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if not (path.is_dir() or name.startswith("ledger/") or name in known or re.search(r"\.tmp[^./]{6}$", name)):
            problems.append(f"{name}: in no ledger")
    if options.expect_through and (next_day is None or next_day <= datetime.date.fromisoformat(options.expect_through)):
        problems.append(f"the history does not reach {options.expect_through}")
    if options.last_checkpoint:
        saved = guarded(options.last_checkpoint, lambda: read_checkpoint(Path(options.last_checkpoint).read_bytes(), keys))
        if saved and (saved[0] != origin or saved[1] > size or merkle_root(leaves[: saved[1]]) != saved[2]):
            problems.append(f"{options.last_checkpoint}: the history does not continue it")


def verify_proof(path, keys):
    proof = json.loads(Path(path).read_bytes())
    require(proof["schema"] == "pushtrail.proof/1" and proof["nights"], "it proves no row")
    for night in proof["nights"]:
        entry = night["manifest"].encode()
        _, manifest = read_manifest(entry)
        head, checkpoint = night["tlog_proof"].split("\n\n", 1)
        version, index, *path = head.split("\n")
        form = version == "c2sp.org/tlog-proof@v1" and re.fullmatch("index (0|[1-9][0-9]*)", index)
        require(form, "not a tlog-proof")
        _, size, root = read_checkpoint(checkpoint.encode(), keys)
        path = [hash_of_base64(line) for line in path]
        reached = root_of_inclusion(sha256(b"\0" + entry), int(index[6:]), size, path)
        require(reached == root, "the manifest is not in the ledger")
        rows_root, count = hash_of_base64(manifest["csv"]["rows_root"]), manifest["csv"]["rows"]
        require(night["rows"], "it proves no row")
        for row in night["rows"]:
            path = [hash_of_base64(text) for text in row["path"]]
            reached = root_of_inclusion(sha256(b"\0" + row["text"].encode()), row["index"], count, path)
            require(reached == rows_root, f"row {row['index']} is not in the archive")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Verifies an archive or a proof.")
    parser.add_argument("archive", nargs="?")
    for option in ("--proof", "--last-checkpoint", "--expect-through"):
        parser.add_argument(option)
    parser.add_argument("--vkey", action="append", required=True)
    options = parser.parse_args()
    keys = [key for key in (guarded("--vkey", read_key, text) for text in options.vkey) if key]
    if options.proof:
        guarded(options.proof, verify_proof, options.proof, keys)
    else:
        verify_archive(options, keys)
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
