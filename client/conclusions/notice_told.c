/*  notice_told.c — each notice, and each withdrawal, is told once, by the address of its entry. */

#include "conclusions/notice_told.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/text.h"
#include "conclusions/notice_view.h"
#include "desk/told.h"

typedef struct {
    FILE *file;
    told_t told;
} telling_t;

static qcdc_status tell (const notice_view_t *view, void *arg)
{
    telling_t *self = arg;
    const notice_t *notice = &view->notice;
    char day[DAY_TEXT_BYTES], title[200];
    if (!view->came)
        return QCDC_OK;
    text_shorten (view->title ? view->title : "", title, sizeof title);
    if (told_keep (&self->told, &notice->entry) && !view->read && !notice->withdrawn_on)
        text_say (self->file, _ ("qcdc: %s %s of %s has come: %s (qcdc notice show %s)\n"), notice->kind,
                  notice->number, day_format_people (notice->on, day), title, notice->number);
    if (notice->withdrawn_count && told_keep (&self->told, &notice->withdrawn[0].address))
        text_say (self->file, _ ("qcdc: %s %s holds no more since %s (qcdc notice show %s)\n"), notice->kind,
                  notice->number, day_format_people (notice->withdrawn_on, day), notice->number);
    return QCDC_OK;
}

qcdc_status notices_tell (desk_t *desk, FILE *file, fault_t *fault)
{
    telling_t self = {.file = file};
    QCDC_TRY (told_open (&self.told, desk->home.journal, "notices_told", fault));
    return told_close (&self.told, desk->home.journal, notices_each (desk, tell, &self, fault), fault);
}
