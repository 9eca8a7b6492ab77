/*  strangers.h — how much of its attention the server spends on what is of no use: on keys that are not members, and on frames that
 *  nobody can read.
 *
 *  Strangers may ask to join, which costs a question to the database, and be told why not, which costs little: of both each key gets so
 *  many a minute, and of joins each address, so that a flood locks out nobody who is not behind the same address.  Beyond
 *  that there is no answer at all: an answer to a flood would be another one. */

#ifndef QCDC_STRANGERS_H
#define QCDC_STRANGERS_H

#include "base/allowance.h"
#include "wire/keys.h"

/*  Joins of one key; of one address, behind which a whole town may be.  At once, and a minute. */
#define JOINS_PER_KEY_BURST 10u
#define JOINS_PER_KEY_MINUTE 10u
#define JOINS_PER_ADDRESS_BURST 100u
#define JOINS_PER_ADDRESS_MINUTE 3000u
#define JOINS_WAITING_MAX 256u /* for ingest */

/*  Answers to one key, refusals too. */
#define ANSWERS_PER_KEY_BURST 30u
#define ANSWERS_PER_KEY_MINUTE 30u

/*  Frames of one key, a member's too, that nobody could use, appends that were refused among them: unpacking them is work for nothing.
 *  A ping and the like cost too little to count. */
#define WASTED_PER_KEY_BURST 30u
#define WASTED_PER_KEY_MINUTE 30u

#define STRANGERS_MAX 4096u /* keys, and addresses, that are remembered */

typedef struct {
    allowance_t *answers, *joins, *addresses, *wasted;
    unsigned waiting; /* joins handed on and not answered */
} strangers_t;

bool strangers_init (strangers_t *self); /* false when out of memory */
void strangers_release (strangers_t *self);

/*  Whether anything of KEY is to be looked at now. */
bool strangers_hear (strangers_t *self, const uint8_t key[CURVE_KEY_BYTES]);

/*  Whether KEY at ADDRESS (as text; of IPv6 the network counts) may join now. */
bool strangers_join (strangers_t *self, const uint8_t key[CURVE_KEY_BYTES], const char *address);

/*  Such a frame of KEY came to nothing; whether another one is to be unpacked now. */
void strangers_waste (strangers_t *self, const uint8_t key[CURVE_KEY_BYTES]);
bool strangers_unpack (strangers_t *self, const uint8_t key[CURVE_KEY_BYTES]);

#endif
