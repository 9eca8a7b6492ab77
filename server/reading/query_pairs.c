/*  query_pairs.c — texts of two petitions against each other.
 *
 *  What every petition of the register says is worked out of the last thousand: so an answer to the same question over the same
 *  entries is the same one, and nothing has to be counted as entries come in. */

#include "reading/query_pairs.h"

#include "base/arena.h"
#include "base/likeness.h"
#include "base/limits.h"
#include "base/memory.h"
#include "facts/fact.h"
#include "wire/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCORE_BYTES 4u

typedef struct {
    int score;
    bool alike;    /* as is wanted */
    size_t number; /* in the order of the database */
    const char **texts;
} pair_t;

struct pairs {
    const query_t *query;
    likeness_common_t *common;
    arena_t *annexes; /* of one row */
    pair_t *items;    /* with what they point to malloc'ed */
    size_t count, size, seen;
};

static void pair_release (pair_t *pair, size_t columns)
{
    for (size_t i = 0; pair->texts && i < columns; i++)
        free ((char *)pair->texts[i]);
    free (pair->texts);
}

void pairs_destroy (pairs_t **self_p)
{
    pairs_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < self->count; i++)
        pair_release (&self->items[i], self->query->column_count);
    free (self->items);
    likeness_common_destroy (&self->common);
    if (self->annexes)
        arena_destroy (&self->annexes);
    free (self);
    *self_p = NULL;
}

/*  ---------------------------------------------------------------- texts */

static const Qcdc__AnnexText *unpack (bytes_t annex, arena_t *arena)
{
    Qcdc__AnnexText *text = NULL;
    return annex.length && annex_unpack (annex, arena, &text) == QCDC_OK ? text : NULL;
}

/*  The annex that *AT begins with in hex, up to the next colon; BEFORE where it is "=".  Moves *AT behind it. */
static const Qcdc__AnnexText *next_annex (const char **at, const Qcdc__AnnexText *before, arena_t *arena)
{
    const char *hex = *at;
    size_t length = strcspn (hex, ":");
    *at += length + (hex[length] == ':');
    if (length == 1 && *hex == '=')
        return before;
    char *own QCDC_CLEANUP (memory_free) = strndup (hex, length);
    uint8_t *bytes = length / 2 <= QCDC_ANNEX_BYTES_MAX ? arena_alloc (arena, length / 2 + 1) : NULL;
    if (!own || !bytes || hex_parse (own, bytes, length / 2) != QCDC_OK)
        return NULL;
    return unpack ((bytes_t){bytes, length / 2}, arena);
}

/*  One petition of the two: its title and its summary. */
static likeness_text_t *next_text (const char **at, arena_t *arena)
{
    const Qcdc__AnnexText *title = next_annex (at, NULL, arena), *summary = next_annex (at, title, arena);
    return likeness_text_new (title ? title->title : NULL, summary ? summary->summary : NULL);
}

/*  ---------------------------------------------------------------- what is common */

static const statement_t LAST_TEXTS = {
    "pairs_last_texts", "select j.annex from (select id from petition order by id desc limit 1000) p"
                        " join journal j on j.commit_seq = p.id where j.annex is not null order by p.id"};

static qcdc_status common_read (pairs_t *self, const PGresult *result)
{
    for (int row = 0; row < PQntuples (result); row++) {
        bytes_t annex = {NULL, 0};
        annex.data = pg_bytes (result, row, 0, &annex.length);
        arena_reset (self->annexes);
        const Qcdc__AnnexText *said = unpack (annex, self->annexes);
        if (!said)
            continue;
        likeness_text_t *text QCDC_CLEANUP (likeness_text_destroy) = likeness_text_new (said->title, said->summary);
        if (!text)
            return QCDC_NO_MEMORY;
        QCDC_TRY (likeness_common_add (self->common, text));
    }
    return QCDC_OK;
}

static qcdc_status pairs_begin (pairs_t *self, pg_t *pg, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    self->common = likeness_common_new ();
    self->annexes = arena_new (4 * QCDC_FRAME_ARENA_BYTES_MAX);
    if (!self->common || !self->annexes)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    QCDC_TRY (pg_run (pg, &LAST_TEXTS, NULL, &result, fault));
    if (common_read (self, result) != QCDC_OK)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    return QCDC_OK;
}

qcdc_status pairs_new (pairs_t **self_p, pg_t *pg, const query_t *query, fault_t *fault)
{
    pairs_t *self = *self_p = calloc (1, sizeof *self);
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    self->query = query;
    qcdc_status status = pairs_begin (self, pg, fault);
    if (status != QCDC_OK)
        pairs_destroy (self_p);
    return status;
}

/*  ---------------------------------------------------------------- pairs */

/*  What speaks for it: codes with a blank between; malloc'ed. */
static char *evidence_of (const pair_t *pair, const char *besides)
{
    char *text = NULL;
    return asprintf (&text, "%s%s%s", pair->alike ? "text" : "", pair->alike && *besides ? " " : "", besides) < 0
               ? NULL
               : text;
}

static qcdc_status pair_fill (pair_t *pair, size_t columns, const PGresult *result, int row, char *phrases)
{
    pair->texts = calloc (columns, sizeof *pair->texts);
    char score[SCORE_BYTES + 8];
    snprintf (score, sizeof score, "%d", pair->score);
    if (!pair->texts || !(pair->texts[0] = strdup (score))) {
        free (phrases);
        return QCDC_NO_MEMORY;
    }
    pair->texts[1] = phrases;
    if (!(pair->texts[2] = evidence_of (pair, pg_text (result, row, 2))))
        return QCDC_NO_MEMORY;
    for (size_t i = 3; i < columns; i++)
        if (!pg_null (result, row, (int)i) && !(pair->texts[i] = strdup (pg_text (result, row, (int)i))))
            return QCDC_NO_MEMORY;
    return QCDC_OK;
}

static qcdc_status pair_keep (pairs_t *self, pair_t pair, const PGresult *result, int row, char *phrases)
{
    pair_t *grown = memory_room (self->items, self->count, &self->size, sizeof *grown);
    if (grown)
        self->items = grown;
    qcdc_status status = grown ? pair_fill (&pair, self->query->column_count, result, row, phrases) : QCDC_NO_MEMORY;
    if (!grown)
        free (phrases);
    if (status == QCDC_OK)
        self->items[self->count++] = pair;
    else
        pair_release (&pair, self->query->column_count);
    return status;
}

qcdc_status pairs_take (pairs_t *self, const PGresult *result, int row)
{
    const char *at = pg_null (result, row, 1) ? "" : pg_text (result, row, 1);
    arena_reset (self->annexes);
    likeness_text_t *one QCDC_CLEANUP (likeness_text_destroy) = next_text (&at, self->annexes);
    likeness_text_t *other QCDC_CLEANUP (likeness_text_destroy) = next_text (&at, self->annexes);
    if (!one || !other)
        return QCDC_NO_MEMORY;
    pair_t pair = {.score = likeness_of (one, other, self->common), .number = self->seen++};
    pair.alike = pair.score >= atoi (pg_text (result, row, 0));
    if (!pair.alike && !*pg_text (result, row, 2))
        return QCDC_OK;
    char *phrases = likeness_phrases (one, other, self->common);
    return phrases ? pair_keep (self, pair, result, row, phrases) : QCDC_NO_MEMORY;
}

static int compare_pairs (const void *a, const void *b)
{
    const pair_t *one = a, *other = b;
    if (one->score != other->score)
        return one->score > other->score ? -1 : 1;
    return one->number < other->number ? -1 : one->number > other->number;
}

void pairs_order (pairs_t *self)
{
    if (self->count)
        qsort (self->items, self->count, sizeof *self->items, compare_pairs);
}

const char *const *pairs_row (const pairs_t *self, size_t place)
{
    return place < self->count && place < PAIRS_SHOWN_MAX ? self->items[place].texts : NULL;
}
