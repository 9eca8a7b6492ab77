/*  register_map.c — what an office's own register calls its columns and words.
 *
 *  Headings are compared as all headings are, folded; they are shown as they were typed.  What a newer program said is kept and shown, and
 *  read by as if it had not been said. */

#include "petitions/register_map.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "facts/columns_mapped.h"
#include "facts/fact.h"
#include "facts/word.h"
#include "files/csv_identity.h"
#include "files/csv_sniff.h"
#include "petitions/petition_row.h"
#include "petitions/petition_stages.h"
#include "texts/codes.h"
#include "texts/given.h"

#include <stdlib.h>
#include <string.h>

#define FOLDED_BYTES 200u /* as csv_sniff.c compares them */

struct register_map {
    const register_kind_t *kind;
    mapped_t items[QCDC_MAPPED_COUNT_MAX], forgotten[QCDC_MAPPED_COUNT_MAX];
    size_t count, forgotten_count;
    csv_column_t *columns; /* what register_map_columns gave last */
};

static const register_word_t PETITION_WORDS[] = {{"kind", petition_kind_read, petition_kind_name},
                                                 {"field", petition_field_read, petition_field_name},
                                                 {"channel", channel_read, channel_name},
                                                 {"outcome", outcome_read, outcome_name},
                                                 {NULL, NULL, NULL}};
const register_kind_t PETITION_REGISTER = {"petition", PETITION_FILE_COLUMNS, PETITION_WORDS};

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- items */

static void mapped_release (mapped_t *item)
{
    free (item->scope);
    free (item->heading);
    free (item->meant);
    free (item->folded);
    free (item->office);
}

static qcdc_status mapped_copy (const mapped_t *from, mapped_t *item, fault_t *fault)
{
    char folded[FOLDED_BYTES];
    *item = *from;
    item->scope = strdup (from->scope);
    item->heading = strdup (from->heading);
    item->meant = strdup (from->meant);
    item->folded = strdup (text_fold (from->heading, folded, sizeof folded));
    item->office = strdup (from->office);
    if (item->scope && item->heading && item->meant && item->folded && item->office)
        return QCDC_OK;
    mapped_release (item);
    return out_of_memory (fault);
}

register_map_t *register_map_new (const register_kind_t *kind)
{
    register_map_t *self = calloc (1, sizeof *self);
    if (self)
        self->kind = kind;
    return self;
}

void register_map_destroy (register_map_t **self_p)
{
    register_map_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < self->count; i++)
        mapped_release (&self->items[i]);
    for (size_t i = 0; i < self->forgotten_count; i++)
        mapped_release (&self->forgotten[i]);
    free (self->columns);
    free (self);
    *self_p = NULL;
}

const register_kind_t *register_map_kind (const register_map_t *self)
{
    return self->kind;
}

static size_t place_of (const register_map_t *self, const char *scope, const char *folded)
{
    size_t i = 0;
    while (i < self->count &&
           (strcmp (self->items[i].scope, scope) != 0 || strcmp (self->items[i].folded, folded) != 0))
        i++;
    return i;
}

static mapped_t take_out (register_map_t *self, size_t place)
{
    mapped_t item = self->items[place];
    memmove (&self->items[place], &self->items[place + 1], (--self->count - place) * sizeof item);
    return item;
}

static void drop (register_map_t *self, size_t place)
{
    mapped_t item = take_out (self, place);
    mapped_release (&item);
}

qcdc_status register_map_put (register_map_t *self, const mapped_t *from, fault_t *fault)
{
    mapped_t item;
    QCDC_TRY (mapped_copy (from, &item, fault));
    size_t known = place_of (self, item.scope, item.folded);
    if (known < self->count)
        drop (self, known);
    if (!*item.meant || !*item.folded) {
        mapped_release (&item);
        return QCDC_OK;
    }
    if (self->count == QCDC_MAPPED_COUNT_MAX)
        drop (self, 0);
    self->items[self->count++] = item;
    return QCDC_OK;
}

const mapped_t *register_map_find (const register_map_t *self, const char *scope, const char *heading)
{
    char folded[FOLDED_BYTES];
    size_t place = place_of (self, scope, text_fold (heading, folded, sizeof folded));
    return place < self->count ? &self->items[place] : NULL;
}

qcdc_status register_map_each (const register_map_t *self, register_map_fn *each, void *arg)
{
    for (size_t i = 0; i < self->count; i++)
        QCDC_TRY (each (&self->items[i], arg));
    return QCDC_OK;
}

qcdc_status register_map_each_forgotten (const register_map_t *self, register_map_fn *each, void *arg)
{
    for (size_t i = 0; i < self->forgotten_count; i++)
        QCDC_TRY (each (&self->forgotten[i], arg));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what is said */

static const register_word_t *word_of (const register_map_t *self, const char *column)
{
    const register_word_t *word = self->kind->words;
    while (word->column && strcmp (word->column, column) != 0)
        word++;
    return word->column ? word : NULL;
}

static qcdc_status word_check (const register_word_t *word, const char *meant, const char **code, fault_t *fault)
{
    int found = word->read (meant);
    *code = found ? word->name (found) : NULL;
    if (*code)
        return QCDC_OK;
    fault_set (fault, QCDC_USAGE, NULL, _ ("--map: %s has no word %.60s"), word->column, meant);
    codes_advise (meant, word->name, fault);
    return QCDC_USAGE;
}

/*  Whether a column of that HEADING may be read as COLUMN (NULL: it is left out): none that asks who somebody is. */
static bool column_may_be (const register_map_t *self, const char *heading, const csv_column_t *column)
{
    return !column || column->passed_over || !csv_column_is_identity (heading) ||
           csv_column_find (self->kind->columns, heading);
}

static qcdc_status column_check (const register_map_t *self, const char *heading, const char *meant,
                                 const char **code, fault_t *fault)
{
    bool left_out = strcmp (meant, MAPPED_LEFT_OUT) == 0;
    const csv_column_t *column = left_out ? NULL : csv_column_find (self->kind->columns, meant);
    *code = column ? column->name : MAPPED_LEFT_OUT;
    if (!column && !left_out)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("--map: there is no column %.60s"), meant);
    if (column_may_be (self, heading, column))
        return QCDC_OK;
    fault_set (fault, QCDC_IDENTITY_COLUMN, NULL,
               _ ("--map: the column \"%s\" would carry a person's identity, which is not taken"), heading);
    return QCDC_IDENTITY_COLUMN;
}

/*  The column whose word is meant by what stands before a colon, or NULL; *BEHIND is where the word begins. */
static const register_word_t *scope_read (const register_map_t *self, const char *heading, size_t *behind)
{
    const char *colon = strchr (heading, ':');
    for (const register_word_t *word = self->kind->words; colon && word->column; word++) {
        *behind = (size_t)(colon - heading) + 1;
        if (strlen (word->column) + 1 == *behind && strncmp (word->column, heading, strlen (word->column)) == 0)
            return word;
    }
    *behind = 0;
    return NULL;
}

static qcdc_status refuse_form (fault_t *fault)
{
    return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("--map: say it as \"HEADING=COLUMN\""));
}

/*  HEADING, of LENGTH bytes, in one line and normal form; malloc'ed. */
static qcdc_status heading_clean (const char *heading, size_t length, char **clean, fault_t *fault)
{
    char folded[FOLDED_BYTES];
    qcdc_status status = text_clean (heading, length, true, clean, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, "--map: %s", _ (status_text (status)));
    given_one_line (*clean);
    if (!*text_fold (*clean, folded, sizeof folded))
        return refuse_form (fault);
    if (strlen (*clean) > QCDC_MAPPED_HEADING_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("--map: a heading has at most %u bytes, this one %zu"),
                          QCDC_MAPPED_HEADING_BYTES_MAX, strlen (*clean));
    return QCDC_OK;
}

qcdc_status register_map_add (register_map_t *self, const char *said, const char *own, fault_t *fault)
{
    const char *equals = strrchr (said, '='), *meant = NULL;
    char *heading QCDC_CLEANUP (memory_free) = NULL;
    size_t behind;
    if (!equals || equals == said)
        return refuse_form (fault);
    const register_word_t *word = scope_read (self, said, &behind);
    if (said + behind > equals)
        return refuse_form (fault);
    QCDC_TRY (heading_clean (said + behind, (size_t)(equals - said) - behind, &heading, fault));
    if (word)
        QCDC_TRY (word_check (word, equals + 1, &meant, fault));
    else
        QCDC_TRY (column_check (self, heading, equals + 1, &meant, fault));
    const char *scope = word ? word->column : "";
    const mapped_t *known = register_map_find (self, scope, heading);
    if (known && strcmp (known->meant, meant) == 0 && strcmp (known->office, own) == 0)
        return QCDC_OK;
    if (!known && self->count == QCDC_MAPPED_COUNT_MAX) {
        fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("at most %u headings and words are remembered"),
                   QCDC_MAPPED_COUNT_MAX);
        fault_advise (fault, _ ("forget what is used no more: qcdc %s columns HEADING --forget"), self->kind->name);
        return QCDC_TOO_LARGE;
    }
    const mapped_t item = {.scope = (char *)scope, .heading = heading, .meant = (char *)meant, .office = (char *)""};
    return register_map_put (self, &item, fault);
}

/*  What nobody but this home knows of is forgotten with it; of the rest the office is told. */
static qcdc_status forget_at (register_map_t *self, size_t place, fault_t *fault)
{
    mapped_t item = take_out (self, place);
    char *nothing = *item.office ? strdup ("") : NULL;
    if (!nothing || self->forgotten_count == QCDC_MAPPED_COUNT_MAX) {
        bool failed = *item.office && !nothing;
        free (nothing);
        mapped_release (&item);
        return failed ? out_of_memory (fault) : QCDC_OK;
    }
    free (item.meant);
    item.meant = nothing;
    self->forgotten[self->forgotten_count++] = item;
    return QCDC_OK;
}

qcdc_status register_map_forget (register_map_t *self, const char *heading, bool *any, fault_t *fault)
{
    char folded[FOLDED_BYTES];
    size_t behind;
    *any = self->count > 0;
    if (!heading) {
        while (self->count)
            QCDC_TRY (forget_at (self, self->count - 1, fault));
        return QCDC_OK;
    }
    const register_word_t *word = scope_read (self, heading, &behind);
    size_t place = place_of (self, word ? word->column : "", text_fold (heading + behind, folded, sizeof folded));
    *any = place < self->count;
    return *any ? forget_at (self, place, fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- what a file is read by */

/*  The office's own headings go before ours: what it calls a column is its to say. */
const csv_column_t *register_map_columns (register_map_t *self)
{
    const csv_column_t *known = self->kind->columns;
    size_t ours = 0, count = 0;
    while (known[ours].name)
        ours++;
    free (self->columns);
    self->columns = calloc (self->count + ours + 1, sizeof *self->columns);
    for (size_t i = 0; self->columns && i < self->count; i++) {
        const mapped_t *item = &self->items[i];
        bool left_out = strcmp (item->meant, MAPPED_LEFT_OUT) == 0;
        const csv_column_t *column = left_out ? NULL : csv_column_find (known, item->meant);
        if (*item->scope || (!column && !left_out) || !column_may_be (self, item->heading, column))
            continue;
        /* A column that is left out is called by no name of ours. */
        self->columns[count++] = column ? (csv_column_t){column->name, item->folded, false, column->passed_over}
                                        : (csv_column_t){MAPPED_LEFT_OUT, item->folded, false, true};
    }
    if (self->columns)
        memcpy (self->columns + count, known, (ours + 1) * sizeof *self->columns);
    return self->columns;
}

const char *register_map_word (const register_map_t *self, const char *column, const char *text)
{
    const register_word_t *word = word_of (self, column);
    char folded[FOLDED_BYTES] = "";
    for (size_t i = 0; word && i < self->count; i++) {
        const mapped_t *item = &self->items[i];
        if (strcmp (item->scope, column) != 0)
            continue;
        if (!folded[0])
            text_fold (text, folded, sizeof folded);
        if (strcmp (item->folded, folded) == 0)
            return word->read (item->meant) ? item->meant : text;
    }
    return text;
}
