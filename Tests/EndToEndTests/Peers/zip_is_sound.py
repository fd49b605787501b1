"""Whether Python's zipfile accepts every zip named: directory, names, lengths and CRCs."""

import sys
import zipfile

for path in sys.argv[1:]:
    with zipfile.ZipFile(path) as archive:
        broken = archive.testzip()
        assert broken is None, f"{path}: {broken} is broken"
        for entry in archive.infolist():
            assert sum(len(piece) for piece in iter(lambda f=archive.open(entry): f.read(1 << 20), b"")) >= 0
print(f"{len(sys.argv) - 1} zips are sound")
