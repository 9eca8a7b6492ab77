/*  search_index.h — the words of petitions, kept beside the journal so that they are found at once.
 *
 *  It is made of the journal and never its source: whoever searches brings it up to date first.  Which subjects have to be read again
 *  the journal notices by itself (triggers: whatever changes an entry, a verdict, a number); what stands under a subject it does not
 *  know, so the caller folds it.  Of a text it holds words in the order of the alphabet, not the text; where a text is taken out of
 *  the journal, all of it goes in the same transaction (journal_mark_traces), and journal_wipe writes the file anew. */

#ifndef QCDC_SEARCH_INDEX_H
#define QCDC_SEARCH_INDEX_H

#include "journal/journal.h"

/*  A petition as it stands under a subject. */
typedef struct {
    size_t place;       /* under its subject */
    const char *number; /* folded without diacritics */
    const char *folded; /* keys of its words, separated by blanks (base/search_words.h); "" where there is no text */
    const char *exact;
    const char *flags; /* separated by blanks */
    int kind, field, state;
    int32_t received_on;
    int year; /* of that day */
} search_row_t;

/*  Begins to bring it up to date; inside a transaction, as the two after it are.  *WHOLE: every petition has to be read. */
qcdc_status search_index_begin (journal_t *self, bool *whole, fault_t *fault) QCDC_CHECK;

/*  The first subject of a petition behind AFTER ("": the very first) that has to be read; *SUBJECT is malloc'ed, NULL: none. */
qcdc_status search_index_next (journal_t *self, bool whole, const char *after, char **subject,
                               fault_t *fault) QCDC_CHECK;

/*  What stands under SUBJECT: COUNT rows, in place of those of before. */
qcdc_status search_index_put (journal_t *self, const char *subject, const search_row_t *rows, size_t count,
                              fault_t *fault) QCDC_CHECK;

/*  All has been read. */
qcdc_status search_index_end (journal_t *self, fault_t *fault) QCDC_CHECK;

/*  What is looked for. */
typedef struct {
    const char *subjects; /* the beginning of theirs */
    const char *number;   /* "": by words only */
    int year;             /* of the number; 0: any */
    const char *exact;    /* both as FTS5 wants them (search_match_write) */
    const char *folded;
    int kind, field;  /* 0: any */
    uint64_t states;  /* bits, by their numbers */
    const char *flag; /* "": any */
    int32_t from, to; /* days of receipt */
    size_t limit;
} search_filter_t;

/*  How a petition was found; the least of them counts. */
typedef enum { FOUND_NUMBER, FOUND_EXACT, FOUND_FOLDED } search_found;

/*  Calls EACH with what is found, the best first, and of those the last received; it may read the journal. */
typedef qcdc_status (search_found_fn) (const char *subject, size_t place, search_found found, void *arg);
qcdc_status search_index_find (journal_t *self, const search_filter_t *filter, search_found_fn *each, void *arg,
                               fault_t *fault) QCDC_CHECK;

#endif
