"""Tampers with one file in one way, by raw bytes or Python's zipfile: tamper.py WAY FILE [MORE]. See the functions' names."""

import binascii
import struct
import sys
import zipfile
import zlib


def read(path):
    with open(path, "rb") as file:
        return bytearray(file.read())


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def parts(data):
    """A zip of one entry: local header with name, data, central directory, end record."""
    end = data.rindex(b"PK\5\6")
    size, offset = struct.unpack_from("<II", data, end + 12)
    name, extra = struct.unpack_from("<HH", data, 26)
    start = 30 + name + extra
    return data[:start], data[start:offset], data[offset : offset + size], data[end:]


def join(local, body, between, central, end):
    struct.pack_into("<I", end, 16, len(local) + len(body) + len(between))
    return local + body + between + central + end


def edit_headers(path, crc=None, stored=None, size=None, central_only=False):
    local, body, central, end = parts(read(path))
    for value, field in ((crc, 14), (stored, 18), (size, 22)):
        if value is not None:
            struct.pack_into("<I", central, field + 2, value)
            if not central_only:
                struct.pack_into("<I", local, field, value)
    write(path, join(local, body, b"", central, end))


def log(path):
    with zipfile.ZipFile(path) as archive:
        info = archive.infolist()[0]
        return info.filename, archive.read(info)


def rebuild(path, edit):
    name, text = log(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), bytes(edit(text)), zipfile.ZIP_DEFLATED)


def replace_text(path, old, new):
    rebuild(path, lambda text: text.replace(old.encode(), new.encode(), 1))


def rows(text):
    lines = text.splitlines(keepends=True)
    return lines[0], lines[1:]


def deflated(text):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(text) + packer.flush()


def keep_crc(text, start):
    """Changes the byte at an offset, and the four after it so that the CRC-32 stays."""
    target = binascii.crc32(text)
    text = bytearray(text)
    text[start] ^= 1
    for value in range(4):
        text[start + 1 + value] = 0
    # The CRC is affine in those 32 bits: solve for the bits that bring it back.
    base = binascii.crc32(text)
    columns = []
    for bit in range(32):
        text[start + 1 + bit // 8] ^= 1 << bit % 8
        columns.append((binascii.crc32(text) ^ base, 1 << bit))
        text[start + 1 + bit // 8] ^= 1 << bit % 8
    wanted, chosen = target ^ base, 0
    basis = []
    for value, mask in columns:
        for pivot, other, bits in basis:
            if value >> pivot & 1:
                value, mask = value ^ other, mask ^ bits
        basis.append((value.bit_length() - 1, value, mask))
    for pivot, value, mask in sorted(basis, reverse=True):
        if wanted >> pivot & 1:
            wanted, chosen = wanted ^ value, chosen ^ mask
    text[start + 1 : start + 5] = struct.pack("<I", chosen)
    assert binascii.crc32(text) == target
    return text


def flip(path):
    data = read(path)
    data[len(data) // 2] ^= 1
    write(path, data)


def flip_csv(path):
    rebuild(path, lambda text: text.replace(b"user-1", b"user-0", 1))


def without_extra(central, end):
    """The directory without its entry's extra fields, such as the index of blocks, which another stream would not fit."""
    name, extra = struct.unpack_from("<HH", central, 28)
    struct.pack_into("<H", central, 30, 0)
    struct.pack_into("<I", end, 12, len(central) - extra)
    return central[: 46 + name] + central[46 + name + extra :], end


def wrong_index(path):
    """The first length that the index of blocks has is another, and their sum no longer the entry's."""
    local, body, central, end = parts(read(path))
    place = central.index(b"pt", 46) + 4
    assert central[place] == 1, "the version"
    central[place + 1] ^= 1
    write(path, join(local, body, b"", central, end))


def crc_preserving_edit(path):
    name, text = log(path)
    changed = keep_crc(text, text.index(b"8a5f1f53"))
    packed = deflated(bytes(changed))
    local, _, central, end = parts(read(path))
    write(path, join(local, packed, b"", *without_extra(central, end)))
    edit_headers(path, stored=len(packed))


def drop_row(path):
    rebuild(path, lambda text: b"".join([rows(text)[0]] + rows(text)[1][:-1]))


def double_row(path):
    rebuild(path, lambda text: text + rows(text)[1][-1])


def reorder_rows(path):
    rebuild(path, lambda text: b"".join([rows(text)[0]] + rows(text)[1][::-1]))


def break_row(path):
    rebuild(path, lambda text: text.replace(b";C90C0-0E786;", b";", 1))


def drop_header(path):
    rebuild(path, lambda text: b"".join(rows(text)[1]))


def cut_last_line(path):
    rebuild(path, lambda text: text[:-1])


def add_formula(path):
    rebuild(path, lambda text: text.replace(b";user-1;", b";=1+1;", 1))


def prepend(path):
    write(path, b"MZ before" + read(path))


def append(path):
    write(path, read(path) + b"after")


def append_gzip_member(path):
    write(path, read(path) + b"\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0")


def insert_between(path):
    local, body, central, end = parts(read(path))
    write(path, join(local, body, b"between", central, end))


def insert_after_directory(path):
    local, body, central, end = parts(read(path))
    write(path, local + body + central + b"between" + end)


def orphan_entry(path):
    local, body, central, end = parts(read(path))
    hidden = bytes(local[:26]) + struct.pack("<HH", 6, 0) + b"hidden" + bytes(body)
    write(path, join(local, body, hidden, central, end))


def comment(path):
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"a comment"


def entry_comment(path):
    local, body, central, end = parts(read(path))
    struct.pack_into("<H", central, 32, 5)
    central += b"hello"
    struct.pack_into("<I", end, 12, len(central))
    write(path, join(local, body, b"", central, end))


def second_end_record(path):
    data = read(path)
    write(path, data + data[data.rindex(b"PK\5\6") :])


def second_directory(path):
    local, body, central, end = parts(read(path))
    struct.pack_into("<I", end, 16, len(local) + len(body))
    write(path, join(local, body, bytes(central + end), central, bytearray(end)))


def add_entry(path, name, text=b"more", mode=None):
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        if mode:
            info.external_attr = mode << 16
        archive.writestr(info, text)


def double_name(path):
    add_entry(path, log(path)[0])


def case_twin(path):
    add_entry(path, log(path)[0].upper())


def other_entry(path):
    add_entry(path, "more.txt")


def parent_name(path):
    add_entry(path, "../escape.csv")


def absolute_name(path):
    add_entry(path, "/etc/escape.csv")


def backslash_name(path):
    add_entry(path, "..\\escape.csv")


def nul_name(path):
    add_entry(path, "escape?csv")
    write(path, read(path).replace(b"escape?csv", b"escape\0csv"))


def symlink(path):
    add_entry(path, "link.csv", b"/etc/passwd", 0o120777)


def overlap(path):
    local, body, central, end = parts(read(path))
    twin = bytearray(central)
    struct.pack_into("<HH", end, 8, 2, 2)
    twin[46] ^= 0x20
    struct.pack_into("<I", end, 12, 2 * len(central))
    write(path, join(local, body, b"", central + twin, end))


def bomb(path):
    name, text = log(path)
    packed = deflated(text + b"\0" * (64 << 20))
    local, _, central, end = parts(read(path))
    write(path, join(local, packed, b"", central, end))
    edit_headers(path, stored=len(packed))


def longer_declared(path):
    edit_headers(path, size=len(log(path)[1]) + 1)


def shorter_declared(path):
    text = log(path)[1]
    edit_headers(path, size=len(text) - 100, crc=binascii.crc32(text[:-100]))


def wrong_crc(path):
    edit_headers(path, crc=1)


def headers_differ(path):
    data = read(path)
    data[10] ^= 1
    write(path, data)


def headers_differ_in_name(path):
    data = read(path)
    data[30] ^= 0x20
    write(path, data)


def headers_differ_in_size(path):
    edit_headers(path, size=len(log(path)[1]) + 7, central_only=True)


def with_other_name(path, name):
    """Both headers get Info-ZIP's Unicode Path field: version 1, the CRC of the name that it stands for, another name."""
    local, body, central, end = parts(read(path))
    own = bytes(local[30 : 30 + struct.unpack_from("<H", local, 26)[0]])
    field = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, binascii.crc32(own)) + name
    for header, place in ((local, 28), (central, 30)):
        struct.pack_into("<H", header, place, struct.unpack_from("<H", header, place)[0] + len(field))
    struct.pack_into("<I", end, 12, len(central) + len(field))
    write(path, join(local + field, body, b"", central + field, end))


def unicode_path(path):
    with_other_name(path, b"another.csv")


def unicode_path_leads_out(path):
    with_other_name(path, b"../escape.csv")


def zip64_locator(path):
    """A Zip64 end record that says what the end record says, and a locator that leads somewhere else."""
    local, body, central, end = parts(read(path))
    place = len(local) + len(body)
    large = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(central), place)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, place, 1)
    write(path, local + body + central + large + locator + end)


def encrypted(path):
    data = read(path)
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    write(path, data)


def unknown_method(path):
    data = read(path)
    data[8] = 93
    data[data.index(b"PK\1\2") + 10] = 93
    write(path, data)


def cut_zip(path):
    data = read(path)
    write(path, data[: len(data) // 2])


def cut_stream(path):
    local, body, central, end = parts(read(path))
    write(path, join(local, body[:-20], b"", central, end))
    edit_headers(path, stored=len(body) - 20)


def trailing_stream(path):
    local, body, central, end = parts(read(path))
    write(path, join(local, body + b"more", b"", central, end))
    edit_headers(path, stored=len(body) + 4)


def damage_stream(path):
    local, body, central, end = parts(read(path))
    write(path, join(local, b"\x07" + body[1:], b"", central, end))


def not_a_zip(path):
    write(path, b"this is no zip, whatever it is named" * 10)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
