/*  test_report_file.c — filled forms against the journal: filing, the same again, corrections, narratives. */

#include "fixture.h"

#include "reports/report_sheet.h"

static int setup (void **state)
{
    static fixture_t fixture;
    fixture_open (&fixture);
    *state = &fixture;
    return 0;
}

static int teardown (void **state)
{
    char path[128];
    fixture_t *self = *state;
    snprintf (path, sizeof path, "%s/form.csv", self->folder);
    unlink (path);
    fixture_close (self);
    return 0;
}

typedef enum { DONE_NEW, DONE_CORRECTED, DONE_SAME } done_t;

static bool removes_blanks; /* --remove-blanks */

static void sheets_of (fixture_t *self, const char *rows, sheets_t *sheets, problems_t *problems)
{
    char path[128];
    snprintf (path, sizeof path, "%s/form.csv", self->folder);
    FILE *file = fopen (path, "w");
    assert_non_null (file);
    fprintf (file, "form,period,cell,value\n%s", rows);
    fclose (file);
    *problems = (problems_t){.file = path};
    self->fault = (fault_t){0};
    assert_ok (self, sheets_read (&self->desk, path, NULL, removes_blanks, false, sheets, problems, &self->fault));
}

/*  Files the only sheet of ROWS the way the command does. */
static qcdc_status file_rows (fixture_t *self, const char *rows, done_t *done)
{
    sheets_t sheets;
    problems_t problems;
    sheet_fact_t made;
    bool appended = false;
    journal_t *journal = self->desk.home.journal;
    sheets_of (self, rows, &sheets, &problems);
    assert_int_equal (problems.count, 0);
    assert_int_equal (sheets.count, 1);
    assert_ok (self, sheet_fact_make (&sheets.items[0], &made, &self->fault));
    *done = made.same ? DONE_SAME : made.corrects ? DONE_CORRECTED : DONE_NEW;
    qcdc_status status = QCDC_OK;
    if (!made.same) {
        judge_input_t input = sheet_input (&self->desk, &sheets.items[0], &made);
        assert_ok (self, journal_begin (journal, &self->fault));
        status = desk_append (&self->desk, &input, &made.fact, made.text.n_cells ? &made.text : NULL, false,
                              &appended, NULL, &self->fault);
        assert_int_equal (appended, status == QCDC_OK);
        if (status == QCDC_OK)
            assert_ok (self, journal_commit (journal, &self->fault));
        journal_rollback (journal);
    }
    sheet_fact_release (&made);
    sheets_release (&sheets);
    return status;
}

static void expect (fixture_t *self, const char *rows, done_t wanted)
{
    done_t done;
    assert_ok (self, file_rows (self, rows, &done));
    assert_int_equal (done, wanted);
}

static report_view_t view_of (fixture_t *self, const char *period)
{
    report_view_t view;
    assert_ok (self, report_view_read (&self->desk, "BCD-593", "QCDC-HUYEN", period, &view, &self->fault));
    return view;
}

static void assert_value (fixture_t *self, const char *cell, int64_t wanted)
{
    int64_t value_e4 = -1;
    report_view_t view = view_of (self, "2020-H1");
    assert_true (view.found);
    assert_int_equal (report_number (&view.report, cell, &value_e4), wanted >= 0);
    if (wanted >= 0)
        assert_int_equal (value_e4, wanted * 10000);
    report_view_release (&view);
}

static void assert_narrative (fixture_t *self, const char *cell, const char *wanted)
{
    report_view_t view = view_of (self, "2020-H1");
    const char *text = report_narrative (&view, cell);
    if (!wanted)
        assert_null (text);
    else
        assert_string_equal (text, wanted);
    report_view_release (&view);
}

#define LINE(cell, value) "QCDC-HUYEN,2020-H1," cell "," value "\n"

static void test_same_form_again (void **state)
{
    fixture_t *self = *state;
    expect (self, LINE ("A02", "2") LINE ("A01", "1") LINE ("A03", ""), DONE_NEW);
    /* Neither the order of rows nor blank ones say anything. */
    expect (self, LINE ("A01", "1") LINE ("A02", "2"), DONE_SAME);
    expect (self, LINE ("A01", "1") LINE ("A02", "2.0"), DONE_SAME);
    assert_value (self, "A02", 2);
    assert_value (self, "A03", -1);
    expect (self, LINE ("A01", "1") LINE ("A02", "3"), DONE_CORRECTED);
    assert_value (self, "A02", 3);
    /* What the sheet does not name, and what it leaves blank, stays; unless the clerk says that blanks are meant. */
    expect (self, LINE ("A01", "1"), DONE_SAME);
    expect (self, LINE ("A01", "1") LINE ("A02", ""), DONE_SAME);
    assert_value (self, "A02", 3);
    removes_blanks = true;
    expect (self, LINE ("A01", "1") LINE ("A02", ""), DONE_CORRECTED);
    expect (self, LINE ("A01", "1") LINE ("A02", "") LINE ("A03", ""), DONE_SAME);
    removes_blanks = false;
    assert_value (self, "A02", -1);
    assert_value (self, "A01", 1);
    /* Zero is a figure, blank is none. */
    expect (self, LINE ("A01", "1") LINE ("A02", "0"), DONE_CORRECTED);
    assert_value (self, "A02", 0);
}

static void test_narratives (void **state)
{
    fixture_t *self = *state;
    acknowledged_t made;
    expect (self, LINE ("A01", "1") LINE ("A12", "một") LINE ("G08", "hai"), DONE_NEW);
    expect (self, LINE ("A01", "1") LINE ("A12", "một") LINE ("G08", "hai"), DONE_SAME);
    expect (self, LINE ("A01", "2") LINE ("A12", "một") LINE ("G08", "hai"), DONE_CORRECTED);
    assert_narrative (self, "A12", "một");
    expect (self, LINE ("A01", "2") LINE ("A12", "ba") LINE ("G08", "hai"), DONE_CORRECTED);
    /* Each text stays where it was last brought: the others need not come again. */
    fixture_acknowledge (self, 1, 3, 3, NULL, 0, &made);
    expect (self, LINE ("A12", "ba"), DONE_SAME);
    assert_narrative (self, "A12", "ba");
    assert_narrative (self, "G08", "hai");
    assert_value (self, "A01", 2);
    expect (self, LINE ("A01", "2") LINE ("A12", "ba") LINE ("G08", "hai"), DONE_SAME);
}

static void test_erased_narrative_never_returns (void **state)
{
    fixture_t *self = *state;
    journal_row_t row;
    expect (self, LINE ("A01", "1") LINE ("A12", "bí mật"), DONE_NEW);
    report_view_t view = view_of (self, "2020-H1");
    address_t entry = view.report.entry;
    report_view_release (&view);
    fixture_append (self, body_erased (&entry), NO_ANNEX);
    assert_narrative (self, "A12", NULL);
    expect (self, LINE ("A01", "1") LINE ("A12", "bí mật"), DONE_SAME);
    expect (self, LINE ("A01", "5") LINE ("A12", "bí mật"), DONE_CORRECTED);
    assert_ok (self, journal_at (self->desk.home.journal, self->desk.home.origin, 3, &row, &self->fault));
    assert_int_equal (row.entry.annex.length, 0);
}

static void test_rejected_form_is_filed_again (void **state)
{
    fixture_t *self = *state;
    acknowledged_t made;
    Qcdc__Verdict rejected = QCDC__VERDICT__INIT;
    Qcdc__Verdict *const items[] = {&rejected};
    rejected.seq = 1;
    rejected.state = QCDC__VERDICT_STATE__VERDICT_REJECTED;
    expect (self, LINE ("A01", "1"), DONE_NEW);
    fixture_acknowledge (self, 1, 1, 1, items, 1, &made);
    report_view_t view = view_of (self, "2020-H1");
    assert_false (view.found);
    assert_int_equal (view.rejected.seq, 1);
    report_view_release (&view);
    expect (self, LINE ("A01", "1"), DONE_NEW);
    expect (self, LINE ("A01", "1"), DONE_SAME);
}

static void expect_problems (fixture_t *self, const char *rows, size_t wanted, qcdc_status last)
{
    sheets_t sheets;
    problems_t problems;
    sheets_of (self, rows, &sheets, &problems);
    assert_int_equal (problems.count, wanted);
    assert_int_equal (self->fault.status, last);
    sheets_release (&sheets);
}

static void test_bad_rows (void **state)
{
    fixture_t *self = *state;
    expect_problems (self, LINE ("Z99", "1"), 1, QCDC_BAD_CELL);
    expect_problems (self, LINE ("A04", "1"), 1, QCDC_BAD_CELL);
    expect_problems (self, LINE ("A01", "1") LINE ("A01", "1"), 1, QCDC_BAD_CELL);
    expect_problems (self, LINE ("A01", "-1"), 1, QCDC_BAD_NUMBER);
    expect_problems (self, LINE ("A01", "\"1,5\""), 1, QCDC_BAD_NUMBER);
    expect_problems (self, LINE ("A01", "1.5"), 1, QCDC_BAD_NUMBER);
    expect_problems (self, "QCDC-SO,2020-H1,A01,1\n", 1, QCDC_BAD_FORM);
    expect_problems (self, "QCDC-HUYEN,2020-Q1,A01,1\n", 1, QCDC_BAD_PERIOD);
    expect_problems (self, "QCDC-HUYEN,2020,,1\n", 1, QCDC_EMPTY);
    expect_problems (self, LINE ("Z99", "1") LINE ("A01", "x"), 2, QCDC_BAD_NUMBER);
    expect_problems (self, "", 1, QCDC_EMPTY);
    /* A blank derived cell is what a template of another program may leave. */
    expect_problems (self, LINE ("A01", "1") LINE ("A06.XA", ""), 0, QCDC_OK);
}

static void test_judged_as_the_server_will (void **state)
{
    fixture_t *self = *state;
    done_t done;
    assert_int_equal (file_rows (self, LINE ("A01", ""), &done), QCDC_EMPTY);
    assert_int_equal (file_rows (self, "QCDC-HUYEN,2099-H1,A01,1\n", &done), QCDC_BAD_PERIOD);
}

/*  However many cells a file has of one report, reading it ends soon, and is refused with one line. */
static void test_more_cells_than_a_report_has (void **state)
{
    enum { ROWS = 20000 };
    fixture_t *self = *state;
    sheets_t sheets;
    problems_t problems;
    char *rows = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&rows, &size);
    assert_non_null (out);
    for (int i = 0; i < ROWS; i++)
        fprintf (out, "QCDC-HUYEN,2020-H1,H02.DA_%d,1\n", i);
    assert_int_equal (fclose (out), 0);
    sheets_of (self, rows, &sheets, &problems);
    free (rows);
    assert_int_equal (problems.count, 1);
    assert_non_null (strstr (problems.first, "at most 4096 cells"));
    assert_int_equal (sheets.count, 1);
    assert_true (sheets.items[0].cell_count < ROWS && sheets.items[0].refused);
    sheets_release (&sheets);
}

int main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST (test_same_form_again),
        TEST (test_narratives),
        TEST (test_erased_narrative_never_returns),
        TEST (test_rejected_form_is_filed_again),
        TEST (test_bad_rows),
        TEST (test_more_cells_than_a_report_has),
        TEST (test_judged_as_the_server_will),
    };
    return cmocka_run_group_tests_name ("report_file", tests, NULL, NULL);
}
