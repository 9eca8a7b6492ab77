/*  sync_line.h — what the parts of a synchronisation share: the line to the server, and the journal beside it.
 *
 *  Frames and answers by their calls, transactions that are cut by count and by time, one line of progress.  It calls none of
 *  the parts.  Whatever has been checked is committed as it comes, unless a part has set `held`: then all of it goes in, or
 *  nothing. */

#ifndef QCDC_SYNC_LINE_H
#define QCDC_SYNC_LINE_H

#include "base/arena.h"
#include "journal/home.h"
#include "line/passage.h"
#include "line/pieces.h"
#include "line/place.h"
#include "line/session.h"
#include "line/sync_result.h"

/*  What a fetch asks for. */
typedef struct {
    Qcdc__Fetch__WhatCase what;
    uint64_t from; /* of the feed, or of the own journal */
    uint8_t commit_hash[HASH_BYTES];
    bool receipts_only;
} asked_t;

/*  Segments under way at a time. */
#define SYNC_FLIGHTS_MAX 64u

/*  A segment of new entries that was under way when the line broke. */
typedef struct {
    uint64_t last_seq;
    size_t wire_bytes;
    bool alone; /* it is one entry, or the least piece of one: there is none smaller */
} unsure_t;

typedef struct {
    home_t *home;
    journal_t *journal;
    session_t *session;
    patience_t patience;
    arena_t *arena; /* of the segment being sent */
    sync_result_t *result;
    place_t place; /* where the server is, and its keys */
    bool moved;    /* it has just said that it is elsewhere: trying there may help */
    char *office;
    uint64_t own;
    int64_t epoch;         /* of the feed */
    uint32_t credit_bytes; /* of Append frames without an answer */
    uint32_t fetch_bytes;  /* about how much to ask for at once */
    int64_t fetched_us;    /* when the last page came */
    unsure_t unsure[SYNC_FLIGHTS_MAX];
    size_t unsure_count;
    passage_t up, down;               /* what the line lets through; they outlive the connections */
    asked_t asked;                    /* of the fetch that is not answered, */
    uint64_t asked_call;              /* and its call; 0 where none is */
    pieces_t pieces;                  /* of its answer */
    bool takes_pieces;                /* the server, of an append that goes up */
    bool takes_scans;                 /* the server, too */
    uint64_t scans_sent;              /* in this run, over its attempts */
    size_t piece_bytes;               /* of one that is under way; 0: none is */
    uint8_t brought_hash[HASH_BYTES]; /* the append of which pieces went up, */
    size_t brought_bytes;             /* and how much of it the server has had */
    size_t stuck_bytes; /* a frame of so many did not get through, and there is none smaller; 0 if one did */
    uint8_t server_hash[HASH_BYTES];
    uint64_t server_seq; /* the server's head of the own origin, as far as it has told */
    bool retry;          /* what stopped the attempt may pass */
    bool collided;       /* the server's journal is not the one that was compared: comparing again may help */
    int collisions;      /* how often that has been */
    bool clock_compared; /* with the server's, in this run */
    bool open;           /* a transaction is */
    bool held;           /* and must end whole */
    unsigned written;
    int64_t opened_us;
} sync_t;

/*  Opens a transaction unless one is open. */
qcdc_status sync_begin (sync_t *self, fault_t *fault) QCDC_CHECK;
/*  After each thing written: commits when enough has come together. */
qcdc_status sync_written (sync_t *self, fault_t *fault) QCDC_CHECK;
/*  Commits what is open. */
qcdc_status sync_commit (sync_t *self, fault_t *fault) QCDC_CHECK;
void sync_rollback (sync_t *self);

/*  The next frame from the server; commits before it waits for long.  NOT_FOUND only where WAIT is false. */
qcdc_status sync_next (sync_t *self, bool wait, Qcdc__Frame **frame, fault_t *fault) QCDC_CHECK;

/*  The answer to CALL, of kind KIND; a refusal is a failure. */
qcdc_status sync_answer (sync_t *self, uint64_t call, Qcdc__Frame__KindCase kind, Qcdc__Frame **frame,
                         fault_t *fault) QCDC_CHECK;

/*  Asks for what ASKED says, one fetch at a time ... */
qcdc_status sync_fetch (sync_t *self, const asked_t *asked, fault_t *fault) QCDC_CHECK;

/*  ... and waits for it, however many pieces and connections' worth of patience it takes. */
qcdc_status sync_fetched (sync_t *self, Qcdc__Entries **entries, fault_t *fault) QCDC_CHECK;

/*  Entries were acknowledged: that alone renews the time which a run waits. */
void sync_acknowledged (sync_t *self);

/*  Where the pasts of both sides cannot be joined any more: says how the work is brought in.  Returns the fault's status. */
qcdc_status sync_advise_rescue (const sync_t *self, fault_t *fault);

/*  A line of progress on a terminal. */
void sync_progress (sync_t *self, const char *what, uint64_t done, uint64_t total);

#endif
