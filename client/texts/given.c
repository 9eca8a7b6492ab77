/*  given.c — a value as it was given. */

#include "texts/given.h"

#include "base/amount.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/register_number.h"
#include "base/text.h"
#include "base/text_damage.h"
#include "base/text_identity.h"
#include "files/csv_guard.h"

#include <stdlib.h>
#include <string.h>

void given_one_line (char *text)
{
    char *to = text;
    for (; *text; text++) {
        bool blank = *text == '\n' || *text == '\t';
        if (!blank)
            *to++ = *text;
        else if (to[-1] != ' ') /* clean text begins with no blank */
            *to++ = ' ';
    }
    *to = '\0';
}

qcdc_status given_clean (const given_t *value, const char *name, char **clean, fault_t *fault)
{
    char *copy QCDC_CLEANUP (memory_free) = malloc (value->length + 1);
    if (!copy)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", name);
    memcpy (copy, value->text, value->length);
    copy[value->length] = '\0';
    size_t length = value->length;
    if (strlen (copy) == length) {
        csv_unguard (copy);
        length = strlen (copy);
    }
    qcdc_status status = text_clean (copy, length, true, clean, NULL);
    if (status != QCDC_OK)
        fault_set (fault, status, name, "%s", _ (status_text (status)));
    if (status == QCDC_BAD_UTF8)
        fault_advise (fault, "%s", _ (text_encoding_advice (copy, length)));
    if (status == QCDC_BAD_CHARACTER)
        fault_advise (fault, "%s", _ ("an invisible character stands in it: type it anew"));
    return status;
}

qcdc_status given_damage (const char *text, const char *name, bool number, fault_t *fault)
{
    const char *what = text_damage (text);
    if (what) {
        fault_set (fault, QCDC_DAMAGED_TEXT, name, "\"%.40s\": %s", text, _ (what));
        fault_advise (fault, "%s", _ ("convert it to Unicode, then hand it in again"));
        return QCDC_DAMAGED_TEXT;
    }
    what = number ? number_debris (text) : text_debris_error (text);
    /* A person's name in the place of a number is told as that, and not repeated. */
    if (!what || (number && number_identity (text)))
        return QCDC_OK;
    fault_set (fault, number ? QCDC_BAD_LOCAL_NO : QCDC_DAMAGED_TEXT, name, "\"%.40s\": %s", text, _ (what));
    fault_advise (fault, "%s",
                  _ ("write it as the paper register has it, in a column of the spreadsheet that holds text"));
    return fault->status;
}
