/*  inherit.c — the hand-overs to offices that have ended, in the feeds of their heirs.
 *
 *  A feed is only ever appended to, and what an entry is routed to is said when it commits; but an office ends by a row that is published,
 *  or by a day that comes, while nothing commits.  So it is looked for when the heir says hello, which costs nothing where no office has
 *  ended, and little where nothing was committed since. */

#include "ingest/inherit.h"

#include "base/array.h"
#include "base/day.h"
#include "catalogue/office_heir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const statement_t FEED_INHERITED = {
    "feed_inherited",
    "with sent as (select id from petition_event where to_office = any ($2::text[])),"
    " wanted as (select id from sent union all select a.id from sent s join petition_event a on a.answers = s.id),"
    " entries as (select o.id, o.origin, o.office, j.seq from wanted w join journal j on j.commit_seq = w.id"
    "   join origin o on o.id = j.origin where o.office <> $1),"
    " missing as ((select id as origin, seq from entries"
    /* a text that was erased before it came here goes from here, too */
    "   union all select j.origin, j.seq from entries e join annex_erased x on x.origin = e.origin and x.seq = e.seq"
    "   join journal j on j.commit_seq = x.entry join origin o on o.id = j.origin where o.office <> $1)"
    "   except select origin, seq from feed where office = $1 and kind = 1)"
    " insert into feed (office, feed_seq, kind, origin, seq, commit_seq, commit_hash)"
    " select $1, coalesce((select max(feed_seq) from feed where office = $1), 0) + row_number() over (order by "
    "j.commit_seq), 1, j.origin, j.seq, j.commit_seq, j.commit_hash"
    "   from missing m join journal j on j.origin = m.origin and j.seq = m.seq returning feed_seq"};

static bool note_heir (const office_t *ended, const office_t *heir, void *arg)
{
    inherits_t *all = arg;
    if (!array_grow (&all->items, all->count, &all->capacity, sizeof *all->items))
        return false;
    inherited_t *item = &all->items[all->count++];
    item->heir = heir->id;
    snprintf (item->code, sizeof item->code, "%s", ended->code);
    return true;
}

/*  Who goes on with whom, worked out once for each catalogue and day. */
static qcdc_status find_heirs (writer_t *self, int32_t today, fault_t *fault)
{
    inherits_t *all = &self->inherits;
    if (all->day == today && all->catalog_at == self->snapshot->commit_seq)
        return QCDC_OK;
    for (office_node_t *node = self->memory.offices; node; node = node->hh.next)
        node->inherited_at = 0;
    all->count = 0;
    if (!office_heirs_each (self->snapshot->catalog, today, note_heir, all))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    all->day = today;
    all->catalog_at = self->snapshot->commit_seq;
    return QCDC_OK;
}

/*  The codes of those whose work OFFICE goes on with, and with OWN its own, as an array of texts; how many they are. */
static size_t put_codes (const writer_t *self, int office, const char *own, pg_params_t *params)
{
    size_t count = own != NULL;
    pg_params_array_begin (params, OID_TEXT);
    if (own)
        pg_params_text (params, own);
    for (size_t i = 0; i < self->inherits.count; i++)
        if (self->inherits.items[i].heir == office) {
            pg_params_text (params, self->inherits.items[i].code);
            count++;
        }
    pg_params_array_end (params);
    return count;
}

qcdc_status inherit_feed (writer_t *self, int office, fault_t *fault)
{
    office_node_t *node = memory_office (&self->memory, office);
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = NULL;
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    if (!node)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    QCDC_TRY (find_heirs (self, day_of_moment (moment_now ()), fault));
    if (!self->inherits.count || node->inherited_at == self->memory.commit_seq)
        return QCDC_OK;
    if (!(params = pg_params_new ()))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int4 (params, office);
    if (!put_codes (self, office, NULL, params))
        return QCDC_OK;
    QCDC_TRY (pg_run (self->pg, &FEED_INHERITED, params, &result, fault));
    for (int row = 0; row < PQntuples (result); row++)
        if (pg_int8 (result, row, 0) > node->feed_seq)
            node->feed_seq = pg_int8 (result, row, 0);
    node->inherited_at = self->memory.commit_seq;
    return QCDC_OK;
}

qcdc_status inherit_first (writer_t *self, int office, pg_params_t *params, fault_t *fault)
{
    const office_t *own = catalog_office_by_id (self->snapshot->catalog, office);
    QCDC_TRY (find_heirs (self, day_of_moment (moment_now ()), fault));
    pg_params_reset (params);
    pg_params_int4 (params, office);
    return put_codes (self, office, own ? own->code : NULL, params)
               ? pg_run (self->pg, &FEED_INHERITED, params, NULL, fault)
               : QCDC_OK;
}

void inherits_release (inherits_t *self)
{
    free (self->items);
    *self = (inherits_t){0};
}
