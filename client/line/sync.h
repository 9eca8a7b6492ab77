/*  sync.h — synchronisation: copy the entries that the other side lacks, both ways.
 *
 *  One run is one or more attempts; an attempt is one session, from hello to the end of the feed:
 *
 *    compare   versions, heads and cursors; a receipted entry that differs is a fork, and nothing moves
 *    heal.c    take back what the server holds and we do not; file divergent entries again behind the server's head
 *    (restored server) sync_down, then sync_lost: what it has lost of the office's devices, with its receipts
 *    sync_up   send what is new
 *    sync_down take what is new in the feed
 *
 *  Whatever has been checked is committed to the journal as it comes, in small batches, so a run that is cut off
 *  anywhere, by a lost line or a killed process, is taken up by the next one where it stopped.  A retry is nothing
 *  else. */

#ifndef QCDC_SYNC_H
#define QCDC_SYNC_H

#include "journal/home.h"
#include "line/segment.h"
#include "line/session.h"

typedef struct {
    bool quiet;
    int patience_ms; /* without progress; 0: the default */
} sync_options_t;

/*  What happened, in entries. */
typedef struct {
    uint64_t sent;     /* new ones that the server acknowledged */
    uint64_t resent;   /* own ones that the server had lost */
    uint64_t returned; /* the same, of other devices */
    uint64_t taken;    /* own ones that this journal had lost */
    uint64_t received; /* of others */
    uint64_t refiled;  /* filed again behind the server's head */
    uint64_t rejected; /* of those sent now */
    uint64_t waiting;
    char note[400]; /* something that the person should know although all went well; "" if none */
} sync_result_t;

/*  A whole run.  *LATER: it stopped for lack of a connection or of an answer, and the work is safe in the journal. */
qcdc_status sync_run (home_t *home, const sync_options_t *options, sync_result_t *result, bool *later,
                      fault_t *fault) QCDC_CHECK;

/*  One line on stdout of what happened. */
qcdc_status sync_report (home_t *home, const sync_result_t *result, fault_t *fault) QCDC_CHECK;

/*  ---------------------------------------------------------------- shared by its parts */

typedef struct {
    home_t *home;
    journal_t *journal;
    session_t *session;
    patience_t patience;
    arena_t *arena; /* of the segment being sent */
    const sync_options_t *options;
    sync_result_t *result;
    char *endpoint;
    char *office;
    uint8_t server_curve[CURVE_KEY_BYTES];
    uint8_t server_sign[SIGN_KEY_BYTES];
    uint64_t own;
    int64_t epoch;         /* of the feed */
    uint32_t credit_bytes; /* of Append frames without an answer */
    uint32_t fetch_bytes;  /* about how much to ask for at once */
    int64_t fetched_us;    /* when the last page came */
    uint8_t server_hash[HASH_BYTES];
    uint64_t server_seq; /* the server's head of the own origin, as far as it has told */
    bool retry;          /* what stopped the attempt may pass */
    bool collided;       /* it was an append that did not fit behind the server's head */
    int collisions;      /* how often that has been */
    bool bar;            /* a progress line is shown */
    int64_t bar_us;
    bool open; /* a transaction is */
    bool held; /* and must end whole */
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

/*  Fetches: WHAT is one of the two cases of Fetch. */
qcdc_status sync_fetch (sync_t *self, Qcdc__Fetch *fetch, uint64_t *call, fault_t *fault) QCDC_CHECK;

/*  A line of progress on a terminal, at most five times a second. */
void sync_progress (sync_t *self, const char *what, uint64_t done, uint64_t total);

/*  The parts, in order.  Each leaves the journal as a later run can go on from it. */
qcdc_status heal_take_back (sync_t *self, uint64_t receipted_seq, fault_t *fault) QCDC_CHECK;
qcdc_status sync_up_own (sync_t *self, fault_t *fault) QCDC_CHECK;
qcdc_status sync_down (sync_t *self, fault_t *fault) QCDC_CHECK;
/*  Everything that a restored server has lost of this office's devices, in the order in which it was first committed.  The
 *  feed must have been taken to its end: what it did not bring again in this epoch is what is lost of the others. */
qcdc_status sync_up_lost (sync_t *self, fault_t *fault) QCDC_CHECK;

#endif
