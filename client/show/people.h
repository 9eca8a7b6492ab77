/*  people.h — one value as people read it: numbers, days, moments, texts; headings and lines of "heading  value". */

#ifndef QCDC_PEOPLE_H
#define QCDC_PEOPLE_H

#include "show/naming.h"
#include "wire.pb-c.h"

#include <stdbool.h>
#include <stdio.h>

/*  One value of a type as people read it: 12 345,50 · 13/07/2020 · 13/07/2020 16:30; text without control
 *  characters.  A value that is not of the type is shown as it is.  malloc'ed, NULL when out of memory. */
char *people_format (Qcdc__ColumnType type, const char *text);

/*  What a rule says with its numbers ("N08 ≤ 1000.5: 1500.25 > 1000.5"; of several with "; " between them, each with its code before it)
 *  as people read these; the rule itself stays as it was written, and the period in brackets behind it.  malloc'ed, NULL when out
 *  of memory. */
char *people_rule_said (const char *said);

/*  What a reviewer's list has found: a word of its own ("change"), or what a rule says.  malloc'ed, NULL when out of memory. */
char *people_finding (const char *finding);

/*  TEXT without what a terminal obeys: malloc'ed, NULL when out of memory. */
char *people_text (const char *text);

/*  Whether TEXT is a number in its machine form: [-]digits[.digits]. */
bool people_is_number (const char *text);

/*  The heading of a column called NAME: malloc'ed, NULL when out of memory.  CONTEXT is where its translation is looked up first
 *  ("catalogue"). */
char *people_heading (const char *name);
char *people_heading_in (const char *context, const char *name);

/*  A line "heading   value" for people; NAME is a msgid like a column's, VALUE in its machine form, NULL is null. */
void people_field (FILE *out, const char *name, Qcdc__ColumnType type, const char *value);

/*  The same with a name beside the code, where NAME is that of a column of codes (naming.h). */
void people_field_named (FILE *out, const catalog_t *catalog, const char *name, Qcdc__ColumnType type,
                         const char *value);

#endif
