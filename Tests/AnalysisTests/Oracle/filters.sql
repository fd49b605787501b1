-- The report is on the messages that every filter given lets through, whole.
create temp table unchosen as
select code from message
where not (
    first_ts >= coalesce(getvariable('since'), first_ts)
    and first_ts <= coalesce(getvariable('until'), first_ts)
    and (getvariable('app') is null or app is not distinct from getvariable('app'))
    and (getvariable('name') is null or name is not distinct from getvariable('name'))
    and (getvariable('journey') is null or journey is not distinct from getvariable('journey'))
    and (getvariable('step') is null or step is not distinct from getvariable('step'))
    and (getvariable('timing') is null or timing is not distinct from getvariable('timing'))
    and (getvariable('variant') is null or variant is not distinct from getvariable('variant'))
    and (getvariable('platform') is null or exists (
        from delivery where delivery.code = message.code and delivery.platform = getvariable('platform'))));

delete from event where code in (from unchosen);
delete from refusal where code in (from unchosen);
delete from delivery where code in (from unchosen);
delete from person where code in (from unchosen);
delete from message where code in (from unchosen);
