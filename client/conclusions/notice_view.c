/*  notice_view.c — notices, folded from the journal.  There are some dozens of them in a year, so that all are gone through. */

#include "conclusions/notice_view.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/register_number.h"
#include "matters/petition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTICE_SUBJECTS "notice:"

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static qcdc_status text_keep (fold_t *fold, char **kept, const char *text)
{
    free (*kept);
    *kept = strdup (text);
    return *kept ? QCDC_OK : out_of_memory (fold->fault);
}

static qcdc_status taken (fold_t *fold, void *item, fold_role role, const fold_row_t *from, const Qcdc__Fact *fact)
{
    notice_view_t *view = item;
    const journal_row_t *row = from->from;
    Qcdc__AnnexText *text = NULL;
    (void)fact;
    const view_source_t *source = fold->arg;
    if (role == FOLD_CREATED)
        view->came = view->notice.office != source->desk->home.office->id;
    if (role != FOLD_CREATED && role != FOLD_STEPPED)
        return QCDC_OK;
    if (!row->entry.annex.length || annex_unpack (row->entry.annex, fold->arena, &text) != QCDC_OK)
        return QCDC_OK;
    if (role == FOLD_STEPPED)
        return view->reason ? QCDC_OK : text_keep (fold, &view->reason, text->reason);
    QCDC_TRY (text_keep (fold, &view->title, text->title));
    return text_keep (fold, &view->body, text->body);
}

static void texts_drop (void *item)
{
    notice_view_t *view = item;
    free (view->title);
    free (view->body);
    free (view->reason);
}

static const view_kind_t KIND = {&NOTICE_MATTER, sizeof (notice_view_t), taken, texts_drop},
                         READINGS = {.matter = &READING_MATTER, .size = sizeof (reading_t)};

static qcdc_status reading_look (desk_t *desk, notice_view_t *view, fault_t *fault)
{
    char key[MATTER_KEY_BYTES], subject[MATTER_SUBJECT_BYTES];
    fold_t fold;
    reading_key_print (&view->notice.entry, key);
    if (!matter_subject (&READING_MATTER, desk->home.office->code, key, subject))
        return QCDC_OK;
    QCDC_TRY (view_read (desk, &READINGS, subject, &fold, fault));
    const reading_t *readings = (const reading_t *)(const void *)fold.items;
    if (fold.item_count) {
        view->read = true;
        view->read_on = readings[0].on;
        snprintf (view->read_by, sizeof view->read_by, "%s", readings[0].read_by);
    }
    view_release (&READINGS, &fold);
    return QCDC_OK;
}

typedef struct {
    desk_t *desk;
    notice_view_fn *each;
    void *arg;
    fault_t *fault;
} walk_t;

static qcdc_status hand (void *view, void *arg)
{
    const walk_t *walk = arg;
    QCDC_TRY (reading_look (walk->desk, view, walk->fault));
    return walk->each (view, walk->arg);
}

qcdc_status notices_each (desk_t *desk, notice_view_fn *each, void *arg, fault_t *fault)
{
    walk_t walk = {desk, each, arg, fault};
    return view_each (desk, &KIND, NOTICE_SUBJECTS, hand, &walk, fault);
}

bool notice_is_named (const notice_t *notice, const char *name)
{
    uint64_t origin, seq;
    char wanted[MATTER_KEY_BYTES], has[MATTER_KEY_BYTES];
    int year = 0;
    if (address_parse (name, &origin, &seq) == QCDC_OK)
        return notice->entry.origin == origin && notice->entry.seq == seq;
    char *number QCDC_CLEANUP (memory_free) = petition_number_split (name, &year);
    if (!number)
        return false;
    number_clean (number);
    return petition_key_prefix (number, wanted) && petition_key_prefix (notice->number, has) &&
           strcmp (wanted, has) == 0 && (!year || year == day_year (notice->on));
}

typedef struct {
    const desk_t *desk;
    unsigned long count;
} counting_t;

static qcdc_status count_unread (const notice_view_t *view, void *arg)
{
    counting_t *self = arg;
    self->count += view->came && !view->read && !view->notice.withdrawn_on;
    return QCDC_OK;
}

qcdc_status notices_unread (desk_t *desk, unsigned long *count, fault_t *fault)
{
    counting_t self = {.desk = desk};
    QCDC_TRY (notices_each (desk, count_unread, &self, fault));
    *count = self.count;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- which one */

typedef struct {
    const char *name;
    notice_view_t *found;
    size_t count;
    fault_t *fault;
} finding_t;

void notice_view_release (notice_view_t *self)
{
    notice_release (&self->notice);
    texts_drop (self);
    *self = (notice_view_t){0};
}

static char *copy_of (const char *text, bool *failed)
{
    char *copy = text ? strdup (text) : NULL;
    *failed |= text && !copy;
    return copy;
}

static qcdc_status find_take (const notice_view_t *view, void *arg)
{
    finding_t *self = arg;
    bool failed = false;
    if (!notice_is_named (&view->notice, self->name))
        return QCDC_OK;
    self->count++;
    if (self->found->notice.matter && self->found->notice.on > view->notice.on)
        return QCDC_OK;
    notice_view_release (self->found);
    *self->found = *view;
    notice_t *notice = &self->found->notice;
    notice->shown_to = copy_of (view->notice.shown_to, &failed);
    notice->withdrawn = calloc (view->notice.withdrawn_count + 1, sizeof *notice->withdrawn);
    failed |= !notice->withdrawn;
    if (notice->withdrawn && view->notice.withdrawn_count)
        memcpy (notice->withdrawn, view->notice.withdrawn, view->notice.withdrawn_count * sizeof *notice->withdrawn);
    self->found->title = copy_of (view->title, &failed);
    self->found->body = copy_of (view->body, &failed);
    self->found->reason = copy_of (view->reason, &failed);
    return failed ? out_of_memory (self->fault) : QCDC_OK;
}

qcdc_status notice_find (desk_t *desk, const char *name, notice_view_t *found, fault_t *fault)
{
    finding_t self = {name, found, 0, fault};
    *found = (notice_view_t){0};
    qcdc_status status = notices_each (desk, find_take, &self, fault);
    if (status == QCDC_OK && self.count == 0) {
        status = fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no notice %s here"), name);
        fault_advise (fault, "%s", _ ("qcdc notices lists those that there are; qcdc sync fetches new ones"));
    } else if (status == QCDC_OK && self.count > 1) {
        status = fault_set (fault, QCDC_USAGE, NULL, _ ("several notices have the number %s"), name);
        fault_advise (fault, "%s", _ ("name its year, as in 36-TB@2020, or the address of its entry"));
    }
    if (status != QCDC_OK)
        notice_view_release (found);
    return status;
}
