/*  figure.h — one figure, PERIOD/FORM/CELL[@UNIT], and the reported values that it is made of.
 *
 *  A list of parts owns its texts.  Every number in it is in machine form. */

#ifndef QCDC_FIGURE_H
#define QCDC_FIGURE_H

#include "base/limits.h"
#include "catalogue/catalog.h"
#include "catalogue/lineage.h"
#include "catalogue/period.h"
#include "rules/rule_total.h"

typedef struct {
    char period[PERIOD_TEXT_BYTES];
    period_t span;
    const form_t *form;
    const struct rule *rule; /* that computes it; NULL of what is reported, and where no rules were compiled */
    const indicator_t *indicator;
    char cell[QCDC_CELL_BYTES_MAX + 1];
    char unit[UNIT_TEXT_BYTES]; /* "" for the province */
} figure_t;

/*  QCDC_USAGE, QCDC_BAD_FORM, QCDC_BAD_PERIOD, QCDC_BAD_CELL with what there is instead. */
qcdc_status figure_parse (const catalog_t *catalog, const char *text, figure_t *figure, fault_t *fault) QCDC_CHECK;

typedef enum {
    PART_OFFICE,
    PART_UNIT,
    PART_PERIOD,
    PART_CELL,
    PART_VALUE,
    PART_ENTRY,
    PART_WRITTEN_AT,
    PART_COMMITTED_AT,
    PART_HOW,
    PART_COLUMNS
} part_column;
extern const char *const PART_NAMES[PART_COLUMNS];

/*  One reported value, as texts in machine form (malloc'ed, NULL where not known). */
typedef struct {
    char *texts[PART_COLUMNS];
} part_t;

typedef struct {
    part_t *items;
    size_t count, size;
} parts_t;

part_t *parts_add (parts_t *self); /* empty; NULL when out of memory */
void parts_release (parts_t *self);

/*  What its parts come to, in machine form: the sum, or what the rule makes of the sums.  false where there is
 *  none. */
bool parts_value (parts_t *self, const catalog_t *catalog, const figure_t *figure, char text[32]);

/*  Why there is none though all that it needs was reported, a msgid: not reported is not the same as divided by 0.  NULL: it was not
 *  reported. */
const char *parts_lack (parts_t *self, const catalog_t *catalog, const figure_t *figure);

/*  The same of a total that comes to nothing though all that it needs was reported, a msgid; NULL where something was not. */
const char *rate_lack (const rule_total_t *total);

/*  What a rate is computed from, in the codes of its cells, "100 × (G01 - G02) / G03"; malloc'ed, NULL where there is no rule, or out
 *  of memory. */
char *figure_formula (const figure_t *figure);

#endif
