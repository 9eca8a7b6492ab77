/*  exposed.h — words of denunciations that tell who denounces, and what is sealed in their entries: which, and where.
 *
 *  A text is screened where it is entered, by the kind that its writer knows.  Where one device makes a complaint a denunciation
 *  while another one writes a reason or a title, unseen of each other, both did right and the name stays: so what came of it is
 *  looked at again, here, and told until it is gone. */

#ifndef QCDC_EXPOSED_H
#define QCDC_EXPOSED_H

#include "desk/desk.h"
#include "matters/fold.h"
#include "petitions/petition_view.h"

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

/*  What is looked through: a petition, or a row of another register, as it stands. */
typedef struct {
    const char *command, *local_no, *key, *title, *summary;
    const address_t *entry; /* that began it */
    bool voided;
    char *const *flags;
    size_t flag_count;
    const fold_part_t *parts; /* of everything under its subject: its own are those of ITEM */
    size_t part_count, item;
} exposed_subject_t;

/*  Every text that is held of SUBJECT and that tells who somebody is; *COUNT grows by as many. */
qcdc_status exposed_look (desk_t *desk, const exposed_subject_t *subject, exposed_fn *each, void *arg, size_t *count,
                          fault_t *fault) QCDC_CHECK;

/*  The same of the petition of VIEW, one of VIEWS, as if it were a denunciation. */
qcdc_status exposed_petition (desk_t *desk, const petition_views_t *views, const petition_view_t *view,
                              exposed_fn *each, void *arg, size_t *count, fault_t *fault) QCDC_CHECK;

/*  Every text that is held of the petition that ENTRY began and that tells who somebody is, as if it were a denunciation; those too
 *  that do not stand any more. */
qcdc_status exposed_of (desk_t *desk, const address_t *entry, exposed_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

#endif
