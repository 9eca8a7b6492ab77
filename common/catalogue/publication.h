/*  publication.h — the catalogue's rows as facts: the limits of a publication, its fold, and the facts that publish a set.
 *
 *  A row is known by its table, its key and its first day.  One that is not there is added; one that is there and differs in its
 *  last day only gets the new one, which is no later where the old one has passed; one that is there as it is says nothing new.  What has been is
 *  never rewritten: another content from another day on is a row of its own that succeeds. */

#ifndef QCDC_PUBLICATION_H
#define QCDC_PUBLICATION_H

#include "catalogue/tables.h"
#include "facts/fact.h"

/*  The edition of the catalogue that this program reads.  It goes up whenever publications come to mean something else: rows are taken that
 *  were refused, or are folded or read in another way; and what needs it is named in publication_make.c.
 *    2  a holiday may be a day of a weekend
 *    3  a key on paper vouches, and a row of the first device's key ends its vouching: said by whoever publishes that (vouching.h)
 *    4  the window of a month may go from a day of the month before it
 *    5  a step may have to bring the day for which the answer is promised; petitions may be marked with a dialogue
 *    6  a deadline may bind only who takes a step, or the citizen, begin with the decision complained of, or be of petitions with a flag; petitions may
 *       be marked as the voters' and with that decision */
#define CATALOGUE_EDITION 6u
#define VOUCHING_EDITION 3u

/*  The limits that a publication keeps whatever else is there: QCDC_UNSUPPORTED for a table or a column that this program does not
 *  know and for what needs a later edition, QCDC_BAD_CATALOGUE, QCDC_TOO_LARGE, QCDC_BAD_DATE, or what is wrong with a text. */
qcdc_status publication_fits (const Qcdc__Published *published, fault_t *fault) QCDC_CHECK;

/*  What the tables NOW become by PUBLISHED, a fact of ORIGIN that fits, first committed AT_US: *NEXT, tables of their own.  NOW is as it
 *  was.  *WHOLE: the set is complete and its rows are in; else they wait in *NEXT for the parts that follow.  QCDC_BAD_CATALOGUE for a
 *  part that does not follow the one before, and for a row that rewrites what is there; QCDC_UNVOUCHED for a device that may not publish.  *NEXT is NULL then.  Whether what it is now can
 *  be judged by is for reference_of_tables to say; where it refuses *NEXT, or this does, NOW less the parts goes on:
 *  publication_drop. */
qcdc_status publication_apply (const catalog_tables_t *now, uint64_t origin, const Qcdc__Published *published,
                               int64_t at_us, catalog_tables_t **next, bool *whole, fault_t *fault) QCDC_CHECK;

/*  The same in place: for whoever folds a journal of publications that were accepted, or throws TABLES away on failure. */
qcdc_status publication_fold (catalog_tables_t *tables, uint64_t origin, const Qcdc__Published *published,
                              int64_t at_us, bool *whole, fault_t *fault) QCDC_CHECK;

/*  Forgets what came of ORIGIN's set that is not whole. */
void publication_drop (catalog_tables_t *tables, uint64_t origin);

/*  The least edition that reads ROWS; 0: the first. */
uint32_t publication_edition (const catalog_tables_t *rows);

/*  Calls EACH for the facts that publish ROWS as the set NAME, in order.  HOLDS_FROM 0: no day was given for them.
 *  PAST_MEANT: they may be other rules for reports that stand.  QCDC_TOO_LARGE for
 *  more than QCDC_SET_PARTS_MAX, and for a row that no fact can hold; nothing was called then. */
typedef qcdc_status (publication_fn) (const Qcdc__Fact *fact, void *arg, fault_t *fault);
qcdc_status publication_each (const catalog_tables_t *rows, const char *name, int32_t holds_from, bool past_meant,
                              publication_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

#endif
