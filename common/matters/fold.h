/*  fold.h — things folded from entries and their receipts alone: as an office's device sees them.
 *
 *  The device folds what it shows with it, and the province's verify folds what every device would show.
 *  Entries that the server rejected or does not know are left out, and so are facts on them; what has not been sent, or waits
 *  for its verdict, counts as it will be judged.  In which order entries are met does not matter: their stamps do. */

#ifndef QCDC_FOLD_H
#define QCDC_FOLD_H

#include "matters/matter.h"

typedef enum { PART_THING, PART_STEP, PART_CHANGE } part_kind;

/*  One entry, and what its receipt says. */
typedef struct {
    bytes_t body;
    address_t entry;
    address_t name;             /* of the part that it makes: ENTRY, or what the caller knows parts by */
    int64_t commit_seq;         /* 0 while the server has not acknowledged it */
    int64_t committed_at_us;    /* first commit time; 0 likewise */
    Qcdc__VerdictState verdict; /* the last one known; ACCEPTED while not yet judged */
    address_t repeats;          /* of a second copy: what it repeats; seq 0 where that is not known */
    bool foreign;               /* another office's, which what it creates belongs to */
    const void *from;           /* the caller's own row */
} fold_row_t;

/*  One entry of a thing's history. */
typedef struct {
    address_t entry;
    address_t name; /* fold_row_t */
    size_t item;    /* index of its thing */
    part_kind kind;
    address_t part;          /* of PART_STEP: the part that it made or is a copy of */
    stamp_t stamp;           /* where it stands in the order in which what is said of a thing takes effect */
    int64_t commit_seq;      /* 0 while the server has not acknowledged it */
    int64_t committed_at_us; /* first commit time; 0 likewise */
    bool counts;             /* not rejected */
    bool stands_in;          /* for a first copy that was lost, as far as is known: what was filed again says of it */
} fold_part_t;

/*  What an entry was to the fold. */
typedef enum {
    FOLD_CREATED, /* a new thing */
    FOLD_COPY,    /* a second copy of one that is here */
    FOLD_CHANGED, /* a correction of a thing */
    FOLD_ALIAS,   /* a correction that says what stands already: it may bring other texts */
    FOLD_VOIDED,  /* a thing taken back; its entry's text is the reason, not the thing's */
    FOLD_STEPPED,
    FOLD_RELATED,  /* what a thing belongs to */
    FOLD_ATTACHED, /* a file of it */
    FOLD_REFUSED   /* rejected by the server; ITEM is no thing */
} fold_role;

typedef struct fold fold_t;

/*  Called for every entry that was found a place, after it was applied; ITEM is NULL for FOLD_REFUSED. */
typedef qcdc_status (fold_taken_fn) (fold_t *fold, void *item, fold_role role, const fold_row_t *row,
                                     const Qcdc__Fact *fact);

/*  Hands every entry, in the order of acceptance and what is not acknowledged last, to fold_take. */
typedef qcdc_status (fold_source_fn) (fold_t *fold, void *source, fault_t *fault);

struct fold {
    const catalog_t *catalog;
    const matter_t *matter;
    const office_t *office; /* NULL for one that this program does not know */
    arena_t *arena;         /* of one fact after another: nothing points there between entries */
    bool history;           /* what was said of a thing before is looked at too, and whole what was taken back */
    size_t item_size;       /* of the caller's structure, which begins with the matter's thing */
    fold_taken_fn *taken;
    void *arg;
    /* filled */
    char *items;
    size_t item_count;
    size_t item_room;   /* for so many */
    fold_part_t *parts; /* in the order of acceptance */
    size_t part_count;
    size_t part_size;     /* room for so many */
    uint32_t *part_slots; /* parts found by their addresses: 1 + index, 0 free; a power of two of them */
    size_t slot_count;
    bool again; /* not the first time over the entries */
    size_t missed;
    fault_t *fault;
};

/*  Reads all that EACH hands over, again while something refers to what comes later.  The caller has set what comes before
 *  `filled`, and releases the fold, after a failure too. */
qcdc_status fold_read (fold_t *self, fold_source_fn *each, void *source, fault_t *fault) QCDC_CHECK;

/*  The next entry, for whoever is asked by fold_read.  A body that cannot be read is passed over. */
qcdc_status fold_take (fold_t *self, const fold_row_t *row) QCDC_CHECK;

/*  Frees the parts, and the items with what their things own; what else an item owns is the caller's and goes before. */
void fold_release (fold_t *self);

/*  The item that holds KEY; NULL: none does. */
void *fold_holder (const fold_t *self, const char *key);

#endif
