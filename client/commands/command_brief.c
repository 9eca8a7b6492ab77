/*  command_brief.c — qcdc brief PERIOD [as_of=DAY] [--format html|md] [-o FILE]: the consolidated report of a period, as it stands or
 *  was known at the end of a day.
 *
 *  For the province and its analysts: it is made of the whole province's figures, which an office's device may not ask for. */

#include "commands/command.h"

#include "base/day.h"
#include "base/i18n.h"
#include "line/query_rows.h"
#include "papers/brief_write.h"
#include "rules/reference.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef struct {
    const char *period;
    const char *as_of; /* the day that is asked about, as it was given; NULL: what stands */
    document_format format;
    int patience_ms;
} request_t;

static qcdc_status read_format (const char *word, document_format *format, fault_t *fault)
{
    if (strcmp (word, "html") != 0 && strcmp (word, "md") != 0)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("--format takes html or md, not %s"), word);
    *format = strcmp (word, "md") == 0 ? DOCUMENT_MARKDOWN : DOCUMENT_HTML;
    return QCDC_OK;
}

static bool ends_with (const char *name, const char *end)
{
    size_t length = strlen (name), end_length = strlen (end);
    return length > end_length && strcasecmp (name + length - end_length, end) == 0;
}

/*  The format that PATH has by its name; what is called otherwise would open in no program as what it is. */
static qcdc_status format_of_file (const char *path, document_format *format, fault_t *fault)
{
    static const struct {
        const char *end;
        document_format format;
    } ENDS[] = {{".html", DOCUMENT_HTML},
                {".htm", DOCUMENT_HTML},
                {".md", DOCUMENT_MARKDOWN},
                {".markdown", DOCUMENT_MARKDOWN}};
    for (size_t i = 0; path && i < sizeof ENDS / sizeof *ENDS; i++)
        if (ends_with (path, ENDS[i].end)) {
            *format = ENDS[i].format;
            return QCDC_OK;
        }
    const char *name = path ? strrchr (path, '/') : NULL;
    if (!path || !strrchr (name ? name : path, '.'))
        return QCDC_OK;
    return fault_set (
        fault, QCDC_USAGE, NULL,
        _ ("%s is neither .html nor .md by its name; a brief is written as these, and a browser prints the "
           "first as PDF"),
        path);
}

/*  Its formats are those of a document, not of a table.  The value of OPTION at *AT, "--option VALUE" or "--option=VALUE"; NULL: it is
 *  not that option, or it has no value. */
static const char *option_value (const command_t *command, int *at, const char *option)
{
    const char *word = command->argv[*at];
    size_t length = strlen (option);
    if (strncmp (word, option, length) != 0)
        return NULL;
    if (word[length] == '=')
        return word + length + 1;
    return word[length] == '\0' && *at + 1 < command->argc ? command->argv[++*at] : NULL;
}

static qcdc_status read_line (const command_t *command, args_t *args, void *arg, fault_t *fault)
{
    request_t *request = arg;
    bool formatted = false;
    for (int i = 0; i < command->argc; i++) {
        const char *word = command->argv[i], *value;
        if ((value = option_value (command, &i, "--format"))) {
            formatted = true;
            QCDC_TRY (read_format (value, &request->format, fault));
        } else if ((value = option_value (command, &i, "--patience")))
            QCDC_TRY (args_patience (value, &request->patience_ms, fault));
        else if (strncmp (word, "as_of=", 6) == 0 && !request->as_of)
            request->as_of = word + 6;
        else if (args_output (command->argc, command->argv, &i, args))
            continue;
        else {
            value = option_value (command, &i, "--period");
            if (!value && word[0] == '-')
                return fault_set (fault, QCDC_USAGE, NULL, _ ("unknown option or missing value: %s"), word);
            if (request->period)
                return fault_set (fault, QCDC_USAGE, NULL, _ ("one word too many: %s"), word);
            request->period = value ? value : word;
        }
    }
    if (!request->period)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("something is missing"));
    return formatted ? QCDC_OK : format_of_file (args->output, &request->format, fault);
}

/*  Whether NAME is a period of some form, whatever was filled for it. */
static bool is_period (const catalog_t *catalog, const char *name)
{
    period_t period;
    for (size_t i = 0; i < catalog->form_count; i++)
        if (period_parse (catalog, catalog->forms[i].calendar, name, &period) == QCDC_OK)
            return true;
    return false;
}

/*  The period as the first form knows it of which the brief has figures. */
static qcdc_status find_period (const catalog_t *catalog, const char *name, period_t *period, fault_t *fault)
{
    for (size_t i = 0; i < catalog->brief_count; i++) {
        const brief_line_t *line = &catalog->brief[i];
        if (line->form[0] && period_form (catalog, line->form, name, period) && brief_line_holds (line, period->to))
            return QCDC_OK;
    }
    fault_set (fault, QCDC_BAD_PERIOD, "period", _ ("there is no brief of %.40s"), name);
    if (is_period (catalog, name))
        fault_advise (fault, "%s", _ ("no form that a brief is made of is filled for that period"));
    else
        fault_advise (fault, "%s", _ ("periods are written 2020-H1, 2020, 2020-Q3, 2020-M06 or 2020-9M"));
    return QCDC_BAD_PERIOD;
}

/*  There is something to tell of a period that has begun and of which somebody has reported. */
static qcdc_status check_reported (const brief_figures_t *figures, fault_t *fault)
{
    const period_t *period = &figures->period;
    query_rows_t rows = {0};
    size_t filed = 0, count;
    if (period->from > day_of_moment (moment_now ()))
        return fault_set (fault, QCDC_BAD_PERIOD, "period", _ ("%s has not begun yet"), period->name);
    const query_key_t params[] = {{"period", period->name}};
    QCDC_TRY (brief_rows (figures, "reporting_status", params, 1, &rows));
    count = query_rows_count (&rows);
    for (size_t i = 0; i < count; i++)
        filed += query_rows_cell (&rows, i, "filed_at") != NULL;
    query_rows_release (&rows);
    if (filed > 0)
        return QCDC_OK;
    fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("nobody has reported for %s yet: there is nothing to make a brief of"),
               period->name);
    fault_advise (fault, _ ("qcdc query reporting_status period=%s shows who owes what"), period->name);
    return QCDC_NOT_FOUND;
}

static qcdc_status make (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const request_t *request = arg;
    asking_t *asking QCDC_CLEANUP (query_close) = NULL;
    int32_t day;
    char as_of[DAY_TEXT_BYTES];
    brief_t brief = {.home = &desk->home, .vietnamese = i18n_is_vietnamese (), .fault = fault};
    (void)args;
    if (desk->home.role == ROLE_REPORTER) {
        fault_set (fault, QCDC_FORBIDDEN, NULL, "%s", _ ("a brief is made of the whole province's figures"));
        fault_advise (fault, "%s", _ ("what this office reported is shown by qcdc report list and qcdc report show"));
        return QCDC_FORBIDDEN;
    }
    if (request->as_of) {
        QCDC_TRY (args_day ("as_of", request->as_of, &day, fault));
        QCDC_TRY (home_look_back (&desk->home, day, fault));
        brief.figures.as_of = day_format_iso (day, as_of);
    }
    const catalog_t *catalog = brief.catalog = desk->home.catalog;
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    QCDC_TRY (find_period (catalog, request->period, &brief.figures.period, fault));
    QCDC_TRY (query_open (&desk->home, request->patience_ms, &asking, &desk->later, fault));
    brief.figures.catalog = catalog;
    brief.figures.asking = asking;
    brief.figures.fault = fault;
    QCDC_TRY (check_reported (&brief.figures, fault));
    period_year_before (brief.figures.period.name, brief.figures.before);
    qcdc_status status = brief_write (&brief, stdout, request->format);
    brief_figures_release (&brief.figures);
    return status;
}

int command_brief (const command_t *command)
{
    static const desk_work_t WORK = {.parse = read_line, .work = make};
    request_t request = {0};
    return command_at_desk (command, &WORK, &request);
}
