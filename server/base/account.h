/*  account.h — how many bytes of answers a key has that the line has not taken yet.
 *
 *  Sending is not delivering: what a client does not read stays in ZeroMQ's memory.  So an answer counts from the moment
 *  it is made until ZeroMQ lets go of its bytes, because they were sent or because the connection is gone.  That is said by
 *  ZeroMQ's own thread, and readers ask while front sends: the counts are atomic, and an account lives as long as anybody
 *  holds it. */

#ifndef QCDC_ACCOUNT_H
#define QCDC_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct account account_t;

account_t *account_new (void); /* held once; NULL when out of memory */
account_t *account_hold (account_t *self); /* once more; NULL is nobody's account, and stays it */
void account_drop (account_t **self_p);

/*  An answer of BYTES was made; ZeroMQ has let go of it, or it was never sent. */
void account_owe (account_t *self, size_t bytes);
void account_settle (account_t *self, size_t bytes);

size_t account_bytes (const account_t *self);

/*  Whether nothing more may be made for this key until it reads: it has its share, or all together have theirs and this one
 *  has more than a single answer. */
bool account_full (const account_t *self);

#endif
