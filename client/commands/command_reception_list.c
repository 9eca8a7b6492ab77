/*  command_reception_list.c — qcdc reception list and show: the register as it stands, and one row with every entry that made it so. */

#include "commands/command_reception.h"
#include "texts/codes.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "journal/journal_clock.h"
#include "registers/reception_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    output_t *output;
    bool people;     /* the table is for people: what is nearly always blank is left out */
    int session;     /* 0: any */
    int held_by;     /* likewise */
    bool taken_back; /* only those; else only those that stand */
    int32_t from, to;
    bool shows_office;
    fault_t *fault;
} reception_list_t;

/*  The type of a column's cells; of the register's own columns, then of those beside them. */
static Qcdc__ColumnType type_of (reception_column column)
{
    return RECEPTION_COLUMNS[column].says == COLUMN_SAYS_DAY     ? QCDC__COLUMN_TYPE__DATE
           : RECEPTION_COLUMNS[column].says == COLUMN_SAYS_COUNT ? QCDC__COLUMN_TYPE__INTEGER
                                                                 : QCDC__COLUMN_TYPE__TEXT;
}

/*  What files have and a screen has no room for. */
static bool is_shown (const reception_list_t *list, reception_column column)
{
    static const reception_column FILES_ONLY[] = {RECEPTION_GROUP_PERSONS, RECEPTION_GROUP_FIRST,
                                                  RECEPTION_GROUP_AGAIN, RECEPTION_FIELDS};
    for (size_t i = 0; list->people && i < sizeof FILES_ONLY / sizeof *FILES_ONLY; i++)
        if (FILES_ONLY[i] == column)
            return false;
    return true;
}

/*  Filters are held against the folded row: a correction moves it from one list to another. */
static bool list_wants (const reception_list_t *list, const reception_t *reception)
{
    int32_t day = reception->values[RECEPTION_HELD_ON];
    return (!list->session || reception->values[RECEPTION_SESSION] == list->session) &&
           (!list->held_by || reception->values[RECEPTION_HELD_BY] == list->held_by) && day >= list->from &&
           day <= list->to && reception->voided == list->taken_back;
}

static qcdc_status list_row (const reception_list_t *list, const reception_view_t *view)
{
    char text[RECEPTION_TEXT_BYTES], entry[ADDRESS_TEXT_BYTES], version[VERSION_BYTES];
    const reception_t *reception = &view->reception;
    if (list->shows_office)
        QCDC_TRY (output_cell (list->output, view->office ? view->office->code : NULL, list->fault));
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++) {
        if (!is_shown (list, (reception_column)i))
            continue;
        QCDC_TRY (reception_shown (list->desk, view, (reception_column)i, text, list->fault));
        QCDC_TRY (output_cell (list->output,
                               i == RECEPTION_SUMMARY ? view->summary
                               : *text                ? text
                                                      : NULL,
                               list->fault));
    }
    QCDC_TRY (output_cell (list->output, reception->voided ? "taken_back" : NULL, list->fault));
    QCDC_TRY (output_cell (list->output, address_format (reception->entry.origin, reception->entry.seq, entry),
                           list->fault));
    if (list->people)
        return QCDC_OK;
    reception_version (view, version);
    return output_cell (list->output, version, list->fault);
}

static qcdc_status list_subject (const char *subject, void *arg)
{
    const reception_list_t *list = arg;
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    QCDC_TRY (reception_views_read (list->desk, subject, &views, list->fault));
    for (size_t i = 0; i < views.view_count; i++)
        if (!views.views[i].elsewhere && list_wants (list, &views.views[i].reception))
            QCDC_TRY (list_row (list, &views.views[i]));
    return QCDC_OK;
}

static qcdc_status list_code (const args_t *args, const char *key, reception_column column, int *code, fault_t *fault)
{
    const char *text = args_value (args, key);
    *code = text ? RECEPTION_COLUMNS[column].read (text) : 0;
    if (!text || *code)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_KIND, key, "%.60s", text);
    codes_advise (text, RECEPTION_COLUMNS[column].name_of, fault);
    return QCDC_BAD_KIND;
}

/*  Reads the filters before the home is opened: a slip in them is told at once. */
static qcdc_status list_filter (const args_t *args, void *arg, fault_t *fault)
{
    reception_list_t *list = arg;
    const char *from = args_value (args, "from"), *to = args_value (args, "to"), *state = args_value (args, "state");
    list->from = QCDC_DAY_MIN;
    list->to = QCDC_DAY_MAX;
    QCDC_TRY (list_code (args, "session", RECEPTION_SESSION, &list->session, fault));
    QCDC_TRY (list_code (args, "held_by", RECEPTION_HELD_BY, &list->held_by, fault));
    if (from)
        QCDC_TRY (args_day ("from", from, &list->from, fault));
    if (to)
        QCDC_TRY (args_day ("to", to, &list->to, fault));
    if (list->from > list->to) {
        fault_set (fault, QCDC_BAD_DATE, "from", _ ("from=%s is after to=%s"), from, to);
        fault_advise (fault, "%s", _ ("a time begins before it ends"));
        return QCDC_BAD_DATE;
    }
    list->taken_back = state != NULL;
    if (!state || petition_filter_read (state) == PETITION_TAKEN_BACK)
        return QCDC_OK;
    fault_set (fault, QCDC_USAGE, "state", _ ("there is no state %.40s"), state);
    fault_advise (fault, "%s", _ ("receptions stand, or are taken_back"));
    return QCDC_USAGE;
}

static qcdc_status list_columns (const reception_list_t *list, output_t *output, fault_t *fault)
{
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        if (is_shown (list, (reception_column)i))
            QCDC_TRY (output_column (output, RECEPTION_COLUMNS[i].name, type_of ((reception_column)i), fault));
    QCDC_TRY (output_column (output, N_ ("state"), QCDC__COLUMN_TYPE__TEXT, fault));
    QCDC_TRY (output_column (output, N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS, fault));
    return list->people ? QCDC_OK : output_column (output, N_ ("version"), QCDC__COLUMN_TYPE__TEXT, fault);
}

static qcdc_status list_print (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t OFFICE[] = {{N_ ("office"), QCDC__COLUMN_TYPE__TEXT}};
    reception_list_t *list = arg;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    char prefix[80];
    size_t limit;
    const char *order = args_value (args, "order");
    list->desk = desk;
    list->fault = fault;
    list->people = args->format == FORMAT_TABLE;
    /* The provincial committee's journal also holds what was handed to it by others. */
    list->shows_office = desk->home.role == ROLE_PROVINCE;
    snprintf (prefix, sizeof prefix, "reception:%s%s", list->shows_office ? "" : desk->home.office->code,
              list->shows_office ? "" : ":");
    QCDC_TRY (limit_parse (args_value (args, "limit"), &limit, fault));
    QCDC_TRY (output_new (args->format, stdout, OFFICE, list->shows_office ? 1 : 0, &output, fault));
    QCDC_TRY (list_columns (list, output, fault));
    output_name_by (output, desk->home.catalog);
    output_arrange (output, order ? order : "held_on", limit);
    output_none (output, args->values[0] || args->values[1] || list->taken_back ? _ ("there is no such reception")
                                                                                : _ ("there are no receptions yet"));
    list->output = output;
    QCDC_TRY (journal_each_subject (desk->home.journal, prefix, list_subject, list, fault));
    return output_finish (output, fault);
}

int reception_list (const command_t *command)
{
    static const char *const KEYS[] = {"session", "held_by", "state", "from", "to", "limit", "order", NULL};
    static const desk_work_t WORK = {
        .line = {.keys = KEYS, .takes_format = true}, .check = list_filter, .work = list_print};
    reception_list_t list = {0};
    return command_at_desk (command, &WORK, &list);
}

/*  ---------------------------------------------------------------- show */

typedef struct {
    desk_t *desk;
    output_t *output;
    format_t format;
    fault_t *fault;
} show_t;

static qcdc_status show_field (const show_t *show, const char *name, Qcdc__ColumnType type, const char *value)
{
    const char *cells[] = {name, value, NULL, NULL, NULL, NULL};
    if (show->format != FORMAT_TABLE)
        return output_row (show->output, cells, show->fault);
    people_field_named (stdout, show->desk->home.catalog, name, type, value);
    return QCDC_OK;
}

/*  A text that is not here is told from one that was erased: the first may still come with a sync. */
static qcdc_status show_fields (const show_t *show, const reception_view_t *view)
{
    char text[RECEPTION_TEXT_BYTES], entry[ADDRESS_TEXT_BYTES];
    const address_t *address = &view->reception.entry;
    const char *absent = show->format != FORMAT_TABLE ? NULL : view->text_erased ? _ ("(erased)") : _ ("(not here)");
    QCDC_TRY (show_field (show, "office", QCDC__COLUMN_TYPE__TEXT, view->office ? view->office->code : NULL));
    for (int i = 0; i < RECEPTION_SUMMARY; i++) {
        QCDC_TRY (reception_shown (show->desk, view, (reception_column)i, text, show->fault));
        QCDC_TRY (show_field (show, RECEPTION_COLUMNS[i].name, type_of ((reception_column)i), *text ? text : NULL));
    }
    QCDC_TRY (show_field (show, "summary", QCDC__COLUMN_TYPE__TEXT, view->summary ? view->summary : absent));
    if (view->reception.voided)
        QCDC_TRY (show_field (show, "state", QCDC__COLUMN_TYPE__TEXT, "taken_back"));
    QCDC_TRY (show_field (show, "entry", QCDC__COLUMN_TYPE__ADDRESS,
                          address_format (address->origin, address->seq, entry)));
    if (show->format == FORMAT_TABLE)
        putchar ('\n');
    return QCDC_OK;
}

/*  The columns that a correction changes, "held_by persons"; malloc'ed. */
static char *changed_columns (const Qcdc__Corrected *corrected)
{
    char *text = NULL;
    size_t size = 0, count = 0;
    FILE *out = open_memstream (&text, &size);
    for (int i = 0; out && i < RECEPTION_COLUMN_COUNT; i++)
        if (i == RECEPTION_SUMMARY
                ? corrected->summary
                : !reception_column_same ((reception_column)i, corrected->reception_seen, corrected->reception))
            fprintf (out, "%s%s", count++ ? ", " : "", _ (RECEPTION_COLUMNS[i].name));
    if (out && fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

/*  What one entry says: WHAT, and VALUE (malloc'ed, or NULL). */
static const char *event_of (const show_t *show, const entry_t *entry, const Qcdc__Fact *fact, char **value)
{
    Qcdc__AnnexText *text = NULL;
    bool here = entry->annex.length && annex_unpack (entry->annex, show->desk->arena, &text) == QCDC_OK;
    *value = NULL;
    switch (fact->kind_case) {
    case QCDC__FACT__KIND_RECEPTION_HELD:
        return N_ ("entered");
    case QCDC__FACT__KIND_CORRECTED:
        if (fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_RECEPTION &&
            fact->corrected->reception_seen)
            *value = changed_columns (fact->corrected);
        return N_ ("corrected");
    case QCDC__FACT__KIND_VOIDED:
        *value = here ? strdup (text->reason) : NULL;
        return N_ ("taken_back");
    case QCDC__FACT__KIND_ANNEX_ERASED:
        *value = here ? strdup (text->reason) : NULL;
        return N_ ("text erased");
    case QCDC__FACT__KIND_ERASURE_ASKED:
        *value = here ? strdup (text->reason) : NULL;
        return N_ ("erasure asked for");
    default:
        return "";
    }
}

static qcdc_status show_part (const show_t *show, const fold_part_t *part)
{
    journal_row_t row;
    Qcdc__Fact *fact = NULL;
    char entry[ADDRESS_TEXT_BYTES], written[MOMENT_TEXT_BYTES], acknowledged[MOMENT_TEXT_BYTES];
    char *value QCDC_CLEANUP (memory_free) = NULL;
    qcdc_status status =
        journal_at (show->desk->home.journal, part->entry.origin, part->entry.seq, &row, show->fault);
    if (status != QCDC_OK)
        return status == QCDC_NOT_FOUND ? QCDC_OK : status; /* of a lost first copy, whose fact was filed again */
    arena_reset (show->desk->arena);
    if (fact_unpack (row.entry.body, show->desk->arena, &fact) != QCDC_OK)
        return QCDC_OK;
    const char *what = event_of (show, &row.entry, fact, &value);
    const char *cells[] = {what,
                           value,
                           address_format (row.entry.origin, row.entry.seq, entry),
                           moment_format_iso (row.entry.written_at_us, written),
                           row.commit_seq ? moment_format_iso (row.committed_at_us, acknowledged) : NULL,
                           verdict_name (row.verdict, row.commit_seq != 0)};
    return output_row (show->output, cells, show->fault);
}

/*  The fields as they stand, then every entry that made them so, rejected ones too. */
static qcdc_status show_named (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("what"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("value"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS},
                                              {N_ ("written_at"), QCDC__COLUMN_TYPE__TIMESTAMP},
                                              {N_ ("acknowledged_at"), QCDC__COLUMN_TYPE__TIMESTAMP},
                                              {N_ ("verdict"), QCDC__COLUMN_TYPE__TEXT}};
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    reception_view_t *view;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    (void)arg;
    QCDC_TRY (reception_find_named (desk, args->words[0], &views, &view, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    const show_t show = {desk, output, args->format, fault};
    QCDC_TRY (show_fields (&show, view));
    for (size_t i = 0; i < views.part_count; i++)
        if (&views.views[views.parts[i].item] == view)
            QCDC_TRY (show_part (&show, &views.parts[i]));
    return output_finish (output, fault);
}

int reception_show (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .takes_format = true},
                                     .work = show_named};
    return command_at_desk (command, &WORK, NULL);
}
