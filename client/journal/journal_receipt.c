/*  journal_receipt.c — what the server said about entries: segments with their receipts, later receipts, verdicts.
 *
 *  Receipts are kept as they came; table verdict is what they say taken together, and is made again from them
 *  whenever one of them comes (again). */

#include "journal/journal_receipt.h"

#include "base/i18n.h"
#include "journal/journal_erase.h"
#include "journal/journal_origin.h"
#include "journal/journal_screened.h"
#include "journal/journal_staged.h"
#include "wire/receipt.h"

#include <stdio.h>
#include <string.h>

/*  Columns FIRST … FIRST + 7 of a segment or a later receipt; false where one is damaged. */
static bool receipt_columns (sqlite3_stmt *statement, int first, receipt_t *receipt)
{
    receipt->first_seq = (uint64_t)sqlite3_column_int64 (statement, first);
    receipt->last_seq = (uint64_t)sqlite3_column_int64 (statement, first + 1);
    bool ok = sql_column_copy (statement, first + 2, receipt->last_hash, HASH_BYTES);
    receipt->commit_seq = (uint64_t)sqlite3_column_int64 (statement, first + 3);
    receipt->committed_at_us = sqlite3_column_int64 (statement, first + 4);
    receipt->first_committed_at_us = sqlite3_column_int64 (statement, first + 5);
    receipt->verdicts = sql_column_bytes (statement, first + 6);
    return ok && sql_column_copy (statement, first + 7, receipt->signature, SIGNATURE_BYTES);
}

/*  One row of SQL_SEGMENT or SQL_LATER; bytes live until the statement steps on. */
static qcdc_status segment_read (sqlite3_stmt *statement, uint64_t origin, journal_segment_t *segment, fault_t *fault)
{
    segment->origin = segment->receipt.origin = origin;
    segment->first_seq = (uint64_t)sqlite3_column_int64 (statement, 0);
    segment->last_seq = (uint64_t)sqlite3_column_int64 (statement, 1);
    segment->epoch = sqlite3_column_int64 (statement, 12);
    if (!sql_column_copy (statement, 2, segment->last_hash, HASH_BYTES) ||
        !sql_column_copy (statement, 3, segment->signature, SIGNATURE_BYTES) ||
        !receipt_columns (statement, 4, &segment->receipt))
        return fault_set (fault, QCDC_CORRUPT, NULL, _ ("a receipt in the journal is damaged"));
    return QCDC_OK;
}

static qcdc_status later_read (sqlite3_stmt *statement, uint64_t origin, receipt_t *receipt, fault_t *fault)
{
    receipt->origin = origin;
    if (!receipt_columns (statement, 0, receipt))
        return fault_set (fault, QCDC_CORRUPT, NULL, _ ("a receipt in the journal is damaged"));
    return QCDC_OK;
}

/*  The counterpart of receipt_columns. */
static void receipt_bind (sqlite3_stmt *statement, int first, const receipt_t *receipt)
{
    sqlite3_bind_int64 (statement, first, (int64_t)receipt->first_seq);
    sqlite3_bind_int64 (statement, first + 1, (int64_t)receipt->last_seq);
    sql_bind_bytes (statement, first + 2, receipt->last_hash, HASH_BYTES);
    sqlite3_bind_int64 (statement, first + 3, (int64_t)receipt->commit_seq);
    sqlite3_bind_int64 (statement, first + 4, receipt->committed_at_us);
    sqlite3_bind_int64 (statement, first + 5, receipt->first_committed_at_us);
    sql_bind_bytes (statement, first + 6, receipt->verdicts.data, receipt->verdicts.length);
    sql_bind_bytes (statement, first + 7, receipt->signature, SIGNATURE_BYTES);
}

/*  ---------------------------------------------------------------- verdicts */

/*  What this device does not believe stays so, whatever the server says: that is only noted there.  *UNBELIEVED: of one at least of the
 *  range. */
static qcdc_status unbelieved_judged (journal_t *self, int64_t id, uint64_t first_seq, uint64_t last_seq,
                                      bool refused, bool *unbelieved, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_UNBELIEVED_JUDGED, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_int64 (statement, 2, (int64_t)first_seq);
    sqlite3_bind_int64 (statement, 3, (int64_t)last_seq);
    sqlite3_bind_int (statement, 4, refused);
    QCDC_TRY (sql_run (self, SQL_UNBELIEVED_JUDGED, statement, fault));
    *unbelieved = sqlite3_changes (self->db) > 0;
    return QCDC_OK;
}

/*  Plain acceptance is the absence of a row. */
static qcdc_status verdict_set (journal_t *self, int64_t id, const Qcdc__Verdict *verdict, int64_t given_at_us,
                                fault_t *fault)
{
    bool refused = verdict->state == QCDC__VERDICT_STATE__VERDICT_REJECTED, unbelieved = false;
    QCDC_TRY (unbelieved_judged (self, id, verdict->seq, verdict->seq, refused, &unbelieved, fault));
    if (unbelieved)
        return QCDC_OK;
    bool plain = verdict->state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED && !*verdict->code;
    sql_id which = plain ? SQL_VERDICT_DROP : SQL_VERDICT_SET;
    sqlite3_stmt *statement = sql_take (self, which, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_int64 (statement, 2, (int64_t)verdict->seq);
    if (plain)
        sqlite3_bind_int64 (statement, 3, (int64_t)verdict->seq);
    else {
        sqlite3_bind_int (statement, 3, (int)verdict->state);
        sqlite3_bind_text (statement, 4, verdict->code, -1, SQLITE_STATIC);
        sqlite3_bind_text (statement, 5, verdict->field, -1, SQLITE_STATIC);
        sqlite3_bind_text (statement, 6, verdict->message, -1, SQLITE_STATIC);
        sqlite3_bind_int64 (statement, 7, given_at_us);
        sql_bind_address (statement, 8,
                          &(address_t){verdict->repeats_origin, verdict->repeats_seq, verdict->repeats_hash});
    }
    return sql_run (self, which, statement, fault);
}

qcdc_status receipt_verdicts (const receipt_t *receipt, arena_t *arena, const Qcdc__Verdicts **verdicts,
                              fault_t *fault)
{
    qcdc_status status = verdicts_unpack (receipt->verdicts, arena, verdicts);
    return status == QCDC_OK ? QCDC_OK
                             : fault_set (fault, status, NULL, _ ("the verdicts of a receipt cannot be read"));
}

/*  Takes over what one receipt says about FIRST_SEQ … LAST_SEQ. */
static qcdc_status verdicts_take (journal_t *self, int64_t id, const receipt_t *receipt, uint64_t first_seq,
                                  uint64_t last_seq, fault_t *fault)
{
    const Qcdc__Verdicts *verdicts;
    arena_reset (self->arena);
    QCDC_TRY (receipt_verdicts (receipt, self->arena, &verdicts, fault));
    for (size_t i = 0; i < verdicts->n_items; i++) {
        const Qcdc__Verdict *verdict = verdicts->items[i];
        bool covered = verdict->seq >= receipt->first_seq && verdict->seq <= receipt->last_seq;
        if (covered && verdict->seq >= first_seq && verdict->seq <= last_seq)
            QCDC_TRY (verdict_set (self, id, verdict, receipt->committed_at_us, fault));
    }
    return QCDC_OK;
}

/*  Binds a statement of (surrogate, first, last). */
static sqlite3_stmt *take_range (journal_t *self, sql_id which, int64_t id, uint64_t first_seq, uint64_t last_seq,
                                 fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, which, fault);
    if (statement) {
        sqlite3_bind_int64 (statement, 1, id);
        sqlite3_bind_int64 (statement, 2, (int64_t)first_seq);
        sqlite3_bind_int64 (statement, 3, (int64_t)last_seq);
    }
    return statement;
}

/*  What the receipts that WHICH gives say about the range, in their order. */
static qcdc_status verdicts_take_all (journal_t *self, const journal_origin_t *origin, sql_id which,
                                      uint64_t first_seq, uint64_t last_seq, fault_t *fault)
{
    sqlite3_stmt *statement = take_range (self, which, origin->id, first_seq, last_seq, fault);
    if (!statement)
        return fault->status;
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        journal_segment_t segment;
        if (code != SQLITE_ROW)
            status = sql_fail (self, fault);
        else if (which == SQL_SEGMENT_OVER)
            status = segment_read (statement, origin->origin, &segment, fault);
        else
            status = later_read (statement, origin->origin, &segment.receipt, fault);
        if (status == QCDC_OK)
            status = verdicts_take (self, origin->id, &segment.receipt, first_seq, last_seq, fault);
    }
    sql_give (self, which, statement);
    return status;
}

/*  Makes the verdicts of a range again from every receipt held that speaks of the entries which stand there, the first ones
 *  before the later ones, and erases what is now (or still) to be erased. */
static qcdc_status verdicts_rebuild (journal_t *self, const journal_origin_t *origin, uint64_t first_seq,
                                     uint64_t last_seq, fault_t *fault)
{
    bool unbelieved = false;
    sqlite3_stmt *statement = take_range (self, SQL_VERDICT_DROP_GIVEN, origin->id, first_seq, last_seq, fault);
    if (!statement)
        return fault->status;
    QCDC_TRY (sql_run (self, SQL_VERDICT_DROP_GIVEN, statement, fault));
    QCDC_TRY (unbelieved_judged (self, origin->id, first_seq, last_seq, false, &unbelieved, fault));
    QCDC_TRY (verdicts_take_all (self, origin, SQL_SEGMENT_OVER, first_seq, last_seq, fault));
    QCDC_TRY (verdicts_take_all (self, origin, SQL_LATER_EACH, first_seq, last_seq, fault));
    QCDC_TRY (screened_judged (self, origin->id, first_seq, last_seq, fault));
    return erasures_apply (self, origin->id, first_seq, last_seq, fault);
}

/*  Staged segments may hold a text that goes now: they go whole, and come again from the server, which has erased it by then. */
qcdc_status journal_believe (journal_t *self, uint64_t id, uint64_t seq, fault_t *fault)
{
    journal_origin_t origin;
    QCDC_TRY (origin_find (self, id, &origin, fault));
    sqlite3_stmt *statement = take_range (self, SQL_VERDICT_DROP, origin.id, seq, seq, fault);
    if (!statement)
        return fault->status;
    QCDC_TRY (sql_run (self, SQL_VERDICT_DROP, statement, fault));
    QCDC_TRY (verdicts_rebuild (self, &origin, seq, seq, fault));
    return journal_unstage (self, fault);
}

/*  ---------------------------------------------------------------- receipts */

/*  Segments that began within this one are of an earlier cut of the same entries, and give way to it. */
qcdc_status journal_put_segment (journal_t *self, const journal_segment_t *segment, fault_t *fault)
{
    journal_origin_t origin;
    QCDC_TRY (origin_find (self, segment->origin, &origin, fault));
    const receipt_t *receipt = &segment->receipt;
    if (segment->first_seq < 1 || segment->last_seq < segment->first_seq || receipt->first_seq > segment->first_seq ||
        receipt->last_seq < segment->last_seq || receipt->last_seq > INT64_MAX)
        return fault_set (fault, QCDC_PROTOCOL, NULL, _ ("a receipt does not cover its entries"));
    sqlite3_stmt *statement =
        take_range (self, SQL_SEGMENT_DROP, origin.id, segment->first_seq, segment->last_seq, fault);
    QCDC_TRY (sql_run (self, SQL_SEGMENT_DROP, statement, fault));
    if (!(statement = take_range (self, SQL_SEGMENT_ADD, origin.id, segment->first_seq, segment->last_seq, fault)))
        return fault->status;
    sql_bind_bytes (statement, 4, segment->last_hash, HASH_BYTES);
    sql_bind_bytes (statement, 5, segment->signature, SIGNATURE_BYTES);
    receipt_bind (statement, 6, receipt);
    sqlite3_bind_int64 (statement, 14, segment->epoch);
    QCDC_TRY (sql_run (self, SQL_SEGMENT_ADD, statement, fault));
    if (!(statement =
              take_range (self, SQL_ENTRY_RANGE_COMMITTED, origin.id, receipt->first_seq, receipt->last_seq, fault)))
        return fault->status;
    sqlite3_bind_int64 (statement, 4, (int64_t)receipt->commit_seq);
    sqlite3_bind_int64 (statement, 5, receipt->first_committed_at_us);
    QCDC_TRY (sql_run (self, SQL_ENTRY_RANGE_COMMITTED, statement, fault));
    return verdicts_rebuild (self, &origin, receipt->first_seq, receipt->last_seq, fault);
}

/*  A receipt is known by its signature: the same one again changes nothing. */
qcdc_status journal_put_later (journal_t *self, const receipt_t *receipt, fault_t *fault)
{
    journal_origin_t origin;
    QCDC_TRY (origin_find (self, receipt->origin, &origin, fault));
    sqlite3_stmt *statement = sql_take (self, SQL_LATER_ADD, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin.id);
    receipt_bind (statement, 2, receipt);
    QCDC_TRY (sql_run (self, SQL_LATER_ADD, statement, fault));
    return verdicts_rebuild (self, &origin, receipt->first_seq, receipt->last_seq, fault);
}

/*  ---------------------------------------------------------------- reading */

qcdc_status journal_each_segment (journal_t *self, uint64_t id, uint64_t from_seq, journal_segment_fn *each,
                                  void *arg, fault_t *fault)
{
    journal_origin_t origin;
    qcdc_status status = origin_find (self, id, &origin, fault);
    if (status != QCDC_OK)
        return status;
    sqlite3_stmt *statement = sql_take (self, SQL_SEGMENT_EACH, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)from_seq);
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        journal_segment_t segment;
        status = code == SQLITE_ROW ? segment_read (statement, id, &segment, fault) : sql_fail (self, fault);
        if (status == QCDC_OK)
            status = each (&segment, arg);
    }
    sql_give (self, SQL_SEGMENT_EACH, statement);
    return status;
}

qcdc_status journal_each_later (journal_t *self, uint64_t id, uint64_t first_seq, uint64_t last_seq,
                                qcdc_status (*each) (const receipt_t *receipt, void *arg), void *arg, fault_t *fault)
{
    journal_origin_t origin;
    qcdc_status status = origin_find (self, id, &origin, fault);
    if (status != QCDC_OK)
        return status;
    sqlite3_stmt *statement = sql_take (self, SQL_LATER_EACH, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)first_seq);
    sqlite3_bind_int64 (statement, 3, last_seq > INT64_MAX ? INT64_MAX : (int64_t)last_seq);
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        receipt_t receipt;
        status = code == SQLITE_ROW ? later_read (statement, id, &receipt, fault) : sql_fail (self, fault);
        if (status == QCDC_OK)
            status = each (&receipt, arg);
    }
    sql_give (self, SQL_LATER_EACH, statement);
    return status;
}

qcdc_status journal_each_verdict (journal_t *self, bool own_only,
                                  qcdc_status (*each) (const journal_verdict_t *verdict, void *arg), void *arg,
                                  fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_VERDICT_EACH, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int (statement, 1, own_only);
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        if (code != SQLITE_ROW) {
            status = sql_fail (self, fault);
            break;
        }
        journal_verdict_t verdict = {.origin = sql_column_u64 (statement, 0),
                                     .seq = (uint64_t)sqlite3_column_int64 (statement, 1),
                                     .state = (Qcdc__VerdictState)sqlite3_column_int (statement, 2),
                                     .code = (const char *)sqlite3_column_text (statement, 3),
                                     .field = (const char *)sqlite3_column_text (statement, 4),
                                     .message = (const char *)sqlite3_column_text (statement, 5)};
        status = each (&verdict, arg);
    }
    sql_give (self, SQL_VERDICT_EACH, statement);
    return status;
}

qcdc_status journal_each_unbelieved (journal_t *self,
                                     qcdc_status (*each) (const journal_unbelieved_t *act, void *arg), void *arg,
                                     fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_UNBELIEVED_EACH, fault);
    if (!statement)
        return fault->status;
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        journal_unbelieved_t act = {.origin = sql_column_u64 (statement, 0),
                                    .seq = (uint64_t)sqlite3_column_int64 (statement, 1),
                                    .office = ""};
        if (code == SQLITE_ROW)
            snprintf (act.office, sizeof act.office, "%s", (const char *)sqlite3_column_text (statement, 2));
        status = code == SQLITE_ROW ? each (&act, arg) : sql_fail (self, fault);
    }
    sql_give (self, SQL_UNBELIEVED_EACH, statement);
    return status;
}

qcdc_status journal_each_origin (journal_t *self, journal_origin_fn *each, void *arg, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_ORIGIN_EACH, fault);
    if (!statement)
        return fault->status;
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        uint8_t sign_key[SIGN_KEY_BYTES];
        if (code != SQLITE_ROW)
            status = sql_fail (self, fault);
        else if (!sql_column_copy (statement, 1, sign_key, SIGN_KEY_BYTES))
            status = fault_set (fault, QCDC_CORRUPT, NULL, _ ("a key in the journal is damaged"));
        else
            status = each (sql_column_u64 (statement, 0), sign_key, (const char *)sqlite3_column_text (statement, 2),
                           sqlite3_column_int (statement, 3) != 0, arg);
    }
    sql_give (self, SQL_ORIGIN_EACH, statement);
    return status;
}
