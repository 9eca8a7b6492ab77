/*  register_differ.h — a form's cells counted twice from one office's registers: as they stand, and as they were known at a moment, with the
 *  rows that make the difference.
 *
 *  What a form says is held against both: what the registers said when it was filed shows whether it was counted from them, and what came
 *  since shows by which rows it is another number now. */

#ifndef QCDC_REGISTER_DIFFER_H
#define QCDC_REGISTER_DIFFER_H

#include "matters/register_count.h"

/*  What of a thing came after the moment UNTIL. */
typedef enum {
    SINCE_NOTHING,
    SINCE_ENTERED,
    SINCE_TAKEN_BACK,
    SINCE_STEPPED, /* a step was entered, or one was taken back or corrected */
    SINCE_CORRECTED,
    SINCE_JOINED /* a matter that an earlier petition is about */
} register_since;

/*  "entered"; NULL of SINCE_NOTHING. */
const char *register_since_name (register_since since);

/*  Says what came since, and makes *THEN the petition as it was known by then, but for columns and steps that were corrected since, which are
 *  as they stand now, and for its matter where it has left one; *WAS false: there was none.  *THEN borrows from PETITION but for its steps, which are the caller's to free. */
qcdc_status petition_known_then (const petition_t *petition, stamp_t until, petition_t *then, bool *was,
                                 register_since *since) QCDC_CHECK;
register_since reception_since (const reception_t *reception, stamp_t until);

/*  Of the case of the COUNT stays from ITEMS on: it was put on a list since, or taken off one. */
register_since register_case_since (const register_case_t *items, size_t count, stamp_t until);

typedef struct register_differ register_differ_t;

/*  Of FORM and OFFICE, for the days and as it stands on TODAY as of register_count_new; UNTIL is the moment.  NULL: out of memory. */
register_differ_t *register_differ_new (const catalog_t *catalog, const form_t *form, const office_t *office,
                                        int32_t from, int32_t to, int32_t today, stamp_t until);
void register_differ_destroy (register_differ_t **self_p);

/*  Rows of the registers, those that were taken back, too.  QCDC_NO_MEMORY. */
qcdc_status register_differ_petition (register_differ_t *self, const petition_t *petition) QCDC_CHECK;
qcdc_status register_differ_reception (register_differ_t *self, const reception_t *reception) QCDC_CHECK;

/*  The cases of the office on lists, all at once, sorted. */
qcdc_status register_differ_cases (register_differ_t *self, const register_cases_t *cases) QCDC_CHECK;

/*  After the last of them. */
qcdc_status register_differ_end (register_differ_t *self) QCDC_CHECK;

/*  What was counted: of the registers as they stand, and as they were known. */
register_count_t *register_differ_now (const register_differ_t *self);
register_count_t *register_differ_then (const register_differ_t *self);

/*  What a form says in CELL, held against the registers; the texts are numbers. */
#define DIFFER_ROWS_BYTES 400u
typedef struct {
    bool differs;
    bool counted_otherwise; /* it differs from what the registers said at the moment, too */
    char said[32], now[32], difference[32];
    char then[32]; /* "": nothing was known */
    char rows
        [DIFFER_ROWS_BYTES]; /* "12/KN +1 (entered), 7/KN -1 (taken_back)": as many as find room, and how many more */
} register_difference_t;

/*  The word that a reader has for what came of a row since; may return NAME. */
typedef const char *(register_since_word)(const char *name);

/*  Of the cell of that number, in which the form says SAID_E4. */
void register_differ_hold (const register_differ_t *self, size_t cell, int64_t said_e4, register_since_word *word,
                           register_difference_t *difference);

#endif
