SELECT
    strftime('%Y-%m-%d %H:%M:%S', event.time, 'unixepoch') AS "//timestamp",
    message.code AS tracking_code,
    target.text AS target_id,
    device.text AS hwid,
    coalesce(spelling.word, outcome.word) AS status,
    outcome.description AS description,
    app.code AS appCode,
    payload.body AS payload
FROM event
JOIN message ON message.id = event.message
JOIN delivery ON delivery.message = event.message AND delivery.device = event.device
JOIN identifier AS device ON device.id = event.device
JOIN identifier AS target ON target.id = coalesce(event.target, delivery.target)
JOIN app ON app.id = message.app
JOIN payload ON payload.id = coalesce(event.payload, delivery.payload)
JOIN outcome ON outcome.id = event.outcome
LEFT JOIN outcome AS spelling ON spelling.id = event.spelling
ORDER BY event.time, event.seq;
