/*  fold.h — the things under one subject of the journal, folded by their matter as the server folds them.
 *
 *  Entries that the server rejected or does not know are left out, and so are facts on them; what has not been sent, or waits
 *  for its verdict, counts as it will be judged.  In which order entries are met does not matter: their stamps do. */

#ifndef QCDC_FOLD_H
#define QCDC_FOLD_H

#include "journal/home.h"
#include "matters/matter.h"

typedef enum { PART_THING, PART_STEP, PART_CHANGE } part_kind;

/*  One entry of a thing's history. */
typedef struct {
    address_t entry;
    size_t item; /* index of its thing */
    part_kind kind;
    address_t part; /* of PART_STEP: the part that it made or is a copy of */
    bool counts;    /* not rejected */
} fold_part_t;

/*  What an entry was to the fold. */
typedef enum {
    FOLD_CREATED, /* a new thing */
    FOLD_COPY,    /* a second copy of one that is here */
    FOLD_CHANGED, /* a correction of a thing */
    FOLD_ALIAS,   /* a correction that says what stands already: it may bring other texts */
    FOLD_VOIDED,  /* a thing taken back; its entry's text is the reason, not the thing's */
    FOLD_STEPPED,
    FOLD_REFUSED /* rejected by the server; ITEM is no thing */
} fold_role;

typedef struct fold fold_t;

/*  Called for every entry that was found a place, after it was applied; ITEM is NULL for FOLD_REFUSED. */
typedef qcdc_status (fold_taken_fn) (fold_t *fold, void *item, fold_role role, const journal_row_t *row,
                                     const Qcdc__Fact *fact);

struct fold {
    home_t *home;
    const matter_t *matter;
    const office_t *office; /* NULL for one that this program does not know */
    arena_t *arena;         /* of the facts */
    bool keeps_facts;       /* the matter's things point into them: the arena is not reset between entries */
    size_t item_size;       /* of the caller's structure, which begins with the matter's thing */
    fold_taken_fn *taken;
    void *arg;
    /* filled */
    char *items;
    size_t item_count;
    fold_part_t *parts; /* in the order of acceptance */
    size_t part_count;
    size_t part_size;     /* room for so many */
    uint32_t *part_slots; /* parts found by their addresses: 1 + index, 0 free; a power of two of them */
    size_t slot_count;
    bool again; /* not the first time over the entries */
    size_t missed;
    fault_t *fault;
};

/*  Reads SUBJECT.  The caller has set what comes before `filled`, and releases the fold, after a failure too. */
qcdc_status fold_read (fold_t *self, const char *subject, fault_t *fault) QCDC_CHECK;

/*  Frees the parts, and the items with what their things own; what else an item owns is the caller's and goes before. */
void fold_release (fold_t *self);

/*  The item that holds KEY; NULL: none does. */
void *fold_holder (const fold_t *self, const char *key);

#endif
