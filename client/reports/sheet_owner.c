/*  sheet_owner.c — whose form it is that is handed in.
 *
 *  Workbooks go from desk to desk: one that was filled in for another district has figures that pass every rule here as well. */

#include "reports/sheet_owner.h"

#include "base/i18n.h"

#include <string.h>

qcdc_status sheet_owner_check (const desk_t *desk, const csv_reader_t *reader, const char *file, fault_t *fault)
{
    const catalog_t *catalog = desk->home.catalog;
    const office_t *own = desk->home.office;
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        if (strcmp (office->code, own->code) == 0 || !csv_reader_above (reader, office->code))
            continue;
        fault_set (fault, QCDC_FORBIDDEN, NULL, _ ("%s was made for %s (%s), and is handed in at %s (%s)"), file,
                   office->name, office->code, own->name, own->code);
        fault_advise (fault, "%s",
                      _ ("fill in a form that was made here: qcdc report template FORM PERIOD -o FILE.xlsx"));
        return fault->status;
    }
    return QCDC_OK;
}
