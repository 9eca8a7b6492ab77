-- One function says of which petition another one came.

alter function petition_first(bigint) parallel safe;
drop function petition_received_first(bigint);
