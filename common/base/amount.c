/*  amount.c — numbers as people write them.
 *
 *  A number is taken apart into groups of digits and the marks between them; which readings there are follows from their
 *  shape alone, never from the locale, the file's other rows or what would be likely. */

#include "base/amount.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/register_number.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#define GROUPS_MAX 12u
#define GROUP_DIGITS_MAX 40u

typedef struct {
    char digits[GROUPS_MAX][GROUP_DIGITS_MAX + 1];
    char marks[GROUPS_MAX]; /* behind each group: '.', ',' or ' '; 0 behind the last */
    size_t count;
} shape_t;

static qcdc_status number_fail (fault_t *fault, const char *text, const char *why)
{
    return fault_set (fault, QCDC_BAD_NUMBER, NULL, _ ("'%.80s' is not a number that can stand here: %s"), text, why);
}

static qcdc_status number_advise (fault_t *fault, const char *text, const char *why, const char *advice)
{
    number_fail (fault, text, why);
    fault_advise (fault, "%s", advice);
    return QCDC_BAD_NUMBER;
}

/*  The character at TEXT as '0' … '9', '.', ',', ' ' (any blank), or 0 for anything else; *LENGTH its bytes. */
static char shape_character (const char *text, size_t *length)
{
    utf8proc_int32_t c;
    *length = 1;
    if ((unsigned char)*text < 0x80)
        return isdigit ((unsigned char)*text) || *text == '.' || *text == ',' || *text == ' ' ? *text : 0;
    utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)strlen (text), &c);
    if (taken <= 0)
        return 0;
    *length = (size_t)taken;
    return utf8proc_category (c) == UTF8PROC_CATEGORY_ZS ? ' ' : 0;
}

/*  False where TEXT is not groups of digits with one mark between each two. */
static bool shape_read (const char *text, shape_t *shape)
{
    memset (shape, 0, sizeof *shape);
    size_t used = 0, length;
    for (; *text; text += length) {
        char c = shape_character (text, &length);
        if (c == 0)
            return false;
        if (isdigit ((unsigned char)c)) {
            if (used == GROUP_DIGITS_MAX)
                return false;
            shape->digits[shape->count][used++] = c;
            continue;
        }
        if (used == 0 || shape->count + 1 == GROUPS_MAX)
            return false;
        shape->marks[shape->count++] = c;
        used = 0;
    }
    if (used == 0)
        return false;
    shape->count++;
    return true;
}

/*  Whether the first COUNT groups are those of a number whose thousands are set apart: 1 to 3 digits that do not begin
 *  with 0, then three each, all with the same mark. */
static bool thousands (const shape_t *shape, size_t count)
{
    size_t first = strlen (shape->digits[0]);
    if (count == 1)
        return true;
    if (first > 3 || shape->digits[0][0] == '0')
        return false;
    for (size_t i = 1; i < count; i++)
        if (strlen (shape->digits[i]) != 3 || (i + 1 < count && shape->marks[i] != shape->marks[0]))
            return false;
    return true;
}

/*  ---------------------------------------------------------------- values */

/*  WHOLE groups of digits, then decimals (may be NULL). */
static qcdc_status value_make (const char *text, const shape_t *shape, size_t whole, const char *decimals,
                               int64_t *value_e4, fault_t *fault)
{
    int64_t value = 0;
    for (size_t i = 0; i < whole; i++)
        for (const char *digit = shape->digits[i]; *digit; digit++) {
            value = value * 10 + (*digit - '0');
            if (value > QCDC_VALUE_E4_MAX / AMOUNT_SCALE)
                return number_fail (fault, text, _ ("it is too large"));
        }
    size_t count = decimals ? strlen (decimals) : 0;
    if (count > AMOUNT_DECIMALS)
        return number_fail (fault, text, _ ("it has more than four decimals"));
    for (size_t i = 0; i < AMOUNT_DECIMALS; i++)
        value = value * 10 + (i < count ? decimals[i] - '0' : 0);
    if (value > QCDC_VALUE_E4_MAX)
        return number_fail (fault, text, _ ("it is too large"));
    *value_e4 = value;
    return QCDC_OK;
}

/*  "0" in front of three digits begins no thousand. */
static bool reads_two_ways (const shape_t *shape)
{
    return shape->count == 2 && shape->marks[0] != ' ' && strlen (shape->digits[1]) == 3 &&
           strcmp (shape->digits[0], "0") != 0;
}

bool amount_two_ways (const char *text, int64_t *fraction_e4, int64_t *whole_e4)
{
    shape_t shape;
    fault_t ignored;
    return shape_read (text, &shape) && reads_two_ways (&shape) &&
           value_make (text, &shape, 1, shape.digits[1], fraction_e4, &ignored) == QCDC_OK &&
           value_make (text, &shape, 2, NULL, whole_e4, &ignored) == QCDC_OK;
}

/*  2.000 → "2" and "2000"; 1.250 → "1,25" and "1250": each written so that it has one reading. */
static qcdc_status refuse_two_ways (const char *text, const shape_t *shape, fault_t *fault)
{
    const char *whole = shape->digits[0] + strspn (shape->digits[0], "0"), *part = shape->digits[1];
    whole = *whole ? whole : "0";
    char fraction[GROUP_DIGITS_MAX + 8], thousand[2 * GROUP_DIGITS_MAX + 1];
    int decimals = part[2] != '0' ? 3 : part[1] != '0' ? 2 : part[0] != '0' ? 1 : 0;
    snprintf (fraction, sizeof fraction, "%s%s%.*s%s", whole, decimals ? "," : "", decimals, part,
              decimals == 3 ? "0" : "");
    snprintf (thousand, sizeof thousand, "%s%s", whole, part);
    fault_set (fault, QCDC_BAD_NUMBER, NULL, _ ("is %s to be read as %s or as %s?"), text, fraction, thousand);
    fault_advise (fault, _ ("write %s or %s"), fraction, thousand);
    return QCDC_BAD_NUMBER;
}

/*  All marks are the same: thousands, or one decimal mark, or both are possible. */
static qcdc_status one_mark (const char *text, const shape_t *shape, int64_t *value_e4, fault_t *fault)
{
    if (shape->count > 2 || shape->marks[0] == ' ') {
        if (thousands (shape, shape->count))
            return value_make (text, shape, shape->count, NULL, value_e4, fault);
        return number_advise (fault, text, _ ("its digits are not grouped by thousands"),
                              _ ("write the digits together"));
    }
    if (reads_two_ways (shape))
        return refuse_two_ways (text, shape, fault);
    return value_make (text, shape, 1, shape->digits[1], value_e4, fault);
}

/*  ---------------------------------------------------------------- what is none */

/*  1E+05, as a spreadsheet writes it, and 1e5, as people do. */
static bool is_power_of_ten (const char *text, bool spreadsheet)
{
    size_t digits = strspn (text, "0123456789.,");
    if (digits == 0 || (text[digits] != 'e' && text[digits] != 'E'))
        return false;
    const char *power = text + digits + 1;
    if (spreadsheet && *power != '+' && *power != '-')
        return false;
    power += *power == '+' || *power == '-';
    size_t length = strspn (power, "0123456789");
    return length > 0 && power[length] == '\0';
}

static bool is_dash (const char *text)
{
    static const char *const DASHES[] = {"-", "--", "---", "–", "—", "−", "_"};
    for (size_t i = 0; i < sizeof DASHES / sizeof *DASHES; i++)
        if (strcmp (text, DASHES[i]) == 0)
            return true;
    return false;
}

static bool begins (const char *text, const char *with)
{
    return strncmp (text, with, strlen (with)) == 0;
}

static bool ends (const char *text, const char *with)
{
    size_t length = strlen (text), own = strlen (with);
    return length >= own && strcmp (text + length - own, with) == 0;
}

/*  Digits of other scripts, fractions and superscripts: numbers to a person, and not to be guessed at. */
static bool has_other_digits (const char *text)
{
    utf8proc_int32_t c;
    for (size_t left = strlen (text); left > 0;) {
        utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &c);
        if (taken <= 0)
            return false;
        utf8proc_category_t category = utf8proc_category (c);
        if (c >= 0x80 && (category == UTF8PROC_CATEGORY_ND || category == UTF8PROC_CATEGORY_NO))
            return true;
        text += taken;
        left -= (size_t)taken;
    }
    return false;
}

/*  Why TEXT, which has not the shape of a number, is none: the usual mistakes by name. */
static qcdc_status number_explain (const char *text, fault_t *fault)
{
    const char *debris = text_debris (text), *digits = "0123456789";
    if (is_dash (text))
        return number_advise (fault, text, _ ("a dash may mean none or not known"),
                              _ ("write 0 for none, and leave it empty where it is not reported"));
    if (debris)
        return number_advise (fault, text, _ (debris), _ ("write the number itself"));
    if (begins (text, "-") || begins (text, "−") || begins (text, "–") || (begins (text, "(") && ends (text, ")")))
        return number_fail (fault, text, _ ("it is negative"));
    if (begins (text, "+") || ends (text, "-") || ends (text, "+"))
        return number_fail (fault, text, _ ("write it without a sign"));
    if (ends (text, "%") || ends (text, "‰"))
        return number_fail (fault, text, _ ("write it without the sign for per cent"));
    if (has_other_digits (text))
        return number_fail (fault, text, _ ("write it with the digits 0 to 9"));
    if ((*text == '.' || *text == ',') && text[1] && strspn (text + 1, digits) == strlen (text + 1))
        return number_advise (fault, text, _ ("nothing stands before the decimal mark"), _ ("write 0 before it"));
    if (is_power_of_ten (text, false))
        return number_fail (fault, text, _ ("write all its digits instead of a power of ten"));
    size_t whole = strspn (text, digits);
    if (whole > 0 && (text[whole] == '.' || text[whole] == ',') && text[whole + 1] == '\0')
        return number_fail (fault, text, _ ("nothing stands behind the decimal mark"));
    if (whole > GROUP_DIGITS_MAX)
        return number_fail (fault, text, _ ("it is too large"));
    return number_fail (fault, text, _ ("write digits, and a point or a comma before decimals"));
}

qcdc_status amount_read (const char *text, int64_t *value_e4, fault_t *fault)
{
    shape_t shape;
    if (text[0] == '\0')
        return fault_set (fault, QCDC_BAD_NUMBER, NULL, "%s", _ ("the number is missing"));
    if (!shape_read (text, &shape))
        return number_explain (text, fault);
    if (shape.count == 1)
        return value_make (text, &shape, 1, NULL, value_e4, fault);
    size_t last = shape.count - 2; /* the last mark */
    bool same = true;
    for (size_t i = 0; i < last; i++)
        same &= shape.marks[i] == shape.marks[last];
    if (same)
        return one_mark (text, &shape, value_e4, fault);
    /* Two marks: the last is the decimal one, what stands before it are thousands. */
    if (shape.marks[last] != ' ' && thousands (&shape, shape.count - 1) && shape.marks[0] != shape.marks[last])
        return value_make (text, &shape, shape.count - 1, shape.digits[shape.count - 1], value_e4, fault);
    return number_advise (fault, text, _ ("its points, commas and spaces do not fit together"),
                          _ ("write the digits together, and one comma before decimals"));
}

/*  ---------------------------------------------------------------- debris */

/*  "12-May", "May-20", "2-Thg5": a register number or a fraction that a spreadsheet took for a day. */
static bool is_month_day (const char *text)
{
    static const char *const MONTHS[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul",
                                         "aug", "sep", "oct", "nov", "dec", "thg"};
    const char *word = text + strspn (text, "0123456789");
    size_t before = (size_t)(word - text);
    if (before > 2 || (before > 0 && *word != '-' && *word != ' ' && *word != '/'))
        return false;
    word += before > 0;
    for (size_t i = 0; i < sizeof MONTHS / sizeof *MONTHS; i++) {
        if (strncasecmp (word, MONTHS[i], 3) != 0)
            continue;
        const char *after = word + 3 + strspn (word + 3, "0123456789");
        if (before > 0 && *after == '\0')
            return true;
        after += *after == '-' || *after == ' ' || *after == '/';
        size_t digits = strspn (after, "0123456789");
        if (digits >= 1 && digits <= 4 && after[digits] == '\0')
            return true;
    }
    return false;
}

/*  2020-05-12 and 2020-05-12 00:00:00: no number, and no register's either. */
static bool is_iso_day (const char *text)
{
    static const char SHAPE[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof SHAPE - 1; i++)
        if (SHAPE[i] == 'd' ? !isdigit ((unsigned char)text[i]) : text[i] != '-')
            return false;
    return text[10] == '\0' || text[10] == ' ' || text[10] == 'T';
}

/*  "#CONNECT!", "#TÊN?": a spreadsheet of any language shows its errors like this. */
static bool is_error_shape (const char *text)
{
    size_t length = strlen (text);
    if (length < 4 || *text != '#' || !strchr ("!?", text[length - 1]))
        return false;
    for (const char *at = text + 1; at < text + length - 1; at++)
        if (!isupper ((unsigned char)*at) && *at != '_' && *at != '/' && (unsigned char)*at < 0x80 && *at != '0')
            return false;
    return true;
}

const char *text_debris_error (const char *text)
{
    static const struct {
        const char *error, *meaning;
    } ERRORS[] = {
        {"#REF!", N_ ("it is the error of a spreadsheet that lost what it referred to")},
        {"#DIV/0!", N_ ("it is the error of a spreadsheet that was to divide by zero or by nothing")},
        {"#NAME?", N_ ("it is the error of a spreadsheet that does not know a name in its formula")},
        {"#N/A", N_ ("it is the error of a spreadsheet that did not find what it looked for")},
        {"#GETTING_DATA", N_ ("it is the error of a spreadsheet whose formula gave nothing")},
    };
    for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++)
        if (strcasecmp (text, ERRORS[i].error) == 0)
            return ERRORS[i].meaning;
    if (is_error_shape (text) ||
        (strncasecmp (text, "Err:", 4) == 0 && text[4] && strspn (text + 4, "0123456789") == strlen (text + 4)))
        return N_ ("it is the error of a spreadsheet whose formula gave nothing");
    if (strspn (text, "#") == strlen (text) && strlen (text) >= 3)
        return N_ ("the column was too narrow for it in the spreadsheet");
    return NULL;
}

const char *text_debris (const char *text)
{
    const char *error = text_debris_error (text);
    if (error)
        return error;
    if (*text == '=' || begins (text, "＝"))
        return N_ ("it is a formula, not what the formula gave");
    if (*text == '\'' || begins (text, "’") || begins (text, "‘"))
        return N_ ("it begins with the apostrophe by which a spreadsheet marks text");
    if (is_power_of_ten (text, true))
        return N_ ("a spreadsheet has turned it into a power of ten");
    if (is_month_day (text))
        return N_ ("a spreadsheet has turned it into a date");
    if (is_iso_day (text))
        return N_ ("it is a date; a spreadsheet may have made one of a number like 12/5");
    return NULL;
}

bool text_debris_day (const char *text)
{
    return is_month_day (text) || is_iso_day (text);
}

/*  12/05/2020, which Excel makes of 12/5 where days are written like this. */
static bool is_people_day (const char *text)
{
    static const size_t DIGITS_MAX[] = {2, 2, 4};
    for (size_t i = 0; i < 3; i++) {
        size_t digits = strspn (text, "0123456789");
        if (digits < (i == 2 ? 4u : 1u) || digits > DIGITS_MAX[i])
            return false;
        text += digits;
        if (i < 2 && *text != '/' && *text != '-' && *text != '.')
            return false;
        text += i < 2;
    }
    return *text == '\0' || *text == ' ';
}

/*  0.5, 12.0, 12.05: no more than three decimals, for behind four stands a year. */
static bool is_decimal (const char *text)
{
    size_t whole = strspn (text, "0123456789");
    const char *rest = text + whole + 1;
    size_t digits = whole > 0 && (text[whole] == '.' || text[whole] == ',') ? strspn (rest, "0123456789") : 0;
    return digits >= 1 && digits <= 3 && rest[digits] == '\0';
}

/*  8:30, 00:00:00 */
static bool is_time (const char *text)
{
    for (int part = 0; part < 3; part++) {
        size_t digits = strspn (text, "0123456789");
        if (digits < 1 || digits > 2)
            return false;
        text += digits;
        if (*text == '\0')
            return part > 0;
        if (*text++ != ':')
            return false;
    }
    return false;
}

/*  What programs write where there is nothing: NULL, N/A, or signs alone. */
static bool is_nothing (const char *text)
{
    static const char *const WORDS[] = {"null", "nan", "n/a", "none", "nil", "undefined"};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcasecmp (text, WORDS[i]) == 0)
            return true;
    return !number_has_letters (text);
}

/*  "12/KN, 13/KN"; a comma within one number, as in 12,5/KN, has no blank behind it. */
static bool is_several (const char *text)
{
    const char *comma = strchr (text, ',');
    return comma && number_has_letters (comma) &&
           (comma[1] == ' ' || (memchr (text, '/', (size_t)(comma - text)) && strchr (comma, '/')));
}

const char *number_debris (const char *text)
{
    const char *debris = text_debris (text);
    if (debris)
        return debris;
    if (is_people_day (text))
        return N_ ("it is a date; a spreadsheet may have made one of a number like 12/5");
    if (is_decimal (text))
        return N_ ("a spreadsheet has turned it into a decimal number");
    if (is_time (text))
        return N_ ("a spreadsheet has turned it into a time of day");
    if (strcasecmp (text, "TRUE") == 0 || strcasecmp (text, "FALSE") == 0)
        return N_ ("a spreadsheet has turned it into a truth value");
    if (strchr (text, '%'))
        return N_ ("a spreadsheet has turned it into a percentage");
    if (strpbrk (text, ";\n") || is_several (text))
        return N_ ("these are several numbers; each petition has a row of its own");
    if (*text && is_nothing (text))
        return N_ ("a program has written that there is nothing");
    return NULL;
}
