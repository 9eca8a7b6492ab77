/*  test_duty.c — which days are worked, by when who owes what, and what the province has decided of it. */

#include "base/day.h"
#include "base/limits.h"
#include "catalogue/catalog_load.h"
#include "catalogue/duty.h"
#include "catalogue/workdays.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static int32_t on (const char *text)
{
    int32_t day = 0;
    if (day_parse (text, &day) != QCDC_OK)
        fail_msg ("%s is no day", text);
    return day;
}

/*  The sample province with other deadlines and changes of duties. */
static catalog_t *with (const char *deadlines, const char *changes)
{
    embed_t files[32];
    size_t count = 0;
    for (; sample_files[count].name; count++) {
        const char *other = strcmp (sample_files[count].name, "deadlines.csv") == 0      ? deadlines
                            : strcmp (sample_files[count].name, "duty-changes.csv") == 0 ? changes
                                                                                         : NULL;
        assert_in_range (count, 0, 30);
        files[count] = sample_files[count];
        if (other)
            files[count].begin = other, files[count].end = other + strlen (other);
    }
    files[count] = (embed_t){0};
    catalog_t *catalog = NULL;
    fault_t fault = {0};
    if (sample_catalog_of (files, &catalog, &fault) != QCDC_OK)
        fail_msg ("%s", fault.message);
    return catalog;
}

static void assert_due (const catalog_t *catalog, const char *office, const char *form, const char *name,
                        const char *due)
{
    period_t period;
    char text[DAY_TEXT_BYTES];
    const form_t *found = period_form (catalog, form, name, &period);
    assert_non_null (found);
    int32_t day = duty_due_on (catalog, catalog_office (catalog, office), found, &period);
    if (strcmp (day == QCDC_DAY_MAX ? "never" : day_format_iso (day, text), due) != 0)
        fail_msg ("%s of %s for %s is due on %s, not on %s", form, office, name,
                  day == QCDC_DAY_MAX ? "never" : day_format_iso (day, text), due);
}

#define DEADLINES "calendar,period,classes,days,working,valid_from,valid_to\n"
#define CHANGES "form,period,office,due_on,exempt,reason\n"

static void test_working_days (void **state)
{
    (void)state;
    fault_t fault;
    catalog_t *catalog = NULL;
    assert_int_equal (sample_catalog (&catalog, &fault), QCDC_OK);
    static const struct {
        const char *day;
        bool works;
    } DAYS[] = {
        {"2020-06-19", true},  {"2020-06-20", false}, {"2020-06-21", false},
        {"2020-06-22", true},  {"2020-01-22", true},  {"2020-01-23", false},
        {"2020-01-29", false}, {"2020-01-30", true},  {"2020-04-02", false},
        {"2020-04-30", false}, {"2020-09-02", false}, {"2019-05-04", true}, /* a Saturday that is worked */
        {"2019-04-29", false}, {"1969-12-31", true},  {"1969-12-28", false},
        {"1945-09-02", false}, {"2099-12-31", true},
    };
    for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++)
        if (workday_is (catalog, on (DAYS[i].day)) != DAYS[i].works)
            fail_msg ("%s is taken for a day that is%s worked", DAYS[i].day, DAYS[i].works ? " not" : "");
    assert_int_equal (workday_from (catalog, on ("2020-01-23")), on ("2020-01-30"));
    assert_int_equal (workday_from (catalog, on ("2020-01-30")), on ("2020-01-30"));
    assert_int_equal (workday_after (catalog, on ("2020-06-20"), 0), on ("2020-06-20"));
    assert_int_equal (workday_after (catalog, on ("2020-06-19"), 1), on ("2020-06-22"));
    assert_int_equal (workday_after (catalog, on ("2020-01-20"), 7), on ("2020-02-05"));
    /*  As a reader counts them one by one. */
    int32_t day = on ("2018-01-01");
    for (int count = 0; count < 600; count++) {
        int32_t next = day + 1;
        while (!workday_is (catalog, next))
            next++;
        assert_int_equal (workday_after (catalog, day, 1), next);
        assert_int_equal (workday_after (catalog, on ("2018-01-01"), count), day);
        day = next;
    }
    catalog_destroy (&catalog);
}

static void test_tiers (void **state)
{
    (void)state;
    catalog_t *catalog = with (DEADLINES "QCDC,H1,,6,no,,2020-12-31\n"
                                         "QCDC,H1,danguy mttq,3,yes,,2020-12-31\n"
                                         "QCDC,H1,,10,no,2021-01-01,\n"
                                         "TT02-2021,M,,5,no,,\n",
                               CHANGES);
    assert_due (catalog, "BCD-593", "QCDC-HUYEN", "2019-H1", "2019-06-20");
    assert_due (catalog, "BCD-593", "QCDC-HUYEN", "2020-H1", "2020-06-22");  /* the 20th was a Saturday */
    assert_due (catalog, "MTTQ-TINH", "QCDC-MTTQ", "2019-H1", "2019-06-19"); /* Mon 17, Tue 18, Wed 19 */
    assert_due (catalog, "BCD-593", "QCDC-HUYEN", "2021-H1", "2021-06-24");  /* another edict */
    assert_due (catalog, "MTTQ-TINH", "QCDC-MTTQ", "2021-H1", "2021-06-24");
    assert_due (catalog, "BCD-593", "QCDC-HUYEN", "2020", "never");
    catalog_destroy (&catalog);
}

static void test_changes (void **state)
{
    (void)state;
    period_t period;
    catalog_t *catalog =
        with (DEADLINES "QCDC,H1,,6,no,,\n", CHANGES "QCDC-HUYEN,2020-H1,,2020-07-04,no,Bão\n"
                                                     "QCDC-HUYEN,2020-H1,BCD-601,2020-07-31,no,Đảo xa\n"
                                                     "QCDC-HUYEN,2020-H1,BCD-593,,yes,Đang sắp xếp\n");
    assert_due (catalog, "BCD-594", "QCDC-HUYEN", "2020-H1", "2020-07-04"); /* a Saturday, but a day that was named */
    assert_due (catalog, "BCD-601", "QCDC-HUYEN", "2020-H1", "2020-07-31");
    assert_due (catalog, "BCD-593", "QCDC-HUYEN", "2020-H1", "2020-06-22");
    assert_due (catalog, "BCD-594", "QCDC-HUYEN", "2019-H1", "2019-06-20");
    const form_t *form = period_form (catalog, "QCDC-HUYEN", "2020-H1", &period);
    const office_t *exempt = catalog_office (catalog, "BCD-593"), *other = catalog_office (catalog, "BCD-594");
    int32_t today = on ("2020-08-01");
    assert_false (duty_owed (catalog, exempt, form, &period, today));
    assert_true (duty_exempt (catalog, exempt, form, &period, today));
    assert_true (duty_owed (catalog, other, form, &period, today));
    assert_false (duty_exempt (catalog, other, form, &period, today));
    /*  Before it begins nobody owes it, exempt or not. */
    assert_false (duty_exempt (catalog, exempt, form, &period, on ("2019-12-14")));
    catalog_destroy (&catalog);
}

/*  What passes from one office to another is owed by that one only, of the unit of the first one and by its day. */
static void test_successors (void **state)
{
    (void)state;
    period_t period;
    catalog_t *catalog = with (DEADLINES "QCDC,H1,huyen,6,no,,\nQCDC,H1,,9,no,,\n",
                               "form,period,office,due_on,exempt,reason,successor\n"
                               "QCDC-HUYEN,2020-H1,BCD-593,,no,Sáp nhập,MTTQ-TINH\n"
                               "QCDC-HUYEN,2020-H1,BCD-601,,no,Sáp nhập,MTTQ-TINH\n"
                               "QCDC-HUYEN,2020-H1,BCD-602,2020-07-31,no,Sáp nhập,BCD-600\n"
                               "QCDC-HUYEN,2019-H1,,2019-07-04,no,Bão,\n"
                               "QCDC-HUYEN,2019-H1,BCD-593,,no,Sáp nhập,MTTQ-TINH\n");
    const form_t *form = period_form (catalog, "QCDC-HUYEN", "2020-H1", &period);
    const office_t *heir = catalog_office (catalog, "MTTQ-TINH"), *first = catalog_office (catalog, "BCD-593"),
                   *second = catalog_office (catalog, "BCD-601"), *both = catalog_office (catalog, "BCD-600");
    int32_t today = on ("2020-08-01");
    assert_false (duty_owed (catalog, first, form, &period, today));
    assert_false (duty_owed (catalog, second, form, &period, today));
    assert_true (duty_owed (catalog, heir, form, &period, today));
    assert_false (duty_owed (catalog, heir, form, &period, on ("2019-12-14")));
    assert_false (duty_is_own (catalog, heir, form, &period));
    assert_ptr_equal (duty_unit_of (catalog, heir, form, &period),
                      catalog_unit_within (catalog, first->unit_code, period.from, period.to));
    assert_ptr_equal (duty_next (catalog, first, "QCDC-HUYEN", "2020-H1"), heir);
    assert_null (duty_next (catalog, first, "QCDC-HUYEN", "2020"));
    assert_ptr_equal (duty_predecessor (catalog, heir, "QCDC-HUYEN", "2020-H1", NULL), first);
    assert_ptr_equal (duty_predecessor (catalog, heir, "QCDC-HUYEN", "2020-H1", first), second);
    assert_null (duty_predecessor (catalog, heir, "QCDC-HUYEN", "2020-H1", second));
    assert_due (catalog, "MTTQ-TINH", "QCDC-HUYEN", "2020-H1", "2020-06-22"); /* as districts have it */
    assert_due (catalog, "MTTQ-TINH", "QCDC-HUYEN", "2019-H1", "2019-07-04"); /* as all have it */
    /*  Who has the duty itself reports for its own unit, by its own day. */
    assert_true (duty_owed (catalog, both, form, &period, today) && duty_is_own (catalog, both, form, &period));
    assert_ptr_equal (duty_unit_of (catalog, both, form, &period),
                      catalog_unit_within (catalog, both->unit_code, period.from, period.to));
    assert_due (catalog, "BCD-600", "QCDC-HUYEN", "2020-H1", "2020-06-22");
    catalog_destroy (&catalog);
}

/*  What is passed on again is owed by the last one only, by the day that was said last; who passed it on owes nothing. */
static void test_passed_on_again (void **state)
{
    (void)state;
    period_t period;
    catalog_t *catalog = with (DEADLINES "QCDC,H1,huyen,6,no,,\nQCDC,H1,,9,no,,\n",
                               "form,period,office,due_on,exempt,reason,successor\n"
                               "QCDC-HUYEN,2020-H1,MTTQ-TINH,,no,Sáp nhập,LDLD-TINH\n"
                               "QCDC-HUYEN,2020-H1,BCD-593,2020-07-31,no,Sáp nhập,BCD-594\n"
                               "QCDC-HUYEN,2020-H1,BCD-594,,no,Sáp nhập,MTTQ-TINH\n"
                               "QCDC-HUYEN,2020-H1,BCD-595,,no,Sáp nhập,MTTQ-TINH\n");
    const form_t *form = period_form (catalog, "QCDC-HUYEN", "2020-H1", &period);
    const office_t *first = catalog_office (catalog, "BCD-593"), *second = catalog_office (catalog, "BCD-594"),
                   *third = catalog_office (catalog, "MTTQ-TINH"), *last = catalog_office (catalog, "LDLD-TINH"),
                   *other = catalog_office (catalog, "BCD-595");
    int32_t today = on ("2020-08-01");
    const office_t *const PASSED[] = {first, second, third, other};
    for (size_t i = 0; i < sizeof PASSED / sizeof *PASSED; i++)
        assert_false (duty_owed (catalog, PASSED[i], form, &period, today));
    assert_true (duty_owed (catalog, last, form, &period, today));
    assert_ptr_equal (duty_unit_of (catalog, last, form, &period),
                      catalog_unit_within (catalog, first->unit_code, period.from, period.to));
    assert_due (catalog, "LDLD-TINH", "QCDC-HUYEN", "2020-H1", "2020-07-31");
    size_t count = 0;
    for (const office_t *before = NULL; (before = duty_predecessor (catalog, last, "QCDC-HUYEN", "2020-H1", before));)
        count++;
    assert_int_equal (count, 4);
    assert_ptr_equal (duty_predecessor (catalog, second, "QCDC-HUYEN", "2020-H1", NULL), first);
    assert_ptr_equal (duty_next (catalog, second, "QCDC-HUYEN", "2020-H1"), third);
    assert_string_equal (duty_change (catalog, last, form, &period)->office, "MTTQ-TINH");
    catalog_destroy (&catalog);
}

/*  An office that is over on the last day of a year has had some days of the first period of the next, whose data are of from 15 December
 *  on, and were in no report of the year before: it owes that report, unless the province passes it on.  Over on the day before, it has
 *  had none. */
static void test_the_last_days_of_a_year (void **state)
{
    (void)state;
    catalog_t *catalog = with (DEADLINES "QCDC,H1,,6,no,,\n", "form,period,office,due_on,exempt,reason,successor\n"
                                                              "QCDC-HUYEN,2019,BCD-593,,no,NQ 1,BCD-594\n");
    office_t *over = NULL;
    for (size_t i = 0; i < catalog->office_count; i++)
        if (strcmp (catalog->offices[i].code, "BCD-593") == 0)
            over = (office_t *)&catalog->offices[i];
    assert_non_null (over);
    int32_t today = on ("2020-03-01");
    period_t before, half, year;
    const form_t *form = period_form (catalog, "QCDC-HUYEN", "2019-H1", &half);
    assert_non_null (form);
    assert_ptr_equal (period_form (catalog, "QCDC-HUYEN", "2018", &before), form);
    assert_ptr_equal (period_form (catalog, "QCDC-HUYEN", "2019", &year), form);
    assert_int_equal (half.from, on ("2018-12-15"));
    over->valid_to = on ("2018-12-31");
    assert_true (duty_owed (catalog, over, form, &before, today) && duty_owed (catalog, over, form, &half, today));
    assert_non_null (duty_unit_of (catalog, over, form, &half));
    /* What is passed on is owed by the one that it is passed to. */
    assert_true (duty_is_own (catalog, over, form, &year) && !duty_owed (catalog, over, form, &year, today));
    over->valid_to = on ("2018-12-15");
    assert_true (duty_owed (catalog, over, form, &half, today));
    over->valid_to = on ("2018-12-14");
    assert_true (duty_owed (catalog, over, form, &before, today));
    assert_false (duty_owed (catalog, over, form, &half, today) || duty_is_own (catalog, over, form, &year));
    catalog_destroy (&catalog);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_working_days),    cmocka_unit_test (test_tiers),
        cmocka_unit_test (test_changes),         cmocka_unit_test (test_successors),
        cmocka_unit_test (test_passed_on_again), cmocka_unit_test (test_the_last_days_of_a_year),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
