/*  petition_name.c — a number with its year, put into what judging has said. */

#include "petitions/petition_name.h"

#include "base/day.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

petition_number_t petition_number (const char *local_no, int32_t received_on)
{
    petition_number_t number = {.year = day_year (received_on)};
    snprintf (number.number, sizeof number.number, "%s", local_no);
    return number;
}

petition_number_t petition_number_of (const petition_t *petition)
{
    return petition_number (petition->local_no, petition->received_on);
}

qcdc_status petition_name (desk_t *desk, const petition_number_t *number, char name[PETITION_NAME_BYTES],
                           fault_t *fault)
{
    petition_years_t years;
    QCDC_TRY (petition_years (desk, desk->home.office->code, number->number, &years, fault));
    /* What was refused is no petition; the number alone leads past it all the same. */
    if (years.count > 1 || (years.count == 1 && years.latest != number->year))
        snprintf (name, PETITION_NAME_BYTES, "%s@%d", number->number, number->year);
    else
        snprintf (name, PETITION_NAME_BYTES, "%s", number->number);
    return QCDC_OK;
}

/*  Whether the number of LENGTH bytes at AT stands there by itself, and is no part of another one or of a name with its year. */
static bool stands_alone (const char *message, const char *at, size_t length)
{
    return (at == message || strchr (" (\"", at[-1])) && strchr (" ,:;.)\"", at[length]);
}

char *petition_name_in (const char *message, const char *number, const char *name)
{
    char *text = NULL;
    size_t size = 0, length = strlen (number);
    FILE *out = length ? open_memstream (&text, &size) : NULL;
    if (!out)
        return length ? NULL : strdup (message);
    for (const char *at; (at = strstr (message, number)); message = at + length) {
        bool alone = stands_alone (message, at, length);
        fprintf (out, "%.*s%s", (int)(at - message), message, alone ? name : number);
    }
    fputs (message, out);
    if (fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

qcdc_status petition_name_fault (desk_t *desk, const petition_number_t *number, qcdc_status status, fault_t *fault)
{
    char name[PETITION_NAME_BYTES];
    fault_t unread;
    if (status == QCDC_OK || status == QCDC_DUPLICATE) /* that names the number of another one */
        return status;
    if (petition_name (desk, number, name, &unread) != QCDC_OK)
        return status;
    char *message QCDC_CLEANUP (memory_free) = petition_name_in (fault->message, number->number, name);
    if (message)
        snprintf (fault->message, sizeof fault->message, "%s", message);
    return status;
}
