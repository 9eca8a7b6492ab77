-- An origin's id as petition.from_origin has it: the number that its eight bytes are, the first one least.

create function origin_number(id bytes8) returns bigint language sql immutable parallel safe as
$$ select get_byte(id, 0)::bigint | (get_byte(id, 1)::bigint << 8) | (get_byte(id, 2)::bigint << 16) | (get_byte(id, 3)::bigint << 24)
     | (get_byte(id, 4)::bigint << 32) | (get_byte(id, 5)::bigint << 40) | (get_byte(id, 6)::bigint << 48)
     | (get_byte(id, 7)::bigint << 56) $$;
comment on function origin_number(bytes8) is 'an origin''s id as a number';
create index petition_event_answers on petition_event (answers) where answers is not null;
create index petition_event_handed on petition_event (to_office) where to_office is not null;
