/*  index_rows.c — sealing the key of blind indexes to those who may index by it. */

#include "petitions/index_rows.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/identity_keys.h"
#include "catalogue/index_keys.h"
#include "journal/index_key.h"

#include <sodium.h>
#include <string.h>

static qcdc_status row_add (const index_key_here_t *key, const uint8_t to[BOX_KEY_BYTES], catalog_tables_t *rows,
                            fault_t *fault)
{
    uint8_t id[8], sealed[INDEX_KEY_SEALED_BYTES];
    char from[DAY_TEXT_BYTES], id_text[2 * sizeof id + 1], to_text[2 * BOX_KEY_BYTES + 1];
    char sealed_text[2 * INDEX_KEY_SEALED_BYTES + 1];
    if (crypto_box_seal (sealed, key->key, BLIND_KEY_BYTES, to) != 0)
        return QCDC_OK; /* nothing can be sealed to it: so nobody's identity is either */
    memcpy (id, &key->id, sizeof id);
    const char *const fields[] = {hex_format (id, sizeof id, id_text), hex_format (to, BOX_KEY_BYTES, to_text),
                                  hex_format (sealed, sizeof sealed, sealed_text),
                                  day_format_iso (day_of_moment (moment_now ()), from), ""};
    return tables_add (rows, (size_t)table_kind_find ("index-keys"), fields, NULL, 0, fault);
}

static qcdc_status cannot_open (fault_t *fault)
{
    fault_set (fault, QCDC_NOT_FOUND, NULL, "%s", _ ("this device cannot open the index key that is published"));
    fault_advise (
        fault, "%s",
        _ ("type in the code of the province's identity key that is kept on paper: qcdc identity read; or make a "
           "new index key: qcdc identity index --new"));
    return fault->status;
}

static qcdc_status key_choose (desk_t *desk, bool anew, index_key_here_t *key, fault_t *fault)
{
    bool published = false;
    QCDC_TRY (index_key_here (&desk->home, day_of_moment (moment_now ()), key, &published, fault));
    if (!anew && published)
        return key->id ? QCDC_OK : cannot_open (fault);
    randombytes_buf (key->key, sizeof key->key);
    key->id = blind_key_id (key->key);
    return QCDC_OK;
}

qcdc_status index_rows_add (desk_t *desk, bool anew, catalog_tables_t *rows, fault_t *fault)
{
    index_key_here_t key QCDC_CLEANUP (index_key_forget);
    const catalog_t *catalog = desk->home.catalog;
    int32_t today = day_of_moment (moment_now ());
    key.id = 0;
    if (!identity_key_on (catalog, NULL, today))
        return fault_set (fault, QCDC_NOT_FOUND, NULL, "%s",
                          _ ("no identity key of the province is published, to which an index key could be sealed"));
    QCDC_TRY (key_choose (desk, anew, &key, fault));
    for (size_t i = 0; i < catalog->identity_key_count; i++) {
        const identity_key_t *to = &catalog->identity_keys[i];
        if (to->valid_from <= today && today <= to->valid_to && !index_key_to (catalog, key.id, to->key))
            QCDC_TRY (row_add (&key, to->key, rows, fault));
    }
    return QCDC_OK;
}

qcdc_status index_row_for (desk_t *desk, const uint8_t to[BOX_KEY_BYTES], catalog_tables_t *rows, fault_t *fault)
{
    index_key_here_t key QCDC_CLEANUP (index_key_forget);
    bool published = false;
    key.id = 0;
    QCDC_TRY (index_key_here (&desk->home, day_of_moment (moment_now ()), &key, &published, fault));
    return key.id && !index_key_to (desk->home.catalog, key.id, to) ? row_add (&key, to, rows, fault) : QCDC_OK;
}
