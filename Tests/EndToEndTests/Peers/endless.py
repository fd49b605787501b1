"""Pipes a log of any size into a command, in a container, and prints what came of it as JSON.

usage: endless.py CONTAINER MEGABYTES PROGRAM ARGUMENT...

The log is one event, over and over, so that only the reading can need memory. CONTAINER is `array` (one JSON array), `lines` (of
CSV, never a quote), `utf-16`, `gzip` (of many members), `gzip-of-gzip`, or `zip-of-zip`. Prints the exit code, the number of events
that were piped, the output, and the peak of the program's memory in bytes.
"""

import gzip
import io
import json
import resource
import subprocess
import sys
import zipfile
import zlib

OBJECT = b'{"timestamp":"2026-11-20T08:00:00Z","tracking_code":"T","hwid":"H","status":"sent","payload":{"n":"0123456789"}},\n'
ROW = b"2026-11-20 08:00:00;T;U;H;sent;;A;\n"
CSV = b"//timestamp;tracking_code;target_id;hwid;status;description;appCode;payload\n"


class Zip(io.RawIOBase):
    """What a zip is written to, piece by piece: it cannot seek."""

    def __init__(self, write):
        self.pass_on = write

    def writable(self):
        return True

    def write(self, data):
        self.pass_on(bytes(data))
        return len(data)


def feed(container, unit, block, blocks, write):
    if container == "array":
        write(b"[")
        for _ in range(blocks):
            write(block)
        write(unit.rstrip(b",\n") + b"]")
    elif container == "lines":
        write(CSV)
        for _ in range(blocks):
            write(block)
        write(unit)
    elif container == "utf-16":
        write(b"\xff\xfe" + CSV.decode().encode("utf-16-le"))
        wide = block.decode().encode("utf-16-le")
        for _ in range(blocks):
            write(wide)
        write(unit.decode().encode("utf-16-le"))
    elif container == "gzip":
        write(gzip.compress(CSV + unit))
        member = gzip.compress(block)
        for _ in range(blocks):
            write(member)
    elif container == "gzip-of-gzip":
        outer = zlib.compressobj(wbits=31)
        write(outer.compress(gzip.compress(CSV + unit)))
        member = gzip.compress(block)
        for _ in range(blocks):
            write(outer.compress(member))
        write(outer.flush())
    elif container == "zip-of-zip":
        with zipfile.ZipFile(Zip(write), "w", zipfile.ZIP_DEFLATED) as outer:
            with outer.open("inner.zip", "w", force_zip64=True) as file:
                with zipfile.ZipFile(Zip(file.write), "w", zipfile.ZIP_DEFLATED) as inner:
                    with inner.open("log.csv", "w", force_zip64=True) as log:
                        log.write(CSV + unit)
                        for _ in range(blocks):
                            log.write(block)


def main():
    container, megabytes, *command = sys.argv[1:]
    unit = OBJECT if container == "array" else ROW
    block = unit * (1_000_000 // len(unit))
    blocks = int(megabytes)
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        feed(container, unit, block, blocks, program.stdin.write)
        program.stdin.close()
    except BrokenPipeError:
        pass  # Its exit code and its errors say more.
    output, errors = program.stdout.read(), program.stderr.read()
    exit_code = program.wait()
    print(
        json.dumps(
            {
                "exit": exit_code,
                "events": blocks * (len(block) // len(unit)) + 1,
                "output": output.decode(),
                "errors": errors.decode(),
                "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
            }
        )
    )


main()
