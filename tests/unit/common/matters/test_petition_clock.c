/*  test_petition_clock.c — every deadline of the sample province, its last days worked out by hand over Tết, weekends, days that are made
 *  up for, extensions, suspensions and remote areas; what is judged by what was known when; and rows that no petition could go by. */

#include "matters/petition_clock.h"

#include "base/day.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static catalog_tables_t *tables;
static catalog_t *catalog;

static int32_t on (const char *text)
{
    int32_t day = 0;
    if (day_parse (text, &day) != QCDC_OK)
        fail_msg ("%s is no day", text);
    return day;
}

/*  Published at MOMENT; refused with WHY, where that is not NULL. */
static void publish (int64_t moment, const char *table, const char *const *fields, const char *why)
{
    fault_t fault = {0};
    size_t kind = (size_t)table_kind_find (table);
    tables_known_since (tables, moment);
    catalog_destroy (&catalog);
    qcdc_status status = tables_add (tables, kind, fields, NULL, 0, &fault);
    if (status == QCDC_OK)
        status = catalog_of_tables (tables, &catalog, &fault);
    if (why ? !strstr (fault.message, why) : status != QCDC_OK)
        fail_msg ("'%s' is said, not '%s'", fault.message, why ? why : "");
}

static void holiday (int64_t moment, const char *day, const char *works)
{
    publish (moment, "holidays", (const char *const[]){day, works, "nghỉ", "off", "", ""}, NULL);
}

/*  The sample, in which Bắc Bình (596) is remote. */
static int begin (void **state)
{
    (void)state;
    fault_t fault = {0};
    assert_int_equal (sample_tables (&tables, &fault), QCDC_OK);
    publish (0, "unit-traits", (const char *const[]){"596", "remote", "", ""}, NULL);
    return 0;
}

static int end (void **state)
{
    (void)state;
    tables_destroy (&tables);
    catalog_destroy (&catalog);
    return 0;
}

/*  KIND is "KHIEU_NAI", "KHIEU_NAI 2"; STEPS are "ACCEPTED 2020-01-02, …", committed one second after the other from MOMENT on. */
static petition_t petition_of (const char *kind, const char *unit, const char *received, const char *flags,
                               const char *steps, int64_t moment)
{
    petition_t petition = {.channel = QCDC__CHANNEL__BUU_CHINH, .received_on = on (received)};
    char name[64], day[16];
    sscanf (kind, "%63s", name);
    petition.kind = petition_kind_parse (name);
    assert_true (petition.kind > 0);
    assert_true (asprintf (&petition.flags, "%s%s", strchr (kind, '2') ? "LAN_HAI " : "", flags) >= 0);
    petition.unit = catalog_unit_on (catalog, unit, petition.received_on)->id;
    for (uint64_t i = 1; *steps; i++) {
        assert_int_equal (sscanf (steps, "%63s %10s", name, day), 2);
        move_t move = {.entry = {1, i, 0}, .order = stamp_make (moment++, 0), .on = on (day)};
        char *days = strchr (name, '/'); /* EXTENDED/10 */
        move.days = days ? atoi (days + 1) : 0;
        if (days)
            *days = '\0';
        move.move = move_parse (name);
        assert_true (move.move > 0);
        assert_int_equal (petition_put_move (&petition, &move), QCDC_OK);
        steps += strcspn (steps, ",");
        steps += strspn (steps, ", ");
    }
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    return petition;
}

static const deadline_run_t *run_of (const deadline_run_t *runs, size_t count, const char *rule)
{
    const deadline_run_t *found = NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp (runs[i].deadline->rule, rule) == 0)
            found = &runs[i];
    return found;
}

static void assert_run (const petition_t *petition, const char *rule, const char *due, clock_state state)
{
    char text[DAY_TEXT_BYTES];
    deadline_run_t runs[CLOCK_RUNS_MAX];
    const deadline_run_t *run = run_of (runs, petition_clock (petition, catalog, runs), rule);
    if (!due) {
        assert_null (run);
        return;
    }
    if (!run || strcmp (day_format_iso (run->due_on, text), due) != 0 || run->state != state)
        fail_msg ("%s: %s in state %d, not %s in %d", rule, run ? text : "none", run ? (int)run->state : -1, due,
                  state);
}

/*  ---------------------------------------------------------------- by hand */

static const struct {
    const char *rule, *kind, *unit, *received, *flags, *steps, *due;
    clock_state state;
} BY_HAND[] = {
    /* 10 days from Wed 15/1/2020 end on Sat 25/1; Tết lasts to Wed 29/1 */
    {"KN-THULY-1", "KHIEU_NAI", "593", "2020-01-15", "", "", "2020-01-30", CLOCK_RUNNING},
    {"KN-THULY-1", "KHIEU_NAI", "593", "2020-01-15", "", "ACCEPTED 2020-01-31", "2020-01-30", CLOCK_ENDED},
    {"KN-THULY-1", "KHIEU_NAI 2", "593", "2020-01-15", "", "", NULL, CLOCK_RUNNING},
    /* Sat 4/5/2019 was worked, in exchange for Mon 29/4 */
    {"KN-THULY-1", "KHIEU_NAI", "593", "2019-04-24", "", "", "2019-05-04", CLOCK_RUNNING},
    /* 30 days from 2/1/2020: Sat 1/2 */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-01-02", "", "ACCEPTED 2020-01-02", "2020-02-03", CLOCK_RUNNING},
    {"KN-GQ-1", "KHIEU_NAI", "596", "2020-01-02", "", "ACCEPTED 2020-01-02", NULL, CLOCK_RUNNING},
    /* 45 days from 16/3/2020: 30/4, which is a holiday as 1/5 is; a weekend follows */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-16", "PHUC_TAP", "ACCEPTED 2020-03-16, EXTENDED 2020-04-10",
     "2020-05-04", CLOCK_RUNNING},
    /* a second extension gives nothing */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-16", "PHUC_TAP",
     "ACCEPTED 2020-03-16, EXTENDED 2020-04-10, EXTENDED 2020-04-20", "2020-05-04", CLOCK_RUNNING},
    /* by 10 days: Sat 25/4/2020; by 20: no more than 15 */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-16", "PHUC_TAP", "ACCEPTED 2020-03-16, EXTENDED/10 2020-04-10",
     "2020-04-27", CLOCK_RUNNING},
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-16", "PHUC_TAP", "ACCEPTED 2020-03-16, EXTENDED/20 2020-04-10",
     "2020-05-04", CLOCK_RUNNING},
    /* nor does one of a case that is not complex */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-16", "", "ACCEPTED 2020-03-16, EXTENDED 2020-04-10", "2020-04-15",
     CLOCK_RUNNING},
    /* 45 days from 2/1/2020 in a remote area: Sun 16/2; 60 days: Mon 2/3 */
    {"KN-GQ-1-VX", "KHIEU_NAI", "596", "2020-01-02", "", "ACCEPTED 2020-01-02", "2020-02-17", CLOCK_RUNNING},
    {"KN-GQ-1-VX", "KHIEU_NAI", "596", "2020-01-02", "PHUC_TAP", "ACCEPTED 2020-01-02, EXTENDED 2020-02-01",
     "2020-03-02", CLOCK_RUNNING},
    /* 10 days from 1/2/2021 end in Tết, which lasts to Tue 16/2 */
    {"KN-THULY-2", "KHIEU_NAI 2", "593", "2021-02-01", "", "", "2021-02-17", CLOCK_RUNNING},
    /* 45 days from 2/3/2020: Thu 16/4; 60: Fri 1/5 */
    {"KN-GQ-2", "KHIEU_NAI 2", "593", "2020-03-02", "", "ACCEPTED 2020-03-02", "2020-04-16", CLOCK_RUNNING},
    {"KN-GQ-2", "KHIEU_NAI 2", "593", "2020-03-02", "PHUC_TAP", "ACCEPTED 2020-03-02, EXTENDED 2020-03-30",
     "2020-05-04", CLOCK_RUNNING},
    {"KN-GQ-2-VX", "KHIEU_NAI 2", "596", "2020-03-02", "", "ACCEPTED 2020-03-02", "2020-05-04", CLOCK_RUNNING},
    /* 70 days: Mon 11/5 */
    {"KN-GQ-2-VX", "KHIEU_NAI 2", "596", "2020-03-02", "PHUC_TAP", "ACCEPTED 2020-03-02, EXTENDED 2020-03-30",
     "2020-05-11", CLOCK_RUNNING},
    /* 30 days after 1/4/2020: Fri 1/5; 45: Sat 16/5 */
    {"KN-HIEULUC", "KHIEU_NAI", "593", "2020-03-02", "", "ACCEPTED 2020-03-02, SETTLED 2020-04-01", "2020-05-04",
     CLOCK_RUNNING},
    {"KN-HIEULUC-VX", "KHIEU_NAI 2", "596", "2020-03-02", "", "ACCEPTED 2020-03-02, SETTLED 2020-04-01", "2020-05-18",
     CLOCK_RUNNING},
    /* 7 working days after Fri 17/1/2020: 20 21 22, then Tết, 30 31, 3/2 4/2 */
    {"TC-XLBD", "TO_CAO", "593", "2020-01-17", "", "", "2020-02-04", CLOCK_RUNNING},
    /* after Fri 26/4/2019: 2/5 3/5 and Sat 4/5, which is worked; 6 7 8 9 */
    {"TC-XLBD", "TO_CAO", "593", "2019-04-26", "", "", "2019-05-09", CLOCK_RUNNING},
    /* 5 working days after Tue 21/1/2020: 22, then Tết, 30 31, 3/2 4/2 */
    {"TC-TBTL", "TO_CAO", "593", "2020-01-17", "", "ACCEPTED 2020-01-21", "2020-02-04", CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "596", "2020-01-02", "", "ACCEPTED 2020-01-02", "2020-02-03", CLOCK_RUNNING},
    /* 60 days from 2/1/2020: Mon 2/3; 90: Wed 1/4, which is the day before a holiday */
    {"TC-GQ", "TO_CAO", "593", "2020-01-02", "PHUC_TAP",
     "ACCEPTED 2020-01-02, EXTENDED 2020-01-31, EXTENDED 2020-02-28", "2020-03-02", CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "593", "2020-01-02", "DAC_BIET_PHUC_TAP PHUC_TAP",
     "ACCEPTED 2020-01-02, EXTENDED 2020-01-31, EXTENDED 2020-02-28, EXTENDED 2020-03-30", "2020-04-01",
     CLOCK_RUNNING},
    /* 7 working days after Mon 27/4/2020: 28 29, 4/5 5 6 7 8 */
    {"TC-CONGKHAI", "TO_CAO", "593", "2020-03-02", "", "ACCEPTED 2020-03-02, SETTLED 2020-04-27", "2020-05-08",
     CLOCK_RUNNING},
    {"TC-CONGKHAI", "TO_CAO", "593", "2020-03-02", "",
     "ACCEPTED 2020-03-02, SETTLED 2020-04-27, CONCLUSION_PUBLISHED 2020-05-11", "2020-05-08", CLOCK_ENDED},
    {"TC-TBTL", "TO_CAO", "593", "2020-01-17", "", "ACCEPTED 2020-01-21, ACCEPTANCE_NOTIFIED 2020-02-04",
     "2020-02-04", CLOCK_ENDED},
    {"TC-XLBD", "TO_CAO", "593", "2020-01-17", "", "KEPT_AS_INFORMATION 2020-02-04", "2020-02-04", CLOCK_ENDED},
    {"KNPA-TRALOI", "KIEN_NGHI", "593", "2020-01-15", "", "INTERIM_REPLIED 2020-01-30", "2020-01-30", CLOCK_ENDED},
    {"KNPA-TRALOI", "KIEN_NGHI", "593", "2020-04-20", "", "", "2020-05-04", CLOCK_RUNNING},
    {"KNPA-TRALOI", "PHAN_ANH", "596", "2020-04-07", "", "GUIDED 2020-04-08", "2020-04-17", CLOCK_ENDED},
    {"DON-XULY", "PHAN_ANH", "593", "2020-04-21", "", "", "2020-05-04", CLOCK_RUNNING},
    {"DON-XULY", "TO_CAO", "593", "2020-04-07", "", "CLASSIFIED 2020-04-17", "2020-04-17", CLOCK_ENDED},
    /* no law of before */
    {"KN-THULY-1", "KHIEU_NAI", "593", "2012-06-30", "", "", NULL, CLOCK_RUNNING},
    {"TC-XLBD", "TO_CAO", "593", "2018-12-31", "", "", NULL, CLOCK_RUNNING},
    /* stood still from 10/2 to 24/2: 14 days more than Wed 4/3/2020 */
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-02-10, RESUMED 2020-02-24",
     "2020-03-18", CLOCK_RUNNING},
    /* on its last day: that day is left when it goes on */
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-03-04, RESUMED 2020-03-10",
     "2020-03-10", CLOCK_RUNNING},
    /* after it: what is over does not stop */
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-03-05, RESUMED 2020-03-20",
     "2020-03-04", CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-03-05", "2020-03-04",
     CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-02-10", "2020-03-04",
     CLOCK_STOPPED},
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-02-10, WITHDRAWN 2020-04-30",
     "2020-05-25", CLOCK_ENDED},
    /* working days: Thu 23/1 … Wed 29/1 are off anyhow; 5 after Tue 21/1 stopped from Wed 22/1 to Mon 3/2: 3 4 5 6 7 */
    {"TC-TBTL", "TO_CAO", "593", "2020-01-17", "", "ACCEPTED 2020-01-21, SUSPENDED 2020-01-22, RESUMED 2020-02-03",
     "2020-02-07", CLOCK_RUNNING},
    /* once more from Mon 1/6/2020 */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-01-02", "PHUC_TAP",
     "ACCEPTED 2020-01-02, EXTENDED 2020-01-20, SETTLED 2020-02-10, REOPENED 2020-06-01", "2020-07-01",
     CLOCK_RUNNING},
};

static void test_by_hand (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof BY_HAND / sizeof *BY_HAND; i++) {
        petition_t petition = petition_of (BY_HAND[i].kind, BY_HAND[i].unit, BY_HAND[i].received, BY_HAND[i].flags,
                                           BY_HAND[i].steps, 1000);
        assert_run (&petition, BY_HAND[i].rule, BY_HAND[i].due, BY_HAND[i].state);
        petition_release (&petition);
    }
}

/*  One that came from others. */
static void test_sent_on (void **state)
{
    (void)state;
    petition_t petition = petition_of ("TO_CAO", "593", "2020-01-08", "", "ACCEPTED 2020-01-10", 1000);
    assert_run (&petition, "TC-BAOCHI", NULL, CLOCK_RUNNING);
    petition.channel = QCDC__CHANNEL__CHUYEN_DEN; /* 20 days: Tue 28/1, in Tết */
    assert_run (&petition, "TC-BAOCHI", "2020-01-30", CLOCK_RUNNING);
    petition_release (&petition);
}

/*  Which row it goes by: that of the day of receipt. */
static void test_rows_of_the_day (void **state)
{
    (void)state;
    deadline_run_t runs[CLOCK_RUNS_MAX];
    static const char *const CITED[][2] = {
        {"2021-11-14", "Thông tư 07/2014/TT-TTCP"},
        {"2021-11-15", "Thông tư 05/2021/TT-TTCP"},
        {"2026-07-01", "Thông tư 05/2021/TT-TTCP (chưa đối chiếu với Luật 136/2025/QH15)"}};
    for (size_t i = 0; i < sizeof CITED / sizeof *CITED; i++) {
        petition_t petition = petition_of ("PHAN_ANH", i < 2 ? "593" : "22918", CITED[i][0], "", "", 1000);
        const deadline_run_t *run = run_of (runs, petition_clock (&petition, catalog, runs), "DON-XULY");
        assert_non_null (run);
        assert_string_equal (run->deadline->citation, CITED[i][1]);
        petition_release (&petition);
    }
}

static void test_next_and_settled (void **state)
{
    (void)state;
    deadline_run_t runs[CLOCK_RUNS_MAX];
    petition_t petition = petition_of ("TO_CAO", "593", "2020-02-03", "", "", 1000);
    size_t count = petition_clock (&petition, catalog, runs);
    /* 7 working days, Wed 12/2, before 10 days, Thu 13/2 */
    assert_string_equal (petition_clock_next (runs, count)->deadline->rule, "TC-XLBD");
    assert_true (run_is_in_time (petition_clock_next (runs, count), on ("2020-02-12")));
    assert_false (run_is_in_time (petition_clock_next (runs, count), on ("2020-02-13")));
    petition_release (&petition);
    petition = petition_of ("KHIEU_NAI", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SETTLED 2020-03-05", 1000);
    count = petition_clock (&petition, catalog, runs);
    assert_null (petition_clock_next (runs, count)); /* that it takes effect is nobody's to do */
    assert_string_equal (petition_clock_settled (runs, count)->deadline->rule, "KN-GQ-1");
    assert_false (run_is_in_time (petition_clock_settled (runs, count), on ("2020-03-04")));
    petition.voided = true;
    assert_int_equal (petition_clock (&petition, catalog, runs), 0);
    petition_release (&petition);
}

/*  ---------------------------------------------------------------- what was known */

static void test_known_then (void **state)
{
    (void)state;
    /* both last to Wed 4/3/2020 */
    petition_t settled =
        petition_of ("TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SETTLED 2020-03-05", 1000);
    petition_t runs = petition_of ("TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03", 1000);
    holiday (1001, "2020-03-04", "no"); /* in the moment in which it was settled: not before */
    assert_run (&settled, "TC-GQ", "2020-03-04", CLOCK_ENDED);
    assert_run (&runs, "TC-GQ", "2020-03-05", CLOCK_RUNNING);
    petition_release (&settled);
    settled = petition_of ("TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SETTLED 2020-03-05", 1001);
    assert_run (&settled, "TC-GQ", "2020-03-05", CLOCK_ENDED);
    /* withdrawn later on: what runs goes back, what was judged stays */
    fault_t fault = {0};
    size_t table = (size_t)table_kind_find ("holidays");
    const table_row_t *row = tables_line (tables, table, (const char *const[]){"2020-03-04"});
    tables_known_since (tables, 2000);
    assert_int_equal (tables_end (tables, table, row->index, on ("2020-02-01"), &fault), QCDC_OK);
    catalog_destroy (&catalog);
    /* a copy knows what was known when, too */
    catalog_tables_t *copy = NULL;
    assert_int_equal (tables_copy (tables, &copy, &fault), QCDC_OK);
    assert_int_equal (catalog_of_tables (copy, &catalog, &fault), QCDC_OK);
    tables_destroy (&copy);
    assert_run (&settled, "TC-GQ", "2020-03-05", CLOCK_ENDED);
    assert_run (&runs, "TC-GQ", "2020-03-04", CLOCK_RUNNING);
    petition_release (&settled);
    petition_release (&runs);
}

/*  A rule that ends, and another one that holds from a day that is past. */
static void test_rule_changed (void **state)
{
    (void)state;
    fault_t fault = {0};
    petition_t settled =
        petition_of ("KHIEU_NAI", "593", "2020-06-01", "", "ACCEPTED 2020-06-01, SETTLED 2020-07-01", 1000);
    petition_t runs = petition_of ("KHIEU_NAI", "593", "2020-06-01", "", "ACCEPTED 2020-06-01", 1000);
    petition_t before = petition_of ("KHIEU_NAI", "593", "2020-05-29", "", "ACCEPTED 2020-06-01", 1000);
    size_t table = (size_t)table_kind_find ("legal-deadlines");
    tables_known_since (tables, 5000);
    for (size_t i = 0, count; i < 2; i++) {
        const table_row_t *rows = tables_rows (tables, table, &count), *row = rows;
        while (strcmp (row->fields[0], i ? "KN-GQ-1-PT" : "KN-GQ-1") != 0 || row->to != on ("2026-06-30"))
            row++;
        assert_int_equal (tables_end (tables, table, row->index, on ("2020-05-31"), &fault), QCDC_OK);
    }
    publish (5000, "legal-deadlines",
             (const char *const[]){"KN-GQ-1", "KHIEU_NAI", "1", "", "ACCEPTED", "SETTLED", "20", "no", "", "", "",
                                   "mới", "new", "Luật mới, Điều 1", "2020-06-01", "2020-12-31"},
             NULL);
    assert_run (&settled, "KN-GQ-1", "2020-07-01", CLOCK_ENDED);
    assert_run (&runs, "KN-GQ-1", "2020-06-22", CLOCK_RUNNING); /* Sun 21/6 */
    assert_run (&before, "KN-GQ-1", "2020-07-01", CLOCK_RUNNING);
    petition_release (&settled);
    petition_release (&runs);
    petition_release (&before);
}

/*  ---------------------------------------------------------------- how far it can be extended */

static const struct {
    const char *kind, *flags, *steps;
    int days;
    const char *why; /* NULL: it counts, or nothing is said of it */
} EXTENSIONS[] = {
    {"TO_CAO", "", "ACCEPTED 2020-01-02", 0,
     "only for petitions with the flag PHUC_TAP can TC-GQ be extended: Luật Tố cáo 25/2018/QH14, Điều 30 khoản 2"},
    {"TO_CAO", "PHUC_TAP", "ACCEPTED 2020-01-02", 0, NULL},
    {"TO_CAO", "PHUC_TAP", "ACCEPTED 2020-01-02", 30, NULL},
    {"TO_CAO", "PHUC_TAP", "ACCEPTED 2020-01-02", 31,
     "TC-GQ can be extended by at most 30 days, 1 times, and was 0 times: Luật Tố cáo 25/2018/QH14, Điều 30 khoản 2"},
    {"TO_CAO", "PHUC_TAP", "ACCEPTED 2020-01-02, EXTENDED 2020-01-20", 0,
     "TC-GQ can be extended by at most 30 days, 1 times, and was 1 times: Luật Tố cáo 25/2018/QH14, Điều 30 khoản 2"},
    {"TO_CAO", "DAC_BIET_PHUC_TAP", "ACCEPTED 2020-01-02, EXTENDED 2020-01-20", 0, NULL},
    {"TO_CAO", "DAC_BIET_PHUC_TAP", "ACCEPTED 2020-01-02, EXTENDED 2020-01-20, EXTENDED 2020-02-20", 0,
     "TC-GQ can be extended by at most 30 days, 2 times, and was 2 times: Luật Tố cáo 25/2018/QH14, Điều 30 khoản 3"},
    {"KHIEU_NAI", "PHUC_TAP", "ACCEPTED 2020-01-02, EXTENDED 2020-01-20", 0,
     "KN-GQ-1 can be extended by at most 15 days, 1 times, and was 1 times: Luật Khiếu nại 02/2011/QH13, Điều 28"},
    {"KHIEU_NAI 2", "PHUC_TAP", "ACCEPTED 2020-01-02", 15, NULL},
    {"KIEN_NGHI", "", "ACCEPTED 2020-01-02, EXTENDED 2020-01-20", 90, NULL},
};

static void test_extensions (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof EXTENSIONS / sizeof *EXTENSIONS; i++) {
        fault_t fault = {0};
        petition_t petition =
            petition_of (EXTENSIONS[i].kind, "593", "2020-01-02", EXTENSIONS[i].flags, EXTENSIONS[i].steps, 1000);
        qcdc_status status = petition_extension_check (&petition, catalog, EXTENSIONS[i].days, &fault);
        assert_int_equal (status, EXTENSIONS[i].why ? QCDC_BAD_MOVE : QCDC_OK);
        assert_string_equal (fault.message, EXTENSIONS[i].why ? EXTENSIONS[i].why : "");
        petition_release (&petition);
    }
}

/*  ---------------------------------------------------------------- rows that are refused */

static const struct {
    const char *rule, *kinds, *instance, *area, *starts, *ends, *days, *working, *extends, *times, *flag, *why;
} REFUSED[] = {
    {"X-1", "DON", "", "", "RECEIVED", "SETTLED", "10", "no", "", "", "", "there is no kind of petition 'DON'"},
    {"X-1", "", "", "", "RECEIVED", "SETTLED", "10", "no", "", "", "", "a value is required"},
    {"X-1", "TO_CAO", "3", "", "RECEIVED", "SETTLED", "10", "no", "", "", "", "'3' is not one that is known"},
    {"X-1", "TO_CAO", "", "far", "RECEIVED", "SETTLED", "10", "no", "", "", "", "'far' is not one that is known"},
    {"X-1", "TO_CAO", "", "", "", "SETTLED", "10", "no", "", "", "", "a value is required"},
    {"X-1", "TO_CAO", "", "", "BEGUN", "SETTLED", "10", "no", "", "", "", "there is no step 'BEGUN'"},
    {"X-1", "TO_CAO", "", "", "ACCEPTED", "RECEIVED", "10", "no", "", "", "", "there is no step 'RECEIVED'"},
    {"X-1", "TO_CAO", "", "", "ACCEPTED", "ACCEPTED", "10", "no", "", "", "",
     "it would end with the step that it begins with"},
    {"X-1", "TO_CAO", "", "", "ACCEPTED", "SETTLED", "0", "no", "", "", "", "is not a number from 1 to 366"},
    {"X-1", "TO_CAO", "", "", "ACCEPTED", "SETTLED", "10", "often", "", "", "", "'often' is not one that is known"},
    {"X-1", "TO_CAO", "", "", "ACCEPTED", "SETTLED", "10", "no", "", "2", "",
     "only the row of an extension says this"},
    {"X-1", "TO_CAO", "", "", "ACCEPTED", "SETTLED", "10", "no", "", "", "PHUC_TAP",
     "only the row of an extension says this"},
    {"X-1", "TO_CAO", "", "", "", "", "10", "no", "TC-GQ", "1", "",
     "an extension has this of the deadline that it extends"},
    {"X-1", "", "", "", "", "", "10", "no", "TC-GQ", "0", "", "is not a number from 1 to 9"},
    {"X-1", "", "", "", "", "", "10", "no", "TC-GQ", "1", "KHO", "there is no flag 'KHO'"},
    {"X-1", "", "", "", "", "", "10", "yes", "TC-GQ", "1", "",
     "an extension counts days as the deadline that it extends, 'TC-GQ'"},
    {"X-1", "", "", "", "", "", "10", "no", "TC-GH-PT", "1", "", "'TC-GH-PT' is an extension itself"},
    {"X-1", "", "", "", "", "", "10", "no", "TC-NAO", "1", "", "there is no deadline 'TC-NAO' at that time"},
    {"TC-GQ", "TO_CAO", "", "", "ACCEPTED", "SETTLED", "10", "no", "", "", "",
     "'TC-GQ' is published already, and holds on the same days"},
};

static void test_refused (void **state)
{
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
        const char *fields[] = {REFUSED[i].rule,
                                REFUSED[i].kinds,
                                REFUSED[i].instance,
                                REFUSED[i].area,
                                REFUSED[i].starts,
                                REFUSED[i].ends,
                                REFUSED[i].days,
                                REFUSED[i].working,
                                REFUSED[i].extends,
                                REFUSED[i].times,
                                REFUSED[i].flag,
                                "lời",
                                "words",
                                "Điều 1",
                                "",
                                ""};
        publish (1, "legal-deadlines", fields, REFUSED[i].why);
        end (state);
        begin (state);
    }
    publish (1, "unit-traits", (const char *const[]){"99999", "remote", "", ""}, "there is no unit '99999'");
    end (state);
    begin (state);
    publish (1, "unit-traits", (const char *const[]){"593", "coastal", "", ""}, "'coastal' is not one that is known");
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (test_by_hand, begin, end),
        cmocka_unit_test_setup_teardown (test_sent_on, begin, end),
        cmocka_unit_test_setup_teardown (test_rows_of_the_day, begin, end),
        cmocka_unit_test_setup_teardown (test_next_and_settled, begin, end),
        cmocka_unit_test_setup_teardown (test_known_then, begin, end),
        cmocka_unit_test_setup_teardown (test_rule_changed, begin, end),
        cmocka_unit_test_setup_teardown (test_extensions, begin, end),
        cmocka_unit_test_setup_teardown (test_refused, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
