/*  item.h — what somebody is to do and is followed to its end: a task of a notice, a recommendation, a measure, a question.
 *
 *  Each is folded from the fact that opened it and the steps since, of several offices: its owner works on it and reports, whoever opened it
 *  accepts or returns, and closes.  It is neither corrected nor taken back.  Whether it is overdue goes by its last day and the day that is asked
 *  about, and is never kept. */

#ifndef QCDC_ITEM_H
#define QCDC_ITEM_H

#include "matters/matter.h"

typedef enum {
    ITEM_IS_OPEN, /* assigned to nobody */
    ITEM_IS_ASSIGNED,
    ITEM_IS_IN_PROGRESS,
    ITEM_IS_REPORTED,
    ITEM_IS_ACCEPTED,
    ITEM_IS_RETURNED,
    ITEM_IS_CLOSED,
    ITEM_STATE_COUNT
} item_state;

/*  "open", "in_progress"; NULL behind the last.  -1 for a text that names none. */
const char *item_state_name (int state);
int item_state_parse (const char *text);

/*  The codes that follow one: who opened it, who is to do it, who opened what it is a part of; a blank between. */
#define ITEM_SHOWN_MAX 3u
#define ITEM_SHOWN_BYTES (ITEM_SHOWN_MAX * (CATALOG_CODE_BYTES_MAX + 1u))

typedef struct {
    address_t entry;   /* as parts are named: on the server (0, commit_seq, 0) */
    address_t address; /* of that entry, on both sides */
    int64_t commit_seq;
    stamp_t order;
    int move;
    bool counts; /* it was possible where it came to stand; else it changes nothing */
    bool reasoned;
    int32_t on;
    int32_t due_on; /* 0: it says nothing of it; as are "" and "" */
    char owner[CATALOG_CODE_BYTES_MAX + 1];
    char person[QCDC_HANDLER_BYTES_MAX + 1];
    char office[CATALOG_CODE_BYTES_MAX + 1]; /* who said so */
    uint8_t content[CONTENT_BYTES];
} item_move_t;

typedef struct {
    THING;
    char number[QCDC_LOCAL_NO_BYTES_MAX + 1];
    char key[MATTER_KEY_BYTES]; /* petition_key_print of it */
    int source;
    address_t of; /* what it is about; {0}: nothing that is here */
    int task;     /* of a notice; 0 */
    int32_t on;   /* the day of opening */
    char shown_to[ITEM_SHOWN_BYTES];
    int32_t first_due_on; /* these three as it was opened */
    char first_owner[CATALOG_CODE_BYTES_MAX + 1];
    char first_person[QCDC_HANDLER_BYTES_MAX + 1];
    item_move_t *moves; /* malloc'ed, in their order */
    size_t move_count;
    /*  What follows from these. */
    item_state state;
    int32_t since; /* the day of the step by which it came there */
    int32_t due_on;
    char owner[CATALOG_CODE_BYTES_MAX + 1];
    char person[QCDC_HANDLER_BYTES_MAX + 1];
    int32_t asked_due_on; /* for which the owner asks; 0: for none */
    int32_t reported_on;  /* the last time; 0: never */
    int32_t closed_on;    /* 0: it is not */
    int returned;         /* how often it was */
    int extended;
} item_t;

/*  All that is known of them: matter.h. */
extern const matter_t ITEM_MATTER;

/*  Whether MOVE is possible from STATE. */
bool item_allows (item_state state, int move);

/*  A step in the word by which it is typed: "report"; "" for one that is not known. */
const char *item_move_word (int move);

/*  The words of the steps that are possible from STATE, a comma between, into TEXT of SIZE bytes; returns it. */
char *item_possible (item_state state, char *text, size_t size);

/*  Whether its last day has passed by DAY and it still lies with its owner, or with nobody: what was reported waits for others. */
bool item_is_overdue (const item_t *self, int32_t day);

/*  The code of the office that is to do it on DAY: its owner, or where that one has ended whoever goes on with its work; "": nobody. */
const char *item_holder (const item_t *self, const catalog_t *catalog, int32_t day);

/*  Whether the office CODE is to do it on DAY, and whether it decides about it: it opened it, or goes on with the work of who did. */
bool item_is_owners (const item_t *self, const catalog_t *catalog, const char *code, int32_t day);
bool item_is_openers (const item_t *self, const catalog_t *catalog, const char *code, int32_t day);

/*  Whether MOVE is said by who opened it; else by its owner, or by both. */
bool item_move_decides (int move);

/*  The codes to which the opening of an item is shown: OPENER, OWNER and WHOLE, who opened what it is a part of; each may be "".  They are sorted
 *  into CODES; returns how many. */
size_t item_shown_to (const char *opener, const char *owner, const char *whole, const char *codes[ITEM_SHOWN_MAX]);

/*  The step that entry ORIGIN:SEQ made; NULL. */
const item_move_t *item_move_at (const item_t *self, uint64_t origin, uint64_t seq);

/*  Adds a step, in its place, unless it is there, and works out anew what follows. */
qcdc_status item_put_move (item_t *self, const item_move_t *move) QCDC_CHECK;

/*  Works out what follows from what it says: once it was read without its steps. */
void item_settle (item_t *self);

void item_release (item_t *self); /* frees what it owns, not itself */

/*  Folds an accepted fact into SELF (matter_t.apply).  QCDC_NO_MEMORY, QCDC_CORRUPT. */
qcdc_status item_apply (item_t *self, const fact_event_t *event) QCDC_CHECK;

#endif
