/*  journal_erase.c — texts that the province has erased, or this device before it sent them: out of the journal, and never into it
 *  again.
 *
 *  An erasure names one address.  The same text stands wherever the same fact was filed: where it was filed again
 *  (`was`), in second copies, as two devices of an office make them of one register, and in what a petition was handed over and taken in
 *  with (journal_handed.c).  It goes from all of them.
 *  What a device took out itself goes from its own entries alone: of others' copies, and of what had left all the same, the
 *  province decides.  Nothing but an erasure that is held decides: an entry that comes without its text says nothing about its copies. */

#include "journal/journal_erase.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "facts/saying.h"
#include "journal/journal_handed.h"
#include "journal/journal_origin.h"
#include "journal/journal_staged.h"
#include "journal/journal_subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- what one fact says */

/*  What is compared between two facts of one subject. */
typedef struct {
    const fact_kind_t
        *says; /* of the fact, or of what a correction puts in its place; NULL for what is never a copy */
    bool corrected;
    bool alias;  /* the server said so */
    bool stands; /* accepted, or alias */
    uint8_t content[CONTENT_BYTES];
    address_t was; /* seq 0 if none */
} likeness_t;

static qcdc_status likeness_read (journal_t *self, bytes_t body, int verdict, likeness_t *likeness, fault_t *fault)
{
    Qcdc__Fact *fact = NULL;
    *likeness = (likeness_t){.alias = verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS,
                             .stands = verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED ||
                                       verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS};
    arena_reset (self->arena);
    qcdc_status status = fact_unpack (body, self->arena, &fact);
    if (status == QCDC_OK && fact->was)
        likeness->was = (address_t){fact->was->origin, fact->was->seq, hash_prefix (fact->was->hash.data)};
    if (status == QCDC_OK) {
        likeness->corrected = fact_kind (fact)->effect == FACT_CORRECTS;
        status = fact_saying (fact, body, &likeness->says, likeness->content);
    }
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    if (status != QCDC_OK)
        likeness->says = NULL; /* of a newer program: kept, and compared with nothing */
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- all copies of one text */

/*  From an erased entry to the texts that go with it, or from an entry back to whatever may have erased its text. */
typedef enum { TO_TEXTS, TO_ERASURES } direction_t;

typedef struct {
    address_t address; /* hash8 0: whatever stands there */
    bool leaf;         /* not to be compared further */
    int texts;         /* of a petition: which of them, TEXT_TITLE … */
} text_copy_t;

/*  What stands under a subject was held against this: of many copies each says the same. */
typedef struct {
    char subject[JOURNAL_SUBJECT_BYTES];
    likeness_t likeness;
    int texts;
} compared_t;

typedef struct {
    journal_t *journal;
    direction_t direction;
    text_copy_t *items; /* malloc'ed */
    size_t count, size;
    compared_t *compared; /* malloc'ed */
    size_t compared_count, compared_size;
} copies_t;

/*  Whether OTHER is a copy of LIKENESS.  The server calls a fact an alias that repeats what holds its place, however that
 *  was corrected in between.  A correction has a text of its own, which only the same fact filed again as an alias
 *  repeats: what it has mended is not its copy. */
static bool is_copy (direction_t direction, const likeness_t *likeness, const likeness_t *other)
{
    if (!likeness->says || likeness->says != other->says)
        return false;
    bool equal = memcmp (likeness->content, other->content, CONTENT_BYTES) == 0;
    if (!likeness->corrected && !other->corrected)
        return equal || (likeness->says->effect != FACT_STEPS && likeness->stands && other->stands &&
                         (likeness->alias || other->alias));
    if (likeness->corrected && other->corrected)
        return false;
    return equal && (direction == TO_TEXTS ? likeness->corrected && other->alias : likeness->alias);
}

/*  One that is there already is added once more for texts that it was not there for: it is to be followed by them, too. */
static qcdc_status copies_add (copies_t *self, const address_t *address, bool leaf, int texts, fault_t *fault)
{
    for (size_t i = 0; i < self->count; i++) {
        address_t *held = &self->items[i].address;
        if (held->origin == address->origin && held->seq == address->seq &&
            (held->hash8 == address->hash8 || !held->hash8 || !address->hash8)) {
            if (!held->hash8)
                held->hash8 = address->hash8;
            texts &= ~self->items[i].texts;
            if (!texts)
                return QCDC_OK;
        }
    }
    if (self->count == self->size) {
        size_t size = self->size ? 2 * self->size : 8;
        text_copy_t *items = realloc (self->items, size * sizeof *items);
        if (!items)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        self->items = items;
        self->size = size;
    }
    self->items[self->count++] = (text_copy_t){*address, leaf, texts};
    return QCDC_OK;
}

/*  Reads a row of origin, seq, hash, body, verdict. */
static qcdc_status row_read (journal_t *self, sqlite3_stmt *statement, address_t *address, likeness_t *likeness,
                             fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    if (!sql_column_copy (statement, 2, hash, HASH_BYTES))
        return fault_set (fault, QCDC_CORRUPT, NULL, _ ("a hash in the journal is damaged"));
    *address =
        (address_t){sql_column_u64 (statement, 0), (uint64_t)sqlite3_column_int64 (statement, 1), hash_prefix (hash)};
    return likeness_read (self, sql_column_bytes (statement, 3), sqlite3_column_int (statement, 4), likeness, fault);
}

/*  What is looked for among the rows of a statement. */
typedef struct {
    const address_t *first;     /* facts that were filed again from there; or NULL, and */
    const likeness_t *likeness; /* copies of that */
    int texts;                  /* which texts of it */
} wanted_t;

static bool is_wanted (direction_t direction, const wanted_t *wanted, const likeness_t *found)
{
    const address_t *first = wanted->first;
    if (!first)
        return is_copy (direction, wanted->likeness, found);
    /* Of another branch that stood there once it is no copy. */
    return found->was.origin == first->origin && found->was.seq == first->seq &&
           (!first->hash8 || found->was.hash8 == first->hash8);
}

/*  Adds every row of WHICH, a statement of (text), that is wanted. */
static qcdc_status add_wanted (copies_t *self, sql_id which, const char *text, const wanted_t *wanted, fault_t *fault)
{
    journal_t *journal = self->journal;
    sqlite3_stmt *statement = sql_take (journal, which, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_text (statement, 1, text, -1, SQLITE_STATIC);
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        address_t address;
        likeness_t found;
        if (code != SQLITE_ROW)
            status = sql_fail (journal, fault);
        else
            status = row_read (journal, statement, &address, &found, fault);
        bool leaf = wanted->likeness && (wanted->likeness->corrected || found.corrected);
        if (status == QCDC_OK && is_wanted (self->direction, wanted, &found))
            status = copies_add (self, &address, leaf, wanted->texts, fault);
    }
    sql_give (journal, which, statement);
    return status;
}

/*  Every fact that was filed again from that address. */
static qcdc_status add_refiled (copies_t *self, address_t first, int texts, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES], subject[ADDRESS_TEXT_BYTES + sizeof "entry::"];
    snprintf (subject, sizeof subject, "entry:%s:", address_format (first.origin, first.seq, address));
    return add_wanted (self, SQL_COPIES_OF, subject, &(wanted_t){&first, NULL, texts}, fault);
}

static bool is_like (const likeness_t *one, const likeness_t *other)
{
    return one->says == other->says && one->corrected == other->corrected && one->alias == other->alias &&
           one->stands == other->stands && memcmp (one->content, other->content, CONTENT_BYTES) == 0;
}

/*  *KNOWN: what stands under SUBJECT was held against something that is LIKENESS to any copy; it is remembered. */
static qcdc_status compared_before (copies_t *self, const char *subject, const likeness_t *likeness, int texts,
                                    bool *known, fault_t *fault)
{
    *known = true;
    for (size_t i = 0; i < self->compared_count; i++) {
        const compared_t *held = &self->compared[i];
        if (!(texts & ~held->texts) && strcmp (held->subject, subject) == 0 && is_like (&held->likeness, likeness))
            return QCDC_OK;
    }
    *known = false;
    compared_t *grown =
        memory_room (self->compared, self->compared_count, &self->compared_size, sizeof *self->compared);
    if (!grown)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    self->compared = grown;
    compared_t *made = &grown[self->compared_count++];
    snprintf (made->subject, sizeof made->subject, "%s", subject);
    made->likeness = *likeness;
    made->texts = texts;
    return QCDC_OK;
}

/*  What stands under SUBJECT, by whatever number, and is a copy of LIKENESS. */
static qcdc_status add_same (copies_t *self, const char *subject, const likeness_t *likeness, int texts,
                             fault_t *fault)
{
    bool known = !likeness->says || !subject[0];
    if (!known)
        QCDC_TRY (compared_before (self, subject, likeness, texts, &known, fault));
    if (known)
        return QCDC_OK;
    return add_wanted (self, SQL_SAME_SUBJECT, subject, &(wanted_t){NULL, likeness, texts}, fault);
}

static qcdc_status add_handed (const address_t *entry, int texts, void *arg, fault_t *fault)
{
    return copies_add (arg, entry, false, texts, fault);
}

/*  Adds what item I leads to. */
static qcdc_status copies_follow (copies_t *self, size_t i, fault_t *fault)
{
    journal_row_t row;
    likeness_t likeness;
    handed_text_t handed;
    char subject[JOURNAL_SUBJECT_BYTES];
    fault_t local;
    text_copy_t item = self->items[i];
    QCDC_TRY (add_refiled (self, item.address, item.texts, fault));
    qcdc_status status = journal_at (self->journal, item.address.origin, item.address.seq, &row, &local);
    if (status == QCDC_NOT_FOUND)
        return QCDC_OK;
    if (status != QCDC_OK) {
        *fault = local;
        return status;
    }
    if (item.address.hash8 && item.address.hash8 != hash_prefix (row.hash))
        return QCDC_OK;
    snprintf (subject, sizeof subject, "%s", row.subject);
    QCDC_TRY (handed_read (self->journal, &row, &handed, fault));
    QCDC_TRY (likeness_read (self->journal, row.entry.body, (int)row.verdict, &likeness, fault));
    if (likeness.was.seq)
        QCDC_TRY (copies_add (self, &likeness.was, item.leaf, item.texts, fault));
    /* The other way round nothing is asked: what is written here is made of what is shown here. */
    if (self->direction == TO_TEXTS)
        QCDC_TRY (handed_each (self->journal, &handed, subject, item.texts, add_handed, self, fault));
    return item.leaf ? QCDC_OK : add_same (self, subject, &likeness, item.texts, fault);
}

/*  All that the items lead to, and what that leads to. */
static qcdc_status copies_find (copies_t *self, fault_t *fault)
{
    for (size_t i = 0; i < self->count; i++)
        QCDC_TRY (copies_follow (self, i, fault));
    return QCDC_OK;
}

static void copies_release (copies_t *self)
{
    free (self->compared);
    free (self->items);
}

/*  ---------------------------------------------------------------- dropping */

/*  Replaces the annex at one address by its hash, if HASH8 names that entry.  The province may know an address
 *  without the entry: its hash is then 0 and stands for whatever is there. */
static qcdc_status annex_drop (journal_t *self, uint64_t origin, uint64_t seq, uint64_t hash8, fault_t *fault)
{
    journal_origin_t found;
    bool held;
    QCDC_TRY (origin_look (self, origin, &found, &held, fault));
    if (!held)
        return QCDC_OK; /* nothing of it is here; journal_put asks when it comes */
    sqlite3_stmt *statement = sql_take (self, SQL_ENTRY_ANNEX, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, found.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)seq);
    int code = sqlite3_step (statement);
    uint8_t hash[HASH_BYTES], annex_hash[HASH_BYTES];
    bool drops = false;
    qcdc_status status = QCDC_OK;
    if (code == SQLITE_ROW && sql_column_copy (statement, 0, hash, HASH_BYTES) &&
        (hash8 == 0 || hash_prefix (hash) == hash8)) {
        bytes_t annex = sql_column_bytes (statement, 1);
        drops = annex.length > 0;
        if (drops)
            hash_bytes (annex.data, annex.length, annex_hash);
    } else if (code != SQLITE_ROW && code != SQLITE_DONE)
        status = sql_fail (self, fault);
    sql_give (self, SQL_ENTRY_ANNEX, statement);
    if (status != QCDC_OK || !drops)
        return status;
    if (!(statement = sql_take (self, SQL_ENTRY_ANNEX_SET, fault)))
        return fault->status;
    sqlite3_bind_int64 (statement, 1, found.id);
    sqlite3_bind_int64 (statement, 2, (int64_t)seq);
    sql_bind_bytes (statement, 3, NULL, 0);
    sql_bind_bytes (statement, 4, annex_hash, HASH_BYTES);
    QCDC_TRY (sql_run (self, SQL_ENTRY_ANNEX_SET, statement, fault));
    return journal_mark_traces (self, fault);
}

qcdc_status annex_take_out (journal_t *self, const address_t *address, fault_t *fault)
{
    return annex_drop (self, address->origin, address->seq, address->hash8, fault);
}

static qcdc_status texts_drop (journal_t *self, const address_t *address, int texts, erasure_reach reach,
                               fault_t *fault)
{
    copies_t copies QCDC_CLEANUP (copies_release) = {.journal = self, .direction = TO_TEXTS};
    QCDC_TRY (copies_add (&copies, address, false, texts, fault));
    QCDC_TRY (copies_find (&copies, fault));
    for (size_t i = 0; i < copies.count; i++) {
        const address_t *copy = &copies.items[i].address;
        if (reach == REACH_ALL || copy->origin == self->own)
            QCDC_TRY (annex_drop (self, copy->origin, copy->seq, copy->hash8, fault));
    }
    return QCDC_OK;
}

qcdc_status copies_drop (journal_t *self, const address_t *address, erasure_reach reach, fault_t *fault)
{
    return texts_drop (self, address, TEXT_ALL, reach, fault);
}

/*  How far the erasure reaches that BODY says. */
static qcdc_status reach_of (journal_t *self, bytes_t body, erasure_reach *reach, fault_t *fault)
{
    Qcdc__Fact *fact = NULL;
    *reach = REACH_NONE;
    arena_reset (self->arena);
    qcdc_status status = fact_unpack (body, self->arena, &fact);
    if (status == QCDC_OK)
        *reach = fact_erases (fact) ? REACH_ALL : REACH_OWN;
    return status == QCDC_NO_MEMORY ? fault_set (fault, status, NULL, "%s", _ (status_text (status))) : QCDC_OK;
}

/*  The erasures of what stands at ADDRESS that are held and that no verdict refuses: raises REACH to the farthest. */
static qcdc_status erasure_held (journal_t *self, const address_t *address, erasure_reach *reach, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_ERASED_OF, fault);
    if (!statement)
        return fault->status;
    sql_bind_u64 (statement, 1, address->origin);
    sqlite3_bind_int64 (statement, 2, (int64_t)address->seq);
    sql_bind_u64 (statement, 3, address->hash8);
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && *reach != REACH_ALL && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        erasure_reach found = REACH_NONE;
        status = code == SQLITE_ROW ? reach_of (self, sql_column_bytes (statement, 0), &found, fault)
                                    : sql_fail (self, fault);
        if (found > *reach)
            *reach = found;
    }
    sql_give (self, SQL_ERASED_OF, statement);
    return status;
}

/*  Whether one of the copies was erased, and that erasure reaches an entry of ORIGIN. */
static qcdc_status copies_erased (const copies_t *self, uint64_t origin, erasure_reach *reach, fault_t *fault)
{
    *reach = REACH_NONE;
    for (size_t i = 0; *reach != REACH_ALL && i < self->count; i++)
        QCDC_TRY (erasure_held (self->journal, &self->items[i].address, reach, fault));
    if (*reach == REACH_OWN && origin != self->journal->own)
        *reach = REACH_NONE;
    return QCDC_OK;
}

qcdc_status annex_forbidden (journal_t *self, const address_t *address, const char *subject, bytes_t body,
                             erasure_reach *reach, fault_t *fault)
{
    likeness_t likeness;
    copies_t copies QCDC_CLEANUP (copies_release) = {.journal = self, .direction = TO_ERASURES};
    bool any = false;
    *reach = REACH_NONE;
    /* Most journals hold no erasure, and an import asks for every one of its rows. */
    QCDC_TRY (sql_any (self, SQL_ERASED_ANY, &any, fault));
    if (!any)
        return QCDC_OK;
    QCDC_TRY (likeness_read (self, body, QCDC__VERDICT_STATE__VERDICT_ACCEPTED, &likeness, fault));
    QCDC_TRY (copies_add (&copies, address, false, TEXT_ALL, fault));
    if (likeness.was.seq)
        QCDC_TRY (copies_add (&copies, &likeness.was, false, TEXT_ALL, fault));
    QCDC_TRY (add_same (&copies, subject, &likeness, TEXT_ALL, fault));
    QCDC_TRY (copies_find (&copies, fault));
    return copies_erased (&copies, address->origin, reach, fault);
}

void annex_strip (entry_t *entry, uint8_t annex_hash[HASH_BYTES])
{
    hash_bytes (entry->annex.data, entry->annex.length, annex_hash);
    entry->annex = (bytes_t){0};
    entry->annex_hash = (bytes_t){annex_hash, HASH_BYTES};
}

/*  ---------------------------------------------------------------- erasures and verdicts that come */

/*  A statement of (surrogate, first, last) whose rows name entries, and the body that has DROP take out their texts. */
static qcdc_status drop_each (journal_t *self, sql_id which, int64_t id, uint64_t first_seq, uint64_t last_seq,
                              qcdc_status (*drop) (journal_t *self, const address_t *address, int texts,
                                                   erasure_reach reach, fault_t *fault),
                              fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, which, fault);
    if (!statement)
        return fault->status;
    sqlite3_bind_int64 (statement, 1, id);
    sqlite3_bind_int64 (statement, 2, (int64_t)first_seq);
    sqlite3_bind_int64 (statement, 3, (int64_t)last_seq);
    qcdc_status status = QCDC_OK;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE) {
        address_t address = {sql_column_u64 (statement, 0), (uint64_t)sqlite3_column_int64 (statement, 1),
                             sql_column_u64 (statement, 2)};
        erasure_reach reach = REACH_NONE;
        status = code == SQLITE_ROW ? reach_of (self, sql_column_bytes (statement, 3), &reach, fault)
                                    : sql_fail (self, fault);
        if (status == QCDC_OK)
            status = drop (self, &address, sqlite3_column_int (statement, 4), reach, fault);
    }
    sql_give (self, which, statement);
    return status;
}

/*  An entry of which the server has just said that it is an alias. */
static qcdc_status alias_drop (journal_t *self, const address_t *address, int texts, erasure_reach unused,
                               fault_t *fault)
{
    copies_t copies QCDC_CLEANUP (copies_release) = {.journal = self, .direction = TO_ERASURES};
    erasure_reach reach = REACH_NONE;
    (void)texts;
    (void)unused;
    QCDC_TRY (copies_add (&copies, address, false, TEXT_ALL, fault));
    QCDC_TRY (copies_find (&copies, fault));
    QCDC_TRY (copies_erased (&copies, address->origin, &reach, fault));
    return reach != REACH_NONE ? annex_drop (self, address->origin, address->seq, 0, fault) : QCDC_OK;
}

qcdc_status erasures_apply (journal_t *self, int64_t id, uint64_t first_seq, uint64_t last_seq, fault_t *fault)
{
    bool any = false;
    QCDC_TRY (sql_any (self, SQL_ERASED_ANY, &any, fault));
    if (!any)
        return QCDC_OK;
    QCDC_TRY (drop_each (self, SQL_ERASED_BY, id, first_seq, last_seq, texts_drop, fault));
    return drop_each (self, SQL_ALIASES_AMONG, id, first_seq, last_seq, alias_drop, fault);
}

qcdc_status erasure_carry_out (journal_t *self, int64_t id, uint64_t seq, fault_t *fault)
{
    QCDC_TRY (erasures_apply (self, id, seq, seq, fault));
    return journal_unstage (self, fault);
}
