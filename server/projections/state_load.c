/*  state_load.c — reading in advance what a batch's facts refer to: one statement per kind of row. */

#include "projections/state.h"

#include <stdio.h>
#include <stdlib.h>

#include <string.h>

/*  The last verdict of an entry holds; aliases lead to the entry that holds the same fact, and so does the address of a first
 *  copy that was lost, once its fact has been filed again. */
static const statement_t LOAD_ADDRESSES = {
    "load_addresses",
    "select w.origin, w.seq, w.hash8, j.commit_seq, j.origin, o.office, coalesce(v.state, 0::smallint),"
    "       p.id, e.petition, e.id, r.id"
    "  from unnest($1::bytea[], $2::int8[], $3::bytea[]) as w(origin, seq, hash8)"
    "  cross join lateral ("
    "    select j.commit_seq from origin o join journal j on j.origin = o.id and j.seq = w.seq"
    "     where o.origin = w.origin and (substr(j.hash, 1, 8) = w.hash8 or w.hash8 = '\\x0000000000000000')"
    "    union all"
    "    select f.entry from refiled f join origin xo on xo.origin = f.origin join journal fj on fj.commit_seq = "
    "f.entry"
    "      join origin fo on fo.id = fj.origin and fo.office = xo.office"
    "     where f.origin = w.origin and f.seq = w.seq and substr(f.hash, 1, 8) = w.hash8"
    "    limit 1) c"
    "  join journal j on j.commit_seq = c.commit_seq"
    "  join origin o on o.id = j.origin"
    "  left join lateral (select state, alias_of from verdict where entry = j.commit_seq order by given_at desc "
    "limit 1) v on true"
    "  left join petition p on p.id = coalesce(v.alias_of, j.commit_seq)"
    "  left join petition_event e on e.id = coalesce(v.alias_of, j.commit_seq)"
    "  left join report r on r.id = coalesce(v.alias_of, j.commit_seq)"};

#define PETITION_COLUMNS                                                                                             \
    "p.id, p.office, p.unit, p.local_no, p.kind, p.field, p.received_on, p.channel, p.people, p.flags, p.state,"     \
    " p.settled_on, p.outcome, p.voided, p.content, p.changed_at"

static const statement_t LOAD_PETITIONS = {
    "load_petitions", "select " PETITION_COLUMNS " from unnest($1::int2[], $2::text[]) as wanted(office, local_no)"
                      "  join petition p on p.office = wanted.office and p.local_no = wanted.local_no"
                      " union all select " PETITION_COLUMNS
                      " from unnest($3::int8[]) as wanted(id) join petition p on p.id = wanted.id"};

static const statement_t LOAD_EVENTS = {"load_events",
                                        "select e.petition, e.id, e.move, e.on_day, e.outcome, e.from_register, "
                                        "e.voided, e.content, e.moved_at, e.changed_at"
                                        "  from unnest($1::int8[]) as wanted(id) join petition_event e on e.petition "
                                        "= wanted.id order by e.moved_at, e.id"};

#define REPORT_COLUMNS                                                                                               \
    "r.id, r.office, r.unit, r.form, r.period, r.entry, r.filed_at, r.voided, r.content, r.changed_at"

static const statement_t LOAD_REPORTS = {
    "load_reports",
    "select " REPORT_COLUMNS " from unnest($1::int2[], $2::text[], $3::text[]) as wanted(office, form, period)"
    "  join form f on f.code = wanted.form"
    "  join report r on r.office = wanted.office and r.form = f.id and r.period = wanted.period"
    " union all select " REPORT_COLUMNS " from unnest($4::int8[]) as wanted(id) join report r on r.id = wanted.id"};

static qcdc_status load_addresses (state_t *self, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    size_t wanted = 0;
    address_node_t *node, *next;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_BYTEA);
    HASH_ITER (hh, self->addresses, node, next)
    if (!node->found && !node->asked) {
        pg_params_u64 (params, node->key.origin);
        wanted++;
    }
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_INT8);
    HASH_ITER (hh, self->addresses, node, next)
    if (!node->found && !node->asked)
        pg_params_int8 (params, (int64_t)node->key.seq);
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_BYTEA);
    HASH_ITER (hh, self->addresses, node, next)
    if (!node->found && !node->asked)
        pg_params_u64 (params, node->key.hash8);
    pg_params_array_end (params);
    if (wanted == 0)
        return QCDC_OK;
    HASH_ITER (hh, self->addresses, node, next)
    node->asked = true;

    PGresult *result = NULL;
    qcdc_status status = pg_run (pg, &LOAD_ADDRESSES, params, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++) {
        address_t address = {.origin = pg_u64 (result, row, 0),
                             .seq = (uint64_t)pg_int8 (result, row, 1),
                             .hash8 = pg_u64 (result, row, 2)};
        node = state_address (self, address, false);
        if (!node)
            continue;
        node->found = true;
        node->commit_seq = pg_int8 (result, row, 3);
        node->origin_id = (int)pg_int8 (result, row, 4);
        node->office = (int)pg_int8 (result, row, 5);
        node->verdict = (int)pg_int8 (result, row, 6);
        node->kind = TARGET_OTHER;
        if (!pg_null (result, row, 7)) {
            node->kind = TARGET_PETITION;
            node->petition = pg_int8 (result, row, 7);
        } else if (!pg_null (result, row, 8)) {
            node->kind = TARGET_MOVE;
            node->petition = pg_int8 (result, row, 8);
            node->move = pg_int8 (result, row, 9);
        } else if (!pg_null (result, row, 10)) {
            node->kind = TARGET_REPORT;
            node->report = pg_int8 (result, row, 10);
        }
    }
    PQclear (result);
    return status;
}

static qcdc_status take_petition (state_t *self, const PGresult *result, int row)
{
    int64_t id = pg_int8 (result, row, 0);
    if (state_petition (self, id))
        return QCDC_OK;
    petition_node_t *node = state_new_petition (self, id);
    if (!node)
        return QCDC_NO_MEMORY;
    petition_t *petition = &node->petition;
    size_t length;
    petition->local_no = strdup (pg_text (result, row, 3));
    petition->flags = strdup (pg_text (result, row, 9));
    if (!petition->local_no || !petition->flags)
        return QCDC_NO_MEMORY;
    petition->office = (int)pg_int8 (result, row, 1);
    petition->unit = (int)pg_int8 (result, row, 2);
    petition->kind = (int)pg_int8 (result, row, 4);
    petition->field = (int)pg_int8 (result, row, 5);
    petition->received_on = pg_date (result, row, 6);
    petition->channel = (int)pg_int8 (result, row, 7);
    petition->people = (uint32_t)pg_int8 (result, row, 8);
    petition->state = (petition_state)pg_int8 (result, row, 10);
    petition->settled_on = pg_null (result, row, 11) ? 0 : pg_date (result, row, 11);
    petition->outcome = (int)pg_int8 (result, row, 12);
    petition->voided = pg_bool (result, row, 13);
    const void *content = pg_bytes (result, row, 14, &length);
    memcpy (petition->content, content, length < CONTENT_BYTES ? length : CONTENT_BYTES);
    node->changed_at_us = pg_null (result, row, 15) ? 0 : pg_timestamp (result, row, 15);
    node->stored = true;
    node->before = petition_contribution (petition);
    return state_settle_petition (self, node);
}

static qcdc_status load_events (state_t *self, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    petition_node_t *node, *next;
    size_t wanted = 0;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT8);
    HASH_ITER (hh, self->petitions, node, next)
    if (node->stored && !node->moves_asked) {
        pg_params_int8 (params, node->id);
        /* Never again in this batch: what it has changed by then must stay. */
        node->moves_asked = true;
        wanted++;
    }
    pg_params_array_end (params);
    if (wanted == 0)
        return QCDC_OK;
    PGresult *result = NULL;
    qcdc_status status = pg_run (pg, &LOAD_EVENTS, params, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++) {
        node = state_petition (self, pg_int8 (result, row, 0));
        if (!node)
            continue;
        size_t length;
        move_t move = {.entry = {0, (uint64_t)pg_int8 (result, row, 1), 0},
                       .move = (int)pg_int8 (result, row, 2),
                       .on = pg_date (result, row, 3),
                       .outcome = (int)pg_int8 (result, row, 4),
                       .from_register = pg_bool (result, row, 5),
                       .voided = pg_bool (result, row, 6)};
        /* On the server a move is found by its commit_seq: that stands in for the address. */
        move.order_us = pg_timestamp (result, row, 8);
        move.changed_at_us = pg_null (result, row, 9) ? 0 : pg_timestamp (result, row, 9);
        const void *content = pg_bytes (result, row, 7, &length);
        memcpy (move.content, content, length < CONTENT_BYTES ? length : CONTENT_BYTES);
        status = petition_put_move (&node->petition, &move);
    }
    PQclear (result);
    return status;
}

static qcdc_status load_petitions (state_t *self, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    size_t wanted = 0;
    number_node_t *number, *next;
    address_node_t *address, *next_address;
    HASH_ITER (hh, self->numbers, number, next)
    if (!number->asked && self->known && !numbers_meet (self->known, number->key))
        number->asked = true; /* it is in no petition yet */
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT2);
    HASH_ITER (hh, self->numbers, number, next)
    if (!number->asked) {
        pg_params_int2 (params, (int16_t)number->office);
        wanted++;
    }
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_TEXT);
    HASH_ITER (hh, self->numbers, number, next)
    if (!number->asked) {
        pg_params_text (params, number->local_no);
        number->asked = true;
    }
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_INT8);
    HASH_ITER (hh, self->addresses, address, next_address)
    if (address->petition && !state_petition (self, address->petition)) {
        pg_params_int8 (params, address->petition);
        wanted++;
    }
    pg_params_array_end (params);
    if (wanted == 0)
        return QCDC_OK;
    PGresult *result = NULL;
    qcdc_status status = pg_run (pg, &LOAD_PETITIONS, params, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++)
        status = take_petition (self, result, row);
    PQclear (result);
    if (status == QCDC_OK)
        status = load_events (self, pg, params, fault);
    return status;
}

static qcdc_status take_report (state_t *self, const PGresult *result, int row)
{
    int64_t id = pg_int8 (result, row, 0);
    if (state_report (self, id))
        return QCDC_OK;
    report_node_t *node = state_new_report (self, id);
    if (!node)
        return QCDC_NO_MEMORY;
    report_t *report = &node->report;
    size_t length;
    report->office = (int)pg_int8 (result, row, 1);
    report->unit = (int)pg_int8 (result, row, 2);
    report->form = (int)pg_int8 (result, row, 3);
    const form_t *form = catalog_form_by_id (self->catalog, report->form);
    snprintf (report->form_code, sizeof report->form_code, "%s", form ? form->code : "");
    snprintf (report->period, sizeof report->period, "%s", pg_text (result, row, 4));
    node->entry = pg_int8 (result, row, 5);
    node->filed_at_us = pg_timestamp (result, row, 6);
    report->voided = pg_bool (result, row, 7);
    const void *content = pg_bytes (result, row, 8, &length);
    memcpy (report->content, content, length < CONTENT_BYTES ? length : CONTENT_BYTES);
    node->changed_at_us = pg_null (result, row, 9) ? 0 : pg_timestamp (result, row, 9);
    node->stored = true;
    return state_settle_report (self, node);
}

/*  "3 QCDC-HUYEN 2020-H1" → its form; the period follows the last space. */
static void filing_form (const filing_node_t *filing, char form[QCDC_LOCAL_NO_BYTES_MAX + 64])
{
    const char *begin = strchr (filing->key, ' ') + 1;
    const char *end = strrchr (filing->key, ' ');
    memcpy (form, begin, (size_t)(end - begin));
    form[end - begin] = '\0';
}

static qcdc_status load_reports (state_t *self, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    size_t wanted = 0;
    filing_node_t *filing, *next;
    address_node_t *address, *next_address;
    char form[QCDC_LOCAL_NO_BYTES_MAX + 64];
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT2);
    HASH_ITER (hh, self->filings, filing, next)
    {
        pg_params_int2 (params, (int16_t)atoi (filing->key));
        wanted++;
    }
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_TEXT);
    HASH_ITER (hh, self->filings, filing, next)
    {
        filing_form (filing, form);
        pg_params_text (params, form);
    }
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_TEXT);
    HASH_ITER (hh, self->filings, filing, next)
    pg_params_text (params, strrchr (filing->key, ' ') + 1);
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_INT8);
    HASH_ITER (hh, self->addresses, address, next_address)
    if (address->report) {
        pg_params_int8 (params, address->report);
        wanted++;
    }
    pg_params_array_end (params);
    if (wanted == 0)
        return QCDC_OK;
    PGresult *result = NULL;
    qcdc_status status = pg_run (pg, &LOAD_REPORTS, params, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++)
        status = take_report (self, result, row);
    PQclear (result);
    return status;
}

qcdc_status state_load (state_t *self, pg_t *pg, fault_t *fault)
{
    pg_params_t *params = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    qcdc_status status = load_addresses (self, pg, params, fault);
    if (status == QCDC_OK)
        status = load_petitions (self, pg, params, fault);
    if (status == QCDC_OK)
        status = load_reports (self, pg, params, fault);
    pg_params_destroy (&params);
    return status;
}
