/*  write_addressed.c — the rows by which an office finds what is addressed to it, and what its feed has shown it of that. */

#include "ingest/write_addressed.h"

static const Oid ADDRESSED_TYPES[] = {OID_TEXT, OID_INT8};
const pg_table_t ADDRESSED = {"copy addressed (code, entry) from stdin (format binary)",
                              {"insert_addressed", "insert into addressed (code, entry) values ($1, $2)"},
                              2,
                              ADDRESSED_TYPES};

/*  What went before what an office is named in for the first time. */
static const statement_t ADDRESS_ANEW = {
    "address_anew", "insert into addressed (code, entry) select n.code, n.entry"
                    "  from (select distinct code, entry from unnest($1::text[], $2::int8[]) u (code, entry)) n"
                    " where not exists (select from addressed a where a.entry = n.entry and a.code = n.code)"
                    " order by n.entry"};
/*  What is said of something goes to whom that is addressed to. */
static const statement_t ADDRESS_ON = {
    "address_on", "insert into addressed (code, entry) select a.code, n.entry"
                  "  from unnest($1::int8[], $2::int8[]) n (entry, about) join addressed a on a.entry = n.about"
                  " where not exists (select from addressed b where b.entry = n.entry and b.code = a.code)"
                  " order by n.entry"};
/*  Where all that is addressed to an office and new to it is of this commit ($1), and in its feed, it need not look for it (inherit.c): of what is
 *  written at its next greeting nothing is left. */
static const statement_t ADDRESSED_SHOWN = {
    "addressed_shown",
    "insert into inherited (office, code, place)"
    " select f.id, n.code, n.place"
    "  from (select code, max(place) as place from addressed where entry = any ($1::int8[]) group by code) n"
    "  join office f on f.code = n.code left join inherited i on i.office = f.id and i.code = n.code"
    " where (select a.entry from addressed a where a.code = n.code and a.place > coalesce(i.place, 0)"
    "   order by a.place limit 1) = any ($1::int8[])"
    "  and not exists (select from addressed a join journal j on j.commit_seq = a.entry"
    "   join origin o on o.id = j.origin and o.office <> f.id where a.code = n.code and a.place > coalesce(i.place, "
    "0)"
    "   and (exists (select from annex_erased x where x.origin = o.origin and x.seq = j.seq) or not exists"
    "    (select from feed d where d.kind = 1 and d.origin = j.origin and d.seq = j.seq and d.office = f.id)))"
    " on conflict (office, code) do update set place = excluded.place"};
qcdc_status addressed_prepare (pg_t *pg, fault_t *fault)
{
    static const statement_t *const STATEMENTS[] = {&ADDRESSED.insert, &ADDRESS_ANEW, &ADDRESS_ON, &ADDRESSED_SHOWN};
    for (size_t i = 0; i < sizeof STATEMENTS / sizeof STATEMENTS[0]; i++)
        QCDC_TRY (pg_prepare (pg, STATEMENTS[i], fault));
    return QCDC_OK;
}

void addressed_put (pg_rows_t *to, const batch_addressed_t *addressed)
{
    if (!addressed->code || addressed->anew)
        return;
    pg_rows_row (to, ADDRESSED.columns);
    pg_rows_text (to, addressed->code);
    pg_rows_int8 (to, addressed->entry);
}

static qcdc_status address_anew (const batch_t *batch, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    bool any = false;
    for (size_t i = 0; !any && i < batch->addressed_count; i++)
        any = batch->addressed[i].anew;
    if (!any)
        return QCDC_OK;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_TEXT);
    for (size_t i = 0; i < batch->addressed_count; i++)
        if (batch->addressed[i].anew)
            pg_params_text (params, batch->addressed[i].code);
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_INT8);
    for (size_t i = 0; i < batch->addressed_count; i++)
        if (batch->addressed[i].anew)
            pg_params_int8 (params, batch->addressed[i].entry);
    pg_params_array_end (params);
    return pg_pipeline_add (pg, &ADDRESS_ANEW, params, fault);
}

/*  Behind the rows of what is addressed by name. */
static qcdc_status address_on (const batch_t *batch, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    bool any = false;
    for (size_t i = 0; !any && i < batch->addressed_count; i++)
        any = batch->addressed[i].about != 0;
    if (!any)
        return QCDC_OK;
    pg_params_reset (params);
    for (int column = 0; column < 2; column++) {
        pg_params_array_begin (params, OID_INT8);
        for (size_t i = 0; i < batch->addressed_count; i++)
            if (batch->addressed[i].about)
                pg_params_int8 (params, column == 0 ? batch->addressed[i].entry : batch->addressed[i].about);
        pg_params_array_end (params);
    }
    return pg_pipeline_add (pg, &ADDRESS_ON, params, fault);
}

/*  Behind these. */
static qcdc_status addressed_shown (const batch_t *batch, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    int64_t last = 0;
    if (!batch->addressed_count)
        return QCDC_OK;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT8);
    for (size_t i = 0; i < batch->addressed_count; i++)
        if (batch->addressed[i].entry != last)
            pg_params_int8 (params, last = batch->addressed[i].entry);
    pg_params_array_end (params);
    return pg_pipeline_add (pg, &ADDRESSED_SHOWN, params, fault);
}

qcdc_status addressed_follow (const batch_t *batch, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    QCDC_TRY (address_anew (batch, pg, params, fault));
    QCDC_TRY (address_on (batch, pg, params, fault));
    return addressed_shown (batch, pg, params, fault);
}
