-- What a description means. `catalogue` is reasons.csv, `place` its line: a name stands before those it replaces.
-- A word matches as `matches` says:
--   anywhere  the whole description, or a whole word in it
--   alone     the whole description only
--   status    the HTTP status that the description begins with, where no word is known in it
--   start     as `anywhere`, and whatever a description goes on to say after it

create temp table gateway (gateway varchar, platform varchar, rank integer);
insert into gateway values
    ('apns', 'ios', 1), ('fcm', 'android', 2), ('wns', 'windows', 3), ('webpush', 'web', 4), ('any', null, 5),
    ('none', null, 6);

-- Blind to case, spaces, `_`, `-` and an HTTP status that something follows.
create temp macro fold(text) as
    regexp_replace(regexp_replace(lower(text), '^[ _-]*[1-5][0-9][0-9][ :_-]+([^ :_-])', '\1'), '[ _-]', '', 'g');

-- Whether a word stands in a text with neither a letter, a digit nor `_` beside it. Most do not stand in it at all,
-- which is quicker to tell.
create temp macro stands_in(word, text) as
    case when contains(text, word)
        then regexp_matches(text, '(^|[^\p{L}\p{N}_])' || regexp_escape(word) || '($|[^\p{L}\p{N}_])') end;

-- The HTTP status that a text begins with, and whether the text is a status or its standard text (RFC 9110) alone.
create temp macro status_of(text) as
    regexp_extract(text, '^(?:HTTP(?:/[0-9.]+)? +)?([45][0-9][0-9])(?:[ :_-]|$)', 1);
create temp macro is_status(text) as
    regexp_matches(text, '(?i)^(HTTP(/[0-9.]+)? +)?[45][0-9][0-9]( (bad request|unauthorized|forbidden|not found|'
        || 'method not allowed|gone|request entity too large|too many requests|internal server error|bad gateway|'
        || 'service unavailable))?$');

create temp table word as
select *, fold(word) as folded from (
    select place, gateway, word, name, matches from catalogue
    union all
    select place, gateway, status::varchar, name, matches from catalogue, range(500, 600) as server_error (status)
    where word = '5xx');

-- Every way in which a word of the catalogue is known in what was said; the lower level is the better.
create temp table known as
with said as (select distinct said, fold(said) as folded from failed)
select said.said, word.gateway, word.place,
    case
        when word.matches = 'status' then case when word.word = status_of(said.said) then 4 end
        when is_status(said.said) then null
        when word.matches = 'start' and regexp_matches(said.said, '(?i)^' || regexp_escape(word.word) || '\b') then 0
        when said.said = word.word then 1
        when said.folded = word.folded then 2
        when word.matches in ('anywhere', 'start') and stands_in(word.word, said.said) then 3
    end as level,
    case when level >= 3 then length(word.word) else 0 end as length
from said cross join word
where level is not null;

-- The gateways that know it best. A status is no gateway's own word.
create temp table best_known as
select said, gateway from known where level < 4
qualify rank() over (partition by said order by level, length desc) = 1;

-- What was said on a platform. Its own gateway is asked first, then whoever knows it best; but a template's error
-- stays one whatever words follow, and a status is the last thing to go by: it means what the platform's gateway says by
-- it, else what it means to all.
create temp table meaning as
select said, one.platform, catalogue.*
from (select distinct said from failed) said
cross join (values ('ios'), ('android'), ('windows'), ('web'), ('unknown')) one (platform)
join known using (said)
join gateway using (gateway)
join catalogue using (place)
where known.level < 4 or gateway.platform = one.platform or known.gateway = 'any'
qualify row_number() over (
    partition by said, one.platform
    order by known.level <> 0, known.level = 4, coalesce(gateway.platform, '') <> one.platform,
        known.level, known.length desc, gateway.rank, known.place) = 1;
