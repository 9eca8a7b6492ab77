/*  command_review_view.c — qcdc review list, show and check: what the reviewer looks at, asked of the server.
 *
 *  Each is a named query and what people need of it; programs ask the query itself. */

#include "commands/command_review.h"

#include "base/i18n.h"
#include "line/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX 4u
#define SHOWN_MAX 32u
#define KEPT_MAX 2u

qcdc_status review_check_role (const desk_t *desk, fault_t *fault)
{
    if (desk->home.role == ROLE_PROVINCE)
        return QCDC_OK;
    return fault_set (fault, QCDC_FORBIDDEN, NULL, "%s", _ ("only the provincial committee reviews reports"));
}

/*  An answer on its way to a table, without the columns that are for programs. */
typedef struct {
    output_t *output;
    const char *const *hidden;
    bool shown[SHOWN_MAX];
    const char *const *kept; /* of the columns that are not shown; may be NULL */
    int places[SHOWN_MAX];   /* which of those a column is; -1: none */
    char *texts[KEPT_MAX];   /* of the last row, malloc'ed; NULL: nothing is in it */
    fault_t *fault;
} relay_t;

static qcdc_status relay_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    relay_t *relay = arg;
    for (size_t i = 0; i < count && i < SHOWN_MAX; i++) {
        relay->shown[i] = true;
        relay->places[i] = -1;
        for (size_t k = 0; relay->kept && k < KEPT_MAX; k++)
            if (strcmp (relay->kept[k], columns[i]->name) == 0)
                relay->places[i] = (int)k;
        for (size_t k = 0; relay->hidden[k]; k++)
            relay->shown[i] = relay->shown[i] && strcmp (relay->hidden[k], columns[i]->name) != 0;
        if (relay->shown[i])
            QCDC_TRY (output_column (relay->output, columns[i]->name, columns[i]->type, relay->fault));
    }
    return QCDC_OK;
}

static qcdc_status relay_cell (size_t column, const char *text, void *arg)
{
    relay_t *relay = arg;
    int place = column < SHOWN_MAX ? relay->places[column] : -1;
    if (place >= 0) {
        free (relay->texts[place]);
        relay->texts[place] = text ? strdup (text) : NULL;
        if (text && !relay->texts[place])
            return fault_set (relay->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    }
    return column < SHOWN_MAX && relay->shown[column] ? output_cell (relay->output, text, relay->fault) : QCDC_OK;
}

static void relay_release (relay_t *relay)
{
    for (size_t k = 0; k < KEPT_MAX; k++)
        free (relay->texts[k]);
}

/*  One query, as a table; NONE is said of an answer without rows. */
typedef struct {
    const char *name;
    const char *const *hidden;
    const char *none;
    const char *const *kept; /* of the hidden columns, for SAY below the table; NULL */
    void (*say) (char *const *texts);
    query_key_t keys[KEYS_MAX];
    size_t key_count;
} showing_t;

static void key_add (showing_t *showing, const char *name, const char *value)
{
    if (value)
        showing->keys[showing->key_count++] = (query_key_t){name, value};
}

static qcdc_status show_query (desk_t *desk, const args_t *args, const showing_t *showing, fault_t *fault)
{
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (review_check_role (desk, fault));
    QCDC_TRY (output_new (args->format, stdout, NULL, 0, &output, fault));
    output_name_by (output, desk->home.catalog);
    for (size_t i = 0; i < showing->key_count; i++)
        if (strcmp (showing->keys[i].name, "period") == 0)
            output_name_in (output, NULL, showing->keys[i].value, false);
    QCDC_TRY (args_arrange (args, output, fault));
    output_none (output, showing->none);
    QCDC_TRY (query_open (&desk->home, args->patience_ms, &query, &desk->later, fault));
    relay_t relay QCDC_CLEANUP (relay_release) = {
        .output = output, .hidden = showing->hidden, .kept = showing->kept, .fault = fault};
    const query_sink_t sink = {relay_columns, relay_cell, &relay};
    QCDC_TRY (query_run (query, showing->name, showing->keys, showing->key_count, &sink, fault));
    QCDC_TRY (output_finish (output, fault));
    if (showing->say)
        showing->say (relay.texts);
    return QCDC_OK;
}

static qcdc_status list (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const char *const HIDDEN[] = {"hash", "version", NULL};
    showing_t showing = {.name = "report_reviews", .hidden = HIDDEN, .none = _ ("no report has been filed yet")};
    (void)arg;
    if (args_value (args, "office") || args_value (args, "form") || args_value (args, "period") ||
        args_value (args, "state"))
        showing.none = _ ("no report is like that");
    key_add (&showing, "office", args_value (args, "office"));
    key_add (&showing, "form", args_value (args, "form"));
    key_add (&showing, "period", args_value (args, "period"));
    key_add (&showing, "review", args_value (args, "state"));
    return show_query (desk, args, &showing, fault);
}

int review_list (const command_t *command)
{
    static const char *const KEYS[] = {"office", "form", "period", "state", "limit", "order", NULL};
    static const desk_work_t WORK = {.line = {.keys = KEYS, .takes_format = true, .takes_patience = true},
                                     .work = list};
    return command_at_desk (command, &WORK, NULL);
}

/*  Whose figures stand beside those of the report, where they are not its office's alone. */
static const char *const BEFORE[] = {"before_of", "before_lacks", NULL};

static void before_say (char *const *texts)
{
    if (texts[1])
        printf (_ ("Not compared with the year before: nothing whole is there of %s.\n"), texts[1]);
    else if (texts[0])
        printf (_ ("The figures of the year before are the sum of %s.\n"), texts[0]);
}

static qcdc_status show (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const char *const HIDDEN[] = {NULL};
    bool for_people = args->format == FORMAT_TABLE;
    showing_t showing = {
        .name = "report_cells",
        .hidden = for_people ? BEFORE : HIDDEN,
        .kept = for_people ? BEFORE : NULL,
        .say = for_people ? before_say : NULL,
        .none = _ (
            "no figures: no such report was filed, it was taken back, or it says that there is nothing to report")};
    (void)arg;
    key_add (&showing, "office", args->words[0]);
    key_add (&showing, "form", args->words[1]);
    key_add (&showing, "period", args->words[2]);
    return show_query (desk, args, &showing, fault);
}

int review_show (const command_t *command)
{
    static const char *const KEYS[] = {"limit", "order", NULL};
    static const desk_work_t WORK = {
        .line = {.words_min = 3, .words_max = 3, .keys = KEYS, .takes_format = true, .takes_patience = true},
        .work = show};
    return command_at_desk (command, &WORK, NULL);
}

static qcdc_status check (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const char *const HIDDEN[] = {NULL};
    showing_t showing = {.name = "review_check", .hidden = HIDDEN, .none = _ ("nothing stands out")};
    (void)arg;
    key_add (&showing, "form", args_value (args, "form"));
    key_add (&showing, "period", args_value (args, "period"));
    key_add (&showing, "office", args_value (args, "office"));
    return show_query (desk, args, &showing, fault);
}

int review_check (const command_t *command)
{
    static const char *const KEYS[] = {"form", "period", "office", "limit", "order", NULL};
    static const desk_work_t WORK = {.line = {.keys = KEYS, .takes_format = true, .takes_patience = true},
                                     .work = check};
    return command_at_desk (command, &WORK, NULL);
}
