/*  derive.c — the figures that are computed from reported ones, never typed in and never averaged.
 *
 *  A rate over several members, offices or periods is computed from the summed counts: an average of percentages
 *  would give a commune of ten enterprises the weight of a town of a thousand. */

#include "rules/derive.h"

#include "catalogue/cell.h"

#include <stdio.h>
#include <stdlib.h>
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

char *ratio_format (int64_t ratio, char *text)
{
    long long size = llabs ((long long)ratio);
    snprintf (text, 32, "%s%lld.%02lld", ratio < 0 ? "-" : "", size / 100, size % 100);
    return text;
}

rate_t rate_begin (const catalog_t *catalog, const indicator_t *ratio)
{
    return (rate_t){.catalog = catalog, .ratio = ratio};
}

bool rate_add (rate_t *self, const char *member, value_lookup_fn *lookup, void *arg)
{
    int64_t sums[2] = {0, 0}; /* denominator, numerator */
    bool capped = false, overflow = false;
    const derived_term_t *term = NULL;
    while ((term = catalog_next_term (self->catalog, self->ratio, term))) {
        char cell[2 * QCDC_CELL_BYTES_MAX];
        int length = snprintf (cell, sizeof cell, "%s%s%s%s%s", term->indicator, *member ? "." : "", member,
                               *term->member ? "." : "", term->member);
        int64_t value;
        if (length > (int)QCDC_CELL_BYTES_MAX || !lookup (cell, term->year_ago, &value, arg))
            return false;
        capped |= term->capped;
        int64_t *sum = &sums[term->numerator];
        overflow |= __builtin_mul_overflow (value, term->sign, &value) || __builtin_add_overflow (*sum, value, sum);
    }
    overflow |= __builtin_add_overflow (self->numerator_e4, sums[1], &self->numerator_e4);
    overflow |= __builtin_add_overflow (self->denominator_e4, sums[0], &self->denominator_e4);
    self->found = true;
    self->capped |= capped;
    self->overflow |= overflow;
    return true;
}

bool rate_value (const rate_t *self, int64_t *numerator_e4, int64_t *denominator_e4, int64_t *ratio)
{
    *denominator_e4 = self->denominator_e4;
    /*  As the rule reads: the minimum of what has been summed.  A head who receives citizens more often than
     *  required does not raise the rate above 100, V-C4. */
    bool beyond = self->capped && self->numerator_e4 > self->denominator_e4;
    *numerator_e4 = beyond ? self->denominator_e4 : self->numerator_e4;
    return self->found && !self->overflow && ratio_e2 (*numerator_e4, *denominator_e4, ratio);
}

/*  A rate, and where one report's values are found. */
typedef struct {
    rate_t rate;
    value_lookup_fn *lookup;
    void *arg;
} summing_t;

static qcdc_status member_add (const indicator_t *indicator, const char *cell, void *arg)
{
    summing_t *self = arg;
    (void)indicator;
    rate_add (&self->rate, cell_member (cell), self->lookup, self->arg);
    return QCDC_OK;
}

bool derive_ratio (const catalog_t *catalog, const indicator_t *ratio, const char *member, value_lookup_fn *lookup,
                   void *arg, int64_t *numerator_e4, int64_t *denominator_e4, int64_t *ratio_hundredths)
{
    summing_t self = {rate_begin (catalog, ratio), lookup, arg};
    if (member && *member)
        rate_add (&self.rate, member, lookup, arg);
    else if (indicator_each_cell (ratio, member_add, &self) != QCDC_OK)
        return false;
    return rate_value (&self.rate, numerator_e4, denominator_e4, ratio_hundredths);
}
