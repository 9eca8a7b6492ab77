/*  member.h — who may speak: the key table that front holds against every message.
 *
 *  The gate reads it from the database and hands front a new copy whenever a NOTIFY on `qcdc_members` says that it has
 *  changed. */

#ifndef QCDC_MEMBER_H
#define QCDC_MEMBER_H

#include "matters/judge.h"
#include "wire/entry.h"

#include <uthash.h>

typedef struct {
    uint8_t curve_key[CURVE_KEY_BYTES];
    int id; /* origin.id, the database's surrogate */
    uint64_t origin;
    int office; /* catalog id */
    role_t role;
    bool revoked;
    UT_hash_handle hh; /* by curve_key */
} member_t;

typedef struct {
    member_t *by_key;
} member_table_t;

member_table_t *member_table_new (void);
void member_table_destroy (member_table_t **self_p);
qcdc_status member_table_put (member_table_t *self,
                              const member_t *member) QCDC_CHECK; /* copies; replaces the same key */
const member_t *member_table_find (const member_table_t *self, const uint8_t curve_key[CURVE_KEY_BYTES]);

#endif
