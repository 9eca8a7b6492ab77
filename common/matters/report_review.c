/*  report_review.c — reviews of reports: what may be said when, and where it leads.
 *
 *  Reviews stand in the order of their stamps, whatever order they came in. */

#include "matters/report_review.h"

#include "base/day.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "catalogue/cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STANDING_BIT(standing) (1u << (standing))
#define UNLOCKED                                                                                                     \
    (STANDING_BIT (REPORT_FILED) | STANDING_BIT (REPORT_RETURNED) | STANDING_BIT (REPORT_ACCEPTED) |                 \
     STANDING_BIT (REPORT_REOPENED))

/*  From where a review is possible, and where it leads. */
static const struct {
    unsigned from;
    report_standing to;
} REVIEWS[] = {
    [QCDC__REVIEW_VERDICT__REVIEW_RETURNED] = {UNLOCKED, REPORT_RETURNED},
    [QCDC__REVIEW_VERDICT__REVIEW_ACCEPTED] = {UNLOCKED & ~STANDING_BIT (REPORT_ACCEPTED), REPORT_ACCEPTED},
    [QCDC__REVIEW_VERDICT__REVIEW_LOCKED] = {STANDING_BIT (REPORT_ACCEPTED), REPORT_LOCKED},
    [QCDC__REVIEW_VERDICT__REVIEW_REOPENED] = {STANDING_BIT (REPORT_LOCKED), REPORT_REOPENED},
};

static const char *const NAMES[REPORT_STANDING_COUNT] = {[REPORT_FILED] = "filed",
                                                         [REPORT_RETURNED] = "returned",
                                                         [REPORT_ACCEPTED] = "accepted",
                                                         [REPORT_LOCKED] = "locked",
                                                         [REPORT_REOPENED] = "reopened"};

const char *report_standing_name (report_standing standing)
{
    return standing < REPORT_STANDING_COUNT ? NAMES[standing] : NULL;
}

int report_standing_parse (const char *text)
{
    static const struct {
        const char *word;
        report_standing standing;
    } WORDS[] = {{"đã nộp", REPORT_FILED},        {"nộp", REPORT_FILED},          {"trả lại", REPORT_RETURNED},
                 {"đã trả lại", REPORT_RETURNED}, {"chấp nhận", REPORT_ACCEPTED}, {"đã chấp nhận", REPORT_ACCEPTED},
                 {"khóa", REPORT_LOCKED},         {"đã khóa", REPORT_LOCKED},     {"mở lại", REPORT_REOPENED},
                 {"đã mở lại", REPORT_REOPENED}};
    for (int standing = 0; standing < REPORT_STANDING_COUNT; standing++)
        if (word_same (NAMES[standing], text))
            return standing;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (word_same (WORDS[i].word, text))
            return (int)WORDS[i].standing;
    return -1;
}

static bool is_known (int verdict)
{
    return verdict > 0 && (size_t)verdict < sizeof REVIEWS / sizeof *REVIEWS;
}

report_standing review_standing (int verdict)
{
    return is_known (verdict) ? REVIEWS[verdict].to : REPORT_FILED;
}

bool review_possible (report_standing standing, int verdict)
{
    return is_known (verdict) && (REVIEWS[verdict].from & STANDING_BIT (standing)) != 0;
}

/*  ---------------------------------------------------------------- where a report stands */

const review_t *report_last_review (const report_t *self)
{
    return self->review_count ? &self->reviews[self->review_count - 1] : NULL;
}

bool report_handed_back (const report_t *self)
{
    const review_t *last = report_last_review (self);
    const report_cell_t *answer = report_cell (self, CELL_NOTE CELL_ANSWER);
    return self->standing == REPORT_FILED && last && last->verdict == QCDC__REVIEW_VERDICT__REVIEW_RETURNED &&
           answer && answer->set.at.at_us > last->seen_at_us;
}

const review_t *report_review_at (const report_t *self, uint64_t origin, uint64_t seq)
{
    for (size_t i = 0; i < self->review_count; i++)
        if (self->reviews[i].entry.origin == origin && self->reviews[i].entry.seq == seq)
            return &self->reviews[i];
    return NULL;
}

void report_stand (report_t *self)
{
    const review_t *last = report_last_review (self);
    report_standing standing = last ? review_standing (last->verdict) : REPORT_FILED;
    /* What is locked is not corrected; but a restored server that had lost the lock took a correction before it came back: then those
       figures are locked that it was said of, and not what stands now. */
    self->standing = last && self->changed.at_us > last->seen_at_us ? REPORT_FILED : standing;
}

qcdc_status report_put_review (report_t *self, review_t *review)
{
    review_t *reviews = realloc (self->reviews, (self->review_count + 1) * sizeof *reviews);
    if (!reviews) {
        free (review->cells);
        return QCDC_NO_MEMORY;
    }
    self->reviews = reviews;
    size_t place = self->review_count;
    while (place > 0 && stamp_before (review->order, reviews[place - 1].order))
        place--;
    memmove (reviews + place + 1, reviews + place, (self->review_count - place) * sizeof *reviews);
    reviews[place] = *review;
    self->review_count++;
    report_stand (self);
    return QCDC_OK;
}

void report_reviews_release (report_t *self)
{
    for (size_t i = 0; i < self->review_count; i++)
        free (self->reviews[i].cells);
    free (self->reviews);
    self->reviews = NULL;
    self->review_count = 0;
}

/*  The names with a space between them. */
static char *join_cells (char *const *cells, size_t count)
{
    size_t size = 1;
    for (size_t i = 0; i < count; i++)
        size += strlen (cells[i]) + 1;
    char *joined = malloc (size), *at = joined;
    for (size_t i = 0; joined && i < count; i++) {
        if (i > 0)
            *at++ = ' ';
        at = stpcpy (at, cells[i]);
    }
    if (joined)
        *at = '\0';
    return joined;
}

qcdc_status review_apply (report_t *self, const fact_event_t *event)
{
    const Qcdc__ReportReviewed *fact = event->fact->report_reviewed;
    if (report_review_at (self, event->entry.origin, event->entry.seq))
        return QCDC_OK;
    review_t review = {.entry = event->entry,
                       .address = event->address,
                       .order = event_stamp (event),
                       .verdict = (int)fact->verdict,
                       .seen_at_us = fact->seen_at_us};
    review.commit_seq = event->stamp.at_us == STAMP_UNCOMMITTED_US ? 0 : event->stamp.seq;
    memcpy (review.content, event->content, CONTENT_BYTES);
    review.cells = join_cells (fact->cells, fact->n_cells);
    if (!review.cells)
        return QCDC_NO_MEMORY;
    stamp_t order = review.order;
    QCDC_TRY (report_put_review (self, &review));
    /* It came back behind what was said later, or is of a version that was corrected by now. */
    const review_t *last = report_last_review (self);
    if (last->order.at_us != order.at_us || last->order.seq != order.seq ||
        self->standing != review_standing ((int)fact->verdict))
        event_has_no_effect (event);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- verdicts */

qcdc_status review_fits (const Qcdc__ReportReviewed *fact, fault_t *fault)
{
    if (!is_known ((int)fact->verdict))
        return fault_set (fault, QCDC_UNSUPPORTED, "verdict", "a review of a kind that this program does not know");
    if (fact->n_cells > QCDC_TEXT_CELLS_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "cell", "at most %u cells with a reason", QCDC_TEXT_CELLS_COUNT_MAX);
    return QCDC_OK;
}

/*  What is accepted, returned and accepted again was said twice in the same words, and both times meant: only what cannot be said as
 *  things stand has been said before. */
bool review_repeats (const report_t *self, const Qcdc__ReportReviewed *fact, const uint8_t content[CONTENT_BYTES],
                     address_t *entry, int64_t *commit_seq)
{
    for (size_t i = self->review_count;
         i > 0 && (i == self->review_count || !review_possible (self->standing, (int)fact->verdict)); i--)
        if (content_equal (self->reviews[i - 1].content, content)) {
            *entry = self->reviews[i - 1].address;
            *commit_seq = self->reviews[i - 1].commit_seq;
            return true;
        }
    return false;
}

static qcdc_status check_cells (const judge_input_t *input, const report_t *report, const Qcdc__ReportReviewed *fact,
                                fault_t *fault)
{
    const form_t *form = catalog_form_by_id (input->catalog, report->form);
    cell_t cell;
    for (size_t i = 0; i < fact->n_cells; i++) {
        const char *name = fact->cells[i];
        if (form)
            QCDC_TRY (cell_parse (input->catalog, form, name, &cell, fault));
        if (form && cell.indicator->type == VALUE_RATIO) {
            fault_set (fault, QCDC_DERIVED_CELL, name, "%s is computed from other cells: nobody can mend it there",
                       name);
            fault_advise (fault, "say the reason at the cells that it is computed from");
            return QCDC_DERIVED_CELL;
        }
        if (!form && (strlen (name) > QCDC_CELL_BYTES_MAX || strchr (name, ' ')))
            return fault_set (fault, QCDC_BAD_CELL, "cell", "not a cell");
        if (i > 0 && strcmp (fact->cells[i - 1], name) >= 0)
            return fault_set (fault, QCDC_BAD_CELL, name, "cells are sorted and not repeated");
    }
    return QCDC_OK;
}

/*  Of a report that was corrected after the version that was reviewed: by whom, when, and in which cells. */
static qcdc_status check_seen (const judge_input_t *input, const report_t *report, const Qcdc__ReportReviewed *fact,
                               fault_t *fault)
{
    char cells[120] = "", day[DAY_TEXT_BYTES];
    const setter_t *last = NULL;
    size_t more = 0;
    if (report->changed.at_us <= fact->seen_at_us)
        return QCDC_OK;
    for (size_t i = 0; i < report->cell_count; i++) {
        const report_cell_t *cell = &report->cells[i];
        if (cell->set.at.at_us <= fact->seen_at_us)
            continue;
        last = !last || stamp_before (last->at, cell->set.at) ? &cell->set : last;
        size_t used = strlen (cells);
        if (more || used + strlen (cell->cell) + 3 > sizeof cells - 16)
            more++;
        else
            snprintf (cells + used, sizeof cells - used, "%s%s", used ? ", " : "", cell->cell);
    }
    if (more)
        snprintf (cells + strlen (cells), sizeof cells - strlen (cells), " + %zu", more);
    const office_t *office = catalog_office_by_id (input->catalog, report->office);
    bool committed = last && last->at.at_us != STAMP_UNCOMMITTED_US;
    if (committed)
        fault_set (fault, QCDC_STALE, "report", "the report %s for %s was corrected meanwhile, by %s on %s: %s",
                   report->form_code, report->period, office ? office->code : "",
                   day_format_iso (day_of_moment (last->at.at_us), day), cells);
    else
        fault_set (fault, QCDC_STALE, "report", "the report %s for %s was corrected meanwhile", report->form_code,
                   report->period);
    fault_advise (fault, "look at the report again, and review what stands there now");
    return QCDC_STALE;
}

static qcdc_status locked_fail (const report_t *report, fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    const review_t *lock = report_last_review (report);
    if (lock->order.at_us == STAMP_UNCOMMITTED_US)
        fault_set (fault, QCDC_LOCKED, "report", "the report %s for %s was locked", report->form_code,
                   report->period);
    else
        fault_set (fault, QCDC_LOCKED, "report", "the report %s for %s was locked on %s by the provincial office",
                   report->form_code, report->period, day_format_iso (day_of_moment (lock->order.at_us), day));
    return QCDC_LOCKED;
}

qcdc_status report_check_open (const report_t *self, fault_t *fault)
{
    if (self->standing != REPORT_LOCKED)
        return QCDC_OK;
    qcdc_status status = locked_fail (self, fault);
    fault_advise (fault, "ask the provincial office to reopen it");
    return status;
}

static qcdc_status check_possible (const report_t *report, int verdict, fault_t *fault)
{
    if (review_possible (report->standing, verdict))
        return QCDC_OK;
    if (report->standing == REPORT_LOCKED && verdict != QCDC__REVIEW_VERDICT__REVIEW_LOCKED) {
        qcdc_status status = locked_fail (report, fault);
        fault_advise (fault, "reopen it first");
        return status;
    }
    const char *form = report->form_code, *period = report->period;
    if (verdict == QCDC__REVIEW_VERDICT__REVIEW_REOPENED)
        fault_set (fault, QCDC_BAD_REVIEW, "report", "the report %s for %s is not locked", form, period);
    else if (report->standing == REPORT_LOCKED)
        fault_set (fault, QCDC_BAD_REVIEW, "report", "the report %s for %s is locked already", form, period);
    else if (verdict == QCDC__REVIEW_VERDICT__REVIEW_ACCEPTED)
        fault_set (fault, QCDC_BAD_REVIEW, "report", "the report %s for %s is accepted already", form, period);
    else {
        fault_set (fault, QCDC_BAD_REVIEW, "report", "the report %s for %s is not accepted, and cannot be locked",
                   form, period);
        fault_advise (fault, "accept it first");
    }
    return QCDC_BAD_REVIEW;
}

void review_judge (const judge_input_t *input, const Qcdc__ReportReviewed *fact, const uint8_t content[CONTENT_BYTES],
                   verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    address_t entry;
    int64_t commit_seq;
    qcdc_status status = verdict_check_thing (input, MATTER_REPORT, "only reports are reviewed", fault);
    const report_t *report = (const report_t *)input->thing;
    if (status == QCDC_OK && review_repeats (report, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK && report->voided)
        status = fault_set (fault, QCDC_TARGET_VOID, "report", "the report %s for %s was taken back",
                            report->form_code, report->period);
    if (status == QCDC_OK && report->review_count >= QCDC_STEPS_COUNT_MAX)
        status =
            fault_set (fault, QCDC_TOO_LARGE, "report", "at most %u reviews of one report", QCDC_STEPS_COUNT_MAX);
    if (status == QCDC_OK)
        status = check_cells (input, report, fact, fault);
    if (status == QCDC_OK && fact->verdict != QCDC__REVIEW_VERDICT__REVIEW_REOPENED)
        status = check_seen (input, report, fact, fault);
    if (status == QCDC_OK)
        status = check_possible (report, (int)fact->verdict, fault);
    verdict_conclude (verdict, status);
}
