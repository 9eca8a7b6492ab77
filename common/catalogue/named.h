/*  named.h — a form, a period, a unit or an office as people type it: its code in any case, or what tables print, the name with the code
 *  behind it ("Thành phố Phan Thiết (593)").
 *
 *  A name beside the code of something else is nothing: what contradicts itself is not guessed. */

#ifndef QCDC_NAMED_H
#define QCDC_NAMED_H

#include "catalogue/catalog.h"

/*  The newest version of the form, or the office, that GIVEN is; NULL: none. */
const form_t *form_named (const catalog_t *catalog, const char *given);
const office_t *office_named (const catalog_t *catalog, const char *given);

/*  Writes the code of the unit that GIVEN is to CODE, with the day of its version where GIVEN has one; what is neither printed so nor
 *  the name of one unit alone is copied as it is.  Returns CODE. */
const char *unit_named (const catalog_t *catalog, const char *given, char *code, size_t size);

/*  GIVEN in capitals, as periods are written: "2020-h1" is 2020-H1; what can be none stays as it was typed.  Returns NAME. */
const char *period_in_case (const char *given, char *name, size_t size);

#endif
