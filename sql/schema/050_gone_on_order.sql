-- Of what was taken in of a hand-over, what came after is told by when it was first taken in: a restored server may have it in another order.

create or replace function petition_went_on(from_origin bigint, from_seq bigint, petition bigint) returns boolean language sql stable parallel safe as
$$ select exists (select from petition n join journal j on j.commit_seq = n.id, journal o
                  where n.from_origin = $1 and n.from_seq = $2 and not n.voided and n.id <> $3 and o.commit_seq = $3
                    and (j.first_committed_at, j.commit_seq) > (o.first_committed_at, o.commit_seq))
     or exists (select from origin o join journal j on j.origin = o.id and j.seq = $2
                join petition_event a on a.answers = j.commit_seq and a.answer = 2
                where origin_number(o.origin) = $1) $$;
