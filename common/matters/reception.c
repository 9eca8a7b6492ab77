/*  reception.c — the fold of a reception: what was entered, corrected column by column, or taken back. */

#include "matters/reception.h"

#include "base/day.h"
#include "facts/make.h"
#include "matters/petition.h"
#include "matters/reception_columns.h"

#include <stdlib.h>
#include <string.h>

void reception_release (reception_t *self)
{
    free (self->local_no);
    free (self->petitions);
    self->local_no = self->petitions = NULL;
}

qcdc_status reception_set (reception_t *self, const Qcdc__ReceptionHeld *fact, int unit,
                           const uint8_t content[CONTENT_BYTES])
{
    char links[RECEPTION_LINKS_BYTES];
    reception_links_print (fact, links);
    char *local_no = strdup (fact->local_no), *petitions = strdup (links);
    if (!local_no || !petitions) {
        free (local_no);
        free (petitions);
        return QCDC_NO_MEMORY;
    }
    reception_release (self);
    self->local_no = local_no;
    self->petitions = petitions;
    /* One that no judge accepts (a journal that was tampered with) is known by nothing. */
    if (!petition_key_print (local_no, fact->held_on, self->key))
        self->key[0] = '\0';
    self->unit = unit;
    for (int column = RECEPTION_HELD_ON; column < RECEPTION_PETITIONS; column++)
        self->values[column] = reception_value ((reception_column)column, fact);
    memcpy (self->content, content, CONTENT_BYTES);
    return QCDC_OK;
}

static int unit_on (const reception_t *self, const catalog_t *catalog, int32_t day)
{
    const office_t *office = catalog_office_by_id (catalog, self->office);
    const unit_t *unit = office ? catalog_unit_on (catalog, office->unit_code, day) : NULL;
    return unit ? unit->id : 0;
}

/*  Takes over those columns that the correction changes and nobody has changed since. */
static qcdc_status apply_correction (reception_t *self, const fact_event_t *event)
{
    const Qcdc__Corrected *corrected = event->fact->corrected;
    reception_said_t said;
    Qcdc__Corrected as = QCDC__CORRECTED__INIT;
    uint8_t content[CONTENT_BYTES];
    setter_t by = change_setter (event);
    bool counts = false;
    if (!corrected->reception_seen || corrected->replacement_case != QCDC__CORRECTED__REPLACEMENT_RECEPTION)
        return QCDC_CORRUPT;
    reception_say (self, &said);
    for (int i = 0; i < RECEPTION_SUMMARY; i++) {
        reception_column column = (reception_column)i;
        if (reception_column_same (column, corrected->reception_seen, corrected->reception) ||
            !setter_take (&self->set[column], &by))
            continue;
        reception_column_copy (column, &said.held, corrected->reception);
        counts = true;
    }
    if (corrected->summary && setter_take (&self->set[RECEPTION_SUMMARY], &by))
        counts = true;
    if (!counts)
        event_has_no_effect (event);
    thing_note_change (&self->thing, &self->changed, event);
    as.replacement_case = QCDC__CORRECTED__REPLACEMENT_RECEPTION;
    as.reception = &said.held;
    QCDC_TRY (fact_content_of (&as, content));
    return reception_set (self, &said.held, unit_on (self, event->catalog, said.held.held_on), content);
}

qcdc_status reception_apply (reception_t *self, const fact_event_t *event)
{
    const Qcdc__ReceptionHeld *held = event->fact->reception_held;
    switch (fact_kind (event->fact)->effect) {
    case FACT_CREATES:
        return reception_set (self, held, unit_on (self, event->catalog, held->held_on), event->content);
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

bool reception_denounces (const Qcdc__Fact *fact)
{
    const Qcdc__ReceptionHeld *said = NULL;
    if (fact->kind_case == QCDC__FACT__KIND_RECEPTION_HELD)
        said = fact->reception_held;
    else if (fact->kind_case == QCDC__FACT__KIND_CORRECTED &&
             fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_RECEPTION)
        said = fact->corrected->reception;
    return said && (reception_value (RECEPTION_KINDS, said) & 1 << QCDC__PETITION_KIND__TO_CAO);
}
