/*  petition_twin.c — a table of fingerprints of what petitions say apart from their numbers.
 *
 *  Two for each: of kind, field, day, people and texts (none where there is no text: too many would be equal by chance), and of
 *  kind, field, day, people and the number without points and leading zeros, which is what mending changes.
 *
 *  How a petition came in and what became of it are in neither: the one of a pair that was entered first may be settled by now, or
 *  have come by post, and the other one be brought by hand; they are one petition all the same.
 *
 *  A sheet that has two equal rows is asked about like a row that equals what stands.  That a register has both does not tell that both
 *  are meant: whoever enters a petition twice has it twice in the register, and the province counts it twice.  But neighbours write the
 *  same about one road on one day, and in a year's register of a town one row in ten may equal another: so it is one question for all of
 *  them, and one answer.  Numbers that look mended are no pair within a sheet: what was mended is not there any more. */

#include "petitions/petition_twin.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/register_number.h"
#include "journal/scratch.h"
#include "petitions/petition_name.h"
#include "wire/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEAR_DAYS = 60 };

/*  The first row of a sheet among those that say the same. */
typedef struct {
    bool is_new; /* it is no petition that is known */
    char number[QCDC_LOCAL_NO_BYTES_MAX + 1];
} sheet_row_t;
_Static_assert(sizeof (sheet_row_t) <= SCRATCH_VALUE_BYTES_MAX, "a row is kept whole");

#define PAIRS_SAID 5u
#define PAIR_BYTES (2 * (QCDC_LOCAL_NO_BYTES_MAX + 16))

struct twins {
    scratch_t *numbers; /* by print, as the register has them: the first one of each */
    bool any;
    bool typed;      /* asked of one petition that is typed, not of a file */
    scratch_t *rows; /* of the sheet that is read: sheet_row_t by print */
    size_t pair_count;
    size_t pair_row; /* where the first pair was found */
    sheet_row_t pair[2];
    char pairs[PAIRS_SAID * PAIR_BYTES];
};

qcdc_status twins_new (twins_t **self_p, fault_t *fault)
{
    twins_t *self QCDC_CLEANUP (twins_destroy) = calloc (1, sizeof *self);
    *self_p = NULL;
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (scratch_open (&self->numbers, fault));
    QCDC_TRY (scratch_open (&self->rows, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void twins_destroy (twins_t **self_p)
{
    if (*self_p) {
        scratch_close (&(*self_p)->numbers);
        scratch_close (&(*self_p)->rows);
    }
    free (*self_p);
    *self_p = NULL;
}

/*  ---------------------------------------------------------------- fingerprints */

/*  What is compared of a petition, wherever it comes from. */
typedef struct {
    const char *number;
    int kind, field;
    int32_t day;
    uint32_t people;
    const char *title, *summary; /* "" where there is none */
} said_t;

static uint64_t print_of (const char *text)
{
    uint8_t hash[HASH_BYTES];
    uint64_t print;
    hash_bytes (text, strlen (text), hash);
    memcpy (&print, hash, sizeof print);
    return print ? print : 1;
}

/*  0 where there is no text.  QCDC_NO_MEMORY. */
static qcdc_status print_texts (const said_t *said, uint64_t *print)
{
    char *text = NULL;
    *print = 0;
    if (!*said->title && !*said->summary)
        return QCDC_OK;
    if (asprintf (&text, "%d %d %d %u\n%s\n%s", said->kind, said->field, said->day, said->people, said->title,
                  said->summary) < 0)
        return QCDC_NO_MEMORY;
    *print = print_of (text);
    free (text);
    return QCDC_OK;
}

/*  The number as freely as people write it. */
static uint64_t print_number (const said_t *said)
{
    char loose[NUMBER_KEY_BYTES], text[NUMBER_KEY_BYTES + 64];
    number_loosen (said->number, day_year (said->day), loose);
    snprintf (text, sizeof text, "%d %d %d %u %s", said->kind, said->field, said->day, said->people, loose);
    return *loose ? print_of (text) : 0;
}

/*  ---------------------------------------------------------------- the table */

static qcdc_status print_put (twins_t *self, uint64_t print, const char *number, fault_t *fault)
{
    if (!print)
        return QCDC_OK;
    self->any = true;
    qcdc_status status = scratch_add (self->numbers, &print, sizeof print, number, strlen (number) + 1, fault);
    return status == QCDC_EXISTS ? QCDC_OK : status; /* the first one is named */
}

static qcdc_status put (twins_t *self, const said_t *said, fault_t *fault)
{
    uint64_t texts = 0;
    if (print_texts (said, &texts) != QCDC_OK)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (print_put (self, texts, said->number, fault));
    return print_put (self, print_number (said), said->number, fault);
}

/*  ---------------------------------------------------------------- what is there */

typedef struct {
    twins_t *twins;
    desk_t *desk;
    int year; /* 0: all of them */
    fault_t *fault;
} filling_t;

static said_t said_of_view (const petition_view_t *view)
{
    const petition_t *petition = &view->petition;
    return (said_t){petition->local_no,
                    petition->kind,
                    petition->field,
                    petition->received_on,
                    petition->people,
                    view->title ? view->title : "",
                    view->summary ? view->summary : ""};
}

static said_t said_of_row (const petition_row_t *row)
{
    const char *title = row->clean[COLUMN_TITLE], *summary = row->clean[COLUMN_SUMMARY];
    return (said_t){row->clean[COLUMN_LOCAL_NO],
                    row->kind,
                    row->field,
                    row->received_on,
                    row->people ? row->people : 1,
                    title ? title : "",
                    summary ? summary : ""};
}

static qcdc_status fill_subject (const char *subject, void *arg)
{
    const filling_t *filling = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    QCDC_TRY (petition_views_read (filling->desk, subject, &views, filling->fault));
    for (size_t i = 0; i < views.view_count; i++) {
        const petition_view_t *view = &views.views[i];
        said_t said = said_of_view (view);
        if (!view->elsewhere && !view->petition.voided)
            QCDC_TRY (put (filling->twins, &said, filling->fault));
    }
    return QCDC_OK;
}

qcdc_status twins_fill (twins_t *self, desk_t *desk, fault_t *fault)
{
    char prefix[MATTER_SUBJECT_BYTES];
    filling_t filling = {self, desk, 0, fault};
    if (!matter_subject (&PETITION_MATTER, desk->home.office->code, "", prefix))
        return QCDC_OK;
    return journal_each_subject (desk->home.journal, prefix, fill_subject, &filling, fault);
}

/*  A petition whose year was corrected is found by the key that the correction gave it. */
static qcdc_status fill_key (const char *subject, void *arg)
{
    const filling_t *filling = arg;
    const char *key = strrchr (subject, ':'), *year = key ? strrchr (key, '@') : NULL;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    if (!year || atoi (year + 1) != filling->year)
        return QCDC_OK;
    QCDC_TRY (
        petition_find (filling->desk, filling->desk->home.office->code, key + 1, &views, &view, filling->fault));
    if (!view || view->petition.voided)
        return QCDC_OK;
    said_t said = said_of_view (view);
    return put (filling->twins, &said, filling->fault);
}

qcdc_status twins_fill_year (twins_t *self, desk_t *desk, int year, fault_t *fault)
{
    char prefix[MATTER_SUBJECT_BYTES];
    filling_t filling = {self, desk, year, fault};
    self->typed = true;
    self->any = true; /* of another year, for all that is known here */
    if (!matter_subject (&PETITION_MATTER, desk->home.office->code, "", prefix))
        return QCDC_OK;
    return journal_each_key (desk->home.journal, prefix, fill_key, &filling, fault);
}

/*  ---------------------------------------------------------------- asking */

/*  Texts so long are not equal by chance. */
#define TELLING_BYTES 30u

/*  Whether what is said of the same number in two years is one petition whose day was mistyped: all but the day is equal and the days
 *  are near, or the texts are, and long. */
static bool is_same_petition (const said_t *known, const said_t *said, size_t telling_bytes)
{
    int known_year, known_month, known_day, year, month, day;
    if (known->kind != said->kind || strcmp (known->title, said->title) != 0 ||
        strcmp (known->summary, said->summary) != 0)
        return false;
    if (telling_bytes >= TELLING_BYTES)
        return true;
    day_to_civil (known->day, &known_year, &known_month, &known_day);
    day_to_civil (said->day, &year, &month, &day);
    bool near = abs (known->day - said->day) <= NEAR_DAYS || (known_month == month && known_day == day);
    return near && known->field == said->field && known->people == said->people;
}

/*  The same number in another year: the day may have been mistyped, and then it is no second petition, nor a correction of the
 *  one of that year. */
static qcdc_status check_year (const twins_t *self, desk_t *desk, const petition_row_t *row, int year, bool corrects,
                               char key[MATTER_KEY_BYTES], fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    int row_year, row_month, row_day;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    day_to_civil (row->received_on, &row_year, &row_month, &row_day);
    if (year == row_year || !petition_key_print (row->clean[COLUMN_LOCAL_NO], day_from_civil (year, 1, 1), key))
        return QCDC_OK;
    QCDC_TRY (petition_find (desk, desk->home.office->code, key, &views, &view, fault));
    if (!view || view->petition.voided)
        return QCDC_OK;
    said_t known = said_of_view (view), said = said_of_row (row);
    /* What the sheet has no column for is nobody's. */
    const char *title = row->clean[COLUMN_TITLE], *summary = row->clean[COLUMN_SUMMARY];
    size_t telling = strlen (said.title) + strlen (said.summary);
    said.title = title ? title : known.title;
    said.summary = summary ? summary : known.summary;
    said.people = row->people ? row->people : known.people;
    if (!is_same_petition (&known, &said, telling))
        return QCDC_OK;
    fault_set (fault, QCDC_DUPLICATE, "received_on",
               self->typed ? _ ("%s received on %s says the same in all but the year")
                           : _ ("%s received on %s says the same: a file moves no petition to another year"),
               known.number, day_format_people (known.day, day));
    if (corrects)
        fault_advise (
            fault,
            _ ("to move it: qcdc petition correct %s@%d received_on=…; if the row is of the one of %d: qcdc "
               "petition correct %s@%d"),
            known.number, year, row_year, known.number, row_year);
    else
        fault_advise (fault,
                      _ ("if it is another petition, import the file with --new; else qcdc petition correct %s@%d "
                         "received_on=…"),
                      known.number, year);
    return QCDC_DUPLICATE;
}

/*  The twin that PRINT leads to, said with MESSAGE. */
static qcdc_status check_print (twins_t *self, desk_t *desk, const petition_row_t *row, uint64_t print,
                                const char *message, char key[MATTER_KEY_BYTES], fault_t *fault)
{
    char number[SCRATCH_VALUE_BYTES_MAX];
    size_t length;
    qcdc_status status =
        print ? scratch_get (self->numbers, &print, sizeof print, number, &length, fault) : QCDC_NOT_FOUND;
    if (status != QCDC_OK)
        return status == QCDC_NOT_FOUND ? QCDC_OK : status;
    if (!petition_key_print (number, row->received_on, key))
        return QCDC_OK;
    char *said = NULL, name[PETITION_NAME_BYTES];
    petition_number_t known = petition_number (number, row->received_on);
    QCDC_TRY (petition_name (desk, &known, name, fault));
    if (asprintf (&said, message, row->clean[COLUMN_LOCAL_NO], name) < 0)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    fault_set (fault, QCDC_DUPLICATE, "local_no", "%s", said);
    fault_advise (fault, "%s", _ ("if it is another petition, import the file with --new; else mend the row"));
    free (said);
    return QCDC_DUPLICATE;
}

qcdc_status twins_check (twins_t *self, desk_t *desk, const petition_row_t *row, bool corrects,
                         char key[MATTER_KEY_BYTES], fault_t *fault)
{
    said_t said = said_of_row (row);
    petition_years_t years;
    uint64_t texts = 0;
    if (!self->any)
        return QCDC_OK; /* an empty journal, or nothing but what was taken back */
    QCDC_TRY (petition_years (desk, desk->home.office->code, said.number, &years, fault));
    for (size_t i = 0; i < years.standing; i++)
        QCDC_TRY (check_year (self, desk, row, years.year[i], corrects, key, fault));
    if (corrects)
        return QCDC_OK;
    if (print_texts (&said, &texts) != QCDC_OK)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (check_print (self, desk, row, texts, _ ("%s says the same as %s in all but the number"), key, fault));
    return check_print (self, desk, row, print_number (&said),
                        _ ("%s looks like %s of the same day with its number mended"), key, fault);
}

/*  ---------------------------------------------------------------- within one sheet */

/*  The first pairs are named, the others are counted: a sheet is asked about once, however many of its rows look alike. */
static void pair_keep (twins_t *self, const sheet_row_t *row, const sheet_row_t *first, size_t number_of_row)
{
    size_t used = strlen (self->pairs);
    if (self->pair_count++ == 0) {
        self->pair_row = number_of_row;
        self->pair[0] = *row;
        self->pair[1] = *first;
    }
    if (self->pair_count <= PAIRS_SAID) {
        used += (size_t)snprintf (self->pairs + used, sizeof self->pairs - used, "%s", used ? ", " : "");
        snprintf (self->pairs + used, sizeof self->pairs - used, _ ("%s as %s"), row->number, first->number);
    } else if (self->pair_count == PAIRS_SAID + 1) {
        snprintf (self->pairs + used, sizeof self->pairs - used, ", …");
    }
}

qcdc_status twins_row (twins_t *self, const petition_row_t *row, bool is_new, size_t number_of_row, fault_t *fault)
{
    said_t said = said_of_row (row);
    sheet_row_t here = {.is_new = is_new}, first;
    uint64_t print;
    size_t length;
    if (print_texts (&said, &print) != QCDC_OK)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (!print)
        return QCDC_OK;
    snprintf (here.number, sizeof here.number, "%s", said.number);
    qcdc_status status = scratch_add (self->rows, &print, sizeof print, &here, sizeof here, fault);
    if (status != QCDC_EXISTS)
        return status;
    QCDC_TRY (scratch_get (self->rows, &print, sizeof print, &first, &length, fault));
    /* Two that are known were answered for when they were entered, or entered one by one. */
    if (is_new || first.is_new)
        pair_keep (self, &here, &first, number_of_row);
    return QCDC_OK;
}

size_t twins_rows_ask (const twins_t *self, fault_t *fault)
{
    if (self->pair_count == 0)
        return 0;
    if (self->pair_count == 1)
        fault_set (fault, QCDC_DUPLICATE, "local_no", _ ("%s says the same as %s in all but the number"),
                   self->pair[0].number, self->pair[1].number);
    else
        fault_set (fault, QCDC_DUPLICATE, "local_no",
                   _ ("%zu rows say the same as another row in all but the number: %s"), self->pair_count,
                   self->pairs);
    fault_advise (fault, "%s",
                  _ ("if all are petitions of their own, import the file with --new; else leave out what is entered "
                     "twice"));
    return self->pair_row;
}
