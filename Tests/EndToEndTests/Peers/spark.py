"""Runs samples/spark/report.py on a cluster of several workers, one of which dies in the middle.

    spark.py PUSHTRAIL SAMPLE LOGS FOLDER OPTION…

The worker that gets the first log is killed while it reads it. Prints the report that comes out nevertheless.
"""

import os
import pathlib
import signal
import subprocess
import sys
import time

import pyspark

binary, sample, logs, folder = sys.argv[1:5]
folder = pathlib.Path(folder).absolute()
# The first to come waits here until it is killed.
wrapper = folder / "pushtrail"
wrapper.write_text(f'#!/bin/sh\nif mkdir "{folder}/first" 2>/dev/null; then echo $$ > "{folder}/pid.new"; '
                   f'mv "{folder}/pid.new" "{folder}/pid"; exec sleep 600; fi\nexec "{binary}" "$@"\n')
wrapper.chmod(0o755)
# Spark keeps what its workers do beside its programs: a home of its own, with the same programs.
home = folder / "home"
home.mkdir()
for part in pathlib.Path(pyspark.__file__).parent.iterdir():
    (home / part.name).symlink_to(part)
environment = {
    **os.environ, "SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1",
    "SPARK_LOCAL_DIRS": str(folder)}
log, report = folder / "spark.log", folder / "report"
cluster = subprocess.Popen(
    [home / "bin/spark-submit", "--master", "local-cluster[3,1,512]", "--conf", "spark.executor.memory=512m",
     "--conf", "spark.ui.enabled=false", "--conf", "spark.driver.host=127.0.0.1", sample, "--pushtrail", wrapper,
     "--shards", "3", logs, report, "--", *sys.argv[5:]],
    env=environment, stdout=open(log, "wb"), stderr=subprocess.STDOUT)


def parent(process):
    return int(pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def is_worker(process):
    return b"CoarseGrainedExecutorBackend" in pathlib.Path(f"/proc/{process}/cmdline").read_bytes()


while not (folder / "pid").exists():
    if cluster.poll() is not None:
        raise SystemExit(log.read_text())
    time.sleep(0.1)
reader = int((folder / "pid").read_text())
worker = parent(reader)
while not is_worker(worker):
    worker = parent(worker)
os.kill(worker, signal.SIGKILL)
os.kill(reader, signal.SIGKILL)
cluster.wait()
if "ExecutorLostFailure" not in log.read_text():
    raise SystemExit(f"no worker was lost:\n{log.read_text()}")
sys.stderr.write(log.read_text())
sys.stdout.write(report.read_text())
sys.exit(cluster.returncode)
