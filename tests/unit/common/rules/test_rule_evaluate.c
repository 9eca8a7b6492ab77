/*  test_rule_evaluate.c — rules judged: relations, chains, blanks, what is beyond, scopes, sums, totals, and how it is said. */

#include "rule_case.h"

#include "base/arena.h"
#include "catalogue/cell.h"
#include "rules/rule_period.h"
#include "rules/rule_say.h"
#include "rules/rule_total.h"
#include "rules/rational.h"
#include "sample.h"

static catalog_t *catalog;
static arena_t *arena;
static const form_t *district;
static const rule_constant_t CONSTANTS[] = {{"PROVINCES", 63 * AMOUNT_SCALE, QCDC_DAY_MIN, QCDC_DAY_MAX, "", "", ""}};
static rule_names_t names;

static const rule_t *rule_of (const rule_text_t *text)
{
    const rule_t *rule;
    fault_t fault = {0};
    arena_reset (arena);
    if (rule_parse (&names, text, arena, &rule, &fault) != QCDC_OK)
        fail_msg ("%s: %s", text->expression, fault.message);
    return rule;
}

/*  The outcome of a rule without a scope. */
static rule_outcome outcome_of (const char *expression, const char *figures)
{
    rule_text_t text = case_rule (expression, "error", "");
    return case_judge (rule_of (&text), figures, district).last.outcome;
}

static rule_outcome outcome_with (const char *expression, const char *blanks, const char *figures)
{
    rule_text_t text = case_rule (expression, "error", "");
    text.blanks = blanks;
    return case_judge (rule_of (&text), figures, district).last.outcome;
}

static void test_relations (void **state)
{
    (void)state;
    static const char *const SIGNS[] = {"=", "<>", "<", "<=", ">", ">="};
    static const bool HOLDS[][3] = {/* 1 against 0, 1, 2 */
                                    {0, 1, 0}, {1, 0, 1}, {0, 0, 1}, {0, 1, 1}, {1, 0, 0}, {1, 1, 0}};
    for (size_t i = 0; i < 6; i++)
        for (int other = 0; other < 3; other++) {
            char expression[40], figures[40];
            snprintf (expression, sizeof expression, "A01 %s A02", SIGNS[i]);
            snprintf (figures, sizeof figures, "A01=1 A02=%d", other);
            assert_int_equal (outcome_of (expression, figures), HOLDS[i][other] ? RULE_HOLDS : RULE_BROKEN);
        }
}

static void test_arithmetic (void **state)
{
    (void)state;
    static const char *const TRUE[] = {
        "1 + 2 * 3 = 7",         "(1 + 2) * 3 = 9",
        "10 - 4 - 3 = 3",        "12 / 3 / 2 = 2",
        "12 / (3 / 2) = 8",      "2 * -3 = -6",
        "-2 * 3 = -6",           "5 - -3 = 8",
        "-(1 - 3) = 2",          "1 / 3 + 1 / 3 + 1 / 3 = 1",
        "0.1 + 0.2 = 0.3",       "min(3, 1, 2) = 1",
        "max(3, 1, 2) = 3",      "max(min(5, 4), min(1, 9)) = 4",
        "min(-1, 1) = -1",       "100 * 1 / 3 > 33.3333",
        "100 * 1 / 3 < 33.3334", "A01 * A01 = A02",
    };
    for (size_t i = 0; i < sizeof TRUE / sizeof *TRUE; i++)
        if (outcome_of (TRUE[i], "A01=1.5 A02=2.25") != RULE_HOLDS)
            fail_msg ("%s: not so", TRUE[i]);
    assert_int_equal (outcome_of ("A01 = 1 / A02", "A01=1 A02=0"), RULE_UNJUDGED);
    assert_int_equal (outcome_of ("A01 = 0 / A02", "A01=0 A02=0"), RULE_UNJUDGED);
}

static void test_chains (void **state)
{
    (void)state;
    assert_int_equal (outcome_of ("A01 <= A02 <= A03", "A01=1 A02=2 A03=2"), RULE_HOLDS);
    assert_int_equal (outcome_of ("A01 <= A02 <= A03", "A01=1 A02=2 A03=1"), RULE_BROKEN);
    assert_int_equal (outcome_of ("A01 = A02 = A03", "A01=1 A02=1"), RULE_UNJUDGED);
    /*  A third column that is blank does not hide that the first two differ. */
    assert_int_equal (outcome_of ("A01 = A02 = A03", "A01=1 A02=2"), RULE_BROKEN);
    assert_int_equal (outcome_of ("A01 = A02 = A03", "A01=1 A03=2"), RULE_UNJUDGED);
    assert_int_equal (outcome_of ("1 <= A01 <= PROVINCES", "A01=63 PROVINCES=63"), RULE_HOLDS);
    assert_int_equal (outcome_of ("1 <= A01 <= PROVINCES", "A01=63 PROVINCES=34"), RULE_BROKEN);
    assert_int_equal (outcome_of ("1 <= A01 <= PROVINCES", "A01=0 PROVINCES=34"), RULE_BROKEN);
    assert_int_equal (outcome_of ("1 <= A01 <= PROVINCES", "A01=1"), RULE_UNJUDGED);
}

static void test_blanks (void **state)
{
    (void)state;
    static const struct {
        const char *expression, *figures;
        rule_outcome any, parts, all, never;
    } CASES[] = {
        {"A01 = A02 + A03", "A01=1 A02=1 A03=0", RULE_HOLDS, RULE_HOLDS, RULE_HOLDS, RULE_HOLDS},
        {"A01 = A02 + A03", "A01=1 A02=1", RULE_UNJUDGED, RULE_UNJUDGED, RULE_HOLDS, RULE_HOLDS},
        {"A01 = A02 + A03", "A01=1", RULE_UNJUDGED, RULE_UNJUDGED, RULE_UNJUDGED, RULE_BROKEN},
        {"A01 = A02 + A03", "A02=1 A03=1", RULE_UNJUDGED, RULE_UNJUDGED, RULE_UNJUDGED, RULE_BROKEN},
        {"A01 = A02 + A03", "", RULE_UNJUDGED, RULE_UNJUDGED, RULE_UNJUDGED, RULE_HOLDS},
        {"A01 = sum(F04 over level)", "A01=3 F04.XA=1 F04.TINH=2", RULE_UNJUDGED, RULE_HOLDS, RULE_HOLDS, RULE_HOLDS},
        {"A01 = sum(F04 over level)", "A01=3", RULE_UNJUDGED, RULE_UNJUDGED, RULE_UNJUDGED, RULE_BROKEN},
        {"A01 = sum(F04 over level)+A02", "A01=3 F04.XA=3", RULE_UNJUDGED, RULE_UNJUDGED, RULE_HOLDS, RULE_HOLDS},
        {"A01 = sum(H02 over project)", "A01=3", RULE_UNJUDGED, RULE_UNJUDGED, RULE_UNJUDGED, RULE_BROKEN},
        {"A01 = 0", "", RULE_UNJUDGED, RULE_UNJUDGED, RULE_UNJUDGED, RULE_HOLDS},
        {"A01 = PROVINCES", "A01=0", RULE_UNJUDGED, RULE_UNJUDGED, RULE_UNJUDGED, RULE_UNJUDGED},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_int_equal (outcome_with (CASES[i].expression, "", CASES[i].figures), CASES[i].any);
        assert_int_equal (outcome_with (CASES[i].expression, "any", CASES[i].figures), CASES[i].any);
        assert_int_equal (outcome_with (CASES[i].expression, "parts", CASES[i].figures), CASES[i].parts);
        assert_int_equal (outcome_with (CASES[i].expression, "all", CASES[i].figures), CASES[i].all);
        assert_int_equal (outcome_with (CASES[i].expression, "never", CASES[i].figures), CASES[i].never);
    }
}

/*  What exact arithmetic does not reach is no verdict; and what holds at the largest figures is one. */
static void test_beyond (void **state)
{
    (void)state;
#define MOST "100000000000000"
    const char *figures = "A01=" MOST " A02=" MOST " A03=99999999999999.9999";
    assert_int_equal (outcome_of ("A01*A01 = A02*A02", figures), RULE_HOLDS);
    assert_int_equal (outcome_of ("A01*A03 < A02*A02", figures), RULE_HOLDS);
    assert_int_equal (outcome_of ("A03/A01 < 1", figures), RULE_HOLDS);
    assert_int_equal (outcome_of ("A01*A01*A01 = A02*A02*A02", figures), RULE_BEYOND);
    assert_int_equal (outcome_of ("A01 = A02*A02*A02 = A01", figures), RULE_BEYOND);
    assert_int_equal (outcome_of ("A01 = A03 = A02*A02*A02", figures), RULE_BROKEN);
    assert_int_equal (outcome_of ("A01*A01*A01 = C01", figures), RULE_BEYOND);
}

static void test_scopes (void **state)
{
    (void)state;
    rule_text_t text = case_rule ("C19 <= C20", "error", "kind");
    case_outcome_t seen = case_judge (
        rule_of (&text), "C19.TO_CAO=3 C20.TO_CAO=2 C19.KHIEU_NAI=1 C20.KHIEU_NAI=1 C19.PHAN_ANH=1", district);
    assert_int_equal (seen.counts[RULE_HOLDS], 1);
    assert_int_equal (seen.counts[RULE_BROKEN], 1);
    assert_int_equal (seen.counts[RULE_UNJUDGED], 2);
    assert_string_equal (seen.cell, "C19.TO_CAO");
    assert_string_equal (seen.last.member[0], "TO_CAO");
    assert_null (seen.last.member[1]);
    text.filter = "kind in {KHIEU_NAI, PHAN_ANH}";
    seen = case_judge (rule_of (&text), "C19.TO_CAO=3 C20.TO_CAO=2 C19.KHIEU_NAI=1 C20.KHIEU_NAI=1", district);
    assert_int_equal (seen.counts[RULE_HOLDS] + seen.counts[RULE_UNJUDGED], 2);
    assert_int_equal (seen.counts[RULE_BROKEN], 0);
    /*  Two dimensions, in the order of the indicator whatever that of the scope. */
    text = case_rule ("C22 <= 5", "error", "outcome kind");
    seen = case_judge (rule_of (&text), "C22.TO_CAO.SAI=6", district);
    assert_int_equal (seen.counts[RULE_UNJUDGED], 15);
    assert_int_equal (seen.counts[RULE_BROKEN], 1);
    assert_string_equal (seen.last.member[0], "SAI");
    assert_string_equal (seen.last.member[1], "TO_CAO");
    /*  A member that is written stands where its dimension is: H06.done.P1, J05.XA.TOT. */
    text = case_rule ("H06.done <= H06.due", "error", "project");
    seen = case_judge (rule_of (&text), "H06.done.P1=2 H06.due.P1=3 H06.done.P2=4 H06.due.P2=3", district);
    assert_int_equal (seen.counts[RULE_HOLDS], 1);
    assert_int_equal (seen.counts[RULE_BROKEN], 1);
    assert_string_equal (seen.cell, "H06.done.P2");
    assert_int_equal (case_judge (rule_of (&text), "A01=1", district).counts[RULE_UNJUDGED], 0);
    /*  A cell without the dimension is the same for each member. */
    text = case_rule ("C19 <= A01", "error", "kind");
    assert_int_equal (case_judge (rule_of (&text), "A01=1 C19.TO_CAO=1 C19.PHAN_ANH=2", district).counts[RULE_BROKEN],
                      1);
}

static void test_periods (void **state)
{
    (void)state;
    assert_int_equal (outcome_of ("A01 = A01[Pprev] + A01[P-1y] + A01[H1] + A01[Y] + sumYTD(A01)",
                                  "A01=31 A01[Pprev]=1 A01[P-1y]=2 A01[H1]=4 A01[Y]=8 A01[YTD]=16"),
                      RULE_HOLDS);
}

/*  Every cell of one nature, as its members say it before its indicator does. */
/*  What has been since the year began stands in the one report that runs from its first day to this one's last, if there is such a
 *  period. */
static void test_year_to_date (void **state)
{
    (void)state;
    static const struct {
        const char *form, *period, *expected;
    } CASES[] = {{"02-XLD", "2022-Q1", "2022-Q1"}, {"02-XLD", "2022-Q2", "2022-H1"}, {"02-XLD", "2022-Q3", "2022-9M"},
                 {"02-XLD", "2022-Q4", "2022"},    {"02-XLD", "2022-H1", "2022-H1"}, {"02-XLD", "2022", "2022"},
                 {"II-06A", "2022-Q2", "2022-H1"}, {"II-06A", "2022-Q3", ""}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const form_t *form = catalog_form (catalog, CASES[i].form, 1);
        period_t period;
        char name[PERIOD_TEXT_BYTES];
        assert_non_null (form);
        assert_int_equal (period_parse (catalog, form->calendar, CASES[i].period, &period), QCDC_OK);
        rule_period_name (catalog, form, &period, RULE_YTD, name);
        assert_string_equal (name, CASES[i].expected);
    }
}

static void test_each (void **state)
{
    (void)state;
    rule_text_t text = case_rule ("cell[Y] >= cell[H1]", "error", "each flow cell");
    static const char FIGURES[] =
        "A01[Y]=3 A01[H1]=4 A04.XA[Y]=1 A04.XA[H1]=2 C27.new[Y]=1 C27.new[H1]=1 C27.open[Y]=0 "
        "C27.open[H1]=1 C28.done[Y]=5 C28.done[H1]=6 H06.done.P1[Y]=1 H06.done.P1[H1]=2";
    case_outcome_t seen = case_judge (rule_of (&text), FIGURES, district);
    assert_int_equal (seen.counts[RULE_BROKEN], 3); /* A01, C28.done, H06.done.P1 */
    assert_int_equal (seen.counts[RULE_HOLDS], 1);
    assert_string_equal (seen.cell, "H06.done.P1");
    text.scope = "each opening cell";
    text.expression = "cell[Y] = cell[H1]";
    seen = case_judge (rule_of (&text), FIGURES, district);
    assert_int_equal (seen.counts[RULE_BROKEN], 1); /* C27.open */
    assert_string_equal (seen.cell, "C27.open");
    seen = case_judge (rule_of (&text), FIGURES, NULL);
    assert_int_equal (seen.counts[RULE_BROKEN] + seen.counts[RULE_UNJUDGED], 0);
    text = case_rule ("1 <= cell.rank <= 63", "error", "each of K01 K03");
    seen = case_judge (rule_of (&text), "K01.rank=5 K02.rank=64 K03.rank=64", district);
    assert_int_equal (seen.counts[RULE_HOLDS], 1);
    assert_int_equal (seen.counts[RULE_BROKEN], 1);
    assert_string_equal (seen.cell, "K03.rank");
}

static void test_corrected (void **state)
{
    (void)state;
    rule_text_t text = case_rule ("A01 >= A01[H1]", "error", "");
    assert_int_equal (case_judge (rule_of (&text), "A01=1 A01[H1]~2", district).last.outcome, RULE_BROKEN);
    text.unless = "corrected";
    assert_int_equal (case_judge (rule_of (&text), "A01=1 A01[H1]~2", district).last.outcome, RULE_EXCUSED);
    assert_int_equal (case_judge (rule_of (&text), "A01=1 A01[H1]=2", district).last.outcome, RULE_BROKEN);
    assert_int_equal (case_judge (rule_of (&text), "A01=2 A01[H1]~2", district).last.outcome, RULE_HOLDS);
}

static void test_derived (void **state)
{
    (void)state;
    rule_text_t text = case_rule ("G04 = 100*G03/G02", "derived", "");
    rule_result_t result = case_judge (rule_of (&text), "G03=131 G02=278 G04=99", district).last;
    assert_int_equal (result.outcome, RULE_HOLDS);
    assert_int_equal (result.ratio, 4712);
    assert_int_equal (result.numerator_e4, 131 * AMOUNT_SCALE);
    assert_int_equal (result.denominator_e4, 278 * AMOUNT_SCALE);
    assert_int_equal (case_judge (rule_of (&text), "G03=0 G02=0", district).last.outcome, RULE_UNJUDGED);
    assert_int_equal (case_judge (rule_of (&text), "G03=0 G02=1", district).last.outcome, RULE_HOLDS);
    result = case_judge (rule_of (&text), "G03=5", district).last;
    assert_int_equal (result.outcome, RULE_UNJUDGED);
    assert_int_equal (result.numerator_e4, 5 * AMOUNT_SCALE);
    assert_int_equal (result.denominator_e4, 0);
    text.blanks = "never";
    assert_int_equal (case_judge (rule_of (&text), "G02=5", district).last.outcome, RULE_HOLDS);
    text = case_rule ("G04 = 100*(G03-G05)/G02", "derived", "");
    assert_int_equal (case_judge (rule_of (&text), "G03=1 G05=2 G02=16", district).last.ratio, -625);
    assert_int_equal (case_judge (rule_of (&text), "G03=1 G05=2 G02=20000", district).last.ratio, -1);
    text = case_rule ("G04 = 1000000*G03/G02", "derived", "");
    assert_int_equal (case_judge (rule_of (&text), "G03=100000000000000 G02=0.0001", district).last.outcome,
                      RULE_BEYOND);
}

/*  Of several reports: each cell is added up by itself where all are reported, and the rule is applied to the sums. */
static void test_totals (void **state)
{
    (void)state;
    rule_text_t text = case_rule ("C08 = 100*min(C07,C06)/C06", "derived", "head");
    rule_total_t total = rule_total_begin (rule_of (&text));
    int64_t numerator, denominator, ratio;
    const char *const chairman[2] = {"CT_UBND", NULL};
    rule_source_t first = case_source ("C07.CT_UBND=9 C06.CT_UBND=6", NULL);
    rule_source_t second = case_source ("C07.CT_UBND=1 C06.CT_UBND=6 C07.BI_THU=1 C06.BI_THU=2", NULL);
    rule_source_t third = case_source ("C07.CT_UBND=100", NULL);
    assert_false (rule_total_value (&total, &numerator, &denominator, &ratio));
    assert_true (rule_total_add (&total, chairman, &first));
    assert_true (rule_total_value (&total, &numerator, &denominator, &ratio));
    assert_int_equal (ratio, 10000);
    assert_true (rule_total_add (&total, chairman, &second));
    assert_false (rule_total_add (&total, chairman, &third));
    assert_true (rule_total_value (&total, &numerator, &denominator, &ratio));
    assert_int_equal (numerator, 10 * AMOUNT_SCALE);
    assert_int_equal (denominator, 12 * AMOUNT_SCALE);
    assert_int_equal (ratio, 8333);
    total = rule_total_begin (rule_of (&text));
    rule_total_add_figure (&total, rule_target (total.rule)->code, &second);
    assert_true (rule_total_value (&total, &numerator, &denominator, &ratio));
    assert_int_equal (ratio, 2500);
}

static qcdc_status say_it (const rule_result_t *result, void *arg)
{
    char **text = arg;
    if (result->outcome == RULE_UNJUDGED && *text)
        return QCDC_OK;
    free (*text);
    *text = rule_say_result (result, value_format);
    return *text ? QCDC_OK : QCDC_NO_MEMORY;
}

static void assert_said (const char *expression, const char *severity, const char *scope, const char *figures,
                         const char *said)
{
    char *words = NULL;
    rule_text_t text = case_rule (expression, severity, scope);
    rule_source_t source = case_source (figures, district);
    assert_int_equal (rule_evaluate (rule_of (&text), &source, say_it, &words), QCDC_OK);
    assert_string_equal (words, said);
    free (words);
}

static void test_say (void **state)
{
    (void)state;
    assert_said ("B04=B01+B02+B03", "error", "field", "B04.THUE=120 B01.THUE=60 B02.THUE=40 B03.THUE=19",
                 "B04 = B01 + B02 + B03: 120 ≠ 60 + 40 + 19");
    assert_said ("B04=B01+B02+B03", "error", "field", "B04.THUE=119 B01.THUE=60 B02.THUE=40 B03.THUE=19",
                 "B04 = B01 + B02 + B03: 119 = 60 + 40 + 19");
    assert_said ("A05 <= A04", "error", "type", "A05.XA=5 A04.XA=4", "A05 ≤ A04: 5 > 4");
    assert_said ("A05 < A04", "error", "type", "A05.XA=4 A04.XA=4", "A05 < A04: 4 ≥ 4");
    assert_said ("A01 >= A02", "error", "", "A01=4 A02=5.5", "A01 ≥ A02: 4 < 5.5");
    assert_said ("A01 <> A02", "error", "", "A01=4 A02=4", "A01 ≠ A02: 4 = 4");
    assert_said ("1 <= A01 <= PROVINCES", "error", "", "A01=64 PROVINCES=63", "1 ≤ A01 ≤ PROVINCES: 1 ≤ 64 > 63");
    assert_said ("A01 = A02 + A03", "error", "", "A01=4 A02=5", "A01 = A02 + A03: 4 = 5 + –");
    assert_said ("sum(J05 over grade) = J04", "error", "type",
                 "J05.XA.TOT=24 J05.XA.KHA=11 J05.XA.TRUNG_BINH=6 J05.XA.YEU=9 J04.XA=53",
                 "sum(J05 over grade) = J04: 24 + 11 + 6 + 9 ≠ 53");
    assert_said ("A01 - sum(F04 over level) = 2*sum(F05 over level)", "error", "",
                 "A01=9 F04.TINH=1 F04.HUYEN=2 F04.XA=3 F05.TINH=1 F05.HUYEN=0 F05.XA=1",
                 "A01 - sum(F04 over level) = 2 × sum(F05 over level): 9 - (1 + 2 + 3) ≠ 2 × (1 + 0 + 1)");
    assert_said ("A01 - sum(F04-F05 over level) = sum(F04+F05 over level)", "error", "",
                 "A01=9 F04.TINH=1 F04.HUYEN=2 F04.XA=3 F05.TINH=1 F05.HUYEN=0 F05.XA=1",
                 "A01 - sum(F04 - F05 over level) = sum(F04 + F05 over level): "
                 "9 - (1 + 2 + 3 - (1 + 0 + 1)) ≠ 1 + 2 + 3 + 1 + 0 + 1");
    assert_said ("A01 = -sumYTD(A02) + max(A03,(1))", "error", "", "A01=9 A02[YTD]=1 A03=2",
                 "A01 = -sumYTD(A02) + max(A03, (1)): 9 ≠ -1 + max(2, (1))");
    assert_said ("A01 = sum(H02 over project)", "error", "", "A01=9", "A01 = sum(H02 over project): 9 = –");
    assert_said ("G04 = 100*G03/G02", "derived", "", "G03=131 G02=278",
                 "G04 = 100 × G03 / G02: 47.12 = 100 × 131 / 278");
    assert_said ("G04 = 100*G03/G02", "derived", "", "G03=131 G02=0", "G04 = 100 × G03 / G02: – = 100 × 131 / 0");
    assert_said ("C14 = 100*(C10[P]-C10[P-1y])/C10[P-1y]", "derived", "kind", "C10.TO_CAO=90 C10.TO_CAO[P-1y]=120",
                 "C14 = 100 × (C10[P] - C10[P-1y]) / C10[P-1y]: -25 = 100 × (90 - 120) / 120");
    assert_said ("cell[Y] >= cell[H1]", "error", "each flow cell", "A01[Y]=3 A01[H1]=4", "cell[Y] ≥ cell[H1]: 3 < 4");
}

static const char *const *many_members (const dimension_t *dimension, void *arg)
{
    (void)dimension;
    return arg;
}

static rule_figure one (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    (void)cell;
    (void)arg;
    *value_e4 = AMOUNT_SCALE;
    return FIGURE_HELD;
}

/*  Of a long sum the first numbers are said, and all of them count. */
static void test_many (void **state)
{
    (void)state;
    static char texts[4096][8];
    static const char *members[4097];
    for (size_t i = 0; i < 4096; i++) {
        snprintf (texts[i], sizeof texts[i], "P%zu", i);
        members[i] = texts[i];
    }
    char *words = NULL;
    rule_text_t text = case_rule ("sum(H02 over project) = 4095", "error", "");
    rule_source_t source = {one, NULL, many_members, district, members};
    assert_int_equal (rule_evaluate (rule_of (&text), &source, say_it, &words), QCDC_OK);
    assert_string_equal (words,
                         "sum(H02 over project) = 4095: 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + … ≠ 4095");
    free (words);
    /*  A member longer than any cell can be is no cell of a report. */
    char longest[200];
    memset (longest, 'X', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    members[0] = longest;
    members[1] = NULL;
    text = case_rule ("H02 = 1", "error", "project");
    case_outcome_t seen = {0};
    assert_int_equal (rule_evaluate (rule_of (&text), &source, case_see, &seen), QCDC_OK);
    assert_int_equal (seen.counts[RULE_UNJUDGED], 1);
}

/*  Who is told of a result may have had enough. */
static qcdc_status stop (const rule_result_t *result, void *arg)
{
    int64_t value;
    ++*(int *)arg;
    assert_true (rational_round (result->sides[0].value, AMOUNT_SCALE, &value) && value == AMOUNT_SCALE);
    return QCDC_EXISTS;
}

static void test_stop (void **state)
{
    (void)state;
    int calls = 0;
    rule_text_t text = case_rule ("C19 = 1", "error", "kind");
    rule_source_t source = {one, NULL, NULL, district, NULL};
    assert_int_equal (rule_evaluate (rule_of (&text), &source, stop, &calls), QCDC_EXISTS);
    assert_int_equal (calls, 1);
}

static int group_setup (void **state)
{
    (void)state;
    fault_t fault;
    arena = arena_new (1024 * 1024);
    if (!arena || sample_catalog (&catalog, &fault) != QCDC_OK)
        return -1;
    names = (rule_names_t){catalog, CONSTANTS, sizeof CONSTANTS / sizeof *CONSTANTS};
    district = catalog_form (catalog, "QCDC-HUYEN", 1);
    return 0;
}

static int group_teardown (void **state)
{
    (void)state;
    catalog_destroy (&catalog);
    arena_destroy (&arena);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_relations), cmocka_unit_test (test_arithmetic), cmocka_unit_test (test_chains),
        cmocka_unit_test (test_blanks),    cmocka_unit_test (test_beyond),     cmocka_unit_test (test_scopes),
        cmocka_unit_test (test_periods),   cmocka_unit_test (test_each),       cmocka_unit_test (test_corrected),
        cmocka_unit_test (test_derived),   cmocka_unit_test (test_totals),     cmocka_unit_test (test_say),
        cmocka_unit_test (test_many),      cmocka_unit_test (test_stop),       cmocka_unit_test (test_year_to_date),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
