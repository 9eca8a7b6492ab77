/*  values.h — what may stand in a place of a command line: the kinds of petition for KIND, the forms for FORM …
 *
 *  Known without a line, and without waiting for another program in the home: for help and for completion, which must be quick. */

#ifndef QCDC_VALUES_H
#define QCDC_VALUES_H

#include <stdbool.h>

/*  VALUE as it is typed, MEANS in the reader's words or NULL; false: enough. */
typedef bool (values_fn) (const char *value, const char *means, void *arg);

/*  Forms, periods, cells and units are those that were published to the device in the folder HOME, from now on; none before, and none where
 *  HOME is NULL.  HOME outlives the program's last question. */
void values_home (const char *home);

/*  What may stand for PLACE ("KIND", "table|csv|json"); nothing where that is open.  OF is what it is a part of: the form for
 *  PERIOD and CELL, the query for KEY and COLUMN, the petition for STEP, of which those are given that it can take now; NULL: any.  TYPED is what it begins with, where that is known: of periods it says
 *  the year.  Forms and periods are those that the home's office owes; at the province, those of all offices. */
void values_each (const char *place, const char *of, const char *typed, values_fn *each, void *arg);

/*  Whether the values of PLACE are few and worth a list in the help. */
bool values_explained (const char *place);

/*  "files" or "folders" where PLACE is the name of one, else NULL. */
const char *values_path (const char *place);

#endif
