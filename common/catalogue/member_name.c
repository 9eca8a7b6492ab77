/*  member_name.c — names of members in both languages: what is shown in the one can be typed in the other. */

#include "catalogue/member_name.h"

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
