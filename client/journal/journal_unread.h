/*  journal_unread.h — triggers that note down which petitions have to be read again, for what is made of them and kept beside the journal.
 *
 *  Whatever changes an entry, a verdict or a number notes the subject in a table MADE_unread, as long as the value MADE_BY of the journal says
 *  that there is something to keep up. */

#ifndef QCDC_JOURNAL_UNREAD_H
#define QCDC_JOURNAL_UNREAD_H

#include "journal/journal_sql.h"

#define UNREAD_FROM "'petition:'"
#define UNREAD_TO "'petition;'"
#define UNREAD_IS_PETITION(subject) subject " >= " UNREAD_FROM " and " subject " < " UNREAD_TO " "

/*  While there is none nothing is noted down, for all will be read. */
#define UNREAD_ALIVE(by) "exists (select 1 from meta where name = '" by "' and value <> '') "

/*  A second copy under a number that a correction gave to another subject belongs to that one. */
#define UNREAD_NOTE_WHERE(made, subject, where)                                                                      \
    "insert or ignore into " made "_unread (subject) select x.subject from (select " subject " as subject " where    \
    " union all select subject_to from alias where subject_from = " subject                                          \
    ") x where " UNREAD_IS_PETITION ("x.subject") ";"
#define UNREAD_NOTE(made, subject) UNREAD_NOTE_WHERE (made, subject, "")
#define UNREAD_NOTE_RANGE(made, origin, first, last)                                                                 \
    "insert or ignore into " made "_unread (subject) select subject from entry where origin = " origin               \
    " and seq between " first " and " last " and " UNREAD_IS_PETITION ("subject") ";"

#define UNREAD_TRIGGER(made, by, name, when, notes)                                                                  \
    "create trigger " made "_" name " " when " when " UNREAD_ALIVE (by) "begin " notes "end"

#define UNREAD_TABLE(made) "create table " made "_unread (subject text primary key) strict, without rowid"

/*  COLUMNS of an entry whose change counts; COMMITTED: when an acknowledgement of it does, "" always. */
#define UNREAD_TRIGGERS(made, by, columns, committed)                                                                \
    UNREAD_TRIGGER (made, by, "entry_before", "before insert on entry",                                              \
                    UNREAD_NOTE_RANGE (made, "new.origin", "new.seq", "new.seq")),                                   \
        UNREAD_TRIGGER (made, by, "entry_add", "after insert on entry", UNREAD_NOTE (made, "new.subject")),          \
        UNREAD_TRIGGER (made, by, "entry_drop", "after delete on entry", UNREAD_NOTE (made, "old.subject")),         \
        UNREAD_TRIGGER (made, by, "entry_set", "after update of " columns " on entry",                               \
                        UNREAD_NOTE (made, "old.subject") UNREAD_NOTE (made, "new.subject")),                        \
        UNREAD_TRIGGER (made, by, "entry_committed", "after update of commit_seq, committed_at on entry",            \
                        UNREAD_NOTE_WHERE (made, "new.subject", committed)),                                         \
        UNREAD_TRIGGER (made, by, "verdict_add", "after insert on verdict",                                          \
                        UNREAD_NOTE_RANGE (made, "new.origin", "new.seq", "new.seq")),                               \
        UNREAD_TRIGGER (made, by, "verdict_drop", "after delete on verdict",                                         \
                        UNREAD_NOTE_RANGE (made, "old.origin", "old.seq", "old.seq")),                               \
        UNREAD_TRIGGER (made, by, "later_add", "after insert on later",                                              \
                        UNREAD_NOTE_RANGE (made, "new.origin", "new.first_seq", "new.last_seq")),                    \
        UNREAD_TRIGGER (made, by, "later_drop", "after delete on later",                                             \
                        UNREAD_NOTE_RANGE (made, "old.origin", "old.first_seq", "old.last_seq")),                    \
        UNREAD_TRIGGER (made, by, "alias_add", "after insert on alias",                                              \
                        UNREAD_NOTE (made, "new.subject_to") UNREAD_NOTE (made, "new.subject_from")),                \
        UNREAD_TRIGGER (made, by, "alias_drop", "after delete on alias",                                             \
                        UNREAD_NOTE (made, "old.subject_to") UNREAD_NOTE (made, "old.subject_from")),                \
        UNREAD_TRIGGER (made, by, "alias_set", "after update on alias",                                              \
                        UNREAD_NOTE (made, "old.subject_to") UNREAD_NOTE (made, "new.subject_to"))

/*  The first subject behind AFTER ("": the very first) that the statement ID gives; *SUBJECT is malloc'ed, NULL: none. */
qcdc_status unread_next (journal_t *self, sql_id id, const char *after, char **subject, fault_t *fault) QCDC_CHECK;

#endif
