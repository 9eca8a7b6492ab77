/*  query_head.c — reading the heads of the named questions: "-- param period period required: the period, such as 2020-H1". */

#include "texts/query_head.h"

#include "base/embed.h"

#include <stdio.h>
#include <string.h>

static const embed_t *query_file (const char *name)
{
    size_t length = strlen (name);
    for (const embed_t *file = embed_queries; file->name; file++)
        if (strncmp (file->name, name, length) == 0 && strcmp (file->name + length, ".sql") == 0)
            return file;
    return NULL;
}

bool query_known (const char *name)
{
    return query_file (name) != NULL;
}

static const char *line_next (const char *at)
{
    const char *end = strchr (at, '\n');
    return end ? end + 1 : at + strlen (at);
}

/*  What a line of the head says after ": ". */
static void text_take (const char *line, char text[QUERY_TEXT_BYTES])
{
    size_t length = strcspn (line, "\n");
    const char *colon = strstr (line, ": ");
    text[0] = '\0';
    if (colon && colon + 2 < line + length)
        snprintf (text, QUERY_TEXT_BYTES, "%.*s", (int)(line + length - colon - 2), colon + 2);
}

void query_answers (const char *name, char answers[QUERY_TEXT_BYTES])
{
    const embed_t *file = query_file (name);
    text_take (file ? file->begin : "", answers);
}

void query_each (query_fn *each, void *arg)
{
    for (const embed_t *file = embed_queries; file->name; file++) {
        char name[QUERY_NAME_BYTES], answers[QUERY_TEXT_BYTES];
        snprintf (name, sizeof name, "%.*s", (int)strcspn (file->name, "."), file->name);
        text_take (file->begin, answers);
        if (!each (name, answers, arg))
            return;
    }
}

const char *query_nearest (const char *name, nearest_t *nearest)
{
    nearest_begin (nearest, name);
    for (const embed_t *file = embed_queries; file->name; file++) {
        char candidate[QUERY_NAME_BYTES];
        snprintf (candidate, sizeof candidate, "%.*s", (int)strcspn (file->name, "."), file->name);
        nearest_offer (nearest, candidate, candidate);
    }
    return nearest_found (nearest);
}

/*  ---------------------------------------------------------------- parameters */

/*  What the server's types of parameters are on a command line. */
static const struct {
    const char *type, *place;
} TYPES[] = {{"kind", "KIND"},
             {"task_state", "TASK_STATE"},
             {"source", "SOURCE"},
             {"field", "FIELD"},
             {"state", "STATE"},
             {"form", "FORM"},
             {"period", "PERIOD"},
             {"window", "PERIOD"},
             {"cell", "CELL"},
             {"unit", "UNIT"},
             {"office", "OFFICE"},
             {"date", "DAY"},
             {"since", "DAY"},
             {"until", "DAY"},
             {"as_of", "DAY"},
             {"units", "then|now"},
             {"basis", "received|settled"},
             {"standing", "STANDING"},
             {"severity", "contradiction|warning|alert"},
             {"words", "TEXT"},
             {"page", "N"},
             {"rule", "TEXT"},
             {"ended", "ENDED"},
             {"handler", "NAME"},
             {"list", "LIST"},
             {"flag", "FLAG"}};

/*  "what to count by: unit, kind, field, month; everything …": the words between the colon and the semicolon, with bars. */
static void choices_take (query_param_t *param)
{
    const char *colon = strstr (param->text, ": ");
    size_t used = 0;
    for (const char *at = colon ? colon + 2 : ""; *at && *at != ';' && used + 1 < sizeof param->choices; at++)
        if (*at == ',')
            param->choices[used++] = '|';
        else if (*at != ' ')
            param->choices[used++] = *at;
    param->choices[used] = '\0';
    param->place = param->choices;
}

/*  "-- param NAME TYPE [required|default VALUE]: text". */
static bool param_read (const char *line, query_param_t *param)
{
    char type[QUERY_WORD_BYTES], word[QUERY_WORD_BYTES] = "";
    *param = (query_param_t){.place = ""};
    if (sscanf (line, "-- param %31[a-z_] %31[a-z_] %31[a-z] %31[a-z_]", param->name, type, word, param->fallback) <
        2)
        return false;
    text_take (line, param->text);
    param->required = strcmp (word, "required") == 0;
    if (strcmp (word, "default") != 0)
        param->fallback[0] = '\0';
    if (strcmp (type, "by") == 0)
        choices_take (param);
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (strcmp (TYPES[i].type, type) == 0)
            param->place = TYPES[i].place;
    return true;
}

void query_params_each (const char *name, query_param_fn *each, void *arg)
{
    query_param_t param;
    const embed_t *file = query_file (name);
    for (const char *at = file ? file->begin : ""; strncmp (at, "--", 2) == 0; at = line_next (at))
        if (param_read (at, &param) && !each (&param, arg))
            return;
}

bool query_param (const char *name, const char *key, query_param_t *param)
{
    const embed_t *file = query_file (name);
    for (const char *at = file ? file->begin : ""; strncmp (at, "--", 2) == 0; at = line_next (at))
        if (param_read (at, param) && strcmp (param->name, key) == 0)
            return true;
    return false;
}

/*  ---------------------------------------------------------------- columns and roles */

/*  "-- column NAME TYPE [sum] [if by]: text". */
void query_columns_each (const char *name, query_column_fn *each, void *arg)
{
    const embed_t *file = query_file (name);
    for (const char *at = file ? file->begin : ""; strncmp (at, "--", 2) == 0; at = line_next (at)) {
        query_column_t column = {.if_by = false};
        if (sscanf (at, "-- column %31[a-z_0-9] ", column.name) != 1)
            continue;
        text_take (at, column.text);
        const char *by = strstr (at, " if by: "), *colon = strstr (at, ": ");
        column.if_by = by && by < colon;
        if (!each (&column, arg))
            return;
    }
}

void query_roles (const char *name, char roles[QUERY_TEXT_BYTES])
{
    static const char ROLES[] = "-- roles ";
    const embed_t *file = query_file (name);
    roles[0] = '\0';
    for (const char *at = file ? file->begin : ""; strncmp (at, "--", 2) == 0; at = line_next (at))
        if (strncmp (at, ROLES, sizeof ROLES - 1) == 0)
            snprintf (roles, QUERY_TEXT_BYTES, "%.*s", (int)(strcspn (at, "\n") - (sizeof ROLES - 1)),
                      at + sizeof ROLES - 1);
}
