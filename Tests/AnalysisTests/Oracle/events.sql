-- The rows of the log, typed. `log` holds the log as it stands, every column a string; `payload` (from oracle.py) says
-- what each payload that is a JSON object tells: its shape, its user and its name.

create temp table event as
select
    epoch(strptime(timestamp, '%Y-%m-%d %H:%M:%S'))::bigint as ts,
    coalesce(tracking_code, '') as code, coalesce(target_id, '') as target, coalesce(hwid, '') as hwid,
    -- In push, opens and clicks are the same thing.
    case when lower(status) in ('clicked', 'click') then 'opened' else lower(status) end as status,
    coalesce(description, '') as description, coalesce(appCode, '') as app,
    payload.text as payload, payload.shape, payload.user_id, payload.name
from log left join payload on payload.text = log.payload;

-- The rows that count as failed. An empty description reads as the status.
create temp table failed as
select *, case when description = '' then status else description end as said
from event
where status in ('failed', 'bounced', 'suppressed', 'skipped', 'undeliverable', 'dropped', 'unsubscribed');
