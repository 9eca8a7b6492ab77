/*  inherit.c — what was addressed to offices that have ended, in the feeds of their heirs.
 *
 *  A feed is only ever appended to, and what an entry is routed to is said when it commits; but an office ends by a row that is published,
 *  or by a day that comes, while nothing commits.  So it is looked for when the heir says hello, which costs nothing where nothing was
 *  addressed since to it, or to an office that it goes on with; else table addressed is read on, for each of these, from where it was.
 *  What is there already is not read again, however much it is; what came into a feed with its own commit was noted with it (write.c). */

#include "ingest/inherit.h"

#include "base/array.h"
#include "base/day.h"
#include "base/limits.h"
#include "catalogue/office_heir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Into the feed of office $1 what is addressed to those of the codes $2, behind what it has of each. */
static const statement_t FEED_INHERITED = {
    "feed_inherited",
    "with mine as materialized (select c.code, coalesce(i.place, 0) as place from unnest($2::text[]) c (code)"
    "   left join inherited i on i.office = $1 and i.code = c.code),"
    /* by both parts of the index: what is there already is not touched */
    " owed as materialized (select m.code, a.place, a.entry from mine m cross join lateral"
    "   (select n.place, n.entry from addressed n where n.code = m.code and n.place > m.place offset 0) a),"
    " reached as (insert into inherited (office, code, place) select $1, code, max(place) from owed group by code"
    "   on conflict (office, code) do update set place = excluded.place),"
    " entries as materialized (select o.id, o.origin, j.seq from (select distinct entry from owed) w"
    "   join journal j on j.commit_seq = w.entry join origin o on o.id = j.origin where o.office <> $1),"
    " wanted as (select id as origin, seq from entries"
    /* a text that was erased before it came here goes from here, too */
    "   union select j.origin, j.seq from entries e join annex_erased x on x.origin = e.origin and x.seq = e.seq"
    "   join journal j on j.commit_seq = x.entry join origin o on o.id = j.origin where o.office <> $1),"
    " missing as (select w.* from wanted w where not exists (select from feed f"
    "   where f.kind = 1 and f.origin = w.origin and f.seq = w.seq and f.office = $1))"
    " insert into feed (office, feed_seq, kind, origin, seq, commit_seq, commit_hash)"
    " select $1, coalesce((select max(feed_seq) from feed where office = $1), 0) + row_number() over (order by "
    "j.commit_seq), 1, j.origin, j.seq, j.commit_seq, j.commit_hash"
    "   from missing m join journal j on j.origin = m.origin and j.seq = m.seq"
    "   cross join lateral generate_series(1, erasure_rows($1, j.commit_seq, " QCDC_LIMIT_TEXT (
        QCDC_REACHES_COUNT_MAX) ")) returning feed_seq"};

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

static int by_heir (const void *a, const void *b)
{
    const inherited_t *one = a, *other = b;
    return one->heir != other->heir ? (one->heir > other->heir) - (one->heir < other->heir)
                                    : strcmp (one->code, other->code);
}

/*  Where those begin that go on in OFFICE. */
static size_t first_of (const inherits_t *all, int office)
{
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->items[middle].heir < office)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
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
    if (all->count)
        qsort (all->items, all->count, sizeof *all->items, by_heir);
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
    const inherits_t *all = &self->inherits;
    for (size_t i = first_of (all, office); i < all->count && all->items[i].heir == office; i++, count++)
        pg_params_text (params, all->items[i].code);
    pg_params_array_end (params);
    return count;
}

/*  Whether something was addressed to OFFICE, whose code is OWN, or to one whose work it goes on with, since that was looked for. */
static bool is_addressed (const writer_t *self, const office_node_t *office, const char *own)
{
    const inherits_t *all = &self->inherits;
    bool found = !office->inherited_at || (own && memory_addressed_at (&self->memory, own) > office->inherited_at);
    for (size_t i = first_of (all, office->office); !found && i < all->count; i++) {
        if (all->items[i].heir != office->office)
            break;
        found = memory_addressed_at (&self->memory, all->items[i].code) > office->inherited_at;
    }
    return found;
}

qcdc_status inherit_feed (writer_t *self, int office, fault_t *fault)
{
    office_node_t *node = memory_office (&self->memory, office);
    const office_t *own = catalog_office_by_id (self->snapshot->catalog, office);
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = NULL;
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    if (!node)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    QCDC_TRY (find_heirs (self, day_of_moment (moment_now ()), fault));
    if (!is_addressed (self, node, own ? own->code : NULL))
        return QCDC_OK;
    if (!(params = pg_params_new ()))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int4 (params, office);
    if (!put_codes (self, office, own ? own->code : NULL, params))
        return QCDC_OK;
    QCDC_TRY (pg_run (self->pg, &FEED_INHERITED, params, &result, fault));
    for (int row = 0; row < PQntuples (result); row++)
        if (pg_int8 (result, row, 0) > node->feed_seq)
            node->feed_seq = pg_int8 (result, row, 0);
    node->inherited_at = self->memory.addressed;
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
