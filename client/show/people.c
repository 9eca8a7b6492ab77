/*  people.c — values as people read them.
 *
 *  Texts come from other offices, and none of them may act on this terminal: what is shown to people passes people_text first. */

#include "show/people.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "show/layout.h"
#include "show/pager.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool all_digits (const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return length > 0;
}

#define NARROW_SPACE "\xE2\x80\xAF" /* U+202F */

/*  [-]digits[.digits] */
bool people_is_number (const char *text)
{
    if (*text == '-')
        text++;
    size_t whole = strcspn (text, ".");
    return all_digits (text, whole) &&
           (text[whole] == '\0' || all_digits (text + whole + 1, strlen (text + whole + 1)));
}

/*  12345.50 → 12 345,50 with narrow no-break spaces, and 1.125 → 1,1250: a point or comma before three digits would read two
 *  ways, and what is shown can be typed in again. */
static char *number_people (const char *text)
{
    char *shown = malloc (strlen (text) * 2 + 3), *at = shown;
    if (!shown)
        return NULL;
    if (*text == '-')
        *at++ = *text++;
    for (size_t whole = strcspn (text, "."); whole > 0; whole--) {
        *at++ = *text++;
        if (whole > 1 && (whole - 1) % 3 == 0)
            at = stpcpy (at, NARROW_SPACE);
    }
    if (*text == '.') {
        *at++ = ',';
        text++;
    }
    at = stpcpy (at, text);
    if (strlen (text) == 3 && at[-4] == ',')
        strcpy (at, "0");
    return shown;
}

/*  One word of the numbers of a rule; ALONE: in brackets by itself, where a period of a whole year stands as well. */
static void number_say (FILE *out, const char *word, size_t length, bool alone)
{
    char text[64];
    snprintf (text, sizeof text, "%.*s", (int)length, word);
    bool number = length < sizeof text && people_is_number (text) && !(alone && length == 4);
    char *shown QCDC_CLEANUP (memory_free) = number ? number_people (text) : NULL;
    fprintf (out, "%.*s", shown ? -1 : (int)length, shown ? shown : word);
}

char *people_rule_said (const char *said)
{
    static const char BETWEEN[] = " ();";
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    for (const char *at = said, *end; out && *at; at = end) {
        const char *next = strstr (at, "; "), *word = at, *colon;
        end = next ? next + 2 : at + strlen (at);
        while ((colon = strstr (word, ": ")) && colon < end)
            word = colon + 2;
        fprintf (out, "%.*s", (int)(word - at), at);
        while (word < end) {
            size_t length = strcspn (word, BETWEEN);
            number_say (out, word, length, word > said && word[-1] == '(' && word[length] == ')');
            for (word += length; word < end && strchr (BETWEEN, *word); word++)
                putc (*word, out);
        }
    }
    if (out && fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

char *people_finding (const char *finding)
{
    const char *word = people_word ("finding", finding);
    return word == finding ? people_rule_said (finding) : strdup (word);
}

/*  Texts come from other offices: what they hold must not act on this terminal. */
char *people_text (const char *text)
{
    char *shown = strdup (text);
    if (shown)
        text_disarm (shown, ' ');
    return shown;
}

char *people_format (Qcdc__ColumnType type, const char *text)
{
    int32_t day;
    int64_t moment_us;
    char shown[MOMENT_TEXT_BYTES];
    switch (type) {
    case QCDC__COLUMN_TYPE__INTEGER:
    case QCDC__COLUMN_TYPE__DECIMAL:
        if (people_is_number (text))
            return number_people (text);
        break;
    case QCDC__COLUMN_TYPE__DATE:
        if (day_parse (text, &day) == QCDC_OK)
            return strdup (day_format_people (day, shown));
        break;
    case QCDC__COLUMN_TYPE__TIMESTAMP:
        if (moment_parse (text, &moment_us) == QCDC_OK)
            return strdup (moment_format_people (moment_us, shown));
        break;
    default:
        break;
    }
    return people_text (text);
}

/*  TEXT with a capital letter first, malloc'ed: a word that stands within sentences, too, heads a column like the others. */
static char *capital_first (const char *text)
{
    utf8proc_int32_t letter;
    utf8proc_uint8_t capital[4];
    char *shown = NULL;
    utf8proc_ssize_t length = utf8proc_iterate ((const utf8proc_uint8_t *)text, -1, &letter);
    if (length <= 0)
        return strdup (text);
    int written = (int)utf8proc_encode_char (utf8proc_toupper (letter), capital);
    return asprintf (&shown, "%.*s%s", written, (const char *)capital, text + length) < 0 ? NULL : shown;
}

/*  A heading: the name's translation, or the name with spaces. */
char *people_heading_in (const char *context, const char *name)
{
    const char *translated = context ? people_word (context, name) : name;
    if (translated == name)
        translated = people_word ("column", name);
    char *shown = translated != name && i18n_is_vietnamese () ? capital_first (translated) : strdup (translated);
    if (shown && translated == name)
        for (char *at = shown; (at = strchr (at, '_'));)
            *at++ = ' ';
    return shown;
}

char *people_heading (const char *name)
{
    return people_heading_in (NULL, name);
}

enum { FIELD_WIDTH = 24 };

void people_field (FILE *out, const char *name, Qcdc__ColumnType type, const char *value)
{
    char *head = people_heading (name);
    if (value && type == QCDC__COLUMN_TYPE__TEXT && people_is_vocabulary (name))
        value = people_word (name, value);
    char *shown = value ? people_format (type, value) : NULL;
    size_t columns, lines;
    terminal_size (out, &columns, &lines);
    layout_field (out, columns, head ? head : name, FIELD_WIDTH, shown ? shown : "–");
    free (head);
    free (shown);
}

void people_field_named (FILE *out, const catalog_t *catalog, const char *name, Qcdc__ColumnType type,
                         const char *value)
{
    char *named QCDC_CLEANUP (memory_free) = value ? people_name (catalog, name, value) : NULL;
    people_field (out, name, type, named ? named : value);
}
