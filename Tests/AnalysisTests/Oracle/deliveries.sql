-- One message to one device: its platform and its state, from all rows of (tracking code, hwid).

create temp table platform_told as
select code, hwid, shape from event where shape is not null
qualify row_number() over (partition by code, hwid order by ts, payload) = 1;

create temp table platform_refused as
select code, hwid, min(gateway.platform) as platform
from failed join best_known using (said) join gateway using (gateway)
where gateway not in ('any', 'none')
group by all having count(distinct gateway) = 1;

create temp table platform_of as
select code, hwid,
    coalesce(
        told.shape,
        refused.platform,
        case
            when regexp_full_match(hwid, '[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}') then 'ios'
            when regexp_full_match(hwid, '[0-9a-f]{16}') then 'android'
        end,
        'unknown') as platform
from (select distinct code, hwid from event)
left join platform_told told using (code, hwid)
left join platform_refused refused using (code, hwid);

-- The failed rows with their reasons, each read on its delivery's platform. Neither a gateway that is not named nor none at
-- all is shown as one.
create temp table refusal as
select failed.code, failed.hwid, failed.ts, failed.status, failed.description, platform_of.platform,
    coalesce(meaning.name, failed.said) as reason, case when meaning.gateway not in ('any', 'none') then meaning.gateway end as gateway,
    coalesce(meaning.gateway <> 'none', false) as is_refused,
    meaning.category, meaning.retry, meaning.token_action
from failed join platform_of using (code, hwid)
left join meaning on meaning.said = failed.said and meaning.platform = platform_of.platform;

-- The last failed row of each delivery. Rows that differ in their status alone: the greater one.
create temp table deciding as
select *,
    case
        when status = 'bounced' then 'bounced'
        when status in ('suppressed', 'skipped', 'undeliverable', 'dropped', 'unsubscribed') then 'suppressed'
        when is_refused then 'bounced'
        when category = 'suppressed' then 'suppressed'
        else 'failed'
    end as kind
from refusal
qualify row_number() over (partition by code, hwid order by ts desc, description desc, status desc) = 1;

create temp table delivery as
with evidence as (
    select code, hwid,
        bool_or(status = 'opened') as opened, bool_or(status = 'received') as received,
        bool_or(status = 'converted') as converted, bool_or(status = 'accepted') as accepted,
        max(ts) filter (status = 'sent') as last_sent, max(ts) filter (status = 'delivered') as last_delivered,
        min(ts) filter (status = 'created') as first_created, min(ts) filter (status = 'delivered') as first_delivered,
        min(ts) filter (status = 'opened') as first_opened, count(*) filter (status = 'sent') as attempts
    from event group by all)
select evidence.*, platform_of.platform,
    case
        when opened then 'opened'
        when received then 'received'
        when last_delivered is not null and (deciding.ts is null or last_delivered >= deciding.ts) then 'delivered'
        when deciding.ts is not null then case when last_sent > deciding.ts then 'sent' else 'failed' end
        when accepted then 'delivered'
        when last_sent is not null then 'sent'
        else 'created'
    end as state,
    case when state = 'failed' then deciding.kind end as kind,
    case when state = 'failed' then deciding.reason end as reason,
    case when state = 'failed' then deciding.gateway end as gateway,
    case when state = 'failed' then coalesce(deciding.category, 'unknown') end as reason_category
from evidence
join platform_of using (code, hwid)
left join deciding using (code, hwid);
