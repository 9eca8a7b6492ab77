/*  due_index.c — the index of days brought up to date, and asked. */

#include "journal/due_index.h"

#include "base/memory.h"
#include "journal/journal_due.h"
#include "journal/journal_subject.h"
#include "journal/journal_unread.h"

#include <stdio.h>
#include <string.h>

/*  ---------------------------------------------------------------- keeping it */

static qcdc_status run (journal_t *self, sql_id id, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, id, fault);
    return statement ? sql_run (self, id, statement, fault) : fault->status;
}

qcdc_status due_index_begin (journal_t *self, const char *made_by, bool *whole, fault_t *fault)
{
    char *made QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (self, DUE_MADE_BY, &made, fault));
    *whole = strcmp (made, made_by) != 0;
    if (!*whole)
        return QCDC_OK;
    QCDC_TRY (journal_set (self, DUE_MADE_BY, "", fault));
    QCDC_TRY (run (self, SQL_DUE_DROP_ALL, fault));
    return run (self, SQL_DUE_READ_ALL, fault);
}

qcdc_status due_index_next (journal_t *self, bool whole, const char *after, char **subject, fault_t *fault)
{
    return unread_next (self, whole ? SQL_SEARCH_NEXT_OF_ALL : SQL_DUE_NEXT, after, subject, fault);
}

qcdc_status due_index_put (journal_t *self, const char *subject, const due_row_t *rows, size_t count, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_DUE_DROP, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, subject, -1, SQLITE_STATIC);
    QCDC_TRY (sql_run (self, SQL_DUE_DROP, statement, fault));
    for (size_t i = 0; i < count; i++) {
        if (!(statement = sql_take (self, SQL_DUE_ADD, fault)))
            return fault->status;
        sqlite3_bind_text (statement, 1, subject, -1, SQLITE_STATIC);
        sqlite3_bind_int64 (statement, 2, (sqlite3_int64)rows[i].place);
        sqlite3_bind_int (statement, 3, rows[i].first_on);
        sqlite3_bind_int (statement, 4, rows[i].day);
        sqlite3_bind_text (statement, 5, rows[i].number, -1, SQLITE_STATIC);
        QCDC_TRY (sql_run (self, SQL_DUE_ADD, statement, fault));
    }
    return QCDC_OK;
}

qcdc_status due_index_end (journal_t *self, const char *made_by, fault_t *fault)
{
    QCDC_TRY (run (self, SQL_DUE_READ_ALL, fault));
    return journal_set (self, DUE_MADE_BY, made_by, fault);
}

/*  ---------------------------------------------------------------- asking it */

qcdc_status due_index_find (journal_t *self, const char *subjects, int32_t last, due_found_fn *each, void *arg,
                            fault_t *fault)
{
    char end[JOURNAL_SUBJECT_BYTES];
    size_t length = strlen (subjects);
    snprintf (end, sizeof end, "%s", subjects);
    end[length - 1]++; /* behind all that begin so: ":" becomes ";" */
    sqlite3_stmt *statement = sql_take (self, SQL_DUE_FIND, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int (statement, 1, last);
    sqlite3_bind_text (statement, 2, subjects, -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 3, end, -1, SQLITE_STATIC);
    int code;
    qcdc_status status = QCDC_OK;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) == SQLITE_ROW) {
        const due_row_t row = {.place = (size_t)sqlite3_column_int64 (statement, 1),
                               .first_on = sqlite3_column_int (statement, 2),
                               .day = sqlite3_column_int (statement, 3),
                               .number = (const char *)sqlite3_column_text (statement, 4)};
        status = each ((const char *)sqlite3_column_text (statement, 0), &row, arg);
    }
    if (status == QCDC_OK && code != SQLITE_DONE)
        status = sql_fail (self, fault);
    sql_give (self, SQL_DUE_FIND, statement);
    return status;
}
