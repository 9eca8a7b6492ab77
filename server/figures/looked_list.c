/*  looked_list.c — the figures of other reports that rules look at, written down for SQL.
 *
 *  Days are left out of it, and whether a version of the form has the cells: a code too many costs a few rows, one too few a finding. */

#include "figures/looked_list.h"

#include "rules/rule_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    FILE *list;
    const char *kind;
    bool first_half; /* the part of the entry that is written: what is looked at in the first half alone */
} looking_t;

static void look (const indicator_t *indicator, rule_period period, void *arg)
{
    const looking_t *self = arg;
    /* Said of the year's report, the year is its own. */
    bool own = period == RULE_P || (period == RULE_YEAR && strcmp (self->kind, "Y") == 0);
    if (!own && (period == RULE_H1) == self->first_half)
        fprintf (self->list, "+%s", indicator ? indicator->code : "*");
}

static void part_write (const catalog_t *catalog, const form_t *form, const char *kind, looking_t *self)
{
    const rule_set_t *rules = catalog->rules;
    fputc (':', self->list);
    for (size_t i = 0; rules && i < rules->rule_count; i++)
        if (rule_severity_of (rules->rules[i]) != RULE_DERIVED && rule_is_for (rules->rules[i], form->code, kind))
            rule_each_look (rules->rules[i], look, self);
}

/*  Versions of a form have one code: the first that is filled for KIND speaks for all. */
static bool is_written (const catalog_t *catalog, const form_t *form, const char *kind)
{
    for (const form_t *before = catalog->forms; before < form; before++)
        for (const char *const *other = before->periods; strcmp (before->code, form->code) == 0 && *other; other++)
            if (strcmp (*other, kind) == 0)
                return true;
    return false;
}

char *query_looked (const catalog_t *catalog)
{
    char *text = NULL;
    size_t size = 0, count = 0;
    FILE *list = open_memstream (&text, &size);
    if (!list)
        return NULL;
    fputc ('{', list);
    for (const form_t *form = catalog->forms; form < catalog->forms + catalog->form_count; form++)
        for (const char *const *kind = form->periods; *kind; kind++) {
            looking_t any = {list, *kind, false}, first_half = {list, *kind, true};
            if (is_written (catalog, form, *kind))
                continue;
            fprintf (list, "%s%s:%s", count++ ? "," : "", form->code, *kind);
            part_write (catalog, form, *kind, &any);
            part_write (catalog, form, *kind, &first_half);
        }
    fputc ('}', list);
    if (fclose (list) == 0)
        return text;
    free (text);
    return NULL;
}
