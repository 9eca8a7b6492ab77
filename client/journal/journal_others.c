/*  journal_others.c — devices of other offices, where the next order to erase stands, branches that give way. */

#include "journal/journal_others.h"

#include "base/i18n.h"
#include "journal/journal_internal.h"

#include <string.h>

qcdc_status journal_put_act_origin (journal_t *self, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                                    fault_t *fault)
{
    journal_origin_t found;
    fault_t ignored = {0};
    uint64_t origin = origin_id (sign_key);
    qcdc_status status = origin_find (self, origin, &found, &ignored);
    if (status == QCDC_OK && strcmp (found.office, office) != 0) {
        char text[ORIGIN_TEXT_BYTES];
        return fault_set (fault, QCDC_BAD_SIGNATURE, NULL, _ ("device %s is known here as one of %s, not of %s"),
                          origin_format (origin, text), found.office, office);
    }
    if (status != QCDC_OK && status != QCDC_NOT_FOUND) {
        if (fault)
            *fault = ignored;
        return status;
    }
    return journal_put_origin (self, sign_key, office, fault);
}

qcdc_status journal_next_erasure (journal_t *self, uint64_t id, uint64_t from_seq, uint64_t *seq, fault_t *fault)
{
    journal_origin_t origin;
    *seq = 0;
    qcdc_status status = origin_find (self, id, &origin, fault);
    if (status != QCDC_OK)
        return status;
    sqlite3_stmt *statement = sql_take (self, SQL_ERASURE_NEXT, fault);
    if (!statement)
        return fault ? fault->status : QCDC_DATABASE;
    sqlite3_bind_int64 (statement, 1, origin.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)from_seq);
    int code = sqlite3_step (statement);
    if (code == SQLITE_ROW)
        *seq = (uint64_t)sqlite3_column_int64 (statement, 0);
    else if (code != SQLITE_DONE)
        status = sql_fail (self, fault);
    sql_give (self, SQL_ERASURE_NEXT, statement);
    return status;
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
