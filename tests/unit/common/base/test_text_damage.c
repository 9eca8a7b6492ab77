/*  test_text_damage.c — what was damaged on its way is told, with how it came about; what is whole passes, foreign names too. */

#include "base/text_damage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_whole (void **state)
{
    static const char *const WHOLE[] = {
        "",
        "plain letters, ½ price",
        "Kiến nghị về đường thôn 3, xã Tân Thành",
        "KHIẾU NẠI QUYẾT ĐỊNH THU HỒI ĐẤT",
        "Đơn của ông Ưng Ỷ gửi Ủy ban",
        "Công ty Müller & Søn kiến nghị về giấy phép xây dựng nhà xưởng",
        "Diện tích 120 m², giá 5 triệu đồng/m², theo § 12",
        "Phản ánh ‘loa kéo’ … “ồn ào” – 22 giờ",
        "Ông Seán O'Casey hỏi về hoà giải, quá hạn, già yếu",
        "кириллица 漢字 عربية",
        "\xF0\x9F\x98\x80 đơn có hình",
        "Bao giờ trả đất? Có được hỗ trợ không?",
        "Hỏi: khi nào giải quyết?Đã nộp đơn từ tháng 3",
        "Xem https://phananh.gov.vn/don?id=12&trang=2 và a?b=c",
        "R&D; A&B, AT&T, công ty M&A",
        "GIÒ CHẢ, GIÓ TO, ông Rò",
        "Điều 5 §2, «ngoặc», C:\\users\\uy ban",
        "?",
        "Cho mình hỏi có mở thẻ k?làm thì cần thủ tục như thế nào?giá thẻ là bao nhiêu, mong sớm trả lời",
        "Vì sao?",
    };
    (void)state;
    for (size_t i = 0; i < sizeof WHOLE / sizeof *WHOLE; i++)
        if (text_damage (WHOLE[i]))
            fail_msg ("%s: %s", WHOLE[i], text_damage (WHOLE[i]));
}

static void test_damaged (void **state)
{
    static const struct {
        const char *text, *says;
    } DAMAGED[] = {
        {"KiÕn nghÞ vÒ ®­êng", "TCVN3"},
        {"KIÕN NGHÞ VÒ §¦êNG GIAO TH¤NG", "TCVN3"},
        {"12/§¬n", "TCVN3"},
        {"Ki?n ngh? v? ???ng giao thông", "replaced by ?"},
        {"Kiến ngh? v? du?ng", "replaced by ?"},
        {"KHI?U N?I QUY?T Đ?NH", "replaced by ?"},
        {"12/Ð?N", "replaced by ?"},
        {"Kiêìn nghiò vêÌ ðýõÌng", "Windows-1258"},
        {"Ki&#7871;n ngh&#7883;", "web page"},
        {"Khiếu nại &amp; tố cáo", "web page"},
        {"Ki\\u1ebfn ngh\\u1ecb", "as codes"},
        {"§¬n khiÕu n¹i cña «ng NguyÔn V¨n A", "TCVN3"},
        {"Kieán nghò veà ñöôøng", "VNI"},
        {"Khieáu naïi veà ñaát ñai", "VNI"},
        {"KIEÁN NGHÒ VEÀ ÑÖÔØNG", "VNI"},
        {"Kiáº¿n nghá»‹ vá» Ä‘Æ°á»ng", "something else"},
        {"KhiÃªu náº¡i", "something else"},
        {"Ki\xEF\xBF\xBDn ngh\xEF\xBF\xBD", "lost"},
        {"Một chữ mất trong rất nhiều chữ còn nguyên vẹn: đ\xEF\xBF\xBDt", "lost"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof DAMAGED / sizeof *DAMAGED; i++) {
        const char *said = text_damage (DAMAGED[i].text);
        if (!said || !strstr (said, DAMAGED[i].says))
            fail_msg ("%s: %s", DAMAGED[i].text, said ? said : "whole");
    }
}

/*  A word without end, and bytes that are no text, are no trap. */
static void test_odd (void **state)
{
    char text[1000];
    (void)state;
    memset (text, 'a', sizeof text);
    strcpy (text + sizeof text - 4, "\xC4\x91z");
    assert_null (text_damage (text));
    assert_non_null (text_damage ("\xC4"));
    assert_non_null (text_damage ("\xFF\xFE x"));
}

/*  Bytes that are no UTF-8: what they seem to be. */
static void test_encodings (void **state)
{
    static const char TCVN3[] = "Ki\xD5n ngh\xDE v\xD2 \xAE\xAD\xEAng, \xAE\xB7t \xAE\xB8",
                      VNI[] = "Kie\xE1n ngh\xF2 ve\xE0";
    (void)state;
    assert_non_null (strstr (text_encoding_advice (TCVN3, sizeof TCVN3 - 1), "TCVN3"));
    assert_non_null (strstr (text_encoding_advice (VNI, sizeof VNI - 1), "old Windows encoding"));
    assert_non_null (text_encoding_advice ("", 0));
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_whole), cmocka_unit_test (test_damaged),
                                       cmocka_unit_test (test_odd), cmocka_unit_test (test_encodings)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
