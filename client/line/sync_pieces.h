/*  sync_pieces.h — an append that the line does not let through whole goes up in pieces.
 *
 *  The server keeps what has come of it while connections break, and says how much that is: each connection goes on with the
 *  piece that is missing, also one of a later run. */

#ifndef QCDC_SYNC_PIECES_H
#define QCDC_SYNC_PIECES_H

#include "line/sync_line.h"

/*  Whether an append of BYTES on the wire goes in pieces: it is more than gets through, and the server takes them. */
bool sync_pieces_wanted (const sync_t *sync, size_t bytes);

/*  Whether something of BYTES that did not get through can be cut no further. */
bool sync_pieces_least (const sync_t *sync, size_t bytes);

/*  Sends of WHOLE, an Append frame of LENGTH bytes with `call` 0, all that the server lacks but the last piece, which is packed
 *  into *LAST (malloc'ed) with *CALL: what answers that one answers the append. */
qcdc_status sync_pieces_send (sync_t *sync, const uint8_t *whole, size_t length, uint8_t **last, size_t *last_length,
                              uint64_t *call, fault_t *fault) QCDC_CHECK;

#endif
