"""What the figures were measured on."""

import os
import pathlib
import platform
import subprocess

import_version = "import duckdb; print(duckdb.__version__)"


def first_line(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0].strip()
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "?"


def describe(python, pushtrail):
    cpu = "?"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{os.cpu_count()} cores of {cpu}, {memory:.0f} GB, {platform.system()} {platform.release()}; "
        f"pushtrail {first_line(pushtrail, '--version')}, DuckDB {first_line(python, '-c', import_version)}, "
        f"SQLite {first_line('sqlite3', '--version').split()[0]}"
    )
