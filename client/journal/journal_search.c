/*  journal_search.c — the index of words: its tables, what notes down that something has to be read again, and that all of it goes.
 *
 *  It is FTS5 without a copy of the texts.  Such an index cannot forget the words of one petition, so a row that changed gets a new
 *  number and the words under the old one lead nowhere; once those are the greater part, and wherever a text is taken out of the
 *  journal, all of it is thrown away and made again at the next search.  That is what makes "erased" certain: FTS5 itself leaves
 *  deleted words in its segments until they happen to be merged. */

#include "journal/journal_search.h"
#include "journal/journal_unread.h"

/*  An acknowledgement changes the order of what several devices wrote, and nothing else. */
#define BY_SEVERAL                                                                                                   \
    "where exists (select 1 from entry e where e.subject = new.subject and e.subject <> '' "                         \
    "and e.origin <> new.origin) or exists (select 1 from alias where new.subject in (subject_from, subject_to))"

static const char *const SEARCH[] = {
    "begin immediate",
    "create table search_petition ("
    "  id integer primary key autoincrement," /* never used again: words of before may still stand under it */
    "  subject text not null,"
    "  place integer not null," /* under its subject */
    "  content blob not null,"  /* hash of what was indexed */
    "  number text not null,"   /* folded */
    "  year integer not null,"
    "  kind integer not null,"
    "  field integer not null,"
    "  state integer not null,"
    "  received_on integer not null,"
    "  flags text not null,"
    "  unique (subject, place)"
    ") strict",
    "create index search_number on search_petition (number)",
    UNREAD_TABLE ("search"),
    "create virtual table search_words using fts5 (folded, exact, content = '', columnsize = 0, tokenize = 'ascii')",
    UNREAD_TRIGGERS ("search", SEARCH_KEYS_NAME, "subject, annex", BY_SEVERAL),
    "commit"};

qcdc_status search_index_ensure (journal_t *self, fault_t *fault)
{
    bool there = false;
    QCDC_TRY (sql_any (self, SQL_SEARCH_THERE, &there, fault));
    for (size_t i = 0; !there && i < sizeof SEARCH / sizeof *SEARCH; i++)
        if (sqlite3_exec (self->db, SEARCH[i], NULL, NULL, NULL) != SQLITE_OK) {
            qcdc_status status = sql_fail (self, fault);
            sqlite3_exec (self->db, "rollback", NULL, NULL, NULL);
            return status;
        }
    return QCDC_OK;
}

qcdc_status search_index_forget (journal_t *self, fault_t *fault)
{
    static const sql_id ALL[] = {SQL_SEARCH_EMPTY, SQL_SEARCH_DROP, SQL_SEARCH_READ_ALL, SQL_SEARCH_FORGET};
    bool alive = false;
    QCDC_TRY (sql_any (self, SQL_SEARCH_ALIVE, &alive, fault));
    for (size_t i = 0; alive && i < sizeof ALL / sizeof *ALL; i++)
        QCDC_TRY (sql_run (self, ALL[i], sql_take (self, ALL[i], fault), fault));
    return QCDC_OK;
}
