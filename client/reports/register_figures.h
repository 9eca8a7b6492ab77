/*  register_figures.h — what the office's own registers give for a form: counted from the journal, as the province counts it. */

#ifndef QCDC_REGISTER_FIGURES_H
#define QCDC_REGISTER_FIGURES_H

#include "matters/register_count.h"
#include "petitions/petition_view.h"
#include "registers/reception_view.h"

/*  Gets one row of a register after the other, of those that stand and those that were taken back. */
typedef struct {
    qcdc_status (*petition) (const petition_view_t *view, void *arg);
    qcdc_status (*reception) (const reception_view_t *view, void *arg);
    qcdc_status (*cases) (const register_cases_t *cases,
                          void *arg); /* of the office that stood on lists, all at once, sorted */
    void *arg;
} register_reader_t;
qcdc_status register_each (desk_t *desk, const register_reader_t *reader, fault_t *fault) QCDC_CHECK;

/*  FORM's cells for the days FROM to TO; no journal is read where nothing is published of them.  The caller destroys *COUNT. */
qcdc_status register_figures (desk_t *desk, const form_t *form, int32_t from, int32_t to, register_count_t **count,
                              fault_t *fault) QCDC_CHECK;

/*  Tells on standard error of petitions that no cell has, for they were settled without an outcome. */
void register_figures_lacking (const register_count_t *count);

/*  Tells on standard error which cells of FORM, for PERIOD, say another number than the registers, and where to look; VALUE gives what the form
 *  says, false: it is blank. */
typedef bool (register_said_fn) (const char *cell, int64_t *value_e4, void *arg);
qcdc_status register_figures_differ (desk_t *desk, const form_t *form, const period_t *period, register_said_fn *said,
                                     void *arg, fault_t *fault) QCDC_CHECK;

#endif
