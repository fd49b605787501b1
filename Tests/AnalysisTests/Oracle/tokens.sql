-- Tokens: an app's registrations on devices, by the latest that is known of each, and whom they reach.

create temp table holding as
select code, hwid, coalesce(app, '') as app, person, delivery.platform
from delivery join message using (code) join person using (code, hwid)
where hwid <> '';

-- What a row says of the token. Acceptance goes before a refusal of the same second; other refusals say nothing. A
-- provider's acceptance counts where nothing refused the delivery.
create temp table evidence as
select holding.app, hwid, ts, 'valid' as state, '' as said
from event join holding using (code, hwid)
where status in ('delivered', 'received', 'opened')
    or status = 'accepted' and not exists (
        from failed where failed.code = event.code and failed.hwid = event.hwid)
union all
select holding.app, hwid, ts, case token_action when 'remove' then 'invalid' else 'suspect' end,
    coalesce(nullif(description, ''), status)
from refusal join holding using (code, hwid)
where token_action in ('remove', 'check');

create temp table latest_evidence as
select app, hwid, state from evidence
qualify row_number() over (partition by app, hwid order by ts desc, state <> 'valid', said desc, state) = 1;

create temp table token as
select app, hwid, coalesce(any_value(latest_evidence.state), 'unknown') as state,
    case when count(distinct platform) = 1 then min(platform) else 'mixed' end as platform
from holding left join latest_evidence using (app, hwid)
group by app, hwid;

create temp table person_token as
select distinct person, token.state, token.platform from holding join token using (app, hwid);

-- Who is covered in each group, by the tokens of the group's messages. `part`: see groups.sql.
create temp table counted_covered as
select dims, count(distinct person) as covered
from part join holding using (code) join token using (app, hwid)
where token.state = 'valid' and person is not null group by dims;

-- Delivered messages that were neither confirmed nor opened: to a token that confirms or opens others, or to none.
create temp table reporting_token as
select distinct app, hwid from holding join delivery using (code, hwid) where state in ('received', 'opened');

create temp table counted_unconfirmed as
with reached as (
    select code, bool_or(reporting_token.hwid is not null) as reports
    from delivery left join holding using (code, hwid)
    left join reporting_token on reporting_token.app = holding.app and reporting_token.hwid = holding.hwid
    where state in ('delivered', 'received', 'opened') group by code)
select dims, count(*) filter (reports) as to_reporting, count(*) filter (not reports) as to_silent
from part join message using (code) join reached using (code)
where delivered and not received and not opened group by dims;

create temp view report_token_states as
select platform, state, count(*) as tokens from token group by platform, state;

create temp view report_token_persons as
select platform, count(distinct person) as total, count(distinct person) filter (state = 'valid') as covered
from person_token group by platform;

create temp table counted_person as
select person, bool_or(hwid <> '') as has_hwid,
    person in (select person from person_token where state = 'valid') as is_covered
from person where person is not null group by person;

create temp view report_persons as
select count(*) as total, count(*) filter (is_covered) as covered, count(*) filter (not has_hwid) as missing
from counted_person;

-- `roster` (from oracle.py): the ids of active customers.
create temp view report_audience as
select count(*) as total, count(*) filter (person is not null) as seen, count(*) filter (person is null) as never_seen,
    count(*) filter (is_covered) as covered
from roster left join counted_person on person = id;
