/*  notice_view.h — notices as this device knows them: the province's all, an office's those that it was sent. */

#ifndef QCDC_NOTICE_VIEW_H
#define QCDC_NOTICE_VIEW_H

#include "desk/desk.h"
#include "desk/view.h"
#include "matters/notice.h"
#include "matters/reading.h"

typedef struct {
    notice_t notice; /* first: what the fold folds into */
    char *title;     /* NULL where the text is not here; these malloc'ed */
    char *body;      /* likewise */
    char *reason;    /* why it is withdrawn; likewise */
    bool came;       /* it was written by another office */
    bool read;       /* somebody of this office has said that he read it */
    char read_by[QCDC_HANDLER_BYTES_MAX + 1];
    int32_t read_on;
} notice_view_t;

/*  Every notice, in the order of their subjects; EACH may not keep the view. */
typedef qcdc_status (notice_view_fn) (const notice_view_t *view, void *arg);
qcdc_status notices_each (desk_t *desk, notice_view_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  Whether NAME, a number ("36-TB/BCĐ", "36-TB/BCĐ@2020") or an address, is that of NOTICE. */
bool notice_is_named (const notice_t *notice, const char *name);

/*  How many were sent to this office, hold, and nobody of it has read. */
qcdc_status notices_unread (desk_t *desk, unsigned long *count, fault_t *fault) QCDC_CHECK;

/*  The one notice that NAME names; it owns what it has: notice_view_release. */
qcdc_status notice_find (desk_t *desk, const char *name, notice_view_t *found, fault_t *fault) QCDC_CHECK;
void notice_view_release (notice_view_t *self);

#endif
