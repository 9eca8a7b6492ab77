/*  reason.c — the reason that a command line gives. */

#include "commands/reason.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/text.h"
#include "commands/petition_row.h"

#include <string.h>

qcdc_status reason_wanted (const char *given, fault_t *fault)
{
    if (given && *given)
        return QCDC_OK;
    return fault_set (fault, QCDC_EMPTY, "reason", "%s", _ ("taking back needs a reason: reason=…"));
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
    return identity_check (kind, names_meant, "reason", *reason, fault);
}
