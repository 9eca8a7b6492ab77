/*  journal_others.c — origins without a key, and branches that give way. */

#include "journal_others.h"

#include "i18n.h"
#include "journal_internal.h"

#include <string.h>

qcdc_status journal_put_origin_office (journal_t *self, uint64_t origin, const char *office, fault_t *fault)
{
    static const uint8_t NO_KEY[SIGN_KEY_BYTES];
    journal_origin_t found;
    fault_t ignored = {0};
    if (strlen (office) >= sizeof found.office)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("the code of an office is too long"));
    qcdc_status status = origin_find (self, origin, &found, &ignored);
    if (status == QCDC_OK && strcmp (found.office, office) == 0)
        return QCDC_OK;
    if (status != QCDC_OK && status != QCDC_NOT_FOUND) {
        if (fault)
            *fault = ignored;
        return status;
    }
    bool known = status == QCDC_OK;
    sql_id which = known ? SQL_ORIGIN_SET : SQL_ORIGIN_ADD;
    sqlite3_stmt *statement = sql_take (self, which, fault);
    if (!statement)
        return fault ? fault->status : QCDC_DATABASE;
    sql_bind_u64 (statement, 1, origin);
    if (known)
        sqlite3_bind_text (statement, 2, office, -1, SQLITE_STATIC);
    else {
        sql_bind_bytes (statement, 2, NO_KEY, sizeof NO_KEY);
        sqlite3_bind_text (statement, 3, office, -1, SQLITE_STATIC);
    }
    sqlite3_bind_int (statement, known ? 3 : 4, 0);
    self->last.id = 0;
    return sql_run (self, which, statement, fault);
}

qcdc_status journal_forget (journal_t *self, uint64_t id, uint64_t first_seq, fault_t *fault)
{
    journal_origin_t origin;
    qcdc_status status = origin_find (self, id, &origin, fault);
    if (status != QCDC_OK)
        return status;
    if (origin.own)
        return fault_set (fault, QCDC_FORK, NULL,
                          _ ("entry %llu has a receipt and cannot be taken out of the journal"),
                          (unsigned long long)first_seq);
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2 (self->db, "delete from segment where origin = ?1 and last_seq >= ?2", -1, &statement,
                            NULL) != SQLITE_OK)
        return sql_fail (self, fault);
    sqlite3_bind_int64 (statement, 1, origin.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)first_seq);
    if (sqlite3_step (statement) != SQLITE_DONE)
        status = sql_fail (self, fault);
    sqlite3_finalize (statement);
    return status == QCDC_OK ? journal_cut (self, id, first_seq, fault) : status;
}
