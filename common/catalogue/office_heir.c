/*  office_heir.c — the one office of what a unit went into. */

#include "catalogue/office_heir.h"

#include "catalogue/lineage.h"

#include <string.h>

/*  The last version of office CODE that had begun on DAY; NULL: none had. */
static const office_t *office_until (const catalog_t *catalog, const char *code, int32_t day)
{
    const office_t *last = NULL;
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        if (strcmp (office->code, code) == 0 && office->valid_from <= day &&
            (!last || office->valid_from > last->valid_from))
            last = office;
    }
    return last;
}

const office_t *office_heir (const catalog_t *catalog, const char *code, int32_t day)
{
    const office_t *ended = office_until (catalog, code, day), *found = NULL, *alike = NULL;
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

/*  An office stands in the catalogue once for each of its versions: whether this one is the first. */
static bool is_first_version (const catalog_t *catalog, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (catalog->offices[i].id == catalog->offices[index].id)
            return false;
    return true;
}

bool office_heirs_each (const catalog_t *catalog, int32_t day, office_heir_fn *each, void *arg)
{
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        if (office->valid_to >= day || !is_first_version (catalog, i))
            continue;
        const office_t *heir = office_heir (catalog, office->code, day);
        if (heir && heir->id != office->id && !each (office, heir, arg))
            return false;
    }
    return true;
}
