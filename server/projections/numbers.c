/*  numbers.c — which keys have been met: a set of keyed fingerprints, read a page at a time. */

#include "projections/numbers.h"

#include "projections/state.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 4096u
#define PAGE_ROWS 20000

static uint64_t fingerprint (const numbers_t *self, const char *number)
{
    uint8_t bytes[crypto_shorthash_BYTES];
    uint64_t value;
    crypto_shorthash (bytes, (const uint8_t *)number, strlen (number), self->key);
    memcpy (&value, bytes, sizeof value);
    return value ? value : 1;
}

/*  The slot of VALUE, or the empty one where it belongs. */
static uint64_t *find (uint64_t *slots, size_t capacity, uint64_t value)
{
    size_t at = (size_t)value & (capacity - 1);
    while (slots[at] && slots[at] != value)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool grow (numbers_t *self)
{
    size_t capacity = self->capacity ? 2 * self->capacity : CAPACITY_MIN;
    uint64_t *slots = calloc (capacity, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < self->capacity; i++)
        if (self->slots[i])
            *find (slots, capacity, self->slots[i]) = self->slots[i];
    free (self->slots);
    self->slots = slots;
    self->capacity = capacity;
    return true;
}

void numbers_release (numbers_t *self)
{
    free (self->slots);
    *self = (numbers_t){0};
}

bool numbers_meet (numbers_t *self, const char *number)
{
    if (!self->capacity)
        return true;
    uint64_t value = fingerprint (self, number), *slot = find (self->slots, self->capacity, value);
    if (*slot)
        return true;
    *slot = value;
    /* Three quarters full at most: then a look is short. */
    if (++self->count > self->capacity / 4 * 3 && !grow (self))
        numbers_release (self);
    return false;
}

/*  Takes in a page of PROJECTION's keys; *AFTER moves on to its last thing. */
static qcdc_status load_page (numbers_t *self, const projection_t *projection, pg_t *pg, pg_params_t *params,
                              int64_t *after, int *rows, fault_t *fault)
{
    char key[STATE_KEY_BYTES];
    PGresult *result = NULL;
    pg_params_reset (params);
    pg_params_int8 (params, *after);
    pg_params_int8 (params, PAGE_ROWS);
    qcdc_status status = pg_run (pg, projection->keys, params, &result, fault);
    *rows = status == QCDC_OK ? PQntuples (result) : 0;
    for (int row = 0; row < *rows; row++) {
        if (state_key ((int)pg_int8 (result, row, 1), matter_at (projection->matter), pg_text (result, row, 2), key))
            (void)numbers_meet (self, key);
        *after = pg_int8 (result, row, 0);
    }
    PQclear (result);
    return status;
}

static qcdc_status load_keys (numbers_t *self, const projection_t *projection, pg_t *pg, pg_params_t *params,
                              fault_t *fault)
{
    int64_t after = 0;
    for (int rows = PAGE_ROWS; rows == PAGE_ROWS;)
        QCDC_TRY (load_page (self, projection, pg, params, &after, &rows, fault));
    return QCDC_OK;
}

qcdc_status numbers_init (numbers_t *self, fault_t *fault)
{
    *self = (numbers_t){0};
    if (!grow (self))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    randombytes_buf (self->key, sizeof self->key);
    return QCDC_OK;
}

qcdc_status numbers_load (numbers_t *self, pg_t *pg, fault_t *fault)
{
    numbers_release (self);
    pg_params_t *params = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    qcdc_status status = numbers_init (self, fault);
    for (size_t i = 0; status == QCDC_OK && PROJECTIONS[i]; i++)
        if (PROJECTIONS[i]->keys)
            status = load_keys (self, PROJECTIONS[i], pg, params, fault);
    pg_params_destroy (&params);
    if (status != QCDC_OK)
        numbers_release (self);
    return status;
}
