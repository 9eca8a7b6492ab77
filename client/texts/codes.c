/*  codes.c — the nearest code to what was typed, by its name or its label, and lists of codes with their labels. */

#include "texts/codes.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "show/naming.h"

#include <stdio.h>
#include <string.h>

/*  The codes are numbered from 1 without a gap. */
const char *code_nearest (const char *typed, const char *(*name) (int code), nearest_t *nearest)
{
    nearest_begin (nearest, typed);
    for (int code = 1; name (code); code++) {
        nearest_offer (nearest, name (code), name (code));
        nearest_offer (nearest, people_word ("", name (code)), name (code));
    }
    return nearest_found (nearest);
}

/*  The words for the codes alone, FIRST before the others: typed, they are taken as the codes are. */
static void words_list (const char *first, const char *(*name) (int code), const char *format, fault_t *fault)
{
    char list[sizeof fault->advice] = "";
    size_t used = first ? (size_t)snprintf (list, sizeof list, "%s", people_word ("", first)) : 0;
    for (int code = 1; name (code) && used < sizeof list; code++)
        if (!first || strcmp (name (code), first) != 0)
            used += (size_t)snprintf (list + used, sizeof list - used, "%s%s", used ? "; " : "",
                                      people_word ("", name (code)));
    fault_advise (fault, format, list);
}

void codes_list (const char *typed, const char *(*name) (int code), const char *format, fault_t *fault)
{
    nearest_t nearest;
    char list[sizeof fault->advice] = "";
    const char *first = code_nearest (typed, name, &nearest);
    size_t used = first ? (size_t)snprintf (list, sizeof list, "%s", first) : 0;
    for (int code = 1; name (code) && used < sizeof list; code++)
        if (!first || strcmp (name (code), first) != 0)
            used += (size_t)snprintf (list + used, sizeof list - used, "%s%s", used ? ", " : "", name (code));
    char *said QCDC_CLEANUP (memory_free) = people_codes (list);
    /* A list that is cut in the middle of a word is none. */
    if (said && strlen (format) + strlen (said) >= sizeof fault->advice)
        words_list (first, name, format, fault);
    else
        fault_advise (fault, format, said ? said : list);
}

void codes_advise (const char *typed, const char *(*name) (int code), fault_t *fault)
{
    nearest_t nearest;
    if (code_nearest (typed, name, &nearest)) {
        char *said QCDC_CLEANUP (memory_free) = people_codes (nearest_found (&nearest));
        fault_advise (fault, _ ("did you mean %s?"), said ? said : nearest_found (&nearest));
    } else
        codes_list (typed, name, _ ("use one of %s"), fault);
}
