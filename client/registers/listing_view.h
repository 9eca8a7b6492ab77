/*  listing_view.h — cases on the province's lists as this device knows them: the province's all, an office's those that it is shown. */

#ifndef QCDC_LISTING_VIEW_H
#define QCDC_LISTING_VIEW_H

#include "desk/desk.h"
#include "desk/view.h"
#include "matters/listing.h"

typedef struct {
    listing_t listing; /* first: what the fold folds into */
    char *thing;       /* "petition" or "matter"; NULL where the text is not here; these malloc'ed */
    char *label;       /* "BCD-593:12@2020"; likewise */
    char *reason;      /* of the last decision; likewise */
    bool came;         /* it was written by another device */
} listing_view_t;

/*  Every listing, those that came off too; EACH may not keep the view. */
typedef qcdc_status (listing_view_fn) (const listing_view_t *view, void *arg);
qcdc_status listings_each (desk_t *desk, listing_view_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  Whether it stands and is this desk's to mind on DAY: at the province all are; at an office its own cases, and those that it answers for. */
bool listing_is_ours (const desk_t *desk, const listing_t *self, int32_t day);

/*  Whether it stands and its day to be looked at again has passed by TODAY. */
bool listing_is_late (const listing_t *self, int32_t today);

/*  The codes of the lists on which the case of ENTRY stands, with a comma between; malloc'ed, "" for none. */
qcdc_status listings_of (desk_t *desk, const address_t *entry, char **codes, fault_t *fault) QCDC_CHECK;

#endif
