/*  journal_reach.c — what an erasure reaches in this office beside the address that it names, as the server says.
 *
 *  No text is deleted on the server's word alone: it is heeded beside an order that is held and believed, and of texts that went between
 *  offices, for which an office cannot know all that they hang together by. */

#include "journal/journal_erase.h"
#include "journal/journal_handed.h"
#include "journal/journal_origin.h"

static qcdc_status reach_add (journal_t *self, int64_t id, uint64_t seq, const journal_reach_t *reach, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_REACHED_ADD, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_int64 (statement, 2, (int64_t)seq);
    sql_bind_u64 (statement, 3, reach->text.origin);
    sqlite3_bind_int64 (statement, 4, (int64_t)reach->text.seq);
    sqlite3_bind_int (statement, 5, reach->texts);
    return sql_run (self, SQL_REACHED_ADD, statement, fault);
}

qcdc_status journal_reach (journal_t *self, uint64_t id, uint64_t seq, const journal_reach_t *reaches, size_t count,
                           fault_t *fault)
{
    journal_origin_t origin;
    QCDC_TRY (origin_find (self, id, &origin, fault));
    for (size_t i = 0; i < count; i++) {
        bool went = false;
        QCDC_TRY (handed_between (self, &reaches[i].text, &went, fault));
        if (went)
            QCDC_TRY (reach_add (self, origin.id, seq, &reaches[i], fault));
    }
    return erasure_carry_out (self, origin.id, seq, fault);
}
