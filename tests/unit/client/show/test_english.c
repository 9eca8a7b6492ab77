/*  test_english.c — codes in the words of an English reader; and that what is shown in either language for a code or a state is read
 *  as that. */

#include "facts/english.h"

#include "base/i18n.h"
#include "facts/fact.h"
#include "facts/word.h"
#include "matters/petition.h"
#include "show/naming.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vietnamese.h"

static void test_what_is_shown_is_read (void **state)
{
    static const struct {
        const char *(*name) (int);
        int (*read) (const char *);
        int (*parse) (const char *); /* as the server does */
    } VOCABULARIES[] = {{petition_kind_name, petition_kind_read, petition_kind_parse},
                        {petition_field_name, petition_field_read, petition_field_parse},
                        {channel_name, channel_read, channel_parse},
                        {outcome_name, outcome_read, outcome_parse},
                        {move_name, move_read, move_parse}};
    (void)state;
    for (size_t i = 0; i < sizeof VOCABULARIES / sizeof *VOCABULARIES; i++)
        for (int code = 1; VOCABULARIES[i].name (code); code++) {
            const char *name = VOCABULARIES[i].name (code), *word = english_word (name);
            if (word == name || isupper ((unsigned char)word[0]))
                fail_msg ("%s has no English word", name);
            assert_int_equal (VOCABULARIES[i].read (word), code);
            assert_int_equal (VOCABULARIES[i].parse (word), code);
        }
}

static void test_states (void **state)
{
    (void)state;
    for (int filter = 0; petition_filter_name (filter); filter++) {
        const char *name = petition_filter_name (filter), *shown = people_word ("state", name);
        assert_int_equal (petition_filter_read (name), filter);
        assert_int_equal (petition_filter_read (english_word (name)), filter);
        if (shown == name || strchr (english_word (name), '_'))
            fail_msg ("%s has no words", name);
        if (petition_filter_read (shown) != filter)
            fail_msg ("%s is shown as \"%s\", and that is read as %d", name, shown, petition_filter_read (shown));
    }
    assert_int_equal (petition_filter_read (""), -1);
    assert_int_equal (petition_filter_read ("in_for"), -1);
    assert_null (petition_filter_name (-1));
    assert_null (petition_filter_name (PETITION_FILTER_COUNT));
}

static void test_lists_and_values (void **state)
{
    (void)state;
    char *said = people_codes ("KHIEU_NAI, in_force, 2020-H1");
    assert_string_equal (said, "KHIEU_NAI (Khiếu nại), in_force (quyết định đã có hiệu lực pháp luật), 2020-H1");
    free (said);
    said = people_codes ("");
    assert_string_equal (said, "");
    free (said);
    said = people_value ("received_on", "2020-02-03");
    assert_string_equal (said, "03/02/2020");
    free (said);
    said = people_value ("kind", "TO_CAO");
    assert_string_equal (said, "Tố cáo");
    free (said);
    said = people_placed (NULL, "unit 594 was not in being");
    assert_string_equal (said, "unit 594 was not in being");
    free (said);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_what_is_shown_is_read), cmocka_unit_test (test_states),
                                       cmocka_unit_test (test_lists_and_values)};
    return cmocka_run_group_tests (tests, vietnamese_setup, vietnamese_teardown);
}
