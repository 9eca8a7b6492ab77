/*  text_number.c — telling people's numbers from those of papers, sums and days. */

#include "base/text_number.h"

#include "base/i18n.h"

static bool is_separator (char c)
{
    return c == ' ' || c == '.' || c == '-';
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

bool paper_follows (const char *after)
{
    size_t letters = 0, digits = 0;
    static const char *const NAMED[] = {"so", "ma so", "ma", "seri", NULL};
    for (size_t length; (length = word_among (after, NAMED)) > 0;)
        after = behind_blanks (after + length);
    after += strspn (after, " :=.-+(");
    while (letters < 4 && *after >= 'a' && *after <= 'z') {
        letters++;
        after++;
    }
    if (letters > 0 && letters <= 2)
        after += strspn (after, " -");
    for (; is_digit (*after) || (is_separator (*after) && is_digit (after[1])); after++)
        digits += is_digit (*after);
    return digits >= 6 && !starts_with (after, "/") && !amount_follows (after);
}

bool birthday_follows (const char *after)
{
    after += strspn (after, " :=");
    if (!is_digit (*after))
        return false;
    for (size_t i = 0; i < 24 && after[i]; i++)
        if ((starts_with (after + i, "19") || starts_with (after + i, "20")) && !is_digit (after[i - (i > 0)]) &&
            strspn (after + i, "0123456789") == 4)
            return true;
    return false;
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

/*  "/QĐ-UBND", "/2020/NQ-HĐND" behind a document's number. */
static bool document_follows (const char *after)
{
    static const char *const DOCUMENTS[] = {"qd",  "nq", "ubnd", "hdnd", "tb", "kl", "cv",  "ct", "kh", "bc",
                                            "ttr", "tt", "gp",   "nd",   "hd", "bb", "ctr", "gm", NULL};
    if (*after == '/' && strspn (after + 1, "0123456789") == 4)
        after += 5;
    size_t length = *after == '/' ? word_among (after + 1, DOCUMENTS) : 0;
    return length > 0 && after[1 + length] == '-';
}

/*  "chứng từ số", "hóa đơn số". */
static bool document_before (const folded_t *folded, const char *here)
{
    static const char *const DOCUMENTS[] = {
        "chung tu so ",   "hoa don so ",  "bien lai so ", "phieu chi so ", "phieu thu so ",
        "quyet dinh so ", "bien ban so ", "hop dong so ", "van ban so ",   NULL};
    for (const char *const *words = DOCUMENTS; *words; words++)
        if (stands_before (folded, here, *words))
            return true;
    return false;
}

/*  Identity numbers: twelve digits beginning with 0 (a province's code, 001 … 096; Circular 59/2021/TT-BCA), nine on
 *  the older cards, or twelve of any kind standing alone and undivided. */
const char *number_at (const folded_t *folded, const char *text)
{
    const char before = text[-1];
    size_t digits = strspn (text, "0123456789");
    bool inside =
        is_word (text[digits]) || ((before == '.' || before == ',') && text[-2] != ' ' && is_digit (text[-2]));
    if (number_is_mobile_abroad (text) && !document_follows (text + digits) && (before == '+' || digits == 11))
        return N_ ("a telephone number");
    number_t number = number_read (text);
    if (document_follows (number.after) || document_before (folded, text))
        return NULL;
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

const char *disguised_at (const char *text)
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

bool spelt_out_at (const char *text)
{
    char plain[11] = "";
    for (size_t i = 0; i < 10; i++) {
        if (!is_digit (text[2 * i]) || (i < 9 && !is_separator (text[2 * i + 1])))
            return false;
        plain[i] = text[2 * i];
    }
    return !is_word (text[19]) && plain[0] == '0' && strchr ("35789", plain[1]);
}
