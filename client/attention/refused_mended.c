/*  refused_mended.c — what counts as the mending of a refused entry: that it is said, or that its device went on. */

#include "attention/refused_mended.h"

#include <string.h>

bool refused_own_later (const journal_verdict_t *verdict, uint64_t origin, uint64_t seq)
{
    return origin == verdict->origin && seq > verdict->seq;
}

bool refused_says_it (const journal_verdict_t *verdict, const uint8_t rejected[CONTENT_BYTES],
                      const address_t *standing, const uint8_t content[CONTENT_BYTES])
{
    return memcmp (content, rejected, CONTENT_BYTES) == 0 ||
           refused_own_later (verdict, standing->origin, standing->seq);
}

bool refused_is_over (const journal_verdict_t *verdict, bool voided)
{
    return voided && status_from_code (verdict->code) != QCDC_TARGET_VOID;
}

qcdc_status refused_found (qcdc_status status, fault_t *fault)
{
    if (status != QCDC_NOT_FOUND)
        return status;
    *fault = (fault_t){0};
    return QCDC_OK;
}
