"""Answers a lean part of what a report does by chDB, ClickHouse in a process: messages with their outcome's parts,
deliveries, events by status, devices and people. Prints JSON.

    chdb_report.py LOG.csv
"""

import sys

import chdb

QUERY = """
WITH delivery AS (
    SELECT
        tracking_code, hwid, count() AS events,
        countIf(status = 'created') AS created_rows, countIf(status = 'sent') AS sent_rows,
        countIf(status = 'delivered') AS delivered_rows, countIf(status = 'failed') AS failed_rows,
        countIf(status = 'opened') AS opened_rows, countIf(status = 'received') AS received_rows,
        countIf(status = 'converted') AS converted_rows,
        argMaxIf(status, timestamp, status IN ('delivered', 'failed')) AS answer,
        maxIf(timestamp, status = 'sent') AS sent, maxIf(timestamp, status IN ('delivered', 'failed')) AS answered,
        any(target_id) AS target, anyIf(simpleJSONExtractString(payload, 'user_id'), payload != '') AS user_id
    FROM file('{log}', CSV, 'timestamp DateTime, tracking_code String, target_id String, hwid String, status String,
        description String, app_code String, payload String')
    GROUP BY tracking_code, hwid
), message AS (
    SELECT
        tracking_code, count() AS deliveries, sum(events) AS events,
        sum(created_rows) AS created_rows, sum(sent_rows) AS sent_rows, sum(delivered_rows) AS delivered_rows,
        sum(failed_rows) AS failed_rows, sum(opened_rows) AS opened_rows, sum(received_rows) AS received_rows,
        sum(converted_rows) AS converted_rows,
        max(opened_rows > 0 OR received_rows > 0 OR (answer = 'delivered')) AS delivered,
        max(if(user_id != '', user_id, target)) AS person
    FROM delivery GROUP BY tracking_code
)
SELECT
    count() AS messages, sum(message.deliveries) AS deliveries, sum(message.events) AS events,
    sum(message.created_rows) AS created_rows, sum(message.sent_rows) AS sent_rows,
    sum(message.delivered_rows) AS delivered_rows, sum(message.failed_rows) AS failed_rows,
    sum(message.opened_rows) AS opened_rows, sum(message.received_rows) AS received_rows,
    sum(message.converted_rows) AS converted_rows, countIf(message.opened_rows > 0) AS opened,
    countIf(message.received_rows > 0) AS received, countIf(message.converted_rows > 0) AS converted,
    countIf(message.delivered) AS delivered,
    uniqExact(message.person) AS persons
FROM message
SETTINGS format_csv_delimiter = ';', input_format_csv_skip_first_lines = 1, max_threads = 2, prefer_column_name_to_alias = 1
"""

print(chdb.query(QUERY.replace("{log}", sys.argv[1]), "JSONEachRow"))
