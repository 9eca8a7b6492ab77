/*  refused_item.h — a task that could not be opened, or a step of one, among the refused entries. */

#ifndef QCDC_REFUSED_ITEM_H
#define QCDC_REFUSED_ITEM_H

#include "attention/refused.h"

/*  Fills ABOUT where FACT, that VERDICT is of, is about a task; *IS_ONE says whether it is. */
qcdc_status refused_item (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact, bool *is_one,
                          refused_about_t *about, fault_t *fault) QCDC_CHECK;

#endif
