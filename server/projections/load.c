/*  load.c — reading in advance what a batch's facts refer to: one statement per kind of row, made from the registry. */

#include "projections/state.h"

#include <stdio.h>
#include <string.h>

#define SQL_BYTES 4096u
#define PROJECTIONS_MAX MATTER_COUNT

/*  Made once, before the first connection is used; by the one thread that writes projections. */
static struct {
    bool made;
    char addresses[SQL_BYTES], holders[SQL_BYTES];
    statement_t load_addresses, load_holders;
    char names[PROJECTIONS_MAX][2][40];
    char sql[PROJECTIONS_MAX][2][SQL_BYTES];
    statement_t load_things[PROJECTIONS_MAX], load_parts[PROJECTIONS_MAX];
} SQL;

/*  The last verdict of an entry holds; aliases lead to the entry that holds the same fact, and so does the address of a first
 *  copy that was lost, once its fact has been filed again. */
static const char ADDRESSES[] =
    "  from unnest($1::bytea[], $2::int8[], $3::bytea[]) as w(origin, seq, hash8)"
    "  cross join lateral ("
    "    select j.commit_seq from origin o join journal j on j.origin = o.id and j.seq = w.seq"
    "     where o.origin = w.origin and (substr(j.hash, 1, 8) = w.hash8 or w.hash8 = '\\x0000000000000000')"
    "    union all"
    "    select f.entry from refiled f join origin xo on xo.origin = f.origin"
    "      join journal fj on fj.commit_seq = f.entry join origin fo on fo.id = fj.origin and fo.office = xo.office"
    "     where f.origin = w.origin and f.seq = w.seq and substr(f.hash, 1, 8) = w.hash8"
    "    limit 1) c"
    "  join journal j on j.commit_seq = c.commit_seq"
    "  join origin o on o.id = j.origin"
    "  left join lateral (select state, alias_of from verdict where entry = j.commit_seq order by given_at desc"
    "    limit 1) v on true";

/*  Adds columns (matter, thing, part): the thing that an entry created, or the part that it added, is in whichever table has its id. */
static void add_what (sql_text_t *sql)
{
    sql_text_add (sql, "case");
    for (size_t i = 0; PROJECTIONS[i]; i++) {
        sql_text_add (sql, " when t%zu.id is not null", i);
        if (PROJECTIONS[i]->parts)
            sql_text_add (sql, " or p%zu.id is not null", i);
        sql_text_add (sql, " then %d", (int)PROJECTIONS[i]->matter);
    }
    sql_text_add (sql, " else 0 end, coalesce(null::bigint");
    for (size_t i = 0; PROJECTIONS[i]; i++) {
        sql_text_add (sql, ", t%zu.id", i);
        if (PROJECTIONS[i]->parts)
            sql_text_add (sql, ", p%zu.%s", i, PROJECTIONS[i]->parent);
    }
    sql_text_add (sql, ", 0), coalesce(null::bigint");
    for (size_t i = 0; PROJECTIONS[i]; i++)
        if (PROJECTIONS[i]->parts)
            sql_text_add (sql, ", p%zu.id", i);
    sql_text_add (sql, ", 0)");
}

static void join_what (sql_text_t *sql, const char *id)
{
    for (size_t i = 0; PROJECTIONS[i]; i++) {
        sql_text_add (sql, " left join %s t%zu on t%zu.id = %s", PROJECTIONS[i]->things->name, i, i, id);
        if (PROJECTIONS[i]->parts)
            sql_text_add (sql, " left join %s p%zu on p%zu.id = %s", PROJECTIONS[i]->parts->name, i, i, id);
    }
}

static void make_addresses (void)
{
    sql_text_t sql = {SQL.addresses, SQL_BYTES, 0};
    sql_text_add (
        &sql, "select w.origin, w.seq, w.hash8, j.commit_seq, j.origin, o.office, coalesce(v.state, 0::smallint), ");
    add_what (&sql);
    sql_text_add (&sql, "%s", ADDRESSES);
    join_what (&sql, "coalesce(v.alias_of, j.commit_seq)");
    SQL.load_addresses = (statement_t){"load_addresses", SQL.addresses};
    sql = (sql_text_t){SQL.holders, SQL_BYTES, 0};
    sql_text_add (&sql, "select w.id, ");
    add_what (&sql);
    sql_text_add (&sql, " from unnest($1::int8[]) as w(id)");
    join_what (&sql, "w.id");
    SQL.load_holders = (statement_t){"load_holders", SQL.holders};
}

/*  The address of the entry that made a row t, and when it was committed first, behind the row's own columns. */
#define ADDRESS_COLUMNS ", mo.origin, mj.seq, substr(mj.hash, 1, 8), mj.first_committed_at"
#define ADDRESS_COLUMN_MOMENT 3
#define ADDRESS_JOIN " join journal mj on mj.commit_seq = t.id join origin mo on mo.id = mj.origin"

static address_t take_address (const PGresult *result, int row, int first)
{
    return (address_t){pg_u64 (result, row, first), (uint64_t)pg_int8 (result, row, first + 1),
                       pg_u64 (result, row, first + 2)};
}

static void make_things (size_t number, const projection_t *projection)
{
    const table_t *things = projection->things, *parts = projection->parts;
    sql_text_t sql = {SQL.sql[number][0], SQL_BYTES, 0};
    table_make (things);
    sql_text_add (&sql,
                  "select %s" ADDRESS_COLUMNS " from unnest($1::int2[], $2::text[]) as w(office, key) %s" ADDRESS_JOIN
                  " union all select %s" ADDRESS_COLUMNS
                  " from unnest($3::int8[]) as w(id) join %s t on t.id = w.id" ADDRESS_JOIN,
                  things->sql->select, projection->by_key, things->sql->select, things->name);
    snprintf (SQL.names[number][0], sizeof SQL.names[number][0], "load_%s", things->name);
    SQL.load_things[number] = (statement_t){SQL.names[number][0], SQL.sql[number][0]};
    if (!parts)
        return;
    sql = (sql_text_t){SQL.sql[number][1], SQL_BYTES, 0};
    table_make (parts);
    sql_text_add (&sql,
                  "select t.%s, %s" ADDRESS_COLUMNS
                  " from unnest($1::int8[]) as w(id) join %s t on t.%s = w.id" ADDRESS_JOIN " order by %s",
                  projection->parent, parts->sql->select, parts->name, projection->parent, projection->order);
    snprintf (SQL.names[number][1], sizeof SQL.names[number][1], "load_%s", parts->name);
    SQL.load_parts[number] = (statement_t){SQL.names[number][1], SQL.sql[number][1]};
}

static void make_all (void)
{
    if (SQL.made)
        return;
    for (size_t i = 0; PROJECTIONS[i]; i++)
        make_things (i, PROJECTIONS[i]);
    make_addresses ();
    SQL.made = true;
}

/*  ---------------------------------------------------------------- addresses */

static bool is_wanted (const address_node_t *node)
{
    return !node->found && !node->asked && node->key.origin != STATE_BY_ID;
}

static qcdc_status load_addresses (state_t *self, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    size_t wanted = 0;
    address_node_t *node;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_BYTEA);
    for (node = self->addresses; node; node = node->hh.next)
        if (is_wanted (node)) {
            pg_params_u64 (params, node->key.origin);
            wanted++;
        }
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_INT8);
    for (node = self->addresses; node; node = node->hh.next)
        if (is_wanted (node))
            pg_params_int8 (params, (int64_t)node->key.seq);
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_BYTEA);
    for (node = self->addresses; node; node = node->hh.next)
        if (is_wanted (node)) {
            pg_params_u64 (params, node->key.hash8);
            node->asked = true;
        }
    pg_params_array_end (params);
    if (wanted == 0)
        return QCDC_OK;
    PGresult *result = NULL;
    qcdc_status status = pg_run (pg, &SQL.load_addresses, params, &result, fault);
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
        node->matter = (matter_id)pg_int8 (result, row, 7);
        node->thing = pg_int8 (result, row, 8);
        node->part = pg_int8 (result, row, 9);
    }
    PQclear (result);
    return status;
}

/*  What entries that are known by their ids have made. */
static qcdc_status load_holders (state_t *self, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    size_t wanted = 0;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT8);
    for (address_node_t *node = self->addresses; node; node = node->hh.next)
        if (node->key.origin == STATE_BY_ID && !node->asked) {
            pg_params_int8 (params, (int64_t)node->key.seq);
            node->asked = true;
            wanted++;
        }
    pg_params_array_end (params);
    if (wanted == 0)
        return QCDC_OK;
    PGresult *result = NULL;
    qcdc_status status = pg_run (pg, &SQL.load_holders, params, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++) {
        address_node_t *node = state_address (self, state_id_address (pg_int8 (result, row, 0)), false);
        if (!node)
            continue;
        node->matter = (matter_id)pg_int8 (result, row, 1);
        node->thing = pg_int8 (result, row, 2);
        node->part = pg_int8 (result, row, 3);
    }
    PQclear (result);
    return status;
}

/*  ---------------------------------------------------------------- things and their parts */

static qcdc_status take_thing (state_t *self, const projection_t *projection, const PGresult *result, int row)
{
    int64_t id = pg_int8 (result, row, 0);
    if (state_thing (self, id))
        return QCDC_OK;
    thing_node_t *node = state_new_thing (self, projection, id);
    if (!node)
        return QCDC_NO_MEMORY;
    node->stored = true;
    QCDC_TRY (table_take (projection->things, result, row, 0, node->thing));
    node->thing->entry = take_address (result, row, (int)projection->things->count);
    node->thing->created_at_us = pg_timestamp (result, row, (int)projection->things->count + ADDRESS_COLUMN_MOMENT);
    projection->taken (self, node->thing, node->counted);
    return state_claim (self, node);
}

typedef qcdc_status (take_part_fn) (thing_t *thing, const PGresult *result, int row, int first, address_t address);

/*  ADDRESS is the first column of a part's address; -1: it has none. */
static qcdc_status run_parts (const state_t *self, const statement_t *statement, take_part_fn *take, int address,
                              pg_t *pg, pg_params_t *params, fault_t *fault)
{
    PGresult *result = NULL;
    qcdc_status status = pg_run (pg, statement, params, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++) {
        const thing_node_t *node = state_thing (self, pg_int8 (result, row, 0));
        address_t none = {0, 0, 0};
        if (node)
            status = take (node->thing, result, row, 1, address < 0 ? none : take_address (result, row, address));
    }
    PQclear (result);
    return status;
}

/*  Once for every node. */
static qcdc_status all_taken (state_t *self, const projection_t *projection)
{
    for (thing_node_t *node = self->things; projection->all_taken && node; node = node->hh.next)
        if (node->projection == projection && node->parts_asked && !node->all_taken) {
            QCDC_TRY (projection->all_taken (self, node->thing, node->counted));
            node->all_taken = true;
        }
    return QCDC_OK;
}

static qcdc_status load_parts (state_t *self, size_t number, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    const projection_t *projection = PROJECTIONS[number];
    size_t wanted = 0;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT8);
    for (thing_node_t *node = self->things; node; node = node->hh.next)
        if (node->projection == projection && node->stored && !node->parts_asked) {
            pg_params_int8 (params, node->id);
            /* Never again in this batch: what it has changed by then must stay. */
            node->parts_asked = true;
            wanted++;
        }
    pg_params_array_end (params);
    if (wanted == 0)
        return QCDC_OK;
    if (projection->parts)
        QCDC_TRY (run_parts (self, &SQL.load_parts[number], projection->take_part, 1 + (int)projection->parts->count,
                             pg, params, fault));
    if (projection->details)
        QCDC_TRY (run_parts (self, projection->details, projection->take_detail, -1, pg, params, fault));
    return all_taken (self, projection);
}

/*  Keys that no thing has had need not be looked up. */
static bool is_new_key (const state_t *self, const holder_node_t *holder)
{
    return self->known && holder->projection->keys && !numbers_meet (self->known, holder->key);
}

static size_t want_keys (state_t *self, const projection_t *projection, pg_params_t *params)
{
    size_t wanted = 0;
    holder_node_t *holder;
    for (holder = self->holders; holder; holder = holder->hh.next)
        if (holder->projection == projection && !holder->asked)
            holder->asked = is_new_key (self, holder);
    pg_params_array_begin (params, OID_INT2);
    for (holder = self->holders; holder; holder = holder->hh.next)
        if (holder->projection == projection && !holder->asked) {
            pg_params_int2 (params, (int16_t)holder->office);
            wanted++;
        }
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_TEXT);
    for (holder = self->holders; holder; holder = holder->hh.next)
        if (holder->projection == projection && !holder->asked) {
            pg_params_text (params, holder->name);
            holder->asked = true;
        }
    pg_params_array_end (params);
    return wanted;
}

static qcdc_status load_things (state_t *self, size_t number, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    const projection_t *projection = PROJECTIONS[number];
    pg_params_reset (params);
    size_t wanted = want_keys (self, projection, params);
    pg_params_array_begin (params, OID_INT8);
    for (const address_node_t *node = self->addresses; node; node = node->hh.next) {
        bool may_be = node->matter == projection->matter || node->matter == MATTER_NONE;
        if (node->thing && may_be && !state_thing (self, node->thing)) {
            pg_params_int8 (params, node->thing);
            wanted++;
        }
    }
    pg_params_array_end (params);
    if (wanted) {
        PGresult *result = NULL;
        qcdc_status status = pg_run (pg, &SQL.load_things[number], params, &result, fault);
        for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++)
            status = take_thing (self, projection, result, row);
        PQclear (result);
        QCDC_TRY (status);
    }
    return projection->parts || projection->details ? load_parts (self, number, pg, params, fault) : QCDC_OK;
}

qcdc_status state_load (state_t *self, pg_t *pg, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    make_all ();
    QCDC_TRY (load_addresses (self, pg, params, fault));
    QCDC_TRY (load_holders (self, pg, params, fault));
    for (size_t i = 0; PROJECTIONS[i]; i++)
        QCDC_TRY (load_things (self, i, pg, params, fault));
    return QCDC_OK;
}
