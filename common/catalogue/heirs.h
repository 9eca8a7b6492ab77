/*  heirs.h — who goes on with whose figures, where those of one period are held against those of another.
 *
 *  The figure of a merged unit is held against what all that went into it reported.  One that was divided keeps its own: nobody can say
 *  which part of it belongs where, so that what got a part of it has nothing to be held against either (lineage.h).
 *
 *  An office goes on with its own figures as long as the history of its unit does; else with them goes the only office that reports for
 *  what the unit went into, or the only one of its class.  A code that is given anew is another office's. */

#ifndef QCDC_HEIRS_H
#define QCDC_HEIRS_H

#include "catalogue/period.h"

/*  What became of the figures of an office that owed a form for some period. */
typedef struct {
    const office_t *office;
    const unit_t *unit;   /* the version that its report was of */
    const office_t *heir; /* the one among whose they count, itself mostly; NULL: nobody goes on with them */
    bool
        covered; /* its unit went into another one's while the period lasted: that one's report may have its part as well */
} heir_t;

typedef struct heirs heirs_t;

/*  Of what owes FORM for PERIOD, which it serves, as of the day TODAY.  CATALOG outlives it.  NULL when out of memory. */
heirs_t *heirs_new (const catalog_t *catalog, const form_t *form, const period_t *period, int32_t today);
void heirs_destroy (heirs_t **self_p);

/*  Those of the period itself that went into another office's while it lasted: what they reported of their part counts with that one's. */
const heir_t *heirs_now (const heirs_t *self, size_t *count);

/*  Those of another period, NAME; the list lives until the next one is asked about. */
const heir_t *heirs_then (heirs_t *self, const char *name, size_t *count);

/*  Of that list: whether HEIR, an office's id, goes on with another one's figures. */
bool heirs_shared (const heirs_t *self, int heir);

/*  Calls EACH for every office of the period that got a part of what ITEM, of that list, was of: nobody goes on with it as a whole, or
 *  it went on without that part. */
typedef void (heirs_part_fn) (const office_t *office, void *arg);
void heirs_each_part (const heirs_t *self, const heir_t *item, heirs_part_fn *each, void *arg);
bool heirs_divided (const heirs_t *self, const heir_t *item); /* whether there is one */

/*  With whose figures for another period those of one office are held. */
typedef enum {
    COMPARED_OWN, /* what it reported itself */
    COMPARED_MOSTLY, /* that, and what others, of which it is the heir since, may have reported of a part of the period */
    COMPARED_SUM,  /* the sum of what several reported, or another one did */
    COMPARED_PART, /* nobody's: a part of a unit that was divided went into its own */
    COMPARED_NONE  /* nobody's: what it was then goes on elsewhere */
} compared_kind;

/*  Which it is of OFFICE, its report of FORM for PERIOD and the other period NAME.  *NAMES, malloc'ed, are the codes of the offices that
 *  are added up, of COMPARED_MOSTLY without its own, or of the units that were divided with their last day, ", " between; NULL where there are none to name.  false: out of
 *  memory. */
bool heirs_compared (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period,
                     const char *name, int32_t today, compared_kind *kind, char **names) QCDC_CHECK;

/*  What heirs_compared said lately: entries about one report come in a row.  Cleared memory keeps nothing yet; the catalogues that are asked
 *  about outlive it. */
#define HEIRS_KEPT_MAX 16u
typedef struct heirs_kept {
    struct {
        const catalog_t *catalog; /* NULL: nothing */
        int office, form;
        int32_t today;
        char period[PERIOD_TEXT_BYTES], name[PERIOD_TEXT_BYTES];
        compared_kind kind;
    } answers[HEIRS_KEPT_MAX];
    size_t next; /* that is overwritten */
} heirs_kept_t;

/*  The same without the names; KEPT may be NULL. */
bool heirs_compared_kind (heirs_kept_t *kept, const catalog_t *catalog, const office_t *office, const form_t *form,
                          const period_t *period, const char *name, int32_t today, compared_kind *kind) QCDC_CHECK;

/*  The days that end a version of an office, or of a unit that some office stands for: where there is none in a time, each has its own
 *  heirs in it. */
typedef struct {
    int32_t *days; /* malloc'ed, in order */
    size_t count;
} heirs_turns_t;
bool heirs_turns_find (const catalog_t *catalog, heirs_turns_t *self) QCDC_CHECK; /* false: out of memory */
bool heirs_turned (const heirs_turns_t *self, int32_t from, int32_t to); /* FROM the first day, TO the last */
void heirs_turns_release (heirs_turns_t *self);

#endif
