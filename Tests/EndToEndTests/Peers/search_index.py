"""Reads the search index beside each zip by its description alone, and holds it against all rows of the zip.

    search_index.py ZIP…
"""

import csv
import hashlib
import io
import struct
import sys
import zipfile
import zlib

SECTION = 1 << 16
MAGIC = b"pushtrail.index\n"


def require(condition, what):
    if not condition:
        sys.exit(f"search_index.py: {what}")


def expected(log):
    """Each hash and section in which a row begins that holds its text."""
    pairs, offset = set(), log.index(b"\n") + 1
    rows = 0
    while offset < len(log):
        end = offset
        while True:
            end = log.index(b"\n", end) + 1
            if log.count(b'"', offset, end) % 2 == 0:
                break
        [row] = csv.reader(io.StringIO(log[offset:end].decode(), newline=""), delimiter=";")
        for letter, text in (("c", row[1]), ("d", row[3])):
            if letter == "c" or text:
                digest = hashlib.sha256((letter + text).encode()).digest()
                pairs.add((int.from_bytes(digest[:8], "big"), offset // SECTION))
        rows += 1
        offset = end
    return pairs, rows


def check(path):
    with zipfile.ZipFile(path) as archive:
        [entry] = archive.infolist()
        log = archive.read(entry)
    with open(path, "rb") as file:
        zipped = file.read()
    with open(path.removesuffix(".zip") + ".index", "rb") as file:
        index = file.read()
    require(index.startswith(MAGIC), "it begins otherwise")
    trailer = index[-116:]
    (version, section, zip_bytes, log_bytes, rows, log_crc, name_crc, _, blocks, block_table_crc, segments,
     segment_table_crc, doubtful) = struct.unpack("<IIQQQ8I", trailer[:64])
    require(trailer[96:112] == MAGIC and zlib.crc32(trailer[:112]) == struct.unpack("<I", trailer[112:])[0], "trailer")
    require((version, section, doubtful) == (1, SECTION, 0), "version, section or doubtful rows")
    require(trailer[64:96] == hashlib.sha256(zipped).digest() and zip_bytes == len(zipped), "the zip's hash or length")
    require((log_crc, log_bytes) == (entry.CRC, len(log)), "the log's CRC or length")
    require(name_crc == zlib.crc32(entry.filename.encode()), "the CRC of the log's name")
    table_start = len(index) - 116 - 20 * segments
    table, block_table = index[table_start:-116], index[table_start - 4 * blocks:table_start]
    require(zlib.crc32(table) == segment_table_crc and zlib.crc32(block_table) == block_table_crc, "a table's CRC")
    check_blocks(entry, log, struct.unpack(f"<{blocks}I", block_table))
    wanted, count = expected(log)
    require(rows == count, "the number of rows")
    found, position = set(), len(MAGIC)
    for number in range(segments):
        offset, first_section, pairs, bits = struct.unpack("<QIII", table[20 * number:20 * number + 20])
        require(offset == position, "a segment's offset")
        starts = struct.unpack(f"<{(1 << bits) + 1}I", index[offset:offset + 4 * ((1 << bits) + 1)])
        require(starts[-1] == pairs, "the number of pairs")
        position += 4 * len(starts)
        for bucket in range(1 << bits):
            held = index[position:position + 4 * (starts[bucket + 1] - starts[bucket])]
            position += len(held) + 4
            place = struct.pack("<III", name_crc, first_section, bucket)
            require(zlib.crc32(place + held) == struct.unpack("<I", index[position - 4:position])[0], "a bucket's CRC")
            for pair in struct.unpack(f"<{len(held) // 4}I", held):
                found.add((bits, bucket, pair >> 16, first_section + (pair & 0xFFFF)))
    require(position == table_start - 4 * blocks, "bytes between")
    # Where there is one segment, each pair is known by its hash.
    require(segments <= 1, "more segments than this reads")
    bits = next(iter(found))[0] if found else 0
    require(found == {
        (bits, digest >> 64 - bits if bits else 0, digest << bits >> 48 & 0xFFFF, section)
        for digest, section in wanted}, "the pairs")
    return len(found)


def check_blocks(entry, log, sums):
    """The lengths of the blocks are in the zip's own index: an extra field."""
    extra = entry.extra
    while extra[:2] != b"pt":
        extra = extra[4 + int.from_bytes(extra[2:4], "little"):]
    field, numbers, number, shift = extra[5:4 + int.from_bytes(extra[2:4], "little")], [], 0, 0
    for byte in field:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(number)
            number, shift = 0, 0
    start = 0
    require(len(numbers) == 3 * len(sums), "the number of blocks")
    for size, crc in zip(numbers[1::3], sums):
        require(zlib.crc32(log[start:start + size]) == crc, "a block's CRC")
        start += size


print(f"{sum(check(path) for path in sys.argv[1:])} pairs of {len(sys.argv) - 1} nights")
