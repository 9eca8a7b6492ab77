/*  petition_key.h — what a row of a register is known by in its office: a petition, and in its way a reception, a matter, a notice. */

#ifndef QCDC_PETITION_KEY_H
#define QCDC_PETITION_KEY_H

#include "matters/matter.h"

/*  What a petition is known by in its office: "12/kn@2019", the folded number and the year of receipt, for registers begin again
 *  each January.  false: no accepted petition can have that number or day. */
bool petition_key_print (const char *local_no, int32_t received_on, char key[MATTER_KEY_BYTES]);

/*  The beginning of the keys that LOCAL_NO has in whichever year, "12/kn@"; and whether KEY is one of them, of *YEAR. */
bool petition_key_prefix (const char *local_no, char prefix[MATTER_KEY_BYTES]);
bool petition_key_begins (const char *key, const char *prefix, int *year);

/*  What a person types of a number and its year, "12/KN@2019": the number, malloc'ed, and the year behind an @ of either width, with or without
 *  blanks; 0 where none stands there.  NULL: no memory. */
char *petition_number_split (const char *name, int *year);

/*  Whether NAME says its year. */
bool petition_names_year (const char *name);

/*  The last @ of NAME, of either width, *LENGTH bytes long; NULL: there is none. */
const char *petition_number_at (const char *name, size_t *length);

#endif
