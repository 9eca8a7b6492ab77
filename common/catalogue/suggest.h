/*  suggest.h — the form and the period that a person probably meant. */

#ifndef QCDC_SUGGEST_H
#define QCDC_SUGGEST_H

#include "base/nearest.h"
#include "catalogue/catalog.h"

/*  NEAREST, for what was typed in place of a form: "HUYEN" or "qcdc huyen" is QCDC-HUYEN. */
const char *form_suggest (const catalog_t *catalog, const char *typed, nearest_t *nearest);

/*  Likewise of a period, of FORM or, where that is NULL, of any: "2020H1", "h1-2020". */
const char *period_suggest (const catalog_t *catalog, const form_t *form, const char *typed, nearest_t *nearest);

/*  Whether NAME is a period that FORM or, where that is NULL, any form is filled for. */
bool period_is_filled (const catalog_t *catalog, const form_t *form, const char *name);

#endif
