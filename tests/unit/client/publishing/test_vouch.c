/*  test_vouch.c — rows that vouch for a key, ended: every one, in whatever letters its key is written. */

#include "publishing/vouch.h"

#include "base/day.h"
#include "catalogue/vouching.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SMALL "ab00000000000000000000000000000000000000000000000000000000000001"
#define CAPITALS "AB00000000000000000000000000000000000000000000000000000000000001"
#define OTHER "ab00000000000000000000000000000000000000000000000000000000000002"

static int32_t on (const char *text)
{
    int32_t day = 0;
    assert_int_equal (day_parse (text, &day), QCDC_OK);
    return day;
}

/*  As an older program took them: the key of one device twice, once long over. */
static catalog_tables_t *sample (void)
{
    static const char *const ROWS[][4] = {{SMALL, "one", "", ""},
                                          {CAPITALS, "one again", "2026-01-01", ""},
                                          {OTHER, "another", "", ""},
                                          {CAPITALS, "long over", "2020-01-01", "2020-12-31"}};
    fault_t fault = {0};
    catalog_tables_t *tables = tables_new ();
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        assert_int_equal (tables_add (tables, (size_t)table_kind_find ("devices"), ROWS[i], NULL, 0, &fault),
                          QCDC_OK);
    return tables;
}

static void assert_ends (const char *text)
{
    fault_t fault = {0};
    size_t count;
    catalog_tables_t *now = sample (), *ends = tables_new ();
    assert_int_equal (vouch_end_rows (text, "", now, on ("2026-06-02"), ends, &fault), QCDC_OK);
    const table_row_t *rows = tables_rows (ends, (size_t)table_kind_find ("devices"), &count);
    assert_int_equal (count, 2);
    assert_string_equal (rows[0].fields[0], SMALL);
    assert_string_equal (rows[1].fields[0], CAPITALS);
    for (size_t i = 0; i < count; i++)
        assert_string_equal (rows[i].fields[3], "2026-06-01");
    tables_destroy (&ends);
    tables_destroy (&now);
}

static void test_every_row (void **state)
{
    (void)state;
    uint8_t key[SIGN_KEY_BYTES];
    char id[ORIGIN_TEXT_BYTES];
    assert_int_equal (hex_parse (SMALL, key, sizeof key), QCDC_OK);
    assert_ends (SMALL);
    assert_ends (CAPITALS);
    assert_ends (origin_format (origin_id (key), id));
}

static void test_none (void **state)
{
    (void)state;
    fault_t fault = {0};
    size_t count;
    catalog_tables_t *now = tables_new (), *ends = tables_new ();
    assert_int_equal (vouch_end_rows (SMALL, OTHER, now, on ("2026-06-02"), ends, &fault), QCDC_NOT_FOUND);
    assert_int_equal (vouch_end_rows (CAPITALS, SMALL, now, on ("2026-06-02"), ends, &fault), QCDC_OK);
    const table_row_t *rows = tables_rows (ends, (size_t)table_kind_find ("devices"), &count);
    assert_int_equal (count, 1);
    assert_string_equal (rows[0].fields[0], SMALL);
    assert_string_equal (rows[0].fields[3], "2026-06-01");
    tables_destroy (&ends);
    tables_destroy (&now);
}

/*  One key is one, however often it is written. */
static void test_counted_once (void **state)
{
    (void)state;
    catalog_tables_t *now = sample ();
    assert_int_equal (keys_vouched (now, on ("2026-06-02"), NULL, NULL), 2);
    tables_destroy (&now);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_every_row),
        cmocka_unit_test (test_none),
        cmocka_unit_test (test_counted_once),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
