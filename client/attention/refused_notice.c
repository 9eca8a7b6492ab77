/*  refused_notice.c — a notice that could not be issued, withdrawn or noted as read, and what stands in its place. */

#include "attention/refused_notice.h"

#include "base/day.h"
#include "conclusions/notice_view.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const journal_verdict_t *verdict;
    const Qcdc__Fact *fact;
    refused_about_t *about;
} looking_t;

static const Qcdc__Ref *target_of (const Qcdc__Fact *fact)
{
    return fact->kind_case == QCDC__FACT__KIND_NOTICE_READ ? fact->notice_read->notice
                                                           : fact->notice_withdrawn->notice;
}

/*  It is read, or withdrawn, by now; or this device has issued it anew, under whatever number. */
static qcdc_status look (const notice_view_t *view, void *arg)
{
    const looking_t *self = arg;
    const notice_t *notice = &view->notice;
    if (self->fact->kind_case == QCDC__FACT__KIND_NOTICE_ISSUED) {
        char named[QCDC_LOCAL_NO_BYTES_MAX + 8];
        snprintf (named, sizeof named, "%.64s@%04d", self->fact->notice_issued->number,
                  day_year (self->fact->notice_issued->issued_on));
        if (notice->entry.origin == self->verdict->origin && notice->entry.seq > self->verdict->seq &&
            notice_is_named (notice, named))
            self->about->mended = true;
        return QCDC_OK;
    }
    const Qcdc__Ref *ref = target_of (self->fact);
    if (!ref || notice->entry.origin != ref->origin || notice->entry.seq != ref->seq)
        return QCDC_OK;
    snprintf (self->about->what, sizeof self->about->what, "%s@%d", notice->number, day_year (notice->on));
    self->about->mended =
        self->fact->kind_case == QCDC__FACT__KIND_NOTICE_READ ? view->read : notice->withdrawn_on != 0;
    return QCDC_OK;
}

qcdc_status refused_notice (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact, bool *is_one,
                            refused_about_t *about, fault_t *fault)
{
    looking_t looking = {verdict, fact, about};
    *is_one = fact->kind_case == QCDC__FACT__KIND_NOTICE_ISSUED || fact->kind_case == QCDC__FACT__KIND_NOTICE_READ ||
              fact->kind_case == QCDC__FACT__KIND_NOTICE_WITHDRAWN;
    if (!*is_one)
        return QCDC_OK;
    about->notice = true;
    if (fact->kind_case == QCDC__FACT__KIND_NOTICE_ISSUED)
        snprintf (about->what, sizeof about->what, "%.80s@%d", fact->notice_issued->number,
                  day_year (fact->notice_issued->issued_on));
    return notices_each (desk, look, &looking, fault);
}
