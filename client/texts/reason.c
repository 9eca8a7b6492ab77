/*  reason.c — the reason that a command line gives. */

#include "texts/reason.h"

#include "base/amount.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/text_damage.h"
#include "texts/identity_text.h"

#include <string.h>

qcdc_status reason_wanted (const char *given, fault_t *fault)
{
    if (given && *given)
        return QCDC_OK;
    return fault_set (fault, QCDC_EMPTY, "reason", "%s", _ ("this is not done without saying why: reason=…"));
}

/*  Blanks and full stops are typed to get past the question. */
static bool says_something (const char *clean)
{
    return clean[strspn (clean, " \t\n.,;:-_/?!*\"'")] != '\0';
}

qcdc_status reason_clean (const char *given, bool names_meant, int kind, char **reason, fault_t *fault)
{
    *reason = NULL;
    if (!given)
        return QCDC_OK;
    qcdc_status status = text_clean (given, strlen (given), true, reason, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, "reason", "%s", _ (status_text (status)));
    if (strlen (*reason) > QCDC_REASON_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "reason", _ ("longer than %u bytes"), QCDC_REASON_BYTES_MAX);
    if (*given && !says_something (*reason))
        return fault_set (fault, QCDC_EMPTY, "reason", "%s", _ ("it says nothing: write why, in words"));
    return identity_check (kind, names_meant, "reason", *reason, fault);
}

qcdc_status note_clean (const char *given, bool names_meant, char **note, fault_t *fault)
{
    *note = NULL;
    qcdc_status status = text_clean (given, strlen (given), true, note, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, "note", "%s", _ (status_text (status)));
    if (!**note)
        return fault_set (fault, QCDC_EMPTY, "note", "%s", _ ("a note says why the figures are right"));
    if (strlen (*note) > QCDC_REASON_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "note", _ ("longer than %u bytes"), QCDC_REASON_BYTES_MAX);
    QCDC_TRY (identity_check (0, names_meant, "note", *note, fault));
    const char *damage = text_damage (*note);
    damage = damage ? damage : text_debris_error (*note);
    if (!damage)
        return QCDC_OK;
    fault_set (fault, QCDC_DAMAGED_TEXT, "note", "\"%.40s\": %s", *note, _ (damage));
    fault_advise (fault, "%s", _ ("convert it to Unicode, then hand it in again"));
    return QCDC_DAMAGED_TEXT;
}
