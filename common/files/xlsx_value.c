/*  xlsx_value.c — what a number in a workbook says.
 *
 *  All in decimal figures, as they stand in the file: a detour over binary fractions would bring back what is to be rounded away,
 *  and a library's reading of numbers depends on the language of the computer. */

#include "files/xlsx_value.h"

#include "base/day.h"
#include "base/limits.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#define FIGURES_SHOWN 15 /* of a number that is not whole: a spreadsheet shows no more */
#define FIGURES_MAX 40   /* that are read */
#define POWER_MAX 30

/*  0.FIGURES times ten to POINT. */
typedef struct {
    bool negative;
    char figures[FIGURES_MAX + 2]; /* without zeros at their ends; none is zero */
    int count, point;
} decimal_t;

static void figure_add (decimal_t *number, char figure, bool behind_point)
{
    if (number->count == 0 && figure == '0')
        number->point -= behind_point;
    else {
        if (number->count < FIGURES_MAX)
            number->figures[number->count++] = figure;
        number->point += !behind_point;
    }
}

static bool decimal_read (const char *text, decimal_t *number)
{
    bool behind_point = false;
    int seen = 0, power = 0, length = 0;
    *number = (decimal_t){0};
    if (*text == '-' || *text == '+')
        number->negative = *text++ == '-';
    for (; isdigit ((unsigned char)*text) || (*text == '.' && !behind_point); text++)
        if (*text == '.')
            behind_point = true;
        else if (++seen < 1000)
            figure_add (number, *text, behind_point);
    if (*text == 'e' || *text == 'E') {
        if (sscanf (text + 1, "%6d%n", &power, &length) != 1 || !strchr ("+-0123456789", text[1]))
            return false;
        text += 1 + length;
    }
    while (number->count > 0 && number->figures[number->count - 1] == '0')
        number->count--;
    if (number->count == 0)
        *number = (decimal_t){0};
    else
        number->point += power;
    return seen > 0 && seen < 1000 && *text == '\0';
}

/*  Half away from zero, as a spreadsheet rounds what it shows. */
static void decimal_round (decimal_t *number, int count)
{
    if (number->count <= count)
        return;
    bool up = number->figures[count] >= '5';
    number->count = count;
    while (up && number->count > 0 && number->figures[number->count - 1] == '9')
        number->count--;
    if (up && number->count > 0)
        number->figures[number->count - 1]++;
    else if (up) {
        number->figures[number->count++] = '1';
        number->point++;
    }
    while (number->count > 0 && number->figures[number->count - 1] == '0')
        number->count--;
}

/*  A whole number whose last figures a spreadsheet has not kept: in the shape by which whoever reads it knows that. */
static bool power_write (const decimal_t *number, char shown[XLSX_VALUE_BYTES])
{
    if (number->point > POWER_MAX)
        return false;
    snprintf (shown, XLSX_VALUE_BYTES, "%s%c.%.*sE+%d", number->negative ? "-" : "", number->figures[0],
              number->count > 1 ? number->count - 1 : 1, number->count > 1 ? number->figures + 1 : "0",
              number->point - 1);
    return true;
}

/*  TEXT times ten to POWER. */
static bool number_write (const char *text, int power, char shown[XLSX_VALUE_BYTES])
{
    decimal_t number;
    char *at = shown;
    if (!decimal_read (text, &number))
        return false;
    number.point += number.count > 0 ? power : 0;
    if (number.count > number.point)
        decimal_round (&number, FIGURES_SHOWN);
    else if (number.point > FIGURES_SHOWN)
        return power_write (&number, shown);
    if (number.point > POWER_MAX || number.point < -POWER_MAX)
        return false;
    if (number.negative && number.count > 0)
        *at++ = '-';
    for (int i = 0; i < number.point; i++)
        *at++ = i < number.count ? number.figures[i] : '0';
    if (number.point <= 0)
        *at++ = '0';
    int decimals = number.count - number.point;
    if (number.count > 0 && decimals > 0) {
        *at++ = '.';
        for (int i = number.point; i < number.count; i++)
            *at++ = i < 0 ? '0' : number.figures[i];
        if (decimals == 3)
            *at++ = '0';
    }
    *at = '\0';
    return true;
}

bool xlsx_number (const char *text, char shown[XLSX_VALUE_BYTES])
{
    return number_write (text, 0, shown);
}

bool xlsx_padded (const char *text, int width, char shown[XLSX_VALUE_BYTES])
{
    if (!number_write (text, 0, shown))
        return false;
    size_t length = strlen (shown), wanted = width > XLSX_PADDED_MAX ? XLSX_PADDED_MAX : (size_t)width;
    if (length < wanted && strspn (shown, "0123456789") == length) {
        memmove (shown + wanted - length, shown, length + 1);
        memset (shown, '0', wanted - length);
    }
    return true;
}

bool xlsx_with_literal (const char *text, const xlsx_literal_t *literal, char shown[XLSX_VALUE_BYTES])
{
    char figures[XLSX_VALUE_BYTES];
    return xlsx_padded (text, literal->width, figures) &&
           snprintf (shown, XLSX_VALUE_BYTES, "%s%s%s", literal->before, figures, literal->after) < XLSX_VALUE_BYTES;
}

bool xlsx_percentage (const char *text, char shown[XLSX_VALUE_BYTES])
{
    return number_write (text, 2, shown) && strcat (shown, "%");
}

/*  ---------------------------------------------------------------- formats */

xlsx_format xlsx_format_known (unsigned number)
{
    if (number == 9 || number == 10)
        return XLSX_PERCENT;
    if (number == 22)
        return XLSX_MOMENT;
    if ((number >= 14 && number <= 17) || (number >= 27 && number <= 31) || number == 36 ||
        (number >= 50 && number <= 54) || number == 57 || number == 58)
        return XLSX_DAY;
    return (number >= 18 && number <= 21) || (number >= 32 && number <= 35) || (number >= 45 && number <= 47) ||
                   number == 55 || number == 56
               ? XLSX_TIME
               : XLSX_PLAIN;
}

/*  Letters of a format stand for parts of a day, unless they are quoted, escaped, or name a colour, a language or a condition in
 *  brackets; in these, letters of one kind alone count hours beyond a day. */
xlsx_format xlsx_format_code (const char *code)
{
    bool day = false, time = false, percent = false;
    size_t zeros = strspn (code, "0");
    if (zeros > 1 && zeros <= XLSX_PADDED_MAX && code[zeros] == '\0')
        return (xlsx_format)(XLSX_PADDED + (int)zeros);
    for (; *code && *code != ';'; code++) {
        if (*code == '"') {
            const char *end = strchr (code + 1, '"');
            if (!end)
                break;
            code = end;
        } else if ((*code == '\\' || *code == '_' || *code == '*') && code[1])
            code++;
        else if (*code == '[') {
            size_t elapsed = strspn (code + 1, "hHmMsS");
            time |= elapsed > 0 && code[1 + elapsed] == ']';
            const char *end = strchr (code, ']');
            if (!end)
                break;
            code = end;
        } else if (*code == '%')
            percent = true;
        else if (strncasecmp (code, "general", 7) == 0)
            code += 6;
        else if (strchr ("dDyY", *code))
            day = true;
        else if (strchr ("hHsS", *code))
            time = true;
        else if (strchr ("mM", *code) && !time)
            day |= !strchr (code, ':'); /* minutes, where a colon comes */
    }
    if (day)
        return time ? XLSX_MOMENT : XLSX_DAY;
    return time ? XLSX_TIME : percent ? XLSX_PERCENT : XLSX_PLAIN;
}

/*  Takes what stands for itself at CODE into TEXT: quoted, escaped, or a stroke.  NULL where it is too long. */
static const char *literal_read (const char *code, char text[XLSX_LITERAL_BYTES])
{
    size_t length = 0;
    for (bool quoted = false; *code; code++) {
        if (*code == '"') {
            quoted = !quoted;
            continue;
        }
        if (!quoted && *code == '\\' && code[1])
            code++;
        else if (!quoted && *code != '/' && *code != '-')
            break;
        if (length == XLSX_LITERAL_BYTES - 1)
            return NULL;
        text[length++] = *code;
    }
    text[length] = '\0';
    return code;
}

bool xlsx_format_literal (const char *code, xlsx_literal_t *literal)
{
    if (!(code = literal_read (code, literal->before)))
        return false;
    size_t zeros = strspn (code, "0"), signs = strspn (code, "#");
    literal->width = (int)zeros;
    code += zeros > 0 ? zeros : signs;
    if (zeros > XLSX_PADDED_MAX || (zeros == 0 && signs != 1) || !(code = literal_read (code, literal->after)))
        return false;
    bool stroke = strchr (literal->before, '/') || strchr (literal->after, '/');
    bool blank = strpbrk (literal->before, " \t") || strpbrk (literal->after, " \t");
    return stroke && !blank && (*code == '\0' || *code == ';');
}

/*  ---------------------------------------------------------------- days */

/*  Whole days and seconds of a count of days; false where it is negative or too long. */
static bool count_split (const char *text, int64_t *days, int32_t *seconds)
{
    decimal_t number;
    int64_t part = 0;
    *days = 0;
    if (!decimal_read (text, &number) || number.negative || number.point > 7 || number.point < -POWER_MAX)
        return false;
    for (int i = 0; i < number.point; i++)
        *days = *days * 10 + (i < number.count ? number.figures[i] - '0' : 0);
    /* Nine decimals of a day are a tenth of a millisecond. */
    for (int i = number.point; i < number.point + 9; i++)
        part = part * 10 + (i >= 0 && i < number.count ? number.figures[i] - '0' : 0);
    *seconds = (int32_t)((part * 86400 + 500000000) / 1000000000);
    if (*seconds == 86400) {
        *seconds = 0;
        ++*days;
    }
    return true;
}

bool xlsx_day (const char *number, xlsx_format format, bool since_1904, char text[XLSX_VALUE_BYTES])
{
    int64_t days;
    int32_t seconds;
    char iso[DAY_TEXT_BYTES], time[16];
    if (!count_split (number, &days, &seconds))
        return false;
    snprintf (time, sizeof time, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (format == XLSX_TIME && days == 0) {
        memcpy (text, time, sizeof time);
        return true;
    }
    if (since_1904)
        days += 1462;
    if ((!since_1904 && (days == 0 || days == 60)) || days > 2958465)
        return false;
    /* 25569 is 1970-01-01 behind the day that there never was. */
    int32_t day = (int32_t)days - (days < 60 ? 25568 : 25569);
    if (day < QCDC_DAY_MIN || day > QCDC_DAY_MAX)
        return false;
    bool timed = seconds && format != XLSX_DAY;
    snprintf (text, XLSX_VALUE_BYTES, "%s%s%s", day_format_iso (day, iso), timed ? " " : "", timed ? time : "");
    return true;
}

/*  ---------------------------------------------------------------- escapes */

static int32_t escape_at (const char *text, size_t left)
{
    char digits[5] = "";
    if (left < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return -1;
    memcpy (digits, text + 2, 4);
    if (strspn (digits, "0123456789abcdefABCDEF") != 4)
        return -1;
    int32_t c = (int32_t)strtol (digits, NULL, 16);
    return c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? -1 : c;
}

size_t xlsx_unescape (char *text, size_t length)
{
    size_t to = 0;
    for (size_t at = 0; at < length;) {
        int32_t c = text[at] == '_' ? escape_at (text + at, length - at) : -1;
        if (c < 0) {
            text[to++] = text[at++];
            continue;
        }
        to += (size_t)utf8proc_encode_char (c, (utf8proc_uint8_t *)text + to);
        at += 7;
    }
    text[to] = '\0';
    return to;
}
