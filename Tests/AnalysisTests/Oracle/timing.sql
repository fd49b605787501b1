-- How long deliveries took, in whole seconds, and how often they were sent.

create temp view report_latency as
with spans as (
    select 'created_to_delivered' as span, first_delivered - first_created as seconds from delivery
    union all
    select 'delivered_to_opened', first_opened - first_delivered from delivery),
measured as (
    select span, count(*) filter (seconds >= 0) as count, count(*) filter (seconds < 0) as negative,
        list_sort(coalesce(list(seconds) filter (seconds >= 0), [])) as sorted
    from spans group by span)
-- Nearest rank: the value at the ceiling of p * count, from 1.
select span, count, negative,
    sorted[(50 * count + 99) // 100] as p50, sorted[(90 * count + 99) // 100] as p90,
    sorted[(99 * count + 99) // 100] as p99
from measured;

create temp view report_attempts as
select case when attempts > 10 then 'over_10' else attempts::varchar end as attempts, count(*) as deliveries
from delivery where attempts > 0 group by 1;
