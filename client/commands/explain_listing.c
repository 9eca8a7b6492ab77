/*  explain_listing.c — the cases that stood on a list when a period began, came on it, came off it or are on it at its end, each with the
 *  entries that say so.  The server is asked, as it is for the figures themselves (query case_list_counts). */

#include "commands/explain_listing.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/case_lists.h"
#include "line/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const FIGURES[] = {"opening", "added", "removed", "closing", NULL};

enum { OFFICE, WHICH, LOCAL_NO, LISTED_ON, LISTING, DECIDED_BY, OFF_ON, OFF_ENTRY, OFF_BY, SHOWN };
static const output_column_t COLUMNS[SHOWN] = {[OFFICE] = {N_ ("office"), QCDC__COLUMN_TYPE__TEXT},
                                               [WHICH] = {N_ ("thing"), QCDC__COLUMN_TYPE__TEXT},
                                               [LOCAL_NO] = {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT},
                                               [LISTED_ON] = {N_ ("listed_on"), QCDC__COLUMN_TYPE__DATE},
                                               [LISTING] = {N_ ("listing"), QCDC__COLUMN_TYPE__ADDRESS},
                                               [DECIDED_BY] = {N_ ("decided_by"), QCDC__COLUMN_TYPE__TEXT},
                                               [OFF_ON] = {N_ ("off_on"), QCDC__COLUMN_TYPE__DATE},
                                               [OFF_ENTRY] = {N_ ("off_entry"), QCDC__COLUMN_TYPE__ADDRESS},
                                               [OFF_BY] = {N_ ("off_by"), QCDC__COLUMN_TYPE__TEXT}};

#define ANSWER_COLUMNS_MAX 32u

typedef struct {
    char *period, *list, *figure, *office; /* parts of WORD, malloc'ed; OFFICE NULL: of all */
    char *word;
    output_t *output;
    int places[ANSWER_COLUMNS_MAX]; /* the column of ours that each of the answer's is; SHOWN: the figure; -1: none */
    size_t column_count;
    char *cells[SHOWN]; /* of the row that is read, malloc'ed */
    bool counts;
    size_t count;
    fault_t *fault;
} explaining_t;

static void row_clear (explaining_t *self)
{
    for (size_t i = 0; i < SHOWN; i++) {
        free (self->cells[i]);
        self->cells[i] = NULL;
    }
    self->counts = false;
}

static void explaining_release (explaining_t *self)
{
    row_clear (self);
    output_destroy (&self->output);
    free (self->word);
}

/*  By their names: a newer server may have more columns, in another order. */
static qcdc_status columns_map (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    explaining_t *self = arg;
    if (count > ANSWER_COLUMNS_MAX)
        return fault_set (self->fault, QCDC_PROTOCOL, NULL, "%s", _ ("the server sent a table that is too wide"));
    self->column_count = count;
    for (size_t i = 0; i < count; i++) {
        self->places[i] = strcmp (columns[i]->name, self->figure) == 0 ? SHOWN : -1;
        for (int k = 0; k < SHOWN; k++)
            if (strcmp (columns[i]->name, COLUMNS[k].name) == 0)
                self->places[i] = k;
    }
    return QCDC_OK;
}

static qcdc_status cell_take (size_t column, const char *text, void *arg)
{
    explaining_t *self = arg;
    int place = self->places[column];
    if (place == SHOWN)
        self->counts = text && strcmp (text, "1") == 0;
    else if (place >= 0 && text && !(self->cells[place] = strdup (text)))
        return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (column + 1 < self->column_count)
        return QCDC_OK;
    qcdc_status status =
        self->counts ? output_row (self->output, (const char *const *)self->cells, self->fault) : QCDC_OK;
    self->count += self->counts;
    row_clear (self);
    return status;
}

/*  "2020-H1/TON_DONG/added@BCD-593" into its parts; false: it has not three. */
static bool word_split (const char *word, explaining_t *self)
{
    self->word = strdup (word);
    char *first = self->word ? strchr (self->word, '/') : NULL, *second = first ? strchr (first + 1, '/') : NULL;
    if (!second)
        return false;
    *first = *second = '\0';
    self->period = self->word;
    self->list = first + 1;
    self->figure = second + 1;
    if ((self->office = strchr (self->figure, '@')))
        *self->office++ = '\0';
    return true;
}

static qcdc_status figure_check (const explaining_t *self)
{
    for (size_t i = 0; FIGURES[i]; i++)
        if (strcmp (FIGURES[i], self->figure) == 0)
            return QCDC_OK;
    fault_set (self->fault, QCDC_BAD_LIST, NULL, _ ("a list has no figure '%s'"), self->figure);
    fault_advise (self->fault, "%s", _ ("it has opening, added, removed and closing"));
    return QCDC_BAD_LIST;
}

static qcdc_status ask (desk_t *desk, const args_t *args, const case_list_t *list, explaining_t *self)
{
    asking_t *asking = NULL;
    const query_key_t keys[] = {{"list", list->code}, {"period", self->period}, {"office", self->office}};
    const query_sink_t sink = {columns_map, cell_take, self};
    qcdc_status status = query_open (&desk->home, args->patience_ms, &asking, &desk->later, self->fault);
    if (status == QCDC_OK)
        status = query_run (asking, "case_list_parts", keys, self->office ? 3 : 2, &sink, self->fault);
    query_close (&asking);
    return status;
}

static qcdc_status explain (desk_t *desk, const args_t *args, const case_list_t *list, explaining_t *self)
{
    QCDC_TRY (figure_check (self));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, SHOWN, &self->output, self->fault));
    output_name_by (self->output, desk->home.catalog);
    output_none (self->output, _ ("no case counts there"));
    if (args->format == FORMAT_TABLE)
        printf ("%s  %s\n", args->words[0], i18n_is_vietnamese () ? list->name_vi : list->name_en);
    QCDC_TRY (ask (desk, args, list, self));
    QCDC_TRY (output_finish (self->output, self->fault));
    if (args->format == FORMAT_TABLE && self->count)
        printf (ngettext ("%zu case\n", "%zu cases\n", self->count), self->count);
    return QCDC_OK;
}

bool explain_listing (desk_t *desk, const args_t *args, const char *word, qcdc_status *status, fault_t *fault)
{
    explaining_t self QCDC_CLEANUP (explaining_release) = {.fault = fault};
    if (!word_split (word, &self))
        return false;
    const case_list_t *list = case_list_named (desk->home.catalog, self.list, day_of_moment (moment_now ()));
    if (!list && !(list = case_list_last (desk->home.catalog, self.list)))
        return false;
    *status = explain (desk, args, list, &self);
    return true;
}
