/*  petition.h — the life of a petition: a pure fold from its facts to its state.
 *
 *  The server keeps petitions as rows and folds per batch; the client folds what it shows.  Both call the same functions. */

#ifndef QCDC_PETITION_H
#define QCDC_PETITION_H

#include "facts/blind_index.h"
#include "facts/petition_life.h"
#include "matters/link.h"
#include "matters/matter.h"
#include "matters/petition_key.h"

/*  The columns that a correction can change; the last two are texts, which stand in annexes. */
enum {
    SAID_LOCAL_NO,
    SAID_KIND,
    SAID_FIELD,
    SAID_RECEIVED_ON,
    SAID_CHANNEL,
    SAID_PEOPLE,
    SAID_FLAGS,
    SAID_INSTANCE,
    SAID_IDENTITY, /* by which key it is sealed; a correction of it alone brings another annex, as of a text */
    SAID_TITLE,
    SAID_SUMMARY,
    PETITION_COLUMNS_SAID
};
enum {
    SAID_MOVE,
    SAID_ON,
    SAID_OUTCOME,
    SAID_FROM_REGISTER,
    SAID_ARTICLE,
    SAID_DAYS,
    SAID_EXPECTED_ON,
    MOVE_COLUMNS_SAID
};

/*  One move as it stands now (a correction changes it in place). */
typedef struct {
    address_t entry;    /* the PetitionMoved that made it: its address for ever; on the server (0, commit_seq, 0) */
    address_t address;  /* of that entry on both sides */
    int64_t commit_seq; /* 0 while it is not committed */
    stamp_t order;      /* when it was made: the order of moves */
    stamp_t changed;    /* of the last correction; {0, 0} if none */
    int move;           /* Qcdc__Move */
    int outcome;        /* Qcdc__Outcome */
    int32_t on;
    bool from_register;
    int days;                                 /* of an extension; 0: as many as there are */
    int32_t expected_on;                      /* of an interim reply: the day that is promised; 0: none */
    bool reasoned;                            /* its annex says why */
    char article[QCDC_ARTICLE_BYTES_MAX + 1]; /* by which it was taken; "": it does not say */
    bool voided;
    setter_t voided_by;
    uint8_t content[CONTENT_BYTES];
    setter_t set[MOVE_COLUMNS_SAID]; /* who said what stands in each column */
    /* of a hand-over, which nothing corrects */
    char to_office[CATALOG_CODE_BYTES_MAX + 1]; /* "": it is none */
    int hops;
    /* of an answer to one, the same */
    int answer;                                 /* Qcdc__HandOverVerdict; 0: it is none */
    address_t answers;                          /* the hand-over's ENTRY */
    char taken_no[QCDC_LOCAL_NO_BYTES_MAX + 1]; /* the number under which it was taken in; "": it was not */
} move_t;

/*  What is due of a petition next, by law (petition_due.h): what the province keeps of it; no part of the fold. */
typedef struct {
    char rule[CATALOG_CODE_BYTES_MAX + 1]; /* "": nothing is, and neither are the days */
    int32_t on;
    int32_t from;   /* the day that it is counted from */
    int32_t was_on; /* before something was published that moved it, at MOVED_AT_US; 0: nothing has */
    int64_t moved_at_us;
    bool was_settled; /* there was a deadline to settle it, and it ended on the day SETTLE_ON */
    int32_t settle_on;
} petition_due_t;

/*  Where a petition is that was handed over, stored as numbers. */
typedef enum {
    HANDED_NOT,    /* it was not, or came back */
    HANDED_SENT,   /* the office named has not said anything */
    HANDED_TAKEN,  /* it has taken it in */
    HANDED_SETTLED /* and settled it */
} petition_handed;

typedef struct {
    THING;
    char *local_no;             /* as the office writes it; malloc'ed */
    char key[MATTER_KEY_BYTES]; /* petition_key_print of it */
    char *flags;                /* malloc'ed, space-separated, sorted */
    int kind, field, channel;
    int32_t received_on;
    uint32_t people;
    int instance;          /* 1 … PETITION_INSTANCES */
    int scans;             /* how many were attached, erased or not */
    uint64_t identity_key; /* of the province, to which it is sealed who sent it; 0: it is not there */
    uint64_t blind_key;    /* under which BLIND is computed of that; 0: it is not */
    blind_index_t blind;
    address_t from; /* the hand-over that it came of, of another office; seq 0: none */
    int from_hops;  /* 0: none */
    char from_office[CATALOG_CODE_BYTES_MAX + 1];
    setter_t set[PETITION_COLUMNS_SAID]; /* who said what stands in each column */
    char related[LINK_TEXT_BYTES];       /* the matter that it is one of, a link (petition_related.h); "": none */
    int32_t related_on;                  /* since, or, where it is in none and was, the day that it left */
    setter_t related_set;                /* who said so; {0}: nobody ever did */
    char handler[QCDC_HANDLER_BYTES_MAX + 1];     /* who handles it, as the office writes him; "": nobody */
    char handler_key[QCDC_HANDLER_BYTES_MAX + 1]; /* petition_handler_key of it */
    int32_t handler_on;                           /* since that day; 0: it was never assigned */
    setter_t handler_set;                         /* who said so */
    move_t *moves;                                /* malloc'ed, in commit order */
    size_t move_count;
    /* folded */
    petition_state state;
    int32_t settled_on; /* 0 with outcome 0 unless state is settled or later */
    int outcome;
    petition_handed handed;
    char with_office[CATALOG_CODE_BYTES_MAX + 1]; /* to which it was handed over; "" with HANDED_NOT */
    int answer;          /* what was said last of the answer: QCDC__MOVE__SATISFIED or DISSATISFIED; 0: nothing */
    int32_t promised_on; /* the day that the last interim reply names, while it is open; 0: none */
    int ended;           /* petition_ended */
    petition_due_t due;
    bool
        follows; /* an earlier one of its office is about the same matter; set by whoever counts matters, no part of the fold */
} petition_t;

/*  All that is known of petitions: matter.h.  Events are copied. */
extern const matter_t PETITION_MATTER;

void petition_release (petition_t *self); /* frees what it owns, not itself */

/*  Takes over the content of a received fact (also as a replacement); keeps the moves.  QCDC_NO_MEMORY. */
qcdc_status petition_set (petition_t *self, const Qcdc__PetitionReceived *fact, int unit,
                          const uint8_t content[CONTENT_BYTES]) QCDC_CHECK;

/*  Folds an accepted fact into SELF (matter_t.apply).  QCDC_NO_MEMORY, QCDC_CORRUPT. */
qcdc_status petition_apply (petition_t *self, const fact_event_t *event) QCDC_CHECK;

/*  The hand-over with which SELF is away, as it stands; NULL: none. */
const move_t *petition_sent (const petition_t *self);

/*  Adds a move, or replaces that of the same entry. */
qcdc_status petition_put_move (petition_t *self, const move_t *move) QCDC_CHECK;

/*  The move that entry ORIGIN:SEQ made, or NULL. */
move_t *petition_move_at (const petition_t *self, uint64_t origin, uint64_t seq);

/*  A petition on its way through its steps. */
typedef struct {
    petition_state state;
    petition_state held; /* where it was suspended last */
    int32_t on;          /* the day of the last step, or of receipt */
    int32_t settled_on;
    int outcome;
    petition_state sent_from; /* where it was forwarded last */
    const move_t *sent;       /* the hand-over that it is away with; NULL: none */
    petition_handed handed;
    int answer; /* these two as of petition_t */
    int32_t promised_on;
    step_set_t events; /* of the step taken last: petition_step_events */
} petition_walk_t;

/*  What a step is to the spans that forms count by and to the deadlines of the law, where it led from BEFORE to AFTER.  What is given back to
 *  where it came from is passed on: RETURNED and FORWARDED.  What was sent on and comes back is RETURNED and STEP_CAME_BACK: whatever ended because
 *  it was sent on begins anew, and nothing else.  What another office says besides, or too late, is nothing to them: 0. */
step_set_t petition_step_events (petition_state before, petition_state after, int move);

void petition_walk_begin (petition_walk_t *self, int32_t received_on);

/*  Takes a step that was not taken back; QCDC_BAD_DATE and QCDC_BAD_MOVE as of petition_fold, and SELF is as before. */
qcdc_status petition_walk_step (petition_walk_t *self, const move_t *move) QCDC_CHECK;

/*  Recomputes the state from the moves, and holds the one invariant of dates: receipt ≤ each step ≤ the next.  QCDC_BAD_MOVE if a
 *  move is not possible where it stands, QCDC_BAD_DATE if its day is before the one before it; the state is then that before it,
 *  every later move is ignored, and *AT (may be NULL) is its index. */
qcdc_status petition_fold (petition_t *self, size_t *at);

/*  What a list can be asked for, from 0: the states; what was taken back, which is no state of the law's but one of our books; and
 *  all that are still open.  The one list of them: what is offered, taken, listed in refusals and written into files. */
enum { PETITION_TAKEN_BACK = PETITION_STATE_COUNT, PETITION_PENDING, PETITION_FILTER_COUNT };

/*  As it is typed and as files have it, "in_force"; NULL for none. */
const char *petition_filter_name (int filter);

/*  The one that TEXT names: as it is typed, as tables print it in either language, with or without its marks, or as the step that
 *  leads to a state is called ("in force", "đã thụ lý"); -1 for none. */
int petition_filter_read (const char *text);

/*  Whether a petition in STATE, VOIDED or not, is one of FILTER's. */
bool petition_filter_fits (int filter, petition_state state, bool voided);

/*  What a name is compared by: without diacritics, case and what stands between its words.  "" for nobody. */
#define HANDLER_KEY_BYTES (QCDC_HANDLER_BYTES_MAX + 1u)
const char *petition_handler_key (const char *handler, char key[HANDLER_KEY_BYTES]);

/*  Whether FACT says that a petition is a denunciation, by receiving it or by correcting it. */
bool petition_denounces (const Qcdc__Fact *fact);

#endif
