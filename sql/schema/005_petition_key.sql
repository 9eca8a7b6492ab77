-- A petition is known in its office by the folded number and the year of receipt: registers begin again each January.

-- What was stored before cannot be folded here; its facts are of an older format, too.
do $$ begin
  if exists (select from petition) then
    raise exception 'this database is of a program whose facts this one does not read: begin a new one and let the offices join again';
  end if;
end $$;

alter table petition add column key text not null;
comment on column petition.key is 'folded local_no @ year of receipt, "12/kn@2019": unique in an office among those that are not voided';

drop index petition_local_no;
create index petition_key on petition (office, key);
