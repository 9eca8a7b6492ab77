/*  register_lines.c — registers, line by line, and what forms are counted from them.
 *
 *      new                                      empty registers of the sample province
 *      office CODE                              what comes is of that office
 *      petition KIND INSTANCE CHANNEL FIELD PEOPLE RECEIVED FLAG,…|- FOLLOWS STEP@DAY@MOMENT@OUTCOME|-@OFFICE|MOMENT|-…
 *      reception DAY SESSION HELD_BY RECEPTIONS PERSONS FIRST AGAIN GROUPS PERSONS FIRST AGAIN
 *      count FORM VERSION PERIOD [OFFICE]       its cells, "CELL VALUE" or "CELL -" a line, and a dot; of one office alone
 *
 *  Behind a step stands the office that it is a hand-over to, or the moment of the one that another office answers, with TAKEN_IN, REPLIED,
 *  SETTLED or RETURNED.  Besides the sample's, three cells that no formula has say where petitions are: XLD1_26 what was sent on, XLD2_30 what
 *  came from elsewhere, XLD3_33 what is here at the end. */

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

/*  What another office said of the hand-over of that moment. */
static void answer (move_t *move, const char *name, const char *moment)
{
    static const char *const NAMES[] = {
        [QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN] = "TAKEN_IN",
        [QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED] = "RETURNED",
        [QCDC__HAND_OVER_VERDICT__HAND_OVER_REPLIED] = "REPLIED",
        [QCDC__HAND_OVER_VERDICT__HAND_OVER_SETTLED] = "SETTLED",
    };
    for (size_t i = 1; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp (NAMES[i], name) == 0)
            move->answer = (int)i;
    move->answers = (address_t){1, (uint64_t)atoll (moment), 0};
    if (!move->answer)
        exit (2);
    if (move->answer != QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED)
        move->move = PETITION_NO_MOVE;
}

static void step (petition_t *petition, char *text)
{
    char *rest = NULL;
    const char *name = strtok_r (text, "@", &rest), *on = strtok_r (NULL, "@", &rest),
               *moment = strtok_r (NULL, "@", &rest), *outcome = strtok_r (NULL, "@", &rest),
               *other = strtok_r (NULL, "@", &rest);
    if (!other)
        exit (2);
    move_t move = {.entry = {1, (uint64_t)atoll (moment), 0}, .move = move_parse (name), .on = day (on)};
    move.order = stamp_make (atoll (moment), 0);
    move.outcome = outcome_parse (outcome);
    if (strchr ("0123456789", *other))
        answer (&move, name, other);
    else if (strcmp (other, "-") != 0)
        snprintf (move.to_office, sizeof move.to_office, "%s", other);
    if ((!move.move && !move.answer) || petition_put_move (petition, &move) != QCDC_OK)
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
    petition->follows = atoi (word (rest)) != 0;
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
    const char *name = word (rest), *only = strtok_r (NULL, " \n", rest);
    period_t period;
    if (!form || period_parse (catalog, form->calendar, name, &period) != QCDC_OK)
        exit (2);
    register_count_t *self = register_count_new (catalog, form, period.from, period.to, period.to);
    const office_t *counted = NULL;
    if (!self)
        exit (1);
    for (size_t i = 0; i < row_count; i++) {
        if (only && strcmp (rows[i].office->code, only) != 0)
            continue;
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

/*  The sample, and where petitions are. */
static qcdc_status reference (fault_t *fault)
{
    static const char *const SPANS[][7] = {
        {"HERE", "RECEIVED REOPENED", "SETTLED WITHDRAWN REFUSED GUIDED FORWARDED KEPT_AS_INFORMATION", "x", "x", "",
         ""},
        {"NOT_SENT", "RECEIVED", "FORWARDED", "x", "x", "", ""},
    };
    static const char *const CELLS[][9] = {
        {"XLD1_26", "1", "petitions", "NOT_SENT", "over=within by=FORWARDED", "", "", "", ""},
        {"XLD2_30", "1", "petitions", "NOT_SENT", "begun=within channels=CHUYEN_DEN", "", "", "", ""},
        {"XLD3_33", "1", "petitions", "HERE", "over=open", "", "", "", ""},
    };
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    QCDC_TRY (sample_tables (&tables, fault));
    for (size_t i = 0; i < sizeof SPANS / sizeof *SPANS; i++)
        QCDC_TRY (tables_add (tables, (size_t)table_kind_find ("register-spans"), SPANS[i], NULL, 0, fault));
    for (size_t i = 0; i < sizeof CELLS / sizeof *CELLS; i++)
        QCDC_TRY (tables_add (tables, (size_t)table_kind_find ("register-cells"), CELLS[i], NULL, 0, fault));
    return reference_of_tables (tables, &catalog, fault);
}

int main (void)
{
    static char line[65536];
    fault_t fault = {0};
    if (reference (&fault) != QCDC_OK) {
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
