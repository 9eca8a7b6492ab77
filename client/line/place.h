/*  place.h — where this device looks for the server and by which keys it knows it.
 *
 *  What the server says of itself is followed as whereabouts.h says and stands in the journal at once.  A new address or key of
 *  the line is used only once something answered there by it: until then the old ones serve, so that a slip at the province
 *  strands nobody. */

#ifndef QCDC_PLACE_H
#define QCDC_PLACE_H

#include "journal/journal.h"
#include "line/session.h"
#include "wire/whereabouts.h"

typedef struct {
    known_server_t known; /* as said last */
    /* as used */
    char endpoint[QCDC_ENDPOINT_BYTES_MAX + 1];
    uint8_t curve[CURVE_KEY_BYTES];
    bool complete; /* the journal has the earlier keys too */
} place_t;

/*  QCDC_CORRUPT where the journal does not know the server's keys. */
qcdc_status place_load (journal_t *journal, place_t *place, fault_t *fault) QCDC_CHECK;

/*  Whether the server has said of another address or key than those used. */
bool place_moves (const place_t *place);

/*  Follows COUNT statements that came, and keeps what they say, in a transaction of its own.  QCDC_BAD_SIGNATURE: nothing of
 *  it was taken. */
qcdc_status place_follow (journal_t *journal, place_t *place, Qcdc__Whereabouts *const *items, size_t count,
                          fault_t *fault) QCDC_CHECK;

/*  Whether KEY, by which a server says that it signs, is the one known: QCDC_BAD_SIGNATURE, and nothing may be taken from it or
 *  count as sent.  An older server says none. */
qcdc_status place_check (const place_t *place, const ProtobufCBinaryData *key, fault_t *fault) QCDC_CHECK;

/*  Tries the new address for PATIENCE_MS, and goes over to it if the server answers there; else all stays as it is.  Only what
 *  has to do with this device is a failure. */
qcdc_status place_try (journal_t *journal, place_t *place, const keys_t *keys, int patience_ms,
                       fault_t *fault) QCDC_CHECK;

/*  The statements on the wire, followed from KNOWN; nothing is kept. */
qcdc_status place_follow_wire (known_server_t *known, Qcdc__Whereabouts *const *items, size_t count,
                               fault_t *fault) QCDC_CHECK;

#endif
