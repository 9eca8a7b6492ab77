/*  member.c — the key table as a hash by CURVE key.
 *
 *  The gate makes a whole new table for each change and hands it on; front owns the one it got and frees the one before.  So nobody
 *  sees a table that is half changed, and there is nothing to lock. */

#include "base/member.h"

#include <stdlib.h>
#include <string.h>

member_table_t *member_table_new (void)
{
    return calloc (1, sizeof (member_table_t));
}

void member_table_destroy (member_table_t **self_p)
{
    member_table_t *self = *self_p;
    if (self) {
        member_t *member, *next;
        HASH_ITER (hh, self->by_key, member, next)
        {
            HASH_DEL (self->by_key, member);
            free (member);
        }
        free (self);
        *self_p = NULL;
    }
}

qcdc_status member_table_put (member_table_t *self, const member_t *member)
{
    member_t *copy = NULL;
    HASH_FIND (hh, self->by_key, member->curve_key, CURVE_KEY_BYTES, copy);
    if (copy) { /* in its place, which needs no memory: one that is known stays known */
        UT_hash_handle place = copy->hh;
        *copy = *member;
        copy->hh = place;
        return QCDC_OK;
    }
    copy = malloc (sizeof *copy);
    if (!copy)
        return QCDC_NO_MEMORY;
    *copy = *member;
    memset (&copy->hh, 0, sizeof copy->hh);
    HASH_ADD (hh, self->by_key, curve_key, CURVE_KEY_BYTES, copy);
    if (!copy->hh.tbl) {
        free (copy);
        return QCDC_NO_MEMORY;
    }
    return QCDC_OK;
}

const member_t *member_table_find (const member_table_t *self, const uint8_t curve_key[CURVE_KEY_BYTES])
{
    member_t *found = NULL;
    HASH_FIND (hh, self->by_key, curve_key, CURVE_KEY_BYTES, found);
    return found;
}
