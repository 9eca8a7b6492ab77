/*  test_derive.c — rates: rounding, caps, blanks, members, and how several reports add up. */

#include "base/limits.h"
#include "catalogue/catalog_load.h"
#include "rules/derive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static catalog_t *catalog;

static void assert_ratio (int64_t numerator, int64_t denominator, int64_t expected)
{
    int64_t ratio = INT64_MIN;
    assert_true (ratio_e2 (numerator, denominator, &ratio));
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
    assert_ratio (1, -20000, -1);
    assert_ratio (-1, -20000, 1);
    assert_ratio (9999, 200000000, 0); /* just below a half */
    assert_ratio (10001, 200000000, 1);
    assert_ratio (-9999, 200000000, 0);
    assert_ratio (-50, 100, -5000);
    assert_ratio (QCDC_VALUE_E4_MAX, QCDC_VALUE_E4_MAX, 10000);
    assert_ratio (INT64_MAX, INT64_MAX, 10000);
    assert_ratio (INT64_MIN, INT64_MIN, 10000);
    assert_ratio (INT64_MAX, 10000, INT64_MAX);
    assert_false (ratio_e2 (5, 0, &ratio));
    assert_false (ratio_e2 (0, 0, &ratio));
    assert_false (ratio_e2 (INT64_MAX, 1, &ratio));
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

/*  Reported values for derive_ratio: those of this period, and after "-1y:" those of the year before. */
typedef struct {
    const char *cell;
    int64_t value; /* whole */
} reported_t;

static bool lookup (const char *cell, bool year_ago, int64_t *value_e4, void *arg)
{
    for (const reported_t *reported = arg; reported->cell; reported++) {
        bool ago = strncmp (reported->cell, "-1y:", 4) == 0;
        if (ago == year_ago && strcmp (reported->cell + (ago ? 4 : 0), cell) == 0) {
            *value_e4 = reported->value * 10000;
            return true;
        }
    }
    return false;
}

#define NO_RATIO INT64_MIN

static void assert_derived (const char *code, const char *member, const reported_t *reported, int64_t numerator,
                            int64_t denominator, int64_t expected)
{
    int64_t n = -1, d = -1, ratio = NO_RATIO;
    const indicator_t *indicator = catalog_indicator (catalog, code);
    bool found = derive_ratio (catalog, indicator, member, lookup, (void *)reported, &n, &d, &ratio);
    if (found != (expected != NO_RATIO) || ratio != expected || n != numerator * 10000 || d != denominator * 10000)
        fail_msg ("%s.%s: %lld / %lld = %lld", code, member ? member : "", (long long)n, (long long)d,
                  (long long)ratio);
}

static void test_derive (void **state)
{
    (void)state;
    static const reported_t DATA[] = {
        {"G03", 131},
        {"G02", 278},
        {"B07.DAT_DAI", 5},
        {"B08.DAT_DAI", 40},
        {"B07.THUE", 1},
        {"B08.THUE", 10},
        {"B07.KHAC", 100},
        {"B02.DAT_DAI", 1},
        {"B03.DAT_DAI", 2},
        {"C07.CT_UBND", 7},
        {"C06.CT_UBND", 6},
        {"C07.BI_THU", 2},
        {"C06.BI_THU", 4},
        {"C10.TO_CAO", 90},
        {"-1y:C10.TO_CAO", 120},
        {"C10.PHAN_ANH", 5},
        {"-1y:C10.KIEN_NGHI", 7},
        {"D12.success", 81},
        {"D12.fail", 9},
        {"J05.XA.TOT", 3},
        {"J04.XA", 4},
        {"J01.TINH", 0},
        {"J02.TINH", 0},
        {"C17.TO_CAO", 1},
        {"C18.TO_CAO", 2},
        {"C15.TO_CAO", 3},
        {"C16.TO_CAO", 4},
        {NULL, 0},
    };
    assert_derived ("G04", NULL, DATA, 131, 278, 4712);
    assert_derived ("G04", "", DATA, 131, 278, 4712);
    assert_derived ("B11", "DAT_DAI", DATA, 5, 40, 1250);
    /*  KHAC has no B08, so it is left out of both sums. */
    assert_derived ("B11", NULL, DATA, 6, 50, 1200);
    assert_derived ("B11", "KHAC", DATA, 0, 0, NO_RATIO);
    assert_derived ("B12", "DAT_DAI", DATA, 1, 3, 3333);
    /*  Capped: 7 of 6 counts as 6; over both heads 9 of 10 stays. */
    assert_derived ("C08", "CT_UBND", DATA, 6, 6, 10000);
    assert_derived ("C08", NULL, DATA, 9, 10, 9000);
    /*  Against the year before; half of a pair does not count. */
    assert_derived ("C14", "TO_CAO", DATA, -30, 120, -2500);
    assert_derived ("C14", "PHAN_ANH", DATA, 0, 0, NO_RATIO);
    assert_derived ("C14", "KIEN_NGHI", DATA, 0, 0, NO_RATIO);
    assert_derived ("C14", NULL, DATA, -30, 120, -2500);
    assert_derived ("C21", "TO_CAO", DATA, 3, 7, 4286);
    assert_derived ("D13", NULL, DATA, 81, 90, 9000);
    assert_derived ("J06", "XA", DATA, 3, 4, 7500);
    assert_derived ("J06", NULL, DATA, 3, 4, 7500);
    assert_derived ("J03", "TINH", DATA, 0, 0, NO_RATIO); /* 0 of 0 is null, not 0 */
    assert_derived ("A06", NULL, DATA, 0, 0, NO_RATIO);
    assert_derived ("A06", "NO_SUCH", DATA, 0, 0, NO_RATIO);
    char longest[200];
    memset (longest, 'X', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_derived ("A06", longest, DATA, 0, 0, NO_RATIO);
}

/*  Two offices: each counts where it reported both terms, and the cap is put on what they come to together. */
static void test_several (void **state)
{
    (void)state;
    static const reported_t FIRST[] = {{"C07.CT_UBND", 9}, {"C06.CT_UBND", 6}, {NULL, 0}};
    static const reported_t SECOND[] = {{"C07.CT_UBND", 1}, {"C06.CT_UBND", 6}, {NULL, 0}};
    static const reported_t THIRD[] = {{"C07.CT_UBND", 100}, {NULL, 0}};
    rate_t rate = rate_begin (catalog, catalog_indicator (catalog, "C08"));
    int64_t numerator, denominator, ratio;
    assert_false (rate_value (&rate, &numerator, &denominator, &ratio));
    assert_true (rate_add (&rate, "CT_UBND", lookup, (void *)FIRST));
    assert_true (rate_value (&rate, &numerator, &denominator, &ratio));
    assert_int_equal (ratio, 10000);
    assert_true (rate_add (&rate, "CT_UBND", lookup, (void *)SECOND));
    assert_false (rate_add (&rate, "CT_UBND", lookup, (void *)THIRD));
    assert_true (rate_value (&rate, &numerator, &denominator, &ratio));
    assert_int_equal (numerator, 10 * 10000);
    assert_int_equal (denominator, 12 * 10000);
    assert_int_equal (ratio, 8333);
}

static int group_setup (void **state)
{
    (void)state;
    fault_t fault;
    return catalog_new (&catalog, &fault) == QCDC_OK ? 0 : -1;
}

static int group_teardown (void **state)
{
    (void)state;
    catalog_destroy (&catalog);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_ratio),
        cmocka_unit_test (test_ratio_format),
        cmocka_unit_test (test_derive),
        cmocka_unit_test (test_several),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
