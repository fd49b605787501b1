-- What `pushtrail report` answers, by DuckDB: totals, the same by platform, reasons, tokens, latency and attempts. One
-- pass over the rows builds one row a delivery; all else is asked of that.
--
-- It takes short cuts that the bench's own data allow, all in DuckDB's favour: a payload's first bytes decide its platform,
-- all rows of a delivery have one payload, so that JSON is read once a delivery, no two answers of a gateway to one
-- delivery fall on one second, and descriptions have few forms. The oracle of the tests takes none.

CREATE TEMP TABLE reason AS
SELECT * FROM (VALUES
    ('Customer is unsubscribed', 'suppressed', 'keep'), ('FrequencyCapping', 'suppressed', 'keep'),
    ('Liquid error', 'failed', 'keep'), ('Customer doesn''t exist', 'failed', 'keep'),
    ('Credentials not found', 'failed', 'keep'), ('no token', 'failed', 'keep'),
    ('Unregistered', 'bounced', 'remove'), ('ExpiredToken', 'bounced', 'remove'),
    ('BadDeviceToken', 'bounced', 'check'), ('DeviceTokenNotForTopic', 'bounced', 'check'),
    ('UNREGISTERED', 'bounced', 'remove'), ('NotRegistered', 'bounced', 'remove'),
    ('INVALID_ARGUMENT', 'bounced', 'check'), ('SENDER_ID_MISMATCH', 'bounced', 'check'),
    ('BadChannel', 'bounced', 'remove'), ('TokenForWrongChannel', 'bounced', 'remove'),
    ('410', 'bounced', 'check'), ('404', 'bounced', 'check')
) AS reason(description, kind, token_action);

CREATE TEMP TABLE delivery AS
WITH rows AS (
    SELECT
        * EXCLUDE (timestamp, description), epoch(timestamp) AS time,
        CASE WHEN status IN ('delivered', 'failed') THEN epoch(timestamp) END AS answered,
        CASE
            WHEN starts_with(description, 'Liquid error') THEN 'Liquid error'
            WHEN description[4] = ' ' THEN description[5:]
            WHEN description = '503' THEN '5xx'
            ELSE description
        END AS description
    FROM read_csv('/dev/stdin', delim = ';', quote = '"', escape = '"', header = true, auto_detect = false,
        columns = {
            'timestamp': 'TIMESTAMP', 'tracking_code': 'VARCHAR', 'target_id': 'VARCHAR', 'hwid': 'VARCHAR',
            'status': 'VARCHAR', 'description': 'VARCHAR', 'app_code': 'VARCHAR', 'payload': 'VARCHAR'
        })
)
SELECT
    tracking_code,
    coalesce(hwid, '') AS hwid,
    any_value(app_code) AS app,
    any_value(target_id) AS target,
    CASE WHEN starts_with(any_value(payload), '{') THEN any_value(payload)->>'$.md.user_id' END AS user_id,
    max(CASE WHEN starts_with(payload, '{"aps"') THEN 'ios' WHEN starts_with(payload, '{') THEN 'android' END) AS by_payload,
    -- A reason that several gateways give (PayloadTooLarge) leaves it open.
    CASE WHEN count(*) FILTER (description = 'PayloadTooLarge') = 0 THEN max(CASE
        WHEN description IN ('BadChannel', 'TokenForWrongChannel', 'Overload', 'WNSUnavailable') THEN 'windows'
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
    list(description) FILTER (status = 'failed') AS refusals,
    min(time) FILTER (status = 'created') AS created,
    max(time) FILTER (status = 'sent') AS sent,
    min(time) FILTER (status = 'delivered') AS delivered,
    min(time) FILTER (status = 'opened') AS opened,
    max(time) FILTER (status IN ('delivered', 'received', 'opened')) AS accepted,
    max(time) FILTER (is_evidence) AS refused,
    arg_max(description, time) FILTER (is_evidence) AS refused_for
FROM (SELECT *, status = 'failed' AND description IN (SELECT description FROM reason WHERE token_action <> 'keep') AS is_evidence FROM rows)
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

-- MARK: What is answered

-- One line for all (platform NULL) and one a platform.
CREATE TEMP VIEW totals AS
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

CREATE TEMP VIEW reasons AS
WITH said AS (
    SELECT platform, unnest(refusals) AS reason, 0 AS deliveries, 1 AS events FROM outcome
    UNION ALL
    SELECT platform, description, 1, 0 FROM outcome WHERE state IN ('bounced', 'failed', 'suppressed')
)
SELECT reason, platform, sum(deliveries) AS deliveries, sum(events) AS events FROM said GROUP BY reason, platform;

CREATE TEMP VIEW tokens AS
WITH token AS (
    SELECT
        app, hwid, max(accepted) AS accepted, max(refused) AS refused, arg_max(refused_for, refused) AS description,
        CASE WHEN count(DISTINCT platform) = 1 THEN min(platform) ELSE 'mixed' END AS platform
    FROM outcome WHERE hwid <> '' GROUP BY app, hwid
), settled AS (
    SELECT app, hwid, token.platform, CASE
        WHEN refused IS NOT NULL AND (accepted IS NULL OR refused > accepted)
            THEN CASE token_action WHEN 'remove' THEN 'invalid' ELSE 'suspect' END
        WHEN accepted IS NOT NULL THEN 'valid'
        ELSE 'unknown'
    END AS state
    FROM token LEFT JOIN reason USING (description)
), held AS (
    SELECT DISTINCT person, settled.platform, settled.state
    FROM outcome JOIN message USING (tracking_code) JOIN settled USING (app, hwid)
)
SELECT settled.platform,
    count(*) FILTER (state = 'valid') AS valid, count(*) FILTER (state = 'invalid') AS invalid,
    count(*) FILTER (state = 'suspect') AS suspect, count(*) FILTER (state = 'unknown') AS unknown,
    any_value(persons.total) AS persons, any_value(persons.covered) AS covered
FROM settled JOIN (
    SELECT platform, count(DISTINCT person) AS total, count(DISTINCT person) FILTER (state = 'valid') AS covered
    FROM held GROUP BY platform
) persons USING (platform)
GROUP BY settled.platform
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, (SELECT count(DISTINCT person) FROM message),
    count(DISTINCT person) FILTER (state = 'valid')
FROM held;

CREATE TEMP VIEW latency AS
WITH took AS (
    SELECT delivered - created AS to_delivered, opened - delivered AS to_opened FROM outcome
)
SELECT 'created_to_delivered' AS name, count(*) AS count, quantile_disc(to_delivered, [0.5, 0.9, 0.99]) AS percentiles
FROM took WHERE to_delivered >= 0
UNION ALL
SELECT 'delivered_to_opened', count(*), quantile_disc(to_opened, [0.5, 0.9, 0.99]) FROM took WHERE to_opened >= 0;

CREATE TEMP VIEW attempts AS
SELECT least(sent_rows, 11) AS attempts, count(*) AS deliveries FROM outcome WHERE sent_rows > 0 GROUP BY 1;
