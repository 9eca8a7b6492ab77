/*  index_keys.c — reading the table of sealed index keys, and choosing one. */

#include "catalogue/index_keys.h"

#include "base/i18n.h"
#include "wire/entry.h"
#include "wire/keys.h"

#include <string.h>

enum { KEY, TO, SEALED };

static qcdc_status read_hex (const row_source_t *self, int column, uint8_t *bytes, size_t size)
{
    const char *text = row_raw (self, column);
    if (hex_parse (text, bytes, size) == QCDC_OK && !strpbrk (text, "ABCDEF"))
        return QCDC_OK;
    return row_fail (self, column, N_ ("this is %u digits from 0 to f"), 2u * (unsigned)size);
}

qcdc_status index_key_row (row_source_t *self, void *row)
{
    index_key_t *key = row;
    uint8_t id[HASH_BYTES] = {0};
    QCDC_TRY (read_hex (self, KEY, id, 8));
    QCDC_TRY (read_hex (self, TO, key->to, sizeof key->to));
    QCDC_TRY (read_hex (self, SEALED, key->sealed, sizeof key->sealed));
    key->id = hash_prefix (id);
    key->valid_from = self->row->from;
    key->valid_to = self->row->to;
    return QCDC_OK;
}

uint64_t index_key_on (const catalog_t *self, int32_t day)
{
    const index_key_t *found = NULL;
    for (size_t i = 0; i < self->index_key_count; i++) {
        const index_key_t *key = &self->index_keys[i];
        if (key->valid_from <= day && day <= key->valid_to && (!found || key->valid_from >= found->valid_from))
            found = key;
    }
    return found ? found->id : 0;
}

const index_key_t *index_key_to (const catalog_t *self, uint64_t id, const uint8_t to[32])
{
    for (size_t i = self->index_key_count; i-- > 0;)
        if (self->index_keys[i].id == id && memcmp (self->index_keys[i].to, to, sizeof self->index_keys[i].to) == 0)
            return &self->index_keys[i];
    return NULL;
}
