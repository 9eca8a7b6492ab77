/*  erase.h — texts that the province has erased: out of the journal, and never into it again. */

#ifndef QCDC_ERASE_H
#define QCDC_ERASE_H

#include "ingest/memory.h"

/*  Prepares the statements on a new connection. */
qcdc_status erase_prepare (pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Before a batch is decided: texts that were erased stay out, those of facts filed again too; only their hashes,
 *  which the entries' own hashes cover, go in. */
qcdc_status erase_known (batch_t *batch, memory_t *memory, fault_t *fault) QCDC_CHECK;

/*  Whether ENTRY has a text that erase_copies might take from it: it must not be written before all is decided. */
bool erase_may_reach (const batch_entry_t *entry, const memory_t *memory);

/*  When a batch is decided, and before what erase_may_reach tells of is written: second copies of facts whose text
 *  was erased lose theirs. */
qcdc_status erase_copies (batch_t *batch, const memory_t *memory, pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Whether erase_annexes has something to do: an erasure that is not refused, one that an earlier program left, what waited and is a copy of an erased text, or what was
 *  handed over and may be one. */
bool erase_is_in (const batch_t *batch, const memory_t *memory);

/*  Inside the transaction, when the batch's entries and verdicts are in the tables: carries out the erasures of BATCH, and what they come to for texts that come with it.  Offices that have to be told
 *  are added to its feed. */
qcdc_status erase_annexes (batch_t *batch, memory_t *memory, pg_t *pg, fault_t *fault) QCDC_CHECK;

#endif
