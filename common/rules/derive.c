/*  derive.c — the figures that are computed from reported ones, never typed in and never averaged.
 *
 *  A rate over several members, offices or periods is computed from the summed counts: an average of percentages would give
 *  a commune of ten enterprises the weight of a town of a thousand. */

#include "catalogue/cell.h"

#include <stdio.h>
#include <string.h>

bool ratio_e2 (int64_t numerator_e4, int64_t denominator_e4, int64_t *ratio)
{
    if (denominator_e4 == 0)
        return false;
    /*  Wider than int64: sums of the largest values, times 10 000. */
    __int128 numerator = (__int128)numerator_e4 * 10000;
    __int128 denominator = denominator_e4;
    bool negative = (numerator < 0) != (denominator < 0);
    if (numerator < 0)
        numerator = -numerator;
    if (denominator < 0)
        denominator = -denominator;
    __int128 rounded = (2 * numerator + denominator) / (2 * denominator);
    if (rounded > INT64_MAX)
        return false;
    *ratio = negative ? -(int64_t)rounded : (int64_t)rounded;
    return true;
}

typedef struct {
    const catalog_t *catalog;
    const indicator_t *ratio;
    value_lookup_fn *lookup;
    void *arg;
    bool found; /* at least one member has every term */
    bool capped;
    bool overflow;
    int64_t numerator;
    int64_t denominator;
} sums_t;

/*  Adds the terms of one cell of the ratio, or nothing if a term is blank: half a ratio would be a wrong one. */
static void terms_add (sums_t *self, const char *member)
{
    int64_t sums[2] = {0, 0}; /* denominator, numerator */
    for (size_t i = 0; i < self->catalog->derived_count; i++) {
        const derived_term_t *term = &self->catalog->derived[i];
        if (strcmp (term->ratio, self->ratio->code) != 0)
            continue;
        char cell[2 * QCDC_CELL_BYTES_MAX];
        int length = snprintf (cell, sizeof cell, "%s%s%s%s%s", term->indicator, *member ? "." : "", member,
                               *term->member ? "." : "", term->member);
        int64_t value;
        if (length > (int)QCDC_CELL_BYTES_MAX || !self->lookup (cell, term->year_ago, &value, self->arg))
            return;
        self->capped |= term->capped;
        int64_t *sum = &sums[term->numerator];
        if (__builtin_mul_overflow (value, term->sign, &value) || __builtin_add_overflow (*sum, value, sum))
            self->overflow = true;
    }
    if (__builtin_add_overflow (self->numerator, sums[1], &self->numerator) ||
        __builtin_add_overflow (self->denominator, sums[0], &self->denominator))
        self->overflow = true;
    self->found = true;
}

static qcdc_status member_add (const indicator_t *indicator, const char *cell, void *arg)
{
    size_t code_length = strlen (indicator->code);
    terms_add (arg, cell[code_length] == '.' ? cell + code_length + 1 : "");
    return QCDC_OK;
}

bool derive_ratio (const catalog_t *catalog, const indicator_t *ratio, const char *member, value_lookup_fn *lookup,
                   void *arg, int64_t *numerator_e4, int64_t *denominator_e4, int64_t *ratio_hundredths)
{
    sums_t sums = {.catalog = catalog, .ratio = ratio, .lookup = lookup, .arg = arg};
    if (member && *member)
        terms_add (&sums, member);
    else if (indicator_each_cell (ratio, member_add, &sums) != QCDC_OK)
        return false;
    /*  As the rule reads: the minimum of what has been summed.  A head who receives citizens more often than required does
     *  not raise the rate above 100, V-C4. */
    if (sums.capped && sums.numerator > sums.denominator)
        sums.numerator = sums.denominator;
    *numerator_e4 = sums.numerator;
    *denominator_e4 = sums.denominator;
    if (!sums.found || sums.overflow)
        return false;
    return ratio_e2 (sums.numerator, sums.denominator, ratio_hundredths);
}
