/*  session.h — one encrypted line to the server: frames out, frames in.
 *
 *  A DEALER over CURVE; one protobuf Frame in one ZeroMQ frame.  Answers are found by the `call` number of what was
 *  asked. A line that breaks after its handshake is not mended here: whatever was under way is gone without a word,
 *  so the session ends with QCDC_TIMEOUT and the caller opens a new one, beginning with a hello. */

#ifndef QCDC_SESSION_H
#define QCDC_SESSION_H

#include "base/fault.h"
#include "base/progress.h"
#include "wire/frame.h"
#include "wire/keys.h"

#include <stdbool.h>

/*  How long a command goes on without progress.  It outlives the sessions that the command needs. */
typedef struct {
    int64_t limit_us;
    int64_t deadline_us;   /* monotonic */
    bool heard;            /* the server has said something: it is there */
    int64_t away_until_us; /* how long a server without its database is waited for; 0 while it has it */
    int64_t began_us;
    bool told;           /* the person knows that there is no answer yet, */
    bool told_away;      /* that there is a server, but not its database */
    progress_t progress; /* what a terminal shows while it is waited */
} patience_t;

#define PATIENCE_SILENT_MS 3000 /* after that whoever waits is told for what */

#define PATIENCE_FIRST_MS 30000 /* for the first answer: a handshake on a bad line takes seconds */
#define PATIENCE_MS 120000      /* without progress, once the server has answered */

/*  LIMIT_MS without progress; 0: PATIENCE_FIRST_MS until the server is heard of, PATIENCE_MS from then on.  QUIET: whoever
 *  waits is told nothing. */
void patience_start (patience_t *self, int limit_ms, bool quiet);
void patience_progress (patience_t *self);
/*  A refusal is no progress; but a server that asks to be patient gets the whole time once. */
void patience_heard (patience_t *self);
bool patience_over (const patience_t *self);

typedef struct session session_t;

/*  Connects in the background; nothing is known of the server until the first answer.  QCDC_IO (an endpoint that is
 *  none), QCDC_NO_MEMORY. */
qcdc_status session_open (const char *endpoint, const uint8_t server_curve[CURVE_KEY_BYTES], const keys_t *keys,
                          session_t **self, fault_t *fault) QCDC_CHECK;
void session_close (session_t **self_p);

/*  Packs FRAME under the next call number, which is put into it. */
qcdc_status session_pack (session_t *self, Qcdc__Frame *frame, uint8_t **data, size_t *length,
                          fault_t *fault) QCDC_CHECK;

/*  Sends packed bytes; or packs and sends. */
qcdc_status session_send_bytes (session_t *self, const uint8_t *data, size_t length, fault_t *fault) QCDC_CHECK;
qcdc_status session_send (session_t *self, Qcdc__Frame *frame, fault_t *fault) QCDC_CHECK;

/*  The next frame, which lives until the next call: QCDC_OK; QCDC_NOT_FOUND when none came in WAIT_MS (negative: as
 *  long as patience lasts); QCDC_TIMEOUT when patience is over or the line broke.  Sends a ping every 15 s of
 *  waiting and keeps the pongs to itself: while the server says that its database is away, patience lasts, for up
 *  to ten minutes. */
qcdc_status session_next (session_t *self, patience_t *patience, int wait_ms, Qcdc__Frame **frame,
                          fault_t *fault) QCDC_CHECK;

/*  How many bytes the last frame had on the wire. */
size_t session_received (const session_t *self);

/*  Whether the line broke after its handshake. */
bool session_broke (const session_t *self);

/*  Waits for the answer to CALL.  A refusal becomes its status in FAULT; *RETRY says that the same may succeed
 *  later. */
qcdc_status session_answer (session_t *self, patience_t *patience, uint64_t call, Qcdc__Frame **frame, bool *retry,
                            fault_t *fault) QCDC_CHECK;

/*  Sends FRAME and waits for its answer. */
qcdc_status session_ask (session_t *self, patience_t *patience, Qcdc__Frame *frame, Qcdc__Frame **answer, bool *retry,
                         fault_t *fault) QCDC_CHECK;

/*  What a Refused says, as a status with its message and advice. */
qcdc_status refused_fault (const Qcdc__Refused *refused, fault_t *fault);

/*  "The server spoke out of turn": QCDC_PROTOCOL. */
qcdc_status session_unexpected (const char *what, fault_t *fault);

/*  Sleeps before another try: a quarter of a second, then 1, 2, 4, 8, 15, 15 … seconds, up to a quarter less so that many clients do not come
 *  at once, and never past the end of patience. */
void session_back_off (const patience_t *patience, int tries);

#endif
