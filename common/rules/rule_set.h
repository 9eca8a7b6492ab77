/*  rule_set.h — all rules and constants together: read, compiled, held against each other.
 *
 *  One immutable structure over a catalog, made once and shared by all threads; whoever makes it owns it, and the catalog must
 *  outlive it. */

#ifndef QCDC_RULE_SET_H
#define QCDC_RULE_SET_H

#include "rules/rule.h"

typedef struct rule_set {
    rule_names_t names;
    const rule_t *const *rules; /* in the order of the files */
    size_t rule_count;
} rule_set_t;

/*  Compiles the rules and constants of CATALOG.  QCDC_BAD_CATALOGUE with the row and its column; QCDC_BAD_RULE with the row and the
 *  rule; QCDC_NO_MEMORY. */
qcdc_status rule_set_new (const catalog_t *catalog, rule_set_t **self_p, fault_t *fault) QCDC_CHECK;

void rule_set_destroy (rule_set_t **self_p);

/*  Whether any rule, of whatever days, computes FIGURE. */
bool rule_set_computes (const rule_set_t *self, const indicator_t *figure);

/*  The rule CODE on DAY, and the one that computes FIGURE then; NULL where there is none. */
const rule_t *rule_set_find (const rule_set_t *self, const char *code, int32_t day);
const rule_t *rule_set_derived (const rule_set_t *self, const indicator_t *figure, int32_t day);

#endif
