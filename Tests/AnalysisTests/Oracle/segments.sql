-- Who is in each segment. `alias` (from segments.py) has the ends of all chains; `chosen` the messages that the filter
-- selects; `roster` the audience, each id by its end.

create temp table named_person as
select code, hwid, coalesce(alias.known, person) as person,
    -- A device stands for a person where none is named, unless its hwid is an alias.
    alias.known is not null or coalesce(user_id, case when length(target) <= 60 and not exists (
        from delivery where delivery.code = person.code and delivery.hwid = target) then target end) is not null as is_named
from person left join user_of using (code) left join target_of using (code) left join alias on alias.id = person.person;

create temp table fact as
select delivery.code, delivery.hwid, named_person.person, is_named, delivery.platform, delivery.state,
    coalesce(message.app, '') as app,
    message.name, first_ts, last_ts, attempts, deciding.ts as bad_ts, deciding.description as bad_description,
    deciding.status as bad_status, delivery.reason, delivery.reason_category as category, deciding.retry, good_ts,
    delivery.state in ('delivered', 'received', 'opened') as is_accepted, delivery.received or delivery.opened as is_reported,
    token.state as token,
    chosen.code is not null and (getvariable('platform') is null or delivery.platform = getvariable('platform')) as is_chosen
from delivery join message using (code) join named_person using (code, hwid)
join (select code, max(ts) as last_ts from event group by code) using (code)
left join chosen using (code)
left join deciding using (code, hwid)
left join token on token.app = coalesce(message.app, '') and token.hwid = delivery.hwid
left join (
    -- The latest acceptance; a provider's counts where nothing refused the delivery.
    select code, hwid, max(ts) as good_ts from event
    where status in ('delivered', 'received', 'opened') or status = 'accepted' and not exists (
        from failed where failed.code = event.code and failed.hwid = event.hwid)
    group by all) using (code, hwid);

-- People

create temp table person_failure as
select person, bad_ts, reason, category from fact
where is_chosen and state = 'failed' and person is not null
qualify row_number() over (
    partition by person order by bad_ts desc, bad_description desc, bad_status desc, reason desc, category desc) = 1;

create temp table person_fact as
select person, count(distinct code) filter (is_chosen) as messages,
    count(distinct code) filter (is_chosen and is_accepted) as delivered,
    count(distinct code) filter (is_chosen and state = 'failed') as failed,
    coalesce(sum(attempts) filter (is_chosen), 0)::bigint as attempts,
    max(last_ts) filter (is_chosen) as last_event, max(good_ts) filter (is_chosen and is_accepted) as last_good,
    ['valid', 'suspect', 'invalid', 'unknown'][min(case token
        when 'valid' then 1 when 'suspect' then 2 when 'invalid' then 3 when 'unknown' then 4 end)] as token
from fact
where person is not null and (getvariable('platform') is null or platform = getvariable('platform'))
group by person;

create temp macro days(since) as case when since is not null then greatest(0, (getvariable('as_of') - since) // 86400) end;
create temp macro is_listed(who) as not getvariable('has_audience') or who in (select roster.id from roster);

-- The latest message that was not delivered to the person.
create temp table undelivered as
select person, name from fact
where person is not null
group by person, code, name, first_ts
having bool_or(is_chosen) and not bool_or(is_chosen and is_accepted)
qualify row_number() over (partition by person order by first_ts desc, name desc nulls last) = 1;

create temp table person_line as
select person, token, messages, delivered, failed, attempts, last_good, bad_ts, last_event, reason, category
from person_fact left join person_failure using (person)
where messages > 0 and is_listed(person);

create temp macro of_people(segment) as table
select person, token, messages, delivered, failed, attempts, moment(last_good) as last_good, moment(bad_ts) as last_bad,
    days(case when segment in ('has-token', 'delivered-recently') then last_good else coalesce(bad_ts, last_event) end)
        as days_since,
    reason, category
from person_line
where case segment
    when 'has-token' then token is not distinct from 'valid'
    when 'no-token' then token is distinct from 'valid'
    when 'delivered-recently' then last_good > getvariable('start')
    when 'not-delivered-but-tried' then last_event > getvariable('start') and coalesce(last_good, -1) <= getvariable('start')
    when 'delivery-failures' then bad_ts > getvariable('start')
    end
order by person;

create temp macro unreached() as table
select id as person from roster where id not in (select person from person_fact) order by id;

create temp macro fallback_to() as table
with missed as (
    select person, token, messages, delivered, failed, attempts, last_good, bad_ts, last_event, reason, category
    from person_line where token is distinct from 'valid'
    union all
    select id, null, 0, 0, 0, 0, null, null, null, null, null from roster
    where id not in (select person from person_fact) and not getvariable('is_filtered'))
select person,
    case when part(name, 1) = 'Cart' then case when email then 'email' when sms then 'sms' end
        else case when sms then 'sms' when email then 'email' end end as channel,
    token, messages, delivered, failed, attempts, moment(last_good) as last_good, moment(bad_ts) as last_bad,
    days(coalesce(bad_ts, last_event)) as days_since, reason, category
from missed join roster on roster.id = person left join undelivered using (person)
order by person;

create temp table failed_message as
select code, person, app, name, bad_ts, bad_description, bad_status, reason, category, retry,
    max(attempts) over (partition by code, person) as attempts
from fact
where person is not null and is_chosen and state = 'failed' and retry in ('yes', 'later') and attempts < 10
    and not exists (from fact other where other.code = fact.code and other.person = fact.person and other.state <> 'failed')
qualify row_number() over (
    partition by code, person order by bad_ts desc, bad_description desc, bad_status desc, reason desc, category desc) = 1;

create temp macro to_retry() as table
select person, code as tracking_code, name, nullif(app, '') as app, moment(bad_ts) as last_bad, days(bad_ts) as days_since,
    reason, category, retry, attempts, 10 - attempts as attempts_left
from failed_message message
where is_listed(person) and not exists (
    from fact where fact.person = message.person and fact.app = message.app and fact.name = message.name
        and is_accepted and good_ts >= message.bad_ts)
order by person, code;

-- Devices

create temp table platform_order as select unnest(['ios', 'android', 'windows', 'web', 'unknown']) as platform, unnest(range(5)) as place;

create temp table device_refusal as
select coalesce(message.app, '') as app, refusal.hwid, ts, reason, category
from refusal join message using (code) join platform_order on platform_order.platform = refusal.platform
where token_action in ('remove', 'check')
qualify row_number() over (
    partition by coalesce(message.app, ''), refusal.hwid
    order by ts desc, coalesce(nullif(description, ''), status) desc, place) = 1;

create temp table device_person as
select app, hwid, person, max(first_ts) as ts,
    row_number() over (partition by app, hwid order by max(first_ts) desc, person desc) as place,
    count(*) over (partition by app, hwid) as people
from fact where hwid <> '' and is_named group by app, hwid, person;

create temp table device as
select fact.app, hwid, token.platform, token.state as token, bool_or(is_chosen) as is_chosen,
    sum(attempts)::bigint as attempts, max(good_ts) as last_good, any_value(device_refusal.ts) as last_bad,
    max(good_ts) filter (is_reported) as last_seen, min(first_ts) as first, min(first_ts) filter (is_accepted) as first_good,
    any_value(device_refusal.reason) as reason, any_value(device_refusal.category) as category,
    any_value(latest.person) as person, coalesce(any_value(latest.people), 0) as people,
    any_value(previous.person) as previous_person, any_value(previous.ts) as previous_ts
from fact join token using (app, hwid)
left join device_refusal using (app, hwid)
left join device_person latest on latest.app = fact.app and latest.hwid = fact.hwid and latest.place = 1
left join device_person previous on previous.app = fact.app and previous.hwid = fact.hwid and previous.place = 2
where hwid <> ''
group by fact.app, hwid, token.platform, token.state;

create temp table mix_up as
select app, platform, reason
from device join (
    select app, platform, count(*) filter (token <> 'unknown') as known from device group by all) using (app, platform)
where token = 'suspect' and reason in ('BadDeviceToken', 'DeviceTokenNotForTopic', 'SENDER_ID_MISMATCH', 'MismatchSenderId')
group by app, platform, reason, known having count(*) >= 10 and count(*) * 10 >= known;

create temp table replacement as
select old.app, old.hwid, newer.hwid as replaced_by
from device old join device newer
    on newer.app = old.app and newer.platform = old.platform and newer.person = old.person
    and newer.token = 'valid' and newer.first > coalesce(old.last_good, -1)
where old.token in ('invalid', 'suspect')
qualify row_number() over (partition by old.app, old.hwid order by newer.last_good desc, newer.hwid) = 1;

create temp table device_line as
select hwid, nullif(device.app, '') as app, device.platform, token, device.person, people, attempts,
    moment(last_good) as last_good, moment(last_bad) as last_bad, moment(last_seen) as last_seen, last_bad as bad_ts,
    coalesce(last_seen, first_good) as silent_since, device.reason, category, previous_person, previous_ts, replaced_by,
    mix_up.app is not null as is_mix_up, (
        select bool_or(other.last_seen is not null) from device other where other.app = device.app) as reports
from device left join mix_up using (app, platform, reason) left join replacement using (app, hwid)
where is_chosen and is_listed(coalesce(device.person, hwid));

create temp macro of_devices(segment) as table
select hwid, app, platform, token, person, people, attempts, last_good, last_bad, last_seen,
    days(case when segment = 'silent-tokens' then silent_since
        when segment = 'moved-tokens' and people > 1 then previous_ts else bad_ts end) as days_since,
    reason, category,
    case segment when 'suspect-tokens' then case when is_mix_up then 'configuration' end
        when 'moved-tokens' then case when people > 1 then 'several-people' else 'replaced' end end as cause,
    previous_person, replaced_by
from device_line
where case segment
    when 'stale-tokens' then token = 'invalid'
    when 'suspect-tokens' then token = 'suspect'
    when 'silent-tokens' then token = 'valid' and silent_since <= getvariable('start') and reports
    when 'moved-tokens' then people > 1 or replaced_by is not null
    end
order by hwid, coalesce(app, '');
