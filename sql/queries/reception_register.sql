-- reception_register: the receptions one by one, as they stand, without their text
-- roles province reporter
-- scope unit office
-- param units units: then, the units as they were (what is not given), or now: where they stand today after mergers
-- param unit unit: only of this unit
-- param from date: held on this day or later
-- param to date: held on this day or earlier
-- column entry ADDRESS: the entry that entered it
-- column office TEXT: code of the office
-- column unit TEXT: code of the unit that it belongs to; with units=now and its last day where it ended without one successor
-- column local_no TEXT: number in the office's register
-- column held_on DATE: the day
-- column session TEXT: regular, scheduled or ad hoc
-- column held_by TEXT: the head in person, on his behalf, or an officer
-- column receptions INTEGER sum: how many receptions
-- column persons INTEGER sum: persons received
-- column matters_first INTEGER sum: matters received for the first time
-- column matters_again INTEGER sum: matters received again
-- column groups INTEGER sum: large groups among the receptions
-- column group_persons INTEGER sum: their persons
-- column group_first INTEGER sum: their matters received for the first time
-- column group_again INTEGER sum: their matters received again
-- column kinds TEXT: kinds of what people came with
-- column fields TEXT: what it was about
-- column results TEXT: what came of it
-- column petitions TEXT: petitions of the office that came of it, by number and year
select
  encode(o.origin, 'hex') || ':' || j.seq,
  f.code,
  coalesce(s.shown, u.code),
  r.local_no,
  r.held_on,
  (array['THUONG_XUYEN', 'DINH_KY', 'DOT_XUAT'])[r.session],
  (array['THU_TRUONG', 'UY_QUYEN', 'CAN_BO_TIEP'])[r.held_by],
  r.receptions,
  r.persons,
  r.matters_first,
  r.matters_again,
  r.groups,
  r.group_persons,
  r.group_first,
  r.group_again,
  (select string_agg(c, ' ' order by n) from unnest(array['KHIEU_NAI', 'TO_CAO', 'KIEN_NGHI', 'PHAN_ANH']) with ordinality as k(c, n)
    where r.kinds >> n::int & 1 = 1),
  (select string_agg(c, ' ' order by n) from unnest(array['DAT_DAI', 'XAY_DUNG', 'DAU_TU', 'DANG_KY_KD', 'THUE', 'MOI_TRUONG',
      'CHE_DO_CHINH_SACH', 'TU_PHAP', 'CAN_BO', 'KHAC']) with ordinality as k(c, n)
    where r.fields >> n::int & 1 = 1),
  (select string_agg(c, ' ' order by n) from unnest(array['NHAN_DON', 'HUONG_DAN', 'CHUYEN_DON', 'GIAI_THICH', 'TU_CHOI_TIEP'])
      with ordinality as k(c, n)
    where r.results >> n::int & 1 = 1),
  -- a link leads to a petition of the office that stands, itself or by a second copy, or it is none
  (select string_agg(p.local_no || '@' || extract(year from p.received_on), ', ' order by n)
    from unnest(string_to_array(nullif(r.petitions, ''), ' ')) with ordinality as l(link, n)
    join origin lo on lo.origin = decode(split_part(l.link, ':', 1), 'hex')
    join journal lj on lj.origin = lo.id and lj.seq = split_part(l.link, ':', 2)::bigint
      and substr(lj.hash, 1, 8) = decode(split_part(l.link, ':', 3), 'hex')
    left join lateral (select alias_of from verdict where entry = lj.commit_seq order by given_at desc limit 1) v on true
    join petition p on p.id = coalesce(v.alias_of, lj.commit_seq) and p.office = r.office and not p.voided)
from reception r
join journal j on j.commit_seq = r.id
join origin o on o.id = j.origin
join office f on f.id = r.office
join unit u on u.id = r.unit
left join (
  select split_part(x, ':', 1)::int as unit, split_part(x, ':', 2) as shown from unnest($1::text[]) as x
) as s on s.unit = r.unit
where not r.voided
  and ($2::int[] is null or r.unit = any ($2::int[]))
  and ($3::date is null or r.held_on >= $3::date)
  and ($4::date is null or r.held_on <= $4::date)
  and ($5::smallint is null or r.office = $5::smallint)
order by r.id
