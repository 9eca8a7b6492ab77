/*  text_identity.c — finding what tells who a person is, in free text.
 *
 *  A denouncer's identity is a state secret (Law on Denunciations 2018, art. 9 and 56) and must not enter the
 *  system.  This guard looks for identity numbers, telephone numbers, e-mail addresses and the labels that forms put
 *  before names and addresses; and for people who are named and act, or of whom is said where they live or when they were born
 *  (text_person.h).  It reads the text folded to lower-case ASCII, so that missing diacritics, decomposed letters and full-width
 *  digits make no difference, through a small window: it never allocates, however long the text is. */

#include "base/text_identity.h"

#include "base/i18n.h"
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

static bool is_separator (char c)
{
    return c == ' ' || c == '.' || c == '-';
}

/*  After which words, standing alone, a name, an address or a number follows. */
typedef enum {
    LABEL_ALWAYS,    /* enough by itself */
    LABEL_COLON,     /* only where ':' or '=' follows */
    LABEL_NUMBER,    /* only where a number follows */
    LABEL_PLACE,     /* only where a place follows: "trú tại thôn 3" */
    LABEL_PERSON,    /* only where a name follows: "đơn của bà Trần Thị B" */
    LABEL_PETITIONER /* only where ':', '=', "cua toi" or the petitioner follows, and not the accused */
} label_rule;

static const struct {
    const char *label;
    label_rule rule;
    const char *what;
} LABELS[] = {
    {"cccd", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"cmnd", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"cmtnd", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"cmt", LABEL_NUMBER, N_ ("an identity-card number")},
    {"can cuoc cong dan", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"can cuoc", LABEL_NUMBER, N_ ("an identity-card number")},
    {"chung minh nhan dan", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"chung minh thu", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"so dinh danh", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"ma dinh danh", LABEL_NUMBER, N_ ("an identity-card number")},
    {"ho chieu", LABEL_NUMBER, N_ ("a passport number")},
    {"so dien thoai", LABEL_ALWAYS, N_ ("a telephone number")},
    {"sdt", LABEL_ALWAYS, N_ ("a telephone number")},
    {"dien thoai", LABEL_NUMBER, N_ ("a telephone number")},
    {"dtdd", LABEL_NUMBER, N_ ("a telephone number")},
    {"zalo", LABEL_NUMBER, N_ ("a telephone number")},
    {"so tai khoan", LABEL_NUMBER, N_ ("a bank account's number")},
    {"tai khoan so", LABEL_NUMBER, N_ ("a bank account's number")},
    {"stk", LABEL_NUMBER, N_ ("a bank account's number")},
    {"ho va ten", LABEL_PETITIONER, N_ ("a person's name")},
    {"ho ten", LABEL_PETITIONER, N_ ("a person's name")},
    {"ten nguoi", LABEL_PETITIONER, N_ ("a person's name")},
    {"ten toi la", LABEL_ALWAYS, N_ ("a person's name")},
    {"toi la", LABEL_PERSON, N_ ("a person's name")},
    {"toi ten", LABEL_ALWAYS, N_ ("a person's name")},
    {"nguoi to cao", LABEL_COLON, N_ ("a person's name")},
    {"nguoi to cao ten", LABEL_ALWAYS, N_ ("a person's name")},
    {"nguoi to cao la ong", LABEL_ALWAYS, N_ ("a person's name")},
    {"nguoi to cao la ba", LABEL_ALWAYS, N_ ("a person's name")},
    {"nguoi gui don", LABEL_COLON, N_ ("a person's name")},
    {"nguoi lam don", LABEL_COLON, N_ ("a person's name")},
    {"nguoi viet don", LABEL_COLON, N_ ("a person's name")},
    {"dia chi nguoi", LABEL_PETITIONER, N_ ("a person's address")},
    {"dia chi cua nguoi", LABEL_PETITIONER, N_ ("a person's address")},
    {"dia chi cua toi", LABEL_ALWAYS, N_ ("a person's address")},
    {"dia chi thuong tru", LABEL_ALWAYS, N_ ("a person's address")},
    {"ho khau thuong tru", LABEL_ALWAYS, N_ ("a person's address")},
    {"noi thuong tru", LABEL_ALWAYS, N_ ("a person's address")},
    {"hien thuong tru tai", LABEL_ALWAYS, N_ ("a person's address")},
    {"thuong tru", LABEL_PLACE, N_ ("a person's address")},
    {"tam tru", LABEL_PLACE, N_ ("a person's address")},
    {"tru tai", LABEL_PLACE, N_ ("a person's address")},
    {"tru o", LABEL_PLACE, N_ ("a person's address")},
    {"ngu tai", LABEL_PLACE, N_ ("a person's address")},
    {"ngu o", LABEL_PLACE, N_ ("a person's address")},
    {"hien o", LABEL_PLACE, N_ ("a person's address")},
    {"sinh song tai", LABEL_PLACE, N_ ("a person's address")},
    {"dia chi", LABEL_PLACE, N_ ("a person's address")},
    {"so nha", LABEL_PLACE, N_ ("a person's address")},
    {"nha so", LABEL_PLACE, N_ ("a person's address")},
    {"don cua", LABEL_PERSON, N_ ("a person's name")},
    {"to cao cua", LABEL_PERSON, N_ ("a person's name")},
    {"to cao boi", LABEL_PERSON, N_ ("a person's name")},
    {"to giac cua", LABEL_PERSON, N_ ("a person's name")},
    {"to giac boi", LABEL_PERSON, N_ ("a person's name")},
    {"don do", LABEL_PERSON, N_ ("a person's name")},
    {"nguoi to cao la", LABEL_PERSON, N_ ("a person's name")},
    {"nguoi dung don", LABEL_PERSON, N_ ("a person's name")},
    {"nguoi dung don la", LABEL_PERSON, N_ ("a person's name")},
    {"nguoi dung ten", LABEL_PERSON, N_ ("a person's name")},
};

/*  Whether the words after a label for a name or an address make it the petitioner's: "họ và tên:", "tên người tố cáo",
 *  but not "họ và tên người bị tố cáo". */
static bool petitioner_follows (const char *label, const char *after)
{
    static const char *const PETITIONERS[] = {"nguoi to cao",  "nguoi gui", "nguoi lam don", "nguoi viet don",
                                              "nguoi nop don", "cua toi",   "toi "};
    const char *role = after;
    if (starts_with (role, "cua "))
        role += strlen ("cua ");
    /*  Labels that end in "nguoi" have the role behind that word already. */
    const char *tail = strlen (label) > 5 ? label + strlen (label) - 5 : label;
    bool nguoi_taken = strcmp (tail, "nguoi") == 0;
    for (size_t i = 0; i < sizeof PETITIONERS / sizeof *PETITIONERS; i++) {
        const char *petitioner = PETITIONERS[i];
        if (nguoi_taken && starts_with (petitioner, "nguoi "))
            petitioner += strlen ("nguoi ");
        if (starts_with (role, petitioner))
            return true;
    }
    return !nguoi_taken && (after[0] == ':' || after[0] == '=');
}

/*  A label that stands at TEXT, which begins a word. */
static const char *label_at (const folded_t *folded, const char *text)
{
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++) {
        if (text[0] != LABELS[i].label[0])
            continue;
        size_t length = strlen (LABELS[i].label);
        if (strncmp (text, LABELS[i].label, length) != 0 || is_word (text[length]))
            continue;
        const char *after = text + length;
        while (*after == ' ')
            after++;
        bool found = false;
        switch (LABELS[i].rule) {
        case LABEL_ALWAYS:
            found = true;
            break;
        case LABEL_COLON:
            found = *after == ':' || *after == '=';
            break;
        case LABEL_NUMBER:
            if (starts_with (after, "so ") || starts_with (after, "so:"))
                after += 2;
            after += strspn (after, " :=.-+(");
            found = strspn (after, "0123456789") >= 3;
            break;
        case LABEL_PLACE:
            found = place_follows (after) && !accused_before (folded, text);
            break;
        case LABEL_PERSON: {
            const char *person = behind_blanks (after), *name = behind_honorific (person);
            if (behind_kin (folded, person))
                return LABELS[i].what;
            found =
                name ? name_follows (name) || capitals_follow (folded, name) : name_follows (behind_blanks (after));
            break;
        }
        case LABEL_PETITIONER:
            found = petitioner_follows (LABELS[i].label, after);
            break;
        }
        if (found)
            return LABELS[i].what;
    }
    return NULL;
}

/*  A number at TEXT, read with the separators that people put between its groups. */
typedef struct {
    size_t digits; /* in all groups */
    size_t groups;
    size_t first_group; /* digits in it */
    size_t last_group;
    const char *after;
} number_t;

/*  Reads groups of two or more digits with one separator between them. */
static number_t number_read (const char *text)
{
    number_t number = {.after = text};
    for (;;) {
        size_t group = strspn (number.after, "0123456789");
        number.digits += group;
        number.groups++;
        number.last_group = group;
        if (number.groups == 1)
            number.first_group = group;
        number.after += group;
        if (number.digits > 12 || !is_separator (number.after[0]) || !is_digit (number.after[1]) ||
            !is_digit (number.after[2]))
            return number;
        number.after++;
    }
}

/*  "100000000 đồng" has nine digits and is an amount. */
static bool amount_follows (const char *after)
{
    static const char *const CURRENCIES[] = {"dong", "vnd", "d", "trieu", "m2", "usd"};
    while (*after == ' ')
        after++;
    for (size_t i = 0; i < sizeof CURRENCIES / sizeof *CURRENCIES; i++)
        if (starts_with (after, CURRENCIES[i]) && !is_word (after[strlen (CURRENCIES[i])]))
            return true;
    return false;
}

/*  A Vietnamese mobile number: 0 and nine digits of which the first is 3, 5, 7, 8 or 9 (numbering plan of 2018);
 *  written together, or in groups of which the first has three to five digits, so that dates are not taken for
 *  numbers. */
static bool number_is_mobile (const char *text, const number_t *number)
{
    return number->digits == 10 && text[0] == '0' && text[1] != '\0' && strchr ("35789", text[1]) &&
           (number->groups == 1 || (number->first_group >= 3 && number->first_group <= 5));
}

/*  The same behind the country's code: +84 or 84, the rest in any groups. */
static bool number_is_mobile_abroad (const char *text)
{
    if (!starts_with (text, "84"))
        return false;
    const char *rest = text + 2 + strspn (text + 2, " .-)");
    if (starts_with (rest, "0") || starts_with (rest, "(0)"))
        rest += *rest == '(' ? 3 : 1;
    if (*rest == '\0' || !strchr ("35789", *rest))
        return false;
    return number_read (rest).digits == 9;
}

/*  Identity numbers: twelve digits beginning with 0 (a province's code, 001 … 096; Circular 59/2021/TT-BCA), nine on
 *  the older cards, or twelve of any kind standing alone and undivided. */
static const char *number_at (const char *text, char before)
{
    size_t digits = strspn (text, "0123456789");
    bool inside =
        is_word (text[digits]) || ((before == '.' || before == ',') && text[-2] != ' ' && is_digit (text[-2]));
    if (number_is_mobile_abroad (text) && (before == '+' || digits == 11))
        return N_ ("a telephone number");
    number_t number = number_read (text);
    if (number_is_mobile (text, &number) && !is_word (*number.after))
        return N_ ("a telephone number");
    if (number.digits == 12 && number.groups > 1 && text[0] == '0' && number.first_group == 3 &&
        !is_word (*number.after))
        return N_ ("an identity-card number");
    /* 260 123 456, as it is printed on the older cards; amounts have their currency behind them. */
    if (number.digits == 9 && number.groups == 3 && number.first_group == 3 && text[3] == ' ' && text[7] == ' ' &&
        !is_word (*number.after) && !amount_follows (number.after))
        return N_ ("an identity-card number");
    /* Of a house: 02, two figures of the province, and seven or eight more. */
    if (number.digits == 11 && starts_with (text, "02") && !is_word (*number.after))
        return N_ ("a telephone number");
    if (inside || (digits != 9 && (digits < 12 || digits > 16)))
        return NULL;
    /*  A decimal or a list of thousands goes on behind the digits. */
    if ((text[digits] == '.' || text[digits] == ',') && is_digit (text[digits + 1]))
        return NULL;
    if (amount_follows (text + digits))
        return NULL;
    return digits > 12 ? N_ ("a bank account's number") : N_ ("an identity-card number");
}

/*  A mobile number with letters that look like digits: "09l2345678", "O912 345 678". */
static const char *disguised_at (const char *text)
{
    char plain[11] = "";
    size_t count = 0, letters = 0, first_group = 0;
    const char *at = text;
    for (; count < 10; at++) {
        if (is_separator (*at) && count > 0 && !is_separator (at[-1])) {
            first_group = first_group ? first_group : count;
            continue;
        }
        if (!is_digit (*at) && *at != 'l' && *at != 'i' && *at != 'o')
            return NULL;
        letters += !is_digit (*at);
        plain[count++] = is_digit (*at) ? *at : *at == 'o' ? '0' : '1';
    }
    if (letters < 1 || letters > 3 || is_word (*at) || (first_group && (first_group < 3 || first_group > 5)))
        return NULL;
    return plain[0] == '0' && strchr ("35789", plain[1]) ? N_ ("a telephone number") : NULL;
}

/*  A mobile number one figure at a time: "0 9 1 2 3 4 5 6 7 8". */
static bool spelt_out_at (const char *text)
{
    char plain[11] = "";
    for (size_t i = 0; i < 10; i++) {
        if (!is_digit (text[2 * i]) || (i < 9 && !is_separator (text[2 * i + 1])))
            return false;
        plain[i] = text[2 * i];
    }
    return !is_word (text[19]) && plain[0] == '0' && strchr ("35789", plain[1]);
}

/*  Letters, digits and what local parts may hold around an '@', and a domain with a dot behind it. */
static bool email_at (const char *at)
{
    if (!is_word (at[-1]) && at[-1] != '_')
        return false;
    const char *p = at + 1;
    bool dot = false;
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
        if (*here == '@' && email_at (here))
            return N_ ("an e-mail address");
        if (is_word (here[-1]) || !is_word (*here))
            continue;
        const char *what = is_digit (*here) ? number_at (here, here[-1]) : label_at (&folded, here);
        if (!what)
            what = spelt_out_at (here) ? N_ ("a telephone number") : disguised_at (here);
        if (!what && person_at (&folded, here))
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
        if (p <= ' ' || utf8proc_category (p) == UTF8PROC_CATEGORY_ZS)
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
    return counts && found && strcmp (found, TELEPHONE) != 0 ? NULL : found;
}
