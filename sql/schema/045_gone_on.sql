-- What an office took in of a hand-over, and has left to another one: it ended, and its heir took it in anew or returned it.

create index origin_as_number on origin (origin_number(origin));
create function petition_went_on(from_origin bigint, from_seq bigint, petition bigint) returns boolean language sql stable parallel safe as
$$ select exists (select from petition n where n.from_origin = $1 and n.from_seq = $2 and n.id > $3 and not n.voided)
     or exists (select from origin o join journal j on j.origin = o.id and j.seq = $2
                join petition_event a on a.answers = j.commit_seq and a.answer = 2
                where origin_number(o.origin) = $1) $$;
comment on function petition_went_on(bigint, bigint, bigint) is 'whether what came of that hand-over as this petition is another one''s by now: an heir''s that took it in after it, or its sender''s again';
