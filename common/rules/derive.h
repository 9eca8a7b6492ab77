/*  derive.h — the figures that are computed from reported ones: 100 × sum of terms / sum of terms.
 *
 *  The one place in C that knows how a rate is made, for a file being checked, a report and a figure of many reports
 *  alike.  Pure functions; the caller says where values are found. */

#ifndef QCDC_DERIVE_H
#define QCDC_DERIVE_H

#include "catalogue/catalog.h"

/*  100 × NUMERATOR / DENOMINATOR to two decimals, half up (away from zero), in hundredths of a percent: 4712 for 47.12.
 *  false (null) where the denominator is 0, or where the ratio is beyond int64 and no figure that makes sense. */
bool ratio_e2 (int64_t numerator_e4, int64_t denominator_e4, int64_t *ratio);

/*  For files: "47.12", always with two decimals.  TEXT of at least 32 bytes.  Returns TEXT. */
char *ratio_format (int64_t ratio, char *text);

/*  Looks up a value of one report: true with *VALUE_E4, false where the cell is blank.  YEAR_AGO asks for the same
 *  period a year before. */
typedef bool (value_lookup_fn) (const char *cell, bool year_ago, int64_t *value_e4, void *arg);

/*  A rate in the making: what its terms have come to so far.  It holds no memory. */
typedef struct {
    const catalog_t *catalog;
    const indicator_t *ratio;
    int64_t numerator_e4;
    int64_t denominator_e4;
    bool found; /* at least one report had every term of a member */
    bool capped;
    bool overflow;
} rate_t;

rate_t rate_begin (const catalog_t *catalog, const indicator_t *ratio);

/*  Adds one report's terms of one member of the rate ("" where it has none).  Adds nothing and returns false if a
 *  term is blank: half a ratio would be a wrong one. */
bool rate_add (rate_t *self, const char *member, value_lookup_fn *lookup, void *arg);

/*  What the terms come to; *NUMERATOR_E4 and *DENOMINATOR_E4 are what the ratio is computed from.  false: null. */
bool rate_value (const rate_t *self, int64_t *numerator_e4, int64_t *denominator_e4, int64_t *ratio);

/*  One derived cell of one report ("G04", "B11.DAT_DAI", or "B11": from the terms summed over the members of which
 *  every term is reported; MEMBER is NULL or "" then). */
bool derive_ratio (const catalog_t *catalog, const indicator_t *ratio, const char *member, value_lookup_fn *lookup,
                   void *arg, int64_t *numerator_e4, int64_t *denominator_e4, int64_t *ratio_hundredths);

#endif
