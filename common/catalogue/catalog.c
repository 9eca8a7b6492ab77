/*  catalog.c — finding things in the reference data.
 *
 *  Look-ups only: they read a catalog that is whole and never changes, so they need no lock and give pointers that
 *  live as long as it does.  Units, offices, indicators, lineage and changes of duties (duty.c) are found by halving: there may be ten
 *  thousand; the rest goes from row to row. */

#include "catalogue/catalog.h"
#include "base/day.h"

#include <stdlib.h>
#include <string.h>

/*  The first of those that bear CODE in the order of codes: CODE_AT tells that of each. */
static size_t first_of (size_t count, const char *code, const char *(*code_at) (const catalog_t *, size_t),
                        const catalog_t *self)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp (code_at (self, middle), code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const char *office_code_at (const catalog_t *self, size_t index)
{
    return self->offices_by_code[index]->code;
}

static const char *unit_code_at (const catalog_t *self, size_t index)
{
    return self->units_by_code[index]->code;
}

/*  The next version of office CODE, NULL at the end; *AT is where to look. */
static const office_t *office_next (const catalog_t *self, const char *code, size_t *at)
{
    if (*at >= self->office_count || strcmp (self->offices_by_code[*at]->code, code) != 0)
        return NULL;
    return self->offices_by_code[(*at)++];
}

static const unit_t *unit_next (const catalog_t *self, const char *code, size_t *at)
{
    if (*at >= self->unit_count || strcmp (self->units_by_code[*at]->code, code) != 0)
        return NULL;
    return self->units_by_code[(*at)++];
}

const office_t *catalog_office (const catalog_t *self, const char *code)
{
    size_t at = first_of (self->office_count, code, office_code_at, self);
    const office_t *newest = NULL, *office;
    while ((office = office_next (self, code, &at)))
        newest = office;
    return newest;
}

const office_t *catalog_office_on (const catalog_t *self, const char *code, int32_t day)
{
    size_t at = first_of (self->office_count, code, office_code_at, self);
    const office_t *office;
    while ((office = office_next (self, code, &at)) && !(office->valid_from <= day && day <= office->valid_to))
        continue;
    return office;
}

const office_t *catalog_office_within (const catalog_t *self, const char *code, int32_t from, int32_t to)
{
    size_t at = first_of (self->office_count, code, office_code_at, self);
    const office_t *found = NULL, *office;
    while ((office = office_next (self, code, &at)))
        if (office->valid_from <= to && office->valid_to >= from)
            found = office;
    return found;
}

const office_t *catalog_next_of_unit (const catalog_t *self, const char *code, const office_t *last)
{
    size_t low = 0, high = self->office_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const office_t *office = self->offices_by_unit[middle];
        int order = strcmp (office->unit_code, code);
        if (order < 0 || (order == 0 && last && office <= last))
            low = middle + 1;
        else
            high = middle;
    }
    const office_t *found = low < self->office_count ? self->offices_by_unit[low] : NULL;
    return found && strcmp (found->unit_code, code) == 0 ? found : NULL;
}

/*  Ids are row numbers; that of an office is of its first row. */
const office_t *catalog_office_by_id (const catalog_t *self, int id)
{
    if (id < 1 || (size_t)id > self->office_count || self->offices[id - 1].id != id)
        return NULL;
    return catalog_office (self, self->offices[id - 1].code);
}

const office_class_t *catalog_class (const catalog_t *self, const char *code)
{
    const office_class_t *newest = NULL;
    for (size_t i = 0; i < self->class_count; i++)
        if (strcmp (self->classes[i].code, code) == 0 &&
            (!newest || self->classes[i].valid_from > newest->valid_from))
            newest = &self->classes[i];
    return newest;
}

const unit_t *catalog_unit_by_id (const catalog_t *self, int id)
{
    return id >= 1 && (size_t)id <= self->unit_count ? &self->units[id - 1] : NULL;
}

const form_t *catalog_form_by_id (const catalog_t *self, int id)
{
    return id >= 1 && (size_t)id <= self->form_count ? &self->forms[id - 1] : NULL;
}

static int indicator_compare (const void *code, const void *indicator)
{
    return strcmp (code, ((const indicator_t *)indicator)->code);
}

/*  Sorted by code, which catalog_read has checked: a report asks for every one of its cells. */
const indicator_t *catalog_indicator (const catalog_t *self, const char *code)
{
    return bsearch (code, self->indicators, self->indicator_count, sizeof *self->indicators, indicator_compare);
}

const form_t *catalog_form (const catalog_t *self, const char *code, uint32_t version)
{
    for (size_t i = 0; i < self->form_count; i++)
        if (self->forms[i].version == version && strcmp (self->forms[i].code, code) == 0)
            return &self->forms[i];
    return NULL;
}

/*  The newest there is, whichever period it serves. */
const form_t *catalog_form_latest (const catalog_t *self, const char *code)
{
    const form_t *latest = NULL;
    for (size_t i = 0; i < self->form_count; i++)
        if (strcmp (self->forms[i].code, code) == 0 && (!latest || self->forms[i].version > latest->version))
            latest = &self->forms[i];
    return latest;
}

const unit_t *catalog_unit_on (const catalog_t *self, const char *code, int32_t day)
{
    size_t at = first_of (self->unit_count, code, unit_code_at, self);
    const unit_t *unit;
    while ((unit = unit_next (self, code, &at)) && !(unit->valid_from <= day && day <= unit->valid_to))
        continue;
    return unit;
}

const unit_t *catalog_unit_within (const catalog_t *self, const char *code, int32_t from, int32_t to)
{
    size_t at = first_of (self->unit_count, code, unit_code_at, self);
    const unit_t *found = NULL, *unit;
    while ((unit = unit_next (self, code, &at)))
        if (unit->valid_from <= to && unit->valid_to >= from)
            found = unit;
    return found;
}

/*  For a unit that is no more: people go on writing its code. */
static const unit_t *unit_latest (const catalog_t *self, const char *code)
{
    size_t at = first_of (self->unit_count, code, unit_code_at, self);
    const unit_t *latest = NULL, *unit;
    while ((unit = unit_next (self, code, &at)))
        latest = unit;
    return latest;
}

bool catalog_has_unit (const catalog_t *self, const char *code)
{
    return unit_latest (self, code) != NULL;
}

const unit_t *catalog_unit_ended (const catalog_t *self, const char *code, int32_t day)
{
    const unit_t *last = unit_latest (self, code);
    return last && last->valid_to < day ? last : NULL;
}

const lineage_t *catalog_next_lineage (const catalog_t *self, int predecessor, const lineage_t *last)
{
    size_t low = 0, high = self->lineage_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const lineage_t *line = self->lineage_by_predecessor[middle];
        if (line->predecessor < predecessor || (line->predecessor == predecessor && last && line <= last))
            low = middle + 1;
        else
            high = middle;
    }
    const lineage_t *found = low < self->lineage_count ? self->lineage_by_predecessor[low] : NULL;
    return found && found->predecessor == predecessor ? found : NULL;
}

const lineage_t *catalog_next_successor (const catalog_t *self, const unit_t *unit, const lineage_t *last)
{
    do
        last = catalog_next_lineage (self, unit->id, last);
    while (last && last->event_on != unit->valid_to + 1);
    return last;
}

qcdc_status catalog_unit_parse (const catalog_t *self, const char *text, int32_t today, const unit_t **unit)
{
    char code[CATALOG_CODE_BYTES_MAX + 1];
    size_t length = strcspn (text, "@");
    if (length >= sizeof code)
        return QCDC_BAD_UNIT;
    memcpy (code, text, length);
    code[length] = '\0';
    const unit_t *found;
    if (text[length] == '@') {
        int32_t day;
        if (day_parse (text + length + 1, &day) != QCDC_OK)
            return QCDC_BAD_UNIT;
        found = catalog_unit_on (self, code, day);
    } else {
        found = catalog_unit_on (self, code, today);
        if (!found)
            found = unit_latest (self, code);
    }
    if (!found)
        return QCDC_BAD_UNIT;
    *unit = found;
    return QCDC_OK;
}

bool office_owes (const office_t *self, const char *form)
{
    for (const char *const *owed = self->forms; *owed; owed++)
        if (strcmp (*owed, form) == 0)
            return true;
    return false;
}

bool catalog_office_ever_owes (const catalog_t *self, const char *code, const char *form)
{
    size_t at = first_of (self->office_count, code, office_code_at, self);
    const office_t *office;
    while ((office = office_next (self, code, &at)) && !office_owes (office, form))
        continue;
    return office != NULL;
}
