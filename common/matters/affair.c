/*  affair.c — the fold of a matter: what was opened, corrected column by column, or taken back. */

#include "matters/affair.h"

#include "base/day.h"
#include "matters/petition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const NAMES[AFFAIR_COLUMN_COUNT] = {[AFFAIR_LOCAL_NO] = "local_no",
                                                       [AFFAIR_OPENED_ON] = "opened_on",
                                                       [AFFAIR_FIELD] = "field",
                                                       [AFFAIR_PROJECT] = "project",
                                                       [AFFAIR_TITLE] = "title"};

const char *affair_column_name (int column)
{
    return column >= 0 && column < AFFAIR_COLUMN_COUNT ? NAMES[column] : NULL;
}

bool affair_project_known (const char *text)
{
    char flag[QCDC_FLAG_BYTES_MAX + 1];
    int length = snprintf (flag, sizeof flag, "DU_AN:%s", text);
    return length > 0 && (size_t)length < sizeof flag && flag_known (flag);
}

void affair_say (const affair_t *self, Qcdc__MatterOpened *said)
{
    qcdc__matter_opened__init (said);
    said->local_no = self->local_no;
    said->opened_on = self->opened_on;
    said->field = (Qcdc__PetitionField)self->field;
    said->project = (char *)self->project;
}

bool affair_column_same (int column, const Qcdc__MatterOpened *a, const Qcdc__MatterOpened *b)
{
    switch (column) {
    case AFFAIR_LOCAL_NO:
        return strcmp (a->local_no, b->local_no) == 0;
    case AFFAIR_OPENED_ON:
        return a->opened_on == b->opened_on;
    case AFFAIR_FIELD:
        return a->field == b->field;
    case AFFAIR_PROJECT:
        return strcmp (a->project, b->project) == 0;
    default:
        return true;
    }
}

void affair_column_copy (int column, Qcdc__MatterOpened *to, const Qcdc__MatterOpened *from)
{
    switch (column) {
    case AFFAIR_LOCAL_NO:
        to->local_no = from->local_no;
        break;
    case AFFAIR_OPENED_ON:
        to->opened_on = from->opened_on;
        break;
    case AFFAIR_FIELD:
        to->field = from->field;
        break;
    case AFFAIR_PROJECT:
        to->project = from->project;
        break;
    default:
        break;
    }
}

const char *affair_column_text (int column, const Qcdc__MatterOpened *row, char text[AFFAIR_TEXT_BYTES])
{
    char day[DAY_TEXT_BYTES];
    const char *name, *said = "";
    switch (column) {
    case AFFAIR_LOCAL_NO:
        said = row->local_no;
        break;
    case AFFAIR_OPENED_ON:
        said = day_format_iso (row->opened_on, day);
        break;
    case AFFAIR_FIELD:
        said = (name = petition_field_name ((int)row->field)) ? name : "-";
        break;
    case AFFAIR_PROJECT:
        said = row->project;
        break;
    default:
        break;
    }
    snprintf (text, AFFAIR_TEXT_BYTES, "%s", said);
    return text;
}

/*  ---------------------------------------------------------------- the fold */

void affair_release (affair_t *self)
{
    free (self->local_no);
    self->local_no = NULL;
}

/*  The office's unit on the day; 0: it had none. */
static int unit_on (const affair_t *self, const catalog_t *catalog, int32_t day)
{
    const office_t *office = catalog_office_by_id (catalog, self->office);
    const unit_t *unit = office ? catalog_unit_on (catalog, office->unit_code, day) : NULL;
    return unit ? unit->id : 0;
}

/*  Takes over the content of a fact, also as a replacement. */
static qcdc_status set (affair_t *self, const Qcdc__MatterOpened *fact, const catalog_t *catalog,
                        const uint8_t content[CONTENT_BYTES])
{
    char project[sizeof self->project];
    char *local_no = strdup (fact->local_no);
    if (!local_no)
        return QCDC_NO_MEMORY;
    snprintf (project, sizeof project, "%s", fact->project); /* which may be our own */
    free (self->local_no);
    self->local_no = local_no;
    memcpy (self->project, project, sizeof project);
    /* One that no judge accepts (a journal that was tampered with) is known by nothing. */
    if (!petition_key_print (local_no, fact->opened_on, self->key))
        self->key[0] = '\0';
    self->unit = unit_on (self, catalog, fact->opened_on);
    self->opened_on = fact->opened_on;
    self->field = (int)fact->field;
    memcpy (self->content, content, CONTENT_BYTES);
    return QCDC_OK;
}

/*  Takes over those columns that the correction changes and nobody has changed since. */
static qcdc_status apply_correction (affair_t *self, const fact_event_t *event)
{
    const Qcdc__Corrected *corrected = event->fact->corrected;
    Qcdc__MatterOpened said;
    Qcdc__Corrected as = QCDC__CORRECTED__INIT;
    uint8_t content[CONTENT_BYTES];
    setter_t by = change_setter (event);
    bool counts = false;
    if (!corrected->matter_seen || corrected->replacement_case != QCDC__CORRECTED__REPLACEMENT_MATTER)
        return QCDC_CORRUPT;
    affair_say (self, &said);
    for (int column = 0; column < AFFAIR_TITLE; column++)
        if (!affair_column_same (column, corrected->matter_seen, corrected->matter) &&
            setter_take (&self->set[column], &by)) {
            affair_column_copy (column, &said, corrected->matter);
            counts = true;
        }
    if (corrected->title && setter_take (&self->set[AFFAIR_TITLE], &by))
        counts = true;
    if (!counts)
        event_has_no_effect (event);
    thing_note_change (&self->thing, &self->changed, event);
    as.replacement_case = QCDC__CORRECTED__REPLACEMENT_MATTER;
    as.matter = &said;
    QCDC_TRY (fact_content_of (&as, content));
    return set (self, &said, event->catalog, content);
}

qcdc_status affair_apply (affair_t *self, const fact_event_t *event)
{
    switch (fact_kind (event->fact)->effect) {
    case FACT_CREATES:
        return set (self, event->fact->matter_opened, event->catalog, event->content);
    case FACT_CORRECTS:
        return event->part.seq ? QCDC_CORRUPT : apply_correction (self, event);
    case FACT_VOIDS:
        /* What was taken back is over: nothing brings it back. */
        void_take (&self->voided, &self->voided_by, event);
        return QCDC_OK;
    default:
        return QCDC_CORRUPT;
    }
}
