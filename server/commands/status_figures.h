/*  status_figures.h — what the server holds, in figures for a program that watches it. */

#ifndef QCDC_STATUS_FIGURES_H
#define QCDC_STATUS_FIGURES_H

#include "commands/site.h"

/*  Prints one JSON object, or Prometheus' text format, on standard output. */
qcdc_status status_print_json (site_t *site, fault_t *fault) QCDC_CHECK;
qcdc_status status_print_prometheus (site_t *site, fault_t *fault) QCDC_CHECK;

#endif
