/*  paper_docx.h — a page of an office's paper as .docx. */

#ifndef QCDC_PAPER_DOCX_H
#define QCDC_PAPER_DOCX_H

#include "base/fault.h"
#include "show/paper_layout.h"

#include <stdio.h>

/*  As paper_write.  QCDC_NO_MEMORY; QCDC_IO where libzip is not there, or cannot. */
qcdc_status paper_docx (FILE *out, const char *language, const char *title, const paper_line_t *lines, size_t count,
                        fault_t *fault) QCDC_CHECK;

#endif
