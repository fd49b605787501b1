-- The totals, of all messages and of each group. `part` (from oracle.py) lists the messages of each: (code,
-- dims), where `dims` holds the group's values in the order asked for, and is null for all messages.

create temp table counted_messages as
select dims, count(*) as messages,
    count(*) filter (delivered) as delivered, count(*) filter (received) as received,
    count(*) filter (opened) as opened, count(*) filter (converted) as converted,
    count(*) filter (outcome = 'attempted') as attempted, count(*) filter (outcome = 'sent') as sent,
    count(*) filter (outcome = 'bounced') as bounced, count(*) filter (outcome = 'suppressed') as suppressed,
    count(*) filter (outcome = 'failed') as failed
from part join message using (code) group by dims;

create temp table counted_deliveries as
select dims, count(*) as deliveries,
    count(distinct nullif(hwid, '')) as devices, count(distinct person) as persons,
    count(distinct hwid) filter (hwid <> '' and state in ('delivered', 'received', 'opened')) as delivered_devices,
    count(distinct hwid) filter (hwid <> '' and state in ('received', 'opened')) as reporting_devices
from part join person using (code) join delivery using (code, hwid) group by dims;

create temp table counted_events as
select dims, status, count(*) as events
from part join event using (code) group by dims, status;

create temp view report_counts as
select counted_messages.*, deliveries, devices, persons, delivered_devices, reporting_devices,
    coalesce(covered, 0) as covered_persons, coalesce(to_reporting, 0) as to_reporting, coalesce(to_silent, 0) as to_silent
from counted_messages
join counted_deliveries on counted_deliveries.dims is not distinct from counted_messages.dims
left join counted_covered on counted_covered.dims is not distinct from counted_messages.dims
left join counted_unconfirmed on counted_unconfirmed.dims is not distinct from counted_messages.dims;

-- Names that do not follow the convention, and the messages that have them.
create temp view report_irregular as
select name, name_check, count(*) as messages from message where name_check not in ('ok', 'no name')
group by name, name_check;

create temp view report_names as
select (select count(distinct name) from message) as total, (select count(*) from report_irregular) as irregular,
    (select coalesce(sum(messages), 0)::bigint from report_irregular) as irregular_messages,
    (select count(*) from message where name is null) as unnamed_messages;

create temp view report_window as
select strftime(make_timestamp(min(ts) * 1000000), '%Y-%m-%dT%H:%M:%SZ') as "from",
    strftime(make_timestamp(max(ts) * 1000000), '%Y-%m-%dT%H:%M:%SZ') as "to"
from event;

-- Reasons: the deliveries that ended with each, and all rows that gave it, whatever became of the delivery.
create temp view report_reasons as
with ended as (
    select platform, reason, gateway, count(*) as deliveries from delivery where state = 'failed' group by all),
given as (
    select platform, reason, gateway, any_value(category) as category, any_value(retry) as retry,
        any_value(token_action) as token_action, count(*) as events
    from refusal group by all)
select given.reason, given.platform, given.gateway, category, retry, token_action,
    coalesce(deliveries, 0) as deliveries, events,
    coalesce(deliveries, 0) / nullif((select sum(deliveries) from ended), 0) as share
from given
left join ended on ended.platform = given.platform and ended.reason = given.reason
    and ended.gateway is not distinct from given.gateway
left join gateway on gateway.gateway = coalesce(given.gateway, 'none')
order by coalesce(deliveries, 0) desc, events desc, given.reason,
    list_position(['ios', 'android', 'windows', 'web', 'unknown', 'mixed'], given.platform), gateway.rank;
