/*  test_layout.c — tables in terminals of all widths, rows in the order that people count in. */

#include "base/text.h"
#include "show/layout.h"
#include "show/order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *heading;
    bool right, wraps;
    int spare;
} made_column_t;

static const made_column_t COLUMNS[] = {{"number", false, true, 0},
                                        {"received on", false, false, 0},
                                        {"title", false, true, 0},
                                        {"people", true, false, 2},
                                        {"entry", false, false, 1}};

static const char *const CELLS[] = {"12/KN",
                                    "03/02/2020",
                                    "Khiếu nại quyết định thu hồi đất của hộ gia đình",
                                    "1 234",
                                    "8b28930487c77237:4",
                                    "2/TC",
                                    "04/02/2020",
                                    "Đất",
                                    NULL,
                                    "8b28930487c77237:12"};

/*  What ROWS rows look like in a terminal of WIDTH columns. */
static char *printed (size_t width, size_t rows)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream (&text, &length);
    assert_non_null (out);
    layout_t *layout = layout_new (out, width, 0);
    assert_non_null (layout);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal (
            layout_column (layout, COLUMNS[i].heading, COLUMNS[i].right, COLUMNS[i].wraps, COLUMNS[i].spare),
            QCDC_OK);
    for (size_t i = 0; i < 5 * rows; i++) {
        const char *cell = CELLS[i % 10];
        assert_int_equal (layout_cell (layout, cell ? strdup (cell) : NULL), QCDC_OK);
    }
    assert_int_equal (layout_finish (layout), QCDC_OK);
    layout_destroy (&layout);
    fclose (out);
    return text;
}

static void test_wide (void **state)
{
    (void)state;
    char *text = printed (0, 2), *fits = printed (120, 2);
    assert_string_equal (
        text, "number  received on  title                                             people  entry\n"
              "12/KN   03/02/2020   Khiếu nại quyết định thu hồi đất của hộ gia đình   1 234  8b28930487c77237:4\n"
              "2/TC    04/02/2020   Đất                                                    –  8b28930487c77237:12\n");
    assert_string_equal (fits, text);
    free (fits);
    free (text);
}

static void test_narrow (void **state)
{
    (void)state;
    char *text = printed (76, 2);
    assert_string_equal (text, "number  received    title                        people  entry\n"
                               "        on\n"
                               "12/KN   03/02/2020  Khiếu nại quyết định thu      1 234  8b28930487c77237:4\n"
                               "                    hồi đất của hộ gia đình\n"
                               "2/TC    04/02/2020  Đất                               –  8b28930487c77237:12\n");
    free (text);
    /* Narrower still: what can be missed goes, and is named. */
    text = printed (50, 2);
    assert_null (strstr (text, "8b28"));
    assert_non_null (strstr (text, "1 234"));
    assert_non_null (strstr (text, "not shown for want of room: entry\n"));
    free (text);
    text = printed (34, 2);
    assert_non_null (strstr (text, "not shown for want of room:\npeople, entry\n"));
    free (text);
}

/*  A name that is to be typed stays whole, whatever else has to give way. */
static void test_names (void **state)
{
    (void)state;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream (&text, &length);
    layout_t *layout = layout_new (out, 40, 0);
    assert_non_null (layout);
    assert_int_equal (layout_column (layout, "name", false, true, 0), QCDC_OK);
    assert_int_equal (layout_column (layout, "says", false, true, 0), QCDC_OK);
    assert_int_equal (layout_cell (layout, strdup ("petition_counts_of_units")), QCDC_OK);
    assert_int_equal (layout_cell (layout, strdup ("how many petitions came in, by unit, kind and month")), QCDC_OK);
    assert_int_equal (layout_finish (layout), QCDC_OK);
    layout_destroy (&layout);
    fclose (out);
    assert_non_null (strstr (text, "petition_counts_of_units"));
    free (text);
}

static void test_paragraphs (void **state)
{
    (void)state;
    char *text = printed (30, 1);
    assert_string_equal (text, "number       12/KN\n"
                               "received on  03/02/2020\n"
                               "title        Khiếu nại quyết\n"
                               "             định thu hồi đất\n"
                               "             của hộ gia đình\n"
                               "people       1 234\n"
                               "entry        8b28930487c77237:\n"
                               "             4\n\n");
    free (text);
}

/*  No line is wider than the terminal, and no word gets lost, whatever the width. */
static void test_every_width (void **state)
{
    (void)state;
    for (size_t width = 26; width < 130; width++) {
        char *text = printed (width, 2), *rest = NULL;
        for (char *line = strtok_r (text, "\n", &rest); line; line = strtok_r (NULL, "\n", &rest))
            if (text_width (line) > width)
                fail_msg ("%zu columns: %s", width, line);
        free (text);
        text = printed (width, 2);
        const char *at = text;
        static const char *const WORDS[] = {"Khiếu", "nại", "quyết", "định", "thu", "hồi",
                                            "đất",   "của", "hộ",    "gia",  "đình"};
        for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
            if (!(at = strstr (at, WORDS[i])))
                fail_msg ("%zu columns: %s is lost", width, WORDS[i]);
        free (text);
    }
}

/*  A long list goes out as it comes, in the columns of its first pages. */
static void test_long (void **state)
{
    (void)state;
    char *text = printed (0, 20000);
    size_t lines = 0;
    for (const char *at = text; (at = strchr (at, '\n')); at++)
        lines++;
    assert_int_equal (lines, 20001);
    const char *last = strrchr (text, '1') ? text + strlen (text) - 1 : text;
    while (last > text && last[-1] != '\n')
        last--;
    assert_string_equal (
        last, "2/TC    04/02/2020   Đất                                                    –  8b28930487c77237:12\n");
    free (text);
}

static void test_natural (void **state)
{
    (void)state;
    static const char *const SORTED[] = {
        "", "1", "2", "2/KN", "02/KN2", "2/TC", "10", "12/KN-2", "12/KN-10", "100", "99999999999999999999", "a", "B"};
    for (size_t i = 0; i < sizeof SORTED / sizeof *SORTED; i++)
        for (size_t k = 0; k < sizeof SORTED / sizeof *SORTED; k++) {
            int compared = natural_compare (SORTED[i], SORTED[k]);
            if ((i < k) != (compared < 0) || (i > k) != (compared > 0))
                fail_msg ("%s and %s: %d", SORTED[i], SORTED[k], compared);
        }
    order_t order = {0};
    static const char *const GIVEN[] = {"10", "2", "1", "33"};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal (order_add (&order, GIVEN[i], GIVEN[i]), QCDC_OK);
    order_sort (&order, false);
    assert_string_equal (order_at (&order, 0), "1");
    assert_string_equal (order_at (&order, 2), "10");
    order_sort (&order, true);
    assert_string_equal (order_at (&order, 0), "33");
    order_release (&order);
    order_sort (&order, false);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_wide),       cmocka_unit_test (test_narrow),
                                       cmocka_unit_test (test_paragraphs), cmocka_unit_test (test_every_width),
                                       cmocka_unit_test (test_long),       cmocka_unit_test (test_natural),
                                       cmocka_unit_test (test_names)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
