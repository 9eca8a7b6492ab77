-- The first of what is due, or promised, of however many there are: each by an index that has the order of the list, one beside the other.

drop index petition_promised;
create index petition_promised on petition (promised_on, id) where promised_on is not null and not voided;
comment on index petition_promised is 'what is promised, in the order in which petitions_due lists it where no deadline runs';
