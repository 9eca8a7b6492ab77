/*  journal_write.c — what changes the journal's entries: appending own facts, taking in others', taking out what gives way.
 *
 *  Whatever goes with an entry goes when it does: its verdict, its subject, the erasure it stands for, and what was said of
 *  it later.  Own entries with a receipt are never taken out. */

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "facts/kind.h"
#include "journal/journal_erase.h"
#include "journal/journal_origin.h"
#include "journal/journal_screened.h"
#include "journal/journal_staged.h"
#include "journal/journal_subject.h"

#include <stdio.h>
#include <string.h>

static qcdc_status alias_add (journal_t *self, const char *from, const char *to, int64_t id, uint64_t seq,
                              fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_ALIAS_ADD, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, from, -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 2, to, -1, SQLITE_STATIC);
    sqlite3_bind_int64 (statement, 3, id);
    sqlite3_bind_int64 (statement, 4, (int64_t)seq);
    return sql_run (self, SQL_ALIAS_ADD, statement, fault);
}

static qcdc_status erasure_add (journal_t *self, const address_t *target, int64_t id, uint64_t seq, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_ERASED_ADD, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_int64 (statement, 2, (int64_t)seq);
    sql_bind_u64 (statement, 3, target->origin);
    sqlite3_bind_int64 (statement, 4, (int64_t)target->seq);
    sql_bind_u64 (statement, 5, target->hash8);
    return sql_run (self, SQL_ERASED_ADD, statement, fault);
}

/*  The province erases any text, this device what it took out of its own journal. */
static bool erases (const journal_t *self, const journal_origin_t *origin, const journal_subject_t *subject)
{
    return subject->erases || (subject->took_out && origin->own && subject->target.origin == self->own);
}

/*  One row of table entry, with what goes with it: the other subject and the erasure it stands for. */
static qcdc_status entry_insert (journal_t *self, const journal_origin_t *origin, const entry_t *entry,
                                 const uint8_t hash[HASH_BYTES], const journal_subject_t *subject, int64_t commit_seq,
                                 int64_t committed_at_us, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_ADD, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin->id);
    sqlite3_bind_int64 (statement, 2, (int64_t)entry->seq);
    sqlite3_bind_int64 (statement, 3, entry->written_at_us);
    sql_bind_bytes (statement, 4, entry->body.data, entry->body.length);
    sql_bind_bytes (statement, 5, entry->annex.data, entry->annex.length);
    sql_bind_bytes (statement, 6, entry->annex_hash.data, entry->annex_hash.length);
    sql_bind_bytes (statement, 7, hash, HASH_BYTES);
    sqlite3_bind_text (statement, 8, subject->text, -1, SQLITE_STATIC);
    sqlite3_bind_int64 (statement, 9, commit_seq);
    sqlite3_bind_int64 (statement, 10, committed_at_us);
    QCDC_TRY (sql_run (self, SQL_ENTRY_ADD, statement, fault));
    if (subject->alias[0])
        QCDC_TRY (alias_add (self, subject->alias, subject->text, origin->id, entry->seq, fault));
    /* What is about a first copy that is not here is about the fact filed again. */
    if (subject->first[0])
        QCDC_TRY (alias_add (self, subject->first, subject->text, origin->id, entry->seq, fault));
    if (subject->source[0])
        QCDC_TRY (alias_add (self, subject->source, subject->text, origin->id, entry->seq, fault));
    QCDC_TRY (screened_mark (self, subject->text, subject->denounces, fault));
    return erases (self, origin, subject) ? erasure_add (self, &subject->target, origin->id, entry->seq, fault)
                                          : QCDC_OK;
}

/*  ---------------------------------------------------------------- own facts */

/*  The head is read once and then carried along: an import appends thousands of entries. */
static qcdc_status head_ensure (journal_t *self, fault_t *fault)
{
    if (self->head_known)
        return QCDC_OK;
    qcdc_status status = journal_head (self, self->own, &self->head_seq, self->head_hash, fault);
    self->head_known = status == QCDC_OK;
    return status;
}

/*  Written at the head, by the clock of this machine; the server's clock decides about time. */
qcdc_status journal_append (journal_t *self, bytes_t body, bytes_t annex, address_t *address, fault_t *fault)
{
    journal_origin_t origin;
    journal_subject_t subject;
    uint8_t hash[HASH_BYTES], annex_hash[HASH_BYTES];
    erasure_reach erased = REACH_NONE; /* in another copy of the fact */
    QCDC_TRY (origin_find (self, self->own, &origin, fault));
    QCDC_TRY (head_ensure (self, fault));
    entry_t entry = {
        .origin = self->own, .seq = self->head_seq + 1, .written_at_us = moment_now (), .body = body, .annex = annex};
    qcdc_status status = entry_check (&entry);
    if (status == QCDC_BAD_DATE) {
        char now[MOMENT_TEXT_BYTES];
        fault_set (fault, QCDC_CLOCK, NULL, _ ("this computer's clock says %s"),
                   moment_format_people (entry.written_at_us, now));
        fault_advise (fault, "%s", _ ("put it right; nothing was entered"));
        return QCDC_CLOCK;
    }
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    QCDC_TRY (subject_of (self, origin.office, body, &subject, fault));
    entry_hash (&entry, self->head_hash, hash);
    address_t here = {entry.origin, entry.seq, hash_prefix (hash)};
    if (annex.length)
        QCDC_TRY (annex_forbidden (self, &here, subject.text, body, &erased, fault));
    if (erased != REACH_NONE)
        annex_strip (&entry, annex_hash);
    self->head_known = false; /* until all of it is in */
    QCDC_TRY (entry_insert (self, &origin, &entry, hash, &subject, 0, 0, fault));
    if (erases (self, &origin, &subject))
        QCDC_TRY (erasure_carry_out (self, origin.id, entry.seq, fault));
    self->head_known = true;
    self->head_seq = entry.seq;
    memcpy (self->head_hash, hash, HASH_BYTES);
    if (address)
        *address = here;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- entries as they came */

typedef struct {
    bool there;
    bool same; /* of the same hash */
    bool has_annex;
} found_t;

/*  What stands at the address already. */
static qcdc_status entry_look (journal_t *self, int64_t id, uint64_t seq, const uint8_t hash[HASH_BYTES],
                               found_t *found, fault_t *fault)
{
    *found = (found_t){0};
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_FIND, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_int64 (statement, 2, (int64_t)seq);
    int code = sqlite3_step (statement);
    qcdc_status status = QCDC_OK;
    if (code == SQLITE_ROW) {
        bytes_t held = sql_column_bytes (statement, 0);
        found->there = true;
        found->same = held.length == HASH_BYTES && memcmp (held.data, hash, HASH_BYTES) == 0;
        found->has_annex = sqlite3_column_int64 (statement, 2) > 0;
    } else if (code != SQLITE_DONE)
        status = sql_fail (self, fault);
    sql_give (self, SQL_ENTRY_FIND, statement);
    return status;
}

/*  Runs a statement of (surrogate, seq [, seq]). */
static qcdc_status run_at (journal_t *self, sql_id id, int64_t origin, uint64_t first, uint64_t last, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, id, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin);
    sqlite3_bind_int64 (statement, 2, (int64_t)first);
    if (sqlite3_bind_parameter_count (statement) > 2)
        sqlite3_bind_int64 (statement, 3, (int64_t)last);
    return sql_run (self, id, statement, fault);
}

/*  What waited for this entry (or for whatever stands at its address: hash8 0) follows it to its subject. */
static qcdc_status waiting_move (journal_t *self, const address_t *entry, const char *subject, fault_t *fault)
{
    static const sql_id MOVES[] = {SQL_ENTRY_SUBJECT_MOVE, SQL_ALIAS_MOVE, SQL_SCREENED_MOVE};
    char waiting[JOURNAL_SUBJECT_BYTES];
    subject_waiting (entry, waiting);
    for (size_t i = 0; i < sizeof MOVES / sizeof *MOVES; i++) {
        sqlite3_stmt *statement = sql_take (self, MOVES[i], fault);
        if (!statement)
            return fault->status;
        sqlite3_bind_text (statement, 1, waiting, -1, SQLITE_STATIC);
        sqlite3_bind_text (statement, 2, subject, -1, SQLITE_STATIC);
        qcdc_status status = sql_run (self, MOVES[i], statement, fault);
        if (status != QCDC_OK)
            return status;
    }
    return QCDC_OK;
}

static qcdc_status annex_take (journal_t *self, int64_t id, const entry_t *entry, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_ANNEX_SET, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_int64 (statement, 2, (int64_t)entry->seq);
    sql_bind_bytes (statement, 3, entry->annex.data, entry->annex.length);
    sql_bind_bytes (statement, 4, NULL, 0);
    return sql_run (self, SQL_ENTRY_ANNEX_SET, statement, fault);
}

/*  The same entry again: it may bring its place in the commit order, and a text that was lost here. */
static qcdc_status entry_refresh (journal_t *self, int64_t id, const entry_t *entry, bool takes_annex,
                                  int64_t commit_seq, int64_t committed_at_us, fault_t *fault)
{
    if (commit_seq) {
        sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_COMMITTED, fault);
        if (!statement)
            return fault->status;
        sqlite3_bind_int64 (statement, 1, id);
        sqlite3_bind_int64 (statement, 2, (int64_t)entry->seq);
        sqlite3_bind_int64 (statement, 3, commit_seq);
        sqlite3_bind_int64 (statement, 4, committed_at_us);
        QCDC_TRY (sql_run (self, SQL_ENTRY_COMMITTED, statement, fault));
    }
    return takes_annex ? annex_take (self, id, entry, fault) : QCDC_OK;
}

/*  Another entry stands at that address: its verdict, its number, its erasure and what was said of it later go with it. */
static qcdc_status entry_forget (journal_t *self, int64_t id, uint64_t seq, fault_t *fault)
{
    QCDC_TRY (run_at (self, SQL_VERDICT_DROP, id, seq, seq, fault));
    QCDC_TRY (run_at (self, SQL_ALIAS_DROP, id, seq, seq, fault));
    QCDC_TRY (run_at (self, SQL_ERASED_DROP, id, seq, seq, fault));
    QCDC_TRY (run_at (self, SQL_REACHED_DROP, id, seq, seq, fault));
    QCDC_TRY (run_at (self, SQL_LATER_DROP, id, seq, seq, fault));
    return journal_mark_traces (self, fault);
}

/*  A verdict of this device's own: no server gave one at that time. */
static qcdc_status unbelieved_set (journal_t *self, int64_t id, uint64_t seq, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_VERDICT_SET, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_int64 (statement, 2, (int64_t)seq);
    sqlite3_bind_int (statement, 3, QCDC__VERDICT_STATE__VERDICT_REJECTED);
    sqlite3_bind_text (statement, 4, status_code (QCDC_UNVOUCHED), -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 5, "", -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 6, "", -1, SQLITE_STATIC);
    sqlite3_bind_int64 (statement, 7, 0);
    sql_bind_address (statement, 8, &(address_t){0, 0, 0});
    return sql_run (self, SQL_VERDICT_SET, statement, fault);
}

/*  Whatever the order in which entries come, the end is the same: the one with this hash, its subject, and its
 *  text unless that was erased. */
static qcdc_status entry_put (journal_t *self, const entry_t *given, const uint8_t hash[HASH_BYTES],
                              int64_t commit_seq, int64_t committed_at_us, bool believed, fault_t *fault)
{
    entry_t entry = *given;
    uint8_t annex_hash[HASH_BYTES];
    journal_origin_t origin;
    journal_subject_t subject;
    found_t found;
    erasure_reach erased = REACH_NONE;
    address_t address = {entry.origin, entry.seq, hash_prefix (hash)};
    qcdc_status status = entry_check (&entry);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    QCDC_TRY (origin_find (self, entry.origin, &origin, fault));
    QCDC_TRY (entry_look (self, origin.id, entry.seq, hash, &found, fault));
    QCDC_TRY (subject_of (self, origin.office, entry.body, &subject, fault));
    QCDC_TRY (annex_forbidden (self, &address, subject.text, entry.body, &erased, fault));
    if (erased != REACH_NONE && entry.annex.length)
        annex_strip (&entry, annex_hash);
    if (found.same)
        return entry_refresh (self, origin.id, &entry, !found.has_annex && entry.annex.length, commit_seq,
                              committed_at_us, fault);
    if (origin.own)
        self->head_known = false;
    if (found.there)
        QCDC_TRY (entry_forget (self, origin.id, entry.seq, fault));
    QCDC_TRY (entry_insert (self, &origin, &entry, hash, &subject, commit_seq, committed_at_us, fault));
    if (!believed)
        QCDC_TRY (unbelieved_set (self, origin.id, entry.seq, fault));
    QCDC_TRY (waiting_move (self, &address, subject.text, fault));
    QCDC_TRY (waiting_move (self, &(address_t){address.origin, address.seq, 0}, subject.text, fault));
    /* An act comes with its place in the commit order and is accepted; what comes in a segment waits for its
     * verdict. */
    if (commit_seq && believed && erases (self, &origin, &subject))
        QCDC_TRY (erasure_carry_out (self, origin.id, entry.seq, fault));
    return erased != REACH_NONE ? copies_drop (self, &address, erased, fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- what an older program could not place */

/*  What the province says has an effect only where its device is vouched for, which an older program did not ask of what it did not know: it is
 *  placed as not believed, and the next synchronisation asks (belief_renew). */
static qcdc_status stray_place (journal_t *self, const address_t *at, fault_t *fault)
{
    journal_origin_t origin;
    journal_row_t row;
    journal_subject_t subject;
    Qcdc__Fact *fact = NULL;
    QCDC_TRY (origin_find (self, at->origin, &origin, fault));
    QCDC_TRY (journal_at (self, at->origin, at->seq, &row, fault));
    address_t address = {at->origin, at->seq, hash_prefix (row.hash)};
    QCDC_TRY (subject_of (self, origin.office, row.entry.body, &subject, fault));
    arena_reset (self->arena);
    if (!subject.text[0] || fact_unpack (row.entry.body, self->arena, &fact) != QCDC_OK)
        return QCDC_OK;
    bool asked = (fact_is_provincial (fact) || fact_is_sworn (fact)) && !origin.own;
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_STRAY_PLACE, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)at->seq);
    sqlite3_bind_text (statement, 3, subject.text, -1, SQLITE_STATIC);
    QCDC_TRY (sql_run (self, SQL_ENTRY_STRAY_PLACE, statement, fault));
    if (asked) {
        QCDC_TRY (unbelieved_set (self, origin.id, at->seq, fault));
        QCDC_TRY (journal_set (self, "belief_asked", "", fault));
    }
    const char *const others[] = {subject.alias, subject.first, subject.source};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i][0])
            QCDC_TRY (alias_add (self, others[i], subject.text, origin.id, at->seq, fault));
    QCDC_TRY (waiting_move (self, &address, subject.text, fault));
    return waiting_move (self, &(address_t){address.origin, address.seq, 0}, subject.text, fault);
}

static qcdc_status strays_find (journal_t *self, address_t **strays, size_t *count, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_STRAY, fault);
    size_t size = 0;
    int code;
    if (!statement)
        return fault->status;
    while ((code = sqlite3_step (statement)) == SQLITE_ROW) {
        address_t *all = memory_room (*strays, *count, &size, sizeof *all);
        if (!all) {
            sql_give (self, SQL_ENTRY_STRAY, statement);
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        }
        *strays = all;
        all[(*count)++] =
            (address_t){sql_column_u64 (statement, 0), (uint64_t)sqlite3_column_int64 (statement, 1), 0};
    }
    qcdc_status status = code == SQLITE_DONE ? QCDC_OK : sql_fail (self, fault);
    sql_give (self, SQL_ENTRY_STRAY, statement);
    return status;
}

qcdc_status journal_learn (journal_t *self, fault_t *fault)
{
    char *kinds QCDC_CLEANUP (journal_free_value) = NULL, known[40];
    address_t *strays QCDC_CLEANUP (memory_free) = NULL;
    size_t count = 0;
    /* Behind the number: what the province says is placed, too, which programs did not do that knew as many kinds. */
    snprintf (known, sizeof known, "%zu province", fact_kind_count ());
    QCDC_TRY (journal_get (self, "kinds_known", &kinds, fault));
    if (strcmp (kinds, known) == 0)
        return QCDC_OK;
    QCDC_TRY (strays_find (self, &strays, &count, fault));
    QCDC_TRY (journal_begin (self, fault));
    for (size_t i = 0; i < count; i++)
        QCDC_TRY (stray_place (self, &strays[i], fault));
    QCDC_TRY (journal_set (self, "kinds_known", known, fault));
    return journal_commit (self, fault);
}

qcdc_status journal_put (journal_t *self, const entry_t *entry, const uint8_t hash[HASH_BYTES], int64_t commit_seq,
                         int64_t committed_at_us, fault_t *fault)
{
    return entry_put (self, entry, hash, commit_seq, committed_at_us, true, fault);
}

qcdc_status journal_put_unbelieved (journal_t *self, const entry_t *entry, const uint8_t hash[HASH_BYTES],
                                    int64_t commit_seq, int64_t committed_at_us, fault_t *fault)
{
    return entry_put (self, entry, hash, commit_seq, committed_at_us, false, fault);
}

qcdc_status journal_cut (journal_t *self, uint64_t id, uint64_t first_seq, fault_t *fault)
{
    static const sql_id CUTS[] = {SQL_ENTRY_CUT, SQL_ALIAS_CUT, SQL_ERASED_CUT, SQL_REACHED_CUT, SQL_LATER_CUT};
    journal_origin_t origin;
    uint64_t receipted;
    uint8_t hash[HASH_BYTES];
    QCDC_TRY (origin_find (self, id, &origin, fault));
    QCDC_TRY (journal_receipted (self, id, &receipted, hash, fault));
    if (receipted >= first_seq)
        return fault_set (fault, QCDC_FORK, NULL,
                          _ ("entry %llu has a receipt and cannot be taken out of the journal"),
                          (unsigned long long)first_seq);
    self->head_known = false;
    for (size_t i = 0; i < sizeof CUTS / sizeof *CUTS; i++)
        QCDC_TRY (run_at (self, CUTS[i], origin.id, first_seq, 0, fault));
    QCDC_TRY (run_at (self, SQL_VERDICT_DROP, origin.id, first_seq, INT64_MAX, fault));
    /* Their texts may be filed again, or be of a fact that was erased in another copy: then not even those stay. */
    return journal_mark_traces (self, fault);
}

qcdc_status journal_forget (journal_t *self, uint64_t id, uint64_t first_seq, fault_t *fault)
{
    journal_origin_t origin;
    QCDC_TRY (origin_find (self, id, &origin, fault));
    if (origin.own)
        return fault_set (fault, QCDC_FORK, NULL,
                          _ ("entry %llu has a receipt and cannot be taken out of the journal"),
                          (unsigned long long)first_seq);
    QCDC_TRY (run_at (self, SQL_SEGMENT_CUT, origin.id, first_seq, 0, fault));
    return journal_cut (self, id, first_seq, fault);
}
