#!/usr/bin/env python3
"""Verifies an archive of nightly tracking logs, or a proof from one, without any of pushtrail's code.

From the public specifications: RFC 9162 (Merkle trees), C2SP signed-note, tlog-checkpoint, -tiles, -proof and -cosignature.

    verify_ledger.py ARCHIVE --vkey KEY [--vkey KEY] [--last-checkpoint FILE] [--expect-through DATE]
    verify_ledger.py --proof FILE --vkey KEY

Prints each problem on a line and exits 1; prints OK and exits 0 if there are none.
"""

import argparse
import base64
import collections
import datetime
import hashlib
import io
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# The most bytes of a note, of a time-stamping authority's answer, and of any other file but a zip; signatures of a note.
NOTE, TIMESTAMP, FILE, SIGNATURES = 1 << 20, 256 << 10, 32 << 20, 128
NOTICE = "This proves that the rows are in the history. It does not prove that there are no others."
HEADER = b"//timestamp;tracking_code;target_id;hwid;status;description;appCode;payload"
problems, erased = [], []


def require(holds, problem):
    if not holds:
        raise ValueError(problem)
    return holds


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


def from_base64(size, text):
    data = base64.b64decode(text, validate=True)
    is_canonical = base64.b64encode(data).decode() == text and size in (None, len(data))
    require(is_canonical, f"not the canonical base64 of {size or 'some'} bytes: {text}")
    return data


def read_key(text):
    name, key_id, encoded = (text.split("+", 2) + ["", ""])[:3]
    data = from_base64(None, encoded)
    require(len(data) == 33 and data[0] in (1, 4), f"not an Ed25519 verifier key: {text}")
    require(sha256(name.encode() + b"\n" + data)[:4].hex() == key_id, f"the key id is not that of the name and key: {text}")
    return name, bytes.fromhex(key_id), data[0], data[1:]


def ed25519_verifies(key, signature, message):
    der = bytes.fromhex("302a300506032b6570032100") + key
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("key", der), ("signature", signature), ("message", message)):
            Path(folder, name).write_bytes(data)
        command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -sigfile signature -in message".split()
        return subprocess.run(command, cwd=folder, capture_output=True).returncode == 0


def open_note(data, keys):
    """The text of a note that some key signed."""
    require(len(data) <= NOTE and data.count(b"\n") > 0, "the note is empty, or longer than a note can sensibly be")
    text = data.decode()
    require(text.endswith("\n") and not re.search("[\0-\x09\x0b-\x1f]", text), "the note has a control character, or no final LF")
    end = text.rfind("\n\n")
    require(end >= 0, "the note has no signatures")
    body, signers = text[: end + 1], []
    lines = text[end + 2 :].split("\n")[:-1]
    require(len(lines) <= SIGNATURES, "the note has too many signatures")
    for line in lines:
        form = require(re.fullmatch("\u2014 ([^\\s+]+) ([A-Za-z0-9+/]+=*)", line), f"malformed signature line: {line}")
        signature = from_base64(None, form[2])
        for name, _, kind, key in (key for key in keys if key[:2] == (form[1], signature[:4])):
            message, rest = body.encode(), signature[4:]
            if kind == 4:
                message, rest = b"cosignature/v1\ntime %d\n" % int.from_bytes(rest[:8], "big") + message, rest[8:]
            require(ed25519_verifies(key, rest, message), f"the signature of {name} does not fit")
            signers.append((name, kind))
    require(signers, "no key that was given has signed")
    return body, signers


def read_checkpoint(data, keys):
    body, signers = open_note(data, keys)
    form = require(re.fullmatch("(.+)\n(0|[1-9][0-9]*)\n(.+)\n(?:.+\n)*", body), "not a checkpoint")
    require((form[1], 1) in signers, f"{form[1]} has not signed its own checkpoint")
    return form[1], int(form[2]), from_base64(32, form[3])


def read_manifest(data):
    manifest = json.loads(data)
    canonical = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    day = datetime.date.fromisoformat(manifest["archive"][8:18])
    first, count, last = (manifest["events"][key] for key in ("first", "count", "last"))
    expected = {
        "schema": "pushtrail.manifest/2", "archive": f"{day:%Y/%m}/{day}.zip", "entry": f"tracking-log-{day}.csv",
        "period": {"from": f"{day}T00:00:00Z", "to": f"{day}T23:59:59Z"},
    }
    fits = last == first + count - 1 and manifest["csv"]["rows"] == count and 1 <= first <= first + count <= 2**53
    fits = fits and {**manifest, **expected} == manifest and canonical.encode() == data
    require(fits, "not a manifest: its bytes do not follow from what it says")
    return day, manifest


def read_erasure(data):
    """What was erased of nights: their rows' count, and what their files are since."""
    erasure = json.loads(data)
    canonical = json.dumps(erasure, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    fits = canonical.encode() == data and erasure.keys() == {"schema", "time", "nights", "previous"}
    require(fits and erasure["schema"] == "pushtrail.erasure/1", "not an erasure: its bytes do not follow from what it says")
    require(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", erasure["time"]), "its time is malformed")
    names = [night["archive"] for night in erasure["nights"]]
    require(names and names == sorted(set(names)), "its nights are not in their order, each once")
    for night in erasure["nights"]:
        keys = {key: value.keys() for key, value in night.items() if isinstance(value, dict)}
        fits = keys == {"erased": {"sha256"}, "zip": {"bytes", "sha256"}, "csv": {"bytes"}} and len(night) == 5
        require(fits and night["rows"] >= 0, "what it says of a night is malformed")
    return erasure


def split_rows(text):
    """A row ends at an LF before which an even number of quotes stands in the log."""
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


def halves(row):
    """What happened and to whom: fields 1, 5, 6, 7 and 2, 3, 4, 8 of a row, as they stand in it."""
    parts = re.findall(rb'(?:^|;)("(?:[^"]|"")*"|[^";]*)', row, re.S)
    require(len(parts) == 8 and b";".join(parts) == row, "a row does not have eight fields")
    # A leaf is of a row as it is written: a field is enclosed exactly if it has one of these bytes.
    for part in parts:
        is_enclosed = part.startswith(b'"')
        is_needed = re.search(rb'[;" \t\r\n]', part[1:-1] if is_enclosed else part)
        require(is_enclosed == bool(is_needed), "a row is not in the form that logs are written in")
    require(parts[1] and parts[4], "a row has no tracking code, or no status")
    return b";".join([parts[0], *parts[4:7]]), b";".join([*parts[1:4], parts[7]])


def leaf_of(what, whom, salt):
    return sha256(b"\0" + sha256(b"\2" + salt + whom) + what)


def read_salts(path, rows):
    """The salts of a night's rows, grown from the seeds in the file; None for those that no seed there leads to.

    The tree is one of the smallest power of two of leaves.
    """
    header, count, *lines = read_file(path, 4096 + 72 * min(rows, 1 << 24)).decode().split("\n")
    require(header == "pushtrail.salts/1" and count == f"rows {rows}" and lines.pop() == "", "not the salts of this night")
    depth, salts, pending = max(rows - 1, 0).bit_length(), [], []
    following = 1 << depth
    for line in reversed(lines):
        form = require(re.fullmatch(r"(0|[1-9][0-9]?) (0|[1-9][0-9]{0,15}) (\S+)", line), "a seed is malformed")
        level, index = int(form[1]), int(form[2])
        require(level <= depth and index << depth - level < max(rows, 1), "a seed is of no row")
        require(index + 1 << depth - level <= following, "two seeds are of one row")
        following = index << depth - level
        pending.append((level, index, from_base64(32, form[3])))
    while pending and len(salts) < rows:
        level, index, seed = pending.pop()
        # Those of erased rows are gone.
        salts += [None] * ((index << depth - level) - len(salts))
        if level == depth:
            salts.append(seed[:16])
        else:
            pending += [(level + 1, 2 * index + side, sha256(bytes([side]) + seed)) for side in (1, 0)]
    return salts + [None] * (rows - len(salts))


def read_erased(path, rows, night):
    """What hides whom the erased rows of a night were about, by the rows' numbers; nothing where none were."""
    if not night["erasures"]:
        return {}
    data = read_file(path, 4096 + 72 * min(rows, 1 << 24))
    require(sha256(data).hex() == night["erasures"][-1]["erased"]["sha256"], "the list of erased rows is not the ledger's")
    header, count, *lines = data.decode().split("\n")
    require(header == "pushtrail.erased/1" and count == f"rows {rows}" and lines.pop() == "", "not a list of erased rows")
    erased = [(int(line.split(" ")[0]), from_base64(32, line.split(" ")[1])) for line in lines]
    text = [f"pushtrail.erased/1\nrows {rows}\n", *(f"{row} {base64.b64encode(hidden).decode()}\n" for row, hidden in sorted(dict(erased).items()))]
    require("".join(text).encode() == data and all(row < rows for row, _ in erased), "not a list of erased rows, in its one spelling")
    require(len(erased) == sum(erasure["rows"] for erasure in night["erasures"]), "not as many rows as were erased")
    return dict(erased)


def check_archive(root, night):
    manifest, day = night["manifest"], night["day"]
    csv, latest = manifest["csv"], (night["erasures"] or [manifest])[-1]
    stem = manifest["archive"][:-4]
    salts = read_salts(root / f"{stem}.salts", csv["rows"])
    erased = read_erased(root / f"{stem}.erased", csv["rows"], night)
    unknown = {number for number, salt in enumerate(salts) if salt is None}
    require(unknown <= erased.keys(), "salts are missing")
    require(unknown == erased.keys(), "salts of erased rows are there")
    sealed = latest["zip"]
    data = read_file(root / manifest["archive"], sealed["bytes"])
    require(len(data) == sealed["bytes"] and sha256(data).hex() == sealed["sha256"], "the zip is not the one that the ledger has")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        require(archive.namelist() == [manifest["entry"]], "the zip does not hold its log alone")
        # One byte more than was sealed proves it as well as all of them.
        text = archive.open(manifest["entry"]).read(latest["csv"]["bytes"] + 1)
    require(len(text) == latest["csv"]["bytes"], "the CSV is not the one that the ledger has")
    header, *rows = split_rows(text)
    require(header == HEADER, "the first line is not the header")
    require(len(rows) == csv["rows"], "the rows are not those that were sealed")
    leaves = []
    for number, (row, salt) in enumerate(zip(rows, salts)):
        what, whom = halves(row)
        leaves.append(sha256(b"\0" + erased[number] + what) if number in erased else leaf_of(what, whom, salt))
    require(base64.b64encode(merkle_root(leaves)).decode() == csv["rows_root"], "the rows are not those that were sealed")
    fields = [split_fields(row) for row in rows]
    named = [number for number in erased for name in fields[number][2:4] if name and not name.startswith(b"erased-")]
    require(not named, "rows that were erased name somebody")
    times = [field[0].decode() for field in fields]
    require(times == sorted(times), "the rows are not in order")
    require(sum(time < f"{day} 00:00:00" for time in times) == manifest["late"], "the count of late rows is wrong")
    counts = collections.Counter(field[4].lower() for field in fields)
    order = sorted(counts, key=lambda name: (-counts[name], name))
    names = [name for name in order if len(name) <= 64 and name.isascii() and name != b"others"][:64]
    others = len(rows) - sum(counts[name] for name in names)
    named = {name.decode(): counts[name] for name in names} | ({"others": others} if others else {})
    require(named == manifest["statuses"], "the counts of statuses are wrong")


def tile_path(level, number):
    """The tile that ends with a level's hash of some number, from 1; tile 1234067 is x001/x234/067."""
    index, count = (number - 1) // 256, (number - 1) % 256 + 1
    groups = re.findall("...", f"{index:0{-(-len(str(index)) // 3) * 3}}")
    return "/".join(["ledger/tile", level, *(f"x{group}" for group in groups[:-1]), groups[-1]]) + f".p/{count}" * (count < 256)


def ledger_paths(size):
    """The files of a ledger of some size, and of its smaller ones."""
    spans = {"entries": 1, "0": 1, "1": 256, "2": 256**2, "3": 256**3}
    tiles = {tile_path(level, n) for level, span in spans.items() for n in range(1, size // span + 1)}
    return tiles | {"ledger/checkpoint", "ledger/lock"} | {f"ledger/checkpoint-{n}.tsr" for n in range(size + 1)}


def read_file(path, limit=FILE):
    require(path.is_file() and not path.is_symlink(), "it is not there, or no plain file")
    return read_bytes(path, limit)


def read_bytes(path, limit=FILE):
    with open(path, "rb") as file:
        data = file.read(limit + 1)
    require(len(data) <= limit, f"it is larger than {limit} bytes")
    return data


def openssl(command, path):
    return subprocess.run(["openssl", *command.split(), "-in", path], capture_output=True, check=True, text=True).stdout


def check_timestamp(path, checkpoint):
    """An RFC 3161 answer that was granted, as openssl reads it: of a checkpoint, where that is given."""
    data = read_file(path, TIMESTAMP)
    outer = re.search(r"^ +0:d=0 +hl= *(\d+) +l= *(\d+) +cons: SEQUENCE", openssl("asn1parse -inform DER", path))
    require(outer and int(outer[1]) + int(outer[2]) == len(data), "it is not one value in DER")
    text = openssl("ts -reply -text", path)
    require(re.search("^Status: Granted", text, re.M), "it was not granted")
    name = require(re.search("^Hash Algorithm: (sha256|sha384|sha512)$", text, re.M), "its hash is of another kind")[1]
    dump = re.search("^Message data:\n((?: +[0-9a-f]{4} - .*\n)+)", text, re.M)[1]
    imprint = "".join(re.findall("[0-9a-f]{2}", "".join(line.split(" - ", 1)[1][:48] for line in dump.splitlines())))
    if checkpoint:
        # As it stands, or with fewer signatures: a further key or a witness may have signed since.
        text, lines = checkpoint[: checkpoint.rindex(b"\n\n") + 2], checkpoint[checkpoint.rindex(b"\n\n") + 2 :].splitlines(True)
        counts = range(len(lines), 0, -1) if len(lines) <= 10 else [len(lines)]
        some = (b"".join(some) for count in counts for some in itertools.combinations(lines, count))
        require(any(hashlib.new(name, text + lines).hexdigest() == imprint for lines in some), "it is of something else")


def read_entries(root, size):
    entries = []
    while len(entries) < size:
        path = root / tile_path("entries", min(size, len(entries) + 256))
        data, some = read_file(path), []
        while data:
            end = 2 + int.from_bytes(data[:2], "big")
            some.append(data[2:end])
            data = data[end:]
        require(len(some) == min(256, size - len(entries)), f"{path} does not hold as many entries as it should")
        entries += some
    return entries


def guarded(what, check, *arguments):
    try:
        return check(*arguments)
    except Exception as error:  # Whatever keeps something from being checked is a problem.
        problems.append(f"{what}: {error}")


def check_folder(root, known, size, next_day):
    """Only plain files that the ledger lists, and what a run that was stopped left of one that it writes."""
    known = known | ledger_paths(size)
    written = known | ledger_paths(size + 1) | {"ledger/erasing"}
    if next_day:
        written |= {f"{next_day:%Y/%m}/{next_day}{ending}" for ending in (".zip", ".salts", ".index", ".manifest.json")}
    for folder, folders, files in os.walk(root, onerror=lambda error: problems.append(str(error))):
        for path in (Path(folder, name) for name in files + [name for name in folders if Path(folder, name).is_symlink()]):
            name = path.relative_to(root).as_posix()
            is_listed = name in known or name[:-10] in written and re.fullmatch(r"\.tmp[A-Za-z0-9]{6}", name[-10:])
            if not is_listed or path.is_symlink() or not path.is_file() or name == "ledger/lock" and path.stat().st_size:
                problems.append(f"{name}: in no ledger, or not the file that it has to be")


def verify_archive(options, keys):
    root = Path(options.archive)
    signed = guarded("checkpoint", lambda: read_checkpoint(read_file(root / "ledger/checkpoint", NOTE), keys))
    origin, size, signed_root = signed or ("", 0, b"")
    entries = guarded("entries", read_entries, root, size) or []
    leaves = [sha256(b"\0" + entry) for entry in entries]
    if merkle_root(leaves) != signed_root:
        problems.append("checkpoint: the root is not that of the entries")
    known, previous, next_event, next_day, nights = set(), None, 1, None, {}
    for number, entry in enumerate(entries):
        if entry.startswith(b'{"nights":'):
            beside = f"ledger/erasure-{number}.json"
            known.add(beside)
            if guarded(beside, lambda: read_file(root / beside)) != entry:
                problems.append(f"{beside}: not the erasure in the ledger")
            erasure = guarded(f"entry {number}", read_erasure, entry)
            if erasure and erasure["previous"] != previous:
                problems.append(f"{beside}: the chain is broken")
            for night in erasure["nights"] if erasure else []:
                erased.append((night["rows"], erasure["time"]))
                if night["archive"] in nights:
                    nights[night["archive"]]["erasures"].append(night)
                    known.add(night["archive"][:-4] + ".erased")
                else:
                    problems.append(f"{beside}: {night['archive']} is not among the nights before it")
            previous = sha256(entry).hex()
            continue
        day, manifest = guarded(f"entry {number}", read_manifest, entry) or (None, None)
        if manifest:
            path = manifest["archive"]
            beside = path[:-4] + ".manifest.json"
            # The index only speeds searches up: nothing that is sealed depends on it.
            known |= {path, beside, path[:-4] + ".salts", path[:-4] + ".index"}
            if guarded(beside, lambda: read_file(root / beside)) != entry:
                problems.append(f"{beside}: not the manifest in the ledger")
            follows = manifest["previous"] == previous and manifest["events"]["first"] == next_event
            if not follows or next_day not in (None, day):
                problems.append(f"{path}: does not follow the night before")
            next_event, next_day = manifest["events"]["last"] + 1, day + datetime.timedelta(1)
            nights.setdefault(path, {"day": day, "manifest": manifest, "erasures": []})
        previous = sha256(entry).hex()
    for path, night in nights.items():
        guarded(path, check_archive, root, night)
    check_folder(root, known, len(entries), next_day)
    for name in os.listdir(root / "ledger") if (root / "ledger").is_dir() else []:
        number = re.fullmatch(r"checkpoint-(0|[1-9][0-9]{0,8})\.tsr", name)
        if number and int(number[1]) <= len(entries):
            beside = guarded("checkpoint", read_file, root / "ledger/checkpoint", NOTE) if int(number[1]) == size else None
            guarded(f"ledger/{name}", check_timestamp, root / "ledger" / name, beside)
    if options.expect_through and (next_day is None or next_day <= options.expect_through):
        problems.append(f"the history does not reach {options.expect_through}")
    if options.last_checkpoint:
        saved = guarded(options.last_checkpoint, lambda: read_checkpoint(read_bytes(options.last_checkpoint, NOTE), keys))
        if saved and (saved[0] != origin or saved[1] > size or merkle_root(leaves[: saved[1]]) != saved[2]):
            problems.append(f"{options.last_checkpoint}: the history does not continue it")


def verify_proof(path, keys):
    data = read_bytes(path)
    proof = json.loads(data)
    # Each key once, in its order, and none but these: no other reader can see another row.
    canonical = json.dumps(proof, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    require(canonical.encode() == data and proof.keys() == {"schema", "notice", "nights"}, "not the JSON of a proof, in its one spelling")
    require(proof["schema"] == "pushtrail.proof/2" and proof["notice"] == NOTICE and proof["nights"], "it proves no row")
    before = None
    for night in proof["nights"]:
        fits = night.keys() == {"manifest", "tlog_proof", "rows"}
        forms = [{"index", "what", "path", "whom", "salt"}, {"index", "what", "path", "hidden"}]
        require(fits and all(row.keys() in forms for row in night["rows"]), "it has other keys than a proof")
        entry = night["manifest"].encode()
        day, manifest = read_manifest(entry)
        head, checkpoint = night["tlog_proof"].split("\n\n", 1)
        form = re.fullmatch(r"c2sp\.org/tlog-proof@v1\n(?:extra (.*)\n)?index (0|[1-9][0-9]{0,18})((?:\n[^\s]+){0,64})", head)
        require(form and (form[1] is None or from_base64(None, form[1]) is not None), "not a tlog-proof")
        place, path = int(form[2]), [from_base64(32, line) for line in form[3].split()]
        follows = before is None or before[0] < place and before[1] < day and before[2] == checkpoint
        require(follows, "the nights are not in their order, each once, under one checkpoint")
        before = place, day, checkpoint
        _, size, root = read_checkpoint(checkpoint.encode(), keys)
        require(root_of_inclusion(sha256(b"\0" + entry), place, size, path) == root, "the manifest is not in the ledger")
        rows_root, count = from_base64(32, manifest["csv"]["rows_root"]), manifest["csv"]["rows"]
        indices = [row["index"] for row in night["rows"]]
        is_rising = all(type(index) is int for index in indices) and indices == sorted(set(indices))
        require(indices and is_rising, "it proves no row of a night, or its rows are not in their order, each once")
        for row in night["rows"]:
            path = [from_base64(32, text) for text in row["path"]]
            what = row["what"].encode()
            # A row whose whom is hidden is read with nobody's.
            whom = row.get("whom", "-;;;").encode()
            time, rest, (*head, payload) = what[:21], what[21:], re.findall(rb'(?:^|;)("(?:[^"]|"")*"|[^";]*)', whom, re.S)
            require(halves(time + b";" + b";".join(head) + rest + b";" + payload) == (what, whom), "it shows no row")
            leaf = leaf_of(what, whom, from_base64(16, row["salt"])) if "salt" in row else sha256(b"\0" + from_base64(32, row["hidden"]) + what)
            reached = root_of_inclusion(leaf, row["index"], count, path)
            require(reached == rows_root, f"row {row['index']} is not in the archive")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Verifies an archive or a proof.")
    parser.add_argument("archive", nargs="?")
    for option in ("--proof", "--last-checkpoint"):
        parser.add_argument(option)
    parser.add_argument("--expect-through", type=datetime.date.fromisoformat)
    parser.add_argument("--vkey", action="append", required=True)
    options = parser.parse_args()
    keys = [key for key in (guarded("--vkey", read_key, text) for text in options.vkey) if key]
    if options.proof:
        guarded(options.proof, verify_proof, options.proof, keys)
    else:
        verify_archive(options, keys)
    note = f", whom {sum(rows for rows, _ in erased)} rows were about is erased, the last on {erased[-1][1]}" if erased else ""
    sys.stdout.writelines(f"{problem}\n" for problem in problems or ["OK" + note])
    sys.exit(1 if problems else 0)
