/*  catalogue_proof.h — the catalogue as the journals give it, held against the list by which it is folded every day.
 *
 *  Table publication is derived like every other, and everything is judged by what follows from it: before anything is written by it, it is
 *  proved. */

#ifndef QCDC_CATALOGUE_PROOF_H
#define QCDC_CATALOGUE_PROOF_H

#include "base/snapshot.h"
#include "pg/pg.h"

/*  The catalogue after the last commit, and the reference tables hold it: where they are of another edition they are written, by a list
 *  that was proved.  PROVE: it is proved wherever they are, which takes a walk through the entries of the provincial office.  In transactions of its own.
 *  QCDC_CORRUPT where the list is not what the journals say, or these cannot be followed; QCDC_VERSION for what a newer program took. */
qcdc_status catalogue_open (pg_t *pg, bool prove, snapshot_t **self_p, fault_t *fault) QCDC_CHECK;

#endif
