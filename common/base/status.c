/*  status.c — codes and texts of all that can go wrong, from the one table in status.h.
 *
 *  A code may come from a newer peer and a status from a damaged row, so neither look-up trusts what it is asked
 *  for. */

#include "base/status.h"

#include <string.h>

#define QCDC_STATUS_ROW(name, text) {#name, text},
static const struct {
    const char *code;
    const char *text;
} STATUS[] = {QCDC_STATUS_TABLE (QCDC_STATUS_ROW)};
#undef QCDC_STATUS_ROW

const char *status_code (qcdc_status status)
{
    return status < QCDC_STATUS_COUNT ? STATUS[status].code : "UNKNOWN";
}

const char *status_text (qcdc_status status)
{
    return status < QCDC_STATUS_COUNT ? STATUS[status].text : "unknown status";
}

qcdc_status status_from_code (const char *code)
{
    for (int i = 0; i < QCDC_STATUS_COUNT; i++)
        if (strcmp (STATUS[i].code, code) == 0)
            return (qcdc_status)i;
    return QCDC_STATUS_COUNT;
}
