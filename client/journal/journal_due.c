/*  journal_due.c — the index of days: its tables, and what notes down that something has to be worked out again. */

#include "journal/journal_due.h"
#include "journal/journal_unread.h"

/*  The moment at which a step was acknowledged tells what was published by then. */
static const char *const DUE[] = {"begin immediate",
                                  "create table due_petition ("
                                  "  subject text not null,"
                                  "  place integer not null," /* under its subject */
                                  "  first_on integer not null,"
                                  "  day integer not null,"
                                  "  number text not null,"
                                  "  primary key (subject, place)"
                                  ") strict, without rowid",
                                  "create index due_first on due_petition (first_on)",
                                  UNREAD_TABLE ("due"),
                                  UNREAD_TRIGGERS ("due", DUE_MADE_BY, "subject", ""),
                                  "commit"};

qcdc_status due_index_ensure (journal_t *self, fault_t *fault)
{
    bool there = false;
    QCDC_TRY (sql_any (self, SQL_DUE_THERE, &there, fault));
    for (size_t i = 0; !there && i < sizeof DUE / sizeof *DUE; i++)
        if (sqlite3_exec (self->db, DUE[i], NULL, NULL, NULL) != SQLITE_OK) {
            qcdc_status status = sql_fail (self, fault);
            sqlite3_exec (self->db, "rollback", NULL, NULL, NULL);
            return status;
        }
    return QCDC_OK;
}
