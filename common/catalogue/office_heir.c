/*  office_heir.c — the one office of what a unit went into. */

#include "catalogue/office_heir.h"

#include "catalogue/lineage.h"

#include <string.h>

const office_t *office_heir (const catalog_t *catalog, const char *code, int32_t day)
{
    const office_t *ended = catalog_office_within (catalog, code, INT32_MIN, day), *found = NULL, *alike = NULL;
    size_t all = 0, like = 0;
    if (!ended || ended->valid_to >= day)
        return ended;
    const unit_t *unit = catalog_unit_on (catalog, ended->unit_code, ended->valid_to);
    const unit_t *stands = unit ? lineage_on (catalog, unit, day) : NULL;
    if (!stands || stands->valid_to < day)
        return NULL;
    for (const office_t *office = NULL; (office = catalog_next_of_unit (catalog, stands->code, office));) {
        if (!office->takes_petitions || office->valid_from > day || office->valid_to < day)
            continue;
        found = office;
        all++;
        if (strcmp (office->office_class, ended->office_class) == 0) {
            alike = office;
            like++;
        }
    }
    return all == 1 ? found : like == 1 ? alike : NULL;
}

bool office_heirs_each (const catalog_t *catalog, int32_t day, office_heir_fn *each, void *arg)
{
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        if (office->valid_to >= day || office->id != (int)i + 1)
            continue; /* an office stands there once for each of its versions, and its id is the number of the first */
        const office_t *heir = office_heir (catalog, office->code, day);
        if (heir && heir->id != office->id && !each (office, heir, arg))
            return false;
    }
    return true;
}
