/*  erase_text.h — one text out of the journal, with its copies in the same office, and what it was found by. */

#ifndef QCDC_ERASE_TEXT_H
#define QCDC_ERASE_TEXT_H

#include "ingest/memory.h"

/*  Prepares the statements on a new connection. */
qcdc_status erase_text_prepare (pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  The texts of the entries whose commit_seqs WHICH gives with PARAMS, which are used up: read once more, to leave their hashes behind, and
 *  taken out. */
qcdc_status erase_entries (const statement_t *which, pg_t *pg, pg_params_t *params, fault_t *fault) QCDC_CHECK;

/*  Inside the transaction, when the batch's entries and verdicts are in the tables: the texts at COUNT TARGETS go with those of their copies in
 *  the same office, by the ORDER (commit_seq). */
qcdc_status erase_texts (const address_t *targets, size_t count, int64_t order, memory_t *memory, pg_t *pg,
                         fault_t *fault) QCDC_CHECK;

#endif
