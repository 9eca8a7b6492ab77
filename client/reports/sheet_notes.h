/*  sheet_notes.h — why figures that break a rule are right all the same: notes of the command line and of the file. */

#ifndef QCDC_SHEET_NOTES_H
#define QCDC_SHEET_NOTES_H

#include "reports/report_sheet.h"
#include "texts/args.h"

/*  What --note RULE=TEXT says, over all sheets of a file. */
typedef struct {
    struct {
        char rule[QCDC_RULE_CODE_BYTES_MAX + 1]; /* as it was typed */
        char *text;                              /* malloc'ed */
        bool used;                               /* it answers a rule of some sheet */
    } items[ARGS_REPEATS_MAX];
    size_t count;
} given_notes_t;

/*  The notes of ARGS: QCDC_USAGE where one names no rule or one twice, or what is wrong with a text.  NAMES_MEANT as elsewhere. */
qcdc_status given_notes_read (const args_t *args, bool names_meant, given_notes_t *notes, fault_t *fault) QCDC_CHECK;
void given_notes_release (given_notes_t *notes);

/*  Puts into MADE, the fact of SHEET, the notes that answer rules which the report breaks: those GIVEN for a rule, and those of SHEET
 *  that stand at a cell which the rule names.  What the report says of a rule already is not said again. */
qcdc_status sheet_notes_put (desk_t *desk, sheet_t *sheet, given_notes_t *given, sheet_fact_t *made,
                             fault_t *fault) QCDC_CHECK;

/*  Says of SHEET's notes, which stand in FILE, those that answer nothing. */
void sheet_notes_unused (const sheet_t *sheet, const char *file);

/*  Adds to PROBLEMS those GIVEN that answer nothing in the whole file. */
void given_notes_unused (const given_notes_t *notes, problems_t *problems);

#endif
