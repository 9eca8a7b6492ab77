/*  refused.h — own entries that the province did not take, or took in vain: what each is about, and whether it still wants
 *  mending.
 *
 *  Whoever counts them counts here, so that one number is said everywhere. */

#ifndef QCDC_REFUSED_H
#define QCDC_REFUSED_H

#include "desk/desk.h"
#include "line/sync_result.h"
#include "petitions/petition_name.h"

/*  What an entry is about, as people call it: its number, or form and period. */
typedef struct {
    char what[160];
    petition_number_t own;    /* that of the petition that it is about, as WHAT has it */
    petition_number_t wanted; /* that which it was to give a petition */
    bool mended;    /* what it was to say stands by now, was entered or corrected again by this device, was taken
                      back, or a clerk is done with it (done_with.h) */
    bool petition;  /* it is a petition as a register has it, not a step or a report */
    bool matter;    /* it is about a matter, which one a petition is in, or two petitions that are not the same */
    bool reception; /* it is about a row of the reception register */
    bool listing;   /* it is about a case on a list */
    bool notice;    /* it is about a notice */
    bool item;      /* it is about a task */
    bool erases;
    bool set;    /* it is of the catalogue */
    bool review; /* it is the province's review of a report */
} refused_about_t;

/*  Called for every own entry that was rejected, waits, or was accepted without effect or has lost it since (state ACCEPTED, code
 *  NO_EFFECT), mended or not. */
typedef qcdc_status (refused_fn) (const journal_verdict_t *verdict, const refused_about_t *about, void *arg);
qcdc_status refused_each (desk_t *desk, refused_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  How many of each there are. */
qcdc_status refused_count (desk_t *desk, sync_standing_t *counts, fault_t *fault) QCDC_CHECK;

#endif
