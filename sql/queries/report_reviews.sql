-- report_reviews: the reports that were filed for a period, and how far the province's review of each has come
-- roles province
-- param office office: only of this office
-- param form form: only this form
-- param period period: only this period, such as 2020-H1
-- param review standing: only those that stand so: filed, returned, accepted, locked or reopened
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it stands for
-- column form TEXT: code of the form
-- column period TEXT: the period
-- column review TEXT: filed (or corrected since the last review), returned, accepted, locked or reopened
-- column filed_at TIMESTAMP: when the report first came to the province
-- column changed_at TIMESTAMP: when it was last corrected; null where it never was
-- column revisions INTEGER: how many versions of it there were, the filing among them
-- column reviewed_at TIMESTAMP: when it was last reviewed; null where it never was
-- column reasons INTEGER: in how many cells that review had a reason
-- column reason NARRATIVE: the reason that it gave for the whole report
-- column answer NARRATIVE: why the office handed it in again without a change since that review
-- column entry ADDRESS: the entry that filed it
-- column hash TEXT: the first eight bytes of that entry's hash
-- column version TEXT: the version that stands, by which a review says what it has seen
select
  o.code,
  u.code,
  f.code,
  r.period,
  (array['filed', 'returned', 'accepted', 'locked', 'reopened'])[r.standing + 1],
  r.filed_at,
  r.changed_at,
  1 + (select count(distinct entry) from report_revision where report = r.id and entry <> r.id),
  v.reviewed_at,
  coalesce(array_length(string_to_array(nullif(v.cells, ''), ' '), 1), 0),
  ':' || encode(a.annex, 'hex'),
  t.cell || ':' || encode(w.annex, 'hex'),
  encode(g.origin, 'hex') || ':' || j.seq,
  encode(substr(j.hash, 1, 8), 'hex'),
  coalesce((extract(epoch from r.changed_at) * 1000000)::bigint, 0)::text
from counted_report r
join office o on o.id = r.office
join unit u on u.id = r.unit
join form f on f.id = r.form
join journal j on j.commit_seq = r.id
join origin g on g.id = j.origin
left join lateral (
  select * from report_review where report = r.id order by reviewed_at desc, id desc limit 1
) as v on true
left join journal a on a.commit_seq = v.id
left join report_text t on t.report = r.id and t.cell = 'note:=return' and t.entry > v.id
left join journal w on w.commit_seq = t.entry
where ($1::int2 is null or r.office = $1::int2)
  and ($2::text is null or f.code = $2::text)
  and ($3::text is null or r.period = $3::text)
  and ($4::int2 is null or r.standing = $4::int2)
order by r.period, f.code, o.id
