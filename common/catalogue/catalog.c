/*  catalog.c — the reference data in memory: making it, and finding things in it. */

#include "catalogue/catalog.h"
#include "catalogue/catalog_read.h"
#include "base/day.h"
#include "base/limits.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/*  Forty times what the reference files need: a file that large is not one of ours. */
#define CATALOG_BYTES_MAX (8u * 1024u * 1024u)

/*  The catalog that others see, and the memory behind it. */
typedef struct {
    catalog_t catalog; /* first, so that a pointer to one is a pointer to the other */
    arena_t *arena;
} catalog_full_t;

/*  BLAKE2b-256 over name, NUL, length (64-bit little-endian) and content of each file, in the order of the table, which is
 *  sorted by name. */
static void files_hash (const embed_t *files, uint8_t hash[32])
{
    crypto_generichash_state state;
    crypto_generichash_init (&state, NULL, 0, 32);
    for (const embed_t *file = files; file->name; file++) {
        uint64_t length = (uint64_t)(file->end - file->begin);
        uint8_t length_le[8];
        for (int i = 0; i < 8; i++)
            length_le[i] = (uint8_t)(length >> (8 * i));
        crypto_generichash_update (&state, (const uint8_t *)file->name, strlen (file->name) + 1);
        crypto_generichash_update (&state, length_le, sizeof length_le);
        crypto_generichash_update (&state, (const uint8_t *)file->begin, length);
    }
    crypto_generichash_final (&state, hash, 32);
}

qcdc_status catalog_new_from (const embed_t *files, catalog_t **self_p, fault_t *fault)
{
    *self_p = NULL;
    catalog_full_t *self = calloc (1, sizeof *self);
    catalog_t *catalog = self ? &self->catalog : NULL;
    if (self)
        self->arena = arena_new (CATALOG_BYTES_MAX);
    qcdc_status status = QCDC_OK;
    if (!self || !self->arena)
        status = fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    if (status == QCDC_OK)
        status = catalog_read (files, catalog, self->arena, fault);
    if (status == QCDC_OK)
        status = catalog_check (catalog, fault);
    if (status == QCDC_OK) {
        files_hash (files, catalog->hash);
        *self_p = catalog;
    } else {
        catalog_destroy (&catalog);
    }
    return status;
}

qcdc_status catalog_new (catalog_t **self_p, fault_t *fault)
{
    return catalog_new_from (embed_reference, self_p, fault);
}

void catalog_destroy (catalog_t **self_p)
{
    catalog_full_t *self = (catalog_full_t *)*self_p;
    if (!self)
        return;
    if (self->arena)
        arena_destroy (&self->arena);
    free (self);
    *self_p = NULL;
}

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

static const unit_t *unit_latest (const catalog_t *self, const char *code)
{
    const unit_t *latest = NULL;
    for (size_t i = 0; i < self->unit_count; i++)
        if (strcmp (self->units[i].code, code) == 0 && (!latest || self->units[i].valid_from > latest->valid_from))
            latest = &self->units[i];
    return latest;
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
