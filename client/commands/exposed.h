/*  exposed.h — words of denunciations that tell who denounces, and what is sealed in their entries: which, where, and what takes each of them out.
 *
 *  A text is screened where it is entered, by the kind that its writer knows.  Where one device makes a complaint a denunciation
 *  while another one writes a reason or a title, unseen of each other, both did right and the name stays: so what came of it is
 *  looked at again, here, and told until it is gone. */

#ifndef QCDC_EXPOSED_H
#define QCDC_EXPOSED_H

#include "desk/desk.h"
#include "matters/petition.h"

#include <stdio.h>

typedef enum {
    EXPOSED_TITLE,
    EXPOSED_SUMMARY,
    EXPOSED_REASON,
    EXPOSED_FLAGS,
    EXPOSED_NUMBER,
    EXPOSED_IDENTITY,
    EXPOSED_SCAN
} exposed_part;

typedef struct {
    const char *local_no, *key; /* of the petition, or of the reception */
    const char *command;        /* that corrects it: "petition" */
    address_t entry;            /* which holds the text; of flags and number the petition's own */
    exposed_part part;
    const char *found;        /* a msgid: "a telephone number" */
    char what[160];           /* "reason of REFUSED of 2 March 2020", as people read it */
    uint8_t scan[HASH_BYTES]; /* whose key it is, of EXPOSED_SCAN */
    int64_t asked_us;         /* when its erasure was asked for; 0: not yet */
} exposed_t;

typedef qcdc_status (exposed_fn) (const exposed_t *text, void *arg);

/*  Every text that is held of the petition that ENTRY began and that tells who somebody is, as if it were a denunciation; those too
 *  that do not stand any more. */
qcdc_status exposed_of (desk_t *desk, const address_t *entry, exposed_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  Those of all denunciations.  What was found clean is not looked at again before something comes to it.  Outside of a
 *  transaction. */
qcdc_status exposed_each (desk_t *desk, exposed_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  The sealed bytes of scans of denunciations are nobody's to keep, whatever becomes of their keys: removes them from the home.  Outside of a
 *  transaction. */
qcdc_status exposed_scans_drop (desk_t *desk, fault_t *fault) QCDC_CHECK;

/*  One line to FILE for each, with the command that takes it out, and a line before them; *COUNT (may be NULL) how many there are.
 *  FILE NULL: they are only counted. */
qcdc_status exposed_tell (desk_t *desk, FILE *file, unsigned long *count, fault_t *fault) QCDC_CHECK;

/*  The same of the petition that ENTRY began, as if it were a denunciation. */
qcdc_status exposed_tell_of (desk_t *desk, const address_t *entry, FILE *file, fault_t *fault) QCDC_CHECK;

#endif
