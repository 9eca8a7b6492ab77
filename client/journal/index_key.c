/*  index_key.c — opening the key of blind indexes with what the device holds. */

#include "journal/index_key.h"

#include "base/process.h"
#include "catalogue/index_keys.h"
#include "journal/identity_secrets.h"

#include <sodium.h>

_Static_assert(INDEX_KEY_SEALED_BYTES == crypto_box_SEALBYTES + BLIND_KEY_BYTES, "a sealed box of the key");

/*  Sealed to another key, or changed since: whoever published it is not believed on the id alone. */
static bool opens (const catalog_t *catalog, uint64_t id, const box_keys_t *keys, uint8_t key[BLIND_KEY_BYTES])
{
    const index_key_t *row = index_key_to (catalog, id, keys->public);
    return row && crypto_box_seal_open (key, row->sealed, sizeof row->sealed, keys->public, keys->secret) == 0 &&
           blind_key_id (key) == id;
}

qcdc_status index_key_here (home_t *home, int32_t day, index_key_here_t *here, bool *published, fault_t *fault)
{
    identity_secrets_t secrets QCDC_CLEANUP (identity_secrets_forget);
    secrets.count = 0;
    process_hide (here, sizeof *here);
    here->id = 0;
    uint64_t id = index_key_on (home->catalog, day);
    *published = id != 0;
    if (!id)
        return QCDC_OK;
    QCDC_TRY (identity_secrets_read (home, &secrets, fault));
    for (size_t i = 0; i < secrets.count && !here->id; i++) {
        box_keys_t keys;
        identity_keys_of (secrets.items[i], &keys);
        here->id = opens (home->catalog, id, &keys, here->key) ? id : 0;
        sodium_memzero (&keys, sizeof keys);
    }
    return QCDC_OK;
}

void index_key_forget (index_key_here_t *here)
{
    sodium_memzero (here, sizeof *here);
}
