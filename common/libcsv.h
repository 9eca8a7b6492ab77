/*  libcsv.h — the system's <csv.h> (libcsv), which our own csv.h would hide.  Include it as <libcsv.h>. */

#ifndef QCDC_LIBCSV_H
#define QCDC_LIBCSV_H

#include_next <csv.h>

#endif
