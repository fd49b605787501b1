-- The delivery log: a line for each message, or for each delivery, in order. Every column but `link` is here.

create temp macro moment(ts) as strftime(make_timestamp(ts * 1000000), '%Y-%m-%dT%H:%M:%SZ');

create temp table message_line as
select code, first_ts, moment(first_ts) as first, moment(last_ts) as last, name, target, platform, app, outcome, opened,
    converted
from message
join (select code, max(ts) as last_ts from event group by code) using (code)
left join target_of using (code);

-- Of several refused devices, the one whose deciding row would decide among the rows of one.
create temp table refused_line as
select delivery.code, delivery.reason, delivery.reason_category as category
from delivery join deciding using (code, hwid)
where state = 'failed'
qualify row_number() over (
    partition by delivery.code
    order by deciding.ts desc, deciding.description desc, deciding.status desc, delivery.reason desc,
        delivery.reason_category desc) = 1;

create temp view lines_of_messages as
select first, last, name, message_line.code as tracking_code, person, target, message_line.platform, app,
    devices, accepted, refused, confirmed, outcome, reason, category,
    opened, converted, attempts
from message_line
join (
    select code, count(*) as devices, count(*) filter (state in ('delivered', 'received', 'opened')) as accepted,
        count(*) filter (state = 'failed') as refused, count(*) filter (received or opened) as confirmed,
        sum(attempts)::bigint as attempts
    from delivery group by code) using (code)
-- Where nobody is named each device stands for a person: several are no one.
join (
    select code, case when count(distinct person) = 1 then min(person) end as person
    from person group by code) using (code)
left join refused_line using (code)
order by message_line.first_ts, message_line.code;

create temp view lines_of_deliveries as
select first, last, name, message_line.code as tracking_code, person, target, delivery.platform, message_line.app,
    nullif(delivery.hwid, '') as hwid, delivery.state, token.state as token, outcome, delivery.reason,
    delivery.reason_category as category, delivery.opened, delivery.converted, attempts
from delivery
join message_line using (code)
join person using (code, hwid)
left join token on token.app = coalesce(message_line.app, '') and token.hwid = delivery.hwid
order by message_line.first_ts, message_line.code, delivery.hwid;
