-- The message that each conversion goes to. `listed` (from oracle.py) holds the list as it stands.

-- A row that says the same as another one counts once.
create temp table conversion as
select min(line) as line, person, epoch(strptime(time, '%Y-%m-%d %H:%M:%S'))::bigint as ts, goal, value
from listed group by all;

-- When a message was delivered to a person: of the devices that accepted it in the end, the first time that any did. Of a
-- delivery without a delivered or opened row, the last received row, else the last accepted one.
create temp table delivered_to as
with acceptance as (
    select code, hwid,
        min(ts) filter (status in ('delivered', 'opened')) as first_sure,
        max(ts) filter (status = 'received') as last_received, max(ts) filter (status = 'accepted') as last_accepted
    from event group by all)
select delivery.code, person.person, min(coalesce(first_sure, last_received, last_accepted)) as ts
from delivery join person using (code, hwid) join acceptance using (code, hwid)
where state in ('delivered', 'received', 'opened') and person is not null
group by all;

-- The last one before; of one second, the one that is last in the delivery log.
create temp table credit as
select conversion.*, delivered_to.code
from conversion join delivered_to using (person) join message using (code)
where delivered_to.ts <= conversion.ts and conversion.ts - delivered_to.ts <= getvariable('conversion_window')
qualify row_number() over (
    partition by conversion.line order by delivered_to.ts desc, message.first_ts desc, code desc) = 1;

create temp table uncredited as
select conversion.*, exists (from person where person.person = conversion.person) as is_known
from conversion where line not in (select line from credit);
