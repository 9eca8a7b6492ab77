/*  suggest.c — near words among forms and periods.  The year that was typed is believed: only the rest is guessed. */

#include "catalogue/suggest.h"

#include "catalogue/period.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

const char *form_suggest (const catalog_t *catalog, const char *typed, nearest_t *nearest)
{
    nearest_begin (nearest, typed);
    for (size_t i = 0; i < catalog->form_count; i++) {
        const char *code = catalog->forms[i].code, *own = strchr (code, '-');
        nearest_offer (nearest, code, code);
        if (own)
            nearest_offer (nearest, own + 1, code);
    }
    return nearest_found (nearest);
}

bool period_is_filled (const catalog_t *catalog, const form_t *form, const char *name)
{
    period_t period;
    for (size_t i = 0; i < catalog->form_count; i++) {
        const form_t *one = &catalog->forms[i];
        if ((!form || strcmp (form->code, one->code) == 0) &&
            period_parse (catalog, one->calendar, name, &period) == QCDC_OK && period_served_by (&period, one))
            return true;
    }
    return false;
}

/*  Whether what stands around the YEAR in TYPED speaks of the whole of it: figures add up from its first day, so whoever
 *  writes a second half means the year. */
static bool means_year (const char *typed, const char *year)
{
    static const char *const WORDS[] = {"h2", "2h", "y", "year", "n", "nam", "canam", "12m", "12t", "12thang"};
    char plain[WORD_PLAIN_BYTES], around[WORD_PLAIN_BYTES];
    size_t used = 0;
    snprintf (around, sizeof around, "%.*s %s", (int)(year - typed), typed, year + 4);
    word_plain (around, plain);
    for (const char *at = plain; *at; at++)
        if (isalnum ((unsigned char)*at))
            plain[used++] = *at;
    plain[used] = '\0';
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcmp (plain, WORDS[i]) == 0)
            return true;
    return false;
}

const char *period_suggest (const catalog_t *catalog, const form_t *form, const char *typed, nearest_t *nearest)
{
    static const char *const KINDS[] = {"H1",  "H2",  "",    "9M",  "Q1",  "Q2",  "Q3",  "Q4",  "M01", "M02",
                                        "M03", "M04", "M05", "M06", "M07", "M08", "M09", "M10", "M11", "M12"};
    nearest_begin (nearest, typed);
    const char *year = typed;
    while (*year && strspn (year, "0123456789") != 4)
        year += strspn (year, "0123456789") ? strspn (year, "0123456789") : 1;
    char whole[16];
    snprintf (whole, sizeof whole, "%.4s", year);
    if (*year && means_year (typed, year) && period_is_filled (catalog, form, whole)) {
        nearest_offer (nearest, typed, whole);
        return nearest_found (nearest);
    }
    for (size_t i = 0; *year && i < sizeof KINDS / sizeof *KINDS; i++) {
        char name[16], together[16], turned[16];
        snprintf (name, sizeof name, "%.4s%s%s", year, *KINDS[i] ? "-" : "", KINDS[i]);
        snprintf (together, sizeof together, "%.4s%s", year, KINDS[i]);
        snprintf (turned, sizeof turned, "%s%s%.4s", KINDS[i], *KINDS[i] ? "-" : "", year);
        if (!period_is_filled (catalog, form, name))
            continue;
        nearest_offer (nearest, name, name);
        nearest_offer (nearest, together, name);
        nearest_offer (nearest, turned, name);
    }
    return nearest_found (nearest);
}
