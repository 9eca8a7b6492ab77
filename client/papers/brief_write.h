/*  brief_write.h — a brief, line by line of brief.csv, into a document. */

#ifndef QCDC_BRIEF_WRITE_H
#define QCDC_BRIEF_WRITE_H

#include "journal/home.h"
#include "papers/brief_figures.h"
#include "show/document.h"

typedef struct {
    const home_t *home;
    const catalog_t *catalog;
    brief_figures_t figures;
    document_t *document;
    bool vietnamese;
    fault_t *fault;
    /* while headings are written */
    const brief_line_t *heading; /* that has not been written yet, because nothing stands under it so far */
    bool listing;
} brief_t;

/*  The whole document, for figures.period, onto OUT. */
qcdc_status brief_write (brief_t *brief, FILE *out, document_format format) QCDC_CHECK;

#endif
