/*  seen.c — keys are known by their hash, long enough never to meet by chance. */

#include "desk/seen.h"

#include "journal/scratch.h"
#include "wire/entry.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 16, FINGERPRINT_BYTES = 8 };

typedef struct {
    uint8_t fingerprint[FINGERPRINT_BYTES];
    uint64_t row;
} said_t;

struct seen {
    scratch_t *kept;
};

qcdc_status seen_new (seen_t **self_p, fault_t *fault)
{
    seen_t *self QCDC_CLEANUP (seen_destroy) = calloc (1, sizeof *self);
    *self_p = NULL;
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    QCDC_TRY (scratch_open (&self->kept, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void seen_destroy (seen_t **self_p)
{
    if (*self_p)
        scratch_close (&(*self_p)->kept);
    free (*self_p);
    *self_p = NULL;
}

static qcdc_status said_get (seen_t *self, const uint8_t hash[HASH_BYTES], said_t *said, fault_t *fault)
{
    uint8_t value[SCRATCH_VALUE_BYTES_MAX];
    size_t length;
    QCDC_TRY (scratch_get (self->kept, hash, KEY_BYTES, value, &length, fault));
    memcpy (said, value, sizeof *said);
    return QCDC_OK;
}

qcdc_status seen_has (seen_t *self, const char *key, bool *has, fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    said_t said;
    hash_bytes (key, strlen (key), hash);
    qcdc_status status = said_get (self, hash, &said, fault);
    *has = status == QCDC_OK;
    return status == QCDC_NOT_FOUND ? QCDC_OK : status;
}

qcdc_status seen_add (seen_t *self, const char *key, const uint8_t fingerprint[32], size_t *row, fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    said_t said = {.row = *row}, first;
    hash_bytes (key, strlen (key), hash);
    memcpy (said.fingerprint, fingerprint, FINGERPRINT_BYTES);
    qcdc_status status = scratch_add (self->kept, hash, KEY_BYTES, &said, sizeof said, fault);
    if (status != QCDC_EXISTS)
        return status;
    QCDC_TRY (said_get (self, hash, &first, fault));
    *row = (size_t)first.row;
    return memcmp (first.fingerprint, fingerprint, FINGERPRINT_BYTES) == 0 ? QCDC_EXISTS : QCDC_DUPLICATE;
}
