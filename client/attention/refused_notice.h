/*  refused_notice.h — what was refused of notices. */

#ifndef QCDC_REFUSED_NOTICE_H
#define QCDC_REFUSED_NOTICE_H

#include "attention/refused.h"

/*  As refused_reception: whether FACT is about a notice, and then what it is about and whether it is mended, to ABOUT. */
qcdc_status refused_notice (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact, bool *is_one,
                            refused_about_t *about, fault_t *fault) QCDC_CHECK;

#endif
