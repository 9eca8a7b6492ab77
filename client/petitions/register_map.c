/*  register_map.c — what an office's own register calls its columns and words.
 *
 *  Kept as one text among what the home remembers, a line each: scope, heading, meaning, with tabs between.  Headings are compared as all
 *  headings are, folded; they are shown as they were typed. */

#include "petitions/register_map.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "facts/fact.h"
#include "facts/word.h"
#include "files/csv_identity.h"
#include "files/csv_sniff.h"
#include "petitions/petition_stages.h"
#include "texts/codes.h"
#include "texts/given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAP_NAME "register_map"
#define MAPS_MAX 200u
#define HEADING_BYTES 200u /* as csv_sniff.c compares them */
#define NOTHING "-"        /* nothing is read of the column */

typedef struct {
    char scope[16]; /* "": a heading; else the column in which the word stands */
    char *heading;  /* one line, as it was typed; malloc'ed, as is MEANT */
    char *meant;    /* a column or a code; "-" */
    char folded[HEADING_BYTES];
} meaning_t;

struct register_map {
    meaning_t items[MAPS_MAX];
    size_t count;
    csv_column_t *columns; /* what register_map_columns gave last */
};

/*  Columns whose words can be mapped. */
static const struct {
    petition_column column;
    int (*read) (const char *text);
    const char *(*name) (int code);
} WORDS[] = {{COLUMN_KIND, petition_kind_read, petition_kind_name},
             {COLUMN_FIELD, petition_field_read, petition_field_name},
             {COLUMN_CHANNEL, channel_read, channel_name},
             {COLUMN_OUTCOME, outcome_read, outcome_name}};

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static void meaning_release (meaning_t *item)
{
    free (item->heading);
    free (item->meant);
}

void register_map_destroy (register_map_t **self_p)
{
    register_map_t *self = *self_p;
    for (size_t i = 0; self && i < self->count; i++)
        meaning_release (&self->items[i]);
    if (self)
        free (self->columns);
    free (self);
    *self_p = NULL;
}

static meaning_t *meaning_find (register_map_t *self, const char *scope, const char *folded)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcmp (self->items[i].scope, scope) == 0 && strcmp (self->items[i].folded, folded) == 0)
            return &self->items[i];
    return NULL;
}

static void meaning_drop (register_map_t *self, meaning_t *item)
{
    meaning_release (item);
    memmove (item, item + 1, (size_t)(self->items + --self->count - item) * sizeof *item);
}

static qcdc_status meaning_put (register_map_t *self, const char *scope, const char *heading, const char *meant,
                                fault_t *fault)
{
    meaning_t item = {.heading = strdup (heading), .meant = strdup (meant)};
    snprintf (item.scope, sizeof item.scope, "%s", scope);
    text_fold (heading, item.folded, sizeof item.folded);
    meaning_t *known = meaning_find (self, item.scope, item.folded);
    if (known)
        meaning_drop (self, known);
    if (!item.heading || !item.meant || self->count == MAPS_MAX) {
        meaning_release (&item);
        return self->count == MAPS_MAX ? fault_set (fault, QCDC_TOO_LARGE, NULL,
                                                    _ ("at most %u headings and words are remembered"), MAPS_MAX)
                                       : out_of_memory (fault);
    }
    self->items[self->count++] = item;
    return QCDC_OK;
}

qcdc_status register_map_load (journal_t *journal, register_map_t **self_p, fault_t *fault)
{
    register_map_t *self QCDC_CLEANUP (register_map_destroy) = calloc (1, sizeof *self);
    char *text QCDC_CLEANUP (journal_free_value) = NULL, *rest = NULL;
    *self_p = NULL;
    if (!self)
        return out_of_memory (fault);
    QCDC_TRY (journal_get (journal, MAP_NAME, &text, fault));
    for (char *line = strtok_r (text, "\n", &rest); line; line = strtok_r (NULL, "\n", &rest)) {
        char *heading = strchr (line, '\t'), *meant = heading ? strchr (heading + 1, '\t') : NULL;
        if (!meant)
            continue;
        *heading++ = '\0';
        *meant++ = '\0';
        QCDC_TRY (meaning_put (self, line, heading, meant, fault));
    }
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

qcdc_status register_map_save (const register_map_t *self, journal_t *journal, fault_t *fault)
{
    char *text QCDC_CLEANUP (memory_free) = NULL;
    size_t length = 0;
    FILE *out = open_memstream (&text, &length);
    for (size_t i = 0; out && i < self->count; i++)
        fprintf (out, "%s\t%s\t%s\n", self->items[i].scope, self->items[i].heading, self->items[i].meant);
    if (!out || fclose (out) != 0)
        return out_of_memory (fault);
    return journal_set (journal, MAP_NAME, text, fault);
}

/*  ---------------------------------------------------------------- what is said */

static qcdc_status word_check (petition_column column, const char *meant, const char **code, fault_t *fault)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (WORDS[i].column != column)
            continue;
        int found = WORDS[i].read (meant);
        *code = found ? WORDS[i].name (found) : NULL;
        if (*code)
            return QCDC_OK;
        fault_set (fault, QCDC_USAGE, NULL, _ ("--map: %s has no word %.60s"), PETITION_COLUMNS[column], meant);
        codes_advise (meant, WORDS[i].name, fault);
        return QCDC_USAGE;
    }
    return fault_set (fault, QCDC_USAGE, NULL, _ ("--map: words are mapped in %s"), "kind, field, channel, outcome");
}

static qcdc_status column_check (const char *heading, const char *meant, const char **code, fault_t *fault)
{
    const csv_column_t *column = strcmp (meant, NOTHING) == 0 ? NULL : csv_column_find (PETITION_FILE_COLUMNS, meant);
    *code = column ? column->name : NOTHING;
    if (!column && strcmp (meant, NOTHING) != 0)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("--map: there is no column %.60s"), meant);
    if (!column || column->passed_over || !csv_column_is_identity (heading) ||
        csv_column_find (PETITION_FILE_COLUMNS, heading))
        return QCDC_OK;
    fault_set (fault, QCDC_IDENTITY_COLUMN, NULL,
               _ ("--map: the column \"%s\" would carry a person's identity, which is not taken"), heading);
    return QCDC_IDENTITY_COLUMN;
}

/*  The column whose word is meant by what stands before a colon, or PETITION_COLUMN_COUNT. */
static petition_column scope_read (const char *heading, size_t *behind)
{
    const char *colon = strchr (heading, ':');
    for (size_t i = 0; colon && i < sizeof WORDS / sizeof *WORDS; i++) {
        const char *name = PETITION_COLUMNS[WORDS[i].column];
        *behind = (size_t)(colon - heading) + 1;
        if (strlen (name) + 1 == *behind && strncmp (name, heading, strlen (name)) == 0)
            return WORDS[i].column;
    }
    *behind = 0;
    return PETITION_COLUMN_COUNT;
}

/*  HEADING, of LENGTH bytes, in one line and normal form; malloc'ed. */
static qcdc_status heading_clean (const char *heading, size_t length, char **clean, fault_t *fault)
{
    char folded[HEADING_BYTES];
    qcdc_status status = text_clean (heading, length, true, clean, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, "--map: %s", _ (status_text (status)));
    given_one_line (*clean);
    if (!*text_fold (*clean, folded, sizeof folded))
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("--map: say it as \"HEADING=COLUMN\""));
    return QCDC_OK;
}

qcdc_status register_map_add (register_map_t *self, const char *said, fault_t *fault)
{
    const char *equals = strrchr (said, '='), *meant = NULL;
    char *heading QCDC_CLEANUP (memory_free) = NULL;
    size_t behind;
    if (!equals || equals == said)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("--map: say it as \"HEADING=COLUMN\""));
    petition_column column = scope_read (said, &behind);
    if (said + behind > equals)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("--map: say it as \"HEADING=COLUMN\""));
    QCDC_TRY (heading_clean (said + behind, (size_t)(equals - said) - behind, &heading, fault));
    if (behind)
        QCDC_TRY (word_check (column, equals + 1, &meant, fault));
    else
        QCDC_TRY (column_check (heading, equals + 1, &meant, fault));
    return meaning_put (self, behind ? PETITION_COLUMNS[column] : "", heading, meant, fault);
}

bool register_map_forget (register_map_t *self, const char *heading)
{
    char folded[HEADING_BYTES];
    size_t behind;
    bool any = self->count > 0;
    if (!heading) {
        while (self->count)
            meaning_drop (self, &self->items[self->count - 1]);
        return any;
    }
    petition_column column = scope_read (heading, &behind);
    text_fold (heading + behind, folded, sizeof folded);
    meaning_t *known = meaning_find (self, behind ? PETITION_COLUMNS[column] : "", folded);
    if (known)
        meaning_drop (self, known);
    return known != NULL;
}

qcdc_status register_map_each (const register_map_t *self, register_map_fn *each, void *arg)
{
    for (size_t i = 0; i < self->count; i++)
        QCDC_TRY (each (self->items[i].scope, self->items[i].heading, self->items[i].meant, arg));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what a file is read by */

/*  The office's own headings go before ours: what it calls a column is its to say. */
const csv_column_t *register_map_columns (register_map_t *self)
{
    size_t ours = 0, count = 0;
    while (PETITION_FILE_COLUMNS[ours].name)
        ours++;
    free (self->columns);
    self->columns = calloc (self->count + ours + 1, sizeof *self->columns);
    for (size_t i = 0; self->columns && i < self->count; i++) {
        const meaning_t *item = &self->items[i];
        if (item->scope[0])
            continue;
        const csv_column_t *column = csv_column_find (PETITION_FILE_COLUMNS, item->meant);
        /* A column that is left out is called by no name of ours. */
        self->columns[count++] = column ? (csv_column_t){column->name, item->folded, false, column->passed_over}
                                        : (csv_column_t){"-", item->folded, false, true};
    }
    if (self->columns)
        memcpy (self->columns + count, PETITION_FILE_COLUMNS, (ours + 1) * sizeof *self->columns);
    return self->columns;
}

const char *register_map_word (const register_map_t *self, petition_column column, const char *text)
{
    char folded[HEADING_BYTES] = "";
    for (size_t i = 0; i < self->count; i++) {
        const meaning_t *item = &self->items[i];
        if (strcmp (item->scope, PETITION_COLUMNS[column]) != 0)
            continue;
        if (!folded[0])
            text_fold (text, folded, sizeof folded);
        if (strcmp (item->folded, folded) == 0)
            return item->meant;
    }
    return text;
}
