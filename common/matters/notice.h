/*  notice.h — documents that the province issues: each folded from the fact that issued it, and the one by which it holds no more.
 *
 *  A notice is neither corrected nor taken back, for others have read it: another takes its place, or it is withdrawn.  What it is called, and
 *  its text, stand in its entry's annex, and a fold never looks at them. */

#ifndef QCDC_NOTICE_H
#define QCDC_NOTICE_H

#include "catalogue/period.h"
#include "matters/matter.h"

/*  What says that it holds no more. */
typedef struct {
    address_t entry;   /* as parts are named: on the server (0, commit_seq, 0) */
    address_t address; /* of that entry, on both sides */
    int64_t commit_seq;
    stamp_t order;
    int32_t on;
    char replaced_by[QCDC_LOCAL_NO_BYTES_MAX + 1]; /* "": by nothing */
    uint8_t content[CONTENT_BYTES];
} withdrawal_t;

typedef struct {
    THING;
    char number[QCDC_LOCAL_NO_BYTES_MAX + 1];
    char key[MATTER_KEY_BYTES]; /* petition_key_print of it: numbers begin anew each January, too */
    int32_t on;                 /* the day of issue */
    char kind[QCDC_NOTICE_KIND_BYTES_MAX + 1];
    char signatory[QCDC_HANDLER_BYTES_MAX + 1];
    char period[PERIOD_TEXT_BYTES]; /* "": it speaks of none */
    int tasks;
    char *shown_to;          /* the codes of the offices that it is sent to, a blank between; malloc'ed */
    withdrawal_t *withdrawn; /* malloc'ed, in their order: the first one counts */
    size_t withdrawn_count;
    int32_t withdrawn_on; /* 0: it holds */
} notice_t;

/*  All that is known of them: matter.h. */
extern const matter_t NOTICE_MATTER;

/*  Whether it was sent to office CODE. */
bool notice_is_for (const notice_t *self, const char *code);

/*  The withdrawal that entry ORIGIN:SEQ made; NULL. */
const withdrawal_t *notice_withdrawal_at (const notice_t *self, uint64_t origin, uint64_t seq);

/*  Adds one, in its place, unless it is there. */
qcdc_status notice_put_withdrawal (notice_t *self, const withdrawal_t *withdrawal) QCDC_CHECK;

void notice_release (notice_t *self); /* frees what it owns, not itself */

/*  Folds an accepted fact into SELF (matter_t.apply).  QCDC_NO_MEMORY, QCDC_CORRUPT. */
qcdc_status notice_apply (notice_t *self, const fact_event_t *event) QCDC_CHECK;

#endif
