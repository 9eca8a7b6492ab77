/*  paper.h — a page of an office's paper: as HTML that prints on A4, or as .docx.
 *
 *  Lines come with their styles, in order: those of the head and of the foot stand side by side in two columns, the others below each other.
 *  Layout by Decree 30/2020/NĐ-CP, annex I: A4, margins of 20 mm (30 at the left, 15 at the right), Times New Roman of 13 points.  Texts are texts:
 *  nothing in them is taken for markup.  The title is a heading, which readers of either kind list. */

#ifndef QCDC_PAPER_H
#define QCDC_PAPER_H

#include "base/fault.h"
#include "show/paper_layout.h"

#include <stdio.h>

typedef enum { PAPER_HTML, PAPER_DOCX } paper_format;

/*  Writes the paper; LANGUAGE is "vi" or "en", TITLE what the document is called.  QCDC_NO_MEMORY, QCDC_IO. */
qcdc_status paper_write (FILE *out, paper_format format, const char *language, const char *title,
                         const paper_line_t *lines, size_t count, fault_t *fault) QCDC_CHECK;

#endif
