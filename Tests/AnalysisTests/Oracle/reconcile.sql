-- What became of each entry, and of each message that is not on the list. `pair` has the messages of lines without a code.

create temp table held as
select entry.line, entry.code, entry.target, entry.ts, entry.listings, message.code as message, message.first_ts,
    message.outcome, message.app,
    case
        when message.code is not null and getvariable('app') is not null
            and message.app is distinct from getvariable('app') then 'left out'
        when coalesce(entry.ts, message.first_ts) < getvariable('since')
            or coalesce(entry.ts, message.first_ts) > getvariable('until') then 'left out'
        when message.code is not null then 'matched'
        else 'missing'
    end as state
from entry
left join pair on pair.line = entry.line and entry.code is null
left join message on message.code = coalesce(entry.code, pair.code);

-- The days of what was sent, or those that were asked for.
create temp table period as
select
    coalesce(getvariable('since'), min(coalesce(ts, first_ts)) // 86400 * 86400) as first_ts,
    coalesce(getvariable('until'), max(coalesce(ts, first_ts)) // 86400 * 86400 + 86399) as last_ts
from held where state <> 'left out';

create temp table extra as
select message.*,
    (getvariable('app') is null or app is not distinct from getvariable('app'))
    and (period.first_ts is null or message.first_ts >= period.first_ts)
    and (period.last_ts is null or message.first_ts <= period.last_ts) as is_compared
from message, period
where code not in (select code from entry where code is not null) and code not in (select code from pair);

-- Whom a message is to, for telling whether another repeats it: the user, else the target, else the device.
create temp table recipient as
select code, coalesce(user_id, target, hwid) as recipient
from (select code, min(hwid) as hwid from delivery where hwid <> '' group by code having count(*) = 1)
right join (select distinct code from event) using (code)
left join user_of using (code) left join target_of using (code);

create temp table repetition as
select extra.code, extra.first_ts
from extra join recipient using (code)
where is_compared and exists (
    select 1 from message original join recipient theirs using (code)
    where (original.code in (select code from entry where code is not null) or original.code in (select code from pair))
        and theirs.recipient = recipient.recipient and original.name = extra.name
        and original.app is not distinct from extra.app
        and abs(original.first_ts - extra.first_ts) <= getvariable('win'));

create temp table verdict as
select 'matched' as verdict, first_ts as ts from held where state = 'matched'
union all select 'unsettled', first_ts from held where state = 'matched' and outcome = 'attempted'
union all select 'missing', ts from held where state = 'missing'
union all select 'unknown', first_ts from extra where is_compared
union all select 'doubled', coalesce(first_ts, ts) from held where listings > 1 and state <> 'left out'
union all select 'doubled', first_ts from repetition;

alter table verdict add column day varchar;
update verdict set day = strftime(make_timestamp(ts * 1000000), '%Y-%m-%d');
