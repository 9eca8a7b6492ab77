/*  account.c — counts that several threads change, and nothing else that they share. */

#include "base/account.h"

#include "base/limits.h"

#include <stdatomic.h>
#include <stdlib.h>

/*  What an answer costs beside its bytes: ZeroMQ's message and our note of it. */
#define ANSWER_OVERHEAD_BYTES 256u

struct account {
    atomic_size_t bytes;
    atomic_uint holders;
};

static atomic_size_t all_bytes;

account_t *account_new (void)
{
    account_t *self = calloc (1, sizeof *self);
    if (self)
        atomic_init (&self->holders, 1);
    return self;
}

account_t *account_hold (account_t *self)
{
    if (self)
        atomic_fetch_add (&self->holders, 1);
    return self;
}

void account_drop (account_t **self_p)
{
    account_t *self = *self_p;
    if (self && atomic_fetch_sub (&self->holders, 1) == 1)
        free (self);
    *self_p = NULL;
}

void account_owe (account_t *self, size_t bytes)
{
    if (!self)
        return;
    atomic_fetch_add (&self->bytes, bytes + ANSWER_OVERHEAD_BYTES);
    atomic_fetch_add (&all_bytes, bytes + ANSWER_OVERHEAD_BYTES);
}

void account_settle (account_t *self, size_t bytes)
{
    if (!self)
        return;
    atomic_fetch_sub (&self->bytes, bytes + ANSWER_OVERHEAD_BYTES);
    atomic_fetch_sub (&all_bytes, bytes + ANSWER_OVERHEAD_BYTES);
}

size_t account_bytes (const account_t *self)
{
    return self ? atomic_load (&self->bytes) : 0;
}

bool account_full (const account_t *self)
{
    size_t bytes = account_bytes (self);
    return bytes >= QCDC_UNREAD_BYTES_MAX ||
           (bytes >= QCDC_FRAME_BYTES_MAX && atomic_load (&all_bytes) >= QCDC_UNREAD_ALL_BYTES_MAX);
}
