/*  journal_screened.c — which petitions may have become denunciations with words that name who denounces.
 *
 *  A text is looked at where it is written, by the kind that its writer knew; two devices that change the kind and the words unseen
 *  of each other are both right, and together they are not.  So the journal remembers every petition that was ever said to be a
 *  denunciation, and that it has to be looked at again since something came to it.  What is in the texts is not asked here. */

#include "journal/journal_screened.h"

#include "base/i18n.h"

#include <string.h>

/*  1 said that there is nothing, before what is sealed was looked at, too. */
enum { STATE_FOUND = 2, STATE_FOUND_NONE = 3 };

static qcdc_status run_on (journal_t *self, sql_id id, const char *subject, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, id, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, subject, -1, SQLITE_STATIC);
    return sql_run (self, id, statement, fault);
}

qcdc_status screened_mark (journal_t *self, const char *subject, bool denounces, fault_t *fault)
{
    if (!*subject)
        return QCDC_OK;
    if (denounces)
        QCDC_TRY (run_on (self, SQL_SCREENED_ADD, subject, fault));
    /* A second copy under a number that a correction gave to another subject belongs to that one. */
    return run_on (self, SQL_SCREENED_RESET, subject, fault);
}

qcdc_status screened_judged (journal_t *self, int64_t id, uint64_t first_seq, uint64_t last_seq, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_SCREENED_JUDGED, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_int64 (statement, 2, (int64_t)first_seq);
    sqlite3_bind_int64 (statement, 3, (int64_t)last_seq);
    return sql_run (self, SQL_SCREENED_JUDGED, statement, fault);
}

qcdc_status journal_next_screened (journal_t *self, const char *after, char **subject, bool *found, fault_t *fault)
{
    *subject = NULL;
    *found = false;
    sqlite3_stmt *statement = sql_take (self, SQL_SCREENED_NEXT, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, after, -1, SQLITE_STATIC);
    int code = sqlite3_step (statement);
    qcdc_status status = QCDC_OK;
    if (code == SQLITE_ROW) {
        *subject = strdup ((const char *)sqlite3_column_text (statement, 0));
        *found = sqlite3_column_int (statement, 1) == STATE_FOUND;
        if (!*subject)
            status = fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    } else if (code != SQLITE_DONE)
        status = sql_fail (self, fault);
    sql_give (self, SQL_SCREENED_NEXT, statement);
    return status;
}

qcdc_status journal_set_screened (journal_t *self, const char *subject, bool found, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_SCREENED_SET, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, subject, -1, SQLITE_STATIC);
    sqlite3_bind_int (statement, 2, found ? STATE_FOUND : STATE_FOUND_NONE);
    return sql_run (self, SQL_SCREENED_SET, statement, fault);
}
