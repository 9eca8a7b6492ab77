/*  query_help.c — the head of a named question, as a person reads it. */

#include "commands/query_help.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "commands/usage.h"
#include "commands/values.h"
#include "show/layout.h"
#include "show/naming.h"
#include "show/output.h"
#include "show/pager.h"
#include "texts/query_head.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_WIDTH = 20 };

typedef struct {
    FILE *out;
    size_t columns;
    bool any;
} printing_t;

/*  What is typed for PARAM: "period=PERIOD", with the place in the reader's language. */
static char *param_typed (const query_param_t *param)
{
    char *place QCDC_CLEANUP (memory_free) = usage_text (*param->place ? param->place : "TEXT"), *typed = NULL;
    return place && asprintf (&typed, "%s=%s", param->name, place) >= 0 ? typed : NULL;
}

/*  The words of the line, required ones first and bare. */
static bool print_required (const query_param_t *param, void *arg)
{
    const printing_t *self = arg;
    char *typed QCDC_CLEANUP (memory_free) = param_typed (param);
    if (param->required)
        fprintf (self->out, " %s", typed ? typed : param->name);
    return true;
}

static bool print_optional (const query_param_t *param, void *arg)
{
    const printing_t *self = arg;
    char *typed QCDC_CLEANUP (memory_free) = param_typed (param);
    if (!param->required)
        fprintf (self->out, " [%s]", typed ? typed : param->name);
    return true;
}

static bool print_param (const query_param_t *param, void *arg)
{
    printing_t *self = arg;
    char *text QCDC_CLEANUP (memory_free) = NULL, name[QUERY_WORD_BYTES + 8];
    if (!self->any)
        fprintf (self->out, "\n    %s\n", _ ("Parameters:"));
    self->any = true;
    int length = param->required ? asprintf (&text, "%s %s", _ (param->text), _ ("(required)"))
                 : *param->fallback
                     ? asprintf (&text, _ ("%s (%s where it is not given)"), _ (param->text), param->fallback)
                     : asprintf (&text, "%s", _ (param->text));
    snprintf (name, sizeof name, "    %s", param->name);
    layout_field (self->out, self->columns, name, NAME_WIDTH, length < 0 ? param->text : text);
    if (values_explained (param->place))
        usage_print_values (self->out, param->place);
    return true;
}

static bool print_column (const query_column_t *column, void *arg)
{
    printing_t *self = arg;
    char *text QCDC_CLEANUP (memory_free) = NULL, name[QUERY_WORD_BYTES + 8];
    /* Where the heading of a table is another word than the name that files have. */
    const char *word = people_word ("column", column->name);
    char *heading QCDC_CLEANUP (memory_free) = word == column->name ? NULL : people_heading (column->name);
    if (!self->any)
        fprintf (self->out, "\n    %s\n", _ ("Columns:"));
    self->any = true;
    int length = asprintf (&text, column->if_by ? _ ("%s%s%s (where by names it)") : "%s%s%s", heading ? heading : "",
                           heading ? ": " : "", _ (column->text));
    snprintf (name, sizeof name, "    %s", column->name);
    layout_field (self->out, self->columns, name, NAME_WIDTH, length < 0 ? column->text : text);
    return true;
}

/*  "province analyst" in the reader's words. */
static void print_roles (FILE *out, const char *name)
{
    char roles[QUERY_TEXT_BYTES], *rest = NULL;
    const char *between = " ";
    query_roles (name, roles);
    fprintf (out, "\n    %s", _ ("May be asked by:"));
    for (char *role = strtok_r (roles, " ", &rest); role; role = strtok_r (NULL, " ", &rest)) {
        fprintf (out, "%s%s", between, people_word ("role", role));
        between = ", ";
    }
    putc ('\n', out);
}

void query_help_print (FILE *out, const char *name)
{
    size_t columns, lines;
    terminal_size (out, &columns, &lines);
    printing_t printing = {.out = out, .columns = columns};
    fprintf (out, "  qcdc query %s", name);
    query_params_each (name, print_required, &printing);
    query_params_each (name, print_optional, &printing);
    char answers[QUERY_TEXT_BYTES];
    query_answers (name, answers);
    fprintf (out, "\n      %s\n", *answers ? _ (answers) : "");
    print_roles (out, name);
    query_params_each (name, print_param, &printing);
    printing.any = false;
    query_columns_each (name, print_column, &printing);
    fprintf (out, "\n    %s\n",
             _ ("As of every query: limit=N, order=COLUMN, --format, -o, --patience (see qcdc help query)"));
}
