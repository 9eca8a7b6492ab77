/*  journal_subject.c — where an entry belongs: the subject under which the facts of one thing are found.
 *
 *  A fact about another entry takes over that entry's subject, so a whole history hangs together however deep it
 *  refers; while that entry is not here, the subject is its address, and moves on when it arrives. */

#include "journal/journal_subject.h"
#include "journal/journal_origin.h"
#include "journal/published.h"
#include "matters/copied_text.h"
#include "matters/petition.h"

#include "matters/matter.h"
#include "matters/reception.h"

#include <stdio.h>
#include <string.h>

/*  Writes a subject; one that does not fit (no accepted fact has such) is none. */
__attribute__ ((format (printf, 2, 3))) static void subject_print (char text[JOURNAL_SUBJECT_BYTES],
                                                                   const char *format, ...)
{
    va_list args;
    va_start (args, format);
    int length = vsnprintf (text, JOURNAL_SUBJECT_BYTES, format, args);
    va_end (args);
    if (length < 0 || (unsigned)length >= JOURNAL_SUBJECT_BYTES)
        text[0] = '\0';
}

/*  The subject that a fact would have of its own: by the key of the thing that it makes, or would replace. */
static void subject_own (const char *office, const Qcdc__Fact *fact, char text[JOURNAL_SUBJECT_BYTES])
{
    char key[MATTER_KEY_BYTES];
    const matter_t *matter = fact_key (fact, key);
    if (!matter || !matter_subject (matter, office, key, text))
        text[0] = '\0';
}

void subject_waiting (const address_t *target, char text[JOURNAL_SUBJECT_BYTES])
{
    char address[ADDRESS_TEXT_BYTES];
    subject_print (text, "entry:%s:%016llx", address_format (target->origin, target->seq, address),
                   (unsigned long long)target->hash8);
}

void subject_made_of (const address_t *source, char text[JOURNAL_SUBJECT_BYTES])
{
    char address[ADDRESS_TEXT_BYTES];
    subject_print (text, "made-of:%s:", address_format (source->origin, source->seq, address));
}

/*  That of the entry referred to; one of its own where that is not here, or another one stands at its address. */
static qcdc_status subject_of_target (journal_t *self, const address_t *target, char text[JOURNAL_SUBJECT_BYTES],
                                      fault_t *fault)
{
    subject_waiting (target, text);
    fault_t ignored;
    journal_origin_t origin;
    qcdc_status status = origin_find (self, target->origin, &origin, &ignored);
    if (status == QCDC_NOT_FOUND)
        return QCDC_OK;
    if (status != QCDC_OK) {
        *fault = ignored;
        return status;
    }
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_FIND, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, origin.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)target->seq);
    int code = sqlite3_step (statement);
    uint8_t hash[HASH_BYTES];
    if (code == SQLITE_ROW && sql_column_copy (statement, 0, hash, HASH_BYTES)) {
        if (target->hash8 == 0 || target->hash8 == hash_prefix (hash))
            subject_print (text, "%s", (const char *)sqlite3_column_text (statement, 1));
    } else if (code != SQLITE_DONE)
        status = sql_fail (self, fault);
    sql_give (self, SQL_ENTRY_FIND, statement);
    return status;
}

qcdc_status subject_of (journal_t *self, const char *office, bytes_t body, journal_subject_t *subject, fault_t *fault)
{
    memset (subject, 0, sizeof *subject);
    Qcdc__Fact *fact = NULL;
    arena_reset (self->arena);
    qcdc_status status = fact_unpack (body, self->arena, &fact);
    /* What a newer program wrote is kept all the same; it belongs to nothing that this one can show. */
    if (status != QCDC_OK)
        return status == QCDC_NO_MEMORY ? fault_set (fault, status, NULL, "%s", status_text (status)) : QCDC_OK;
    subject->denounces = petition_denounces (fact) || reception_denounces (fact);
    if (fact->was) {
        subject->was = (address_t){fact->was->origin, fact->was->seq, hash_prefix (fact->was->hash.data)};
        subject_waiting (&subject->was, subject->first);
    }
    copied_text_t copied;
    copied_text_read (fact, &copied);
    if (copied.relation == TEXT_TAKEN_IN)
        subject_made_of (&copied.of, subject->source);
    const fact_kind_t *kind = fact_kind (fact);
    if (kind && kind->effect == FACT_CREATES)
        subject_own (office, fact, subject->text);
    else if (kind && kind->effect == FACT_REMEMBERS) {
        if (!remembered_subject (kind, office, subject->text))
            subject->text[0] = '\0';
    } else if (fact_target (fact, &subject->target)) {
        status = subject_of_target (self, &subject->target, subject->text, fault);
        subject_own (office, fact, subject->alias);
        if (strcmp (subject->alias, subject->text) == 0)
            subject->alias[0] = '\0';
        subject->erases = fact_erases (fact);
        subject->took_out = fact_took_out (fact);
    } else if (fact_publishes (fact))
        subject_print (subject->text, "%s", PUBLISHED_SUBJECT);
    return status;
}
