/*  notice_told.c — each notice, and each withdrawal, is told once, by the address of its entry. */

#include "conclusions/notice_told.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "conclusions/notice_view.h"

#include <stdlib.h>
#include <string.h>

#define TOLD "notices_told" /* addresses with a blank before and behind each */

typedef struct {
    FILE *file;
    const char *told;
    FILE *kept;
} telling_t;

/*  Whether what ENTRY says was not told yet; it is kept as told in any case. */
static bool is_new (const telling_t *self, const address_t *entry)
{
    char word[ADDRESS_TEXT_BYTES + 3], address[ADDRESS_TEXT_BYTES];
    snprintf (word, sizeof word, " %s ", address_format (entry->origin, entry->seq, address));
    fputs (word, self->kept);
    return !strstr (self->told, word);
}

static qcdc_status tell (const notice_view_t *view, void *arg)
{
    const telling_t *self = arg;
    const notice_t *notice = &view->notice;
    char day[DAY_TEXT_BYTES], title[200];
    if (!view->came)
        return QCDC_OK;
    text_shorten (view->title ? view->title : "", title, sizeof title);
    if (is_new (self, &notice->entry) && !view->read && !notice->withdrawn_on)
        text_say (self->file, _ ("qcdc: %s %s of %s has come: %s (qcdc notice show %s)\n"), notice->kind,
                  notice->number, day_format_people (notice->on, day), title, notice->number);
    if (notice->withdrawn_count && is_new (self, &notice->withdrawn[0].address))
        text_say (self->file, _ ("qcdc: %s %s holds no more since %s (qcdc notice show %s)\n"), notice->kind,
                  notice->number, day_format_people (notice->withdrawn_on, day), notice->number);
    return QCDC_OK;
}

qcdc_status notices_tell (desk_t *desk, FILE *file, fault_t *fault)
{
    char *told QCDC_CLEANUP (journal_free_value) = NULL, *kept QCDC_CLEANUP (memory_free) = NULL;
    size_t size = 0;
    QCDC_TRY (journal_get (desk->home.journal, TOLD, &told, fault));
    telling_t self = {file, told ? told : "", open_memstream (&kept, &size)};
    if (!self.kept)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    qcdc_status status = notices_each (desk, tell, &self, fault);
    if (fclose (self.kept) != 0)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (status != QCDC_OK || strcmp (kept, self.told) == 0)
        return status;
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    QCDC_TRY (journal_set (desk->home.journal, TOLD, kept, fault));
    return journal_commit (desk->home.journal, fault);
}
