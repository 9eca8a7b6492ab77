/*  csv_guard.c — texts written so that no spreadsheet takes them for a formula. */

#include "files/csv_guard.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*  Bytes of what makes a spreadsheet compute, at TEXT; 0 where it is something else.  U+FF1D, U+FF0B, U+FF0D, U+FF20 are
 *  the same signs in full width. */
static size_t formula_length (const char *text)
{
    static const char *const WIDE[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    if (*text && strchr ("=+-@", *text))
        return 1;
    for (size_t i = 0; i < sizeof WIDE / sizeof *WIDE; i++)
        if (strncmp (text, WIDE[i], 3) == 0)
            return 3;
    return 0;
}

/*  Whether a cell could still begin behind the character at TEXT, given that one could begin at it (STARTS). */
static bool starts_behind (const char *text, bool starts)
{
    if (strchr (",;\t\r\n", *text))
        return true;
    if (*text == ' ' || *text == '"')
        return starts;
    /* Inside a no-break space, a byte-order mark or a blank of another width nothing has begun either. */
    return starts && ((unsigned char)*text == 0xC2 || (unsigned char)*text == 0xA0);
}

/*  Whether an apostrophe stands for, or needs, another one before it. */
static bool is_guarded (const char *text)
{
    return *text == '\'' || formula_length (text) > 0;
}

char *csv_guard (const char *text)
{
    char *guarded = malloc (2 * strlen (text) + 1), *to = guarded;
    if (!guarded)
        return NULL;
    for (bool starts = true; *text; text++) {
        if (starts && is_guarded (text))
            *to++ = '\'';
        starts = starts_behind (text, starts);
        *to++ = *text;
    }
    *to = '\0';
    return guarded;
}

void csv_unguard (char *text)
{
    char *to = text;
    for (bool starts = true; *text; text++) {
        if (starts && *text == '\'' && is_guarded (text + 1))
            text++;
        starts = starts_behind (text, starts);
        *to++ = *text;
    }
    *to = '\0';
}
