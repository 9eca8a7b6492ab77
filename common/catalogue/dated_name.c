/*  dated_name.c — names of indicators and members by day, found by halving: every cell that is shown asks for one or two. */

#include "catalogue/dated_name.h"

#include "base/day.h"
#include "base/limits.h"
#include "catalogue/cell.h"

#include <string.h>

static int name_order (const dated_name_t *name, const char *dimension, const char *code)
{
    int order = strcmp (name->dimension, dimension);
    return order ? order : strcmp (name->code, code);
}

/*  How many of NAMES, which are in the order of dimension, code and first day, stand before those of CODE that begin after DAY. */
static size_t place_behind (const dated_name_t *names, size_t count, const char *dimension, const char *code,
                            int32_t day)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = name_order (&names[middle], dimension, code);
        if (order < 0 || (order == 0 && names[middle].valid_from <= day))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const dated_name_t *name_on (const dated_name_t *names, size_t count, const char *dimension, const char *code,
                                    int32_t day)
{
    size_t place = place_behind (names, count, dimension, code, day);
    if (place > 0 && name_order (&names[place - 1], dimension, code) == 0)
        return &names[place - 1];
    return place < count && name_order (&names[place], dimension, code) == 0 ? &names[place] : NULL;
}

/*  Those of one code, of *COUNT in all. */
static const dated_name_t *names_of (const dated_name_t *names, size_t *count, const char *dimension,
                                     const char *code)
{
    size_t behind = place_behind (names, *count, dimension, code, INT32_MAX), first = behind;
    while (first > 0 && name_order (&names[first - 1], dimension, code) == 0)
        first--;
    *count = behind - first;
    return *count ? &names[first] : NULL;
}

const dated_name_t *indicator_name_on (const catalog_t *self, const char *code, int32_t day)
{
    return name_on (self->indicator_names, self->indicator_name_count, "", code, day);
}

const dated_name_t *member_name_on (const catalog_t *self, const char *dimension, const char *member, int32_t day)
{
    return name_on (self->member_names, self->member_name_count, dimension, member, day);
}

const dated_name_t *indicator_names (const catalog_t *self, const char *code, size_t *count)
{
    *count = self->indicator_name_count;
    return names_of (self->indicator_names, count, "", code);
}

const dated_name_t *member_names (const catalog_t *self, const char *dimension, const char *member, size_t *count)
{
    *count = self->member_name_count;
    return names_of (self->member_names, count, dimension, member);
}

const char *dated_name_in (const dated_name_t *name, bool vietnamese)
{
    return vietnamese || !*name->name_en ? name->name_vi : name->name_en;
}

/*  The next of the members *AT of a cell, into WORD; false: there are no more. */
static bool next_member (const char **at, char word[QCDC_CELL_BYTES_MAX + 1])
{
    size_t length = strcspn (*at, ".");
    snprintf (word, QCDC_CELL_BYTES_MAX + 1, "%.*s", (int)length, *at);
    *at += length + ((*at)[length] == '.');
    return length > 0;
}

void member_names_print (FILE *out, const catalog_t *self, const indicator_t *indicator, const char *cell,
                         int32_t day, bool vietnamese)
{
    char word[QCDC_CELL_BYTES_MAX + 1];
    const dimension_t *const *dimension = indicator->dimensions;
    const char *at = cell_member (cell), *between = "";
    for (; next_member (&at, word); between = ", ") {
        const dated_name_t *name = *dimension ? member_name_on (self, (*dimension)->code, word, day) : NULL;
        fprintf (out, "%s%s", between, name ? dated_name_in (name, vietnamese) : word);
        dimension += *dimension != NULL;
    }
}

int32_t member_names_until (const catalog_t *self, const indicator_t *indicator, const char *cell, int32_t day)
{
    char word[QCDC_CELL_BYTES_MAX + 1];
    int32_t until = QCDC_DAY_MAX;
    const char *at = cell_member (cell);
    for (const dimension_t *const *dimension = indicator->dimensions; *dimension && next_member (&at, word);
         dimension++) {
        size_t count;
        const dated_name_t *names = member_names (self, (*dimension)->code, word, &count);
        /* The first is theirs before it begins, too. */
        for (size_t i = 1; i < count; i++)
            if (names[i].valid_from > day && names[i].valid_from - 1 < until)
                until = names[i].valid_from - 1;
    }
    return until;
}
