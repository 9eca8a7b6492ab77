/*  rules_told.h — what has been published since somebody was last told, and what it does to the reports of this
 *  office.
 *
 *  How far it was told is this device's own knowledge, a value of its journal: no fact, and nothing that is sent. */

#ifndef QCDC_RULES_TOLD_H
#define QCDC_RULES_TOLD_H

#include "desk/desk.h"

#include <stdio.h>

/*  Before a synchronisation: what is here by now counts as known, where nothing was told yet. */
qcdc_status rules_told_begin (desk_t *desk, fault_t *fault) QCDC_CHECK;

/*  Says in FILE, a line each, which rules, forms and days that concern this office have changed since, from which day on, and how many
 *  of its reports they touch; and which of those now break a rule that they would be refused by.  All of it once. */
qcdc_status rules_tell (desk_t *desk, FILE *file, fault_t *fault) QCDC_CHECK;

#endif
