/*  test_rule_reports.c — the sample reports of eleven offices over three periods, held against every rule that concerns them. */

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
    assert_int_equal (csv_reader_header (reader, COLUMNS, NULL, &fault), QCDC_OK);
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
            rule_source_t source = {value, NULL, members, reports[i].form, &reports[i]};
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

static int group_setup (void **state)
{
    (void)state;
    fault_t fault = {0};
    if (catalog_new (&catalog, &fault) != QCDC_OK || rule_set_new (catalog, &set, &fault) != QCDC_OK)
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
    rule_set_destroy (&set);
    catalog_destroy (&catalog);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_reports),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
