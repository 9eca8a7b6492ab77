/*  erase_text.h — one text out of the journal, with its copies in the same office, and what it was found by. */

#ifndef QCDC_ERASE_TEXT_H
#define QCDC_ERASE_TEXT_H

#include "ingest/memory.h"

/*  Prepares the statements on a new connection. */
qcdc_status erase_text_prepare (pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  The texts that TEXTS, a statement of rows (annex, commit_seq), gives with PARAMS, which are used up: read once more, to leave their hashes
 *  behind, and taken out. */
qcdc_status erase_texts (const statement_t *texts, pg_t *pg, pg_params_t *params, fault_t *fault) QCDC_CHECK;

/*  Inside the transaction, when the batch's entries and verdicts are in the tables: the text at TARGET goes with those of its copies in the
 *  same office, by the ORDER (commit_seq). */
qcdc_status erase_text (const address_t *target, int64_t order, memory_t *memory, pg_t *pg,
                        fault_t *fault) QCDC_CHECK;

#endif
