/*  test_rule_set.c — the rules of the reference files: every one of them holding and broken on figures made by hand, and
 *  files that are refused. */

#include "rule_case.h"

#include "base/day.h"
#include "rules/reference.h"
#include "sample.h"

static catalog_t *catalog;
static rule_set_t *set;

/*  By its own figures a rule is broken and held; of a computed one the figures make RATIO, and are null. */
typedef struct {
    const char *rule, *holding, *broken;
    int64_t ratio;
} example_t;

static const example_t EXAMPLES[] = {
    {"V-A1", "A05.XA=4 A04.XA=4", "A05.XA=5 A04.XA=4", 0},
    {"V-A2", "A05.XA=2 A04.XA=3", "A05.XA=0 A04.XA=0", 6667},
    {"V-B1", "B04.THUE=120 B01.THUE=60 B02.THUE=40 B03.THUE=20", "B04.THUE=120 B01.THUE=60 B02.THUE=40 B03.THUE=19",
     0},
    {"V-B2", "B08.THUE=6 B05.THUE=1 B06.THUE=2 B07.THUE=3", "B08.THUE=7 B05.THUE=1 B06.THUE=2 B07.THUE=3", 0},
    {"V-B3", "B04.KHAC=6 B08.KHAC=1 B09.KHAC=2 B10.KHAC=3", "B04.KHAC=5 B08.KHAC=1 B09.KHAC=2 B10.KHAC=3", 0},
    {"V-B4", "B07.THUE=5 B08.THUE=40", "B07.THUE=5", 1250},
    {"V-B5", "B02.THUE=1 B03.THUE=2", "B02.THUE=0 B03.THUE=0", 3333},
    {"V-B7", "B01.THUE=5 B09.THUE[Pprev]=2 B10.THUE[Pprev]=3",
     "B01.THUE=4 B09.THUE[Pprev]=2 B10.THUE[Pprev]=3 B09.THUE=1", 0},
    {"V-C1", "C03=3 C01=1 C02=2", "C03=2 C01=1 C02=2", 0},
    {"V-C2", "C04=3 C03=3", "C04=2 C03=3", 0},
    {"V-C3", "C07.BI_THU=6 C06.BI_THU=6", "C07.BI_THU=7 C06.BI_THU=6", 0},
    {"V-C4", "C07.BI_THU=7 C06.BI_THU=6", "C07.BI_THU=0 C06.BI_THU=0", 10000},
    {"V-C5", "C09.TO_CAO=1 C10.TO_CAO=4 C11.TO_CAO=3 C12.TO_CAO=2",
     "C09.TO_CAO=1 C10.TO_CAO=4 C11.TO_CAO=3 C12.TO_CAO=1", 0},
    {"V-C6", "C13.TO_CAO=3 C11.TO_CAO=3", "C13.TO_CAO=4 C11.TO_CAO=3", 0},
    {"V-C7", "C09.TO_CAO=3 C12.TO_CAO[Pprev]=3", "C09.TO_CAO=3 C12.TO_CAO[Pprev]=2 C12.TO_CAO=3", 0},
    {"V-C8", "C10.TO_CAO=90 C10.TO_CAO[P-1y]=120", "C10.TO_CAO=90 C10.TO_CAO[P-1y]=0", -2500},
    {"V-C9", "C15.TO_CAO=5 C16.TO_CAO=5 C17.TO_CAO=1 C18.TO_CAO=2 C19.TO_CAO=3 C20.TO_CAO=4",
     "C15.TO_CAO=5 C16.TO_CAO=5 C17.TO_CAO=1 C18.TO_CAO=2 C19.TO_CAO=3 C20.TO_CAO=3", 0},
    {"V-C10", "C15.TO_CAO=7 C19.TO_CAO[Pprev]=3 C20.TO_CAO[Pprev]=4",
     "C15.TO_CAO=6 C19.TO_CAO[Pprev]=3 C20.TO_CAO[Pprev]=4", 0},
    {"V-C11", "C17.TO_CAO=1 C18.TO_CAO=2 C15.TO_CAO=3 C16.TO_CAO=4", "C17.TO_CAO=1 C18.TO_CAO=2 C15.TO_CAO=3", 4286},
    {"V-C12",
     "C22.TO_CAO.DUNG=1 C22.TO_CAO.SAI=2 C22.TO_CAO.DUNG_MOT_PHAN=3 C22.TO_CAO.RUT_DINH_CHI=4 C17.TO_CAO=9 "
     "C18.TO_CAO=1 "
     "C22.PHAN_ANH.DUNG=1 C22.PHAN_ANH.SAI=2 C22.PHAN_ANH.DUNG_MOT_PHAN=3 C22.PHAN_ANH.RUT_DINH_CHI=4 C17.PHAN_ANH=0 "
     "C18.PHAN_ANH=0",
     "C22.TO_CAO.DUNG=1 C22.TO_CAO.SAI=2 C22.TO_CAO.DUNG_MOT_PHAN=3 C22.TO_CAO.RUT_DINH_CHI=5 C17.TO_CAO=9 "
     "C18.TO_CAO=1",
     0},
    {"V-C13", "C23=5 C24=2 C25=3 C26=4", "C23=5 C24=2 C25=3 C26=5", 0},
    {"V-C14", "C23=5 C26[Pprev]=5", "C23=5 C26[Pprev]=4 C26=5", 0},
    {"V-C15", "C27.open=1 C27.new=2 C27.stabilised=3 C27.close=0",
     "C27.open=1 C27.new=2 C27.stabilised=3 C27.close=1", 0},
    {"V-C16", "C27.new=0", "C27.new=1", 0},
    {"V-C17",
     "C26=8 C19.KHIEU_NAI=1 C19.TO_CAO=1 C19.KIEN_NGHI=1 C19.PHAN_ANH=1 C20.KHIEU_NAI=1 C20.TO_CAO=1 C20.KIEN_NGHI=1 "
     "C20.PHAN_ANH=1",
     "C26=9 C19.KHIEU_NAI=1 C19.TO_CAO=1 C19.KIEN_NGHI=1 C19.PHAN_ANH=1 C20.KHIEU_NAI=1 C20.TO_CAO=1 C20.KIEN_NGHI=1 "
     "C20.PHAN_ANH=1",
     0},
    {"V-C18", "C28.done=3 C28.recv=2 C28.carry=1", "C28.done=4 C28.recv=2 C28.carry=1", 0},
    {"V-D1", "D02.MTTQ=9 D02.MTTQ[YTD]=3 D01.MTTQ=4", "D02.MTTQ=9 D01.MTTQ=4", 7500},
    {"V-D2", "D06.CCB=1 D07.CCB=5 D08.CCB=1 D09.CCB=2 D10.CCB=3", "D06.CCB=1 D07.CCB=5 D08.CCB=1 D09.CCB=2 D10.CCB=4",
     0},
    {"V-D3", "D06.CCB=5 D09.CCB[Pprev]=2 D10.CCB[Pprev]=3", "D06.CCB=6 D09.CCB[Pprev]=2 D10.CCB[Pprev]=3", 0},
    {"V-D4", "D12.carry=1 D12.recv=5 D12.success=1 D12.fail=2 D12.pending=3",
     "D12.carry=1 D12.recv=5 D12.success=1 D12.fail=2 D12.pending=4", 0},
    {"V-D5", "D12.success=81 D12.fail=9", "D12.success=0 D12.fail=0", 9000},
    {"V-D6", "D11.done=2 D11.recv=2", "D11.done=3 D11.recv=2", 0},
    {"V-E1", "E02.XA=2 E01.XA=2", "E02.XA=3 E01.XA=2", 0},
    {"V-E2", "E02.XA=1 E01.XA=2", "E02.XA=1", 5000},
    {"V-E3", "E05.done=3 E05.recv=2 E05.carry=1", "E05.done=4 E05.recv=2 E05.carry=1", 0},
    {"V-E4", "E08.done=3 E08.recv=2 E08.carry=1", "E08.done=4 E08.recv=2 E08.carry=1", 0},
    {"V-F1", "F05.HUYEN=7 F05.XA=36 F06.assigned=13 F04.HUYEN=11 F04.XA=45",
     "F05.HUYEN=7 F05.XA=36 F06.assigned=12 F04.HUYEN=11 F04.XA=45", 0},
    {"V-F2", "F06.done=1 F06.overdue=2 F06.assigned=3", "F06.done=2 F06.overdue=2 F06.assigned=3", 0},
    {"V-F3", "F02.XA[YTD]=1 F01.XA=8", "F02.XA[YTD]=1 F01.XA=0", 1250},
    {"V-G1", "G03=131 G02=278", "G03=279 G02=278", 0},
    {"V-G2", "G05=1 G01=1", "G05=2 G01=1", 0},
    {"V-G3", "G05=1 G03=1", "G05=2 G03=1", 0},
    {"V-G4", "G03=131 G02=278", "G03=131", 4712},
    {"V-G5", "G01=2 G02=2", "G01=3 G02=2", 0},
    {"V-G6", "G06.done=2 G06.due=2", "G06.done=3 G06.due=2", 0},
    {"V-G7", "G07=2 G02=2", "G07=3 G02=2", 0},
    {"V-H1", "H04.P1=1 H05.P1=2 H03.P1=3", "H04.P1=1 H05.P1=2 H03.P1=3 H04.P2=1 H05.P2=2 H03.P2=4", 0},
    {"V-H2", "H03.P1=3 H02.P1=3", "H03.P1=4 H02.P1=3", 0},
    {"V-H3", "H06.done.P1=3 H06.due.P1=3", "H06.done.P1=4 H06.due.P1=3", 0},
    {"V-H4", "H07.done.P1=3.5 H07.due.P1=3.5", "H07.done.P1=3.5001 H07.due.P1=3.5", 0},
    {"V-H5", "H08.done.P1=3.5 H08.due.P1=3.5", "H08.done.P1=3.6 H08.due.P1=3.5", 0},
    {"V-H6", "H09.KHAC=3 H01.KHAC=3", "H09.KHAC=4 H01.KHAC=3", 0},
    {"V-H7", "H11.done.P1=3 H11.recv.P1=2 H11.carry.P1=1", "H11.done.P1=4 H11.recv.P1=2 H11.carry.P1=1", 0},
    {"V-I1", "I02.TINH[YTD]=1 I01.TINH=3", "I02.TINH[YTD]=1", 3333},
    {"V-I2", "I04.done=3 I04.due=3", "I04.done=4 I04.due=3", 0},
    {"V-I3", "I05.open=1 I05.new=5 I05.fixed=1 I05.in_time=2 I05.overdue=3",
     "I05.open=1 I05.new=5 I05.fixed=1 I05.in_time=2 I05.overdue=4", 0},
    {"V-I4", "I06.TINH=3 I02.TINH=3", "I06.TINH=2 I02.TINH=3", 0},
    {"V-J1", "J02.XA=3 J01.XA=3", "J02.XA=4 J01.XA=3", 0},
    {"V-J2", "J02.XA=3 J01.XA=3", "J02.XA=0 J01.XA=0", 10000},
    {"V-J3", "J05.XA.TOT=24 J05.XA.KHA=11 J05.XA.TRUNG_BINH=6 J05.XA.YEU=9 J04.XA=50",
     "J05.XA.TOT=24 J05.XA.KHA=11 J05.XA.TRUNG_BINH=6 J05.XA.YEU=12 J04.XA=50", 0},
    {"V-J4", "J05.XA.TOT=3 J04.XA=4", "J05.XA.KHA=3 J04.XA=4", 7500},
    {"V-J5", "J04.XA=3 A04.XA=3", "J04.XA=4 A04.XA=3", 0},
    {"V-K1", "K01.rank=63 K02.rank=1 PROVINCES=63", "K01.rank=63 K04.rank=1 PROVINCES=34", 0},
    {"V-K2", "K05.done=3 K05.due=3", "K05.done=4 K05.due=3", 0},
    {"V-Y1", "A01[Y]=4 A01[H1]=4 C27.new[Y]=1 C27.new[H1]=0 C27.open[Y]=0 C27.open[H1]=1", "A01[Y]=4 A01[H1]=5", 0},
    {"V-Y2", "C09.TO_CAO[Y]=4 C09.TO_CAO[H1]=4 A01[Y]=4 A01[H1]=5", "C27.open[Y]=4 C27.open[H1]=5", 0},
};

/*  A form with what the rule compares. */
static const form_t *form_of (const rule_t *rule)
{
    for (size_t i = 0; i < catalog->form_count; i++)
        if (rule_concerns (rule, &catalog->forms[i], "Y", 18456))
            return &catalog->forms[i];
    fail_msg ("%s is for no form", rule_text (rule)->code);
    return NULL;
}

static void test_examples (void **state)
{
    (void)state;
    size_t count = 0;
    for (size_t i = 0; i < set->rule_count; i++)
        count += strncmp (rule_text (set->rules[i])->code, "V-", 2) == 0;
    assert_int_equal (count, sizeof EXAMPLES / sizeof *EXAMPLES);
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
        const example_t *example = &EXAMPLES[i];
        const rule_t *rule = rule_set_find (set, example->rule, 18456);
        assert_non_null (rule);
        const form_t *form = form_of (rule);
        assert_true (rule_text (rule)->words_vi[0] && rule_text (rule)->words_en[0]);
        case_outcome_t holding = case_judge (rule, example->holding, form),
                       broken = case_judge (rule, example->broken, form);
        bool derived = rule_severity_of (rule) == RULE_DERIVED;
        if (!holding.counts[RULE_HOLDS] || holding.counts[RULE_BROKEN] || holding.counts[RULE_BEYOND])
            fail_msg ("%s does not hold for %s", example->rule, example->holding);
        if (derived ? broken.counts[RULE_HOLDS] > 0 : broken.counts[RULE_BROKEN] != 1)
            fail_msg ("%s is not broken by %s", example->rule, example->broken);
        if (derived && holding.last.ratio != example->ratio)
            fail_msg ("%s makes %lld", example->rule, (long long)holding.last.ratio);
        assert_true (derived == (rule_target (rule) != NULL));
        /*  Nothing is broken by what is not there. */
        case_outcome_t blank = case_judge (rule, "", form);
        assert_int_equal (blank.counts[RULE_HOLDS] + blank.counts[RULE_BROKEN] + blank.counts[RULE_BEYOND], 0);
    }
}

/*  The one that a half-year which was corrected excuses. */
static void test_corrected (void **state)
{
    (void)state;
    const rule_t *rule = rule_set_find (set, "V-Y1", 18456);
    case_outcome_t seen = case_judge (rule, "A01[Y]=4 A01[H1]~5", form_of (rule));
    assert_int_equal (seen.counts[RULE_EXCUSED], 1);
    assert_int_equal (seen.counts[RULE_BROKEN], 0);
    assert_false (rule_concerns (rule, form_of (rule), "H1", 18456));
}

static void test_constants (void **state)
{
    (void)state;
    int32_t last;
    assert_int_equal (day_parse ("2025-06-30", &last), QCDC_OK);
    assert_int_equal (rule_constant_on (&set->names, "PROVINCES", last)->value_e4, 63 * AMOUNT_SCALE);
    assert_int_equal (rule_constant_on (&set->names, "PROVINCES", last + 1)->value_e4, 34 * AMOUNT_SCALE);
}

/*  ---------------------------------------------------------------- files */

/*  The catalog that the altered rules are over: as long as the next one is not made. */
static catalog_t *altered_catalog;

/*  The rules of the reference files, with one text of one of these replaced. */
static qcdc_status altered_new (const char *file, const char *text, const char *replacement, rule_set_t **made,
                                fault_t *fault)
{
    embed_t files[40];
    size_t count = 0;
    char *altered = NULL;
    for (; sample_files[count].name; count++) {
        files[count] = sample_files[count];
        if (strcmp (files[count].name, file) != 0)
            continue;
        size_t length = (size_t)(files[count].end - files[count].begin);
        const char *at = memmem (files[count].begin, length, text, strlen (text));
        assert_non_null (at);
        size_t before = (size_t)(at - files[count].begin), behind = length - before - strlen (text);
        altered = malloc (length + strlen (replacement) + 1);
        assert_non_null (altered);
        char *end = mempcpy (altered, files[count].begin, before);
        end = mempcpy (end, replacement, strlen (replacement));
        end = mempcpy (end, at + strlen (text), behind);
        files[count].begin = altered;
        files[count].end = end;
    }
    files[count].name = NULL;
    catalog_destroy (&altered_catalog);
    *made = NULL;
    qcdc_status status = sample_catalog_of (files, &altered_catalog, fault);
    if (status == QCDC_OK)
        status = rule_set_new (altered_catalog, made, fault);
    if (status == QCDC_OK) {
        catalog_t *reference = NULL;
        status = sample_reference_of (files, &reference, fault);
        reference_destroy (&reference);
        if (status != QCDC_OK)
            rule_set_destroy (made);
    }
    free (altered);
    return status;
}

static void assert_refused (const char *file, const char *text, const char *replacement, qcdc_status expected,
                            const char *message)
{
    rule_set_t *made = NULL;
    fault_t fault = {0};
    qcdc_status status = altered_new (file, text, replacement, &made, &fault);
    if (status != expected || strncmp (fault.message, message, strlen (message)) != 0)
        fail_msg ("%s: %s, not %s", status_code (status), fault.message, message);
    assert_null (made);
}

static void test_files (void **state)
{
    (void)state;
    assert_refused ("rules.csv", "rule,forms", "rule,form", QCDC_BAD_HEADER, "rules.csv");
    assert_refused ("rules.csv", "A05 <= A04", "A05 <= A44", QCDC_BAD_RULE,
                    "rules.csv, row 2: V-A1, expression, character 8: there is no indicator or constant 'A44'");
    assert_refused ("rules.csv", "V-A2,,,", "V-A1,,,", QCDC_BAD_CATALOGUE,
                    "rules.csv, row 3: 'V-A1' stands in row 2 already, and holds on the same days");
    assert_refused ("rules.csv", "A06 = 100*A05/A04,derived", "A05 <= A04,error", QCDC_BAD_CATALOGUE,
                    "forms.csv, row 2, column indicators: no rule computes A06");
    assert_refused ("rules.csv", "A06 = 100*A05/A04", "J06 = 100*A05/A04", QCDC_BAD_RULE,
                    "rules.csv, row 62: V-A2 and V-J4 compute the same figure");
    assert_refused ("rules.csv", "derived,any,,,,Tỷ lệ đơn vị đã ban hành",
                    "derived,any,,2020-02-30,,Tỷ lệ đơn vị đã ban hành", QCDC_BAD_DATE,
                    "rules.csv, row 3, column valid_from: ");
    assert_refused ("rules.csv", "Tỷ lệ đơn vị đã ban hành", "\xC3", QCDC_BAD_CATALOGUE,
                    "rules.csv, row 3, column words_vi: ");
    assert_refused ("constants.csv", "PROVINCES,63", "Provinces,63", QCDC_BAD_CATALOGUE,
                    "constants.csv, row 2, column name: a constant has a name of capital letters");
    assert_refused ("constants.csv", "PROVINCES,63", "PROVINCES,x", QCDC_BAD_NUMBER, "constants.csv, row 2: 'x'");
    assert_refused ("constants.csv", "2025-06-30", "2025-07-01", QCDC_BAD_CATALOGUE,
                    "constants.csv, row 3: 'PROVINCES' stands in row 2 already, and holds on the same days");
    assert_refused ("constants.csv", "2025-07-01,", "2025-07-01,2025-06-30", QCDC_BAD_CATALOGUE,
                    "constants.csv, row 3, column valid_to: the last day is before the first");
}

/*  One code with two texts, one after the other. */
static void test_succession (void **state)
{
    (void)state;
    rule_set_t *made;
    fault_t fault = {0};
    assert_int_equal (altered_new ("rules.csv", "V-A1,,,type,,A05 <= A04,error,any,,,,",
                                   "V-A1,,,type,,A05 <= A04,error,any,,,2021-12-31,a,b,\n"
                                   "V-A1,,,type,,A05 = A04,error,any,,2022-01-01,,",
                                   &made, &fault),
                      QCDC_OK);
    int32_t first;
    assert_int_equal (day_parse ("2022-01-01", &first), QCDC_OK);
    assert_string_equal (rule_text (rule_set_find (made, "V-A1", first - 1))->expression, "A05 <= A04");
    assert_string_equal (rule_text (rule_set_find (made, "V-A1", first))->expression, "A05 = A04");
    assert_null (rule_set_find (made, "V-A9", first));
    rule_set_destroy (&made);
    assert_null (made);
    rule_set_destroy (&made);
}

static int group_setup (void **state)
{
    (void)state;
    return case_setup (&catalog, &set);
}

static int group_teardown (void **state)
{
    (void)state;
    catalog_destroy (&altered_catalog);
    return case_teardown (&catalog, &set);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_examples), cmocka_unit_test (test_corrected),  cmocka_unit_test (test_constants),
        cmocka_unit_test (test_files),    cmocka_unit_test (test_succession),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
