/*  test_rule_statutory.c — the filled examples of the statutory forms: each breaks the rules that its manifest says, and no other. */

#include "csv_named.h"
#include "rule_case.h"

#include "base/memory.h"
#include "catalogue/period.h"
#include "files/csv.h"

static catalog_t *catalog;
static rule_set_t *set;

/*  An example as text, as case_source takes it. */
static char *figures_read (const char *name, const char *suffix)
{
    static const char *const COLUMNS[] = {"form", "period", "cell", "value", NULL};
    char path[500], *text = NULL;
    size_t length;
    fault_t fault = {0};
    csv_reader_t *reader = NULL;
    csv_record_t record;
    FILE *out = open_memstream (&text, &length);
    assert_non_null (out);
    snprintf (path, sizeof path, QCDC_TEST_DATA "/statutory/%s", name);
    if (*name) {
        assert_int_equal (csv_reader_open (path, &reader, &fault), QCDC_OK);
        assert_int_equal (csv_named (reader, COLUMNS, NULL, &fault), QCDC_OK);
        while (csv_reader_next (reader, &record, &fault) == QCDC_OK)
            fprintf (out, "%s%s=%s ", record.fields[2], suffix, record.fields[3]);
        csv_reader_destroy (&reader);
    }
    fclose (out);
    return text;
}

/*  The codes of the rules that are broken, in the order of the files. */
typedef struct {
    char text[1000];
    size_t judged;
} broken_t;

static bool has_word (const char *words, const char *word)
{
    size_t length = strlen (word);
    for (const char *at = words; (at = strstr (at, word)); at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

static qcdc_status see (const rule_result_t *result, void *arg)
{
    broken_t *broken = arg;
    const char *code = rule_text (result->rule)->code;
    size_t length = strlen (broken->text);
    broken->judged += result->outcome == RULE_HOLDS;
    assert_int_not_equal (result->outcome, RULE_BEYOND);
    if (result->outcome == RULE_BROKEN && !has_word (broken->text, code))
        snprintf (broken->text + length, sizeof broken->text - length, "%s%s", length ? " " : "", code);
    return QCDC_OK;
}

static size_t word_count (const char *words)
{
    size_t count = *words != '\0';
    for (; *words; words++)
        count += *words == ' ';
    return count;
}

static void example_check (const char *file, const char *form_code, const char *version, const char *period_name,
                           const char *earlier, const char *breaks)
{
    char *own QCDC_CLEANUP (memory_free) = figures_read (file, "");
    char *before QCDC_CLEANUP (memory_free) = figures_read (earlier, "[Pprev]"), *all;
    assert_true (asprintf (&all, "%s %s", own, before) > 0);
    const form_t *form = catalog_form (catalog, form_code, (uint32_t)atoi (version));
    period_t period;
    broken_t broken = {.text = ""};
    assert_non_null (form);
    assert_int_equal (period_parse (catalog, form->calendar, period_name, &period), QCDC_OK);
    rule_source_t source = case_source (all, form);
    for (size_t i = 0; i < set->rule_count; i++)
        if (rule_concerns (set->rules[i], form, period.kind, period.to))
            assert_int_equal (rule_evaluate (set->rules[i], &source, see, &broken), QCDC_OK);
    bool same = word_count (breaks) == word_count (broken.text);
    char one[60];
    int length;
    for (const char *rest = breaks; sscanf (rest, "%59s%n", one, &length) == 1; rest += length)
        same = same && has_word (broken.text, one);
    if (!same)
        fail_msg ("%s breaks: %s\nnot: %s", file, broken.text, breaks);
    if (!*breaks)
        assert_true (broken.judged > 0);
    free (all);
}

static void test_examples (void **state)
{
    (void)state;
    static const char *const COLUMNS[] = {"file", "form", "version", "period", "earlier", "breaks", NULL};
    fault_t fault = {0};
    csv_reader_t *reader = NULL;
    csv_record_t record;
    size_t count = 0;
    assert_int_equal (csv_reader_open (QCDC_TEST_DATA "/statutory/manifest.csv", &reader, &fault), QCDC_OK);
    assert_int_equal (csv_named (reader, COLUMNS, NULL, &fault), QCDC_OK);
    for (; csv_reader_next (reader, &record, &fault) == QCDC_OK; count++)
        example_check (record.fields[0], record.fields[1], record.fields[2], record.fields[3], record.fields[4],
                       record.fields[5]);
    csv_reader_destroy (&reader);
    assert_true (count > 30);
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
        cmocka_unit_test (test_examples),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
