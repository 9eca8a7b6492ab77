/*  rules_told.c — the catalogue as it was when it was last told of, held against what it is now.
 *
 *  Whatever changes what follows from a report that stands is told, of whichever kind of row it comes (rules/past.h).
 *  An office that files a report by the rules of one day, and corrects it by those of another, must not learn of the difference from a
 *  refusal: a report that was right when it was filed can be wrong by a rule that is dated back, and its rates are other ones. */

#include "reports/rules_told.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/comparison.h"
#include "catalogue/duty.h"
#include "journal/published.h"
#include "matters/report_rules.h"
#include "reports/duty_told.h"
#include "reports/report_view.h"
#include "reports/sheet_rules.h"
#include "rules/past.h"
#include "rules/reference.h"
#include "rules/rule_say.h"
#include "rules/rule_set.h"

#include <stdlib.h>
#include <string.h>

#define RULES_TOLD "rules_told" /* so many publications were told of, or were there before */
#define LINES_MAX 8u            /* of a kind; what comes beyond is counted */

/*  A report of this office that stands. */
typedef struct {
    const form_t *form; /* NEXT's */
    period_t period;
    int32_t filed_on; /* when it was first received; QCDC_DAY_MIN: it was not, or nobody knows */
    char *subject;    /* malloc'ed */
    bool touched;
} filed_t;

typedef struct {
    desk_t *desk;
    FILE *file;
    const char *lead; /* of a line: messages say whose they are */
    catalog_tables_t *before, *after;
    catalog_t *now, *next; /* of the two */
    filed_t *filed;        /* malloc'ed */
    size_t filed_count, filed_size;
    size_t changes, duties, broken; /* so many lines of each */
    fault_t *fault;
} telling_t;

static void telling_release (telling_t *self)
{
    for (size_t i = 0; i < self->filed_count; i++)
        free (self->filed[i].subject);
    free (self->filed);
    reference_destroy (&self->now);
    reference_destroy (&self->next);
    tables_destroy (&self->before);
    tables_destroy (&self->after);
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- how far it was told */

static qcdc_status told_read (desk_t *desk, bool *any, size_t *told, fault_t *fault)
{
    char *value QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (desk->home.journal, RULES_TOLD, &value, fault));
    *any = *value;
    *told = strtoull (value, NULL, 10);
    return QCDC_OK;
}

static qcdc_status told_write (desk_t *desk, size_t told, fault_t *fault)
{
    char value[24];
    snprintf (value, sizeof value, "%zu", told);
    return journal_set_alone (desk->home.journal, RULES_TOLD, value, fault);
}

/*  A device that has never synchronised has no reports, or not all of its office's. */
qcdc_status rules_told_begin (desk_t *desk, fault_t *fault)
{
    bool any;
    size_t told, count;
    char *synced QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (told_read (desk, &any, &told, fault));
    QCDC_TRY (journal_get (desk->home.journal, "last_sync", &synced, fault));
    if (any || !*synced)
        return QCDC_OK;
    QCDC_TRY (published_count (desk->home.journal, &count, fault));
    return told_write (desk, count, fault);
}

/*  ---------------------------------------------------------------- the office's reports */

static qcdc_status filed_take (const char *subject, void *arg)
{
    telling_t *self = arg;
    filed_t filed = {0};
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_of_subject (self->desk, subject, &view, self->fault));
    if (!report_view_stands (&view))
        return QCDC_OK;
    filed.form = catalog_form_by_id (self->next, view.report.form);
    if (!filed.form || period_parse (self->next, filed.form->calendar, view.report.period, &filed.period) != QCDC_OK)
        return QCDC_OK;
    filed_t *all = memory_room (self->filed, self->filed_count, &self->filed_size, sizeof *all);
    if (!all)
        return no_memory (self->fault);
    self->filed = all;
    filed.filed_on = view.report.filed_at_us ? day_of_moment (view.report.filed_at_us) : QCDC_DAY_MIN;
    filed.subject = strdup (subject);
    all[self->filed_count] = filed;
    if (!filed.subject)
        return no_memory (self->fault);
    self->filed_count++;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what has changed */

/*  Whether the change is of a rule for some form that this office files, whatever it has filed. */
static bool concerns_office (const telling_t *self, const past_change_t *change)
{
    int32_t today = day_of_moment (moment_now ());
    for (size_t i = 0; i < self->next->form_count; i++) {
        const form_t *form = &self->next->forms[i];
        period_t period = {.to = change->day == QCDC_DAY_MIN ? today : change->day};
        bool known = duty_is_known (self->next, self->desk->home.office, form->code);
        for (const char *const *kind = form->periods; known && *kind; kind++) {
            snprintf (period.kind, sizeof period.kind, "%s", *kind);
            past_report_t any = {.form = form, .period = &period, .filed_on = QCDC_DAY_MIN, .today = today};
            if (past_touches (change, self->now, self->next, &any))
                return true;
        }
    }
    return false;
}

/*  "rule V-G4 …", "constant PARTS …", "form QCDC-HUYEN …", "holidays: 2020-06-15 …". */
static char *change_name (const past_change_t *change)
{
    char *name = NULL;
    char *row QCDC_CLEANUP (memory_free) = table_row_name ((size_t)table_kind_find (change->table), change->row);
    static const struct {
        const char *table, *what;
    } WHATS[] = {{"rules", N_ ("rule %s")},
                 {"forms", N_ ("form %s")},
                 {"calendar", N_ ("calendar %s")},
                 {"constants", N_ ("constant %s")}};
    const char *what = NULL;
    for (size_t i = 0; i < sizeof WHATS / sizeof *WHATS; i++)
        if (strcmp (WHATS[i].table, change->table) == 0)
            what = _ (WHATS[i].what);
    const char *title = _ (table_kind_at ((size_t)table_kind_find (change->table))->title);
    if (!row || (what ? asprintf (&name, what, row) : asprintf (&name, "%s: %s", title, row)) < 0)
        return NULL;
    return name;
}

static qcdc_status change_say (telling_t *self, const past_change_t *change, size_t touched, const filed_t *last)
{
    char *name QCDC_CLEANUP (memory_free) = change_name (change);
    char day[DAY_TEXT_BYTES] = "";
    if (!name)
        return no_memory (self->fault);
    if (change->day != QCDC_DAY_MIN)
        day_format_people (change->day, day);
    fputs (self->lead, self->file);
    if (change->ended)
        fprintf (self->file, _ ("%s does not hold any more from %s on"), name, day);
    else if (*day)
        fprintf (self->file, _ ("%s is published, from %s on"), name, day);
    else
        fprintf (self->file, _ ("%s is published, from the first day on"), name);
    fputs ("; ", self->file);
    if (touched == 0)
        fprintf (self->file, "%s\n", _ ("it touches no report of this office"));
    else
        fprintf (self->file,
                 ngettext ("it touches what follows from %zu report of this office: %s %s\n",
                           "it touches what follows from %zu reports of this office, the last of them %s %s\n",
                           touched),
                 touched, last->form->code, last->period.name);
    return QCDC_OK;
}

/*  A duty of this office, whether something was filed or not. */
static qcdc_status duty_tell (telling_t *self, const past_change_t *change)
{
    char *line = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&line, &size);
    if (!out)
        return no_memory (self->fault);
    bool told = duty_told (self->now, self->next, self->desk->home.office->code, change->row, self->lead, out);
    if (fclose (out) != 0)
        return no_memory (self->fault);
    if (told && self->duties++ < LINES_MAX)
        fputs (line, self->file);
    free (line);
    return QCDC_OK;
}

static qcdc_status change_tell (const past_change_t *change, void *arg)
{
    telling_t *self = arg;
    size_t touched = 0;
    const filed_t *last = NULL;
    bool is_duty = strcmp (change->table, "duty-changes") == 0;
    if (is_duty && !change->ended)
        QCDC_TRY (duty_tell (self, change));
    for (size_t i = 0; i < self->filed_count; i++) {
        filed_t *filed = &self->filed[i];
        past_report_t report = {.form = filed->form,
                                .period = &filed->period,
                                .office = self->desk->home.office->code,
                                .filed_on = filed->filed_on,
                                .today = day_of_moment (moment_now ())};
        if (!past_touches (change, self->now, self->next, &report))
            continue;
        touched++;
        filed->touched = true;
        if (!last || filed->period.to > last->period.to)
            last = filed;
    }
    /* What a duty is by now has been told. */
    if ((touched == 0 && (is_duty || !concerns_office (self, change))) || self->changes++ >= LINES_MAX)
        return QCDC_OK;
    return change_say (self, change, touched, last);
}

/*  ---------------------------------------------------------------- what breaks a rule by now */

/*  One report, and the rule of NOW that is looked for, or what is said of those of NEXT. */
typedef struct {
    telling_t *telling;
    const filed_t *filed;
    report_rules_t held; /* against NOW */
    const char *code;    /* of a broken rule */
    bool found;
} holding_t;

/*  What the report would be refused by, were it filed now. */
static bool refuses (const rule_result_t *result)
{
    return rule_severity_of (result->rule) == RULE_ERROR && report_rules_within (result);
}

static qcdc_status find_broken (const rule_result_t *result, void *arg)
{
    holding_t *self = arg;
    self->found = self->found || (refuses (result) && strcmp (rule_text (result->rule)->code, self->code) == 0);
    return QCDC_OK;
}

static qcdc_status take_broken (const rule_result_t *result, void *arg)
{
    holding_t *self = arg;
    telling_t *telling = self->telling;
    const char *code = rule_text (result->rule)->code;
    bool known = self->code && strcmp (self->code, code) == 0; /* of another member */
    if (!refuses (result) || known)
        return QCDC_OK;
    self->code = code;
    self->found = false;
    QCDC_TRY (report_rules_each (&self->held, find_broken, self));
    if (self->found || telling->broken++ >= LINES_MAX)
        return QCDC_OK;
    char *said QCDC_CLEANUP (memory_free) = rule_say_result (result, sheet_number);
    if (!said)
        return QCDC_NO_MEMORY;
    fprintf (telling->file,
             _ ("%s%s %s breaks rule %s by what has been published since (%s: %s); it stands as it is, and its next "
                "correction "
                "has to mend that too\n"),
             telling->lead, self->filed->form->code, self->filed->period.name, code, result->cell, said);
    return QCDC_OK;
}

static qcdc_status report_hold (telling_t *telling, const filed_t *filed)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    Qcdc__ReportFiled nothing = QCDC__REPORT_FILED__INIT;
    QCDC_TRY (report_view_of_subject (telling->desk, filed->subject, &view, telling->fault));
    report_rules_t rules = {.catalog = telling->next,
                            .form = filed->form,
                            .period = &filed->period,
                            .report = &view.report,
                            .put = &nothing};
    holding_t holding = {.telling = telling, .filed = filed, .held = rules};
    holding.held.catalog = telling->now;
    holding.held.form = catalog_form (telling->now, filed->form->code, filed->form->version);
    qcdc_status status = report_rules_each (&rules, take_broken, &holding);
    return status == QCDC_NO_MEMORY ? no_memory (telling->fault) : status;
}

/*  ---------------------------------------------------------------- all of it */

static void tell_more (const telling_t *self, size_t lines, const char *where)
{
    if (lines > LINES_MAX)
        fprintf (self->file, _ ("%sand %zu more; %s\n"), self->lead, lines - LINES_MAX, where);
}

static qcdc_status tell_difference (telling_t *self, size_t told)
{
    char prefix[80];
    desk_t *desk = self->desk;
    QCDC_TRY (published_before (desk->home.journal, told, &self->before, self->fault));
    QCDC_TRY (published_tables (desk->home.journal, desk->home.path, &self->after, self->fault));
    if (tables_are_empty (self->before) || tables_are_empty (self->after))
        return QCDC_OK;
    QCDC_TRY (reference_of_tables (self->before, &self->now, self->fault));
    QCDC_TRY (reference_of_tables (self->after, &self->next, self->fault));
    snprintf (prefix, sizeof prefix, "report:%s:", desk->home.office->code);
    QCDC_TRY (journal_each_subject (desk->home.journal, prefix, filed_take, self, self->fault));
    QCDC_TRY (past_changes (self->before, self->after, change_tell, self));
    tell_more (self, self->duties, _ ("qcdc catalogue duty-changes lists what the province has decided"));
    tell_more (self, self->changes, _ ("qcdc catalogue rules lists what holds"));
    for (size_t i = 0; i < self->filed_count; i++)
        if (self->filed[i].touched)
            QCDC_TRY (report_hold (self, &self->filed[i]));
    tell_more (self, self->broken, _ ("qcdc report check says what breaks a rule in a file of figures"));
    return QCDC_OK;
}

qcdc_status rules_tell (desk_t *desk, FILE *file, fault_t *fault)
{
    bool any;
    size_t told, count;
    telling_t telling QCDC_CLEANUP (telling_release) = {
        .desk = desk, .file = file, .lead = file == stderr ? "qcdc: " : "", .fault = fault};
    QCDC_TRY (told_read (desk, &any, &told, fault));
    QCDC_TRY (published_count (desk->home.journal, &count, fault));
    if (any && told == count)
        return QCDC_OK;
    if (any && told < count && desk->home.role == ROLE_REPORTER)
        QCDC_TRY (tell_difference (&telling, told));
    return told_write (desk, count, fault);
}
