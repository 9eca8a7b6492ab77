/*  layout.h — a table for people: as wide as its widest cells, or as its terminal.
 *
 *  Rows are held until their widths are known, but never more than QCDC_TABLE_HELD_BYTES of them: then the widths stand, and what
 *  follows goes out row by row, so that a list of any length takes the memory of its first pages.  In a terminal that is too
 *  narrow texts are wrapped, then columns that can be missed are left out (and named below), and where that is not enough each
 *  row becomes a paragraph with a line for each column. */

#ifndef QCDC_LAYOUT_H
#define QCDC_LAYOUT_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct layout layout_t;

/*  COLUMNS is the width of the terminal, 0 where there is none; LINES its height.  NULL: out of memory. */
layout_t *layout_new (FILE *out, size_t columns, size_t lines);
void layout_destroy (layout_t **self_p);

/*  One more column, before the first cell.  RIGHT: numbers.  WRAPS: its cells may be broken at spaces.  SPARE: 0 for one that is
 *  never left out, else the lower the sooner. */
qcdc_status layout_column (layout_t *self, const char *heading, bool right, bool wraps, int spare) QCDC_CHECK;

/*  The next cell, malloc'ed and taken over; NULL is shown as a dash.  QCDC_NO_MEMORY. */
qcdc_status layout_cell (layout_t *self, char *text) QCDC_CHECK;

/*  Whatever is held goes out, with its headings where it has rows. */
qcdc_status layout_finish (layout_t *self) QCDC_CHECK;

/*  A line "heading  value", the value wrapped below itself where the TERMINAL (0: none) is too narrow. */
void layout_field (FILE *out, size_t terminal, const char *heading, size_t heading_width, const char *value);

#endif
