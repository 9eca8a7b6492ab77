/*  test_likeness.c — what counts where two texts are compared, and what does not. */

#include "base/likeness.h"

#include "base/memory.h"
#include "base/search_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STORY "Trại nuôi tôm xả nước thải ra mương thủy lợi làm lúa chết trắng từ vụ hè thu năm ngoái"

static int likeness (const char *a, const char *b)
{
    likeness_text_t *one QCDC_CLEANUP (likeness_text_destroy) = likeness_text_new (NULL, a);
    likeness_text_t *other QCDC_CLEANUP (likeness_text_destroy) = likeness_text_new (b, NULL);
    assert_non_null (one);
    assert_non_null (other);
    int score = likeness_of (one, other, NULL);
    assert_int_equal (score, likeness_of (other, one, NULL));
    return score;
}

static void test_what_makes_no_difference (void **state)
{
    (void)state;
    assert_int_equal (likeness (STORY, STORY), 100);
    assert_int_equal (
        likeness (STORY, "trai nuoi tom xa nuoc thai ra muong thuy loi lam lua chet trang tu vu he thu nam ngoai"),
        100);
    assert_int_equal (likeness (STORY, "Kính gửi UBND huyện. Đơn phản ánh. " STORY
                                       ". Kính đề nghị xem xét, giải quyết theo quy định của pháp luật!"),
                      100);
    assert_int_equal (likeness (STORY, "Đơn kiến nghị về việc dời bãi rác tạm ở đầu thôn sang chỗ khác"), 0);
}

static void test_what_says_nothing (void **state)
{
    (void)state;
    const char *fillers =
        "Kính gửi Ủy ban nhân dân tỉnh. Đơn khiếu nại. Kính đề nghị xem xét. Xin chân thành cảm ơn!";
    assert_int_equal (likeness (fillers, fillers), 0);
    assert_int_equal (likeness ("", ""), 0);
    assert_int_equal (likeness ("", STORY), 0);
    assert_int_equal (likeness ("…!?", STORY), 0);
}

static void test_numbers (void **state)
{
    (void)state;
    const char *first =
        "Thu hồi thửa đất số 17 tờ bản đồ số 3 ở xứ đồng Láng Găng mà không thông báo trước cho gia đình";
    const char *second =
        "Thu hồi thửa đất số 245 tờ bản đồ số 8 ở xứ đồng Láng Găng mà không thông báo trước cho gia đình";
    const char *without = "Thu hồi thửa đất số 17 ở xứ đồng Láng Găng mà không thông báo trước cho gia đình";
    assert_true (likeness (first, second) < LIKENESS_USUAL);
    assert_true (likeness (first, without) >= LIKENESS_USUAL);
}

static void test_cut_short (void **state)
{
    (void)state;
    assert_true (likeness (STORY
                           ". Bà con đã báo xã ba lần, cán bộ môi trường xuống xem rồi về, chủ trại vẫn xả ban đêm",
                           STORY) >= LIKENESS_USUAL);
    assert_true (likeness (STORY, "nước thải") < LIKENESS_USUAL);
}

/*  What most texts have weighs less than what only two have. */
static void test_common (void **state)
{
    (void)state;
    const char *form = "Yêu cầu thu gom vật cồng kềnh theo lịch hẹn của công ty dịch vụ đô thị tại hẻm %s";
    static const char *const PLACES[] = {"Hoa Sứ",   "Bằng Lăng", "Phượng Vĩ", "Dạ Hương", "Thiên Lý", "Mộc Miên",
                                         "Ngọc Lan", "Sim Tím",   "Cẩm Tú",    "Lộc Vừng", "Trâm Bầu", "Ô Môi"};
    likeness_common_t *common QCDC_CLEANUP (likeness_common_destroy) = likeness_common_new ();
    likeness_text_t *texts[sizeof PLACES / sizeof *PLACES];
    char text[400];
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        strcpy (text, form);
        strcpy (strstr (text, "%s"), PLACES[i]);
        texts[i] = likeness_text_new (text, NULL);
        assert_non_null (texts[i]);
        assert_int_equal (likeness_common_add (common, texts[i]), QCDC_OK);
    }
    assert_true (likeness_of (texts[0], texts[1], common) < likeness_of (texts[0], texts[1], NULL));
    assert_true (likeness_of (texts[0], texts[1], common) < LIKENESS_USUAL);
    assert_int_equal (likeness_of (texts[0], texts[0], common), 100);
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
        likeness_text_destroy (&texts[i]);
}

static void test_phrases (void **state)
{
    (void)state;
    likeness_text_t *one QCDC_CLEANUP (likeness_text_destroy) =
        likeness_text_new ("Kính gửi UBND xã", "Trại tôm xả nước thải\nra mương, lúa chết trắng. Xin cảm ơn!");
    likeness_text_t *other QCDC_CLEANUP (likeness_text_destroy) =
        likeness_text_new ("lua chet trang", "Ông ấy xa nuoc thai ra muong. Xin cảm ơn!");
    char *phrases QCDC_CLEANUP (memory_free) = likeness_phrases (one, other, NULL);
    assert_string_equal (phrases, "xả nước thải ra mương · lúa chết trắng");
    char *own QCDC_CLEANUP (memory_free) = likeness_phrases (one, one, NULL);
    assert_string_equal (own, "Trại tôm xả nước thải ra mương, lúa chết trắng");
}

/*  The prints of an entry's words are those of its text. */
static void test_prints (void **state)
{
    (void)state;
    uint32_t words[LIKENESS_WORDS_MAX];
    size_t count = 0;
    search_word_t word;
    const char *text = "Kính gửi UBND xã. " STORY " — " STORY;
    for (size_t at = 0; search_word_next (text, &at, &word);)
        words[count++] = likeness_word (word.folded);
    int32_t made[LIKENESS_PRINTS] = {0}, told[LIKENESS_PRINTS] = {0};
    likeness_text_t *whole QCDC_CLEANUP (likeness_text_destroy) = likeness_text_new (NULL, text);
    assert_int_equal (likeness_prints (words, count, made), LIKENESS_PRINTS);
    assert_int_equal (likeness_text_prints (whole, told), LIKENESS_PRINTS);
    assert_memory_equal (made, told, sizeof made);
    for (size_t i = 1; i < LIKENESS_PRINTS; i++)
        assert_true ((uint32_t)made[i - 1] < (uint32_t)made[i]);
    words[0] = likeness_word ("mot");
    assert_int_equal (likeness_prints (words, 1, made), 0);
    assert_int_equal (likeness_prints (words, 0, made), 0);
}

/*  Of a text without end the beginning counts. */
static void test_long (void **state)
{
    (void)state;
    size_t count = 4 * LIKENESS_WORDS_MAX;
    char *text QCDC_CLEANUP (memory_free) = calloc (count, 8);
    for (size_t i = 0, at = 0; i < count; i++)
        at += (size_t)snprintf (text + at, 8, "w%zu ", i);
    assert_int_equal (likeness (text, text), 100);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_what_makes_no_difference),
                                       cmocka_unit_test (test_what_says_nothing),
                                       cmocka_unit_test (test_numbers),
                                       cmocka_unit_test (test_cut_short),
                                       cmocka_unit_test (test_common),
                                       cmocka_unit_test (test_phrases),
                                       cmocka_unit_test (test_prints),
                                       cmocka_unit_test (test_long)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
