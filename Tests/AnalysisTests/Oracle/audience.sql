-- What the roster's columns say of a message: `roster_cell` (from oracle.py) has a row for each cell, (id, named, value, place).

-- A person who is listed twice: the first row that has a value.
create temp table said_of_person as
select id, named, value from roster_cell where value <> ''
qualify row_number() over (partition by id, named order by place::integer) = 1;

-- A message without a named person is for its devices' people. No value differs from any value.
create temp table said_of as
select code, roster_column.named,
    case when count(distinct coalesce(value, '')) = 1 then min(value) else 'mixed' end as value
from (select distinct code, person from person where person is not null)
cross join (select distinct named from roster_cell) roster_column
left join said_of_person on said_of_person.id = person and said_of_person.named = roster_column.named
group by code, roster_column.named;
