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
