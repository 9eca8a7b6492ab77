/*  identity_keys.h — the table identity-keys: the public keys to which it is sealed who sent a petition.
 *
 *  They are published, and so come from a device that was vouched for: whoever holds the server can put none in between. */

#ifndef QCDC_IDENTITY_KEYS_H
#define QCDC_IDENTITY_KEYS_H

#include "catalogue/catalog_row.h"

qcdc_status identity_key_row (row_source_t *self, void *row) QCDC_CHECK;

/*  The key of OFFICE that holds on DAY, or of any provincial office for NULL: of several the one that began last, then the one that was
 *  published last; NULL: there is none. */
const identity_key_t *identity_key_on (const catalog_t *self, const char *office, int32_t day);

#endif
