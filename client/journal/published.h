/*  published.h — the catalogue that a journal holds: folded from the publications in it, its own and those of its feed.
 *
 *  The fold is kept beside the journal, in HOME/catalogue, with what it was folded from, for whom and by which program; a journal that
 *  holds something else by now is folded anew, and so is what another program has kept.  The file can be thrown away. */

#ifndef QCDC_PUBLISHED_H
#define QCDC_PUBLISHED_H

#include "catalogue/tables.h"
#include "journal/journal.h"

/*  The subject of publications. */
#define PUBLISHED_SUBJECT "catalogue:"

/*  Name of the value that says up to which own entry refused sets are over: their writer has published again since. */
#define PUBLISHED_OVER "published_over"

/*  Name of the value that holds the key of the device that published first, as the invitation had it, or this device's own where it was
 *  the first; empty in a home of an older program: whose is here first was. */
#define PUBLISHED_FIRST "published_first"

/*  The tables of JOURNAL, in the folder HOME; none before the province's first publication is here.  A set that does not fit
 *  what was published before it, and that the server has not refused yet, is left out, and so are what a device published for which no
 *  other has vouched and what only a newer program reads.  QCDC_IO, QCDC_NO_MEMORY. */
qcdc_status published_tables (journal_t *journal, const char *home, catalog_tables_t **tables,
                              fault_t *fault) QCDC_CHECK;

/*  How many sets that the server took are not in them, for this program cannot read them. */
qcdc_status published_newer (journal_t *journal, const char *home, uint64_t *count, fault_t *fault) QCDC_CHECK;

/*  Whether what the device ORIGIN says for the province on DAY counts beside what JOURNAL holds: it publishes, or is vouched for by one that
 *  does. */
qcdc_status published_may (journal_t *journal, const char *home, uint64_t origin, int32_t day, bool *may,
                           fault_t *fault) QCDC_CHECK;

/*  The same tables held in memory while a synchronisation adds publications to JOURNAL: folded from it once (*SELF NULL), and then by
 *  what comes.  *TABLES live until the next of these calls. */
typedef struct published_followed published_followed_t;
qcdc_status published_follow (journal_t *journal, const char *home, published_followed_t **self,
                              const catalog_tables_t **tables, fault_t *fault) QCDC_CHECK;
/*  ROW, a publication of another office that was accepted, has come into the journal.  What stands before one that is folded already is
 *  left to the next fold of the journal. */
qcdc_status published_came (published_followed_t **self, const journal_row_t *row, fault_t *fault) QCDC_CHECK;
/*  Whatever else changes the publications in the journal: they are folded from it when they are asked for again. */
void published_leave (published_followed_t **self);

/*  The tables as they stood at a place in the commit order: of what was committed before COMMITTED_AT_US, or then with a lower COMMIT_SEQ.
 *  Asked of one place after the other, what is published is folded once for all of them. */
qcdc_status published_then (journal_t *journal, const char *home, published_followed_t **self,
                            int64_t committed_at_us, int64_t commit_seq, const catalog_tables_t **tables,
                            fault_t *fault) QCDC_CHECK;

/*  What the publications that JOURNAL holds are known by, with the program that reads them: another text where one came or counts
 *  otherwise. */
#define PUBLISHED_PRINT_BYTES 100u
qcdc_status published_print (journal_t *journal, char text[PUBLISHED_PRINT_BYTES], fault_t *fault) QCDC_CHECK;

/*  In a home of an older program that joined before the first publication: whoever published first as far as it knows is that from here on,
 *  whatever a server shows later.  Else nothing is done. */
qcdc_status published_pin (journal_t *journal, const char *home, fault_t *fault) QCDC_CHECK;

/*  How many publications JOURNAL holds, taken by the server or not; and the tables as the first COUNT of them make them. */
qcdc_status published_count (journal_t *journal, size_t *count, fault_t *fault) QCDC_CHECK;
qcdc_status published_before (journal_t *journal, size_t count, catalog_tables_t **tables, fault_t *fault) QCDC_CHECK;

/*  The tables as they were at the end of DAY: of the publications up to the last one that the province had by then, as the server has
 *  them of that day. */
qcdc_status published_on (journal_t *journal, int32_t day, catalog_tables_t **tables, fault_t *fault) QCDC_CHECK;

/*  Whose home it was: "BCD-593", "reporter". */
typedef struct {
    char office[48], role[16];
} kept_for_t;

/*  What was folded last in the folder HOME, whatever has come since, and for whom: for whoever may not wait for another program to
 *  leave it.  QCDC_NOT_FOUND where this program has kept nothing. */
qcdc_status published_kept (const char *home, catalog_tables_t **tables, kept_for_t *kept, fault_t *fault) QCDC_CHECK;

#endif
