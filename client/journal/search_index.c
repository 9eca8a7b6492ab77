/*  search_index.c — the index of words brought up to date, and asked. */

#include "journal/search_index.h"
#include "journal/journal_search.h"
#include "journal/journal_subject.h"
#include "journal/journal_unread.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/search_words.h"
#include "wire/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  What the index is made by: another program may cut words, or fold petitions, in another way. */
#define MADE_BY SEARCH_KEYS_VERSION " " QCDC_PROGRAM_VERSION

/*  ---------------------------------------------------------------- keeping it */

qcdc_status search_index_begin (journal_t *self, bool *whole, fault_t *fault)
{
    char *keys QCDC_CLEANUP (journal_free_value) = NULL;
    bool stale = false;
    QCDC_TRY (journal_get (self, SEARCH_KEYS_NAME, &keys, fault));
    QCDC_TRY (sql_any (self, SQL_SEARCH_STALE, &stale, fault));
    if (stale || strcmp (keys, MADE_BY) != 0)
        QCDC_TRY (search_index_forget (self, fault));
    *whole = stale || strcmp (keys, MADE_BY) != 0;
    return QCDC_OK;
}

qcdc_status search_index_next (journal_t *self, bool whole, const char *after, char **subject, fault_t *fault)
{
    return unread_next (self, whole ? SQL_SEARCH_NEXT_OF_ALL : SQL_SEARCH_NEXT, after, subject, fault);
}

/*  Binds and runs a statement of (subject, place). */
static qcdc_status run_on (journal_t *self, sql_id id, const char *subject, size_t place, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, id, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, subject, -1, SQLITE_STATIC);
    if (sqlite3_bind_parameter_count (statement) > 1)
        sqlite3_bind_int64 (statement, 2, (sqlite3_int64)place);
    return sql_run (self, id, statement, fault);
}

/*  By what a row is known to be as it was: a subject is looked at again for every acknowledgement, too. */
static qcdc_status row_hash (const search_row_t *row, uint8_t hash[HASH_BYTES], fault_t *fault)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    if (!out)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    fprintf (out, "%s\n%s\n%s\n%s\n%d %d %d %d %d", row->number, row->folded, row->exact, row->flags, row->kind,
             row->field, row->state, (int)row->received_on, row->year);
    bool whole = fclose (out) == 0;
    if (whole)
        hash_bytes (text, size, hash);
    free (text);
    return whole ? QCDC_OK : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static qcdc_status row_look (journal_t *self, const char *subject, size_t place, const uint8_t hash[HASH_BYTES],
                             bool *same, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_SEARCH_CONTENT, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, subject, -1, SQLITE_STATIC);
    sqlite3_bind_int64 (statement, 2, (sqlite3_int64)place);
    int code = sqlite3_step (statement);
    uint8_t held[HASH_BYTES];
    *same = code == SQLITE_ROW && sql_column_copy (statement, 0, held, HASH_BYTES) &&
            memcmp (held, hash, HASH_BYTES) == 0;
    qcdc_status status = code == SQLITE_ROW || code == SQLITE_DONE ? QCDC_OK : sql_fail (self, fault);
    sql_give (self, SQL_SEARCH_CONTENT, statement);
    return status;
}

/*  The words go under the number that the row gets. */
static qcdc_status row_add (journal_t *self, const char *subject, const search_row_t *row,
                            const uint8_t hash[HASH_BYTES], fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_SEARCH_ADD, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, subject, -1, SQLITE_STATIC);
    sqlite3_bind_int64 (statement, 2, (sqlite3_int64)row->place);
    sql_bind_bytes (statement, 3, hash, HASH_BYTES);
    sqlite3_bind_text (statement, 4, row->number, -1, SQLITE_STATIC);
    sqlite3_bind_int (statement, 5, row->year);
    sqlite3_bind_int (statement, 6, row->kind);
    sqlite3_bind_int (statement, 7, row->field);
    sqlite3_bind_int (statement, 8, row->state);
    sqlite3_bind_int (statement, 9, row->received_on);
    sqlite3_bind_text (statement, 10, row->flags, -1, SQLITE_STATIC);
    QCDC_TRY (sql_run (self, SQL_SEARCH_ADD, statement, fault));
    if (!*row->folded)
        return QCDC_OK;
    sqlite3_int64 id = sqlite3_last_insert_rowid (self->db);
    if (!(statement = sql_take (self, SQL_SEARCH_ADD_WORDS, fault)))
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_text (statement, 2, row->folded, -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 3, row->exact, -1, SQLITE_STATIC);
    return sql_run (self, SQL_SEARCH_ADD_WORDS, statement, fault);
}

qcdc_status search_index_put (journal_t *self, const char *subject, const search_row_t *rows, size_t count,
                              fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    bool same = false;
    for (size_t i = 0; i < count; i++) {
        QCDC_TRY (row_hash (&rows[i], hash, fault));
        QCDC_TRY (row_look (self, subject, rows[i].place, hash, &same, fault));
        if (same)
            continue;
        QCDC_TRY (run_on (self, SQL_SEARCH_DROP_ONE, subject, rows[i].place, fault));
        QCDC_TRY (row_add (self, subject, &rows[i], hash, fault));
    }
    /* Places are without a gap in most; what is no more under the subject is behind them, or between. */
    size_t next = 0;
    for (size_t i = 0; i < count; i++) {
        for (; next < rows[i].place; next++)
            QCDC_TRY (run_on (self, SQL_SEARCH_DROP_ONE, subject, next, fault));
        next = rows[i].place + 1;
    }
    return run_on (self, SQL_SEARCH_DROP_FROM, subject, next, fault);
}

qcdc_status search_index_end (journal_t *self, fault_t *fault)
{
    QCDC_TRY (sql_run (self, SQL_SEARCH_READ_ALL, sql_take (self, SQL_SEARCH_READ_ALL, fault), fault));
    return journal_set (self, SEARCH_KEYS_NAME, MADE_BY, fault);
}

/*  ---------------------------------------------------------------- asking it */

static void find_bind (sqlite3_stmt *statement, const search_filter_t *filter, const char *subjects_end)
{
    sqlite3_bind_text (statement, 1, filter->number, -1, SQLITE_STATIC);
    sqlite3_bind_int (statement, 2, filter->year);
    sqlite3_bind_text (statement, 3, filter->exact, -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 4, filter->folded, -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 5, filter->subjects, -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 6, subjects_end, -1, SQLITE_STATIC);
    sqlite3_bind_int (statement, 7, filter->kind);
    sqlite3_bind_int (statement, 8, filter->field);
    sqlite3_bind_int64 (statement, 9, (sqlite3_int64)filter->states);
    sqlite3_bind_text (statement, 10, filter->flag, -1, SQLITE_STATIC);
    sqlite3_bind_int (statement, 11, filter->from);
    sqlite3_bind_int (statement, 12, filter->to);
    sqlite3_bind_int64 (statement, 13, filter->limit > INT32_MAX ? -1 : (sqlite3_int64)filter->limit);
}

qcdc_status search_index_find (journal_t *self, const search_filter_t *filter, search_found_fn *each, void *arg,
                               fault_t *fault)
{
    char end[JOURNAL_SUBJECT_BYTES];
    size_t length = strlen (filter->subjects);
    snprintf (end, sizeof end, "%s", filter->subjects);
    end[length - 1]++; /* behind all that begin so: ":" becomes ";" */
    sqlite3_stmt *statement = sql_take (self, SQL_SEARCH_FIND, fault);
    if (!statement)
        return fault->status;
    find_bind (statement, filter, end);
    int code;
    qcdc_status status = QCDC_OK;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
        status = each ((const char *)sqlite3_column_text (statement, 0), (size_t)sqlite3_column_int64 (statement, 1),
                       (search_found)sqlite3_column_int (statement, 2), arg);
    if (status == QCDC_OK && code != SQLITE_DONE)
        status = sql_fail (self, fault);
    sql_give (self, SQL_SEARCH_FIND, statement);
    return status;
}
