/*  test_petition_clock.c — every deadline of the sample province, its last days worked out by hand over Tết, weekends, days that are made
 *  up for, extensions, suspensions and remote areas; what is judged by what was known when; and rows that no petition could go by. */

#include "matters/petition_clock.h"

#include "base/day.h"
#include "catalogue/workdays.h"
#include "matters/petition_due.h"
#include "petition_by_hand.h"
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

/*  The sample, in which Bắc Bình (596), and of the communes of today 22924, are remote. */
static int begin (void **state)
{
    (void)state;
    fault_t fault = {0};
    assert_int_equal (sample_tables (&tables, &fault), QCDC_OK);
    publish (0, "unit-traits", (const char *const[]){"596", "remote", "", ""}, NULL);
    publish (0, "unit-traits", (const char *const[]){"22924", "remote", "2025-07-01", ""}, NULL);
    return 0;
}

static int end (void **state)
{
    (void)state;
    tables_destroy (&tables);
    catalog_destroy (&catalog);
    return 0;
}

/*  KIND is "KHIEU_NAI", "KHIEU_NAI 2", "TO_CAO sent" for one that came from others; STEPS are "ACCEPTED 2020-01-02, …", with a * behind the name
 *  of one that is taken over from paper, committed one second after the other from MOMENT on. */
static petition_t petition_of (const char *kind, const char *unit, const char *received, const char *flags,
                               const char *steps, int64_t moment)
{
    petition_t petition = {.received_on = on (received)};
    char name[64], day[16];
    sscanf (kind, "%63s", name);
    petition.kind = petition_kind_parse (name);
    petition.channel = strstr (kind, "sent") ? QCDC__CHANNEL__CHUYEN_DEN : QCDC__CHANNEL__BUU_CHINH;
    assert_true (petition.kind > 0);
    assert_true (asprintf (&petition.flags, "%s%s", strchr (kind, '2') ? "LAN_HAI " : "", flags) >= 0);
    petition.unit = catalog_unit_on (catalog, unit, petition.received_on)->id;
    for (uint64_t i = 1; *steps; i++) {
        assert_int_equal (sscanf (steps, "%63s %10s", name, day), 2);
        move_t move = {.entry = {1, i, 0}, .order = stamp_make (moment++, 0), .on = on (day)};
        char *paper = strchr (name, '*'), *days = strchr (name, '/'); /* EXTENDED/10 */
        move.from_register = paper != NULL;
        if (paper)
            *paper = '\0';
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

/*  ---------------------------------------------------------------- a line for each row of the law */

enum {
    HAND_ANY = 1,
    HAND_WEEKEND = 2, /* the last day falls on one and is moved on; of working days: they go over one */
    HAND_HOLIDAY = 4, /* the same */
    HAND_TET = 8,
    HAND_STOPPED = 16 /* it stood still, and went on */
};
static const char *const HAND_WORDS[] = {"at all", "over a weekend", "over a holiday", "over Tết",
                                         "with a suspension"};

/*  Days off of which the last day of RUN made something. */
static unsigned circumstances (const deadline_run_t *run)
{
    unsigned found = HAND_ANY | (run->suspended_days > 0 ? HAND_STOPPED : 0u);
    int32_t first = run->deadline->working ? run->begun_on + 1 : run->last_on;
    for (int32_t day = first; day < run->due_on; day++) {
        const holiday_t *holiday = workday_holiday_then (catalog, WORKDAYS_ALL, day);
        if (workday_is (catalog, day))
            continue;
        found |= day_is_weekend (day) ? HAND_WEEKEND : HAND_HOLIDAY;
        if (holiday && strcmp (holiday->name_vi, "Tết Nguyên đán") == 0)
            found |= HAND_TET;
    }
    return found;
}

/*  What is wanted of a row: Tết where one was announced while it held. */
static unsigned wanted (const legal_deadline_t *row)
{
    unsigned want = HAND_ANY;
    if (*row->extends)
        return want;
    want |= HAND_WEEKEND | HAND_HOLIDAY;
    if (row->valid_from < on ("2026-07-01"))
        want |= HAND_TET;
    return row->starts & STEP_BIT (QCDC__MOVE__ACCEPTED) ? want | HAND_STOPPED : want;
}

static unsigned *by_hand; /* of each row, which circumstances have a line */

/*  The line of the run has its row, and that of the extension that counted. */
static void hand_count (const deadline_run_t *run)
{
    by_hand[run->deadline - catalog->legal_deadlines] |= circumstances (run);
    if (run->extensions)
        by_hand[run->extension - catalog->legal_deadlines] |= HAND_ANY;
}

static void test_by_hand (void **state)
{
    (void)state;
    by_hand = calloc (catalog->legal_deadline_count, sizeof *by_hand);
    assert_non_null (by_hand);
    for (size_t i = 0; i < sizeof BY_HAND / sizeof *BY_HAND; i++) {
        deadline_run_t runs[CLOCK_RUNS_MAX];
        petition_t petition = petition_of (BY_HAND[i].kind, BY_HAND[i].unit, BY_HAND[i].received, BY_HAND[i].flags,
                                           BY_HAND[i].steps, 1000);
        assert_run (&petition, BY_HAND[i].rule, BY_HAND[i].due, BY_HAND[i].state);
        if (BY_HAND[i].due)
            hand_count (run_of (runs, petition_clock (&petition, catalog, runs), BY_HAND[i].rule));
        petition_release (&petition);
    }
    for (size_t i = 0; i < catalog->legal_deadline_count; i++)
        for (unsigned bit = 0; bit < sizeof HAND_WORDS / sizeof *HAND_WORDS; bit++)
            if (wanted (&catalog->legal_deadlines[i]) & ~by_hand[i] & (1u << bit)) {
                char from[DAY_TEXT_BYTES];
                fail_msg ("no day is worked out by hand of %s from %s on %s", catalog->legal_deadlines[i].rule,
                          day_format_iso (catalog->legal_deadlines[i].valid_from, from), HAND_WORDS[bit]);
            }
    free (by_hand);
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

/*  What binds the citizen, or who takes a step, is nobody's to do next; what began with the last day of another deadline moves with that one. */
static void test_whom_it_binds (void **state)
{
    (void)state;
    deadline_run_t runs[CLOCK_RUNS_MAX];
    petition_t petition = petition_of ("TO_CAO", "593", "2020-02-03", "", "CLASSIFIED 2020-02-04", 1000);
    size_t count = petition_clock (&petition, catalog, runs);
    assert_int_equal (run_of (runs, count, "TC-CHUYEN")->deadline->binds, BINDS_STEP);
    assert_null (petition_clock_next (runs, count));
    petition_release (&petition);
    /* 30 days end on Wed 4/3/2020, and 30 more on Fri 3/4; 15 more days and 14 stood still: Thu 2/4, a holiday, and so Fri 3/4; 30 more end on a Sunday */
    petition = petition_of ("KHIEU_NAI", "593", "2020-02-03", "PHUC_TAP", "ACCEPTED 2020-02-03", 1000);
    assert_run (&petition, "KN-LAN2", "2020-04-03", CLOCK_RUNNING);
    count = petition_clock (&petition, catalog, runs);
    const deadline_run_t *run = run_of (runs, count, "KN-LAN2");
    assert_int_equal (run->begun_by, BY_TIME);
    assert_int_equal (run->deadline->binds, BINDS_CITIZEN);
    assert_string_equal (petition_clock_next (runs, count)->deadline->rule, "KN-GQ-1");
    petition_release (&petition);
    petition =
        petition_of ("KHIEU_NAI", "593", "2020-02-03", "PHUC_TAP",
                     "ACCEPTED 2020-02-03, SUSPENDED 2020-02-10, RESUMED 2020-02-24, EXTENDED 2020-03-01", 1000);
    assert_run (&petition, "KN-LAN2", "2020-05-04", CLOCK_RUNNING);
    petition_release (&petition);
    /* the trace of what began with no step */
    petition = petition_of ("KHIEU_NAI", "593", "2020-01-31", "NHAN_QD:2019-10-27", "", 1000);
    clock_trace_t trace[CLOCK_TRACE_MAX];
    count = petition_clock (&petition, catalog, runs);
    run = run_of (runs, count, "KN-THOIHIEU");
    assert_int_equal (petition_clock_trace (&petition, catalog, run, trace), 2);
    assert_int_equal (trace[0].step, BY_DECISION);
    assert_int_equal (trace[1].what, TRACE_MOVED);
    assert_false (run_is_in_time (run, 0));
    /* judged by what was known when it was received */
    petition.created_at_us = 1;
    holiday (2, "2020-01-30", "no");
    holiday (2, "2020-01-31", "no");
    assert_run (&petition, "KN-THOIHIEU", "2020-01-30", CLOCK_ENDED);
    petition.created_at_us = 3;
    assert_run (&petition, "KN-THOIHIEU", "2020-02-03", CLOCK_ENDED);
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

/*  ---------------------------------------------------------------- what the province keeps of it */

/*  Of petitions of unit 593 that were received on 2020-02-03: the rule that is due next, its last day and the day that it began on, and the last
 *  day for the settlement.  Where one of these is to be another one for the same petition and the same catalogue, PETITION_DUE_EDITION has to
 *  go up, or provinces keep the days of before. */
#define KEPT_BY_EDITION 2
static const struct {
    const char *kind, *steps, *rule, *due, *from, *settle;
} KEPT[] = {
    {"KHIEU_NAI", "", "DON-XULY", "2020-02-13", "2020-02-03", ""},
    /* 7 working days, not the 5 of one that is passed on */
    {"TO_CAO", "", "TC-XLBD", "2020-02-12", "2020-02-03", ""},
    {"KHIEU_NAI", "ACCEPTED 2020-02-03", "KN-GQ-1", "2020-03-04", "2020-02-03", ""},
    {"TO_CAO", "ACCEPTED 2020-02-03, ACCEPTANCE_NOTIFIED 2020-02-04", "TC-GQ", "2020-03-04", "2020-02-03", ""},
    /* 7 working days after Thu 5/3/2020: 6 9 10 11 12 13 16 */
    {"TO_CAO", "ACCEPTED 2020-02-03, SETTLED 2020-03-05", "TC-CONGKHAI", "2020-03-16", "2020-03-05", "2020-03-04"},
    {"KHIEU_NAI", "ACCEPTED 2020-02-03, SETTLED 2020-03-05", "", "", "", "2020-03-04"},
    {"TO_CAO", "ACCEPTED 2020-02-03, ACCEPTANCE_NOTIFIED 2020-02-04, SUSPENDED 2020-02-10", "", "", "", ""},
    {"KHIEU_NAI", "FORWARDED 2020-02-05", "", "", "", ""},
    {"PHAN_ANH", "INTERIM_REPLIED 2020-02-05", "DON-XULY", "2020-02-13", "2020-02-03", ""},
};

static const char *day_or_none (int32_t day, bool there, char text[DAY_TEXT_BYTES])
{
    return there ? day_format_iso (day, text) : "";
}

static void test_kept (void **state)
{
    (void)state;
    char text[DAY_TEXT_BYTES];
    assert_int_equal (PETITION_DUE_EDITION, KEPT_BY_EDITION);
    for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++) {
        petition_t petition = petition_of (KEPT[i].kind, "593", "2020-02-03", "", KEPT[i].steps, 1000);
        petition_due_set (&petition, catalog);
        const petition_due_t *due = &petition.due;
        assert_string_equal (due->rule, KEPT[i].rule);
        assert_string_equal (day_or_none (due->on, *due->rule, text), KEPT[i].due);
        assert_string_equal (day_or_none (due->from, *due->rule, text), KEPT[i].from);
        assert_string_equal (day_or_none (due->settle_on, due->was_settled, text), KEPT[i].settle);
        petition_release (&petition);
    }
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
    {"X-1", "TO_CAO", "", "", "ACCEPTED", "SETTLED", "10", "no", "", "", "KHO", "there is no flag 'KHO'"},
    {"X-1", "KHIEU_NAI", "", "", "DECISION_KNOWN RECEIVED", "SETTLED", "10", "no", "", "", "",
     "what begins with DECISION_KNOWN begins with nothing else, and ends with RECEIVED alone"},
    {"X-1", "KHIEU_NAI", "", "", "DECISION_KNOWN", "RECEIVED ACCEPTED", "10", "no", "", "", "",
     "what begins with DECISION_KNOWN begins with nothing else, and ends with RECEIVED alone"},
    {"X-1", "KHIEU_NAI", "", "", "RECEIVED", "DECISION_KNOWN", "10", "no", "", "", "",
     "there is no step 'DECISION_KNOWN'"},
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
        cmocka_unit_test_setup_teardown (test_whom_it_binds, begin, end),
        cmocka_unit_test_setup_teardown (test_rows_of_the_day, begin, end),
        cmocka_unit_test_setup_teardown (test_next_and_settled, begin, end),
        cmocka_unit_test_setup_teardown (test_kept, begin, end),
        cmocka_unit_test_setup_teardown (test_known_then, begin, end),
        cmocka_unit_test_setup_teardown (test_rule_changed, begin, end),
        cmocka_unit_test_setup_teardown (test_extensions, begin, end),
        cmocka_unit_test_setup_teardown (test_refused, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
