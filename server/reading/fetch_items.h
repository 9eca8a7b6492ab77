/*  fetch_items.h — an answer in the making: the items that it has so far, and what rows of the database are as items.
 *
 *  Items point into the database's results, which are kept until the answer has gone. */

#ifndef QCDC_FETCH_ITEMS_H
#define QCDC_FETCH_ITEMS_H

#include "reading/answer.h"

typedef struct {
    answer_t *answer;
    const job_t *job;
    pg_params_t *params;
    PGresult **results; /* whatever the items point into */
    size_t result_count;
    size_t result_capacity;
    Qcdc__FeedItem **items;
    size_t item_count;
    size_t bytes;
    size_t bytes_max;
} fetch_t;

/*  SELF has its answer and job set.  False when out of memory; fetch_end in any case. */
bool fetch_begin (fetch_t *self) QCDC_CHECK;
void fetch_end (fetch_t *self);

/*  Runs a statement with the parameters at hand and keeps its result. */
qcdc_status fetch_run (fetch_t *self, const statement_t *statement, PGresult **result, fault_t *fault) QCDC_CHECK;

/*  What stands in a column of bytes, where it stands. */
ProtobufCBinaryData fetch_binary (const PGresult *result, int row, int column);

/*  The rows of the feed of office $1 behind $2 up to $3, for the device $4; the segments of origin $1 from the one with entry $2 on. */
extern const statement_t FETCH_FEED, FETCH_OWN;

/*  A new item, NULL when out of memory; and adding one of BYTES: false where the answer is full without it. */
Qcdc__FeedItem *fetch_item_new (fetch_t *self);
bool fetch_item_add (fetch_t *self, Qcdc__FeedItem *item, size_t bytes);

/*  The item of one row of FETCH_FEED; adds what it weighs to *BYTES. */
qcdc_status fetch_item_of_feed (fetch_t *self, const PGresult *row, int at, Qcdc__FeedItem *item, size_t *bytes,
                                fault_t *fault) QCDC_CHECK;

/*  The segment of one row of FETCH_OWN, whole; ORIGIN is the database's surrogate. */
qcdc_status fetch_segment (fetch_t *self, int origin, const PGresult *row, int at, Qcdc__Segment **message,
                           size_t *bytes, fault_t *fault) QCDC_CHECK;

#endif
