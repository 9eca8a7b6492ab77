/*  journal_read.c — what is read from the journal: heads, entries, subjects, counts.
 *
 *  Bytes that are handed out stay SQLite's until the statement steps on; only what journal_at gives is copied, into the
 *  journal's own buffer, where it lives until the next call. */

#include "base/i18n.h"
#include "journal/journal_origin.h"
#include "journal/journal_subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- heads */

/*  Reads (seq, hash) with the statement WHICH; the origin's root where it gives nothing. */
static qcdc_status head_read (journal_t *self, sql_id which, uint64_t id, uint64_t *seq, uint8_t hash[HASH_BYTES],
                              fault_t *fault)
{
    journal_origin_t origin;
    *seq = 0;
    qcdc_status status = origin_find (self, id, &origin, fault);
    if (status != QCDC_OK)
        return status;
    origin_root (origin.sign_key, hash);
    sqlite3_stmt *statement = sql_take (self, which, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin.id);
    int code = sqlite3_step (statement);
    if (code == SQLITE_ROW) {
        *seq = (uint64_t)sqlite3_column_int64 (statement, 0);
        if (!sql_column_copy (statement, 1, hash, HASH_BYTES))
            status = fault_set (fault, QCDC_CORRUPT, NULL, _ ("a hash in the journal is damaged"));
    } else if (code != SQLITE_DONE)
        status = sql_fail (self, fault);
    sql_give (self, which, statement);
    return status;
}

qcdc_status journal_head (journal_t *self, uint64_t origin, uint64_t *seq, uint8_t hash[HASH_BYTES], fault_t *fault)
{
    return head_read (self, SQL_HEAD, origin, seq, hash, fault);
}

qcdc_status journal_receipted (journal_t *self, uint64_t origin, uint64_t *seq, uint8_t hash[HASH_BYTES],
                               fault_t *fault)
{
    return head_read (self, SQL_RECEIPTED, origin, seq, hash, fault);
}

qcdc_status journal_receipted_at (journal_t *self, int64_t *committed_at_us, uint64_t *commit_seq, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_RECEIPTED_AT, fault);
    if (!statement)
        return fault->status;
    int code = sqlite3_step (statement);
    *committed_at_us = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
    *commit_seq = code == SQLITE_ROW ? (uint64_t)sqlite3_column_int64 (statement, 1) : 0;
    qcdc_status status = code == SQLITE_ROW || code == SQLITE_DONE ? QCDC_OK : sql_fail (self, fault);
    sql_give (self, SQL_RECEIPTED_AT, statement);
    return status;
}

/*  ---------------------------------------------------------------- entries */

/*  The bytes stay SQLite's: they live until the statement steps on. */
static qcdc_status row_read (sqlite3_stmt *statement, journal_row_t *row, fault_t *fault)
{
    *row = (journal_row_t){.entry = {.origin = sql_column_u64 (statement, 0),
                                     .seq = (uint64_t)sqlite3_column_int64 (statement, 1),
                                     .written_at_us = sqlite3_column_int64 (statement, 2),
                                     .body = sql_column_bytes (statement, 3),
                                     .annex = sql_column_bytes (statement, 4),
                                     .annex_hash = sql_column_bytes (statement, 5)},
                           .subject = (const char *)sqlite3_column_text (statement, 7),
                           .commit_seq = sqlite3_column_int64 (statement, 8),
                           .committed_at_us = sqlite3_column_int64 (statement, 9),
                           .verdict = (Qcdc__VerdictState)sqlite3_column_int (statement, 10),
                           .repeats = sql_column_address (statement, 11)};
    if (!row->subject || !sql_column_copy (statement, 6, row->hash, HASH_BYTES))
        return fault_set (fault, QCDC_CORRUPT, NULL, _ ("an entry of the journal is damaged"));
    return QCDC_OK;
}

/*  Moves the bytes of a row out of the statement into the journal's own buffer. */
static qcdc_status row_keep (journal_t *self, journal_row_t *row, fault_t *fault)
{
    entry_t *entry = &row->entry;
    size_t subject_bytes = strlen (row->subject) + 1;
    size_t bytes = entry->body.length + entry->annex.length + entry->annex_hash.length + subject_bytes;
    if (bytes > self->row_bytes) {
        uint8_t *grown = realloc (self->row, bytes);
        if (!grown)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("an entry of the journal cannot be read"));
        self->row = grown;
        self->row_bytes = bytes;
    }
    uint8_t *at = self->row;
    bytes_t *parts[] = {&entry->body, &entry->annex, &entry->annex_hash};
    for (int i = 0; i < 3; i++) {
        if (parts[i]->length)
            memcpy (at, parts[i]->data, parts[i]->length);
        parts[i]->data = at;
        at += parts[i]->length;
    }
    row->subject = memcpy (at, row->subject, subject_bytes);
    return QCDC_OK;
}

qcdc_status journal_at (journal_t *self, uint64_t id, uint64_t seq, journal_row_t *row, fault_t *fault)
{
    journal_origin_t origin;
    qcdc_status status = origin_find (self, id, &origin, fault);
    if (status != QCDC_OK)
        return status;
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_AT, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)seq);
    int code = sqlite3_step (statement);
    if (code == SQLITE_ROW) {
        status = row_read (statement, row, fault);
        if (status == QCDC_OK)
            status = row_keep (self, row, fault);
    } else if (code == SQLITE_DONE) {
        char address[ADDRESS_TEXT_BYTES];
        status =
            fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("entry %s is not here"), address_format (id, seq, address));
    } else
        status = sql_fail (self, fault);
    sql_give (self, SQL_ENTRY_AT, statement);
    return status;
}

/*  Steps through a bound statement of SQL_ROW and gives it back. */
static qcdc_status rows_each (journal_t *self, sql_id which, sqlite3_stmt *statement, journal_each_fn *each,
                              void *arg, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        journal_row_t row;
        status = code == SQLITE_ROW ? row_read (statement, &row, fault) : sql_fail (self, fault);
        if (status == QCDC_OK)
            status = each (&row, arg);
    }
    sql_give (self, which, statement);
    return status;
}

qcdc_status journal_each (journal_t *self, uint64_t id, uint64_t from_seq, uint64_t to_seq, journal_each_fn *each,
                          void *arg, fault_t *fault)
{
    journal_origin_t origin;
    QCDC_TRY (origin_find (self, id, &origin, fault));
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_EACH, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)from_seq);
    sqlite3_bind_int64 (statement, 3, to_seq > INT64_MAX ? INT64_MAX : (int64_t)to_seq);
    return rows_each (self, SQL_ENTRY_EACH, statement, each, arg, fault);
}

static qcdc_status link_read (sqlite3_stmt *statement, uint64_t id, journal_chain_fn *each, void *arg, fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    entry_t entry = {.origin = id,
                     .seq = (uint64_t)sqlite3_column_int64 (statement, 0),
                     .written_at_us = sqlite3_column_int64 (statement, 1),
                     .body = sql_column_bytes (statement, 2),
                     .annex = sql_column_bytes (statement, 3),
                     .annex_hash = sql_column_bytes (statement, 4)};
    if (!sql_column_copy (statement, 5, hash, HASH_BYTES))
        return fault_set (fault, QCDC_CORRUPT, NULL, _ ("an entry of the journal is damaged"));
    return each (&entry, hash, arg);
}

qcdc_status journal_each_link (journal_t *self, uint64_t id, uint64_t from_seq, uint64_t to_seq,
                               journal_chain_fn *each, void *arg, fault_t *fault)
{
    journal_origin_t origin;
    qcdc_status status = origin_find (self, id, &origin, fault);
    if (status != QCDC_OK)
        return status;
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_CHAIN, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)from_seq);
    sqlite3_bind_int64 (statement, 3, to_seq > INT64_MAX ? INT64_MAX : (int64_t)to_seq);
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE)
        status = code == SQLITE_ROW ? link_read (statement, id, each, arg, fault) : sql_fail (self, fault);
    sql_give (self, SQL_ENTRY_CHAIN, statement);
    return status;
}

qcdc_status journal_each_of_subject (journal_t *self, const char *subject, journal_each_fn *each, void *arg,
                                     fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_OF_SUBJECT, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, subject, -1, SQLITE_STATIC);
    return rows_each (self, SQL_ENTRY_OF_SUBJECT, statement, each, arg, fault);
}

qcdc_status journal_hash_at (journal_t *self, uint64_t origin, uint64_t seq, uint8_t hash[HASH_BYTES], fault_t *fault)
{
    if (seq == 0) {
        uint8_t sign_key[SIGN_KEY_BYTES];
        qcdc_status status = journal_origin_key (self, origin, sign_key, NULL, fault);
        if (status == QCDC_OK)
            origin_root (sign_key, hash);
        return status;
    }
    journal_row_t row;
    qcdc_status status = journal_at (self, origin, seq, &row, fault);
    if (status == QCDC_OK)
        memcpy (hash, row.hash, HASH_BYTES);
    return status;
}

qcdc_status journal_find_hash (journal_t *self, uint64_t origin, uint64_t seq, uint8_t hash[HASH_BYTES], bool *held,
                               fault_t *fault)
{
    fault_t local = {0};
    qcdc_status status = journal_hash_at (self, origin, seq, hash, &local);
    *held = status == QCDC_OK;
    if (status == QCDC_OK || status == QCDC_NOT_FOUND)
        return QCDC_OK;
    *fault = local;
    return status;
}

/*  ---------------------------------------------------------------- subjects */

/*  Steps through a statement of one text column; the text is copied, so that EACH may read the journal. */
static qcdc_status texts_each (journal_t *self, sql_id which, sqlite3_stmt *statement, journal_subject_fn *each,
                               void *arg, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        char subject[JOURNAL_SUBJECT_BYTES];
        if (code != SQLITE_ROW)
            status = sql_fail (self, fault);
        else {
            snprintf (subject, sizeof subject, "%s", (const char *)sqlite3_column_text (statement, 0));
            status = each (subject, arg);
        }
    }
    sql_give (self, which, statement);
    return status;
}

/*  Every text of WHICH, a statement of a range, that begins with PREFIX. */
static qcdc_status prefixed_each (journal_t *self, sql_id which, const char *prefix, journal_subject_fn *each,
                                  void *arg, fault_t *fault)
{
    char end[JOURNAL_SUBJECT_BYTES];
    size_t length = strlen (prefix);
    if (length == 0 || length >= sizeof end)
        return fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("no such subject"));
    memcpy (end, prefix, length + 1);
    end[length - 1]++; /* prefixes end in ':', '/' or '@', never in the last byte value */
    sqlite3_stmt *statement = sql_take (self, which, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, prefix, -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 2, end, -1, SQLITE_STATIC);
    return texts_each (self, which, statement, each, arg, fault);
}

qcdc_status journal_each_subject (journal_t *self, const char *prefix, journal_subject_fn *each, void *arg,
                                  fault_t *fault)
{
    return prefixed_each (self, SQL_SUBJECT_EACH, prefix, each, arg, fault);
}

qcdc_status journal_each_key (journal_t *self, const char *prefix, journal_subject_fn *each, void *arg,
                              fault_t *fault)
{
    return prefixed_each (self, SQL_KEY_EACH, prefix, each, arg, fault);
}

qcdc_status journal_each_copied (journal_t *self, journal_subject_fn *each, void *arg, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_COPIED_EACH, fault);
    return statement ? texts_each (self, SQL_COPIED_EACH, statement, each, arg, fault) : fault->status;
}

qcdc_status journal_each_returned (journal_t *self, journal_subject_fn *each, void *arg, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_RETURNED_EACH, fault);
    return statement ? texts_each (self, SQL_RETURNED_EACH, statement, each, arg, fault) : fault->status;
}

qcdc_status journal_each_alias (journal_t *self, const char *subject, journal_subject_fn *each, void *arg,
                                fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_ALIAS_OF, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, subject, -1, SQLITE_STATIC);
    return texts_each (self, SQL_ALIAS_OF, statement, each, arg, fault);
}

/*  ---------------------------------------------------------------- counts */

/*  The first two columns of one row of WHICH, a statement of (surrogate). */
static qcdc_status count (journal_t *self, sql_id which, int64_t id, uint64_t counted[2], fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, which, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    qcdc_status status = sqlite3_step (statement) == SQLITE_ROW ? QCDC_OK : sql_fail (self, fault);
    for (int i = 0; status == QCDC_OK && i < sqlite3_column_count (statement) && i < 2; i++)
        counted[i] = (uint64_t)sqlite3_column_int64 (statement, i);
    sql_give (self, which, statement);
    return status;
}

/*  Own entries have no gaps: the head is their number, and what is behind the last receipt has not been sent. */
qcdc_status journal_counts (journal_t *self, journal_counts_t *counts, fault_t *fault)
{
    journal_origin_t origin;
    uint64_t receipted, others[2] = {0};
    uint8_t hash[HASH_BYTES];
    *counts = (journal_counts_t){0};
    QCDC_TRY (origin_find (self, self->own, &origin, fault));
    QCDC_TRY (journal_head (self, self->own, &counts->entries, hash, fault));
    QCDC_TRY (journal_receipted (self, self->own, &receipted, hash, fault));
    QCDC_TRY (count (self, SQL_OTHERS_COUNT, origin.id, others, fault));
    counts->unsent = counts->entries > receipted ? counts->entries - receipted : 0;
    counts->others = others[0];
    return QCDC_OK;
}
