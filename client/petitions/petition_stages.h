/*  petition_stages.h — steps that a register has as columns, a day in each: "ngày thụ lý".
 *
 *  They become steps that are told to be from a register, which need not tell the ones before them. */

#ifndef QCDC_PETITION_STAGES_H
#define QCDC_PETITION_STAGES_H

#include "petitions/petition_row.h"
#include "petitions/petition_view.h"
#include "texts/given.h"

/*  Reads the cell of STAGE, of LENGTH bytes, into ROW.  What is wrong is in FAULT, which names the column. */
qcdc_status petition_stage_parse (petition_row_t *row, petition_stage stage, const given_t *value,
                                  fault_t *fault) QCDC_CHECK;

/*  Whether ROW tells of a step beside receipt and settlement. */
bool petition_row_has_stages (const petition_row_t *row);

/*  Whether ROW has a step from before a settlement which VIEW does not have: no step is entered behind a later one. */
bool petition_stages_before (const petition_row_t *row, const petition_view_t *view);

/*  Files those that are missing of the petition that has ROW's key, in the order of their days: from before its settlement, or from
 *  behind it (AFTER).  A step of another day is corrected.  *ENTRIES grows by what was written; what it changed is added to CHANGES, of SIZE
 *  bytes. */
qcdc_status petition_stages_file (desk_t *desk, const petition_row_t *row, bool after, size_t *entries, char *changes,
                                  size_t size, fault_t *fault) QCDC_CHECK;

#endif
