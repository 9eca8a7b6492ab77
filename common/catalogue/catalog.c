/*  catalog.c — finding things in the reference data.
 *
 *  Look-ups only: they read a catalog that is whole and never changes, so they need no lock and give pointers that
 *  live as long as it does.  All but the search for an indicator go from row to row: there are a few hundred. */

#include "catalogue/catalog.h"
#include "base/day.h"

#include <stdlib.h>
#include <string.h>

const office_t *catalog_office (const catalog_t *self, const char *code)
{
    for (size_t i = 0; i < self->office_count; i++)
        if (strcmp (self->offices[i].code, code) == 0)
            return &self->offices[i];
    return NULL;
}

/*  Ids are row numbers: catalog_read has held them against the rows. */
const office_t *catalog_office_by_id (const catalog_t *self, int id)
{
    return id >= 1 && (size_t)id <= self->office_count ? &self->offices[id - 1] : NULL;
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
    for (size_t i = 0; i < self->unit_count; i++) {
        const unit_t *unit = &self->units[i];
        if (unit->valid_from <= day && day <= unit->valid_to && strcmp (unit->code, code) == 0)
            return unit;
    }
    return NULL;
}

/*  For a unit that is no more: people go on writing its code. */
static const unit_t *unit_latest (const catalog_t *self, const char *code)
{
    const unit_t *latest = NULL;
    for (size_t i = 0; i < self->unit_count; i++)
        if (strcmp (self->units[i].code, code) == 0 && (!latest || self->units[i].valid_from > latest->valid_from))
            latest = &self->units[i];
    return latest;
}

const unit_t *catalog_unit_ended (const catalog_t *self, const char *code, int32_t day)
{
    const unit_t *last = NULL;
    for (size_t i = 0; i < self->unit_count; i++) {
        const unit_t *unit = &self->units[i];
        if (strcmp (unit->code, code) == 0 && (!last || unit->valid_to > last->valid_to))
            last = unit;
    }
    return last && last->valid_to < day ? last : NULL;
}

const lineage_t *catalog_next_successor (const catalog_t *self, const unit_t *unit, const lineage_t *last)
{
    const lineage_t *end = self->lineage + self->lineage_count;
    for (const lineage_t *line = last ? last + 1 : self->lineage; line < end; line++)
        if (line->predecessor == unit->id && line->event_on == unit->valid_to + 1)
            return line;
    return NULL;
}

qcdc_status catalog_unit_parse (const catalog_t *self, const char *text, int32_t today, const unit_t **unit)
{
    char code[16];
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
