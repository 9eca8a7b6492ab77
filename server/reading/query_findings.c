/*  query_findings.c — rules held against stored reports, one after the other.
 *
 *  The same function judges here as at the clerk's desk and at the commit: what is shown at one place is shown at the other. */

#include "reading/query_findings.h"

#include "base/day.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "catalogue/period.h"
#include "reading/narrative.h"
#include "rules/rule_period.h"
#include "rules/rule_say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPORT_BYTES_MAX (16u * 1024u * 1024u) /* some figures of two years of months */

/*  A figure of another report of the office. */
typedef struct {
    const char *period;
    const char *cell;
    int64_t value_e4, said_at_us;
    bool corrected;
} other_t;

/*  Why the office says that what breaks a rule is right. */
typedef struct {
    const char *rule, *text;
    stamp_t at;
} note_t;

struct findings {
    const catalog_t *catalog;
    const char *severity, *asker;
    finding_fn *each;
    void *arg;
    arena_t *arena; /* of one report */
    int64_t report; /* 0: none yet */
    const char *texts[FINDING_COLUMNS];
    int form;
    report_figure_t *own;
    size_t own_count, own_size;
    stamp_t *own_at; /* when each of them was corrected last; {0}: never */
    size_t own_at_size;
    int64_t *own_said_us; /* when each was filed or corrected */
    size_t own_said_size;
    other_t *others;
    size_t other_count, others_size;
    note_t *notes;
    size_t note_count, notes_size;
    period_t period; /* while rules are held against it */
};

findings_t *findings_new (const catalog_t *catalog, const char *severity, const char *own, finding_fn *each,
                          void *arg)
{
    findings_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    *self = (findings_t){.catalog = catalog, .severity = severity, .asker = own, .each = each, .arg = arg};
    self->arena = arena_new (REPORT_BYTES_MAX);
    if (!self->arena)
        findings_destroy (&self);
    return self;
}

void findings_destroy (findings_t **self_p)
{
    findings_t *self = *self_p;
    if (!self)
        return;
    if (self->arena)
        arena_destroy (&self->arena);
    free (self->own);
    free (self->own_at);
    free (self->own_said_us);
    free (self->others);
    free (self->notes);
    free (self);
    *self_p = NULL;
}

/*  ---------------------------------------------------------------- rules */

static int other_compare (const void *key, const void *item)
{
    const other_t *wanted = key, *other = item;
    int order = strcmp (wanted->period, other->period);
    return order ? order : strcmp (wanted->cell, other->cell);
}

/*  The figure of another report that CELL is; NULL: blank. */
static const other_t *other_find (const findings_t *self, const rule_cell_t *cell)
{
    char period[PERIOD_TEXT_BYTES];
    rule_period_name (self->catalog, catalog_form_by_id (self->catalog, self->form), &self->period, cell->period,
                      period);
    const other_t wanted = {.period = period, .cell = cell->text};
    return self->other_count ? bsearch (&wanted, self->others, self->other_count, sizeof wanted, other_compare)
                             : NULL;
}

static rule_figure other_value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    const other_t *found = other_find (arg, cell);
    if (!found)
        return FIGURE_BLANK;
    *value_e4 = found->value_e4;
    return found->corrected ? FIGURE_CORRECTED : FIGURE_HELD;
}

static bool looks_at_corrected (const rule_result_t *result)
{
    for (size_t i = 0; i < result->input_count; i++)
        if (result->inputs[i].figure == FIGURE_CORRECTED)
            return true;
    return false;
}

/*  When the newest figure that was put in was filed or corrected. */
static int64_t newest_at (const findings_t *self, const rule_result_t *result)
{
    int64_t newest_us = 0;
    for (size_t i = 0; i < result->input_count; i++) {
        const rule_cell_t *cell = &result->inputs[i].cell;
        const other_t *other = cell->indicator && cell->period != RULE_P ? other_find (self, cell) : NULL;
        if (other && other->said_at_us > newest_us)
            newest_us = other->said_at_us;
        for (size_t k = 0; cell->indicator && !other && k < self->own_count; k++)
            if (strcmp (self->own[k].cell, cell->text) == 0 && self->own_said_us[k] > newest_us)
                newest_us = self->own_said_us[k];
    }
    return newest_us;
}

static const note_t *note_of (const findings_t *self, const char *rule)
{
    for (size_t i = 0; i < self->note_count; i++)
        if (strcmp (self->notes[i].rule, rule) == 0)
            return &self->notes[i];
    return NULL;
}

/*  As report_rules_note_stands: none of the report's figures was changed after the note. */
static bool note_stands (const findings_t *self, const note_t *note, const rule_result_t *result)
{
    for (size_t i = 0; i < result->input_count; i++)
        for (size_t k = 0;
             result->inputs[i].cell.indicator && result->inputs[i].cell.period == RULE_P && k < self->own_count; k++)
            if (strcmp (self->own[k].cell, result->inputs[i].cell.text) == 0 &&
                stamp_before (note->at, self->own_at[k]))
                return false;
    return true;
}

static qcdc_status finding_tell (const rule_result_t *result, void *arg)
{
    findings_t *self = arg;
    const rule_text_t *text = rule_text (result->rule);
    const char *severity = rule_severity_of (result->rule) == RULE_ALERT ? "alert"
                           : report_rules_within (result)                ? "warning"
                                                                         : "contradiction";
    bool foreign = self->asker && strcmp (self->texts[FINDING_OFFICE], self->asker) != 0;
    if ((self->severity && strcmp (severity, self->severity) != 0) ||
        (foreign && strcmp (severity, "contradiction") != 0))
        return QCDC_OK;
    char *said QCDC_CLEANUP (memory_free) = rule_say_result (result, value_format);
    if (!said)
        return QCDC_NO_MEMORY;
    self->texts[FINDING_SEVERITY] = severity;
    self->texts[FINDING_RULE] = text->code;
    self->texts[FINDING_CELL] = result->cell;
    self->texts[FINDING_SAID] = said;
    self->texts[FINDING_CORRECTED] = looks_at_corrected (result) ? "yes" : NULL;
    char moment[MOMENT_TEXT_BYTES];
    int64_t newest_us = newest_at (self, result);
    self->texts[FINDING_FIGURES_AT] = newest_us ? moment_format_iso (newest_us, moment) : NULL;
    const note_t *note = foreign ? NULL : note_of (self, text->code);
    bool stands = note && note_stands (self, note, result);
    self->texts[FINDING_NOTE] = stands ? note->text : NULL;
    self->texts[FINDING_FORMER_NOTE] = note && !stands ? note->text : NULL;
    return self->each (self->texts, self->arg);
}

qcdc_status findings_end (findings_t *self)
{
    const form_t *form = self->report ? catalog_form_by_id (self->catalog, self->form) : NULL;
    if (!form || period_parse (self->catalog, form->calendar, self->texts[FINDING_PERIOD], &self->period) != QCDC_OK)
        return QCDC_OK;
    self->texts[FINDING_FORM] = form->code;
    const report_rules_t rules = {
        .catalog = self->catalog, .form = form, .period = &self->period, .other = other_value, .arg = self};
    return report_rules_each_of (&rules, self->own, self->own_count, finding_tell, self);
}

/*  ---------------------------------------------------------------- figures */

static qcdc_status report_begin (findings_t *self, int64_t report, const PGresult *result, int row)
{
    QCDC_TRY (findings_end (self));
    arena_reset (self->arena);
    self->own_count = 0;
    self->other_count = 0;
    self->note_count = 0;
    self->report = report;
    self->form = atoi (pg_text (result, row, 3));
    static const struct {
        int column, text;
    } TEXTS[] = {{1, FINDING_OFFICE}, {2, FINDING_UNIT}, {4, FINDING_PERIOD}, {5, FINDING_ENTRY}};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        if (!(self->texts[TEXTS[i].text] = arena_strdup (self->arena, pg_text (result, row, TEXTS[i].column))))
            return QCDC_NO_MEMORY;
    return QCDC_OK;
}

static qcdc_status own_take (findings_t *self, const char *cell, int64_t value_e4, stamp_t at, int64_t said_at_us)
{
    report_figure_t *own = memory_room (self->own, self->own_count, &self->own_size, sizeof *own);
    if (own)
        self->own = own;
    stamp_t *own_at = memory_room (self->own_at, self->own_count, &self->own_at_size, sizeof *own_at);
    if (own_at)
        self->own_at = own_at;
    int64_t *said = memory_room (self->own_said_us, self->own_count, &self->own_said_size, sizeof *said);
    if (said)
        self->own_said_us = said;
    if (!own || !own_at || !said)
        return QCDC_NO_MEMORY;
    self->own_at[self->own_count] = at;
    self->own_said_us[self->own_count] = said_at_us;
    self->own[self->own_count++] = (report_figure_t){cell, value_e4};
    return QCDC_OK;
}

static qcdc_status other_take (findings_t *self, const char *period, const char *cell, int64_t value_e4,
                               bool corrected, int64_t said_at_us)
{
    other_t *others = memory_room (self->others, self->other_count, &self->others_size, sizeof *others);
    if (others)
        self->others = others;
    const char *copy = arena_strdup (self->arena, period);
    if (!others || !copy)
        return QCDC_NO_MEMORY;
    self->others[self->other_count++] = (other_t){copy, cell, value_e4, said_at_us, corrected};
    return QCDC_OK;
}

/*  PACKED is NULL where the text was erased. */
static qcdc_status note_take (findings_t *self, const char *rule, const char *packed, stamp_t at)
{
    note_t *notes = memory_room (self->notes, self->note_count, &self->notes_size, sizeof *notes);
    if (!notes)
        return QCDC_NO_MEMORY;
    self->notes = notes;
    const char *text = packed ? narrative_read (packed, self->arena) : NULL;
    if (packed && !text)
        return QCDC_NO_MEMORY;
    self->notes[self->note_count++] = (note_t){rule, text, at};
    return QCDC_OK;
}

/*  Values come as text here, as all that a cursor gives. */
qcdc_status findings_take (findings_t *self, const PGresult *result, int row)
{
    int64_t report = strtoll (pg_text (result, row, 0), NULL, 10);
    if (report != self->report)
        QCDC_TRY (report_begin (self, report, result, row));
    const char *period = pg_text (result, row, 6), *cell = arena_strdup (self->arena, pg_text (result, row, 7));
    int64_t value_e4 = strtoll (pg_text (result, row, 8), NULL, 10);
    bool corrected = !pg_null (result, row, 9);
    stamp_t at = {0, 0};
    if (corrected)
        at = (stamp_t){strtoll (pg_text (result, row, 9), NULL, 10), strtoll (pg_text (result, row, 10), NULL, 10)};
    if (!cell)
        return QCDC_NO_MEMORY;
    if (cell_note_rule (cell))
        return note_take (self, cell_note_rule (cell), pg_null (result, row, 11) ? NULL : pg_text (result, row, 11),
                          at);
    int64_t said_at_us = strtoll (pg_text (result, row, 12), NULL, 10);
    return *period ? other_take (self, period, cell, value_e4, corrected, said_at_us)
                   : own_take (self, cell, value_e4, at, said_at_us);
}
