/*  lineage.c — following units through mergers. */

#include "catalogue/lineage.h"
#include "base/day.h"

#include <stdio.h>
#include <string.h>

/*  The one unit that all of UNIT went into the day after it ended; NULL where there is none, or it is not the only one. */
static const unit_t *whole_successor (const catalog_t *catalog, const unit_t *unit, bool *known)
{
    const unit_t *found = NULL;
    bool one = true;
    for (const lineage_t *line = NULL; (line = catalog_next_successor (catalog, unit, line));) {
        *known = true;
        one = one && strcmp (line->relation, "merge_full") == 0 && (!found || found->id == line->successor);
        found = catalog_unit_by_id (catalog, line->successor);
    }
    return one ? found : NULL;
}

static const unit_t *next_version (const catalog_t *catalog, const unit_t *unit)
{
    bool known = false;
    const unit_t *next = whole_successor (catalog, unit, &known);
    return next || known ? next : catalog_unit_on (catalog, unit->code, unit->valid_to + 1);
}

const unit_t *lineage_on (const catalog_t *catalog, const unit_t *unit, int32_t day)
{
    while (unit->valid_to < day) {
        const unit_t *next = next_version (catalog, unit);
        /*  Each step is to a unit that lives longer, so that there is an end. */
        if (!next || next->valid_to <= unit->valid_to)
            break;
        unit = next;
    }
    return unit;
}

char *unit_print (const unit_t *unit, int32_t day, char text[UNIT_TEXT_BYTES])
{
    char last[DAY_TEXT_BYTES];
    if (unit->valid_from <= day && day <= unit->valid_to)
        snprintf (text, UNIT_TEXT_BYTES, "%.32s", unit->code);
    else
        snprintf (text, UNIT_TEXT_BYTES, "%.32s@%s", unit->code,
                  day_format_iso (unit->valid_to < day ? unit->valid_to : unit->valid_from, last));
    return text;
}
