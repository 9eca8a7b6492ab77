/*  query_help.h — the help of one named question: what it answers, who may ask it, its parameters, its columns. */

#ifndef QCDC_QUERY_HELP_H
#define QCDC_QUERY_HELP_H

#include <stdio.h>

/*  Of question NAME, which there is (query_known). */
void query_help_print (FILE *out, const char *name);

#endif
