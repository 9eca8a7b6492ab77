/*  identity_keys.c — reading the table of identity keys, and choosing one. */

#include "catalogue/identity_keys.h"

#include "base/i18n.h"
#include "wire/keys.h"

#include <string.h>

enum { KEY, OFFICE };

qcdc_status identity_key_row (row_source_t *self, void *row)
{
    identity_key_t *key = row;
    if (hex_parse (row_raw (self, KEY), key->key, sizeof key->key) != QCDC_OK ||
        strpbrk (row_raw (self, KEY), "ABCDEF"))
        return row_fail (self, KEY, N_ ("an identity key is %u digits from 0 to f"), 2u * (unsigned)sizeof key->key);
    QCDC_TRY (row_code (self, OFFICE, &key->office));
    if (!catalog_office (self->catalog, key->office))
        return row_fail (self, OFFICE, N_ ("there is no office '%s'"), key->office);
    key->valid_from = self->row->from;
    key->valid_to = self->row->to;
    return QCDC_OK;
}

static bool is_of (const catalog_t *self, const identity_key_t *key, const char *office)
{
    if (office)
        return strcmp (key->office, office) == 0;
    const office_t *of = catalog_office (self, key->office);
    return of && of->provincial;
}

const identity_key_t *identity_key_on (const catalog_t *self, const char *office, int32_t day)
{
    const identity_key_t *found = NULL;
    for (size_t i = 0; i < self->identity_key_count; i++) {
        const identity_key_t *key = &self->identity_keys[i];
        if (key->valid_from <= day && day <= key->valid_to && (!found || key->valid_from >= found->valid_from) &&
            is_of (self, key, office))
            found = key;
    }
    return found;
}
