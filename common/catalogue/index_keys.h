/*  index_keys.h — the table index-keys: the key of blind indexes (facts/blind_index.h), sealed to identity keys.
 *
 *  An office opens the row of its own identity key.  Whoever holds the server, or a copy of what it holds, opens none. */

#ifndef QCDC_INDEX_KEYS_H
#define QCDC_INDEX_KEYS_H

#include "catalogue/catalog_row.h"

qcdc_status index_key_row (row_source_t *self, void *row) QCDC_CHECK;

/*  The id of the key that holds on DAY, of several the one that began last, then the one that was published last; 0: there is none. */
uint64_t index_key_on (const catalog_t *self, int32_t day);

/*  The row by which the key ID is sealed to the identity key TO; NULL: there is none. */
const index_key_t *index_key_to (const catalog_t *self, uint64_t id, const uint8_t to[32]);

#endif
