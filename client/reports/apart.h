/*  apart.h — what the province alone can hold together: a report of this office, and those of offices that went into it or that it went
 *  into.
 *
 *  A device holds the reports of its own office (compared.h).  So the province is asked at each sync what it found there, and what it said
 *  is kept: a desk that compares less than the province must not say that nothing contradicts anything. */

#ifndef QCDC_APART_H
#define QCDC_APART_H

#include "desk/desk.h"

/*  A contradiction, or an alert, in such a comparison, told from the office's own report.  Its texts are gone with the call. */
typedef struct {
    const char *form, *period; /* of the own report */
    const char *severity, *rule, *cell, *said;
    const char *
        office; /* the one whose report is held against a sum that the own one is part of; "": the own one is held against a sum */
    const char *other; /* the period of what it is held together with */
    const char *names; /* of the offices that are added up; "" where OFFICE is named */
} apart_finding_t;
typedef qcdc_status (apart_fn) (const apart_finding_t *finding, void *arg);

/*  Asks the province, keeps what it says, and unless QUIET says on standard error how much of it is new.  Where it cannot be reached, what
 *  it said before stays.  Needs no line where it has nothing to ask. */
qcdc_status apart_ask (desk_t *desk, int patience_ms, bool quiet, fault_t *fault) QCDC_CHECK;

/*  The comparisons that the province alone makes for this office, of the reports that stand here.  DESK and FAULT outlive it; *SELF is to be
 *  destroyed whatever comes of it. */
typedef struct apart apart_t;
qcdc_status apart_new (desk_t *desk, apart_t **self, fault_t *fault) QCDC_CHECK;
void apart_destroy (apart_t **self_p);
bool apart_any (const apart_t *self);

/*  What the province said of them at the last sync. */
qcdc_status apart_each (const apart_t *self, apart_fn *each, void *arg) QCDC_CHECK;

/*  The finding with its sum in brackets, as tables have it; malloc'ed, NULL: out of memory. */
char *apart_said (const apart_finding_t *finding);

/*  Says on standard error which comparisons are the province's, what it said of them, and what to do. */
qcdc_status apart_say (const apart_t *self) QCDC_CHECK;

/*  The same of what it found in the report of FORM for PERIOD. */
qcdc_status apart_say_of (desk_t *desk, const char *form, const char *period, fault_t *fault) QCDC_CHECK;

#endif
