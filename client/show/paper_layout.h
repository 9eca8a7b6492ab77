/*  paper_layout.h — where the lines of a paper stand, however it is written. */

#ifndef QCDC_PAPER_LAYOUT_H
#define QCDC_PAPER_LAYOUT_H

#include "catalogue/catalog.h"

#include <stddef.h>

typedef struct {
    slip_style style;
    const char *text; /* line feeds in it begin new lines */
} paper_line_t;

typedef enum { PAPER_LEFT, PAPER_RIGHT, PAPER_BODY } paper_place;

/*  Where lines of a style stand. */
paper_place paper_place_of (slip_style style);

/*  How many lines from FIRST on stand in columns side by side, or, where that one does not, below each other. */
size_t paper_block (const paper_line_t *lines, size_t count, size_t first);

#endif
