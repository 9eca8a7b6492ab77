/*  crossing.c — reviews of other devices held against this one's.
 *
 *  What was looked through is this device's own knowledge, a value of its journal: of each further device of the office how far. */

#include "reports/crossing.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "journal/journal_subject.h"
#include "line/query_rows.h"
#include "matters/report_review.h"
#include "show/naming.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define READ_TO "reviews_read"    /* "ORIGIN:SEQ " of each device, as addresses are written */
#define CROSSED "reviews_crossed" /* "OFFICE FORM PERIOD OWN OTHER STANDING\n" each */
#define CROSSED_MAX 16u           /* that are kept; whoever has more of them looks at qcdc review list */

/*  One review that the server took. */
typedef struct {
    address_t report;
    uint64_t origin;
    int64_t seen_at_us;
    report_standing standing; /* that it leads to */
} said_t;

typedef struct {
    desk_t *desk;
    asking_t *query;
    query_rows_t rows; /* of report_reviews, once it is asked */
    bool asked;
    char *read_to, *crossed; /* malloc'ed: the two values as they will be */
    size_t read_size, crossed_size;
    FILE *reading, *crossing; /* they are written to */
    const char *before;       /* how far it was read */
    char **subjects;          /* malloc'ed, with reviews that came */
    size_t subject_count, subject_room, found;
    said_t last, last_but_one; /* of one subject; origin 0: none */
    fault_t *fault;
} looking_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- which reviews came */

static qcdc_status subject_add (looking_t *self, const char *subject)
{
    char **subjects = memory_room (self->subjects, self->subject_count, &self->subject_room, sizeof *subjects);
    if (!subjects)
        return no_memory (self->fault);
    self->subjects = subjects;
    if (!(subjects[self->subject_count] = strdup (subject)))
        return no_memory (self->fault);
    self->subject_count++;
    return QCDC_OK;
}

/*  What ROW says of a report; false where it is no review, or the server refused it. */
static bool review_read (looking_t *self, const journal_row_t *row, said_t *said)
{
    Qcdc__Fact *fact = NULL;
    arena_reset (self->desk->arena);
    if (row->verdict != QCDC__VERDICT_STATE__VERDICT_ACCEPTED ||
        fact_unpack (row->entry.body, self->desk->arena, &fact) != QCDC_OK ||
        fact->kind_case != QCDC__FACT__KIND_REPORT_REVIEWED)
        return false;
    said->origin = row->entry.origin;
    said->seen_at_us = fact->report_reviewed->seen_at_us;
    said->standing = review_standing ((int)fact->report_reviewed->verdict);
    return fact_target (fact, &said->report);
}

static qcdc_status take_come (const journal_row_t *row, void *arg)
{
    looking_t *self = arg;
    said_t said;
    return review_read (self, row, &said) ? subject_add (self, row->subject) : QCDC_OK;
}

static qcdc_status take_origin (uint64_t origin, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office, bool own,
                                void *arg)
{
    looking_t *self = arg;
    char name[ADDRESS_TEXT_BYTES];
    uint8_t hash[HASH_BYTES];
    uint64_t head = 0;
    (void)sign_key;
    if (own || strcmp (office, self->desk->home.office->code) != 0)
        return QCDC_OK;
    QCDC_TRY (journal_head (self->desk->home.journal, origin, &head, hash, self->fault));
    origin_format (origin, name);
    const char *kept = strstr (self->before, name);
    uint64_t from = kept ? strtoull (kept + strlen (name) + 1, NULL, 10) + 1 : 1;
    fprintf (self->reading, "%s ", address_format (origin, head, name));
    return from > head ? QCDC_OK
                       : journal_each (self->desk->home.journal, origin, from, head, take_come, self, self->fault);
}

/*  ---------------------------------------------------------------- whether they contradict */

static qcdc_status take_said (const journal_row_t *row, void *arg)
{
    looking_t *self = arg;
    said_t said;
    if (!review_read (self, row, &said))
        return QCDC_OK;
    self->last_but_one = self->last;
    self->last = said;
    return QCDC_OK;
}

static bool is_final (report_standing standing)
{
    return standing == REPORT_ACCEPTED || standing == REPORT_LOCKED;
}

/*  Whether the last two words about a report are of two devices, one of them this, say opposite things, and are of one version of it:
 *  whoever corrects or reviews it after that has seen both. */
static bool cross (const looking_t *self)
{
    const said_t *last = &self->last, *before = &self->last_but_one;
    uint64_t own = self->desk->home.origin;
    if (!before->origin || last->origin == before->origin || (last->origin != own && before->origin != own) ||
        last->seen_at_us != before->seen_at_us)
        return false;
    return (last->standing == REPORT_RETURNED && is_final (before->standing)) ||
           (is_final (last->standing) && before->standing == REPORT_RETURNED);
}

/*  Of whom the report is, and where it stands now, the server knows: provincial devices hold reviews alone. */
static qcdc_status crossed_put (looking_t *self)
{
    char entry[ADDRESS_TEXT_BYTES];
    const said_t *last = &self->last, *before = &self->last_but_one;
    bool own_last = last->origin == self->desk->home.origin;
    address_format (last->report.origin, last->report.seq, entry);
    if (!self->asked)
        QCDC_TRY (query_rows (self->query, "report_reviews", NULL, 0, &self->rows, self->fault));
    self->asked = true;
    for (size_t i = 0; i < query_rows_count (&self->rows); i++) {
        const char *found = query_rows_cell (&self->rows, i, "entry");
        if (!found || strcmp (found, entry) != 0)
            continue;
        char *line QCDC_CLEANUP (memory_free) = NULL;
        if (asprintf (&line, "%s %s %s %s %s %s\n", query_rows_cell (&self->rows, i, "office"),
                      query_rows_cell (&self->rows, i, "form"), query_rows_cell (&self->rows, i, "period"),
                      report_standing_name ((own_last ? last : before)->standing),
                      report_standing_name ((own_last ? before : last)->standing),
                      query_rows_cell (&self->rows, i, "review")) < 0 ||
            fflush (self->crossing) != 0)
            return no_memory (self->fault);
        if (self->found < CROSSED_MAX && !strstr (self->crossed, line) && fputs (line, self->crossing) >= 0)
            self->found++;
    }
    return QCDC_OK;
}

static qcdc_status look_through (looking_t *self)
{
    QCDC_TRY (journal_each_origin (self->desk->home.journal, take_origin, self, self->fault));
    for (size_t i = 0; i < self->subject_count; i++) {
        self->last = self->last_but_one = (said_t){0};
        QCDC_TRY (
            journal_each_of_subject (self->desk->home.journal, self->subjects[i], take_said, self, self->fault));
        if (cross (self))
            QCDC_TRY (crossed_put (self));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what is kept of it */

static qcdc_status keep (looking_t *self)
{
    journal_t *journal = self->desk->home.journal;
    char *kept QCDC_CLEANUP (journal_free_value) = NULL, *all QCDC_CLEANUP (memory_free) = NULL;
    if (fflush (self->reading) != 0 || fflush (self->crossing) != 0)
        return no_memory (self->fault);
    QCDC_TRY (journal_get (journal, CROSSED, &kept, self->fault));
    if (asprintf (&all, "%s%s", kept, self->crossed) < 0)
        return no_memory (self->fault);
    QCDC_TRY (journal_begin (journal, self->fault));
    qcdc_status status = journal_set (journal, READ_TO, self->read_to, self->fault);
    if (status == QCDC_OK)
        status = journal_set (journal, CROSSED, all, self->fault);
    if (status == QCDC_OK)
        return journal_commit (journal, self->fault);
    journal_rollback (journal);
    return status;
}

static void looking_release (looking_t *self)
{
    query_rows_release (&self->rows);
    for (size_t i = 0; i < self->subject_count; i++)
        free (self->subjects[i]);
    free (self->subjects);
    if (self->reading)
        fclose (self->reading);
    if (self->crossing)
        fclose (self->crossing);
    free (self->read_to);
    free (self->crossed);
}

qcdc_status crossing_ask (desk_t *desk, asking_t *query, fault_t *fault)
{
    char *before QCDC_CLEANUP (journal_free_value) = NULL;
    looking_t self QCDC_CLEANUP (looking_release) = {.desk = desk, .query = query, .fault = fault};
    QCDC_TRY (journal_get (desk->home.journal, READ_TO, &before, fault));
    self.before = before;
    self.reading = open_memstream (&self.read_to, &self.read_size);
    self.crossing = open_memstream (&self.crossed, &self.crossed_size);
    if (!self.reading || !self.crossing)
        return no_memory (fault);
    QCDC_TRY (look_through (&self));
    if (fflush (self.reading) == 0 && strcmp (self.read_to, before) == 0)
        return QCDC_OK;
    return keep (&self);
}

/*  ---------------------------------------------------------------- what is said */

qcdc_status crossing_tell (desk_t *desk, FILE *file, fault_t *fault)
{
    char *kept QCDC_CLEANUP (journal_free_value) = NULL, *rest = NULL, *words = NULL;
    const catalog_t *catalog = desk->home.catalog;
    enum { OFFICE, FORM, PERIOD, OWN, OTHER, STANDING, WORDS };
    QCDC_TRY (journal_get (desk->home.journal, CROSSED, &kept, fault));
    if (!*kept)
        return QCDC_OK;
    for (char *line = strtok_r (kept, "\n", &rest); line; line = strtok_r (NULL, "\n", &rest)) {
        const char *word[WORDS];
        size_t count = 0;
        for (char *at = strtok_r (line, " ", &words); at && count < WORDS; at = strtok_r (NULL, " ", &words))
            word[count++] = at;
        if (count < WORDS)
            continue;
        char *office QCDC_CLEANUP (memory_free) = people_name (catalog, "office", word[OFFICE]);
        text_say (file,
                  _ ("qcdc: %s %s of %s: said here: %s; said by another device of the province: %s; it "
                     "stands as: %s; agree on it, and where it has to be otherwise, review it again\n"),
                  word[FORM], word[PERIOD], office ? office : word[OFFICE], people_word ("review", word[OWN]),
                  people_word ("review", word[OTHER]), people_word ("review", word[STANDING]));
    }
    return journal_set_alone (desk->home.journal, CROSSED, "", fault);
}
