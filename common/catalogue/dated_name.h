/*  dated_name.h — what indicators and members of dimensions are called, and were called before.
 *
 *  Names are succeeded while the code goes on: a figure of 2020 has the name of 2020, whatever was published since.  A member is a code
 *  that the province publishes; one that it has not named, or that an office made itself, stands for itself. */

#ifndef QCDC_DATED_NAME_H
#define QCDC_DATED_NAME_H

#include "catalogue/catalog.h"

#include <stdio.h>

/*  What indicator CODE is called on DAY: the last of its names that began by then, before the first one that; NULL: there is no such
 *  indicator.  A name of later days is never given where an earlier one is. */
const dated_name_t *indicator_name_on (const catalog_t *self, const char *code, int32_t day);

/*  The same of MEMBER of DIMENSION, both codes; NULL: it has no names. */
const dated_name_t *member_name_on (const catalog_t *self, const char *dimension, const char *member, int32_t day);

/*  All names that an indicator, or a member, has in turn, by first day: the first of *COUNT; NULL with *COUNT 0: it has none. */
const dated_name_t *indicator_names (const catalog_t *self, const char *code, size_t *count);
const dated_name_t *member_names (const catalog_t *self, const char *dimension, const char *member, size_t *count);

/*  The name in the reader's language, or what stands for it where the row has none in English. */
const char *dated_name_in (const dated_name_t *name, bool vietnamese);

/*  Writes to OUT what the members of CELL, of INDICATOR, are called on DAY, each by its own name, with a comma between; one without an
 *  English name by the Vietnamese one, and one without a name by its code.  Nothing where it has no member. */
void member_names_print (FILE *out, const catalog_t *self, const indicator_t *indicator, const char *cell,
                         int32_t day, bool vietnamese);

/*  The last day on which the members of CELL are called as they are on DAY; QCDC_DAY_MAX: nothing else is known. */
int32_t member_names_until (const catalog_t *self, const indicator_t *indicator, const char *cell, int32_t day);

#endif
