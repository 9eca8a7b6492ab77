/*  past.c — catalogues of earlier days: folded when they are asked for, and a few of them kept.
 *
 *  Which one a session's tables hold is a setting of that session, so that a new connection begins without any. */

#include "reading/past.h"

#include "projections/reference_tables.h"
#include "projections/snapshot_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Of ten thousand units one takes some eight megabytes, and is folded in a tenth of a second. */
#define PAST_KEPT_MAX 3u
#define PAST_KEY_BYTES 160u

/*  How many publications had come, how many there are, what tells these first ones from others, and whose the session's tables are. */
static const statement_t EXTENT = {
    "past_extent",
    "with extent as (select coalesce(max(place), 0) as count from publication_order where known_at < day_end($1))"
    " select e.count, (select count(*) from publication_order),"
    " concat_ws(':', e.count, (select encode(j.commit_hash, 'hex') from journal j where j.commit_seq ="
    "  (select max(entry) from publication_order where place <= e.count)),"
    "  (select entry from publication_order where place = e.count)),"
    " coalesce(current_setting('qcdc.past', true), '') from extent e"};
static const statement_t HOLD = {"past_hold", "select set_config('qcdc.past', $1, false)"};

typedef struct {
    char key[PAST_KEY_BYTES];
    catalog_t *catalog; /* NULL: free */
    uint64_t used;
} kept_t;

struct past {
    kept_t kept[PAST_KEPT_MAX];
    uint64_t uses;
    pg_params_t *params;
};

past_t *past_new (void)
{
    past_t *self = calloc (1, sizeof *self);
    if (self && !(self->params = pg_params_new ()))
        past_destroy (&self);
    return self;
}

void past_destroy (past_t **self_p)
{
    past_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < PAST_KEPT_MAX; i++)
        reference_destroy (&self->kept[i].catalog);
    pg_params_destroy (&self->params);
    free (self);
    *self_p = NULL;
}

/*  The one that is known by KEY, or the place of the one that was used longest ago. */
static kept_t *kept_find (past_t *self, const char *key)
{
    kept_t *oldest = &self->kept[0];
    for (size_t i = 0; i < PAST_KEPT_MAX; i++) {
        kept_t *kept = &self->kept[i];
        if (kept->catalog && strcmp (kept->key, key) == 0)
            return kept;
        if (oldest->catalog && (!kept->catalog || kept->used < oldest->used))
            oldest = kept;
    }
    reference_destroy (&oldest->catalog);
    return oldest;
}

/*  ---------------------------------------------------------------- tables */

/*  Under no path but theirs: what is emptied and filled here must not be the tables of today. */
static qcdc_status fill_tables (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    const char *const *tables = reference_tables ();
    char sql[240];
    QCDC_TRY (pg_exec (pg,
                       "select set_config('search_path', current_setting('search_path') || ', pg_temp', false)"
                       " where current_setting('search_path') not like '%, pg_temp'; set local search_path = pg_temp",
                       fault));
    for (size_t i = 0; tables[i]; i++) {
        snprintf (sql, sizeof sql,
                  "create temp table if not exists %s (like public.%s including all); truncate pg_temp.%s", tables[i],
                  tables[i], tables[i]);
        QCDC_TRY (pg_exec (pg, sql, fault));
    }
    QCDC_TRY (reference_tables_load (pg, catalog, fault));
    for (size_t i = 0; tables[i]; i++) {
        snprintf (sql, sizeof sql, "analyze pg_temp.%s", tables[i]);
        QCDC_TRY (pg_exec (pg, sql, fault));
    }
    return QCDC_OK;
}

static qcdc_status make_tables (past_t *self, pg_t *pg, const kept_t *kept, fault_t *fault)
{
    QCDC_TRY (pg_exec (pg, "begin", fault));
    QCDC_TRY (fill_tables (pg, kept->catalog, fault));
    pg_params_reset (self->params);
    pg_params_text (self->params, kept->key);
    QCDC_TRY (pg_run (pg, &HOLD, self->params, NULL, fault));
    return pg_exec (pg, "commit", fault);
}

/*  ---------------------------------------------------------------- days */

qcdc_status past_catalog (past_t *self, pg_t *pg, int32_t day, const catalog_t **catalog, fault_t *fault)
{
    PGresult *extent QCDC_CLEANUP (pg_clear) = NULL;
    *catalog = NULL;
    pg_params_reset (self->params);
    pg_params_date (self->params, day);
    QCDC_TRY (pg_run (pg, &EXTENT, self->params, &extent, fault));
    int64_t count = pg_int8 (extent, 0, 0);
    const char *key = pg_text (extent, 0, 2);
    if (count == pg_int8 (extent, 0, 1))
        return QCDC_OK;
    kept_t *kept = kept_find (self, key);
    if (!kept->catalog) {
        snprintf (kept->key, sizeof kept->key, "%s", key);
        QCDC_TRY (snapshot_load_early (pg, count, &kept->catalog, fault));
    }
    kept->used = ++self->uses;
    if (strcmp (pg_text (extent, 0, 3), kept->key) != 0) {
        qcdc_status status = make_tables (self, pg, kept, fault);
        fault_t ignored = {0};
        if (status != QCDC_OK && status != QCDC_DATABASE_AWAY)
            (void)!pg_exec (pg, "rollback", &ignored);
        QCDC_TRY (status);
    }
    *catalog = kept->catalog;
    return QCDC_OK;
}
