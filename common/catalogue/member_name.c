/*  member_name.c — names of members in both languages: what is shown in the one can be typed in the other. */

#include "catalogue/member_name.h"

#include "base/limits.h"
#include "catalogue/cell.h"

#include <string.h>

const char *member_name (const dimension_t *dimension, const char *member, bool vietnamese)
{
    size_t place = 0;
    while (dimension && dimension->members[place] && strcmp (dimension->members[place], member) != 0)
        place++;
    if (!dimension || !dimension->members[place])
        return NULL;
    const char *name = (vietnamese ? dimension->names_vi : dimension->names_en)[place];
    return *name ? name : NULL;
}

static const char *shown (const dimension_t *dimension, const char *member, bool vietnamese)
{
    const char *name = member_name (dimension, member, vietnamese);
    if (!name)
        name = member_name (dimension, member, true);
    return name ? name : member;
}

void member_names_print (FILE *out, const indicator_t *indicator, const char *cell, bool vietnamese)
{
    char word[QCDC_CELL_BYTES_MAX + 1];
    const char *members = cell_member (cell), *between = "";
    for (const dimension_t *const *dimension = indicator->dimensions; *members; between = ", ") {
        size_t length = strcspn (members, ".");
        snprintf (word, sizeof word, "%.*s", (int)length, members);
        fprintf (out, "%s%s", between, shown (*dimension, word, vietnamese));
        members += length + (members[length] == '.');
        dimension += *dimension != NULL;
    }
}
