/*  import_vanished.c — petitions that are here and have no row in a register that comes again.
 *
 *  By their keys first, without reading them: nearly all have a row. */

#include "petitions/import_vanished.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/text.h"
#include "petitions/petition_name.h"

#include <string.h>

void vanished_row (vanished_t *self, const petition_row_t *row)
{
    self->kinds |= 1u << row->kind;
    if (!self->from || row->received_on < self->from)
        self->from = row->received_on;
    if (!self->to || row->received_on > self->to)
        self->to = row->received_on;
}

typedef struct {
    vanished_t *found;
    desk_t *desk;
    seen_t *seen;
    import_rows_t *rows;
    fault_t *fault;
} vanishing_t;

static qcdc_status view_look (const vanishing_t *self, const petition_view_t *view)
{
    vanished_t *found = self->found;
    const petition_t *petition = &view->petition;
    char name[PETITION_NAME_BYTES], key[MATTER_KEY_BYTES];
    bool has_row;
    PETITION_MATTER.key_of (&petition->thing, key);
    if (view->elsewhere || petition->voided || !(found->kinds & 1u << petition->kind) ||
        petition->received_on < found->from || petition->received_on > found->to)
        return QCDC_OK;
    QCDC_TRY (seen_has (self->seen, key, &has_row, self->fault));
    if (has_row)
        return QCDC_OK;
    size_t used = strlen (found->said);
    petition_number_t number = petition_number_of (petition);
    if (found->count++ < VANISHED_SAID) {
        QCDC_TRY (petition_name (self->desk, &number, name, self->fault));
        snprintf (found->said + used, sizeof found->said - used, "%s%s", used ? ", " : "", name);
    } else if (found->count == VANISHED_SAID + 1)
        snprintf (found->said + used, sizeof found->said - used, ", …");
    return self->rows ? import_rows_add_vanished (self->rows, view, self->fault) : QCDC_OK;
}

static qcdc_status subject_look (const char *subject, void *arg)
{
    const vanishing_t *self = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    const char *key = strrchr (subject, ':');
    bool has_row = false;
    if (key)
        QCDC_TRY (seen_has (self->seen, key + 1, &has_row, self->fault));
    if (has_row)
        return QCDC_OK;
    QCDC_TRY (petition_views_read (self->desk, subject, &views, self->fault));
    for (size_t i = 0; i < views.view_count; i++)
        QCDC_TRY (view_look (self, &views.views[i]));
    return QCDC_OK;
}

qcdc_status vanished_find (vanished_t *self, desk_t *desk, seen_t *seen, import_rows_t *rows, fault_t *fault)
{
    char prefix[MATTER_SUBJECT_BYTES];
    vanishing_t vanishing = {self, desk, seen, rows, fault};
    if (!matter_subject (&PETITION_MATTER, desk->home.office->code, "", prefix))
        return QCDC_OK;
    return journal_each_subject (desk->home.journal, prefix, subject_look, &vanishing, fault);
}

void vanished_say (const vanished_t *self, FILE *out)
{
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];
    if (self->count)
        text_say (out,
                  ngettext ("qcdc: %zu petition received from %s to %s is here and has no row in the file; nothing "
                            "is done to it: %s\n",
                            "qcdc: %zu petitions received from %s to %s are here and have no row in the file; "
                            "nothing is done to them: %s\n",
                            self->count),
                  self->count, day_format_people (self->from, from), day_format_people (self->to, to), self->said);
}
