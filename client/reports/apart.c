/*  apart.c — comparisons that the province makes for this office, and what it said of them.
 *
 *  Which they are follows from the catalogue, which every device has; what they come to does not.  A question names form and period, so
 *  that the province works out whose figures count for whom in that one only, and an office that nothing happened to asks none. */

#include "reports/apart.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "line/query.h"
#include "matters/report_rules.h"
#include "reports/compared.h"
#include "reports/report_view.h"
#include "rules/reference.h"
#include "rules/rule_period.h"
#include "rules/rule_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEPT                                                                                                         \
    "apart_findings" /* the day on which the province said it, then a line each: office, form, period, severity, rule, cell, what */
#define KEPT_BYTES_MAX (256u * 1024u)
#define ASK_MS 10000 /* nobody minds waiting so long for an answer */
#define FIELDS 7u

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- which comparisons */

/*  A report for ASKED, of this office or (OWN is false) of another one, is held against what was reported for THEN; the own one of the two
 *  stands. */
typedef struct {
    const form_t *form;
    period_t asked;
    char then[PERIOD_TEXT_BYTES];
    bool own;
    char *names; /* malloc'ed, of the offices that are added up; NULL: none to name */
} comparison_t;

struct apart {
    desk_t *desk;
    int32_t today;
    comparison_t *items; /* malloc'ed */
    size_t count, size;
    fault_t *fault;
};

void apart_destroy (apart_t **self_p)
{
    apart_t *self = *self_p;
    for (size_t i = 0; self && i < self->count; i++)
        free (self->items[i].names);
    if (self)
        free (self->items);
    free (self);
    *self_p = NULL;
}

static bool is_sum (compared_kind kind)
{
    return kind == COMPARED_SUM || kind == COMPARED_MOSTLY;
}

/*  Notes the comparison of a report for ASKED with what was reported for NAME, where the desk has but a part of that. */
static qcdc_status look (apart_t *self, const form_t *form, const period_t *asked, const char name[PERIOD_TEXT_BYTES],
                         bool own)
{
    compared_kind kind;
    char *names QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (compared_with (self->desk, form, asked, name, &kind, &names, self->fault));
    if (own ? !is_sum (kind) : kind != COMPARED_NONE)
        return QCDC_OK;
    comparison_t *items = memory_room (self->items, self->count, &self->size, sizeof *items);
    if (!items)
        return no_memory (self->fault);
    self->items = items;
    items[self->count] = (comparison_t){.form = form, .asked = *asked, .own = own, .names = names};
    memcpy (items[self->count++].then, name, PERIOD_TEXT_BYTES);
    names = NULL;
    return QCDC_OK;
}

/*  The other periods that rules look at from a report for ASKED; of ONLY, NULL for all. */
static qcdc_status look_around (apart_t *self, const form_t *form, const period_t *asked, const char *only)
{
    char said[RULE_YTD + 1][PERIOD_TEXT_BYTES] = {{0}};
    unsigned looked = report_rules_periods (self->desk->home.catalog, form, asked, false);
    for (rule_period which = RULE_P; which <= RULE_YTD; which++) {
        bool known = false;
        if (!(looked & 1u << which))
            continue;
        rule_period_name (self->desk->home.catalog, form, asked, which, said[which]);
        for (rule_period before = RULE_P; before < which; before++)
            known = known || strcmp (said[before], said[which]) == 0;
        if (!known && *said[which] && strcmp (said[which], asked->name) != 0 &&
            (!only || strcmp (only, said[which]) == 0))
            QCDC_TRY (look (self, form, asked, said[which], !only));
    }
    return QCDC_OK;
}

/*  Later reports, of whoever goes on with this office's figures: rules look back a year at most. */
static qcdc_status look_from_later (apart_t *self, const char *code, const period_t *own)
{
    const catalog_t *catalog = self->desk->home.catalog;
    const form_t *latest = catalog_form_latest (catalog, code);
    for (int year = own->year; latest && year <= own->year + 1; year++)
        for (const char *const *kind = latest->periods; *kind; kind++)
            for (int month = 1; month <= (strcmp (*kind, "M") == 0 ? 12 : 1); month++) {
                period_t asked, named;
                if (period_of_form (catalog, latest, year, *kind, month, &named) != QCDC_OK)
                    continue;
                const form_t *form = period_form (catalog, code, named.name, &asked);
                if (form && asked.from <= self->today && strcmp (asked.name, own->name) != 0)
                    QCDC_TRY (look_around (self, form, &asked, own->name));
            }
    return QCDC_OK;
}

static qcdc_status look_from (const char *subject, void *arg)
{
    apart_t *self = arg;
    const catalog_t *catalog = self->desk->home.catalog;
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    period_t period;
    QCDC_TRY (report_view_of_subject (self->desk, subject, &view, self->fault));
    const form_t *form = report_view_stands (&view) ? catalog_form_by_id (catalog, view.report.form) : NULL;
    if (!form || period_parse (catalog, form->calendar, view.report.period, &period) != QCDC_OK)
        return QCDC_OK;
    QCDC_TRY (look_around (self, form, &period, NULL));
    return look_from_later (self, form->code, &period);
}

#define OWN_UNITS_MAX 16u /* that an office stood for over the years: of more the first ones */

/*  The codes of the units that the office stands for, or stood for once. */
static size_t own_units (const desk_t *desk, const char *codes[OWN_UNITS_MAX])
{
    const catalog_t *catalog = desk->home.catalog;
    size_t count = 0;
    for (size_t i = 0; i < catalog->office_count && count < OWN_UNITS_MAX; i++)
        if (strcmp (catalog->offices[i].code, desk->home.office->code) == 0)
            codes[count++] = catalog->offices[i].unit_code;
    return count;
}

static bool is_among (const char *const *codes, size_t count, const unit_t *unit)
{
    for (size_t i = 0; unit && i < count; i++)
        if (strcmp (codes[i], unit->code) == 0)
            return true;
    return false;
}

/*  Whether an office that is no more stood for the unit of this one, or this one is no more. */
static bool is_handed_over (const desk_t *desk)
{
    const catalog_t *catalog = desk->home.catalog;
    const office_t *office = desk->home.office;
    if (office->valid_to < QCDC_DAY_MAX)
        return true;
    for (size_t i = 0; i < catalog->office_count; i++)
        if (catalog->offices[i].valid_to < QCDC_DAY_MAX &&
            strcmp (catalog->offices[i].unit_code, office->unit_code) == 0 &&
            strcmp (catalog->offices[i].code, office->code) != 0)
            return true;
    return false;
}

/*  Whether nothing ever happened to this office by which others' figures would be held together with its own: mostly so, and then no
 *  report is read. */
static bool is_quiet (const desk_t *desk)
{
    const catalog_t *catalog = desk->home.catalog;
    const char *own[OWN_UNITS_MAX];
    size_t count = own_units (desk, own);
    for (size_t i = 0; i < catalog->duty_change_count; i++)
        if (*catalog->duty_changes[i].successor)
            return false;
    for (size_t i = 0; i < catalog->lineage_count; i++)
        if (is_among (own, count, catalog_unit_by_id (catalog, catalog->lineage[i].predecessor)) ||
            is_among (own, count, catalog_unit_by_id (catalog, catalog->lineage[i].successor)))
            return false;
    return !is_handed_over (desk);
}

qcdc_status apart_new (desk_t *desk, apart_t **self_p, fault_t *fault)
{
    char prefix[120];
    apart_t *self = *self_p = calloc (1, sizeof *self);
    if (!self)
        return no_memory (fault);
    *self = (apart_t){.desk = desk, .today = day_of_moment (moment_now ()), .fault = fault};
    if (is_quiet (desk))
        return QCDC_OK;
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    snprintf (prefix, sizeof prefix, "report:%s:", desk->home.office->code);
    return journal_each_subject (desk->home.journal, prefix, look_from, self, fault);
}

bool apart_any (const apart_t *self)
{
    return self->count > 0;
}

/*  ---------------------------------------------------------------- what is kept */

/*  The fields of a line, cut at tabs in place; false: it is none. */
static bool line_cut (char *line, const char *fields[FIELDS])
{
    for (size_t i = 0; i < FIELDS; i++) {
        char *tab = i + 1 < FIELDS ? strchr (line, '\t') : NULL;
        if (i + 1 < FIELDS && !tab)
            return false;
        fields[i] = line;
        if (tab) {
            *tab = '\0';
            line = tab + 1;
        }
    }
    return true;
}

/*  Whether the rule CODE looks at the other period of COMPARISON. */
static bool is_looked_at (const catalog_t *catalog, const char *code, const comparison_t *comparison)
{
    const rule_t *rule = rule_set_find (catalog->rules, code, comparison->asked.to);
    for (rule_period which = RULE_P; rule && which <= RULE_YTD; which++) {
        char name[PERIOD_TEXT_BYTES];
        if (!(rule_periods (rule) & 1u << which))
            continue;
        rule_period_name (catalog, comparison->form, &comparison->asked, which, name);
        if (strcmp (name, comparison->then) == 0)
            return true;
    }
    return false;
}

/*  What the fields say, told from the own report that one of the comparisons has; false: it is of none of them. */
static bool finding_place (const apart_t *comparisons, const char *const *fields, apart_finding_t *finding)
{
    const desk_t *desk = comparisons->desk;
    bool is_own = strcmp (fields[0], desk->home.office->code) == 0;
    for (size_t i = 0; i < comparisons->count; i++) {
        const comparison_t *comparison = &comparisons->items[i];
        if (is_own != comparison->own || strcmp (fields[1], comparison->form->code) != 0 ||
            strcmp (fields[2], comparison->asked.name) != 0 ||
            !is_looked_at (desk->home.catalog, fields[4], comparison))
            continue;
        *finding = (apart_finding_t){.form = fields[1],
                                     .period = is_own ? fields[2] : comparison->then,
                                     .severity = fields[3],
                                     .rule = fields[4],
                                     .cell = fields[5],
                                     .said = fields[6],
                                     .office = is_own ? "" : fields[0],
                                     .other = is_own ? comparison->then : fields[2],
                                     .names = is_own && comparison->names ? comparison->names : ""};
        return true;
    }
    return false;
}

/*  The day behind which the lines stand; NULL: the province was never asked. */
static char *kept_lines (char *kept)
{
    char *end = strchr (kept, '\n');
    if (!end)
        return NULL;
    *end = '\0';
    return end + 1;
}

qcdc_status apart_each (const apart_t *comparisons, apart_fn *each, void *arg)
{
    char *kept QCDC_CLEANUP (journal_free_value) = NULL;
    if (comparisons->count == 0)
        return QCDC_OK;
    QCDC_TRY (journal_get (comparisons->desk->home.journal, KEPT, &kept, comparisons->fault));
    char *line = kept_lines (kept);
    while (line && *line) {
        const char *fields[FIELDS];
        apart_finding_t finding;
        char *end = strchr (line, '\n');
        if (end)
            *end = '\0';
        if (line_cut (line, fields) && finding_place (comparisons, fields, &finding))
            QCDC_TRY (each (&finding, arg));
        line = end ? end + 1 : NULL;
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- asking */

/*  The columns that are kept, in the order of a line's fields. */
static const char *const COLUMNS[FIELDS] = {"office", "form", "period", "severity", "rule", "cell", "finding"};

typedef struct {
    FILE *kept;
    char *told;        /* what was kept before */
    size_t at[FIELDS]; /* their places */
    size_t columns;
    char *fields[FIELDS]; /* malloc'ed, of one row */
    size_t fresh;
    char form[REPORT_FORM_BYTES], period[PERIOD_TEXT_BYTES]; /* of one that is new, as the own report has it */
    const apart_t *comparisons;
    fault_t *fault;
} answer_t;

static qcdc_status take_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    answer_t *self = arg;
    self->columns = count;
    for (size_t i = 0; i < FIELDS; i++) {
        for (self->at[i] = 0; self->at[i] < count && strcmp (columns[self->at[i]]->name, COLUMNS[i]) != 0;)
            self->at[i]++;
        if (self->at[i] == count)
            return QCDC_UNSUPPORTED;
    }
    return QCDC_OK;
}

/*  A row that is about reports of one office alone is judged here, and not kept. */
static qcdc_status row_take (answer_t *self)
{
    char *line QCDC_CLEANUP (memory_free) = NULL;
    const char *fields[FIELDS];
    apart_finding_t finding;
    memcpy (fields, self->fields, sizeof fields);
    if (!finding_place (self->comparisons, fields, &finding))
        return QCDC_OK;
    /* From the line break before it on: an office's code may end with another one's. */
    if (asprintf (&line, "\n%s\t%s\t%s\t%s\t%s\t%s\t%s\n", fields[0], fields[1], fields[2], fields[3], fields[4],
                  fields[5], fields[6]) < 0) {
        line = NULL;
        return no_memory (self->fault);
    }
    if (!strstr (self->told, line)) {
        snprintf (self->form, sizeof self->form, "%s", finding.form);
        snprintf (self->period, sizeof self->period, "%s", finding.period);
        self->fresh++;
    }
    if (ftell (self->kept) + (long)strlen (line) < (long)KEPT_BYTES_MAX)
        fputs (line + 1, self->kept);
    return QCDC_OK;
}

static qcdc_status take_cell (size_t column, const char *text, void *arg)
{
    answer_t *self = arg;
    for (size_t i = 0; i < FIELDS; i++) {
        if (self->at[i] != column)
            continue;
        free (self->fields[i]);
        if (!(self->fields[i] = strdup (text ? text : "")))
            return no_memory (self->fault);
        for (char *at = self->fields[i]; *at; at++)
            if (*at == '\t' || *at == '\n')
                *at = ' ';
    }
    return column + 1 == self->columns ? row_take (self) : QCDC_OK;
}

/*  Whether the question was asked already: several reports may be held together with one. */
static bool is_asked (const apart_t *comparisons, size_t index)
{
    const comparison_t *items = comparisons->items;
    for (size_t i = 0; i < index; i++)
        if (items[i].form == items[index].form && strcmp (items[i].asked.name, items[index].asked.name) == 0)
            return true;
    return false;
}

/*  *WHOLE: everything was answered. */
static qcdc_status questions_ask (answer_t *self, asking_t *query, bool *whole)
{
    const query_sink_t sink = {take_columns, take_cell, self};
    const apart_t *comparisons = self->comparisons;
    fault_t ignored = {0};
    bool no_room = false;
    *whole = true;
    for (size_t i = 0; i < comparisons->count && *whole; i++) {
        if (is_asked (comparisons, i))
            continue;
        const query_key_t keys[] = {{"form", comparisons->items[i].form->code},
                                    {"period", comparisons->items[i].asked.name}};
        qcdc_status status = query_run (query, "rule_findings", keys, 2, &sink, &ignored);
        no_room = status == QCDC_NO_MEMORY;
        *whole = status == QCDC_OK;
    }
    for (size_t i = 0; i < FIELDS; i++)
        free (self->fields[i]);
    return no_room ? no_memory (self->fault) : QCDC_OK;
}

static void fresh_say (const answer_t *answer)
{
    if (answer->fresh > 0)
        fprintf (
            stderr,
            ngettext ("qcdc: %zu new contradiction between a report of your office and those of others (%s, %s); "
                      "qcdc report check shows it\n",
                      "qcdc: %zu new contradictions between reports of your office and those of others (one of "
                      "them in %s, %s); qcdc report check shows them\n",
                      answer->fresh),
            answer->fresh, answer->form, answer->period);
}

/*  Asks all, and keeps the answer in place of the one before. */
static qcdc_status answer_keep (const apart_t *comparisons, asking_t *query, bool quiet)
{
    char *told QCDC_CLEANUP (journal_free_value) = NULL, *text = NULL;
    char day[DAY_TEXT_BYTES];
    size_t size = 0;
    bool whole = false;
    journal_t *journal = comparisons->desk->home.journal;
    fault_t *fault = comparisons->fault;
    QCDC_TRY (journal_get (journal, KEPT, &told, fault));
    answer_t answer = {
        .kept = open_memstream (&text, &size), .told = told, .comparisons = comparisons, .fault = fault};
    if (!answer.kept)
        return no_memory (fault);
    fprintf (answer.kept, "%s\n", day_format_iso (day_of_moment (moment_now ()), day));
    qcdc_status status = questions_ask (&answer, query, &whole);
    if (fclose (answer.kept) != 0)
        status = no_memory (fault);
    if (status == QCDC_OK && whole) {
        if (!quiet)
            fresh_say (&answer);
        status = journal_set_alone (journal, KEPT, text, fault);
    }
    free (text);
    return status;
}

qcdc_status apart_ask (desk_t *desk, int patience_ms, bool quiet, fault_t *fault)
{
    apart_t *comparisons QCDC_CLEANUP (apart_destroy) = NULL;
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    fault_t ignored = {0};
    bool later = false;
    QCDC_TRY (apart_new (desk, &comparisons, fault));
    if (comparisons->count == 0)
        return QCDC_OK;
    int wait_ms = patience_ms > 0 && patience_ms < ASK_MS ? patience_ms : ASK_MS;
    if (query_open (&desk->home, wait_ms, &query, &later, &ignored) != QCDC_OK)
        return QCDC_OK;
    return answer_keep (comparisons, query, quiet);
}

/*  ---------------------------------------------------------------- saying */

char *apart_said (const apart_finding_t *finding)
{
    char *text = NULL;
    int made = asprintf (&text, "%s (%s: %s)", finding->said, finding->other,
                         *finding->office ? finding->office : finding->names);
    return made < 0 ? NULL : text;
}

typedef struct {
    const char *form, *period; /* NULL: all */
    size_t count;
    fault_t *fault;
} saying_t;

static qcdc_status finding_say (const apart_finding_t *finding, void *arg)
{
    saying_t *self = arg;
    if (self->form && (strcmp (self->form, finding->form) != 0 || strcmp (self->period, finding->period) != 0))
        return QCDC_OK;
    char *said QCDC_CLEANUP (memory_free) = apart_said (finding);
    if (!said)
        return no_memory (self->fault);
    self->count++;
    if (*finding->office)
        text_say (stderr,
                  _ ("qcdc: %s, %s: the report of %s for %s contradicts what was reported here: %s: %s; correct this "
                     "report if it is wrong, else %s corrects its own\n"),
                  finding->form, finding->period, finding->office, finding->other, finding->rule, said,
                  finding->office);
    else
        text_say (
            stderr,
            _ ("qcdc: %s, %s: contradicts the sum of %s for %s: %s: %s; correct this report, or have %s correct "
               "theirs; qcdc query report_before form=%s period=%s shows the sums\n"),
            finding->form, finding->period, finding->names, finding->other, finding->rule, said, finding->names,
            finding->form, finding->period);
    return QCDC_OK;
}

static qcdc_status comparison_say (const apart_t *comparisons, const comparison_t *comparison)
{
    char *text QCDC_CLEANUP (memory_free) = NULL;
    if (!comparison->own) {
        fprintf (stderr,
                 _ ("qcdc: %s, %s: what was reported here counts for another office since, whose report for %s is "
                    "held against it at the province\n"),
                 comparison->form->code, comparison->then, comparison->asked.name);
        return QCDC_OK;
    }
    QCDC_TRY (compared_text (comparisons->desk, comparison->form, &comparison->asked, comparison->then, &text,
                             comparisons->fault));
    if (text)
        fprintf (stderr, "qcdc: %s, %s: %s\n", comparison->form->code, comparison->asked.name, text);
    return QCDC_OK;
}

/*  Of all that the province compares: when it said what. */
static qcdc_status asked_say (desk_t *desk, size_t count, fault_t *fault)
{
    char *kept QCDC_CLEANUP (journal_free_value) = NULL;
    char text[DAY_TEXT_BYTES];
    int32_t day;
    QCDC_TRY (journal_get (desk->home.journal, KEPT, &kept, fault));
    if (!kept_lines (kept) || day_parse (kept, &day) != QCDC_OK)
        fprintf (stderr, "%s\n",
                 _ ("qcdc: what the province finds in that is not known here yet: qcdc sync asks it"));
    else if (count == 0)
        fprintf (stderr, _ ("qcdc: the province found no contradiction in it, as it said on %s\n"),
                 day_format_people (day, text));
    else
        fprintf (stderr, _ ("qcdc: this is what the province said on %s; the next qcdc sync asks it again\n"),
                 day_format_people (day, text));
    return QCDC_OK;
}

qcdc_status apart_say (const apart_t *self)
{
    saying_t saying = {.fault = self->fault};
    for (size_t i = 0; i < self->count; i++)
        QCDC_TRY (comparison_say (self, &self->items[i]));
    QCDC_TRY (apart_each (self, finding_say, &saying));
    return self->count ? asked_say (self->desk, saying.count, self->fault) : QCDC_OK;
}

qcdc_status apart_say_of (desk_t *desk, const char *form, const char *period, fault_t *fault)
{
    apart_t *comparisons QCDC_CLEANUP (apart_destroy) = NULL;
    char *kept QCDC_CLEANUP (journal_free_value) = NULL;
    saying_t saying = {form, period, 0, fault};
    QCDC_TRY (journal_get (desk->home.journal, KEPT, &kept, fault));
    /* Mostly it has found nothing, and no report need be read for that. */
    const char *lines = kept_lines (kept);
    if (!lines || !*lines)
        return QCDC_OK;
    QCDC_TRY (apart_new (desk, &comparisons, fault));
    QCDC_TRY (apart_each (comparisons, finding_say, &saying));
    return saying.count ? asked_say (desk, saying.count, fault) : QCDC_OK;
}
