"""Makes zips of odd structure, and prints their names: odd_zips.py FOLDER FATE. FATE is what is to become of them:

sound    all rows are read, and nothing is found
untidy   all rows are read
entry    a.csv is named and left out, b.csv is read
damaged  a.csv is named, and what of it was read is told; b.csv is read
refused  nothing is read
"""

import binascii
import copy
import os
import struct
import sys
import zlib


def row(code):
    return b'"2026-11-20 10:00:00";' + code + b";user-1;8a5f1f533537ab34;created;;C90C0-0E786;\n"


class Entry:
    def __init__(self, name, text, method=8, **fields):
        self.name, self.text, self.method = name, text, method
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        self.data = packer.compress(text) + packer.flush() if method == 8 else text
        self.crc, self.size, self.flags = binascii.crc32(text), len(text), 0
        self.local = {}
        self.extra = self.local_extra = self.comment = b""
        self.mode, self.descriptor, self.version, self.time, self.at = 0o100644, b"", 20, 0x5A21, None
        for key, value in fields.items():
            setattr(self, key, value)

    def header(self):
        said = {
            "version": self.version, "flags": self.flags, "method": self.method, "time": self.time, "crc": self.crc,
            "stored": len(self.data), "size": self.size, "name": self.name, "extra": self.local_extra,
        }
        said.update(self.local)
        fields = [said[key] for key in ("version", "flags", "method", "time")]
        return (
            struct.pack("<4sHHHIIIIHH", b"PK\3\4", *fields, said["crc"], said["stored"], said["size"],
                        len(said["name"]), len(said["extra"])) + said["name"] + said["extra"]
        )

    def central(self, at):
        at = at if self.at is None else self.at
        return (
            struct.pack("<4sHHHHIIIIHHHHHII", b"PK\1\2", 0x314, self.version, self.flags, self.method, self.time,
                        self.crc, len(self.data), self.size, len(self.name), len(self.extra), len(self.comment), 0, 0,
                        self.mode << 16, at) + self.name + self.extra + self.comment
        )


def end(count, size, offset, comment=b"", said=None):
    length = len(comment) if said is None else said
    return struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, size, offset, length) + comment


def build(entries, start=0, between=b"", gap=b"", after=b"", comment=b"", count=None, directory_extra=b"", said=None):
    """The bytes of a zip whose offsets count from `start`."""
    body, places = bytearray(), []
    for entry in entries:
        places.append(start + len(body))
        body += entry.header() + entry.data + entry.descriptor + between
    body += gap
    directory = b"".join(entry.central(place) for entry, place in zip(entries, places)) + directory_extra
    return bytes(body) + directory + after + end(
        len(entries) if count is None else count, len(directory), start + len(body), comment, said)


def logs(**fields):
    return [Entry(b"a.csv", row(b"A"), **fields), Entry(b"b.csv", row(b"B"))]


def evil():
    return [Entry(b"evil.csv", row(b"E"))]


def descriptor(entry, crc=None, marked=True):
    entry.flags |= 8
    entry.local = {"crc": 0, "stored": 0, "size": 0}
    entry.descriptor = (b"PK\7\x08" if marked else b"") + struct.pack(
        "<III", entry.crc if crc is None else crc, len(entry.data), entry.size)
    return entry


def zip64(data, count=None, located=None, changed=None, start=0):
    """The end record of a zip, made a Zip64 one."""
    place = len(data) - 22
    size, offset = struct.unpack_from("<II", data, place + 12)
    entries = struct.unpack_from("<H", data, place + 10)[0]
    large = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, entries, entries, size, changed or offset)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, start + place if located is None else located, 1)
    return data[:place] + large + locator + data[place:]


def unicode_path(name, other):
    return struct.pack("<HHBI", 0x7075, 5 + len(other), 1, binascii.crc32(name)) + other


def fifield(count):
    """Overlapping entries, each of which holds all the data after it: David Fifield, "A better zip bomb" (2019)."""
    kernel = Entry(b"k.csv", row(b"K") * 1000)
    start = 0
    # Compressed once: 65,000 times took half a minute.
    entries = [copy.copy(kernel) for _ in range(count)]
    for index, entry in enumerate(entries):
        entry.name = b"%04d.csv" % index
    body = entries[0].header() + entries[0].data
    directory = b"".join(entry.central(start) for entry in entries)
    return body + directory + end(count, len(directory), len(body))


def stored_zip_inside():
    inner = build(evil())
    return build([Entry(b"a.csv", row(b"A")), Entry(b"b.csv", row(b"B")), Entry(b"inner.zip", inner, 0)])


def quoted_overlap():
    """An entry that ends within the next one, by both of its headers."""
    data = bytearray(build(logs()))
    stored = struct.unpack_from("<I", data, 18)[0] + 20
    struct.pack_into("<I", data, 18, stored)
    struct.pack_into("<I", data, data.index(b"PK\1\2") + 20, stored)
    return bytes(data)


def reaching():
    """An entry that reaches into the central directory."""
    data = bytearray(build(logs()))
    place = data.rindex(b"PK\1\2")
    stored = struct.unpack_from("<I", data, place + 20)[0]
    struct.pack_into("<I", data, place + 20, stored + 10)
    struct.pack_into("<I", data, data.rindex(b"PK\3\4") + 18, stored + 10)
    return bytes(data)


def entry_comment():
    entries = logs()
    entries[0].comment = b"hello"
    return build(entries)


def two_places():
    """A directory where the end record says, and another before the end record, where others count back to."""
    good = build(logs())[:-22]
    first = len(good)
    other = b"".join(entry.central(0) for entry in evil())
    count = struct.unpack_from("<H", build(logs()), len(build(logs())) - 12)[0]
    size = first - good.index(b"PK\1\2")
    padded = other + b"\0" * max(0, size - len(other))
    return good + padded[:size] + end(count, size, first - size)


def many(count, name=b"%06d.csv", mode=0o100644):
    entries = [Entry(name % index, b"", 0, mode=mode) for index in range(count)] + logs()
    return build(entries, count=len(entries) & 0xFFFF)


def exact(*names, mode=None):
    entries = [Entry(name, row(b"A") if index == 0 else row(b"B")) for index, name in enumerate(names)]
    if mode:
        entries[0].mode = mode
    return build(entries)


GOOD, EVIL = build(logs()), build(evil())

ZIPS = {
    # As it has to be.
    "plain": ("sound", GOOD),
    "stored": ("sound", build([Entry(b"a.csv", row(b"A"), 0), Entry(b"b.csv", row(b"B"), 0)])),
    "descriptors": ("sound", build([descriptor(entry) for entry in logs()])),
    "descriptors_without_mark": ("sound", build([descriptor(entry, marked=False) for entry in logs()])),
    "zip64": ("sound", zip64(GOOD)),
    "zip_inside": ("sound", stored_zip_inside()),
    "folder": ("sound", build([Entry(b"x/", b"", 0, mode=0o40755)] + logs())),
    # Untidy.
    "leading": ("untidy", b"MZ this is a program that unpacks itself" + GOOD),
    "leading_counted": ("untidy", b"MZ program" + build(logs(), start=10)),
    "leading_with_signature": ("untidy", b"MZ PK\5\6 in its code, and nothing that one could follow" + GOOD),
    "leading_zip64": ("untidy", b"MZ before" + zip64(GOOD)),
    "trailing": ("untidy", GOOD + b"after"),
    "trailing_inside": ("untidy", stored_zip_inside() + b"after"),
    "comment": ("untidy", build(logs(), comment=b"a comment")),
    "comment_cut": ("untidy", build(logs(), comment=b"a comm", said=9)),
    "comment_with_signature": ("untidy", build(logs(), comment=b"PK\5\6 and little more")),
    "entry_comment": ("untidy", entry_comment()),
    "between": ("untidy", build(logs(), between=b"between")),
    "orphan": ("untidy", build(logs(), gap=evil()[0].header() + evil()[0].data)),
    "gap_after_directory": ("untidy", build(logs(), after=b"between")),
    "end_record_twice": ("untidy", GOOD + GOOD[-22:]),
    "digital_signature": ("untidy", build(logs(), directory_extra=b"PK\5\5" + struct.pack("<H", 4) + b"sign")),
    "version_differs": ("untidy", build(logs(local={"version": 10}))),
    "time_differs": ("untidy", build(logs(local={"time": 1}))),
    "encoding_differs": ("untidy", build(logs(local={"flags": 0x800}))),
    "padded_extra": ("untidy", build(logs(extra=b"\0\0\0", local_extra=b"\0\0\0"))),
    "local_extra_broken": ("untidy", build(logs(local_extra=struct.pack("<HH", 0x5455, 99) + b"x"))),
    "local_extra_large": ("untidy", build(logs(local_extra=struct.pack("<HH", 0x6375, 60_000) + b"x" * 60_000))),
    "no_descriptor": ("untidy", build(logs(flags=8))),
    "other_name": ("untidy", build(logs(extra=unicode_path(b"a.csv", b"c.csv")))),
    "more_than_65535": ("untidy", many(65_536, b"%06d/", 0o040755)),
    "name_twice": ("untidy", exact(b"a.csv", b"a.csv")),
    "name_dot": ("untidy", exact(b"a.csv", b"./a.csv")),
    "name_dot_alone": ("untidy", exact(b"b.csv", b"x/./a.csv")),
    "name_slashes": ("untidy", exact(b"x/a.csv", b"x//a.csv")),
    "name_file_and_folder": ("untidy", exact(b"d.csv", b"d.csv/a.csv")),
    "name_folder_and_file": ("untidy", exact(b"d.csv/a.csv", b"d.csv")),
    "name_end_dot": ("untidy", exact(b"x./a.csv", b"x/a.csv")),
    "name_end_space": ("untidy", exact(b"x /a.csv", b"x/a.csv")),
    "name_case": ("untidy", exact(b"a.csv", b"A.CSV")),
    "name_case_unicode": ("untidy", exact("É.csv".encode(), "é.csv".encode())),
    "name_case_sharp_s": ("untidy", exact("straße.csv".encode(), "STRASSE.csv".encode())),
    "name_case_composed": ("untidy", exact("e\u0301.csv".encode(), "é.csv".encode())),
    "name_c1": ("untidy", exact("a\u0085.csv".encode(), b"b.csv")),
    "name_c1_escape": ("untidy", exact("a\u009b31m.csv".encode(), b"b.csv")),
    "name_bidi": ("untidy", exact("a\u202evsc.csv".encode(), b"b.csv")),
    "name_isolate": ("untidy", exact("a\u2066x.csv".encode(), b"b.csv")),
    "name_mark": ("untidy", exact("a\u200ex.csv".encode(), b"b.csv")),
    "name_line": ("untidy", exact("a\u2028x.csv".encode(), b"b.csv")),
    "mode_fifo": ("untidy", exact(b"a.csv", b"b.csv", mode=0o010644)),
    "mode_device": ("untidy", exact(b"a.csv", b"b.csv", mode=0o020644)),
    "mode_disk": ("untidy", exact(b"a.csv", b"b.csv", mode=0o060644)),
    "mode_socket": ("untidy", exact(b"a.csv", b"b.csv", mode=0o140644)),
    # One entry in doubt.
    "name_differs": ("entry", build(logs(local={"name": b"z.csv"}))),
    "size_differs": ("entry", build(logs(local={"size": 7}))),
    "stored_size_differs": ("entry", build(logs(local={"stored": 7}))),
    "crc_differs": ("entry", build(logs(local={"crc": 7}))),
    "method_differs": ("entry", build(logs(local={"method": 0}))),
    "encryption_differs": ("entry", build(logs(local={"flags": 1}))),
    "descriptor_differs": ("entry", build([descriptor(logs()[0], crc=1), logs()[1]])),
    "outside": ("entry", build([Entry(b"a.csv", row(b"A"), at=1 << 30), logs()[1]])),
    "nowhere": ("entry", build([Entry(b"a.csv", row(b"A"), at=3), logs()[1]])),
    "longer": ("damaged", build([Entry(b"a.csv", row(b"A") + b"\0" * (1 << 20), size=len(row(b"A"))), logs()[1]])),
    "shorter": ("damaged", build([Entry(b"a.csv", row(b"A"), size=len(row(b"A")) + 1), logs()[1]])),
    "crc_wrong": ("damaged", build([Entry(b"a.csv", row(b"A"), crc=1), logs()[1]])),
    "encrypted": ("entry", build(logs(flags=1))),
    # Refused.
    "bomb": ("refused", fifield(2000)),
    "overlap": ("refused", quoted_overlap()),
    "reaching": ("refused", reaching()),
    "good_and_evil": ("refused", GOOD + EVIL),
    "evil_in_comment": ("refused", build(logs(), comment=EVIL)),
    "evil_in_counted_comment": ("refused", build(logs(), comment=build(evil(), start=len(GOOD)))),
    "evil_before": ("refused", EVIL + build(logs(), start=len(EVIL))),
    "evil_before_far": ("refused", EVIL + b"\0" * 100_000 + GOOD),
    "evil_in_gap": ("refused", build(logs(), gap=EVIL)),
    "two_directories": ("refused", two_places()),
    "zip64_elsewhere": ("refused", zip64(GOOD, located=3)),
    "zip64_differs": ("refused", zip64(GOOD, changed=1)),
    "central_extra_broken": ("refused", build(logs(extra=struct.pack("<HH", 0x5455, 99) + b"x"))),
    "fewer_entries": ("refused", build(logs(), count=3)),
    "more_entries": ("refused", build(logs(), count=1)),
    "several_files": ("refused", GOOD[:-18] + b"\1\0\1\0" + GOOD[-14:]),
    "cut": ("refused", GOOD[:-30]),
    "text": ("refused", b"this is no zip, whatever it is named" * 10),
}

if __name__ == "__main__":
    for name, (fate, data) in ZIPS.items():
        if fate == sys.argv[2]:
            with open(os.path.join(sys.argv[1], name + ".zip"), "wb") as file:
                file.write(data)
            print(name)
