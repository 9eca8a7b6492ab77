/*  petition_key.c — the number of a register's row, with its year. */

#include "matters/petition_key.h"

#include "base/day.h"
#include "base/register_number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool petition_key_prefix (const char *local_no, char prefix[MATTER_KEY_BYTES])
{
    char number[NUMBER_KEY_BYTES];
    /* With an @ in it, a number could be taken for one with its year. */
    if (number_fold (local_no, strlen (local_no), number) != QCDC_OK || strchr (number, '@'))
        return false;
    snprintf (prefix, MATTER_KEY_BYTES, "%s@", number);
    return true;
}

bool petition_key_print (const char *local_no, int32_t received_on, char key[MATTER_KEY_BYTES])
{
    int year, month, day;
    char prefix[MATTER_KEY_BYTES];
    if (received_on < QCDC_DAY_MIN || received_on > QCDC_DAY_MAX || !petition_key_prefix (local_no, prefix))
        return false;
    day_to_civil (received_on, &year, &month, &day);
    return snprintf (key, MATTER_KEY_BYTES, "%s%04d", prefix, year) < (int)MATTER_KEY_BYTES;
}

bool petition_key_begins (const char *key, const char *prefix, int *year)
{
    size_t length = strlen (prefix);
    if (strncmp (key, prefix, length) != 0 || strspn (key + length, "0123456789") != 4 || key[length + 4])
        return false;
    *year = atoi (key + length);
    return true;
}

const char *petition_number_at (const char *name, size_t *length)
{
    static const char WIDE[] = "\uFF20";
    const char *at = strrchr (name, '@'), *next = at ? at : name;
    *length = 1;
    while ((next = strstr (next, WIDE))) {
        at = next;
        *length = sizeof WIDE - 1;
        next += *length;
    }
    return at;
}

/*  The year is read as the number is: blanks and width do not count. */
char *petition_number_split (const char *name, int *year)
{
    char digits[NUMBER_KEY_BYTES];
    size_t length;
    const char *at = petition_number_at (name, &length);
    *year = 0;
    if (!at || number_fold (at + length, strlen (at + length), digits) != QCDC_OK ||
        strspn (digits, "0123456789") != 4 || digits[4])
        return strdup (name);
    *year = atoi (digits);
    return strndup (name, (size_t)(at - name));
}

bool petition_names_year (const char *name)
{
    int year;
    free (petition_number_split (name, &year));
    return year != 0;
}
