/*  text_damage.c — text that was damaged on its way.
 *
 *  TCVN3 and VNI put Vietnamese letters at the places of Latin-1, so a converter that takes them for Latin-1 gives valid
 *  UTF-8 that nobody can read: "KiÕn nghÞ vÒ ®­êng", "Kieán nghò veà ñöôøng".  UTF-8 taken for Windows-1252 gives
 *  "Kiáº¿n nghá»‹".  Each has pairs of characters that no Vietnamese word has. */

#include "base/text_damage.h"

#include "base/i18n.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

/*  Words in which something was found, of all. */
typedef struct {
    size_t words, tcvn3, vni, twice, windows;
    size_t question, question_end; /* words with "?" in them, and with one at their end */
    bool lost, page, escape;
} signs_t;

static bool is_small (int32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_ascii_letter (int32_t c)
{
    return is_small (c) || (c >= 'A' && c <= 'Z');
}

static bool is_among (int32_t c, const int32_t *list)
{
    for (; *list; list++)
        if (*list == c)
            return true;
    return false;
}

/*  Signs of Latin-1 that TCVN3 uses for letters: ¡ ¢ £ ¤ ¥ ¦ § ¨ © ª « ¬ soft hyphen ® ¯ µ ¶ · ¸ ¹ » ¼ ½ ¾. */
static bool is_sign (int32_t c)
{
    return (c >= 0xA1 && c <= 0xAF) || (c >= 0xB5 && c <= 0xBE && c != 0xBA);
}

/*  Letters of Latin-1 that Vietnamese does not have, and that VNI puts behind vowels or in place of đ, ơ and ư. */
static const int32_t FOREIGN[] = {0xC4, 0xC5, 0xCB, 0xCF, 0xD1, 0xD6, 0xD8, 0xDB, 0xE4,
                                  0xE5, 0xEB, 0xEF, 0xF1, 0xF6, 0xF8, 0xFB, 0xFC, 0};

/*  Where VNI puts the mark of ê or â and its tone: behind the e or a, as á, à, ã or â.  No Vietnamese syllable has such a pair. */
static bool is_vni_vowel (int32_t before, int32_t c)
{
    return (before == 'a' || before == 'e' || before == 'A' || before == 'E') &&
           ((c >= 0xC0 && c <= 0xC3) || (c >= 0xE0 && c <= 0xE3));
}

/*  The bytes 0x80 … 0xBF as Windows-1252 shows them. */
static bool is_continuation (int32_t c)
{
    static const int32_t SHOWN[] = {0x20AC, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
                                    0x2039, 0x152,  0x17D, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x2DC,  0x2122, 0x161, 0x203A, 0x153,  0x17E,  0x178,  0};
    return (c >= 0x80 && c <= 0xBF) || is_among (c, SHOWN);
}

/*  UTF-8 read as Windows-1252 between PREVIOUS, C and NEXT: Ä‘, Æ°, áº¿, Ã¡.  The letters Ä and Æ are no Vietnamese
 *  ones; á and Ã are, and what follows them here is no punctuation. */
static bool is_twice (int32_t c, int32_t next, int32_t after)
{
    if (c == 0xC4 || c == 0xC6)
        return is_continuation (next);
    if (c == 0xE1)
        return (next == 0xBA || next == 0xBB) && (is_continuation (after) || after == 0xFFFD);
    return c == 0xC3 &&
           ((next >= 0xA1 && next <= 0xAA) || (next >= 0xAC && next <= 0xBA) || next == 0xBC || next == 0xBD);
}

static bool is_capital (int32_t c)
{
    return c >= 'A' && c <= 'Z';
}

/*  Vietnamese syllables have no i before an o of any tone, but for gi-: "KIÕN" is "kiến" in a font of capitals. */
static bool is_capital_tcvn3 (int32_t first, int32_t before, int32_t c)
{
    return (before == 'I' && c >= 0xD2 && c <= 0xD5 && first != 'G') || (is_capital (before) && c == 0xDE);
}

/*  Windows-1258 writes the tone behind its vowel, at places where Latin-1 has other letters: "êì" is ế, "ð" is đ. */
static bool is_windows_1258 (int32_t before, int32_t c)
{
    static const int32_t VOWELS[] = {0xEA, 0xCA, 0xE2, 0xC2, 0xF4, 0xD4, 0xF5, 0xFD, 0xE3, 0};
    static const int32_t TONES[] = {0xCC, 0xD2, 0xDE, 0xEC, 0xF2, 0};
    return is_among (before, VOWELS) && is_among (c, TONES);
}

/*  A question mark where a letter was, for want of that letter: "Ki?n ngh?", "???ng".  Addresses of pages have them, too. */
static void question_look (const int32_t *word, size_t count, signs_t *signs)
{
    bool within = false;
    for (size_t i = 0; i < count; i++)
        if (is_among (word[i], (const int32_t[]){'=', '&', 0}))
            return;
    for (size_t i = 0; i + 1 < count; i++) {
        int32_t before = i > 0 ? word[i - 1] : 0, next = word[i + 1];
        bool capitals = is_capital (next) && (before == 0 || before == '?' || is_capital (before) || before == 0xD0);
        within |= word[i] == '?' && (is_small (next) || capitals);
    }
    signs->question += within;
    signs->question_end += !within && count > 1 && word[count - 1] == '?';
}

/*  What one word of COUNT characters shows. */
static void word_look (const int32_t *word, size_t count, signs_t *signs)
{
    bool tcvn3 = false, vni = false, twice = false, windows = false;
    for (size_t i = 0; i < count; i++) {
        int32_t c = word[i], before = i > 0 ? word[i - 1] : 0, next = i + 1 < count ? word[i + 1] : 0;
        twice |= is_twice (c, next, i + 2 < count ? word[i + 2] : 0);
        tcvn3 |= is_small (before) && c >= 0xC0 && c <= 0xDE && c != 0xD7;
        tcvn3 |= is_sign (c) && is_ascii_letter (next) && (c == 0xAE || c == 0xAD || is_ascii_letter (before));
        tcvn3 |= is_sign (c) && c != 0xBB && is_ascii_letter (before) && i + 1 == count;
        tcvn3 |= is_sign (c) && is_sign (next) && c != 0xAB && next != 0xAB && next != 0xBB && i + 2 < count;
        tcvn3 |= is_capital_tcvn3 (i > 1 ? word[i - 2] : 0, before, c);
        windows |= is_windows_1258 (before, c) || (c == 0xF0 && (before || next));
        vni |= is_among (c, FOREIGN) &&
               (is_ascii_letter (before) || is_ascii_letter (next) || (next >= 0xC0 && next <= 0xFF));
        vni |= is_vni_vowel (before, c);
        signs->lost |= c == 0xFFFD;
    }
    signs->words++;
    signs->twice += twice;
    signs->tcvn3 += tcvn3;
    signs->vni += vni;
    signs->windows += windows;
    question_look (word, count, signs);
}

/*  A word longer than this is looked at in pieces. */
#define WORD_CHARACTERS 64u

static void signs_read (const char *text, signs_t *signs)
{
    int32_t word[WORD_CHARACTERS], c;
    size_t count = 0;
    for (size_t left = strlen (text); left > 0;) {
        utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &c);
        if (taken <= 0) {
            taken = 1;
            c = 0xFFFD;
        }
        bool ends = c <= ' ';
        if (!ends)
            word[count++] = c;
        if (count > 0 && (ends || count == WORD_CHARACTERS)) {
            word_look (word, count, signs);
            count = 0;
        }
        text += taken;
        left -= (size_t)taken;
    }
    if (count > 0)
        word_look (word, count, signs);
}

/*  A few words, or a good part of many: not one foreign name among them. */
static bool is_many (size_t found, size_t words)
{
    return found >= 1 && found * 5 >= words && (found >= 2 || words <= 3);
}

/*  "&#7871;", "&amp;": as a page has them; "\u1ebf": as programs write among themselves. */
static void escapes_look (const char *text, signs_t *signs)
{
    static const char *const NAMES[] = {"amp;", "nbsp;", "lt;", "gt;", "quot;", "apos;", NULL};
    for (const char *at = text; (at = strchr (at, '&')); at++) {
        size_t digits = at[1] == '#' ? strspn (at + 2, "xX0123456789abcdefABCDEF") : 0;
        signs->page |= digits >= 2 && digits <= 7 && at[2 + digits] == ';';
        for (const char *const *name = NAMES; *name; name++)
            signs->page |= strncmp (at + 1, *name, strlen (*name)) == 0;
    }
    for (const char *at = text; (at = strstr (at, "\\u")); at++)
        signs->escape |= strspn (at + 2, "0123456789abcdefABCDEF") >= 4;
}

/*  What no plain text has: nothing else has to be looked at. */
static bool is_plain (const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at && *at < 0x80 && *at != '?' && *at != '&' && *at != '\\')
        at++;
    return !*at;
}

const char *text_damage (const char *text)
{
    signs_t signs = {0};
    if (is_plain (text))
        return NULL;
    signs_read (text, &signs);
    escapes_look (text, &signs);
    if (signs.page)
        return N_ ("it was copied out of the source of a web page, like \"&#7871;\" for \"ế\"");
    if (signs.escape)
        return N_ ("a program has written its letters as codes, like \"\\u1ebf\" for \"ế\"");
    if (signs.question && is_many (signs.question + signs.question_end, signs.words))
        return N_ ("letters were lost when it was saved and replaced by ?");
    if (is_many (signs.twice, signs.words))
        return N_ ("its letters were saved as UTF-8 and read as something else, like \"Ä‘\" for \"đ\"");
    if (signs.lost)
        return N_ ("letters were lost when it was saved and replaced by �");
    if (is_many (signs.windows, signs.words))
        return N_ ("it seems to be in Windows-1258 and was read as something else, like \"ðýõÌng\" for \"đường\"");
    if (is_many (signs.tcvn3, signs.words))
        return N_ ("it seems to be in TCVN3 (.VnTime fonts), like \"®­êng\" for \"đường\"");
    if (is_many (signs.vni, signs.words))
        return N_ ("it seems to be in VNI (VNI-Times fonts), like \"ñöôøng\" for \"đường\"");
    return NULL;
}

/*  TCVN3 has its small letters between 0xA8 and 0xBE and đ at 0xAE, where Windows-1258 has signs that no text is full of. */
const char *text_encoding_advice (const char *bytes, size_t length)
{
    size_t high = 0, signs = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        high += byte >= 0x80;
        signs += byte >= 0xA8 && byte <= 0xBE;
    }
    if (high > 0 && signs * 4 >= high)
        return N_ (
            "it seems to be TCVN3 (.VnTime): convert it to Unicode with UniKey, then save it as \"CSV UTF-8\"");
    return N_ (
        "it seems to be an old Windows encoding: in the spreadsheet, save it as \"CSV UTF-8 (comma delimited)\"");
}
