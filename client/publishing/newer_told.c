/*  newer_told.c — one line about publications of a newer program. */

#include "publishing/newer_told.h"

#include "base/i18n.h"
#include "journal/published.h"

qcdc_status newer_tell (const desk_t *desk, FILE *to, fault_t *fault)
{
    uint64_t count;
    QCDC_TRY (published_newer (desk->home.journal, desk->home.path, &count, fault));
    if (count > 0)
        fprintf (
            to,
            ngettext ("qcdc: %llu set that the province published needs a newer program: install it; until then this "
                      "device works by what was published before, and the server judges by all of it\n",
                      "qcdc: %llu sets that the province published need a newer program: install it; until then this "
                      "device works by what was published before, and the server judges by all of it\n",
                      (unsigned long)count),
            (unsigned long long)count);
    return QCDC_OK;
}
