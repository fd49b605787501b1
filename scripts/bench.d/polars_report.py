"""Answers by Polars what chdb_report.py answers by chDB. Prints JSON.

    polars_report.py LOG.csv
"""

import json
import sys

import polars

rows = polars.scan_csv(
    sys.argv[1], separator=";", has_header=False, skip_rows=1,
    schema={name: polars.String for name in (
        "timestamp", "tracking_code", "target_id", "hwid", "status", "description", "app_code", "payload")})
STATUSES = ["created", "sent", "delivered", "failed", "opened", "received", "converted"]
column = polars.col
is_answer = column("status").is_in(["delivered", "failed"])
deliveries = rows.group_by("tracking_code", column("hwid").fill_null("")).agg(
    polars.len().alias("events"),
    *((column("status") == status).sum().alias(f"{status}_rows") for status in STATUSES),
    column("status").filter(is_answer).sort_by(column("timestamp").filter(is_answer)).last().alias("answer"),
    column("target_id").first().alias("target"),
    column("payload").drop_nulls().first().str.extract(r'"user_id":"([^"]*)"').alias("user_id"))
messages = deliveries.group_by("tracking_code").agg(
    polars.len().alias("deliveries"), column("events").sum(),
    *(column(f"{status}_rows").sum() for status in STATUSES),
    ((column("opened_rows") > 0) | (column("received_rows") > 0) | (column("answer") == "delivered")).any().alias("delivered"),
    polars.coalesce(column("user_id").max(), column("target").max()).alias("person"))
answer = messages.select(
    polars.len().alias("messages"), column("deliveries").sum(), column("events").sum(),
    *(column(f"{status}_rows").sum() for status in STATUSES),
    *((column(f"{status}_rows") > 0).sum().alias(status) for status in ["opened", "received", "converted"]),
    column("delivered").sum(), column("person").n_unique().alias("persons"))
json.dump(answer.collect(engine="streaming").to_dicts()[0], sys.stdout)
