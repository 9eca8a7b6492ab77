/*  erase_text.c — one text out of the journal, with its copies in the same office, and what it was found by. */

#include "ingest/erase_text.h"

#include "pg/advisory.h"

/*  An erasure goes for the entry at an address ($1, $2) and for every copy of its fact in the same office: what
 *  filed it again, what it filed again itself, and the aliases of all these, however they came about. */
#define COPIES                                                                                                       \
    "with recursive target as (select o.office, j.commit_seq from origin o"                                          \
    "  left join journal j on j.origin = o.id and j.seq = $2 where o.origin = $1),"                                  \
    " copy(commit_seq) as ("                                                                                         \
    "  select commit_seq from target where commit_seq is not null"                                                   \
    "  union select f.entry from refiled f, target t where f.origin = $1 and f.seq = $2 and t.commit_seq is null"    \
    "  union select next.commit_seq from copy c cross join lateral ("                                                \
    "    select v.alias_of from verdict v where v.entry = c.commit_seq and v.alias_of is not null"                   \
    "    union all select v.entry from verdict v where v.alias_of = c.commit_seq"                                    \
    "    union all select f.entry from journal j join origin o on o.id = j.origin join refiled f"                    \
    "      on f.origin = o.origin and f.seq = j.seq and f.hash = j.hash where j.commit_seq = c.commit_seq"           \
    "    union all select j.commit_seq from refiled f join origin o on o.origin = f.origin"                          \
    "      join journal j on j.origin = o.id and j.seq = f.seq and j.hash = f.hash where f.entry = c.commit_seq"     \
    "  ) as next(commit_seq)),"                                                                                      \
    " same as (select c.commit_seq, j.origin, j.seq, o.office from copy c join journal j on j.commit_seq = "         \
    "c.commit_seq"                                                                                                   \
    "  join origin o on o.id = j.origin where o.office = (select office from target))"
static const statement_t LOAD_ANNEX = {
    "load_annex", COPIES " select j.annex, j.commit_seq from same s join journal j on j.commit_seq = s.commit_seq"
                         " where j.annex is not null"};
/*  First copies of the same office that may still come in are erased in advance. */
static const statement_t ERASE_FIRST = {
    "erase_first",
    COPIES " insert into annex_erased (origin, seq, entry) select distinct f.origin, f.seq, $3::int8"
           " from same s join refiled f on f.entry = s.commit_seq"
           " join origin fo on fo.origin = f.origin and fo.office = s.office"
           " where not exists (select from journal j where j.origin = fo.id and j.seq = f.seq and j.hash <> f.hash)"
           " on conflict do nothing returning origin, seq"};
static const statement_t ERASE_ANNEX = {"erase_annex",
                                        "update journal set annex = null, annex_hash = $2 where commit_seq = $1"};
/*  What the text was found by goes with it. */
static const statement_t ERASE_WORDS = {"erase_words",
                                        "update entry_words set words = null, prints = null where entry = $1"};

/*  A part that came in meanwhile is waited for. */
static const statement_t LOCK_SCAN = {"erase_lock_scan",
                                      "select " ADVISORY_SCAN_LOCK ("hash") " from blob_attached where id = $1"};
/*  The key of a scan went with the text; its bytes follow, unless another entry that stands has attached the same. */
static const statement_t ERASE_SCAN = {
    "erase_scan",
    "delete from blob b using blob_attached a join petition p on p.id = a.petition where a.id = $1 and b.hash = "
    "a.hash"
    " and b.bytes = a.bytes and b.office = p.office and not exists"
    " (select from blob_attached x join petition q on q.id = x.petition join journal j on j.commit_seq = x.id"
    "   where x.hash = a.hash and x.bytes = a.bytes and q.office = p.office and x.id <> a.id and j.annex_hash is "
    "null)"};

qcdc_status erase_text_prepare (pg_t *pg, fault_t *fault)
{
    static const statement_t *const STATEMENTS[] = {&LOAD_ANNEX,  &ERASE_FIRST, &ERASE_ANNEX,
                                                    &ERASE_WORDS, &LOCK_SCAN,   &ERASE_SCAN};
    for (size_t i = 0; i < sizeof STATEMENTS / sizeof STATEMENTS[0]; i++)
        QCDC_TRY (pg_prepare (pg, STATEMENTS[i], fault));
    return QCDC_OK;
}

static void put_target (pg_params_t *params, const address_t *target)
{
    pg_params_reset (params);
    pg_params_u64 (params, target->origin);
    pg_params_int8 (params, (int64_t)target->seq);
}

/*  Read and written outside the pipeline. */
qcdc_status erase_texts (const statement_t *texts, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    uint8_t hash[HASH_BYTES];
    QCDC_TRY (pg_run (pg, texts, params, &result, fault));
    for (int row = 0; row < PQntuples (result); row++) {
        size_t length;
        const void *annex = pg_bytes (result, row, 0, &length);
        hash_bytes (annex, length, hash);
        pg_params_reset (params);
        pg_params_int8 (params, pg_int8 (result, row, 1));
        pg_params_bytea (params, hash, sizeof hash);
        QCDC_TRY (pg_run (pg, &ERASE_ANNEX, params, NULL, fault));
        pg_params_reset (params);
        pg_params_int8 (params, pg_int8 (result, row, 1));
        QCDC_TRY (pg_run (pg, &ERASE_WORDS, params, NULL, fault));
        pg_params_reset (params);
        pg_params_int8 (params, pg_int8 (result, row, 1));
        QCDC_TRY (pg_run (pg, &LOCK_SCAN, params, NULL, fault));
        pg_params_reset (params);
        pg_params_int8 (params, pg_int8 (result, row, 1));
        QCDC_TRY (pg_run (pg, &ERASE_SCAN, params, NULL, fault));
    }
    return QCDC_OK;
}

static qcdc_status erase_first (const address_t *target, int64_t commit_seq, memory_t *memory, pg_t *pg,
                                pg_params_t *params, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    put_target (params, target);
    pg_params_int8 (params, commit_seq);
    QCDC_TRY (pg_run (pg, &ERASE_FIRST, params, &result, fault));
    for (int row = 0; row < PQntuples (result); row++)
        QCDC_TRY (memory_add_erased (memory, pg_u64 (result, row, 0), (uint64_t)pg_int8 (result, row, 1)));
    return QCDC_OK;
}

qcdc_status erase_text (const address_t *target, int64_t order, memory_t *memory, pg_t *pg, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    put_target (params, target);
    QCDC_TRY (erase_texts (&LOAD_ANNEX, pg, params, fault));
    return erase_first (target, order, memory, pg, params, fault);
}
