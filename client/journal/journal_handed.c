/*  journal_handed.c — which entries of this journal have a text of a petition because it was handed over or taken in.
 *
 *  A hand-over has the texts that its writer saw: those of the correction that he saw last, or else of the petition itself.
 *  The server finds the same by the functions of sql/schema/051_copied_texts.sql; here it is asked for what it does not know yet. */

#include "journal/journal_handed.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "journal/journal_subject.h"

#include <stdio.h>
#include <stdlib.h>

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

qcdc_status handed_read (journal_t *self, const journal_row_t *row, handed_text_t *handed, fault_t *fault)
{
    Qcdc__Fact *fact = NULL;
    *handed = (handed_text_t){.entry = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)},
                              .text = {TEXT_OF_NONE, 0, {0, 0, 0}, 0}};
    arena_reset (self->arena);
    qcdc_status status = fact_unpack (row->entry.body, self->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return no_memory (fault);
    if (status == QCDC_OK) /* else it is of a newer program */
        copied_text_read (fact, &handed->text);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what is under one subject */

/*  One entry that has texts of the petition. */
typedef struct {
    handed_text_t handed;
    int64_t committed_at_us; /* 0: not yet */
    bool stands;
} version_t;

typedef struct {
    journal_t *journal;
    version_t *items; /* malloc'ed; in commit order */
    size_t count, size;
    fault_t *fault;
} versions_t;

static void versions_release (versions_t *self)
{
    free (self->items);
}

static qcdc_status version_add (const journal_row_t *row, void *arg)
{
    versions_t *self = arg;
    version_t version = {.committed_at_us = row->commit_seq ? row->committed_at_us : 0,
                         .stands = row->verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED};
    QCDC_TRY (handed_read (self->journal, row, &version.handed, self->fault));
    if (version.handed.text.relation == TEXT_OF_NONE)
        return QCDC_OK;
    version_t *items = memory_room (self->items, self->count, &self->size, sizeof *items);
    if (!items)
        return no_memory (self->fault);
    self->items = items;
    self->items[self->count++] = version;
    return QCDC_OK;
}

static qcdc_status versions_read (versions_t *self, journal_t *journal, const char *subject, fault_t *fault)
{
    *self = (versions_t){.journal = journal, .fault = fault};
    return subject[0] ? journal_each_of_subject (journal, subject, version_add, self, fault) : QCDC_OK;
}

/*  Whether the writer of the hand-over SENT had seen VERSION, as judging asks it. */
static bool was_seen (const version_t *version, const version_t *sent)
{
    const address_t *one = &version->handed.entry, *other = &sent->handed.entry;
    if (one->origin == other->origin)
        return one->seq < other->seq;
    return version->committed_at_us && version->committed_at_us <= sent->handed.text.seen_at_us;
}

/*  Whether TEXT, one of them, is in the hand-over SENT what OF says: the correction that was seen last, or one that was refused later; or
 *  where none was, what was received. */
static bool is_said_by (const versions_t *self, const version_t *sent, const handed_text_t *of, int text)
{
    bool corrected = false, last = false, refused = false;
    for (size_t i = 0; i < self->count; i++) {
        const version_t *version = &self->items[i];
        if (version->handed.text.relation != TEXT_CORRECTED || !(version->handed.text.texts & text) ||
            !was_seen (version, sent))
            continue;
        bool is_of = version->handed.entry.origin == of->entry.origin && version->handed.entry.seq == of->entry.seq;
        if (version->stands) {
            corrected = true;
            last = is_of;
        } else
            refused |= is_of;
    }
    return of->text.relation == TEXT_CORRECTED ? last || refused : !corrected;
}

static qcdc_status each_hand_over (journal_t *self, const handed_text_t *of, const char *subject, int texts,
                                   handed_fn *each, void *arg, fault_t *fault)
{
    versions_t versions QCDC_CLEANUP (versions_release) = {0};
    QCDC_TRY (versions_read (&versions, self, subject, fault));
    for (size_t i = 0; i < versions.count; i++) {
        const version_t *sent = &versions.items[i];
        int said = 0;
        for (int text = TEXT_TITLE; sent->handed.text.relation == TEXT_HANDED_OVER && text < TEXT_ALL; text <<= 1)
            if (texts & of->text.texts & sent->handed.text.texts & text && is_said_by (&versions, sent, of, text))
                said |= text;
        if (said)
            QCDC_TRY (each (&sent->handed.entry, said, arg, fault));
    }
    return QCDC_OK;
}

static qcdc_status each_taken_in (journal_t *self, const address_t *hand_over, int texts, handed_fn *each, void *arg,
                                  fault_t *fault)
{
    char made_of[JOURNAL_SUBJECT_BYTES];
    subject_made_of (hand_over, made_of);
    sqlite3_stmt *statement = sql_take (self, SQL_MADE_OF, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, made_of, -1, SQLITE_STATIC);
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        if (code != SQLITE_ROW) {
            status = sql_fail (self, fault);
            continue;
        }
        const address_t entry = {sql_column_u64 (statement, 0), (uint64_t)sqlite3_column_int64 (statement, 1), 0};
        status = each (&entry, texts, arg, fault);
    }
    sql_give (self, SQL_MADE_OF, statement);
    return status;
}

qcdc_status journal_each_taken_in (journal_t *self, const address_t *hand_over, handed_fn *each, void *arg,
                                   fault_t *fault)
{
    return each_taken_in (self, hand_over, TEXT_ALL, each, arg, fault);
}

qcdc_status journal_each_made_twice (journal_t *self, made_twice_fn *each, void *arg, fault_t *fault)
{
    static const char PREFIX[] = "made-of:";
    sqlite3_stmt *statement = sql_take (self, SQL_MADE_TWICE, fault);
    if (!statement)
        return fault->status;
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        char text[JOURNAL_SUBJECT_BYTES] = "";
        address_t entry = {0, 0, 0};
        if (code != SQLITE_ROW) {
            status = sql_fail (self, fault);
            continue;
        }
        snprintf (text, sizeof text, "%s", (const char *)sqlite3_column_text (statement, 0) + strlen (PREFIX));
        text[strlen (text) > 0 ? strlen (text) - 1 : 0] = '\0'; /* the colon at its end */
        if (address_parse (text, &entry.origin, &entry.seq) == QCDC_OK)
            status = each (&entry, arg, fault);
    }
    sql_give (self, SQL_MADE_TWICE, statement);
    return status;
}

qcdc_status handed_each (journal_t *self, const handed_text_t *of, const char *subject, int texts, handed_fn *each,
                         void *arg, fault_t *fault)
{
    switch (of->text.relation) {
    case TEXT_HANDED_OVER:
        return each_taken_in (self, &of->entry, texts, each, arg, fault);
    case TEXT_TAKEN_IN:
    case TEXT_RECEIVED:
    case TEXT_CORRECTED:
        return each_hand_over (self, of, subject, texts, each, arg, fault);
    default:
        return QCDC_OK;
    }
}

/*  ---------------------------------------------------------------- one address */

qcdc_status handed_between (journal_t *self, const address_t *address, bool *went, fault_t *fault)
{
    journal_row_t row;
    handed_text_t handed;
    fault_t local;
    char subject[JOURNAL_SUBJECT_BYTES];
    *went = false;
    qcdc_status status = journal_at (self, address->origin, address->seq, &row, &local);
    if (status == QCDC_NOT_FOUND)
        return QCDC_OK;
    if (status != QCDC_OK) {
        *fault = local;
        return status;
    }
    snprintf (subject, sizeof subject, "%s", row.subject);
    QCDC_TRY (handed_read (self, &row, &handed, fault));
    *went = copied_text_is_copy (&handed.text);
    if (*went || handed.text.relation == TEXT_OF_NONE)
        return QCDC_OK;
    versions_t versions QCDC_CLEANUP (versions_release) = {0};
    QCDC_TRY (versions_read (&versions, self, subject, fault));
    for (size_t i = 0; i < versions.count; i++)
        *went |= versions.items[i].handed.text.relation == TEXT_HANDED_OVER;
    return QCDC_OK;
}
