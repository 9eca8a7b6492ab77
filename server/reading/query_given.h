/*  query_given.h — what was given with a question: not too much, and nothing that the query does not know. */

#ifndef QCDC_QUERY_GIVEN_H
#define QCDC_QUERY_GIVEN_H

#include "reading/query.h"

/*  Appends WORD to the list in TEXT, of SIZE bytes, cut where it is full. */
void list_add (char *text, size_t size, const char *word);

/*  Whether every parameter is one of the query's, given once, and none is too long.  QCDC_USAGE, QCDC_TOO_LARGE. */
qcdc_status given_check (const query_t *self, Qcdc__Param *const *given, size_t count, fault_t *fault) QCDC_CHECK;

/*  What was given for the parameter NAME; NULL where that is nothing. */
const char *given_value (Qcdc__Param *const *given, size_t count, const char *name);

#endif
