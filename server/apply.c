/*  apply.c — what an accepted fact does to the state: the same in ingest, in verify and in rebuild. */

#include "state.h"

#include "period.h"

#include <stdio.h>
#include <string.h>

static qcdc_status apply_received (state_t *self, const batch_entry_t *entry)
{
    const Qcdc__PetitionReceived *fact = entry->fact->petition_received;
    const office_t *office = catalog_office_by_id (self->catalog, entry->office);
    const unit_t *unit = office ? catalog_unit_on (self->catalog, office->unit_code, fact->received_on) : NULL;
    petition_node_t *node = state_new_petition (self, entry->commit_seq);
    if (!node)
        return QCDC_NO_MEMORY;
    node->dirty = true;
    node->petition.office = entry->office;
    qcdc_status status = petition_set (&node->petition, fact, unit ? unit->id : 0, entry->content);
    return status == QCDC_OK ? state_settle_petition (self, node) : status;
}

/*  An accepted move that no longer fits (its neighbours came back in another order after a restore) leaves the state where
 *  the fold stops; nothing is lost, and the order that the offices see is kept. */
static void refold (petition_node_t *node)
{
    if (petition_fold (&node->petition) != QCDC_OK)
        node->dirty = true;
}

static void fill_move (move_t *move, const Qcdc__PetitionMoved *fact, const uint8_t content[CONTENT_BYTES])
{
    move->move = (int)fact->move;
    move->on = fact->on;
    move->outcome = (int)fact->outcome;
    move->from_register = fact->from_register != 0;
    move->voided = false;
    memcpy (move->content, content, CONTENT_BYTES);
}

static qcdc_status apply_moved (state_t *self, const batch_entry_t *entry, const address_node_t *target)
{
    petition_node_t *node = state_petition (self, target->petition);
    if (!node)
        return QCDC_CORRUPT;
    move_t move = {.commit_seq = entry->commit_seq, .entry = {0, (uint64_t)entry->commit_seq, 0}};
    fill_move (&move, entry->fact->petition_moved, entry->content);
    qcdc_status status = petition_put_move (&node->petition, &move);
    refold (node);
    return status == QCDC_OK ? state_touch_move (self, node, entry->commit_seq, false) : status;
}

static void set_values (report_node_t *node, const batch_entry_t *entry, const Qcdc__ReportFiled *fact,
                        const uint8_t content[CONTENT_BYTES])
{
    node->values = fact;
    node->entry = entry->commit_seq;
    node->dirty = true;
    node->report.voided = false;
    memcpy (node->report.content, content, CONTENT_BYTES);
}

static qcdc_status place_report (state_t *self, report_node_t *node, const Qcdc__ReportFiled *fact)
{
    const form_t *form = catalog_form (self->catalog, fact->form, fact->form_version);
    const office_t *office = catalog_office_by_id (self->catalog, node->report.office);
    period_t period;
    if (!form || !office || period_parse (self->catalog, form->calendar, fact->period, &period) != QCDC_OK)
        return QCDC_CORRUPT;
    const unit_t *unit = catalog_unit_on (self->catalog, office->unit_code, period.from);
    node->report.unit = unit ? unit->id : 0;
    node->report.form = form->id;
    snprintf (node->report.form_code, sizeof node->report.form_code, "%s", form->code);
    snprintf (node->report.period, sizeof node->report.period, "%s", fact->period);
    return state_settle_report (self, node);
}

static qcdc_status apply_report (state_t *self, const batch_entry_t *entry)
{
    report_node_t *node = state_new_report (self, entry->commit_seq);
    if (!node)
        return QCDC_NO_MEMORY;
    node->report.office = entry->office;
    node->filed_at_us = entry->first_committed_at_us;
    set_values (node, entry, entry->fact->report_filed, entry->content);
    return place_report (self, node, entry->fact->report_filed);
}

static qcdc_status correct_petition (state_t *self, petition_node_t *node, const Qcdc__PetitionReceived *fact,
                                     const uint8_t content[CONTENT_BYTES])
{
    const office_t *office = catalog_office_by_id (self->catalog, node->petition.office);
    const unit_t *unit = office ? catalog_unit_on (self->catalog, office->unit_code, fact->received_on) : NULL;
    number_node_t *number = state_number (self, node->petition.office, node->petition.local_no, false);
    if (number && number->holder == node)
        number->holder = NULL;
    qcdc_status status = petition_set (&node->petition, fact, unit ? unit->id : 0, content);
    node->petition.voided = false;
    node->dirty = true;
    return status == QCDC_OK ? state_settle_petition (self, node) : status;
}

static qcdc_status apply_corrected (state_t *self, const batch_entry_t *entry, const address_node_t *target)
{
    const Qcdc__Corrected *fact = entry->fact->corrected;
    uint8_t content[CONTENT_BYTES];
    qcdc_status status = fact_content_of (fact, content);
    if (status != QCDC_OK)
        return status;
    if (target->kind == TARGET_PETITION) {
        petition_node_t *node = state_petition (self, target->petition);
        status = node ? correct_petition (self, node, fact->petition, content) : QCDC_CORRUPT;
        if (status == QCDC_OK)
            status = state_touch_fact (self, target->petition, entry->commit_seq, false);
    } else if (target->kind == TARGET_MOVE) {
        petition_node_t *node = state_petition (self, target->petition);
        move_t *move = node ? petition_move_at (&node->petition, 0, (uint64_t)target->move) : NULL;
        if (!move)
            return QCDC_CORRUPT;
        fill_move (move, fact->move, content);
        refold (node);
        status = state_touch_move (self, node, target->move, true);
        if (status == QCDC_OK)
            status = state_touch_fact (self, target->move, entry->commit_seq, false);
    } else {
        report_node_t *node = state_report (self, target->report);
        if (!node)
            return QCDC_CORRUPT;
        filing_node_t *filing =
            state_filing (self, node->report.office, node->report.form_code, node->report.period, false);
        if (filing && filing->holder == node)
            filing->holder = NULL;
        set_values (node, entry, fact->report, content);
        status = place_report (self, node, fact->report);
        if (status == QCDC_OK)
            status = state_touch_fact (self, target->report, entry->commit_seq, false);
    }
    return status;
}

static qcdc_status apply_voided (state_t *self, const batch_entry_t *entry, const address_node_t *target)
{
    if (target->kind == TARGET_PETITION) {
        petition_node_t *node = state_petition (self, target->petition);
        if (!node)
            return QCDC_CORRUPT;
        node->petition.voided = true;
        node->dirty = true;
        return state_touch_fact (self, target->petition, entry->commit_seq, true);
    }
    if (target->kind == TARGET_MOVE) {
        petition_node_t *node = state_petition (self, target->petition);
        move_t *move = node ? petition_move_at (&node->petition, 0, (uint64_t)target->move) : NULL;
        if (!move)
            return QCDC_CORRUPT;
        move->voided = true;
        refold (node);
        qcdc_status status = state_touch_move (self, node, target->move, true);
        return status == QCDC_OK ? state_touch_fact (self, target->move, entry->commit_seq, true) : status;
    }
    report_node_t *node = state_report (self, target->report);
    if (!node)
        return QCDC_CORRUPT;
    node->report.voided = true;
    node->dirty = true;
    return state_touch_fact (self, target->report, entry->commit_seq, true);
}

qcdc_status state_apply (state_t *self, const batch_entry_t *entry, fault_t *fault)
{
    const address_node_t *target = state_target (self, entry->fact);
    qcdc_status status = QCDC_OK;
    switch (entry->fact->kind_case) {
    case QCDC__FACT__KIND_PETITION_RECEIVED:
        status = apply_received (self, entry);
        break;
    case QCDC__FACT__KIND_REPORT_FILED:
        status = apply_report (self, entry);
        break;
    case QCDC__FACT__KIND_PETITION_MOVED:
        status = target ? apply_moved (self, entry, target) : QCDC_CORRUPT;
        break;
    case QCDC__FACT__KIND_CORRECTED:
        status = target ? apply_corrected (self, entry, target) : QCDC_CORRUPT;
        break;
    case QCDC__FACT__KIND_VOIDED:
        status = target ? apply_voided (self, entry, target) : QCDC_CORRUPT;
        break;
    default:
        break; /* projects nothing */
    }
    if (status != QCDC_OK)
        fault_set (fault, status, NULL, "entry %lld cannot be applied: %s", (long long)entry->commit_seq,
                   status_text (status));
    return status;
}
