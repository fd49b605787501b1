"""Makes zips that are as they have to be, though not as we write them, and prints their names."""

import binascii
import io
import struct
import zipfile

ROW = b'"2026-11-20 10:00:00";T;user-1;8a5f1f533537ab34;created;;C90C0-0E786;\n'


class Pipe(io.RawIOBase):
    """An output that cannot be sought in: lengths then stand behind the data."""

    def __init__(self, path):
        self.file = open(path, "wb")

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)

    def close(self):
        self.file.close()


def folder(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("logs/", b"")
        archive.writestr("logs/log.csv", ROW, zipfile.ZIP_DEFLATED)


def stored(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("log.csv", ROW)


def zip64(path):
    with zipfile.ZipFile(path, "w") as archive:
        with archive.open(zipfile.ZipInfo("log.csv"), "w", force_zip64=True) as entry:
            entry.write(ROW)


def streamed(path):
    pipe = Pipe(path)
    with zipfile.ZipFile(pipe, "w") as archive:
        archive.writestr("log.csv", ROW, zipfile.ZIP_DEFLATED)
    pipe.close()


def zip64_end(path):
    """With a Zip64 end record that its locator leads to."""
    stored(path)
    with open(path, "rb") as file:
        data = file.read()
    size, place = struct.unpack_from("<II", data, len(data) - 10)
    large = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, size, place)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, len(data) - 22, 1)
    with open(path, "wb") as file:
        file.write(data[:-22] + large + locator + data[-22:])


def unicode_path(path):
    """With Info-ZIP's Unicode Path field, which gives the name that it has anyway."""
    info = zipfile.ZipInfo("log.csv")
    info.extra = struct.pack("<HHBI", 0x7075, 12, 1, binascii.crc32(b"log.csv")) + b"log.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, ROW)


for make in (folder, stored, zip64, streamed, zip64_end, unicode_path):
    make(make.__name__ + ".zip")
    print(make.__name__ + ".zip")
