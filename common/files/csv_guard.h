/*  csv_guard.h — texts written so that no spreadsheet takes them for a formula, and back.
 *
 *  What a citizen wrote must not run on the office's computer when a clerk opens an export.  A spreadsheet computes what
 *  begins with = + - or @; and where it takes another separator than the file was written with, a cell may begin in the middle
 *  of a text. */

#ifndef QCDC_CSV_GUARD_H
#define QCDC_CSV_GUARD_H

/*  TEXT with an apostrophe before = + - @ (of full width, too) wherever a cell could begin: at the start, behind a separator
 *  or a line break, and behind blanks and quotes there.  An apostrophe that stands there already gets a second one.
 *  malloc'ed; NULL when out of memory. */
char *csv_guard (const char *text);

/*  Takes those apostrophes away again, in place: whatever csv_guard has written comes back as it was.  A text with bytes
 *  behind a NUL is left alone there. */
void csv_unguard (char *text);

#endif
