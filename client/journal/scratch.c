/*  scratch.c — one table of SQLite's in a temporary database, which it keeps in a file once it outgrows its pages in memory. */

#include "journal/scratch.h"

#include "base/i18n.h"

#include <sqlite3.h>

#include <stdlib.h>
#include <string.h>

struct scratch {
    sqlite3 *db;
    sqlite3_stmt *add, *get;
};

/*  Nothing here outlives the program, so nothing is made durable or undone.  The cache is the memory that it takes. */
static const char SCHEMA[] = "pragma journal_mode = off;"
                             "pragma synchronous = off;"
                             "pragma temp_store = file;"
                             "pragma cache_size = -512;"
                             "create table kept (key blob primary key, value blob not null) without rowid;"
                             "begin;";

static qcdc_status scratch_fail (const scratch_t *self, fault_t *fault)
{
    qcdc_status status = sqlite3_errcode (self->db) == SQLITE_NOMEM ? QCDC_NO_MEMORY : QCDC_IO;
    fault_set (fault, status, NULL, _ ("a temporary file cannot be written or read (%s)"), sqlite3_errmsg (self->db));
    if (status == QCDC_IO)
        fault_advise (
            fault, "%s",
            _ ("make room on the disk of temporary files, or name a folder on another one in SQLITE_TMPDIR"));
    return status;
}

qcdc_status scratch_open (scratch_t **self_p, fault_t *fault)
{
    scratch_t *self QCDC_CLEANUP (scratch_close) = calloc (1, sizeof *self);
    *self_p = NULL;
    /*  A name that is empty is a file that SQLite deletes as soon as it has it. */
    if (!self ||
        sqlite3_open_v2 ("", &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE,
                         NULL) == SQLITE_NOMEM)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (sqlite3_exec (self->db, SCHEMA, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2 (self->db, "insert or ignore into kept (key, value) values (?1, ?2)", -1, &self->add,
                            NULL) != SQLITE_OK ||
        sqlite3_prepare_v2 (self->db, "select value from kept where key = ?1", -1, &self->get, NULL) != SQLITE_OK)
        return scratch_fail (self, fault);
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void scratch_close (scratch_t **self_p)
{
    scratch_t *self = *self_p;
    if (self) {
        sqlite3_finalize (self->add);
        sqlite3_finalize (self->get);
        sqlite3_close (self->db);
    }
    free (self);
    *self_p = NULL;
}

qcdc_status scratch_add (scratch_t *self, const void *key, size_t key_bytes, const void *value, size_t value_bytes,
                         fault_t *fault)
{
    sqlite3_bind_blob64 (self->add, 1, key, key_bytes, SQLITE_STATIC);
    sqlite3_bind_blob64 (self->add, 2, value, value_bytes, SQLITE_STATIC);
    qcdc_status status = sqlite3_step (self->add) != SQLITE_DONE ? scratch_fail (self, fault)
                         : sqlite3_changes (self->db) > 0        ? QCDC_OK
                                                                 : QCDC_EXISTS;
    sqlite3_reset (self->add);
    return status;
}

qcdc_status scratch_get (scratch_t *self, const void *key, size_t key_bytes, void *value, size_t *value_bytes,
                         fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    sqlite3_bind_blob64 (self->get, 1, key, key_bytes, SQLITE_STATIC);
    switch (sqlite3_step (self->get)) {
    case SQLITE_DONE:
        status = QCDC_NOT_FOUND;
        break;
    case SQLITE_ROW:
        *value_bytes = (size_t)sqlite3_column_bytes (self->get, 0);
        if (*value_bytes > SCRATCH_VALUE_BYTES_MAX)
            *value_bytes = SCRATCH_VALUE_BYTES_MAX;
        if (*value_bytes)
            memcpy (value, sqlite3_column_blob (self->get, 0), *value_bytes);
        break;
    default:
        status = scratch_fail (self, fault);
    }
    sqlite3_reset (self->get);
    return status;
}
