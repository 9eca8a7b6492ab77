/*  test_past.c — which rows change what follows from reports that stand, of every kind of row there is. */

#include "base/day.h"
#include "base/limits.h"
#include "rules/past.h"
#include "rules/reference.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static catalog_tables_t *before;
static catalog_t *now;

static int32_t on (const char *text)
{
    int32_t day = 0;
    if (day_parse (text, &day) != QCDC_OK)
        fail_msg ("%s is no day", text);
    return day;
}

/*  FIELDS, "593|60|district|…", of a row that is added; the columns behind are empty. */
static void add (catalog_tables_t *tables, const char *table, const char *fields)
{
    fault_t fault = {0};
    char text[600];
    const char *cells[CATALOGUE_COLUMNS_MAX];
    size_t count = 0;
    snprintf (text, sizeof text, "%s", fields);
    for (char *at = text; at && count < CATALOGUE_COLUMNS_MAX;) {
        char *next = strchr (at, '|');
        if (next)
            *next++ = '\0';
        cells[count++] = at;
        at = next;
    }
    while (count < CATALOGUE_COLUMNS_MAX)
        cells[count++] = "";
    if (tables_add (tables, (size_t)table_kind_find (table), cells, NULL, 0, &fault) != QCDC_OK)
        fail_msg ("%s: %s", fields, fault.message);
}

/*  The row of TABLE with that first column that stands now is ended. */
static void end (catalog_tables_t *tables, const char *table, const char *code, const char *last)
{
    fault_t fault = {0};
    size_t count, kind = (size_t)table_kind_find (table);
    const table_row_t *rows = tables_rows (tables, kind, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp (rows[i].fields[0], code) == 0 && rows[i].to > on (last)) {
            assert_int_equal (tables_end (tables, kind, i, on (last), &fault), QCDC_OK);
            return;
        }
    fail_msg ("there is no %s %s", table, code);
}

typedef struct {
    const catalog_t *next;
    past_report_t report;
    past_periods_t *periods; /* NULL: it is not asked whether anybody's report may be touched */
    char touched[200];
} asking_t;

static qcdc_status ask (const past_change_t *change, void *arg)
{
    asking_t *self = arg;
    const form_t *form;
    period_t period;
    char name[PAST_NAME_BYTES];
    size_t length = strlen (self->touched);
    if (self->periods ? past_touches_any (change, self->periods, &form, &period)
                      : past_touches (change, now, self->next, &self->report))
        snprintf (self->touched + length, sizeof self->touched - length, "%s%s %s%s%s", length ? "; " : "",
                  change->table, past_name (change, name), self->periods ? " in " : "",
                  self->periods ? period.name : "");
    return QCDC_OK;
}

/*  What of the rows ADDED and ENDED ("table:fields", "table:code:last day"; NULL: none) touches the report of OFFICE for 2019-H1, filed on
 *  FILED, or ("": nobody knows) may touch anybody's as of 2026-11-27. */
static void assert_touches (const char *added, const char *ended, const char *office, const char *filed,
                            const char *touched)
{
    fault_t fault = {0};
    catalog_tables_t *after = NULL;
    catalog_t *next = NULL;
    period_t period;
    char text[600], *code, *last;
    assert_int_equal (tables_copy (before, &after, &fault), QCDC_OK);
    if (ended) {
        snprintf (text, sizeof text, "%s", ended);
        *(code = strchr (text, ':')) = '\0';
        *(last = strchr (code + 1, ':')) = '\0';
        end (after, text, code + 1, last + 1);
    }
    if (added) {
        snprintf (text, sizeof text, "%s", added);
        *(code = strchr (text, ':')) = '\0';
        add (after, text, code + 1);
    }
    if (reference_of_tables (after, &next, &fault) != QCDC_OK)
        fail_msg ("%s %s: %s", added, ended, fault.message);
    asking_t asking = {.next = next};
    if (!*filed)
        assert_int_equal (past_periods_new (now, next, on ("2026-11-27"), &asking.periods, &fault), QCDC_OK);
    asking.report = (past_report_t){.form = period_form (next, "QCDC-HUYEN", "2019-H1", &period),
                                    .period = &period,
                                    .office = office,
                                    .filed_on = *filed ? on (filed) : QCDC_DAY_MIN,
                                    .today = on ("2026-11-27")};
    assert_int_equal (past_changes (before, after, ask, &asking), QCDC_OK);
    if (strcmp (asking.touched, touched) != 0)
        fail_msg ("%s %s: touches '%s', not '%s'", added ? added : "", ended ? ended : "", asking.touched, touched);
    past_periods_destroy (&asking.periods);
    reference_destroy (&next);
    tables_destroy (&after);
}

static void test_every_kind_is_known (void **state)
{
    (void)state;
    for (size_t i = 0; i < table_kind_count (); i++)
        if (!past_knows (table_kind_at (i)->name))
            fail_msg ("nobody says what rows of %s do to reports", table_kind_at (i)->name);
    assert_false (past_knows ("tables"));
}

/*  The first half of 2019 ended on 14 June, and its reports were due on 20 June. */
static void test_whose_and_by_when (void **state)
{
    (void)state;
    static const struct {
        const char *added, *ended, *filed, *touched;
    } CASES[] = {
        /* A holiday moves the last day: who came on that day is in time by it. */
        {"holidays:2019-06-20|no|Bão|Storm", NULL, "2019-06-21", "holidays 2019-06-20"},
        {"holidays:2019-06-20|no|Bão|Storm", NULL, "2019-06-19", ""},
        {"holidays:2019-06-20|no|Bão|Storm", NULL, "2019-06-22", ""},
        {"holidays:2019-06-20|no|Bão|Storm", NULL, "", "holidays 2019-06-20 in 2019-H1"},
        {"holidays:2033-02-08|no|Tết|Tet", NULL, "", ""},
        {"duty-changes:QCDC-HUYEN|2019-H1|BCD-594|2019-07-01|no|Bão", NULL, "2019-06-25",
         "duty-changes QCDC-HUYEN 2019-H1 BCD-594"},
        {"duty-changes:QCDC-HUYEN|2019-H1|BCD-594|2019-07-01|no|Bão", NULL, "2019-07-02", ""},
        {"duty-changes:QCDC-HUYEN|2019-H1|BCD-593|2019-07-01|no|Bão", NULL, "2019-06-25", ""},
        {"duty-changes:QCDC-HUYEN|2019-H1||2019-07-01|no|Bão", NULL, "2019-06-25", "duty-changes QCDC-HUYEN 2019-H1"},
        {"duty-changes:QCDC-HUYEN|2019-H1||2019-07-01|no|Bão", NULL, "",
         "duty-changes QCDC-HUYEN 2019-H1 in 2019-H1"},
        {"duty-changes:QCDC-HUYEN|2019-H1|BCD-594||yes|Bão", NULL, "2019-06-10",
         "duty-changes QCDC-HUYEN 2019-H1 BCD-594"},
        /* An office or a unit that is over, or is another one, before the period was. */
        {NULL, "offices:BCD-594:2019-01-31", "2019-06-10", ""}, /* it lived in some part of it */
        {NULL, "offices:BCD-594:2018-12-01", "2019-06-10", "offices BCD-594"},
        {NULL, "offices:BCD-594:2018-12-01", "", "offices BCD-594 in 2025"},
        {NULL, "offices:BCD-594:2030-12-01", "", ""},
        {NULL, "offices:BCD-593:2018-12-01", "2019-06-10", ""},
        {"offices:BCD-594|Tên khác|huyen|593|QCDC-HUYEN|yes|2019-01-01", "offices:BCD-594:2018-12-31", "2019-06-10",
         "offices BCD-594"},
        {"offices:BCD-594|Tên khác|huyen|594|QCDC-HUYEN|yes|2019-01-01", "offices:BCD-594:2018-12-31", "2019-06-10",
         ""},
        {"units:594|60|district|Thành phố|2019-01-01|2025-06-30", "units:594:2018-12-31", "2019-06-10", "units 594"},
        {"units:594|60|district|Thành phố|2019-01-01|2025-06-30", "units:594:2018-12-31", "", "units 594 in 2025"},
        {"lineage:2019-01-01|593|594|partial_split|x", NULL, "2019-06-10", "lineage 2019-01-01 593 594"},
        {"lineage:2019-01-01|593|594|partial_split|x", NULL, "", "lineage 2019-01-01 593 594 in 2025"},
        {"lineage:2019-01-01|595|596|partial_split|x", NULL, "2019-06-10", ""},
        {"lineage:2019-07-01|593|594|partial_split|x", NULL, "2019-06-10", ""},
        /* What is new is nobody's past. */
        {"units:99001|60|district|Huyện|2019-01-01|2024-12-31", NULL, "", ""},
        {"offices:XA-MOI|Xã|so|60|QCDC-SO|yes|2019-01-01", NULL, "", ""},
        {"classes:xa|Xã|Commune|no", NULL, "", ""},
        {"dimensions:moi|M1 M2|no|yes", NULL, "", ""},
        {"indicators:Z01|Z|Mới|New|đơn|count|sum|flow|", NULL, "", ""},
        {"calendar:MOI|H1|0|1|1|0|6|30|30", NULL, "", ""},
        {"forms:MOI|1|x|x|so|QCDC|H1|A01|2019-01-01", NULL, "", ""},
        {"constants:MOI|2|||a|a|", NULL, "", ""},
        {"rules:MOI|QCDC-HUYEN|||| A01 >= 0|error|any||2019-01-01||a|a|", NULL, "2019-06-10", "rules MOI"},
        {"rules:MOI|QCDC-HUYEN|||| A01 >= 0|error|any||2040-01-01||a|a|", NULL, "", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_touches (CASES[i].added, CASES[i].ended, "BCD-594", CASES[i].filed, CASES[i].touched);
}

/*  Other days to hand in by, from a day on: for whom came between the two. */
static void test_deadlines (void **state)
{
    (void)state;
    static const char ROW[] = "deadlines:QCDC|H1|huyen|30|no|2019-01-01|2019-12-31";
    assert_touches (ROW, NULL, "BCD-594", "2019-07-01", "deadlines QCDC H1 huyen");
    assert_touches (ROW, NULL, "BCD-594", "2019-06-10", "");
    assert_touches (ROW, NULL, "BCD-594", "", "deadlines QCDC H1 huyen in 2019-H1");
    assert_touches ("deadlines:QCDC|H1|xa|30|no|2040-01-01|", NULL, "BCD-594", "", "");
}

static int setup (void **state)
{
    fault_t fault = {0};
    (void)state;
    return sample_tables (&before, &fault) == QCDC_OK && reference_of_tables (before, &now, &fault) == QCDC_OK ? 0
                                                                                                               : -1;
}

static int teardown (void **state)
{
    (void)state;
    reference_destroy (&now);
    tables_destroy (&before);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_every_kind_is_known),
        cmocka_unit_test (test_whose_and_by_when),
        cmocka_unit_test (test_deadlines),
    };
    return cmocka_run_group_tests (tests, setup, teardown);
}
