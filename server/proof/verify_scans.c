/*  verify_scans.c — one cursor over all parts, in the order of their scans; what is not whole yet has no hash to be held against. */

#include "proof/verify_scans.h"

#include "wire/keys.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const char DECLARE[] = "declare verify_scans no scroll cursor for"
                              " select b.hash, b.bytes, p.first, p.data, b.office from public.blob b"
                              " left join public.blob_part p on p.hash = b.hash and p.bytes = b.bytes and p.office = "
                              "b.office where b.have = b.bytes"
                              " order by b.hash, b.bytes, b.office, p.first";
static const statement_t FETCH = {"verify_scans_fetch", "fetch 64 from verify_scans"};

typedef struct {
    bool any;
    uint8_t hash[HASH_BYTES];
    int64_t office, bytes, next; /* NEXT is -1 where a part is missing */
    crypto_generichash_state state;
    replay_problem_fn *problem;
    void *arg;
} scans_t;

/*  What is known of the scan by now is all of it. */
static void finish (scans_t *self)
{
    uint8_t hash[HASH_BYTES];
    char place[120], hex[2 * HASH_BYTES + 1];
    if (!self->any)
        return;
    crypto_generichash_final (&self->state, hash, HASH_BYTES);
    if (self->next == self->bytes && memcmp (hash, self->hash, HASH_BYTES) == 0)
        return;
    snprintf (place, sizeof place, "blob: the bytes of scan %.16s… do not have its hash",
              hex_format (self->hash, HASH_BYTES, hex));
    self->problem (place, self->arg);
}

static void take (scans_t *self, const PGresult *page, int row)
{
    size_t length, hash_length;
    const void *hash = pg_bytes (page, row, 0, &hash_length), *data = pg_bytes (page, row, 3, &length);
    if (!self->any || hash_length != HASH_BYTES || memcmp (hash, self->hash, HASH_BYTES) != 0 ||
        self->bytes != pg_int8 (page, row, 1) || self->office != pg_int8 (page, row, 4)) {
        finish (self);
        self->any = true;
        self->bytes = pg_int8 (page, row, 1);
        self->office = pg_int8 (page, row, 4);
        self->next = 0;
        memset (self->hash, 0, HASH_BYTES);
        memcpy (self->hash, hash, hash_length < HASH_BYTES ? hash_length : HASH_BYTES);
        crypto_generichash_init (&self->state, NULL, 0, HASH_BYTES);
    }
    if (pg_null (page, row, 2) || pg_int8 (page, row, 2) != self->next) {
        self->next = -1;
        return;
    }
    crypto_generichash_update (&self->state, data, length);
    self->next += (int64_t)length;
}

qcdc_status verify_scans (pg_t *pg, replay_problem_fn *problem, void *arg, fault_t *fault)
{
    scans_t self = {.problem = problem, .arg = arg};
    QCDC_TRY (pg_exec (pg, DECLARE, fault));
    for (int rows = 1; rows > 0;) {
        PGresult *page QCDC_CLEANUP (pg_clear) = NULL;
        QCDC_TRY (pg_run (pg, &FETCH, NULL, &page, fault));
        rows = PQntuples (page);
        for (int row = 0; row < rows; row++)
            take (&self, page, row);
    }
    finish (&self);
    return pg_exec (pg, "close verify_scans", fault);
}
