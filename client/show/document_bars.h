/*  document_bars.h — ranked bars as SVG, for readers and for those who have it read to them. */

#ifndef QCDC_DOCUMENT_BARS_H
#define QCDC_DOCUMENT_BARS_H

#include "show/document.h"

/*  A figure with the SVG in it; NUMBER tells its ids from those of others in the document. */
void bars_write (FILE *out, size_t number, const char *title, const char *description, const document_bar_t *bars,
                 size_t count);

#endif
