/*  test_judge_check_report.c — what a report must say: its form and version, its period, its cells and their values. */

#include "catalogue/catalog_load.h"
#include "judge_case.h"

#include "catalogue/duty.h"
#include "sample.h"

static void test_forms (void **state)
{
    (void)state;
    static const struct {
        const char *office, *form;
    } BAD[] = {{"BCD-593", ""},          {"BCD-593", "qcdc-huyen"}, {"BCD-593", "QCDC-HUYEN "},
               {"BCD-593", "QCDC-SO"},   {"SO-NV", "QCDC-HUYEN"},   {"BCD-TINH", "QCDC-HUYEN"},
               {"TCT-KNTC", "QCDC-TKT"}, {"BCD-593", "BIEU/1"},     {"BCD-593", "BIEU-234567890123456789012345678X"}};
    case_t c;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        case_filed (&c, BAD[i].office);
        c.filed.form = (char *)BAD[i].form;
        EXPECT_REJECTED (&c, QCDC_BAD_FORM, "form");
    }
    static const uint32_t NEWER[] = {2, 3, UINT32_MAX};
    /* One that is still to be published. */
    static const char *const UNKNOWN[] = {"QCDC", "bieu-01", "Bieu_2"};
    for (size_t i = 0; i < sizeof UNKNOWN / sizeof *UNKNOWN; i++) {
        case_filed (&c, "BCD-593");
        c.filed.form = (char *)UNKNOWN[i];
        EXPECT_WAITING (&c, "form");
    }
    case_filed (&c, "BCD-593");
    for (size_t i = 0; i < 3; i++) {
        c.filed.form_version = NEWER[i];
        EXPECT_WAITING (&c, "form");
    }
    c.filed.form_version = 0;
    EXPECT_REJECTED (&c, QCDC_BAD_FORM, "form");
    /* Every class of office and its own form. */
    static const char *const OWED[][3] = {{"DU-CA", "QCDC-DANGUY", "A01"},
                                          {"SO-NV", "QCDC-SO", "A01"},
                                          {"MTTQ-TINH", "QCDC-MTTQ", "D01.MTTQ"},
                                          {"LDLD-TINH", "QCDC-LDLD", "G01"},
                                          {"TKT-1", "QCDC-TKT", "I01.HUYEN"}};
    for (size_t i = 0; i < sizeof OWED / sizeof *OWED; i++) {
        case_filed (&c, OWED[i][0]);
        c.filed.form = (char *)OWED[i][1];
        c.cell[0].cell = (char *)OWED[i][2];
        c.filed.n_cells = 1;
        c.filed.n_text_cells = 0;
        EXPECT_ACCEPTED (&c);
    }
}

static void test_periods (void **state)
{
    (void)state;
    static const char *const GOOD[] = {"2020-H1", "2020", "2000", "2019-H1"};
    static const char *const BAD[] = {"",
                                      "2020-H2",
                                      "2020-Q1",
                                      "2020-9M",
                                      "2020-M06",
                                      "2020-h1",
                                      "2020-H1 ",
                                      " 2020-H1",
                                      "2020-",
                                      "2020-Y",
                                      "20-H1",
                                      "1999-H1",
                                      "2100",
                                      "2020-H01",
                                      "2020H1",
                                      "2020-H1\xC2\xA0",
                                      "a period that is very much longer than a period can ever be, and longer"};
    case_t c;
    case_filed (&c, "BCD-593");
    c.input.committed_at_us = at ("2020-12-01T00:00:00Z");
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        c.filed.period = (char *)GOOD[i];
        EXPECT_ACCEPTED (&c);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        c.filed.period = (char *)BAD[i];
        EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
    }
    case_filed (&c, "UBND-TINH");
    c.input.committed_at_us = at ("2020-12-01T00:00:00Z");
    /* its form is filled for whole years only */
    c.filed.form = "QCDC-CHISO";
    c.filed.n_cells = 0;
    c.texts[0] = "K06";
    c.filed.period = "2020";
    EXPECT_ACCEPTED (&c);
    c.filed.period = "2020-H1";
    EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
}

/*  A period opens for filing shortly before it ends, at midnight of the province: one cell in its first days is no report of it. */
static void test_period_opens (void **state)
{
    (void)state;
    static const struct {
        const char *period, *begins, *opens;
    } CASES[] = {{"2021-H1", "2020-12-14T17:00:00Z", "2021-05-14T17:00:00Z"},
                 {"2021", "2020-12-14T17:00:00Z", "2021-11-13T17:00:00Z"}};
    case_t c;
    for (size_t i = 0; i < 2; i++) {
        case_filed (&c, "BCD-593");
        c.filed.period = (char *)CASES[i].period;
        c.input.committed_at_us = at (CASES[i].begins) - 1;
        EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
        assert_non_null (strstr (c.verdict.fault.message, "has not begun yet"));
        c.input.committed_at_us = at (CASES[i].opens) - 1;
        EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
        assert_non_null (strstr (c.verdict.fault.message, i ? "from 2021-11-14 on" : "from 2021-05-15 on"));
        c.input.committed_at_us++;
        EXPECT_ACCEPTED (&c);
    }
}

/*  A report is owed where the unit lived in some part of the period: founded in it (La Gi, 20 September 2005), or ended. */
static void test_report_units (void **state)
{
    (void)state;
    static const struct {
        const char *office, *period;
        bool good;
    } CASES[] = {{"BCD-594", "2005-H1", false}, {"BCD-594", "2005", true},    {"BCD-594", "2006-H1", true},
                 {"BCD-593", "2005", true},     {"BCD-593", "2025-H1", true}, {"BCD-593", "2025", true},
                 {"BCD-593", "2026-H1", false}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        case_t c;
        period_t period;
        case_filed (&c, CASES[i].office);
        c.input.committed_at_us = at ("2026-06-02T00:00:00Z");
        c.filed.period = (char *)CASES[i].period;
        if (CASES[i].good)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, QCDC_BAD_UNIT, "period");
        /* The one answer: what may not be filed is not owed, and what is owed may be filed. */
        const form_t *form = catalog_form_latest (catalog, c.filed.form);
        assert_int_equal (period_parse (catalog, form->calendar, CASES[i].period, &period), QCDC_OK);
        assert_int_equal (duty_owed (catalog, c.input.office, form, &period, on ("2026-06-02")), CASES[i].good);
        assert_false (duty_owed (catalog, c.input.office, form, &period, period.from - 1));
    }
}

static qcdc_status count_period (const period_t *period, int32_t due_on, void *arg)
{
    assert_true (due_on > period->to);
    char (*ends)[2][PERIOD_TEXT_BYTES] = arg; /* the first and the last one that are called */
    if (!*(*ends)[0])
        strcpy ((*ends)[0], period->name);
    strcpy ((*ends)[1], period->name);
    return QCDC_OK;
}

/*  Every period is asked for by the same answer, from the first year that a period can be of to the one that has begun. */
static void test_periods_owed (void **state)
{
    (void)state;
    static const struct {
        const char *office, *day, *first, *last;
    } CASES[] = {{"BCD-593", "2020-06-17", "2020-H1", "2000"}, /* both 2020-H1 and 2020 have begun */
                 {"BCD-593", "2020-12-16", "2021-H1", "2000"},
                 {"BCD-594", "2028-01-01", "2025-H1", "2005"}, /* founded in September 2005, ended in June 2025 */
                 {"BCD-594", "2004-12-14", "", ""}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const office_t *office = catalog_office (catalog, CASES[i].office);
        const form_t *form = catalog_form_latest (catalog, office->forms[0]);
        char ends[2][PERIOD_TEXT_BYTES] = {"", ""};
        assert_int_equal (duty_each (catalog, office, form, on (CASES[i].day), count_period, &ends), QCDC_OK);
        assert_string_equal (ends[0], CASES[i].first);
        assert_string_equal (ends[1], CASES[i].last);
    }
    /* Of each version of a form, the periods that end in its time. */
    static const char *const VERSIONS[][2] = {{"2023-Q1", "2021"}, {"2025-Q1", "2024"}};
    for (uint32_t i = 0; i < 2; i++) {
        char ends[2][PERIOD_TEXT_BYTES] = {"", ""};
        const form_t *form = catalog_form (catalog, "01-XLD", i + 1);
        const office_t *office = catalog_office (catalog, "BCD-593");
        assert_int_equal (duty_each (catalog, office, form, on ("2026-01-01"), count_period, &ends), QCDC_OK);
        assert_string_equal (ends[0], VERSIONS[i][0]);
        assert_string_equal (ends[1], VERSIONS[i][1]);
    }
}

/*  D01 is of another form, A12 a text. */
static void test_cells (void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        qcdc_status status;
    } CASES[] = {
        {"A04.XA", QCDC_OK},        {"H02.DA-1_X", QCDC_OK},
        {"H07.due.X", QCDC_OK},     {"J05.XA.TOT", QCDC_OK},
        {"C27.new", QCDC_OK},       {"", QCDC_BAD_CELL},
        {"A04", QCDC_BAD_CELL},     {"A04.", QCDC_BAD_CELL},
        {"A04.xa", QCDC_BAD_CELL},  {"A04.XA.TOT", QCDC_BAD_CELL},
        {"A99", QCDC_BAD_CELL},     {"D01.MTTQ", QCDC_BAD_CELL},
        {"A12", QCDC_BAD_CELL},     {"A06.XA", QCDC_DERIVED_CELL},
        {"G04", QCDC_DERIVED_CELL}, {"C14.TO_CAO", QCDC_DERIVED_CELL},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        case_t c;
        case_filed (&c, "BCD-593");
        c.cell[0].cell = (char *)CASES[i].cell;
        c.filed.n_cells = 1;
        if (CASES[i].status == QCDC_OK)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, CASES[i].status, CASES[i].cell);
    }
    char name[100];
    case_t c;
    case_filed (&c, "BCD-593");
    c.cell[0].cell = name;
    c.filed.n_cells = 1;
    for (size_t length = 95; length <= 98; length++) {
        memset (name, 'X', length);
        name[length] = '\0';
        EXPECT_REJECTED (&c, QCDC_BAD_CELL,
                         length > 96 ? "" : "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX");
    }
}

static void test_values (void **state)
{
    (void)state;
    const int64_t most = QCDC_VALUE_E4_MAX;
    const struct {
        const char *cell;
        int64_t value_e4;
        bool good;
    } CASES[] = {
        {"A01", 0, true},
        {"A01", 10000, true},
        {"A01", most, true},
        {"A01", most + 10000, false},
        {"A01", -10000, false},
        {"A01", 1, false},
        {"A01", 9999, false},
        {"A01", most - 1, false},
        {"A01", INT64_MAX, false},
        {"A01", INT64_MIN, false},
        {"A01", -1, false},
        {"H07.due.X", 1, true},
        {"H07.due.X", most, true},
        {"H07.due.X", most - 1, true},
        {"H07.due.X", most + 1, false},
        {"H07.due.X", -1, false},
        {"H07.due.X", INT64_MIN, false},
        {"H07.due.X", INT64_MAX, false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        case_t c;
        case_filed (&c, "BCD-593");
        c.cell[0].cell = (char *)CASES[i].cell;
        c.cell[0].value_e4 = CASES[i].value_e4;
        c.filed.n_cells = 1;
        if (CASES[i].good)
            EXPECT_ACCEPTED (&c);
        else
            EXPECT_REJECTED (&c, QCDC_BAD_NUMBER, CASES[i].cell);
    }
}

static void test_cell_order (void **state)
{
    (void)state;
    case_t c;
    case_filed (&c, "BCD-593");
    c.cell[0].cell = "A04.XA";
    c.cell[1].cell = "A01";
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "A01");
    c.cell[0].cell = "A01";
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "A01");
    c.cell[1].cell = "A02";
    EXPECT_ACCEPTED (&c);
    c.texts[1] = "A12";
    c.filed.n_text_cells = 2;
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "A12");
    c.texts[0] = "G08";
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "A12");
    c.texts[0] = "A12";
    c.texts[1] = "G08";
    EXPECT_ACCEPTED (&c);
    c.texts[1] = "A01";
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "A01"); /* a number */
    c.texts[1] = "B11.THUE";
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "B11.THUE"); /* computed */
    c.texts[1] = "A12.X";
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "A12.X");
    c.filed.n_text_cells = 1;
    c.texts[0] = "A01";
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "A01");
}

/*  There is nothing to report: no figure, no text, and why not, where a rule asks. */
static void test_nil (void **state)
{
    (void)state;
    case_t c;
    char *answered[] = {(char *)"V-C2"};
    case_filed (&c, "BCD-593");
    c.filed.nil = true;
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "cell");
    c.filed.n_cells = 0;
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "cell");
    c.filed.n_text_cells = 0;
    EXPECT_ACCEPTED (&c);
    c.filed.answered = answered;
    c.filed.n_answered = 1;
    EXPECT_ACCEPTED (&c);
    c.filed.nil = false;
    EXPECT_REJECTED (&c, QCDC_EMPTY, "cell");
}

static void test_cell_counts (void **state)
{
    (void)state;
    case_t c;
    case_filed (&c, "BCD-593");
    c.filed.n_cells = 0;
    EXPECT_ACCEPTED (&c); /* a narrative alone is a report */
    c.filed.n_text_cells = 0;
    EXPECT_REJECTED (&c, QCDC_EMPTY, "cell");

    Qcdc__CellValue *cells = calloc (4097, sizeof *cells), **pointers = calloc (4097, sizeof *pointers);
    char (*names)[12] = calloc (4097, sizeof *names), *texts[65];
    assert_true (cells && pointers && names);
    for (size_t i = 0; i < 4097; i++) {
        qcdc__cell_value__init (&cells[i]);
        snprintf (names[i], sizeof names[i], "H02.%05zu", i);
        cells[i].cell = names[i];
        pointers[i] = &cells[i];
    }
    c.filed.cells = pointers;
    c.filed.n_cells = 4096;
    EXPECT_ACCEPTED (&c);
    c.filed.n_cells = 4097;
    EXPECT_REJECTED (&c, QCDC_TOO_LARGE, "cell");
    c.filed.n_cells = 0;
    c.filed.text_cells = texts;
    for (size_t i = 0; i < 65; i++)
        texts[i] = "A12";
    c.filed.n_text_cells = 64;
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "A12"); /* as many as that, were they not one and the same */
    c.filed.n_text_cells = 65;
    EXPECT_REJECTED (&c, QCDC_TOO_LARGE, "cell");
    free (names);
    free (cells);
    free (pointers);
}

/*  Two versions of a form, of which each serves the periods that end in its time, to the day; a report is judged by the one
 *  that it names. */
static void test_form_versions (void **state)
{
    (void)state;
    static const char FORMS[] =
        "code,version,title_vi,title_en,office_class,calendar,periods,indicators,valid_from,valid_to\n"
        "QCDC-HUYEN,1,x,x,huyen,QCDC,H1 Y,A01-A12,,2018-12-14\n"
        "QCDC-DANGUY,1,x,x,danguy,QCDC,Y,A01,,\n"
        "QCDC-SO,1,x,x,so,QCDC,Y,A01,,\n"
        "QCDC-MTTQ,1,x,x,mttq,QCDC,Y,D01,,\n"
        "QCDC-LDLD,1,x,x,ldld,QCDC,Y,G01,,\n"
        "QCDC-TKT,1,x,x,tkt,QCDC,Y,I01,,\n"
        "QCDC-CHISO,1,x,x,ubnd,QCDC,Y,K01,,\n"
        "QCDC-HUYEN,3,x,x,huyen,QCDC,Y,A01-A12 B01-B02,2019-12-14,\n";
    static const char BRIEF[] = "line,kind,form,cell,valid_from,valid_to,text_vi,text_en,cites\n";
    static const char OFFICES[] = "code,name,class,unit,forms,petitions\nBCD-593,x,huyen,593,QCDC-HUYEN,yes\n";
    embed_t files[32];
    size_t count = 0;
    for (; sample_files[count].name; count++) {
        files[count] = sample_files[count];
        if (strcmp (files[count].name, "forms.csv") == 0) {
            files[count].begin = FORMS;
            files[count].end = FORMS + sizeof FORMS - 1;
        }
        if (strcmp (files[count].name, "brief.csv") == 0) {
            files[count].begin = BRIEF;
            files[count].end = BRIEF + sizeof BRIEF - 1;
        }
        if (strcmp (files[count].name, "offices.csv") == 0) {
            files[count].begin = OFFICES;
            files[count].end = OFFICES + sizeof OFFICES - 1;
        }
    }
    files[count] = (embed_t){0};
    catalog_t *kept = catalog;
    fault_t fault = {0};
    if (sample_catalog_of (files, &catalog, &fault) != QCDC_OK) {
        catalog = kept;
        fail_msg ("%s", fault.message);
    }
    static const struct {
        uint32_t version;
        const char *period;
        Qcdc__VerdictState state;
        qcdc_status status;
        const char *field;
    } CASES[] = {
        {1, "2018", QCDC__VERDICT_STATE__VERDICT_ACCEPTED, QCDC_OK, ""},
        {1, "2018-H1", QCDC__VERDICT_STATE__VERDICT_ACCEPTED, QCDC_OK, ""},
        {1, "2019", QCDC__VERDICT_STATE__VERDICT_REJECTED, QCDC_BAD_PERIOD, "form"}, /* over before it began */
        {3, "2018", QCDC__VERDICT_STATE__VERDICT_REJECTED, QCDC_BAD_PERIOD, "period"},
        {3, "2019", QCDC__VERDICT_STATE__VERDICT_ACCEPTED, QCDC_OK, ""},
        {3, "2019-H1", QCDC__VERDICT_STATE__VERDICT_REJECTED, QCDC_BAD_PERIOD, "period"}, /* no half-years any more */
        {2, "2019", QCDC__VERDICT_STATE__VERDICT_REJECTED, QCDC_BAD_FORM, "form"},        /* never was */
        {4, "2019", QCDC__VERDICT_STATE__VERDICT_WAITING, QCDC_WAITING, "form"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        case_t c;
        case_filed (&c, "BCD-593");
        c.filed.form_version = CASES[i].version;
        c.filed.period = (char *)CASES[i].period;
        expect (&c, CASES[i].state, CASES[i].status, CASES[i].field, (int)i);
    }
    case_t c;
    case_filed (&c, "BCD-593");
    c.filed.period = "2018";
    c.cell[1].cell = "B01.THUE";
    EXPECT_REJECTED (&c, QCDC_BAD_CELL, "B01.THUE"); /* not in version 1 */
    c.filed.period = "2019";
    c.filed.form_version = 3;
    EXPECT_ACCEPTED (&c);
    catalog_destroy (&catalog);
    catalog = kept;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_forms),         cmocka_unit_test (test_periods),
        cmocka_unit_test (test_period_opens),  cmocka_unit_test (test_report_units),
        cmocka_unit_test (test_periods_owed),  cmocka_unit_test (test_cells),
        cmocka_unit_test (test_values),        cmocka_unit_test (test_cell_order),
        cmocka_unit_test (test_cell_counts),   cmocka_unit_test (test_nil),
        cmocka_unit_test (test_form_versions),
    };
    return cmocka_run_group_tests (tests, catalog_make, catalog_free);
}
