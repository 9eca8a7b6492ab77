/*  test_args.c — what a command line may say, and that every slip in it is refused. */

#include "texts/args.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const KEYS[] = {"on", "reason", NULL};
static const args_rule_t RULE = {.words_min = 1, .words_max = 2, .keys = KEYS, .takes_format = true};

static args_t args;
static fault_t fault;

static qcdc_status parse (const args_rule_t *rule, const char *line)
{
    static char copy[200];
    char *argv[16], *rest = copy;
    int argc = 0;
    snprintf (copy, sizeof copy, "%s", line);
    while (rest && *rest)
        argv[argc++] = strsep (&rest, " ");
    return args_parse (argc, argv, rule, &args, &fault);
}

static void test_taken (void **state)
{
    (void)state;
    assert_int_equal (parse (&RULE, "12/KN reason=a=b --format csv on="), QCDC_OK);
    assert_int_equal (args.word_count, 1);
    assert_string_equal (args.words[0], "12/KN");
    assert_string_equal (args_value (&args, "reason"), "a=b");
    assert_string_equal (args_value (&args, "on"), "");
    assert_null (args_value (&args, "other"));
    assert_int_equal (args.format, FORMAT_CSV);
    assert_int_equal (parse (&RULE, "--format=json - second"), QCDC_OK);
    assert_string_equal (args.words[0], "-");
    assert_int_equal (args.format, FORMAT_JSON);
    assert_null (args_value (&args, "on"));
    /* Before the words that are needed nothing is a key: a register number may look like one. */
    assert_int_equal (parse (&RULE, "colour=red"), QCDC_OK);
    assert_string_equal (args.words[0], "colour=red");
    /* Nor is what does not begin in small letters. */
    assert_int_equal (parse (&RULE, "a 12=B"), QCDC_OK);
    assert_string_equal (args.words[1], "12=B");
    assert_int_equal (parse (&RULE, "a -o b.csv --format csv"), QCDC_OK);
    assert_string_equal (args.output, "b.csv");
    assert_int_equal (args.format, FORMAT_CSV);
    const args_rule_t none = {0};
    assert_int_equal (parse (&none, ""), QCDC_OK);
    assert_null (args.output);
    assert_int_equal (parse (&none, "-o b.csv"), QCDC_USAGE);
}

static void test_refused (void **state)
{
    (void)state;
    static const char *const BAD[] = {"",     "a b c",      "a --fast",       "a colour=red", "a on=1 on=2",
                                      "a -x", "a --format", "a --format xml", "a --format=",  "--",        "a -o",          "a -o="};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        fault = (fault_t){0};
        if (parse (&RULE, BAD[i]) != QCDC_USAGE || !fault.message[0])
            fail_msg ("'%s' was taken", BAD[i]);
    }
    const args_rule_t plain = {.words_max = 1};
    assert_int_equal (parse (&plain, "--format csv"), QCDC_USAGE);
    assert_int_equal (parse (&plain, "on=1"), QCDC_OK);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_taken), cmocka_unit_test (test_refused)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
