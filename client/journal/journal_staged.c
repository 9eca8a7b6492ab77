/*  journal_staged.c — the table in which own segments wait for the rest.
 *
 *  They hold texts, as they came: whoever empties the table leaves the mark that journal_wipe looks for. */

#include "journal/journal_staged.h"

#include "base/i18n.h"
#include "journal/journal_sql.h"

#include <stdlib.h>
#include <string.h>

/*  These statements are needed once in a home's life, if ever: prepared when they are. */
static sqlite3_stmt *prepare (journal_t *self, const char *sql, fault_t *fault)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) == SQLITE_OK)
        return statement;
    if (sql_fail (self, fault) != QCDC_OK)
        sqlite3_finalize (statement);
    return NULL;
}

static qcdc_status run (journal_t *self, sqlite3_stmt *statement, fault_t *fault)
{
    if (!statement)
        return fault->status;
    qcdc_status status = sqlite3_step (statement) == SQLITE_DONE ? QCDC_OK : sql_fail (self, fault);
    sqlite3_finalize (statement);
    return status;
}

qcdc_status journal_stage (journal_t *self, uint64_t first_seq, uint64_t last_seq,
                           const uint8_t last_hash[HASH_BYTES], bytes_t wire, fault_t *fault)
{
    sqlite3_stmt *statement = prepare (self, "insert into staged values (?1, ?2, ?3, ?4)", fault);
    if (statement) {
        sqlite3_bind_int64 (statement, 1, (int64_t)first_seq);
        sqlite3_bind_int64 (statement, 2, (int64_t)last_seq);
        sql_bind_bytes (statement, 3, last_hash, HASH_BYTES);
        sql_bind_bytes (statement, 4, wire.data, wire.length);
    }
    return run (self, statement, fault);
}

qcdc_status journal_staged (journal_t *self, uint64_t *first_seq, uint64_t *last_seq, uint8_t last_hash[HASH_BYTES],
                            fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    *first_seq = *last_seq = 0;
    sqlite3_stmt *statement = prepare (self,
                                       "select (select min (first_seq) from staged), last_seq, last_hash from staged "
                                       "order by first_seq desc limit 1",
                                       fault);
    if (!statement)
        return fault->status;
    int code = sqlite3_step (statement);
    if (code == SQLITE_ROW) {
        *first_seq = (uint64_t)sqlite3_column_int64 (statement, 0);
        *last_seq = (uint64_t)sqlite3_column_int64 (statement, 1);
        if (!sql_column_copy (statement, 2, last_hash, HASH_BYTES))
            status = fault_set (fault, QCDC_CORRUPT, NULL, _ ("a segment in the journal is damaged"));
    } else if (code != SQLITE_DONE)
        status = sql_fail (self, fault);
    sqlite3_finalize (statement);
    return status;
}

qcdc_status journal_staged_at (journal_t *self, uint64_t seq, uint8_t **wire, size_t *length, fault_t *fault)
{
    *wire = NULL;
    sqlite3_stmt *statement =
        prepare (self, "select segment from staged where ?1 between first_seq and last_seq", fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, (int64_t)seq);
    qcdc_status status = QCDC_OK;
    int code = sqlite3_step (statement);
    if (code == SQLITE_ROW) {
        bytes_t bytes = sql_column_bytes (statement, 0);
        *length = bytes.length;
        *wire = malloc (bytes.length ? bytes.length : 1);
        if (!*wire)
            status = fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a segment"));
        else if (bytes.length)
            memcpy (*wire, bytes.data, bytes.length);
    } else
        status = code == SQLITE_DONE ? fault_set (fault, QCDC_NOT_FOUND, NULL, "%s", _ (status_text (QCDC_NOT_FOUND)))
                                     : sql_fail (self, fault);
    sqlite3_finalize (statement);
    return status;
}

qcdc_status journal_unstage (journal_t *self, fault_t *fault)
{
    qcdc_status status = run (self, prepare (self, "delete from staged", fault), fault);
    return status == QCDC_OK && sqlite3_changes (self->db) > 0 ? journal_mark_traces (self, fault) : status;
}
