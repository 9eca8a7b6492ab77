/*  document.h — a document of headings, sentences with figures, lists, tables and bars: as one page of HTML, or as Markdown.
 *
 *  The HTML is whole in itself (no picture, style or script from elsewhere), well-formed as XML too, and laid out for A4.  Whatever text
 *  is given is text there: nothing in it is taken for markup.  A figure carries the reference that qcdc explain takes: it gets a
 *  number, and a note of that number at the end says the reference and what it is.  What is written goes out as it comes; that not all of
 *  it could be written is found by whoever owns the stream. */

#ifndef QCDC_DOCUMENT_H
#define QCDC_DOCUMENT_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum { DOCUMENT_HTML, DOCUMENT_MARKDOWN } document_format;

typedef struct document document_t;

/*  Begins a document of that TITLE; LANGUAGE is "vi" or "en", SUBTITLE a line below.  OUT stays the caller's.  NULL: out of memory. */
document_t *document_new (FILE *out, document_format format, const char *language, const char *title,
                          const char *subtitle);
void document_destroy (document_t **self_p);

/*  LEVEL 2 … 4; 1 is the title's. */
void document_heading (document_t *self, int level, const char *text);

/*  A list of sentences; an item is made of texts and figures. */
void document_list_begin (document_t *self);
void document_list_end (document_t *self);
void document_item_begin (document_t *self);
void document_item_end (document_t *self);

void document_text (document_t *self, const char *text);

/*  SHOWN is the figure as people read it, REFERENCE what explain takes, MEANS what it is.  QCDC_NO_MEMORY. */
qcdc_status document_figure (document_t *self, const char *shown, const char *reference,
                             const char *means) QCDC_CHECK;

/*  What somebody wrote, line by line, and who. */
void document_quote (document_t *self, const char *who, const char *text);

/*  A table: a heading for each column, then cells from left to right.  RIGHT has a letter for each column: 'r' for numbers. */
void document_table_begin (document_t *self, const char *const *headings, size_t count, const char *right);
void document_cell (document_t *self, const char *text);
void document_table_end (document_t *self);

/*  Bars from 0 on, one below the other, to both sides where some values are negative.  In Markdown there are none: the table beside
 *  them says the same. */
typedef struct {
    const char *name;
    const char *shown; /* the value as people read it */
    double value;
} document_bar_t;
void document_bars (document_t *self, const char *title, const char *description, const document_bar_t *bars,
                    size_t count);

/*  The notes, under HEADING, and the end. */
void document_finish (document_t *self, const char *heading);

#endif
