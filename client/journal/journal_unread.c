/*  journal_unread.c — the petitions that have to be read again, one after the other. */

#include "journal/journal_unread.h"

#include "base/i18n.h"

#include <string.h>

qcdc_status unread_next (journal_t *self, sql_id id, const char *after, char **subject, fault_t *fault)
{
    *subject = NULL;
    sqlite3_stmt *statement = sql_take (self, id, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, after, -1, SQLITE_STATIC);
    int code = sqlite3_step (statement);
    qcdc_status status = QCDC_OK;
    if (code == SQLITE_ROW) {
        *subject = strdup ((const char *)sqlite3_column_text (statement, 0));
        if (!*subject)
            status = fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    } else if (code != SQLITE_DONE)
        status = sql_fail (self, fault);
    sql_give (self, id, statement);
    return status;
}
