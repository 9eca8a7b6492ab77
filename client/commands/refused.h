/*  refused.h — own entries that the province did not take, or took in vain: what each is about, and whether it still wants
 *  mending.
 *
 *  Whoever counts them counts here, so that one number is said everywhere. */

#ifndef QCDC_REFUSED_H
#define QCDC_REFUSED_H

#include "desk/desk.h"

/*  What an entry is about, as people call it: its number, or form and period. */
typedef struct {
    char what[160];
    bool mended;   /* something that counts stands in its place by now */
    bool petition; /* it is a petition as a register has it, not a step or a report */
    bool erases;
} refused_about_t;

/*  Called for every own entry that was rejected, waits, or was accepted without effect (state ACCEPTED), mended or not. */
typedef qcdc_status (refused_fn) (const journal_verdict_t *verdict, const refused_about_t *about, void *arg);
qcdc_status refused_each (desk_t *desk, refused_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

typedef struct {
    uint64_t rejected; /* and not mended, as are the next two */
    uint64_t waiting;
    uint64_t in_vain; /* accepted without effect */
    uint64_t mended;  /* of what was rejected, or accepted without effect */
} refused_counts_t;
qcdc_status refused_count (desk_t *desk, refused_counts_t *counts, fault_t *fault) QCDC_CHECK;

#endif
