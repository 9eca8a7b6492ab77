/*  text_identity.c — finding what tells who a person is, in free text.
 *
 *  A denouncer's identity is a state secret (Law on Denunciations 2018, art. 9 and 56) and must not enter the
 *  system.  This guard looks for identity numbers, telephone numbers, e-mail addresses and the labels that forms put
 *  before names and addresses; and for people who are named and act, or of whom is said where they live or when they were born
 *  (text_person.h).  It reads the text folded to lower-case ASCII, so that missing diacritics, decomposed letters and full-width
 *  digits make no difference, through a small window: it never allocates, however long the text is. */

#include "base/text_identity.h"

#include "base/i18n.h"
#include "base/text_label.h"
#include "base/text_number.h"
#include "base/text_person.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

/*  What a match may need to see behind its start. */
#define LOOKAHEAD_BYTES 160u
#define WINDOW_BYTES 4096u

typedef struct {
    char text[WINDOW_BYTES + 1];    /* text[0] is what came before the first place to look at */
    bool capital[WINDOW_BYTES + 1]; /* which of them were capital letters */
    unsigned char marks[WINDOW_BYTES + 1];
    size_t fill;
    bool final; /* nothing follows */
} window_t;

static const char *const PROVIDERS[] = {"gmail", "yahoo", "hotmail", "outlook", "icloud", "ymail", NULL};

/*  "nguyenteo[at]gmail.com", "nguyenteo at gmail.com" at the sign in words. */
static bool email_in_words_at (const char *at)
{
    static const char *const SIGNS[] = {"[at]", "(at)", "{at}"};
    const char *before = at - 1 - (at[-1] == ' ');
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (starts_with (at, SIGNS[i]))
            return is_word (*before) && is_word (at[4 + (at[4] == ' ')]);
    return at[-1] == ' ' && starts_with (at, "at ") && is_word (*before) && word_among (at + 3, PROVIDERS) > 0;
}

/*  "facebook.com/nguyenvanteo1965": whose page it is cannot be told but from what the sentence has said before. */
static bool page_at (const folded_t *folded, const char *here)
{
    static const char *const SITES[] = {"facebook.com/", "fb.com/",        "fb.me/",       "m.me/",
                                        "zalo.me/",      "instagram.com/", "tiktok.com/@", "t.me/"};
    for (size_t i = 0; i < sizeof SITES / sizeof *SITES; i++)
        if (starts_with (here, SITES[i]))
            return is_word (here[strlen (SITES[i])]) && !is_accused (folded, here);
    return false;
}

/*  Letters, digits and what local parts may hold around an '@', and a domain with a dot behind it. */
static bool email_at (const char *at)
{
    if (!is_word (at[-1]) && at[-1] != '_')
        return false;
    const char *p = at + 1;
    bool dot = word_among (p, PROVIDERS) > 0; /* "a@gmail,com" */
    while (is_word (*p) || *p == '-' || (*p == '.' && is_word (p[1]))) {
        dot |= *p == '.';
        p++;
    }
    return dot;
}

/*  Looks at every place of the window that has enough text behind it. */
static const char *window_search (const window_t *window)
{
    const folded_t folded = {window->text, window->capital, window->marks};
    size_t end = window->final ? window->fill : window->fill - LOOKAHEAD_BYTES;
    for (size_t i = 2; i < end; i++) {
        const char *here = window->text + i;
        if ((*here == '@' && email_at (here)) || email_in_words_at (here))
            return N_ ("an e-mail address");
        if (is_word (here[-1]) || !is_word (*here))
            continue;
        const char *what = is_digit (*here) ? number_at (&folded, here) : label_at (&folded, here);
        if (!what)
            what = spelt_out_at (here) ? N_ ("a telephone number") : disguised_at (here);
        if (!what && page_at (&folded, here))
            what = N_ ("a person's page");
        if (!what && (person_at (&folded, here) || (denounces_at (here) && person_before (&folded, here))))
            what = N_ ("a person's name");
        /* Registering a residence is a procedure that people complain of, and "số nhà" is a thing that is given out. */
        if (what && (stands_before (&folded, here, "dang ky ") || stands_before (&folded, here, "dang ky thuong ") ||
                     stands_before (&folded, here, "cap ") || stands_before (&folded, here, "danh ")))
            what = NULL;
        if (what)
            return what;
    }
    return NULL;
}

/*  Keeps what has not been looked at yet, and two characters before it. */
static void window_slide (window_t *window)
{
    size_t keep = LOOKAHEAD_BYTES + 2;
    memmove (window->text, window->text + window->fill - keep, keep);
    memmove (window->capital, window->capital + window->fill - keep, keep * sizeof *window->capital);
    memmove (window->marks, window->marks + window->fill - keep, keep);
    window->fill = keep;
}

static void window_put (window_t *window, char c, bool capital, unsigned char marks)
{
    /*  Runs of spaces count as one: a label may be laid out over several lines. */
    if (c == ' ' && window->text[window->fill - 1] == ' ')
        return;
    window->capital[window->fill] = capital;
    window->marks[window->fill] = marks;
    window->text[window->fill++] = c;
    window->text[window->fill] = '\0';
}

/*  The mark that a combining character puts on the letter before it. */
static unsigned char mark_of (utf8proc_int32_t c)
{
    switch (c) {
    case 0x300:
        return MARK_GRAVE;
    case 0x301:
        return MARK_ACUTE;
    case 0x302:
        return MARK_CIRCUMFLEX;
    case 0x303:
        return MARK_TILDE;
    case 0x306:
        return MARK_BREVE;
    case 0x309:
        return MARK_HOOK;
    case 0x31B:
        return MARK_HORN;
    case 0x323:
        return MARK_DOT;
    default:
        return 0;
    }
}

static bool is_mark (utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category (c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

/*  One code point as lower-case ASCII without diacritics, which are kept beside it: a space for spaces and controls, a stand-in
 *  for what has no such form. */
static void fold_put (window_t *window, utf8proc_int32_t c)
{
    utf8proc_int32_t parts[24];
    int boundary = 0;
    utf8proc_ssize_t count = 1;
    bool capital = utf8proc_category (c) == UTF8PROC_CATEGORY_LU;
    bool stroke = c == 0x110 || c == 0x111; /* Đ and đ do not decompose */
    parts[0] = c;
    if (stroke)
        parts[0] = 'd';
    else if (c >= 0x80)
        count = utf8proc_decompose_char (c, parts, 24, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD,
                                         &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < 24; i++) {
        utf8proc_int32_t p = parts[i];
        if (p >= 0x80 && is_mark (p)) {
            window->marks[window->fill - 1] |= mark_of (p);
            continue;
        }
        if (p >= 'A' && p <= 'Z')
            p += 'a' - 'A';
        if (p == 0x2019 || p == 0x2018 || p == 0x2BC)
            p = '\''; /* of names */
        else if (p <= ' ' || utf8proc_category (p) == UTF8PROC_CATEGORY_ZS)
            p = ' ';
        else if (utf8proc_category (p) == UTF8PROC_CATEGORY_PD)
            p = '-';
        else if (utf8proc_category (p) == UTF8PROC_CATEGORY_CF)
            continue; /* zero-width characters hide nothing */
        else if (p >= 0x7F)
            p = utf8proc_category (p) <= UTF8PROC_CATEGORY_LO ? FOREIGN_LETTER : '*';
        window_put (window, (char)p, capital, stroke ? MARK_HORN : 0);
    }
}

/*  Looks through TEXT, and BEHIND, which is folded already, as if it stood there too. */
static const char *search (const char *text, const char *behind)
{
    window_t window;
    memcpy (window.text, "  ", 3);
    memset (window.capital, 0, sizeof window.capital);
    memset (window.marks, 0, sizeof window.marks);
    window.fill = 2;
    window.final = false;
    bool whole = *behind == '\0'; /* nothing has slid out of the window */
    for (size_t left = strlen (text); left > 0;) {
        utf8proc_int32_t c = (unsigned char)*text;
        utf8proc_ssize_t taken = 1;
        if (c >= 0x80)
            taken = utf8proc_iterate ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &c);
        if (taken <= 0) {
            taken = 1;
            c = '*';
        }
        fold_put (&window, c);
        text += taken;
        left -= (size_t)taken;
        if (window.fill > WINDOW_BYTES - 24) {
            const char *what = window_search (&window);
            if (what)
                return what;
            window_slide (&window);
            whole = false;
        }
    }
    for (; *behind; behind++)
        window_put (&window, *behind, false, 0);
    window.final = true;
    const folded_t folded = {window.text, window.capital, window.marks};
    if (whole && person_alone (&folded, window.text + 2))
        return N_ ("a person's name");
    return window_search (&window);
}

const char *text_identity (const char *text)
{
    return search (text, "");
}

const char *number_identity (const char *number)
{
    static const char TELEPHONE[] = N_ ("a telephone number");
    bool counts = number[strspn (number, "0123456789 ./-")] == '\0';
    const char *found = search (number, counts ? "" : " to cao");
    if (counts)
        return found && strcmp (found, TELEPHONE) != 0 ? NULL : found;
    return found ? found : name_in_code (number) ? N_ ("a person's name") : NULL;
}
