/*  pg_private.h — what the files of the pg module share and nobody else sees: PostgreSQL's byte order and epoch, and
 *  how parameters lie in memory. */

#ifndef QCDC_PG_PRIVATE_H
#define QCDC_PG_PRIVATE_H

#include "pg/pg.h"

#include <endian.h>
#include <string.h>

/*  PostgreSQL counts from 2000-01-01, we from 1970-01-01. */
#define PG_EPOCH_DAYS 10957
#define PG_EPOCH_US 946684800000000LL

static inline void pg_put16 (uint8_t *to, uint16_t value)
{
    value = htobe16 (value);
    memcpy (to, &value, sizeof value);
}

static inline void pg_put32 (uint8_t *to, uint32_t value)
{
    value = htobe32 (value);
    memcpy (to, &value, sizeof value);
}

static inline void pg_put64 (uint8_t *to, uint64_t value)
{
    value = htobe64 (value);
    memcpy (to, &value, sizeof value);
}

static inline uint16_t pg_get16 (const void *from)
{
    uint16_t value;
    memcpy (&value, from, sizeof value);
    return be16toh (value);
}

static inline uint32_t pg_get32 (const void *from)
{
    uint32_t value;
    memcpy (&value, from, sizeof value);
    return be32toh (value);
}

static inline uint64_t pg_get64 (const void *from)
{
    uint64_t value;
    memcpy (&value, from, sizeof value);
    return be64toh (value);
}

/*  The parameters as libpq wants them; valid until the next append.  Every value is binary. */
typedef struct {
    int count;
    const char *const *values;
    const int *lengths;
    const int *formats;
} pg_bound_t;
pg_bound_t pg_params_bind (const pg_params_t *self);

#endif
