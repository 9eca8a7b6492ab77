/*  test_lineage.c — where the history of units stands after mergers, and how such a unit is written. */

#include "base/day.h"
#include "catalogue/catalog_load.h"
#include "catalogue/lineage.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static catalog_t *catalog;

static int32_t on (const char *text)
{
    int32_t day = 0;
    if (day_parse (text, &day) != QCDC_OK)
        fail_msg ("%s is no day", text);
    return day;
}

static void test_where_it_stands (void **state)
{
    (void)state;
    static const struct {
        const char *unit, *day, *stands;
    } CASES[] = {
        {"22948@2024-11-30", "2024-11-30", "22948"},            /* Đức Thắng, in being */
        {"22948@2024-11-30", "2024-12-01", "22945"},            /* it merged into Lạc Đạo … */
        {"22945@2024-12-01", "2024-12-01", "22945"},            /* … which goes on under the same id … */
        {"22948@2024-11-30", "2025-07-01", "22945"},            /* … and into Phan Thiết, which has its code */
        {"22978@2025-06-30", "2025-07-01", "22978@2025-06-30"}, /* Phong Phú was divided */
        {"22972@2025-06-30", "2025-07-01", "22972"},
        {"60@2025-06-30", "2025-06-30", "60"},
        {"60@2025-06-30", "2026-01-01", "68"},
        {"593@2025-06-30", "2026-01-01", "593@2025-06-30"}, /* the district tier ended */
        {"594@2005-09-20", "2005-09-20", "594"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const unit_t *unit = NULL;
        char text[UNIT_TEXT_BYTES];
        int32_t day = on (CASES[i].day);
        if (catalog_unit_parse (catalog, CASES[i].unit, day, &unit) != QCDC_OK)
            fail_msg ("there is no %s", CASES[i].unit);
        const unit_t *stands = lineage_on (catalog, unit, day);
        if (strcmp (unit_print (stands, day, text), CASES[i].stands) != 0)
            fail_msg ("%s stands as %s on %s", CASES[i].unit, text, CASES[i].day);
    }
}

/*  What is in being stays, what has one successor is never shown as ended, and what is written is read back as the same. */
static void test_every_unit (void **state)
{
    (void)state;
    static const char *const DAYS[] = {"2004-08-31", "2019-12-31", "2020-01-01",
                                       "2024-12-01", "2025-07-01", "2030-01-01"};
    size_t moved = 0;
    for (size_t d = 0; d < sizeof DAYS / sizeof *DAYS; d++)
        for (size_t i = 0; i < catalog->unit_count; i++) {
            const unit_t *unit = &catalog->units[i], *back = NULL;
            int32_t day = on (DAYS[d]);
            const unit_t *stands = lineage_on (catalog, unit, day);
            char text[UNIT_TEXT_BYTES];
            assert_true (stands == unit || unit->valid_to < day);
            assert_ptr_equal (lineage_on (catalog, stands, day), stands);
            assert_int_equal (catalog_unit_parse (catalog, unit_print (stands, day, text), day, &back), QCDC_OK);
            assert_ptr_equal (back, stands);
            moved += stands != unit;
        }
    assert_true (moved > 200);
}

static int group_setup (void **state)
{
    (void)state;
    fault_t fault;
    return sample_catalog (&catalog, &fault) == QCDC_OK ? 0 : -1;
}

static int group_teardown (void **state)
{
    (void)state;
    catalog_destroy (&catalog);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_where_it_stands), cmocka_unit_test (test_every_unit)};
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
