/*  test_document.c — whatever a unit is called and whatever somebody wrote, it is text in a document, in HTML and in Markdown. */

#include "show/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HOSTILE "<script>a</script> & \"b\" 'c' | *d* `e` [f](g) Đ\x1b[31m\xE2\x80\xAE"

/*  A document in which HOSTILE stands in every place; malloc'ed. */
static char *hostile (document_format format)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    assert_non_null (out);
    document_t *document = document_new (out, format, "vi", HOSTILE, HOSTILE);
    assert_non_null (document);
    document_heading (document, 2, HOSTILE);
    document_list_begin (document);
    document_item_begin (document);
    document_text (document, HOSTILE);
    assert_int_equal (document_figure (document, HOSTILE, "2020-H1/F/G04", HOSTILE), QCDC_OK);
    assert_int_equal (document_figure (document, "2", "2020-H1/F/G05", "x"), QCDC_OK);
    assert_int_equal (document_figure (document, "1", "2020-H1/F/G04", "x"), QCDC_OK);
    document_item_end (document);
    document_list_end (document);
    document_quote (document, HOSTILE, HOSTILE "\n" HOSTILE);
    static const char *const HEADINGS[] = {HOSTILE, HOSTILE};
    document_table_begin (document, HEADINGS, 2, "lr");
    document_cell (document, HOSTILE);
    document_cell (document, HOSTILE);
    document_table_end (document);
    const document_bar_t bars[] = {{HOSTILE, HOSTILE, 5}, {"x", "y", -2.5}, {"z", "0", 0}};
    document_bars (document, HOSTILE, HOSTILE, bars, 3);
    document_finish (document, HOSTILE);
    document_destroy (&document);
    assert_null (document);
    assert_int_equal (fclose (out), 0);
    return text;
}

static size_t count (const char *text, const char *wanted)
{
    size_t found = 0;
    for (const char *at = text; (at = strstr (at, wanted)); at += strlen (wanted))
        found++;
    return found;
}

static void test_html (void **state)
{
    (void)state;
    char *text = hostile (DOCUMENT_HTML);
    assert_null (strstr (text, "<script"));
    assert_null (strchr (text, '\x1b'));
    assert_null (strstr (text, "\xE2\x80\xAE"));
    /* title twice, subtitle, heading, item, figure, quote and twice a line, two headings, two cells, bar's name and value, picture's title
     * and description, note, and the notes' heading */
    assert_int_equal (count (text, "&lt;script&gt;a&lt;/script&gt; &amp; &quot;b&quot; &#39;c&#39; | *d* `e` [f](g) Đ?[31m?"), 19);
    assert_int_equal (count (text, "<sup>1</sup>"), 2);
    assert_int_equal (count (text, "<li id=\"n2\"><code>2020-H1/F/G05</code>"), 1);
    assert_int_equal (count (text, "<rect"), 3);
    assert_null (strstr (text, "width=\"-"));
    assert_int_equal (count (text, "<figure>"), count (text, "</figure>"));
    free (text);
}

static void test_markdown (void **state)
{
    (void)state;
    char *text = hostile (DOCUMENT_MARKDOWN);
    assert_null (strchr (strstr (text, "\n## "), '<'));
    assert_null (strchr (text, '\x1b'));
    assert_int_equal (
        count (text, "&lt;script&gt;a&lt;/script&gt; \\& \"b\" 'c' \\| \\*d\\* \\`e\\` \\[f\\](g) Đ?\\[31m?"), 14);
    assert_int_equal (count (text, "[^1]"), 3);
    assert_non_null (strstr (text, "\n[^2]: `2020-H1/F/G05` x\n"));
    assert_null (strstr (text, "svg"));
    free (text);
}

/*  What only a line's beginning makes of a text. */
static void test_line_begins (void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    document_t *document = document_new (out, DOCUMENT_MARKDOWN, "en", "t", "12. s");
    static const char *const LINES[] = {"- a", "+ b", "1. c", "12) d", "=== e", "1.5 f", "g - h. 1. i"};
    document_list_begin (document);
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        document_item_begin (document);
        document_text (document, LINES[i]);
        document_text (document, "- x.");
        document_item_end (document);
    }
    document_list_end (document);
    document_finish (document, "n");
    document_destroy (&document);
    fclose (out);
    assert_string_equal (text, "# t\n\n12\\. s\n\n- \\- a- x.\n- \\+ b- x.\n- 1\\. c- x.\n- 12\\) d- x.\n- \\=== e- x.\n- 1\\.5 f- x.\n- g - h. 1. i- x.\n");
    free (text);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_html), cmocka_unit_test (test_markdown),
                                       cmocka_unit_test (test_line_begins)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
