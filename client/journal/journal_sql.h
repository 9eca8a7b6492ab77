/*  journal_sql.h — what the files of the journal share: the connection and its prepared statements.
 *
 *  Statements are prepared at first use and kept.  One that is still being stepped through (a callback reads the
 *  journal again) is not reused: sql_take then prepares a second one, which sql_give throws away. */

#ifndef QCDC_JOURNAL_SQL_H
#define QCDC_JOURNAL_SQL_H

#include "base/arena.h"
#include "journal/journal.h"

#include <sqlite3.h>

/*  What every reader of entries selects, in the order in which row_read takes it. */
#define SQL_ROW_COLUMNS                                                                                              \
    "select o.origin, e.seq, e.written_at, e.body, e.annex, e.annex_hash, e.hash, e.subject, e.commit_seq, "         \
    "e.committed_at, coalesce (v.state, 0), v.repeats "
#define SQL_ROW_BESIDE                                                                                               \
    "join origin o on o.id = e.origin left join verdict v on v.origin = e.origin and v.seq = e.seq "
#define SQL_ROW SQL_ROW_COLUMNS "from entry e " SQL_ROW_BESIDE

#define SQL_SEGMENT                                                                                                  \
    "select first_seq, last_seq, last_hash, signature, receipt_first, receipt_last, receipt_hash, commit_seq, "      \
    "committed_at, first_committed_at, verdicts, receipt_signature, epoch from segment "

/*  A receipt speaks of the entry that has its hash; of another one that has come to stand there it says nothing. */
#define SQL_STANDS(origin, seq, hash)                                                                                \
    "exists (select 1 from entry x where x.origin = " origin " and x.seq = " seq " and x.hash = " hash ") "

#define SQL_LATER                                                                                                    \
    "select first_seq, last_seq, last_hash, commit_seq, committed_at, first_committed_at, verdicts, signature "      \
    "from later l where l.origin = ?1 and l.last_seq >= ?2 and l.first_seq <= ?3 "                                   \
    "and " SQL_STANDS ("l.origin", "l.last_seq", "l.last_hash") "order by l.committed_at, l.id"

/*  When an entry that had to wait was accepted: it counts from then, behind what it waited for.  First commit times make the
 *  order, for they stay what they are when a restored server gets its entries back. */
#define SQL_LATER_OF                                                                                                 \
    "coalesce ((select max (l.committed_at) from later l where l.origin = e.origin and l.last_seq = e.seq "          \
    "and l.last_hash = e.hash), 0)"

/*  The entries of a subject in the order in which they count.  Places alone are sorted, for the sorter holds what it sorts; the limit,
 *  which is none, keeps SQLite from leaving the order out. */
#define SQL_ORDER_OF_SUBJECT                                                                                         \
    "select e.origin, e.seq from entry e where e.subject in (select ?1 union all select subject_from from alias "    \
    "where subject_to = ?1) and e.subject <> '' "                                                                    \
    "order by e.commit_seq = 0, max (e.committed_at, " SQL_LATER_OF "), " SQL_LATER_OF " > 0, "                      \
    "e.committed_at, e.commit_seq, e.origin, e.seq limit -1"

#define SQL_TABLE(S)                                                                                                 \
    S (BEGIN, "begin immediate")                                                                                     \
    S (COMMIT, "commit")                                                                                             \
    S (ROLLBACK, "rollback")                                                                                         \
    S (META_GET, "select value from meta where name = ?1")                                                           \
    S (META_SET, "insert or replace into meta (name, value) values (?1, ?2)")                                        \
    S (ORIGIN_FIND, "select id, sign_key, office, own from origin where origin = ?1")                                \
    S (ORIGIN_OWN, "select id, origin from origin where own = 1")                                                    \
    S (ORIGIN_ADD, "insert into origin (origin, sign_key, office, own) values (?1, ?2, ?3, ?4)")                     \
    S (ORIGIN_SET, "update origin set office = ?2, own = max (own, ?3), "                                            \
                   "sign_key = coalesce (?4, sign_key) where origin = ?1")                                           \
    S (ORIGIN_EACH, "select origin, sign_key, office, own from origin order by own desc, id")                        \
    S (HEAD, "select seq, hash from entry where origin = ?1 order by seq desc limit 1")                              \
    S (RECEIPTED, "select last_seq, last_hash from segment where origin = ?1 order by first_seq desc limit 1")       \
    S (RECEIPTED_AT, "select committed_at, commit_seq from segment "                                                 \
                     "where origin = (select id from origin where own = 1) order by first_seq desc limit 1")         \
    S (ENTRY_ADD, "insert or replace into entry (origin, seq, written_at, body, annex, annex_hash, hash, subject, "  \
                  "commit_seq, committed_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")                      \
    S (ENTRY_FIND, "select hash, subject, length (annex) from entry where origin = ?1 and seq = ?2")                 \
    S (ENTRY_COMMITTED, "update entry set commit_seq = ?3, committed_at = ?4 where origin = ?1 and seq = ?2")        \
    S (ENTRY_RANGE_COMMITTED, "update entry set commit_seq = ?4 - (?3 - seq), committed_at = ?5 "                    \
                              "where origin = ?1 and seq between ?2 and ?3")                                         \
    S (ENTRY_ANNEX, "select hash, annex from entry where origin = ?1 and seq = ?2")                                  \
    S (ENTRY_ANNEX_SET, "update entry set annex = ?3, annex_hash = ?4 where origin = ?1 and seq = ?2")               \
    S (ENTRY_CUT, "delete from entry where origin = ?1 and seq >= ?2")                                               \
    S (ENTRY_SUBJECT_MOVE, "update entry set subject = ?2 where subject = ?1 and subject <> ''")                     \
    S (ENTRY_AT, SQL_ROW "where e.origin = ?1 and e.seq = ?2")                                                       \
    S (ENTRY_EACH, SQL_ROW "where e.origin = ?1 and e.seq between ?2 and ?3 order by e.seq")                         \
    S (ENTRY_CHAIN, "select seq, written_at, body, annex, annex_hash, hash from entry "                              \
                    "where origin = ?1 and seq between ?2 and ?3 order by seq")                                      \
    S (ENTRY_STRAY, "select o.origin, e.seq from entry e join origin o on o.id = e.origin where e.subject = ''")     \
    S (ENTRY_STRAY_PLACE, "update entry set subject = ?3 where origin = ?1 and seq = ?2 and subject = ''")           \
    S (ENTRY_OF_SUBJECT,                                                                                             \
       SQL_ROW_COLUMNS "from (" SQL_ORDER_OF_SUBJECT ") k "                                                          \
                       "cross join entry e on e.origin = k.origin and e.seq = k.seq " SQL_ROW_BESIDE)                \
    S (SUBJECT_EACH, "select distinct subject from entry where subject >= ?1 and subject < ?2 and subject <> '' "    \
                     "order by subject")                                                                             \
    S (KEY_EACH, "select subject from entry where subject >= ?1 and subject < ?2 and subject <> '' "                 \
                 "union select subject_from from alias where subject_from >= ?1 and subject_from < ?2 "              \
                 "order by 1 desc")                                                                                  \
    S (COPIED_EACH,                                                                                                  \
       "select distinct e.subject from verdict v join entry e on e.origin = v.origin and e.seq = v.seq "             \
       "where v.state = 1 and length (e.annex) > 0 and e.subject <> '' order by e.subject")                          \
    S (RETURNED_EACH, "select distinct e.subject from segment s "                                                    \
                      "cross join entry e on e.origin = s.origin and e.seq between s.first_seq and s.last_seq "      \
                      "where s.first_committed_at <> s.committed_at and e.subject <> '' "                            \
                      "and exists (select 1 from entry x join origin o on o.id = x.origin "                          \
                      "where x.subject = e.subject and x.subject <> '' and o.own = 1 and x.commit_seq > 0) "         \
                      "and exists (select 1 from entry x join origin o on o.id = x.origin "                          \
                      "where x.subject = e.subject and x.subject <> '' and o.own = 0)")                              \
    S (RETURNED_AHEAD, "select o.origin, s.first_seq, s.last_seq from segment s join origin o on o.id = s.origin "   \
                       "where s.first_committed_at > s.committed_at")                                                \
    S (ALIAS_ADD, "insert or ignore into alias (subject_from, subject_to, origin, seq) values (?1, ?2, ?3, ?4)")     \
    S (ALIAS_MOVE, "update alias set subject_to = ?2 where subject_to = ?1")                                         \
    S (ALIAS_DROP, "delete from alias where origin = ?1 and seq = ?2")                                               \
    S (ALIAS_CUT, "delete from alias where origin = ?1 and seq >= ?2")                                               \
    S (ALIAS_OF, "select subject_to from (select a.subject_to, e.commit_seq = 0 as unsent, e.commit_seq, a.seq "     \
                 "from alias a join entry e on e.origin = a.origin and e.seq = a.seq where a.subject_from = ?1 "     \
                 "union all select subject, 0, -1, 0 from (select subject from entry where subject = ?1 "            \
                 "and subject <> '' limit 1)) order by unsent desc, commit_seq desc, seq desc")                      \
    S (SCREENED_ADD, "insert or replace into screened (subject, state) values (?1, 0)")                              \
    S (SCREENED_RESET, "update screened set state = 0 where state <> 0 and subject in "                              \
                       "(select ?1 union all select subject_to from alias where subject_from = ?1)")                 \
    S (SCREENED_JUDGED, "update screened set state = 0 where state <> 0 and subject in "                             \
                        "(select subject from entry where origin = ?1 and seq between ?2 and ?3)")                   \
    S (SCREENED_MOVE, "insert or replace into screened (subject, state) "                                            \
                      "select ?2, 0 from screened where subject = ?1")                                               \
    S (SCREENED_SET, "update screened set state = ?2 where subject = ?1")                                            \
    S (SCREENED_NEXT, "select subject, state from screened where subject > ?1 and state <> 3 "                       \
                      "order by subject limit 1")                                                                    \
    S (SEARCH_THERE, "select 1 from sqlite_schema where name = 'search_words'")                                      \
    S (SEARCH_ALIVE, "select 1 from meta where name = 'search_keys' and value <> ''")                                \
    S (SEARCH_FORGET, "update meta set value = '' where name = 'search_keys'")                                       \
    S (SEARCH_EMPTY, "insert into search_words (search_words) values ('delete-all')")                                \
    S (SEARCH_DROP, "delete from search_petition")                                                                   \
    S (SEARCH_READ_ALL, "delete from search_unread")                                                                 \
    S (SEARCH_STALE, "select 1 where (select coalesce (max (id), 0) - coalesce (min (id), 0) from "                  \
                     "search_petition) > 1000 + 2 * (select count (*) from search_petition)")                        \
    S (SEARCH_NEXT, "select subject from search_unread where subject > ?1 order by subject limit 1")                 \
    S (SEARCH_NEXT_OF_ALL,                                                                                           \
       "select subject from entry where subject > max (?1, 'petition:') and subject < 'petition;' "                  \
       "and subject <> '' order by subject limit 1")                                                                 \
    S (SEARCH_CONTENT, "select content from search_petition where subject = ?1 and place = ?2")                      \
    S (SEARCH_ADD, "insert into search_petition (subject, place, content, number, year, kind, field, state, "        \
                   "received_on, flags) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")                           \
    S (SEARCH_ADD_WORDS, "insert into search_words (rowid, folded, exact) values (?1, ?2, ?3)")                      \
    S (SEARCH_DROP_ONE, "delete from search_petition where subject = ?1 and place = ?2")                             \
    S (SEARCH_DROP_FROM, "delete from search_petition where subject = ?1 and place >= ?2")                           \
    S (SEARCH_FIND, "select p.subject, p.place, min (h.found) from (select id, 0 as found from search_petition "     \
                    "where number = ?1 and ?1 <> '' and (?2 = 0 or year = ?2) union all select rowid, 1 from "       \
                    "search_words where search_words match ?3 union all select rowid, 2 from search_words where"     \
                    " search_words match ?4) h cross join search_petition p on p.id = h.id where p.subject >= "      \
                    "?5 and p.subject < ?6 and (?7 = 0 or p.kind = ?7) and (?8 = 0 or p.field = ?8) and (?9 >> "     \
                    "p.state) & 1 and (?10 = '' or instr (' ' || p.flags || ' ', ' ' || ?10 || case "                \
                    "substr (?10, -1) when ':' then '' else ' ' end) > 0) and "                                      \
                    "p.received_on between ?11 and ?12 group by p.id order by min (h.found), p.received_on "         \
                    "desc, p.id desc limit ?13")                                                                     \
    S (DUE_THERE, "select 1 from sqlite_schema where name = 'due_petition'")                                         \
    S (DUE_DROP_ALL, "delete from due_petition")                                                                     \
    S (DUE_READ_ALL, "delete from due_unread")                                                                       \
    S (DUE_NEXT, "select subject from due_unread where subject > ?1 order by subject limit 1")                       \
    S (DUE_DROP, "delete from due_petition where subject = ?1")                                                      \
    S (DUE_ADD, "insert into due_petition (subject, place, first_on, day, number) values (?1, ?2, ?3, "              \
                "?4, ?5)")                                                                                           \
    S (DUE_FIND, "select subject, place, first_on, day, number from due_petition where first_on <= ?1 "              \
                 "and subject >= ?2 and subject < ?3")                                                               \
    S (VERDICT_SET, "insert or replace into verdict (origin, seq, state, code, field, message, given_at, "           \
                    "repeats) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")                                              \
    S (VERDICT_DROP, "delete from verdict where origin = ?1 and seq between ?2 and ?3")                              \
    S (VERDICT_DROP_GIVEN, "delete from verdict where origin = ?1 and seq between ?2 and ?3 and given_at > 0")       \
    S (VERDICT_EACH, "select o.origin, v.seq, v.state, v.code, v.field, v.message from verdict v "                   \
                     "join origin o on o.id = v.origin where o.own >= ?1 order by v.given_at, v.origin, v.seq")      \
    S (UNBELIEVED_JUDGED, "update verdict set given_at = -?4 where origin = ?1 and seq between ?2 and ?3 "           \
                          "and given_at <= 0")                                                                       \
    S (UNBELIEVED_EACH, "select o.origin, v.seq, o.office from verdict v join origin o on o.id = v.origin "          \
                        "join entry e on e.origin = v.origin and e.seq = v.seq "                                     \
                        "where v.given_at = 0 and v.code = 'UNVOUCHED' and o.own = 0 order by e.commit_seq")         \
    S (OTHERS_COUNT, "select count (*) from entry where origin <> ?1")                                               \
    S (SEGMENT_DROP, "delete from segment where origin = ?1 and first_seq between ?2 and ?3")                        \
    S (SEGMENT_CUT, "delete from segment where origin = ?1 and last_seq >= ?2")                                      \
    S (SEGMENT_ADD,                                                                                                  \
       "insert into segment (origin, first_seq, last_seq, last_hash, signature, receipt_first, "                     \
       "receipt_last, receipt_hash, commit_seq, committed_at, first_committed_at, verdicts, "                        \
       "receipt_signature, epoch) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")             \
    S (SEGMENT_EACH, SQL_SEGMENT "where origin = ?1 and last_seq >= ?2 order by first_seq")                          \
    S (SEGMENT_OVER,                                                                                                 \
       SQL_SEGMENT "where origin = ?1 and receipt_last >= ?2 and receipt_first <= ?3 and " SQL_STANDS (              \
           "segment.origin", "segment.receipt_last", "segment.receipt_hash") "order by first_seq")                   \
    S (LATER_ADD,                                                                                                    \
       "insert or ignore into later (origin, first_seq, last_seq, last_hash, commit_seq, committed_at, "             \
       "first_committed_at, verdicts, signature) select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 where " SQL_STANDS (      \
           "?1", "?3",                                                                                               \
           "?4") " and not exists (select 1 from later where origin = ?1 and last_seq = ?3 and commit_seq = ?5 "     \
                 "and committed_at = ?6)")                                                                           \
    S (LATER_DROP, "delete from later where origin = ?1 and ?2 between first_seq and last_seq")                      \
    S (LATER_CUT, "delete from later where origin = ?1 and last_seq >= ?2")                                          \
    S (LATER_EACH, SQL_LATER)                                                                                        \
    S (ERASED_ADD, "insert or replace into erased (origin, seq, target_origin, target_seq, target_hash8) "           \
                   "values (?1, ?2, ?3, ?4, ?5)")                                                                    \
    S (COPIES_OF, "select o.origin, e.seq, e.hash, e.body, coalesce (v.state, 0) from alias a "                      \
                  "join entry e on e.origin = a.origin and e.seq = a.seq join origin o on o.id = e.origin "          \
                  "left join verdict v on v.origin = e.origin and v.seq = e.seq "                                    \
                  "where a.subject_from >= ?1 and a.subject_from < ?1 || 'g'")                                       \
    S (MADE_OF, "select o.origin, a.seq from alias a join origin o on o.id = a.origin where a.subject_from = ?1")    \
    S (MADE_TWICE, "select subject_from from alias where subject_from >= 'made-of:' and subject_from < 'made-of;' "  \
                   "group by subject_from having count (*) > 1")                                                     \
    S (SAME_SUBJECT,                                                                                                 \
       "select o.origin, e.seq, e.hash, e.body, coalesce (v.state, 0) from entry e "                                 \
       "join origin o on o.id = e.origin left join verdict v on v.origin = e.origin and v.seq = e.seq "              \
       "where e.subject in (select ?1 union select subject_from from alias where subject_to = ?1 "                   \
       "union select subject_to from alias where subject_from = ?1) and e.subject <> ''")                            \
    S (ERASED_ANY, "select 1 from erased limit 1")                                                                   \
    S (ALIASES_AMONG, "select o.origin, e.seq, zeroblob (8), e.body, 7 from verdict v "                              \
                      "join entry e on e.origin = v.origin and e.seq = v.seq join origin o on o.id = e.origin "      \
                      "where v.origin = ?1 and v.seq between ?2 and ?3 and v.state = 1 and length (e.annex) > 0")    \
    S (ERASED_DROP, "delete from erased where origin = ?1 and seq = ?2")                                             \
    S (ERASED_CUT, "delete from erased where origin = ?1 and seq >= ?2")                                             \
    S (ERASED_BY,                                                                                                    \
       "select k.target_origin, k.target_seq, k.target_hash8, e.body, k.texts from "                                 \
       "(select origin, seq, target_origin, target_seq, target_hash8, 7 as texts from erased "                       \
       "where origin = ?1 and seq between ?2 and ?3 union all "                                                      \
       "select origin, seq, target_origin, target_seq, zeroblob (8), texts from reached "                            \
       "where origin = ?1 and seq between ?2 and ?3) k join entry e on e.origin = k.origin and e.seq = k.seq "       \
       "left join verdict v on v.origin = k.origin and v.seq = k.seq where coalesce (v.state, 0) in (0, 1, 3)")      \
    S (ERASED_OF,                                                                                                    \
       "select e.body from (select origin, seq from erased where target_origin = ?1 and target_seq = ?2 "            \
       "and target_hash8 in (?3, zeroblob (8)) union all "                                                           \
       "select origin, seq from reached where target_origin = ?1 and target_seq = ?2) k "                            \
       "join entry e on e.origin = k.origin and e.seq = k.seq "                                                      \
       "left join verdict v on v.origin = k.origin and v.seq = k.seq where coalesce (v.state, 0) in (0, 1, 3)")      \
    S (REACHED_ADD, "insert or replace into reached (origin, seq, target_origin, target_seq, texts) "                \
                    "select ?1, ?2, ?3, ?4, ?5 | coalesce ((select texts from reached where origin = ?1 and "        \
                    "seq = ?2 and target_origin = ?3 and target_seq = ?4), 0) "                                      \
                    "where exists (select 1 from erased where origin = ?1 and seq = ?2)")                            \
    S (REACHED_DROP, "delete from reached where origin = ?1 and seq = ?2")                                           \
    S (REACHED_CUT, "delete from reached where origin = ?1 and seq >= ?2")

#define SQL_ENUM(name, text) SQL_##name,
typedef enum { SQL_TABLE (SQL_ENUM) SQL_COUNT } sql_id;
#undef SQL_ENUM

typedef struct {
    int64_t id; /* small surrogate, private to this folder */
    uint64_t origin;
    uint8_t sign_key[SIGN_KEY_BYTES];
    char office[64];
    bool own;
} journal_origin_t;

struct journal {
    sqlite3 *db;
    struct {
        sqlite3_stmt *handle;
        bool taken;
    } statements[SQL_COUNT];
    arena_t *arena;
    uint64_t own;          /* own origin, 0 before join */
    journal_origin_t last; /* the origin asked for last; id 0 if none */
    bool head_known;       /* of the own origin */
    uint64_t head_seq;
    uint8_t head_hash[HASH_BYTES];
    uint8_t *row; /* what journal_at handed out */
    size_t row_bytes;
    bool ready;         /* opened, and a journal of ours */
    bool traces_marked; /* in this transaction */
};

/*  Statements.  sql_take gives NULL with FAULT filled. */
sqlite3_stmt *sql_take (journal_t *self, sql_id id, fault_t *fault);
void sql_give (journal_t *self, sql_id id, sqlite3_stmt *statement);
/*  Steps a statement that returns no row, and gives it back. */
qcdc_status sql_run (journal_t *self, sql_id id, sqlite3_stmt *statement, fault_t *fault) QCDC_CHECK;
/*  Whether a statement without parameters has a row. */
qcdc_status sql_any (journal_t *self, sql_id id, bool *any, fault_t *fault) QCDC_CHECK;
/*  The connection's last error as a status with a message. */
qcdc_status sql_fail (journal_t *self, fault_t *fault);

void sql_bind_u64 (sqlite3_stmt *statement, int index, uint64_t value); /* as 8 bytes: no sign, no order */
uint64_t sql_column_u64 (sqlite3_stmt *statement, int column);
void sql_bind_address (sqlite3_stmt *statement, int index, const address_t *address); /* 24 bytes */
address_t sql_column_address (sqlite3_stmt *statement, int column);                   /* zeros for anything else */
void sql_bind_bytes (sqlite3_stmt *statement, int index, const void *data, size_t length);
bytes_t sql_column_bytes (sqlite3_stmt *statement, int column);
bool sql_column_copy (sqlite3_stmt *statement, int column, void *data, size_t length); /* false: another length */

#endif
