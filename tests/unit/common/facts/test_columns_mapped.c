/*  test_columns_mapped.c — what an office may have remembered of its register: limits at their edges, names of any program, nobody's identity. */

#include "base/limits.h"
#include "facts/columns_mapped.h"
#include "facts/make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static qcdc_status judge_one (const char *of, const char *heading, const char *means)
{
    Qcdc__MappedColumn column = QCDC__MAPPED_COLUMN__INIT, *columns[] = {&column};
    Qcdc__ColumnsMapped mapped = QCDC__COLUMNS_MAPPED__INIT;
    fault_t fault = {0};
    column.of = (char *)of;
    column.heading = (char *)heading;
    column.means = (char *)means;
    mapped.of_register = "petition";
    mapped.columns = columns;
    mapped.n_columns = 1;
    const Qcdc__Fact fact = fact_of_mapping (&mapped);
    qcdc_status status = columns_mapped_fit (&fact, &fault);
    assert_true (status == QCDC_OK || (fault.status == status && *fault.field && *fault.message));
    return status;
}

/*  LENGTH bytes, all of them C. */
static const char *long_text (char c, size_t length)
{
    static char text[400];
    memset (text, c, length);
    text[length] = '\0';
    return text;
}

static void test_one_heading (void **state)
{
    (void)state;
    assert_int_equal (judge_one ("", "Ngày vào sổ", "received_on"), QCDC_OK);
    assert_int_equal (judge_one ("", "Ghi chú", "-"), QCDC_OK);
    assert_int_equal (judge_one ("", "Ghi chú", ""), QCDC_OK); /* forgotten */
    assert_int_equal (judge_one ("kind", "Đơn KN", "KHIEU_NAI"), QCDC_OK);
    /* What a newer program knows. */
    assert_int_equal (judge_one ("colour_of_2031", "Xanh", "BLUE_7"), QCDC_OK);
    assert_int_equal (judge_one ("", long_text ('x', QCDC_MAPPED_HEADING_BYTES_MAX), "title"), QCDC_OK);
    assert_int_equal (judge_one ("", long_text ('x', QCDC_MAPPED_HEADING_BYTES_MAX + 1), "title"), QCDC_TOO_LARGE);
    assert_int_equal (judge_one ("", "Cột", long_text ('x', QCDC_MAPPED_NAME_BYTES_MAX)), QCDC_OK);
    assert_int_equal (judge_one ("", "Cột", long_text ('x', QCDC_MAPPED_NAME_BYTES_MAX + 1)), QCDC_TOO_LARGE);
    assert_int_equal (judge_one (long_text ('x', QCDC_MAPPED_NAME_BYTES_MAX + 1), "Cột", "A"), QCDC_TOO_LARGE);
    assert_int_equal (judge_one ("", "Cột", "a column"), QCDC_BAD_HEADER);
    assert_int_equal (judge_one ("loại", "Cột", "A"), QCDC_BAD_HEADER);
    assert_int_equal (judge_one ("", "", "title"), QCDC_EMPTY);
    assert_int_equal (judge_one ("", "…", "title"), QCDC_EMPTY);
    assert_int_equal (judge_one ("", " Cột", "title"), QCDC_BAD_CHARACTER);
    assert_int_equal (judge_one ("", "Cột ", "title"), QCDC_BAD_CHARACTER);
    assert_int_equal (judge_one ("", "Cột\nhai", "title"), QCDC_BAD_CHARACTER);
    assert_int_equal (judge_one ("", "Co\xCC\x82t", "title"), QCDC_BAD_NFC);
    assert_int_equal (judge_one ("", "C\xFF", "title"), QCDC_BAD_UTF8);
}

static void test_nobody_is_told (void **state)
{
    (void)state;
    /* A heading asks, and may be left out; it tells nothing. */
    assert_int_equal (judge_one ("", "Họ và tên người gửi", "-"), QCDC_OK);
    assert_int_equal (judge_one ("", "Số điện thoại (cột 12345678)", "-"), QCDC_OK);
    assert_int_equal (judge_one ("", "0912 345 678", "-"), QCDC_IDENTITY_TEXT);
    assert_int_equal (judge_one ("", "CMND 264 123 456", ""), QCDC_IDENTITY_TEXT);
    /* A word stood in a cell. */
    assert_int_equal (judge_one ("kind", "KN của ông Nguyễn Văn Kín, CMND 264123456", "KHIEU_NAI"),
                      QCDC_IDENTITY_TEXT);
    assert_int_equal (judge_one ("kind", "liên hệ a.b@gmail.com", "KHIEU_NAI"), QCDC_IDENTITY_TEXT);
}

static void test_many (void **state)
{
    (void)state;
    static Qcdc__MappedColumn columns[QCDC_MAPPED_COUNT_MAX + 1];
    static char headings[QCDC_MAPPED_COUNT_MAX + 1][16];
    Qcdc__MappedColumn *places[QCDC_MAPPED_COUNT_MAX + 1];
    Qcdc__ColumnsMapped mapped = QCDC__COLUMNS_MAPPED__INIT;
    fault_t fault = {0};
    const Qcdc__Fact fact = fact_of_mapping (&mapped);
    for (size_t i = 0; i <= QCDC_MAPPED_COUNT_MAX; i++) {
        qcdc__mapped_column__init (&columns[i]);
        snprintf (headings[i], sizeof headings[i], "h%03zu", i);
        columns[i].heading = headings[i];
        columns[i].means = "title";
        places[i] = &columns[i];
    }
    mapped.columns = places;
    mapped.n_columns = QCDC_MAPPED_COUNT_MAX;
    assert_int_equal (columns_mapped_fit (&fact, &fault), QCDC_EMPTY); /* of which register */
    mapped.of_register = "a register";
    assert_int_equal (columns_mapped_fit (&fact, &fault), QCDC_BAD_HEADER);
    mapped.of_register = "register_of_2031";
    assert_int_equal (columns_mapped_fit (&fact, &fault), QCDC_OK);
    mapped.n_columns = QCDC_MAPPED_COUNT_MAX + 1;
    assert_int_equal (columns_mapped_fit (&fact, &fault), QCDC_TOO_LARGE);
    mapped.n_columns = 0;
    assert_int_equal (columns_mapped_fit (&fact, &fault), QCDC_EMPTY);
    /* Sorted by what they are of, then by heading; none twice. */
    mapped.n_columns = 2;
    places[0] = &columns[1];
    places[1] = &columns[0];
    assert_int_equal (columns_mapped_fit (&fact, &fault), QCDC_BAD_HEADER);
    places[1] = &columns[1];
    assert_int_equal (columns_mapped_fit (&fact, &fault), QCDC_BAD_HEADER);
    places[1] = &columns[0];
    columns[0].of = "kind";
    assert_int_equal (columns_mapped_fit (&fact, &fault), QCDC_OK);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_one_heading),
        cmocka_unit_test (test_nobody_is_told),
        cmocka_unit_test (test_many),
    };
    return cmocka_run_group_tests_name ("columns_mapped", tests, NULL, NULL);
}
