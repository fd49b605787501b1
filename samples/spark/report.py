"""One report over the logs of a folder, made by a Spark cluster.

    spark-submit report.py [--pushtrail PATH] [--shards N] LOGS REPORT [-- OPTION…]

LOGS is a folder on any file system that Spark reads: hdfs://…, s3a://…, file:///…. REPORT is a file to write, where
spark-submit runs. OPTIONs go to `pushtrail report`. README.md beside this file says how it works.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

from pyspark.sql import SparkSession


def pushtrail(binary, *arguments, **options):
    """Runs pushtrail. Exit codes 1 and 3 say what could not be read: every answer of the tally says it, too."""
    done = subprocess.run([binary, *map(str, arguments)], stderr=subprocess.PIPE, text=True, **options)
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(f"pushtrail {arguments[0]} ended with {done.returncode}: {done.stderr.strip()}")
    sys.stderr.write(done.stderr)
    return done


def split(binary, shards, root, log):
    """The map: a log becomes a tally for each shard of the messages."""
    url, content = log
    name = url.removeprefix(root).lstrip("/") or pathlib.PurePosixPath(url).name
    with tempfile.TemporaryDirectory(prefix="pushtrail-spark-") as folder:
        # Read as a folder with this file alone, so that it is named, or left out, as in the folder of all logs.
        place = pathlib.Path(folder, "logs", name)
        place.parent.mkdir(parents=True)
        place.write_bytes(content)
        tallies = pathlib.Path(folder, "tallies")
        done = pushtrail(binary, "tally", "--shards", shards, "-o", tallies, ".", cwd=pathlib.Path(folder, "logs"))
        if not tallies.exists():
            # A folder of logs may hold other files. But no log is left out of the report without a word.
            if not done.stderr.startswith("error: no tracking log in"):
                raise RuntimeError(f"{url}: {done.stderr.strip()}")
            return
        for shard, tally in enumerate(sorted(tallies.iterdir())):
            yield shard, (name, tally.read_bytes())


def merge(binary, tallies):
    """The reduce: all tallies of one shard become one. They wait in files, not in memory."""
    with tempfile.TemporaryDirectory(prefix="pushtrail-spark-") as folder:
        shard = None
        for shard, (name, tally) in tallies:
            # Under the log's name: a folder is read in the order of names, whatever order they come in.
            place = pathlib.Path(folder, "tallies", f"{name}.tally")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(tally)
        if shard is not None:
            merged = pathlib.Path(folder, "merged.tally")
            pushtrail(binary, "tally", "-o", merged, pathlib.Path(folder, "tallies"))
            yield shard, merged.read_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pushtrail", default="pushtrail", help="the program, at the same path on every worker")
    parser.add_argument("--shards", type=int, default=32, help="parts of the messages, each merged by one worker")
    parser.add_argument("logs")
    parser.add_argument("report")
    parser.add_argument("options", nargs="*")
    options = parser.parse_args()
    binary, shards = options.pushtrail, options.shards

    spark = SparkSession.builder.appName("pushtrail report").getOrCreate()
    context = spark.sparkContext
    hadoop = context._jsc.hadoopConfiguration()
    hadoop.set("mapreduce.input.fileinputformat.input.dir.recursive", "true")
    folder = context._jvm.org.apache.hadoop.fs.Path(options.logs)
    # As the logs' own addresses begin.
    root = folder.getFileSystem(hadoop).getFileStatus(folder).getPath().toString()
    merged = (
        context.binaryFiles(options.logs)
        .flatMap(lambda log: split(binary, shards, root, log))
        .partitionBy(shards, lambda shard: shard)
        .mapPartitions(lambda tallies: merge(binary, tallies)))
    with tempfile.TemporaryDirectory(prefix="pushtrail-spark-") as folder:
        # Shard by shard: no two wait in the driver's memory.
        for shard, tally in merged.toLocalIterator():
            pathlib.Path(folder, f"{shard:04}.tally").write_bytes(tally)
        spark.stop()
        return pushtrail(binary, "report", *options.options, "-o", options.report, folder).returncode


if __name__ == "__main__":
    sys.exit(main())
