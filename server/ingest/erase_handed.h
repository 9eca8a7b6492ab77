/*  erase_handed.h — erased texts of petitions that went from office to office: gone from all of them, whichever entry was named. */

#ifndef QCDC_ERASE_HANDED_H
#define QCDC_ERASE_HANDED_H

#include "ingest/memory.h"

/*  An order to erase. */
typedef struct {
    int64_t order;    /* commit_seq of the order */
    int64_t given_at; /* and of the verdict by which it holds */
    bool waits;       /* for what it names: nobody is told yet */
    bool anew;        /* whom it concerns was told of it before, and is told again where more goes */
    address_t first;  /* what it names */
} handed_t;

/*  Prepares the statements on a new connection. */
qcdc_status handed_prepare (pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Inside the transaction, when the batch's entries and verdicts are in the tables: all copies of what SELF names go but that itself, and the
 *  offices that have one are told by the feed of BATCH. */
qcdc_status handed_erase (const handed_t *self, batch_t *batch, memory_t *memory, pg_t *pg,
                          fault_t *fault) QCDC_CHECK;

/*  Whether BATCH brings a text that was handed over or taken in, and may be a copy of an erased one. */
bool handed_is_in (const batch_t *batch, const memory_t *memory);

/*  There, too: such texts go, by the order by which the text that they are copies of went. */
qcdc_status handed_erase_late (batch_t *batch, memory_t *memory, pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  There, too, and once in each database: an earlier program erased why a petition was given back in the one entry that was named, and not where the
 *  same office says it once more. */
qcdc_status handed_erase_owed (batch_t *batch, memory_t *memory, pg_t *pg, fault_t *fault) QCDC_CHECK;

#endif
