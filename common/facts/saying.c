/*  saying.c — what a fact says: two steps are the same whichever copy of the petition they name.
 *
 *  Whichever case of the oneof is set, its message is the one pointer of the union (see kind.c). */

#include "facts/saying.h"

#include <stdlib.h>
#include <string.h>

/*  The content hash of FACT with no target, and without when its writer looked at it: a copy of its message says so, for FACT itself is the caller's. */
static qcdc_status content_alone (const Qcdc__Fact *fact, const fact_kind_t *kind, uint8_t content[CONTENT_BYTES])
{
    Qcdc__Fact alone = *fact;
    const ProtobufCMessage *said = &fact->report_filed->base;
    size_t size = said->descriptor->sizeof_message, length = 0;
    uint8_t *body = NULL;
    char *message = malloc (size);
    if (!message)
        return QCDC_NO_MEMORY;
    memcpy (message, said, size);
    memset (message + kind->target, 0, sizeof (Qcdc__Ref *));
    if (kind->seen != KIND_NO_SEEN)
        memset (message + kind->seen, 0, sizeof (int64_t));
    alone.was = NULL;
    alone.report_filed = (Qcdc__ReportFiled *)(void *)message;
    qcdc_status status = fact_pack (&alone, &body, &length);
    if (status == QCDC_OK)
        fact_content ((bytes_t){body, length}, content);
    free (body);
    free (message);
    return status;
}

qcdc_status fact_saying (const Qcdc__Fact *fact, bytes_t body, const fact_kind_t **says,
                         uint8_t content[CONTENT_BYTES])
{
    Qcdc__Fact as;
    const fact_kind_t *kind = fact_kind (fact), *replacement = fact_replacement (fact, &as);
    *says = replacement ? replacement : kind;
    if (*says && (*says)->effect == FACT_STEPS)
        return content_alone (replacement ? &as : fact, *says, content);
    if (replacement)
        return fact_content_of (fact->corrected, content);
    if (kind && kind->effect == FACT_CREATES)
        fact_content (body, content);
    else
        *says = NULL;
    return QCDC_OK;
}
