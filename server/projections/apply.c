/*  apply.c — what an accepted fact does to the state: the same in ingest, in verify and in rebuild. */

#include "projections/state.h"

#include "catalogue/period.h"

#include <stdio.h>
#include <string.h>

/*  Whether a change made at AT_US counts: not where a later one was applied already.  Corrections of two devices come back to
 *  a restored server in any order; what held before holds again. */
static bool is_latest (int64_t at_us, int64_t *changed_at_us)
{
    if (at_us < *changed_at_us)
        return false;
    *changed_at_us = at_us;
    return true;
}

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
    move_t move = {.entry = {0, (uint64_t)entry->commit_seq, 0}, .order_us = entry->first_committed_at_us};
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

static qcdc_status correct_report (state_t *self, report_node_t *node, const batch_entry_t *entry,
                                   const uint8_t content[CONTENT_BYTES])
{
    const Qcdc__ReportFiled *fact = entry->fact->corrected->report;
    filing_node_t *filing =
        state_filing (self, node->report.office, node->report.form_code, node->report.period, false);
    if (filing && filing->holder == node)
        filing->holder = NULL;
    set_values (node, entry, fact, content);
    return place_report (self, node, fact);
}

static qcdc_status change_petition (state_t *self, const batch_entry_t *entry, petition_node_t *node,
                                    const uint8_t *content)
{
    if (!is_latest (entry->first_committed_at_us, &node->changed_at_us))
        return QCDC_OK;
    node->dirty = true;
    if (content)
        return correct_petition (self, node, entry->fact->corrected->petition, content);
    node->petition.voided = true;
    return QCDC_OK;
}

static qcdc_status change_move (state_t *self, const batch_entry_t *entry, petition_node_t *node, move_t *move,
                                const uint8_t *content)
{
    if (!is_latest (entry->first_committed_at_us, &move->changed_at_us))
        return QCDC_OK;
    if (content)
        fill_move (move, entry->fact->corrected->move, content);
    else
        move->voided = true;
    refold (node);
    return state_touch_move (self, node, (int64_t)move->entry.seq, true);
}

static qcdc_status change_report (state_t *self, const batch_entry_t *entry, report_node_t *node,
                                  const uint8_t *content)
{
    if (!is_latest (entry->first_committed_at_us, &node->changed_at_us))
        return QCDC_OK;
    node->dirty = true;
    if (content)
        return correct_report (self, node, entry, content);
    node->report.voided = true;
    return QCDC_OK;
}

/*  A correction (CONTENT is that of its replacement) or a voiding (CONTENT NULL) of what stands at TARGET. */
static qcdc_status apply_change (state_t *self, const batch_entry_t *entry, const address_node_t *target,
                                 const uint8_t *content)
{
    qcdc_status status;
    int64_t changed;
    if (target->kind == TARGET_PETITION) {
        petition_node_t *node = state_petition (self, target->petition);
        changed = target->petition;
        status = node ? change_petition (self, entry, node, content) : QCDC_CORRUPT;
    } else if (target->kind == TARGET_MOVE) {
        petition_node_t *node = state_petition (self, target->petition);
        move_t *move = node ? petition_move_at (&node->petition, 0, (uint64_t)target->move) : NULL;
        changed = target->move;
        status = move ? change_move (self, entry, node, move, content) : QCDC_CORRUPT;
    } else {
        report_node_t *node = state_report (self, target->report);
        changed = target->report;
        status = node ? change_report (self, entry, node, content) : QCDC_CORRUPT;
    }
    return status == QCDC_OK ? state_touch_fact (self, changed, entry->commit_seq, content == NULL) : status;
}

static qcdc_status apply_corrected (state_t *self, const batch_entry_t *entry, const address_node_t *target)
{
    uint8_t content[CONTENT_BYTES];
    qcdc_status status = fact_content_of (entry->fact->corrected, content);
    return status == QCDC_OK ? apply_change (self, entry, target, content) : status;
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
        status = target ? apply_change (self, entry, target, NULL) : QCDC_CORRUPT;
        break;
    default:
        break; /* projects nothing */
    }
    if (status != QCDC_OK)
        fault_set (fault, status, NULL, "entry %lld cannot be applied: %s", (long long)entry->commit_seq,
                   status_text (status));
    return status;
}
