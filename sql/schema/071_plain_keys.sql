-- What one device put on a list and a restored server lost comes back, accepted, beside what another device put there meanwhile: both stand.

drop index case_listing_key;
create index case_listing_key on case_listing (office, key) where off_on is null;
comment on column case_listing.key is 'the case and the list: one of those that stand, but for what two devices put there around a restore of the server';
