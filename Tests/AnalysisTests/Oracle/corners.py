"""Proves the oracle itself: small logs, one for each corner of a definition, with what was worked out by hand.

usage: corners.py [TOPIC…]    (the files in corners/; all of them, by default)
"""

import pathlib
import runpy
import sys

import corner

FOLDER = pathlib.Path(__file__).parent / "corners"

for topic in sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("*.py")):
    runpy.run_path(str(FOLDER / f"{topic}.py"))
print(f"{corner.checks} checks, {corner.failures} failures")
sys.exit(1 if corner.failures else 0)
