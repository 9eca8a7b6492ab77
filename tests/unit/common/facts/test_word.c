/*  test_word.c — words of petitions as people write them; and that whatever the programs show for a code in Vietnamese is read as
 *  that code, for what stands in a table is what people type. */

#include "facts/word.h"

#include "base/i18n.h"
#include "facts/fact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vietnamese.h"

typedef const char *(name_fn)(int);
typedef int (read_fn) (const char *);

static const struct {
    const char *context; /* the column's, as tables look it up */
    name_fn *name;
    read_fn *read;
    int count;
} VOCABULARIES[] = {
    {"kind", petition_kind_name, petition_kind_read, 4},
    {"field", petition_field_name, petition_field_read, 10},
    {"channel", channel_name, channel_read, 4},
    {"outcome", outcome_name, outcome_read, 4},
    {"move", move_name, move_read, 12},
    {"session", session_name, session_read, 3},
    {"held_by", receiver_name, receiver_read, 3},
    {"result", reception_result_name, reception_result_read, 5},
};

static void test_what_is_shown_is_read (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof VOCABULARIES / sizeof *VOCABULARIES; i++) {
        int code = 1;
        for (; VOCABULARIES[i].name (code); code++) {
            const char *name = VOCABULARIES[i].name (code);
            char in_context[128], typed[256];
            snprintf (in_context, sizeof in_context, "%s\004%s", VOCABULARIES[i].context, name);
            const char *label = gettext (in_context);
            label = label == in_context ? gettext (name) : label;
            if (label == name)
                fail_msg ("%s has no label in vi.po", name);
            assert_int_equal (VOCABULARIES[i].read (name), code);
            if (VOCABULARIES[i].read (label) != code || VOCABULARIES[i].read (gettext (name)) != code)
                fail_msg ("%s is shown as \"%s\", and that is read as %d", name, label, VOCABULARIES[i].read (label));
            /* Beside it, as some tables put it: no word. */
            snprintf (typed, sizeof typed, "%s %s", label, name);
            assert_int_equal (VOCABULARIES[i].read (typed), 0);
        }
        assert_true (code - 1 >= VOCABULARIES[i].count);
    }
}

static void test_as_people_write (void **state)
{
    (void)state;
    assert_int_equal (petition_kind_read ("khiếu nại"), QCDC__PETITION_KIND__KHIEU_NAI);
    assert_int_equal (petition_kind_read ("ĐƠN TỐ CÁO"), QCDC__PETITION_KIND__TO_CAO);
    assert_int_equal (petition_kind_read ("don to cao"), QCDC__PETITION_KIND__TO_CAO);
    assert_int_equal (petition_field_read ("đất-đai"), QCDC__PETITION_FIELD__DAT_DAI);
    assert_int_equal (channel_read ("Bưu điện"), QCDC__CHANNEL__BUU_CHINH);
    assert_int_equal (outcome_read ("có đúng, có sai"), outcome_read ("DUNG_MOT_PHAN"));
    assert_int_equal (move_read ("Thụ lý"), QCDC__MOVE__ACCEPTED);
    assert_int_equal (move_read ("không thụ lý"), QCDC__MOVE__REFUSED);
    assert_int_equal (petition_kind_read (""), 0);
    assert_int_equal (petition_kind_read ("tố"), 0);
    assert_int_equal (petition_kind_read ("1"), 0);
    char endless[4096];
    memset (endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_int_equal (move_read (endless), 0);
}

static void test_flags (void **state)
{
    char flag[64];
    (void)state;
    assert_string_equal (flag_read ("đông người", flag, sizeof flag), "DONG_NGUOI");
    assert_string_equal (flag_read ("PHUC_TAP", flag, sizeof flag), "PHUC_TAP");
    assert_string_equal (flag_read ("dự án: Da-1", flag, sizeof flag), "DU_AN:DA-1");
    assert_string_equal (flag_read ("DU_AN:x2", flag, sizeof flag), "DU_AN:X2");
    assert_string_equal (flag_read ("Đối thoại: 2020-06-15", flag, sizeof flag), "DOI_THOAI:2020-06-15");
    assert_null (flag_read ("đối thoại: 15/6", flag, sizeof flag));
    assert_null (flag_read ("dự án", flag, sizeof flag));
    assert_string_equal (flag_read ("Đối thoại: 2020-06-15", flag, sizeof flag), "DOI_THOAI:2020-06-15");
    assert_null (flag_read ("đối thoại", flag, sizeof flag));
    assert_string_equal (flag_read ("cử tri", flag, sizeof flag), "CU_TRI");
    assert_string_equal (flag_read ("Nhận quyết định: 15/06/2020", flag, sizeof flag), "NHAN_QD:2020-06-15");
    assert_string_equal (flag_read ("NHAN_QD:2020-06-15", flag, sizeof flag), "NHAN_QD:2020-06-15");
    assert_null (flag_read ("nhận quyết định: 31/06/2020", flag, sizeof flag));
    assert_null (flag_read ("nhận quyết định: 5/6/2020", flag, sizeof flag)); /* of May or of June */
    assert_null (flag_read ("DU_AN:", flag, sizeof flag));
    assert_string_equal (flag_read_any ("dự án", flag, sizeof flag), "DU_AN:");
    assert_string_equal (flag_read_any ("DOI_THOAI", flag, sizeof flag), "DOI_THOAI:");
    assert_string_equal (flag_read_any ("DU_AN:x2", flag, sizeof flag), "DU_AN:X2");
    assert_null (flag_read_any ("dự", flag, sizeof flag));
    assert_null (flag_read ("đông người: 3", flag, sizeof flag));
    assert_null (flag_read ("đông", flag, sizeof flag));
    assert_null (flag_read ("", flag, sizeof flag));
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_what_is_shown_is_read),
                                       cmocka_unit_test (test_as_people_write), cmocka_unit_test (test_flags)};
    return cmocka_run_group_tests (tests, vietnamese_setup, vietnamese_teardown);
}
