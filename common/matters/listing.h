/*  listing.h — cases on the province's lists, each folded from the fact that put it there and the decisions since.
 *
 *  A listing is of one petition or one matter on one list, from the day on which it was put there until it comes off; that it is put there again
 *  is another one.  It is neither corrected nor taken back: what was put on a list comes off it by a decision, with a reason. */

#ifndef QCDC_LISTING_H
#define QCDC_LISTING_H

#include "matters/matter.h"
#include "matters/verdict.h"

/*  What was decided of it since. */
typedef struct {
    address_t entry;   /* as parts are named: on the server (0, commit_seq, 0) */
    address_t address; /* of that entry, on both sides */
    int64_t commit_seq;
    stamp_t order;
    bool stays;
    int32_t on;
    int32_t next_on; /* 0: no day is set */
    char owner[CATALOG_CODE_BYTES_MAX + 1];
    char decided_by[QCDC_HANDLER_BYTES_MAX + 1];
    uint8_t content[CONTENT_BYTES];
} decision_t;

typedef struct {
    THING;
    char key[MATTER_KEY_BYTES]; /* of the case and the list */
    char list[CATALOG_CODE_BYTES_MAX + 1];
    address_t listed; /* the entry of the petition or the matter */
    int32_t on;
    int32_t next_on;                        /* these three as it was put there */
    char owner[CATALOG_CODE_BYTES_MAX + 1]; /* "": the office whose case it is */
    char decided_by[QCDC_HANDLER_BYTES_MAX + 1];
    char shown_to[CATALOG_CODE_BYTES_MAX + 1]; /* that office; "": the list is of restricted visibility */
    decision_t *decisions;                     /* malloc'ed, in their order */
    size_t decision_count;
    int32_t off_on; /* the day on which it came off; 0: it stands there */
} listing_t;

/*  All that is known of them: matter.h. */
extern const matter_t LISTING_MATTER;

/*  Under which key ENTRY stands on LIST. */
void listing_key_print (const address_t *entry, const char *list, char key[MATTER_KEY_BYTES]);

/*  What holds now: the day on which it is looked at again (0: none), and the code of the office that answers for it ("": whose case it is). */
int32_t listing_next_on (const listing_t *self);
const char *listing_owner (const listing_t *self);

/*  The code of the office that answers for it on DAY: its owner, or whose case it is, or where that one has ended whoever goes on with its
 *  work.  "": nobody is named, and the list is of restricted visibility. */
const char *listing_holder (const listing_t *self, const catalog_t *catalog, int32_t day);

/*  Whether the office CODE has to do with it on DAY: it is a case of its own, or it answers for it, or it goes on with the work of such a one.
 *  An office that answered for it before has not, and knows of it all the same. */
bool listing_is_of (const listing_t *self, const catalog_t *catalog, const char *code, int32_t day);

/*  The decision by which the office CODE, which it is not of on DAY, gave it to another one; NULL: there is none. */
const decision_t *listing_passed_on (const listing_t *self, const catalog_t *catalog, const char *code, int32_t day);

/*  The decision by which it came off; NULL: it stands there. */
const decision_t *listing_end (const listing_t *self);

/*  The codes to which a fact about a case of office CODE, answered for by OWNER, is shown, into CODES (two at most); returns how many.
 *  None where CODE is "". */
size_t listing_shown_to (const char *code, const char *owner, const char *codes[2]);

/*  The decision that entry ORIGIN:SEQ made; NULL. */
const decision_t *listing_decision_at (const listing_t *self, uint64_t origin, uint64_t seq);

/*  Adds a decision, in its place, unless it is there. */
qcdc_status listing_put_decision (listing_t *self, const decision_t *decision) QCDC_CHECK;

void listing_release (listing_t *self); /* frees what it owns, not itself */

/*  Judges what an office proposes for a list, or the province declines. */
void listing_judge_proposal (const judge_input_t *input, const Qcdc__CaseProposed *proposed, verdict_t *verdict);

/*  Folds an accepted fact into SELF (matter_t.apply).  QCDC_NO_MEMORY, QCDC_CORRUPT. */
qcdc_status listing_apply (listing_t *self, const fact_event_t *event) QCDC_CHECK;

#endif
