/*  pager.h — the terminal: how wide it is, and the pager that long tables are read in.
 *
 *  Only a terminal has either.  What goes into a file or another program is written as it is. */

#ifndef QCDC_PAGER_H
#define QCDC_PAGER_H

#include <stddef.h>
#include <stdio.h>

/*  Columns and lines of the terminal behind OUT; 0 where it is none, or does not say. */
void terminal_size (FILE *out, size_t *columns, size_t *lines);

/*  --no-pager: none is begun in this run. */
void pager_off (void);

/*  Sends what is written to stdout from now on through $PAGER, or less -FRX; nothing happens where stdout is no terminal or a
 *  pager is at work already.  It is ended, and waited for, when the program ends. */
void pager_begin (void);

#endif
