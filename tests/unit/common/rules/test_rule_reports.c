/*  test_rule_reports.c — the sample reports of eleven offices over three periods, held against every rule that concerns them. */

#include "csv_named.h"
#include "rule_case.h"

#include "catalogue/cell.h"
#include "catalogue/period.h"
#include "files/csv.h"
#include "rules/rule_say.h"

#include <dirent.h>

static catalog_t *catalog;
static rule_set_t *set;

#define FIGURES_MAX 16384u
#define REPORTS_MAX 40u

/*  One office's report as its file has it. */
typedef struct {
    char office[16];
    char period[PERIOD_TEXT_BYTES];
    const form_t *form;
    size_t first, count; /* of its figures */
} report_t;

static struct {
    char cell[QCDC_CELL_BYTES_MAX + 1];
    int64_t value_e4;
} figures[FIGURES_MAX];
static size_t figure_count;
static report_t reports[REPORTS_MAX];
static size_t report_count;

static void report_read (const char *name)
{
    static const char *const COLUMNS[] = {"form", "period", "cell", "value", NULL};
    char path[500];
    fault_t fault = {0};
    csv_reader_t *reader = NULL;
    csv_record_t record;
    assert_true (report_count < REPORTS_MAX);
    report_t *report = &reports[report_count++];
    *report = (report_t){.first = figure_count};
    snprintf (report->office, sizeof report->office, "%.*s", (int)strcspn (name, "-"), name);
    snprintf (path, sizeof path, QCDC_TEST_DATA "/sample-reports/%s", name);
    assert_int_equal (csv_reader_open (path, &reader, &fault), QCDC_OK);
    assert_int_equal (csv_named (reader, COLUMNS, NULL, &fault), QCDC_OK);
    while (csv_reader_next (reader, &record, &fault) == QCDC_OK) {
        assert_true (figure_count < FIGURES_MAX);
        report->form = catalog_form_latest (catalog, record.fields[0]);
        snprintf (report->period, sizeof report->period, "%s", record.fields[1]);
        if (amount_read (record.fields[3], &figures[figure_count].value_e4, &fault) != QCDC_OK)
            continue; /* narratives */
        snprintf (figures[figure_count++].cell, sizeof figures->cell, "%s", record.fields[2]);
    }
    assert_non_null (report->form);
    report->count = figure_count - report->first;
    csv_reader_destroy (&reader);
}

static const report_t *report_find (const char *office, const char *period)
{
    for (size_t i = 0; i < report_count; i++)
        if (strcmp (reports[i].office, office) == 0 && strcmp (reports[i].period, period) == 0)
            return &reports[i];
    return NULL;
}

/*  The report that a figure of PERIOD is of: in this calendar a half-year and a year begin on the same day, so that each is the
 *  year so far, and what comes before both is the year before. */
static const report_t *report_at (const report_t *report, rule_period period)
{
    char before[PERIOD_TEXT_BYTES], name[PERIOD_TEXT_BYTES + 3];
    period_year_before (report->period, before);
    switch (period) {
    case RULE_YEAR_AGO:
        return report_find (report->office, before);
    case RULE_PREVIOUS:
        before[4] = '\0';
        return report_find (report->office, before);
    case RULE_H1:
        snprintf (name, sizeof name, "%.4s-H1", report->period);
        return report_find (report->office, name);
    case RULE_YEAR:
        snprintf (name, sizeof name, "%.4s", report->period);
        return report_find (report->office, name);
    default:
        return report;
    }
}

static rule_figure value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    const report_t *report = report_at (arg, cell->period);
    for (size_t i = report ? report->first : 0; report && i < report->first + report->count; i++)
        if (strcmp (figures[i].cell, cell->text) == 0) {
            *value_e4 = figures[i].value_e4;
            return FIGURE_HELD;
        }
    return FIGURE_BLANK;
}

static bool constant (const char *name, int64_t *value_e4, void *arg)
{
    const report_t *report = arg;
    period_t period;
    assert_int_equal (period_parse (catalog, report->form->calendar, report->period, &period), QCDC_OK);
    const rule_constant_t *found = rule_constant_on (&set->names, name, period.to);
    if (found)
        *value_e4 = found->value_e4;
    return found != NULL;
}

static const char *const *members (const dimension_t *dimension, void *arg)
{
    static char codes[20][QCDC_CELL_BYTES_MAX + 1];
    static const char *list[21];
    const report_t *report = arg;
    size_t count = 0;
    (void)dimension;
    for (size_t i = report->first; i < report->first + report->count; i++)
        if (strncmp (figures[i].cell, "H02.", 4) == 0 && count < 20) {
            snprintf (codes[count], sizeof codes[count], "%s", figures[i].cell + 4);
            list[count] = codes[count];
            count++;
        }
    list[count] = NULL;
    return list;
}

/*  How often each rule came to each outcome. */
static size_t outcomes[1000][RULE_EXCUSED + 1];
static size_t broken[RULE_DERIVED];

static qcdc_status see (const rule_result_t *result, void *arg)
{
    outcomes[*(size_t *)arg][result->outcome]++;
    if (result->outcome != RULE_BROKEN && result->outcome != RULE_BEYOND)
        return QCDC_OK;
    broken[rule_severity_of (result->rule)]++;
    char *words = rule_say_result (result, value_format);
    if (rule_severity_of (result->rule) == RULE_ERROR || result->outcome == RULE_BEYOND)
        fail_msg ("%s, %s: %s", rule_text (result->rule)->code, result->cell, words);
    free (words);
    return QCDC_OK;
}

static void test_reports (void **state)
{
    (void)state;
    assert_int_equal (report_count, 33);
    for (size_t i = 0; i < report_count; i++) {
        period_t period;
        assert_int_equal (period_parse (catalog, reports[i].form->calendar, reports[i].period, &period), QCDC_OK);
        for (size_t rule = 0; rule < set->rule_count; rule++) {
            rule_source_t source = {value, constant, members, reports[i].form, &reports[i]};
            if (rule_concerns (set->rules[rule], reports[i].form, period.kind, period.to))
                assert_int_equal (rule_evaluate (set->rules[rule], &source, see, &rule), QCDC_OK);
        }
    }
    size_t judged = 0;
    for (size_t rule = 0; rule < set->rule_count; rule++)
        judged += outcomes[rule][RULE_HOLDS] > 0;
    /*  All of the committee's 66 but V-I2, V-K1 and V-K2, which are of forms that no office here has filled. */
    assert_int_equal (judged, 63);
    assert_int_equal (broken[RULE_WARNING], 0);
    assert_int_equal (broken[RULE_ALERT], 2); /* new hotspots, V-C16 */
}

/*  ---------------------------------------------------------------- each rule broken alone */

/*  What a report breaks. */
typedef struct {
    bool broken[1000];
    size_t rule, count;
} breaking_t;

static qcdc_status see_broken (const rule_result_t *result, void *arg)
{
    breaking_t *self = arg;
    if (result->outcome == RULE_BROKEN && !self->broken[self->rule]) {
        self->broken[self->rule] = true;
        self->count++;
    }
    return QCDC_OK;
}

static breaking_t breaking_of (const report_t *report)
{
    breaking_t breaking = {.count = 0};
    period_t period;
    rule_source_t source = {value, constant, members, report->form, (void *)report};
    assert_int_equal (period_parse (catalog, report->form->calendar, report->period, &period), QCDC_OK);
    for (breaking.rule = 0; breaking.rule < set->rule_count; breaking.rule++)
        if (rule_concerns (set->rules[breaking.rule], report->form, period.kind, period.to))
            assert_int_equal (rule_evaluate (set->rules[breaking.rule], &source, see_broken, &breaking), QCDC_OK);
    return breaking;
}

/*  "C23+1 C25-1 I04.due=3": figures made more, less, or new. */
static void figures_change (report_t *report, const char *changes, int times)
{
    char cell[QCDC_CELL_BYTES_MAX + 1], sign;
    int by, length;
    for (; sscanf (changes, "%96[^-+= ]%c%d%n", cell, &sign, &by, &length) == 3;
         changes += length + (changes[length] == ' ')) {
        size_t i = report->first;
        while (i < report->first + report->count && strcmp (figures[i].cell, cell) != 0)
            i++;
        if (sign == '=') {
            assert_true (i == figure_count && i < FIGURES_MAX);
            snprintf (figures[i].cell, sizeof figures[i].cell, "%s", cell);
            report->count++;
            figure_count++;
        } else if (i == report->first + report->count) {
            fail_msg ("%s of %s has no %s", report->period, report->office, cell);
        }
        figures[i].value_e4 += (sign == '-' ? -1 : 1) * times * by * AMOUNT_SCALE;
        assert_true (figures[i].value_e4 >= 0);
    }
    assert_int_equal (*changes, '\0');
}

/*  The table of alterations: each breaks exactly the rule that it is for. */
static void test_each_alone (void **state)
{
    (void)state;
    static const char *const COLUMNS[] = {"rule", "office", "form", "period", "changes", NULL};
    fault_t fault = {0};
    csv_reader_t *reader = NULL;
    csv_record_t record;
    size_t count = 0, expected = 0;
    assert_int_equal (csv_reader_open (QCDC_TEST_DATA "/broken-rules.csv", &reader, &fault), QCDC_OK);
    assert_int_equal (csv_named (reader, COLUMNS, NULL, &fault), QCDC_OK);
    for (; csv_reader_next (reader, &record, &fault) == QCDC_OK; count++) {
        report_t *report = (report_t *)report_find (record.fields[1], record.fields[3]);
        bool made = report == NULL;
        if (made) {
            assert_true (report_count < REPORTS_MAX);
            report = &reports[report_count++];
            *report = (report_t){.form = catalog_form_latest (catalog, record.fields[2]), .first = figure_count};
            snprintf (report->office, sizeof report->office, "%s", record.fields[1]);
            snprintf (report->period, sizeof report->period, "%s", record.fields[3]);
        }
        assert_string_equal (report->form->code, record.fields[2]);
        breaking_t before = breaking_of (report);
        figures_change (report, record.fields[4], 1);
        breaking_t after = breaking_of (report);
        size_t rule = 0;
        while (rule < set->rule_count && strcmp (rule_text (set->rules[rule])->code, record.fields[0]) != 0)
            rule++;
        assert_true (rule < set->rule_count);
        if (before.broken[rule] || !after.broken[rule] || after.count != before.count + 1)
            fail_msg ("%s: %s breaks %zu rules", record.fields[0], record.fields[4], after.count - before.count);
        if (made)
            report_count--;
        else
            figures_change (report, record.fields[4], -1);
    }
    csv_reader_destroy (&reader);
    for (size_t rule = 0; rule < set->rule_count; rule++)
        expected += strncmp (rule_text (set->rules[rule])->code, "V-", 2) == 0 &&
                    rule_severity_of (set->rules[rule]) != RULE_DERIVED;
    assert_int_equal (count, expected);
}

static int group_setup (void **state)
{
    (void)state;
    if (case_setup (&catalog, &set) != 0)
        return -1;
    DIR *folder = opendir (QCDC_TEST_DATA "/sample-reports");
    if (!folder)
        return -1;
    for (struct dirent *entry; (entry = readdir (folder));)
        if (strstr (entry->d_name, "-20"))
            report_read (entry->d_name);
    closedir (folder);
    return 0;
}

static int group_teardown (void **state)
{
    (void)state;
    return case_teardown (&catalog, &set);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_reports),
        cmocka_unit_test (test_each_alone),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
