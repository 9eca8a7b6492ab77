/*  output_people.c — a table for people: headings and codes in words, numbers and days as they are written here. */

#include "show/output_inside.h"

#include "base/memory.h"
#include "show/pager.h"

#include <stdlib.h>
#include <string.h>

/*  Columns that can be missed where a terminal is narrow, the first to go first. */
static int spare_rank (const char *name)
{
    static const char *const NAMES[] = {"entry",           "flags",      "channel",      "people",     "code",
                                        "acknowledged_at", "written_at", "committed_at", "changed_at", "corrections",
                                        "form_version",    "outcome",    "settled_on",   "field"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp (name, NAMES[i]) == 0)
            return (int)i + 1;
    return 0;
}

/*  Columns are known with the first cell. */
static qcdc_status people_begin (output_t *self)
{
    size_t columns, lines;
    terminal_size (self->out, &columns, &lines);
    if (!(self->layout = layout_new (self->out, columns, lines)))
        return QCDC_NO_MEMORY;
    for (size_t i = 0; i < self->column_count; i++) {
        const shown_column_t *column = &self->columns[i];
        char *shown QCDC_CLEANUP (memory_free) = people_heading_in (self->headings, column->name);
        if (!shown)
            return QCDC_NO_MEMORY;
        QCDC_TRY (layout_column (self->layout, shown, column_is_numeric (column),
                                 column->type == QCDC__COLUMN_TYPE__TEXT, spare_rank (column->name)));
    }
    return QCDC_OK;
}

/*  "form, period (required)", as the server lists the parameters of its questions. */
static char *parameters_people (const char *text)
{
    static const char REQUIRED[] = N_ ("(required)");
    const char *shown = _ (REQUIRED);
    char *made = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&made, &size);
    for (const char *at = text, *next; out && *at; at = next) {
        const char *found = strstr (at, REQUIRED);
        next = found ? found + sizeof REQUIRED - 1 : at + strlen (at);
        fprintf (out, "%.*s%s", (int)(found ? found - at : next - at), at, found ? shown : "");
    }
    if (out && fclose (out) == 0)
        return made;
    free (made);
    return NULL;
}

/*  A cell as it will be shown. */
qcdc_status people_cell (output_t *self, const shown_column_t *column, const char *text)
{
    if (!self->layout)
        QCDC_TRY (people_begin (self));
    char *cell = NULL, *named = NULL;
    if (text) {
        if (self->headings && column->type == QCDC__COLUMN_TYPE__TEXT)
            text = people_catalogue_word (column->name, text);
        else if (column->type == QCDC__COLUMN_TYPE__TEXT && people_is_vocabulary (column->name))
            text = people_word (column->name, text);
        else if (self->catalog && (named = people_name_in (self->catalog, column->name, text, &self->when)))
            text = named;
        else if (strcmp (column->name, "finding") == 0 && (named = people_finding (text)))
            text = named;
        else if (strcmp (column->name, "parameters") == 0 && (named = parameters_people (text)))
            text = named;
        cell = people_format (column->type, text);
        free (named);
        if (!cell)
            return QCDC_NO_MEMORY;
    }
    return layout_cell (self->layout, cell);
}

qcdc_status people_finish (output_t *self)
{
    if (self->layout)
        return layout_finish (self->layout);
    fprintf (self->out, "%s\n", self->none ? self->none : _ ("nothing found"));
    return QCDC_OK;
}
