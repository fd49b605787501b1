"""Makes zips that are as they have to be, though not as we write them, and prints their names."""

import io
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


for make in (folder, stored, zip64, streamed):
    make(make.__name__ + ".zip")
    print(make.__name__ + ".zip")
