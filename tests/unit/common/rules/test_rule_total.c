/*  test_rule_total.c — computed figures: rounding, caps, blanks, members, how reports add up, and sums that others have made. */

#include "rule_case.h"

#include "base/limits.h"
#include "rules/rule_say.h"
#include "rules/rule_total.h"

#define DAY 18456
#define NO_RATIO INT64_MIN

static catalog_t *catalog;
static rule_set_t *set;

static const rule_t *rule_of (const char *code)
{
    const rule_t *rule = rule_set_derived (set, catalog_indicator (catalog, code), DAY);
    assert_non_null (rule);
    return rule;
}

/*  Whatever is put in by others, as SQL does. */
static bool ratio_of (__int128 numerator_e4, __int128 denominator_e4, int64_t *ratio)
{
    const __int128 sums[QCDC_RATE_OPERANDS_MAX + 1] = {0, 0, numerator_e4, denominator_e4}; /* behind 100 */
    int64_t numerator, denominator;
    rule_total_t total = rule_total_begin (rule_of ("G04"));
    rule_total_put (&total, sums, 1);
    return rule_total_value (&total, &numerator, &denominator, ratio);
}

static void assert_ratio (int64_t numerator, int64_t denominator, int64_t expected)
{
    int64_t ratio = NO_RATIO;
    assert_true (ratio_of (numerator, denominator, &ratio));
    if (ratio != expected)
        fail_msg ("%lld / %lld: %lld", (long long)numerator, (long long)denominator, (long long)ratio);
}

static void test_ratio (void **state)
{
    (void)state;
    int64_t ratio;
    assert_ratio (131 * 10000, 278 * 10000, 4712);
    assert_ratio (130 * 10000, 275 * 10000, 4727);
    assert_ratio ((1651 - 1418) * 10000, 1418 * 10000, 1643);
    assert_ratio (0, 5, 0);
    assert_ratio (5, 5, 10000);
    assert_ratio (1, 3, 3333);
    assert_ratio (2, 3, 6667);
    /*  Exact halves: 1/20000 is 0.005 %. */
    assert_ratio (1, 20000, 1);
    assert_ratio (3, 20000, 2);
    assert_ratio (5, 20000, 3);
    assert_ratio (-1, 20000, -1);
    assert_ratio (-3, 20000, -2);
    assert_ratio (9999, 200000000, 0); /* just below a half */
    assert_ratio (10001, 200000000, 1);
    assert_ratio (-9999, 200000000, 0);
    assert_ratio (QCDC_VALUE_E4_MAX, QCDC_VALUE_E4_MAX, 10000);
    assert_ratio (INT64_MAX, INT64_MAX, 10000);
    assert_ratio (INT64_MAX, 10000, INT64_MAX);
    assert_false (ratio_of (5, 0, &ratio));
    assert_false (ratio_of (0, 0, &ratio));
    assert_false (ratio_of (INT64_MAX, 1, &ratio));
}

static void assert_format (int64_t ratio, const char *expected)
{
    char text[32];
    assert_string_equal (ratio_format (ratio, text), expected);
}

static void test_ratio_format (void **state)
{
    (void)state;
    assert_format (0, "0.00");
    assert_format (5, "0.05");
    assert_format (-5, "-0.05");
    assert_format (4712, "47.12");
    assert_format (-10000, "-100.00");
    assert_format (INT64_MAX, "92233720368547758.07");
}

static void assert_computed (const char *figure, const char *figures, int64_t numerator, int64_t denominator,
                             int64_t expected)
{
    int64_t n = -1, d = -1, ratio = NO_RATIO;
    char code[QCDC_CELL_BYTES_MAX];
    snprintf (code, sizeof code, "%.*s", (int)strcspn (figure, "."), figure);
    rule_total_t total = rule_total_begin (rule_of (code));
    rule_source_t source = case_source (figures, NULL);
    rule_total_add_figure (&total, figure, &source);
    bool found = rule_total_value (&total, &n, &d, &ratio);
    if (found != (expected != NO_RATIO) || (found && ratio != expected) || n != numerator * 10000 ||
        d != denominator * 10000)
        fail_msg ("%s: %lld / %lld = %lld", figure, (long long)n, (long long)d, (long long)ratio);
}

static void test_figures (void **state)
{
    (void)state;
    static const char DATA[] =
        "G03=131 G02=278 B07.DAT_DAI=5 B08.DAT_DAI=40 B07.THUE=1 B08.THUE=10 B07.KHAC=100 B02.DAT_DAI=1 B03.DAT_DAI=2 "
        "C07.CT_UBND=7 C06.CT_UBND=6 C07.BI_THU=2 C06.BI_THU=4 C10.TO_CAO=90 C10.TO_CAO[P-1y]=120 C10.PHAN_ANH=5 "
        "C10.KIEN_NGHI[P-1y]=7 D12.success=81 D12.fail=9 J05.XA.TOT=3 J04.XA=4 J01.TINH=0 J02.TINH=0 C17.TO_CAO=1 "
        "C18.TO_CAO=2 C15.TO_CAO=3 C16.TO_CAO=4";
    assert_computed ("G04", DATA, 131, 278, 4712);
    assert_computed ("B11.DAT_DAI", DATA, 5, 40, 1250);
    /*  KHAC has no B08, so it is left out of both sums. */
    assert_computed ("B11", DATA, 6, 50, 1200);
    assert_computed ("B11.KHAC", DATA, 0, 0, NO_RATIO);
    assert_computed ("B12.DAT_DAI", DATA, 1, 3, 3333);
    /*  Capped: 7 of 6 counts as 6; over both heads 9 of 10 stays. */
    assert_computed ("C08.CT_UBND", DATA, 6, 6, 10000);
    assert_computed ("C08", DATA, 9, 10, 9000);
    /*  Against the year before; half of a pair does not count. */
    assert_computed ("C14.TO_CAO", DATA, -30, 120, -2500);
    assert_computed ("C14.PHAN_ANH", DATA, 0, 0, NO_RATIO);
    assert_computed ("C14.KIEN_NGHI", DATA, 0, 0, NO_RATIO);
    assert_computed ("C14", DATA, -30, 120, -2500);
    assert_computed ("C21.TO_CAO", DATA, 3, 7, 4286);
    assert_computed ("D13", DATA, 81, 90, 9000);
    assert_computed ("J06.XA", DATA, 3, 4, 7500);
    assert_computed ("J06", DATA, 3, 4, 7500);
    assert_computed ("J03.TINH", DATA, 0, 0, NO_RATIO); /* 0 of 0 is null, not 0 */
    assert_computed ("A06", DATA, 0, 0, NO_RATIO);
    assert_computed ("A06.NO_SUCH", DATA, 0, 0, NO_RATIO);
}

/*  Two offices: each counts where it reported both terms, and the cap is put on what they come to together. */
static void test_several (void **state)
{
    (void)state;
    static const char *const REPORTS[] = {"C07.CT_UBND=9 C06.CT_UBND=6", "C07.CT_UBND=1 C06.CT_UBND=6",
                                          "C07.CT_UBND=100"};
    static const char *const MEMBERS[2] = {"CT_UBND", NULL};
    rule_total_t total = rule_total_begin (rule_of ("C08"));
    int64_t numerator, denominator, ratio;
    assert_false (rule_total_value (&total, &numerator, &denominator, &ratio));
    for (size_t i = 0; i < 3; i++) {
        rule_source_t source = case_source (REPORTS[i], NULL);
        assert_int_equal (rule_total_add (&total, MEMBERS, &source), i < 2);
        assert_true (rule_total_value (&total, &numerator, &denominator, &ratio));
        assert_int_equal (ratio, i == 0 ? 10000 : 8333);
    }
    assert_int_equal (numerator, 10 * 10000);
    assert_int_equal (denominator, 12 * 10000);
}

/*  What somebody who cannot ask cell by cell is told to add up, against adding report by report: for each way to take blanks. */
typedef struct {
    rule_source_t source;
    uint64_t held, whole;
    __int128 sums[QCDC_RATE_OPERANDS_MAX + 1], all[QCDC_RATE_OPERANDS_MAX + 1];
    int64_t times;
    char figure[QCDC_CELL_BYTES_MAX + 1];
} summing_t;

static void summing_end (summing_t *self)
{
    bool counts = self->figure[0] && self->held == self->whole;
    for (size_t i = 0; i <= QCDC_RATE_OPERANDS_MAX; i++) {
        self->all[i] += counts ? self->sums[i] : 0;
        self->sums[i] = 0;
    }
    self->times += counts;
    self->held = 0;
}

static qcdc_status term_sum (const rule_term_t *term, void *arg)
{
    summing_t *self = arg;
    int64_t value_e4;
    if (strcmp (self->figure, term->figure) != 0)
        summing_end (self);
    strcpy (self->figure, term->figure);
    self->whole = term->whole;
    assert_in_range (term->operand, 1, QCDC_RATE_OPERANDS_MAX);
    if (self->source.value (term->cell, &value_e4, self->source.arg) == FIGURE_BLANK)
        return QCDC_OK;
    self->held |= term->need;
    self->sums[term->operand] += value_e4;
    return QCDC_OK;
}

/*  A figure by the name of its cell, blank as often as not. */
static rule_figure some_value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    uint64_t hash = *(const uint64_t *)arg * 0x9E3779B97F4A7C15ULL + (uint64_t)cell->period;
    for (const char *at = cell->text; *at; at++)
        hash = (hash ^ (uint8_t)*at) * 0x100000001B3ULL;
    hash ^= hash >> 29;
    *value_e4 = (int64_t)(hash >> 8) % 1000 * 10000;
    return hash % 8 < 5 ? FIGURE_HELD : FIGURE_BLANK;
}

static void test_sums (void **state)
{
    (void)state;
    static const struct {
        const char *expression, *scope, *blanks;
    } CASES[] = {
        {"B12 = 100*B02/(B02+B03)", "field", "any"},    {"B12 = 100*B02/(B02+B03)", "field", "all"},
        {"B12 = 100*B02/(B02+B03)", "field", "never"},  {"B12 = 100*B02/(B02+B03)", "field", "parts"},
        {"C08 = 100*min(C07,C06)/C06", "head", "any"},  {"C14 = 100*(C10-C10[P-1y])/C10[P-1y]", "kind", "any"},
        {"G04 = 100*G03/sum(B03 over field)", "", "parts"}, {"G04 = 100*G03/sum(B03 over field)", "", "any"},
        {"G04 = 100*(G03+2)/(G02+3)", "", "any"},       {"D05 = 100*sumYTD(D02)/D01", "org", "all"},
    };
    arena_t *arena = arena_new (1u << 20);
    assert_non_null (arena);
    size_t found_count = 0;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        rule_text_t text = case_rule (CASES[i].expression, "derived", CASES[i].scope);
        text.blanks = CASES[i].blanks;
        const rule_t *rule;
        fault_t fault = {0};
        if (rule_parse (&set->names, &text, arena, &rule, &fault) != QCDC_OK)
            fail_msg ("%s: %s", CASES[i].expression, fault.message);
        for (uint64_t first = 1; first < 60; first += 3) {
            rule_total_t total = rule_total_begin (rule), put = total;
            summing_t summing = {.times = 0};
            for (uint64_t report = first; report < first + 3; report++) {
                rule_source_t source = {some_value, NULL, NULL, NULL, &report};
                rule_total_add_figure (&total, rule_target (rule)->code, &source);
                summing.source = source;
                assert_int_equal (rule_terms (rule, term_sum, &summing), QCDC_OK);
                summing_end (&summing);
                summing.figure[0] = '\0';
            }
            rule_total_put (&put, summing.all, summing.times);
            int64_t n, d, ratio = 0, expected_n, expected_d, expected = 0;
            bool known = rule_total_value (&total, &expected_n, &expected_d, &expected);
            bool found = rule_total_value (&put, &n, &d, &ratio);
            if (known != found || (known && (ratio != expected || n != expected_n || d != expected_d)))
                fail_msg ("%s, %s: %lld and not %lld", CASES[i].expression, CASES[i].blanks, (long long)ratio,
                          (long long)expected);
            found_count += found;
        }
    }
    assert_true (found_count > 100);
    arena_destroy (&arena);
}

static void assert_said (const char *figure, const char *expected)
{
    char code[QCDC_CELL_BYTES_MAX];
    snprintf (code, sizeof code, "%.*s", (int)strcspn (figure, "."), figure);
    char *said = rule_say_computed (rule_of (code), figure);
    assert_string_equal (said, expected);
    free (said);
}

static void test_said (void **state)
{
    (void)state;
    assert_said ("B11.THUE", "100 × B07.THUE / B08.THUE");
    assert_said ("C14", "100 × (C10 - C10 a year before) / C10 a year before");
    assert_said ("J06.XA", "100 × J05.XA.TOT / J04.XA");
    assert_said ("J06", "100 × J05.TOT / J04");
    assert_said ("C08.BI_THU", "100 × min(C07.BI_THU, C06.BI_THU) / C06.BI_THU");
    assert_said ("D05", "100 × D02 since the beginning of the year / D01");
    assert_said ("D13", "100 × D12.success / (D12.success + D12.fail)");
}

/*  What stands in the place of an operand may be a sum itself. */
static void test_spelled (void **state)
{
    (void)state;
    static const char *const OPERANDS[QCDC_RATE_OPERANDS_MAX + 1] = {"2", "0", "F1+F2", "F3", "F4", "0", "0", "0", "0"};
    static const struct {
        const char *figure, *formula;
    } CASES[] = {
        {"G04", "=IF((F3)=0,\"\",ROUND(100*(F1+F2)/(F3),2))"},
        {"C08", "=IF((F4)=0,\"\",ROUND(100*MIN((F1+F2),(F3))/(F4),2))"},
        {"C14", "=IF((F4)=0,\"\",ROUND(100*((F1+F2)-(F3))/(F4),2))"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *formula = rule_spell (rule_of (CASES[i].figure), OPERANDS);
        assert_string_equal (formula, CASES[i].formula);
        free (formula);
    }
}

static int group_setup (void **state)
{
    (void)state;
    return case_setup (&catalog, &set);
}

static int group_teardown (void **state)
{
    (void)state;
    return case_teardown (&catalog, &set);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_ratio),   cmocka_unit_test (test_ratio_format), cmocka_unit_test (test_figures),
        cmocka_unit_test (test_several), cmocka_unit_test (test_sums),         cmocka_unit_test (test_said),
        cmocka_unit_test (test_spelled),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
