/*  gathering.h — appends that come in pieces, because their line does not let them through whole.
 *
 *  Each key has one at a time; what has come of it stays while connections break and are opened again, until it is whole, until
 *  another one of that key begins, or until the limits of limits.h have it give way.  Nothing of it is looked at before it is
 *  whole and has the hash that its pieces name.  Its memory counts as answers that its key has not read. */

#ifndef QCDC_GATHERING_H
#define QCDC_GATHERING_H

#include "base/job.h"

typedef struct gathering gathering_t;

gathering_t *gathering_new (void); /* NULL when out of memory */
void gathering_destroy (gathering_t **self_p);

/*  Takes in what PIECE brings beyond what is here of its whole, which is of KEY and counts in ACCOUNT; *HAVE bytes of it are here
 *  then.  One without data only asks; one that leaves a gap is not taken.  QCDC_MALFORMED for a piece that cannot be,
 *  QCDC_TOO_LARGE for one of an append that is, QCDC_NO_MEMORY. */
qcdc_status gathering_take (gathering_t *self, const uint8_t key[CURVE_KEY_BYTES], account_t *account,
                            const Qcdc__Piece *piece, int64_t now_us, size_t *have, fault_t *fault) QCDC_CHECK;

/*  The append of KEY that is whole now, unpacked into ARENA; it stays until it is forgotten.  QCDC_MALFORMED where it does not
 *  have its hash, QCDC_PROTOCOL where it is no append, and whatever frame_unpack_request says: forgotten then,
 *  but for QCDC_NO_MEMORY. */
qcdc_status gathering_open (gathering_t *self, const uint8_t key[CURVE_KEY_BYTES], arena_t *arena,
                            Qcdc__Frame **frame, fault_t *fault) QCDC_CHECK;

/*  Both for JOB, whose frame is a piece: either *REPLY says how much is here, or the piece was its whole's last, *REPLY is NULL and
 *  the frame of JOB the append. */
qcdc_status gathering_serve (gathering_t *self, job_t *job, int64_t now_us, reply_t **reply,
                             fault_t *fault) QCDC_CHECK;

/*  What KEY has sent of one is not needed any more. */
void gathering_forget (gathering_t *self, const uint8_t key[CURVE_KEY_BYTES]);

/*  Forgets those of which nothing was heard for QCDC_GATHERED_AGE_US. */
void gathering_expire (gathering_t *self, int64_t now_us);

/*  Bytes of memory that all of them have. */
size_t gathering_bytes (const gathering_t *self);

#endif
