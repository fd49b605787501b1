-- One notification to one target: its outcome, what it is grouped and chosen by, and its person.

create temp table outcome as
select code,
    case when count(distinct platform) = 1 then min(platform) else 'mixed' end as platform,
    case
        when bool_or(state in ('created', 'sent')) then 'attempted'
        when bool_or(state in ('delivered', 'received', 'opened')) then 'sent'
        when bool_or(kind = 'bounced') then 'bounced'
        when bool_and(kind = 'suppressed') then 'suppressed'
        else 'failed'
    end as outcome,
    bool_or(state in ('delivered', 'received', 'opened')) as delivered,
    bool_or(received) as received, bool_or(opened) as opened, bool_or(converted) as converted,
    case when count(distinct reason_category) > 1 then 'mixed' else min(reason_category) end as reason_category
from delivery group by code;

-- Where rows disagree, the earliest that has a value decides, ties by byte order.
create temp table user_of as
select code, user_id from event where user_id is not null
qualify row_number() over (partition by code order by ts, user_id) = 1;

create temp table target_of as
select code, target from event where target <> ''
qualify row_number() over (partition by code order by ts, target) = 1;

create temp table app_of as
select code, app from event where app <> ''
qualify row_number() over (partition by code order by ts, app) = 1;

create temp table name_of as
select code, name from event where name is not null
qualify row_number() over (partition by code order by ts, name) = 1;

-- A part of a name; the fourth takes in all further ones.
create temp macro part(name, number) as nullif(trim(
    case when number < 4 then string_split(name, '|')[number]
        else array_to_string(string_split(name, '|')[4:], '|') end, ' ' || chr(9)), '');

-- The convention: three parts or four, none of them empty.
create temp macro name_check(name) as case
    when name is null then 'no name'
    when regexp_matches(name, '(^|\|)[ \t]*(\||$)') then 'empty part'
    when len(string_split(name, '|')) = 1 then 'no step'
    when len(string_split(name, '|')) = 2 then 'no timing'
    when len(string_split(name, '|')) > 4 then 'too many parts'
    else 'ok' end;

create temp table message as
select outcome.*, app, name,
    part(name, 1) as journey, part(name, 2) as step, part(name, 3) as timing, part(name, 4) as variant,
    name_check(name) as name_check,
    first_ts,
    strftime(date_trunc('week', timezone(getvariable('timezone'), to_timestamp(first_ts))), '%Y-%m-%d') as week,
    strftime(timezone(getvariable('timezone'), to_timestamp(first_ts)), '%Y-%m-%d') as day,
    strftime(timezone(getvariable('timezone'), to_timestamp(first_ts)), '%H') as hour
from outcome
join (select code, min(ts) as first_ts from event group by code) using (code)
left join app_of using (code)
left join name_of using (code);

-- A target that is one of the message's devices, or looks like a push token, is not a person.
create temp table person as
select code, hwid,
    coalesce(
        user_id,
        case when length(target) <= 60 and not exists (
            from delivery other where other.code = delivery.code and other.hwid = target) then target end,
        nullif(hwid, '')) as person
from delivery left join user_of using (code) left join target_of using (code);
