/*  erase_text.c — one text out of the journal, with its copies in the same office, and what it was found by. */

#include "ingest/erase_text.h"

#include "pg/advisory.h"

/*  An erasure goes for the entries at addresses ($1, $2) and for every copy of their facts in the same office: what
 *  filed it again, what it filed again itself, and the aliases of all these, however they came about.  All addresses at once: many of
 *  them are copies of one another. */
#define COPIES                                                                                                       \
    "with recursive target as (select w.origin, w.seq, o.office, j.commit_seq"                                       \
    "  from unnest($1::bytea[], $2::int8[]) w (origin, seq) join origin o on o.origin = w.origin"                    \
    "  left join journal j on j.origin = o.id and j.seq = w.seq),"                                                   \
    " copy (commit_seq, office) as ("                                                                                \
    "  select commit_seq, office from target where commit_seq is not null"                                           \
    "  union select f.entry, t.office from target t join refiled f on f.origin = t.origin and f.seq = t.seq"         \
    "    where t.commit_seq is null"                                                                                 \
    "  union select next.commit_seq, c.office from copy c cross join lateral ("                                      \
    "    select v.alias_of from verdict v where v.entry = c.commit_seq and v.alias_of is not null"                   \
    "    union all select v.entry from verdict v where v.alias_of = c.commit_seq"                                    \
    "    union all select f.entry from journal j join origin o on o.id = j.origin join refiled f"                    \
    "      on f.origin = o.origin and f.seq = j.seq and f.hash = j.hash where j.commit_seq = c.commit_seq"           \
    "    union all select j.commit_seq from refiled f join origin o on o.origin = f.origin"                          \
    "      join journal j on j.origin = o.id and j.seq = f.seq and j.hash = f.hash where f.entry = c.commit_seq"     \
    "  ) as next(commit_seq)),"                                                                                      \
    " same as (select c.commit_seq, o.office from copy c join journal j on j.commit_seq = c.commit_seq"              \
    "  join origin o on o.id = j.origin and o.office = c.office)"
static const statement_t LOAD_ENTRIES = {
    "erase_entries", COPIES " select distinct s.commit_seq from same s join journal j on j.commit_seq = s.commit_seq"
                            " where j.annex is not null order by s.commit_seq"};
/*  First copies of the same office that may still come in are erased in advance. */
static const statement_t ERASE_FIRST = {
    "erase_first",
    COPIES " insert into annex_erased (origin, seq, entry) select distinct f.origin, f.seq, $3::int8"
           " from same s join refiled f on f.entry = s.commit_seq"
           " join origin fo on fo.origin = f.origin and fo.office = s.office"
           " where not exists (select from journal j where j.origin = fo.id and j.seq = f.seq and j.hash <> f.hash)"
           " on conflict do nothing returning origin, seq"};
static const statement_t LOAD_ANNEXES = {
    "load_annexes",
    "select annex, commit_seq from journal where commit_seq = any ($1::int8[]) and annex is not null"};
static const statement_t ERASE_ANNEXES = {
    "erase_annexes", "update journal j set annex = null, annex_hash = k.hash"
                     "  from unnest($1::int8[], $2::bytea[]) as k (entry, hash) where j.commit_seq = k.entry"};
/*  What the texts were found by goes with them. */
static const statement_t ERASE_WORDS = {
    "erase_words", "update entry_words set words = null, prints = null where entry = any ($1::int8[])"};

/*  A part that came in meanwhile is waited for. */
static const statement_t LOCK_SCANS = {
    "erase_lock_scans", "select " ADVISORY_SCAN_LOCK ("hash") " from (select distinct hash from blob_attached"
                                                              " where id = any ($1::int8[]) order by hash) a"};
/*  The key of a scan went with the text; its bytes follow, unless another entry that stands has attached the same. */
static const statement_t ERASE_SCANS = {
    "erase_scans",
    "delete from blob b using blob_attached a join petition p on p.id = a.petition"
    " where a.id = any ($1::int8[]) and b.hash = a.hash"
    " and b.bytes = a.bytes and b.office = p.office and not exists"
    " (select from blob_attached x join petition q on q.id = x.petition join journal j on j.commit_seq = x.id"
    "   where x.hash = a.hash and x.bytes = a.bytes and q.office = p.office and x.id <> a.id and j.annex_hash is "
    "null)"};

/*  So many annexes are in memory at a time. */
#define PAGE_ENTRIES 64

qcdc_status erase_text_prepare (pg_t *pg, fault_t *fault)
{
    static const statement_t *const STATEMENTS[] = {&LOAD_ENTRIES, &LOAD_ANNEXES, &ERASE_FIRST, &ERASE_ANNEXES,
                                                    &ERASE_WORDS,  &LOCK_SCANS,   &ERASE_SCANS};
    for (size_t i = 0; i < sizeof STATEMENTS / sizeof STATEMENTS[0]; i++)
        QCDC_TRY (pg_prepare (pg, STATEMENTS[i], fault));
    return QCDC_OK;
}

static void put_targets (pg_params_t *params, const address_t *targets, size_t count)
{
    pg_params_reset (params);
    pg_params_array_begin (params, OID_BYTEA);
    for (size_t i = 0; i < count; i++)
        pg_params_u64 (params, targets[i].origin);
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_INT8);
    for (size_t i = 0; i < count; i++)
        pg_params_int8 (params, (int64_t)targets[i].seq);
    pg_params_array_end (params);
}

/*  The commit_seqs in COLUMN of ROWS, from row FIRST on up to LAST. */
static void put_entries (pg_params_t *params, const PGresult *rows, int column, int first, int last)
{
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT8);
    for (int row = first; row < last; row++)
        pg_params_int8 (params, pg_int8 (rows, row, column));
    pg_params_array_end (params);
}

/*  Their hashes stay behind. */
static void put_hashes (pg_params_t *params, const PGresult *annexes)
{
    pg_params_array_begin (params, OID_BYTEA);
    for (int row = 0; row < PQntuples (annexes); row++) {
        uint8_t hash[HASH_BYTES];
        size_t length;
        const void *annex = pg_bytes (annexes, row, 0, &length);
        hash_bytes (annex, length, hash);
        pg_params_bytea (params, hash, sizeof hash);
    }
    pg_params_array_end (params);
}

/*  The texts of those entries of ENTRIES that begin with row FIRST, up to LAST. */
static qcdc_status erase_page (const PGresult *entries, int first, int last, pg_t *pg, pg_params_t *params,
                               fault_t *fault)
{
    PGresult *annexes QCDC_CLEANUP (pg_clear) = NULL;
    static const statement_t *const ALSO[] = {&ERASE_WORDS, &LOCK_SCANS, &ERASE_SCANS};
    put_entries (params, entries, 0, first, last);
    QCDC_TRY (pg_run (pg, &LOAD_ANNEXES, params, &annexes, fault));
    put_entries (params, annexes, 1, 0, PQntuples (annexes));
    put_hashes (params, annexes);
    QCDC_TRY (pg_run (pg, &ERASE_ANNEXES, params, NULL, fault));
    for (size_t i = 0; i < sizeof ALSO / sizeof *ALSO; i++) {
        put_entries (params, annexes, 1, 0, PQntuples (annexes));
        QCDC_TRY (pg_run (pg, ALSO[i], params, NULL, fault));
    }
    return QCDC_OK;
}

/*  Read and written outside the pipeline. */
qcdc_status erase_entries (const statement_t *which, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    PGresult *entries QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (pg, which, params, &entries, fault));
    for (int row = 0, count = PQntuples (entries); row < count; row += PAGE_ENTRIES)
        QCDC_TRY (
            erase_page (entries, row, row + PAGE_ENTRIES < count ? row + PAGE_ENTRIES : count, pg, params, fault));
    return QCDC_OK;
}

qcdc_status erase_texts (const address_t *targets, size_t count, int64_t order, memory_t *memory, pg_t *pg,
                         fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    put_targets (params, targets, count);
    QCDC_TRY (erase_entries (&LOAD_ENTRIES, pg, params, fault));
    put_targets (params, targets, count);
    pg_params_int8 (params, order);
    QCDC_TRY (pg_run (pg, &ERASE_FIRST, params, &result, fault));
    for (int row = 0; row < PQntuples (result); row++)
        if (memory_add_erased (memory, pg_u64 (result, row, 0), (uint64_t)pg_int8 (result, row, 1)) != QCDC_OK)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    return QCDC_OK;
}
