/*  cell.h — the cells of a form: INDICATOR[.MEMBER[.MEMBER]], and their values.
 *
 *  Values are fixed-point ten-thousandths in int64 ("e4"): exact, and wide enough for any sum the province can have. */

#ifndef QCDC_CELL_H
#define QCDC_CELL_H

#include "base/limits.h"
#include "catalogue/catalog.h"

typedef struct {
    const indicator_t *indicator;
    const char *member[2];              /* point into the copy of the parsed text below; NULL if none */
    char text[QCDC_CELL_BYTES_MAX + 1]; /* "B07\0DAT_DAI" split in place */
} cell_t;

/*  The indicator CODE, if it is one of the form's; else NULL. */
const indicator_t *form_indicator (const form_t *form, const char *code);

/*  Finds the cell in the form.  QCDC_BAD_CELL with a message that says what the form has instead (unknown indicator,
 *  missing or unknown member, not of this form).  Derived figures and narratives are cells too: the type tells.  *CELL
 *  points into itself: do not copy it. */
qcdc_status cell_parse (const catalog_t *catalog, const form_t *form, const char *text, cell_t *cell,
                        fault_t *fault) QCDC_CHECK;

/*  The member part of a cell's name: "DAT_DAI" of B11.DAT_DAI, "" of B11. */
const char *cell_member (const char *cell);

/*  A note that answers a rule stands among the cells of a report, as a text with a name that no cell can have: "note:V-C2".  So it is
 *  folded, stored and kept in revisions as narratives are.  NAME; false where CODE is longer than a rule's can be. */
#define CELL_NOTE "note:"
#define CELL_NOTE_BYTES (sizeof CELL_NOTE + QCDC_RULE_CODE_BYTES_MAX)
bool cell_note_name (const char *code, char name[CELL_NOTE_BYTES]);

/*  The office's answer to a return stands there like a note to a rule that cannot be: the code of none has a '='. */
#define CELL_ANSWER "=return"

/*  The code of the rule that CELL answers; NULL: it is no note. */
const char *cell_note_rule (const char *cell);

/*  How the values of a cell with these MEMBERS (NULL where there are no more) go on from period to period: "flow", "open",
 *  "close" …, as its members say, else as its indicator does. */
const char *cell_agg_time (const indicator_t *indicator, const char *const members[2]);

/*  A number as people write it (base/amount.h).  QCDC_BAD_NUMBER says what is wrong.  Whole numbers only where TYPE is
 *  VALUE_COUNT.  QCDC_DERIVED_CELL where TYPE is VALUE_RATIO: such a figure is never typed in. */
qcdc_status value_parse (const char *text, value_type type, int64_t *value_e4, fault_t *fault) QCDC_CHECK;

/*  For files: "12", "3.5", "1.1250": the shortest exact form that has one reading.  TEXT of at least 32 bytes.  Returns TEXT. */
char *value_format (int64_t value_e4, char *text);

/*  Calls EACH for every cell that a clerk fills in the form, in order, as text ("A04.XA"); open dimensions are skipped.
 *  Stops at the first status that is not QCDC_OK and returns it. */
typedef qcdc_status (cell_each_fn) (const indicator_t *indicator, const char *cell, void *arg);
qcdc_status form_each_cell (const form_t *form, cell_each_fn *each, void *arg) QCDC_CHECK;

/*  The same for one indicator of any type. */
qcdc_status indicator_each_cell (const indicator_t *indicator, cell_each_fn *each, void *arg) QCDC_CHECK;

#endif
