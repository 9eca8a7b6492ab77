/*  identity_text.c — what a text tells of who somebody is.
 *
 *  This is the only place where texts are looked at for a denouncer's identity: behind it they lie in an annex, which nobody judges. */

#include "texts/identity_text.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/text_identity.h"
#include "facts/fact.h"

#include <stdio.h>
#include <string.h>

qcdc_status identity_found (bool denounces, const char *column, const char *found, fault_t *fault)
{
    if (!found)
        return QCDC_OK;
    if (denounces) {
        fault_set (fault, QCDC_IDENTITY_TEXT, column, _ ("a denunciation must not tell who denounces; found: %s"),
                   _ (found));
        fault_advise (fault, "%s", _ ("leave it in the paper file and name only its register number"));
    } else {
        fault_set (fault, QCDC_IDENTITY_TEXT, column, _ ("the text seems to tell who somebody is; found: %s"),
                   _ (found));
        fault_advise (fault, _ ("leave it in the paper file; where it has to be here, say so with %s"),
                      CONFIRM_NAMES);
    }
    return QCDC_IDENTITY_TEXT;
}

qcdc_status identity_check (int kind, bool meant, const char *column, const char *text, fault_t *fault)
{
    bool denounces = kind == QCDC__PETITION_KIND__TO_CAO;
    return identity_found (denounces, column, text && (denounces || !meant) ? text_identity (text) : NULL, fault);
}

const char *flags_identity (char *const *flags, size_t count)
{
    const char *found = NULL;
    for (size_t i = 0; i < count && !found; i++) {
        char words[QCDC_FLAG_BYTES_MAX + 1];
        const char *code = strchr (flags[i], ':');
        snprintf (words, sizeof words, "%s", code ? code + 1 : "");
        for (char *at = words; *at; at++)
            if (*at == '-' || *at == '_')
                *at = ' '; /* a code has no spaces between the words of a name */
        found = number_identity (words);
    }
    return found;
}

qcdc_status flags_identity_check (int kind, char *const *flags, size_t count, fault_t *fault)
{
    bool denounces = kind == QCDC__PETITION_KIND__TO_CAO;
    return identity_found (true, "flags", denounces ? flags_identity (flags, count) : NULL, fault);
}
