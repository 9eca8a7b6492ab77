/*  journal_sql.c — the statements of the journal, prepared at first use, and how values go in and out of them.
 *
 *  A statement is taken, bound, stepped and given back; one that is still taken when it is wanted again (a callback reads the
 *  journal) is prepared a second time for that once. */

#include "journal/journal_sql.h"

#include "base/i18n.h"

#include <endian.h>
#include <string.h>

#define SQL_TEXT(name, text) text,
static const char *const SQL[] = {SQL_TABLE (SQL_TEXT)};
#undef SQL_TEXT

/*  What a primary code of SQLite means to whoever reads it. */
typedef struct {
    int code;
    qcdc_status status;
    const char *message; /* of SQLite's own words */
} meaning_t;

static const meaning_t MEANINGS[] = {
    {SQLITE_BUSY, QCDC_BUSY, N_ ("another program holds the journal (%s)")},
    {SQLITE_LOCKED, QCDC_BUSY, N_ ("another program holds the journal (%s)")},
    {SQLITE_CORRUPT, QCDC_CORRUPT, N_ ("the file of the journal is damaged (%s)")},
    {SQLITE_NOTADB, QCDC_CORRUPT, N_ ("the file of the journal is damaged: it is no journal any more (%s)")},
    /* A statement of ours that cannot be made: the tables are not those that we made. */
    {SQLITE_ERROR, QCDC_CORRUPT, N_ ("the file of the journal is damaged: a part of it is missing (%s)")},
    {SQLITE_NOMEM, QCDC_NO_MEMORY, N_ ("no memory for the journal (%s)")},
    {SQLITE_FULL, QCDC_IO, N_ ("the disk has no room for the journal (%s)")},
    {SQLITE_IOERR, QCDC_IO, N_ ("the journal cannot be read from the disk or written to it (%s)")},
    {SQLITE_READONLY, QCDC_IO, N_ ("the journal may not be written (%s)")},
    {SQLITE_CANTOPEN, QCDC_IO, N_ ("the files of the journal cannot be opened (%s)")},
    {SQLITE_PERM, QCDC_IO, N_ ("the files of the journal cannot be opened (%s)")},
    {SQLITE_AUTH, QCDC_IO, N_ ("the files of the journal cannot be opened (%s)")},
};

/*  The primary code decides; the extended one is in SQLite's own message. */
qcdc_status sql_fail (journal_t *self, fault_t *fault)
{
    qcdc_status status = QCDC_DATABASE;
    const char *message = N_ ("the journal does not take this (%s)");
    for (size_t i = 0; i < sizeof MEANINGS / sizeof *MEANINGS; i++)
        if (MEANINGS[i].code == (sqlite3_errcode (self->db) & 0xFF)) {
            status = MEANINGS[i].status;
            message = MEANINGS[i].message;
        }
    fault_set (fault, status, NULL, _ (message), sqlite3_errmsg (self->db));
    if (status == QCDC_CORRUPT)
        fault_advise (fault, _ ("restore the folder from a copy; the next sync heals what is missing"));
    else if (status == QCDC_IO)
        fault_advise (fault, _ ("check the disk's free space and the folder's permissions"));
    return status;
}

/*  Prepared at first use: a command that reads one thing does not pay for sixty statements. */
sqlite3_stmt *sql_take (journal_t *self, sql_id id, fault_t *fault)
{
    sqlite3_stmt *statement = NULL;
    bool spare = self->statements[id].taken;
    if (!spare && self->statements[id].handle) {
        self->statements[id].taken = true;
        return self->statements[id].handle;
    }
    if (sqlite3_prepare_v3 (self->db, SQL[id], -1, spare ? 0 : SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
        SQLITE_OK) {
        sql_fail (self, fault);
        return NULL;
    }
    if (!spare) {
        self->statements[id].handle = statement;
        self->statements[id].taken = true;
    }
    return statement;
}

void sql_give (journal_t *self, sql_id id, sqlite3_stmt *statement)
{
    if (!statement)
        return;
    if (self->statements[id].handle == statement) {
        sqlite3_reset (statement);
        sqlite3_clear_bindings (statement);
        self->statements[id].taken = false;
    } else
        sqlite3_finalize (statement);
}

qcdc_status sql_run (journal_t *self, sql_id id, sqlite3_stmt *statement, fault_t *fault)
{
    if (!statement)
        return fault->status;
    qcdc_status status = QCDC_OK;
    if (sqlite3_step (statement) != SQLITE_DONE)
        status = sql_fail (self, fault);
    sql_give (self, id, statement);
    return status;
}

qcdc_status sql_any (journal_t *self, sql_id id, bool *any, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, id, fault);
    if (!statement)
        return fault->status;
    int code = sqlite3_step (statement);
    *any = code == SQLITE_ROW;
    qcdc_status status = code == SQLITE_ROW || code == SQLITE_DONE ? QCDC_OK : sql_fail (self, fault);
    sql_give (self, id, statement);
    return status;
}

void sql_bind_u64 (sqlite3_stmt *statement, int index, uint64_t value)
{
    value = htole64 (value);
    sqlite3_bind_blob (statement, index, &value, sizeof value, SQLITE_TRANSIENT);
}

uint64_t sql_column_u64 (sqlite3_stmt *statement, int column)
{
    uint64_t value = 0;
    if (!sql_column_copy (statement, column, &value, sizeof value))
        return 0;
    return le64toh (value);
}

void sql_bind_address (sqlite3_stmt *statement, int index, const address_t *address)
{
    uint64_t numbers[3] = {htole64 (address->origin), htole64 (address->seq), htole64 (address->hash8)};
    sqlite3_bind_blob (statement, index, numbers, sizeof numbers, SQLITE_TRANSIENT);
}

address_t sql_column_address (sqlite3_stmt *statement, int column)
{
    uint64_t numbers[3];
    if (!sql_column_copy (statement, column, numbers, sizeof numbers))
        return (address_t){0, 0, 0};
    return (address_t){le64toh (numbers[0]), le64toh (numbers[1]), le64toh (numbers[2])};
}

/*  SQLite takes a NULL pointer for NULL, which no column of ours allows: an empty blob needs an address. */
void sql_bind_bytes (sqlite3_stmt *statement, int index, const void *data, size_t length)
{
    sqlite3_bind_blob64 (statement, index, length ? data : "", length, SQLITE_STATIC);
}

bytes_t sql_column_bytes (sqlite3_stmt *statement, int column)
{
    const uint8_t *data = sqlite3_column_blob (statement, column);
    int length = sqlite3_column_bytes (statement, column);
    return (bytes_t){data, data && length > 0 ? (size_t)length : 0};
}

bool sql_column_copy (sqlite3_stmt *statement, int column, void *data, size_t length)
{
    bytes_t bytes = sql_column_bytes (statement, column);
    if (bytes.length != length)
        return false;
    memcpy (data, bytes.data, length);
    return true;
}
