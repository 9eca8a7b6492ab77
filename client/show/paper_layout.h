/*  paper_layout.h — where the lines of a paper stand, however it is written. */

#ifndef QCDC_PAPER_LAYOUT_H
#define QCDC_PAPER_LAYOUT_H

#include "catalogue/catalog.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    slip_style style;
    const char *text; /* line feeds in it begin new lines */
} paper_line_t;

typedef enum { PAPER_LEFT, PAPER_RIGHT, PAPER_BODY } paper_place;

/*  Where lines of a style stand. */
paper_place paper_place_of (slip_style style);

/*  A short line below the line at AT: below who writes, in the head, and below what a paper is about (Decree 30/2020/NĐ-CP, annex I). */
bool paper_is_ruled (const paper_line_t *lines, size_t count, size_t at);

/*  Whether the line at AT is the words above a list of copies. */
bool paper_heads_copies (const paper_line_t *lines, size_t at);

/*  How many lines from FIRST on stand in columns side by side, or, where that one does not, below each other. */
size_t paper_block (const paper_line_t *lines, size_t count, size_t first);

#endif
