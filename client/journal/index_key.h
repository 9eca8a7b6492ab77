/*  index_key.h — the key of blind indexes, as this device can open it: sealed to its office's identity key, and published so. */

#ifndef QCDC_INDEX_KEY_H
#define QCDC_INDEX_KEY_H

#include "facts/blind_index.h"
#include "facts/sealed_identity.h"
#include "journal/home.h"

typedef struct {
    uint64_t id; /* 0: none is published, or this device cannot open it */
    uint8_t key[BLIND_KEY_BYTES];
} index_key_here_t;

/*  The one that holds on DAY.  *PUBLISHED: there is one, whoever can open it.  Asks for the passphrase where the device's keys are under
 *  one, and there is something to open. */
qcdc_status index_key_here (home_t *home, int32_t day, index_key_here_t *here, bool *published,
                            fault_t *fault) QCDC_CHECK;
void index_key_forget (index_key_here_t *here);

#endif
