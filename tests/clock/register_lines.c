/*  register_lines.c — registers, line by line, and what forms are counted from them.
 *
 *      new                                      empty registers of the sample province's office BCD-593
 *      office CODE                              what comes is of that office
 *      petition KIND INSTANCE CHANNEL FIELD PEOPLE RECEIVED FLAG,…|- STEP@DAY@MOMENT@OUTCOME|-…
 *      reception DAY SESSION HELD_BY RECEPTIONS PERSONS FIRST AGAIN GROUPS PERSONS FIRST AGAIN
 *      count FORM VERSION PERIOD                its cells, "CELL VALUE" or "CELL -" a line, and a dot */

#include "matters/register_count.h"

#include "base/day.h"
#include "base/memory.h"
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const office_t *office;
    bool received; /* a reception */
    petition_t petition;
    reception_t reception;
} row_t;

static catalog_t *catalog;
static const office_t *office;
static row_t *rows;
static size_t row_count, rows_size;

static int32_t day (const char *text)
{
    int32_t on = 0;
    if (!text || day_parse (text, &on) != QCDC_OK)
        exit (2);
    return on;
}

static const char *word (char **rest)
{
    const char *next = strtok_r (NULL, " \n", rest);
    if (!next)
        exit (2);
    return next;
}

static row_t *row_new (void)
{
    row_t *room = memory_room (rows, row_count, &rows_size, sizeof *rows);
    if (!room)
        exit (1);
    rows = room;
    rows[row_count] = (row_t){.office = office};
    return &rows[row_count++];
}

static void clear (void)
{
    for (size_t i = 0; i < row_count; i++)
        petition_release (&rows[i].petition);
    row_count = 0;
}

static void step (petition_t *petition, char *text)
{
    char *rest = NULL;
    const char *name = strtok_r (text, "@", &rest);
    move_t move = {.entry = {1, petition->move_count + 1, 0}, .move = move_parse (name)};
    move.on = day (strtok_r (NULL, "@", &rest));
    const char *moment = strtok_r (NULL, "@", &rest), *outcome = strtok_r (NULL, "@", &rest);
    move.order = stamp_make (atoll (moment ? moment : ""), 0);
    move.outcome = outcome ? outcome_parse (outcome) : 0;
    if (!move.move || petition_put_move (petition, &move) != QCDC_OK)
        exit (1);
}

static void petition_read (char **rest)
{
    petition_t *petition = &row_new ()->petition;
    petition->kind = petition_kind_parse (word (rest));
    petition->instance = atoi (word (rest));
    petition->channel = channel_parse (word (rest));
    petition->field = petition_field_parse (word (rest));
    petition->people = (uint32_t)atoi (word (rest));
    petition->received_on = day (word (rest));
    const unit_t *unit = catalog_unit_on (catalog, office->unit_code, petition->received_on);
    petition->unit = unit ? unit->id : 0;
    const char *flags = word (rest);
    petition->flags = strdup (strcmp (flags, "-") == 0 ? "" : flags);
    for (char *at = petition->flags; *at; at++)
        *at = *at == ',' ? ' ' : *at;
    char *next;
    while ((next = strtok_r (NULL, " \n", rest)))
        step (petition, next);
}

static void reception_read (char **rest)
{
    static const reception_column COUNTS[] = {RECEPTION_RECEPTIONS,    RECEPTION_PERSONS,    RECEPTION_MATTERS_FIRST,
                                              RECEPTION_MATTERS_AGAIN, RECEPTION_GROUPS,     RECEPTION_GROUP_PERSONS,
                                              RECEPTION_GROUP_FIRST,   RECEPTION_GROUP_AGAIN};
    row_t *row = row_new ();
    row->received = true;
    row->reception.values[RECEPTION_HELD_ON] = day (word (rest));
    row->reception.values[RECEPTION_SESSION] = session_parse (word (rest));
    row->reception.values[RECEPTION_HELD_BY] = receiver_parse (word (rest));
    for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++)
        row->reception.values[COUNTS[i]] = atoi (word (rest));
}

static void count (char **rest)
{
    const char *code = word (rest);
    const form_t *form = catalog_form (catalog, code, (uint32_t)atoi (word (rest)));
    period_t period;
    if (!form || period_parse (catalog, form->calendar, word (rest), &period) != QCDC_OK)
        exit (2);
    register_count_t *self = register_count_new (catalog, form, period.from, period.to, period.to);
    const office_t *counted = NULL;
    if (!self)
        exit (1);
    for (size_t i = 0; i < row_count; i++) {
        if (rows[i].office != counted && register_count_office (self, counted = rows[i].office) != QCDC_OK)
            exit (1);
        if ((rows[i].received ? register_count_reception (self, &rows[i].reception)
                              : register_count_petition (self, &rows[i].petition)) != QCDC_OK)
            exit (1);
    }
    if (register_count_office (self, NULL) != QCDC_OK)
        exit (1);
    for (size_t i = 0; i < register_count_cells (self); i++) {
        int64_t value;
        if (register_count_value (self, i, &value))
            printf ("%s %lld\n", register_count_cell (self, i), (long long)value);
        else
            printf ("%s -\n", register_count_cell (self, i));
    }
    puts (".");
    fflush (stdout);
    register_count_destroy (&self);
}

int main (void)
{
    static char line[65536];
    fault_t fault = {0};
    if (sample_reference (&catalog, &fault) != QCDC_OK) {
        fprintf (stderr, "%s\n", fault.message);
        return 1;
    }
    while (fgets (line, sizeof line, stdin)) {
        char *rest = NULL;
        const char *what = strtok_r (line, " \n", &rest);
        if (!what)
            continue;
        if (strcmp (what, "new") == 0)
            clear ();
        else if (strcmp (what, "office") == 0)
            office = catalog_office (catalog, word (&rest));
        else if (strcmp (what, "petition") == 0)
            petition_read (&rest);
        else if (strcmp (what, "reception") == 0)
            reception_read (&rest);
        else
            count (&rest);
    }
    clear ();
    free (rows);
    reference_destroy (&catalog);
    return 0;
}
