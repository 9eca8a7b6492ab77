/*  document_escape.h — text that stays text in HTML, XML and Markdown.
 *
 *  Control characters and marks that turn the direction of reading become '?', as in a terminal: neither HTML nor XML may hold them. */

#ifndef QCDC_DOCUMENT_ESCAPE_H
#define QCDC_DOCUMENT_ESCAPE_H

#include <stdbool.h>
#include <stdio.h>

/*  For HTML, SVG and XML, in an element and in an attribute. */
void html_escape (FILE *out, const char *text);

/*  For one line of Markdown (CommonMark, GitHub's tables and notes); BEGINS says whether the text stands at the beginning of a line,
 *  where it could be a list or a rule. */
void markdown_escape (FILE *out, const char *text, bool begins);

#endif
