"""Reads a tally file by its documented format, and prints its counts as JSON. Fails on anything that does not add up."""

import json
import struct
import sys
import zlib

EARLIEST = -62167219200
COLUMNS = (
    "labels textLengths textBytes codeLengths codeBytes firsts spans apps appTimes names nameTimes people personTimes "
    "targets targetTimes otherTargets deliveryCounts profiles deliveryProfiles hwids created sent delivered opened "
    "acceptances accepted payloads refusals rareEvents"
).split()
STATUSES = "created sent delivered failed opened received converted accepted".split()
TIMES = "created sent delivered opened acceptances accepted".split()


class Column:
    def __init__(self, data):
        self.data, self.place = data, 0

    def more(self):
        return self.place < len(self.data)

    def number(self):
        number = shift = 0
        while True:
            byte = self.data[self.place]
            self.place += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7

    def signed(self):
        number = self.number()
        return (number >> 1) ^ -(number & 1)

    def bytes(self, count):
        assert self.place + count <= len(self.data)
        self.place += count
        return self.data[self.place - count : self.place]


def columns(content):
    reader = Column(content)
    lengths = [(reader.number(), reader.number()) for _ in range(reader.number())]
    result = []
    for length, packed in lengths:
        data = zlib.decompress(reader.bytes(packed), wbits=-15) if length else b""
        assert len(data) == length
        result.append(data)
    assert not reader.more()
    return result


def sections(data):
    begin = b"pushtrail.tally/1\n"
    assert data.startswith(begin)
    place, number = len(begin), 0
    while True:
        kind, sequence, length, crc = struct.unpack_from("<cIII", data, place)
        content = data[place + 13 : place + 13 + length]
        assert sequence == number and len(content) == length
        assert zlib.crc32(data[place : place + 9] + content) == crc
        place, number = place + 13 + length, number + 1
        yield kind, columns(content)
        if kind == b"E":
            assert place == len(data)
            return


class Tally:
    def __init__(self, data):
        self.texts, self.labels, self.codes, self.devices, self.people = [], [], set(), set(), set()
        self.events, self.deliveries, self.times = {}, set(), []
        for kind, found in sections(data):
            if kind == b"H":
                self.head = json.loads(found[0])
            elif kind == b"M":
                self.section(dict(zip(COLUMNS, map(Column, found), strict=True)))

    def count(self, status, count):
        self.events[status] = self.events.get(status, 0) + count

    def section(self, column):
        while column["labels"].more():
            self.labels.append(column["labels"].bytes(column["labels"].number()))
        self.next, first = len(self.texts), 0
        while column["textLengths"].more():
            self.texts.append(column["textBytes"].bytes(column["textLengths"].number()))
        profiles = []
        while column["profiles"].more():
            profiles.append((column["profiles"].number(), column["profiles"].number()))
        while column["firsts"].more():
            first += column["firsts"].signed()
            self.message(column, first, profiles)
        assert self.next == len(self.texts)
        assert not [name for name, rest in column.items() if rest.more()]

    def text(self, column, target=None):
        reference = column.number()
        if reference == 1:
            self.next += 1
            return self.texts[self.next - 1]
        return None if reference == 0 else target if reference == 2 else self.texts[reference - 3]

    def message(self, column, first, profiles):
        code = column["codeBytes"].bytes(column["codeLengths"].number())
        self.codes.add(code)
        self.times += [first, first + column["spans"].number()]
        for name, time in ("apps", "appTimes"), ("names", "nameTimes"):
            if column[name].number():
                column[time].signed()
        count = column["deliveryCounts"].number()
        target = self.text(column["targets"])
        if target is not None:
            column["targetTimes"].signed()
        for _ in range(column["otherTargets"].number() if count & 1 else 0):
            self.text(column["otherTargets"])
        person = self.text(column["people"], target)
        if person is not None and column["personTimes"].number() & 1:
            self.people.add(person)
        for _ in range(count >> 1):
            self.delivery(column, code, target, *profiles[column["deliveryProfiles"].number()])

    def delivery(self, column, code, target, events, flags):
        hwid = self.text(column["hwids"], target)
        assert (code, hwid) not in self.deliveries
        self.deliveries.add((code, hwid))
        if hwid:
            self.devices.add(hwid)
        for place, status in enumerate(STATUSES):
            self.count(status, events >> 4 * place & 15)
        for place, name in enumerate(TIMES + ["payloads"]):
            if flags >> place & 1:
                column[name].signed()
        for _ in range(column["refusals"].number() if flags & 128 else 0):
            status, description = column["refusals"].number(), column["refusals"].number()
            assert status < len(self.labels) and description < len(self.labels)
            assert column["refusals"].number() > 0
            column["refusals"].signed()
        for _ in range(column["rareEvents"].number() if flags & 256 else 0):
            self.count(self.labels[column["rareEvents"].number()].decode(), column["rareEvents"].number())


tallies = [Tally(open(path, "rb").read()) for path in sys.argv[1:]]
# Shards: each message is in the one that its code says.
for number, tally in enumerate(tallies):
    assert all(zlib.crc32(code) % len(tallies) == number for code in tally.codes)


def total(value):
    return sum(len(value(tally)) for tally in tallies)


events = {}
for tally in tallies:
    for status, count in tally.events.items():
        if count:
            events[status] = events.get(status, 0) + count
json.dump(
    {
        "deliveries": total(lambda tally: tally.deliveries),
        "devices": len(set().union(*(tally.devices for tally in tallies))),
        "events": sum(tally.head["rows"] for tally in tallies),
        "events_by_status": events,
        "messages": total(lambda tally: tally.codes),
        "first": min(time for tally in tallies for time in tally.times) + EARLIEST,
        "last": max(time for tally in tallies for time in tally.times) + EARLIEST,
    },
    sys.stdout,
    indent=1,
    sort_keys=True,
)
