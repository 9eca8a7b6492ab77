-- What a published day off can move is found without reading what it cannot.

-- What was suspended counted days that lie anywhere.
create index petition_event_suspended on petition_event (petition) where move = 7;

-- Whether a step was judged since something became known: nearly never, and that is seen without reading all of them.
create index petition_event_moved_at on petition_event using brin (moved_at);

-- What an official handles, of what is due as of all.
create index petition_handler on petition (handler_key) where handler_key <> '' and not voided;
