/*  command_publish.c — qcdc publish FOLDER: what a folder of tables changes of the province's catalogue, and the facts that say so;
 *  qcdc vouch DEVICE_KEY, qcdc identity publish KEY and qcdc identity index, which are tables of few rows.
 *
 *  Everything that the server would refuse is refused here: the catalogue is made as it would be, rules and all, before the first
 *  fact is written, and all of them are written in one transaction. */

#include "commands/command_identity.h"
#include "texts/identity_text.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalogue/comparison.h"
#include "catalogue/publication.h"
#include "catalogue/tables_read.h"
#include "facts/sealed_identity.h"
#include "journal/published.h"
#include "petitions/index_rows.h"
#include "petitions/petition_row.h"
#include "publishing/publish_notes.h"
#include "publishing/published_names.h"
#include "publishing/vouch.h"
#include "rules/past.h"
#include "rules/reference.h"
#include "rules/reference_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONFIRM_PAST "--confirm-past"

typedef struct {
    desk_t *desk;
    vouch_t *vouch;   /* for a device or a paper, instead of a folder; or NULL */
    bool identity;    /* of an identity key, instead of a folder */
    bool index, anew; /* of the key of blind indexes, which is to be another one */
    bool past_meant;  /* rules may change what has been reported */
    bool names_meant; /* texts may tell who somebody is */
    int32_t from;     /* QCDC_DAY_MIN: not given */
    size_t changes, parts;
} publishing_t;

static qcdc_status publish_check (const args_t *args, void *arg, fault_t *fault)
{
    publishing_t *publishing = arg;
    const char *from = args_value (args, "from");
    publishing->past_meant = args->switched & 1u;
    publishing->names_meant = args->switched & 2u;
    publishing->from = QCDC_DAY_MIN;
    return from ? args_day ("from", from, &publishing->from, fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- what is said */

static const char *change_name (change_kind kind)
{
    static const char *const NAMES[] = {[CHANGE_ADDED] = N_ ("added"),
                                        [CHANGE_ENDED] = N_ ("ended"),
                                        [CHANGE_SUCCEEDED] = N_ ("succeeded"),
                                        [CHANGE_NONE] = N_ ("none"),
                                        [CHANGE_NOTE] = N_ ("remark")};
    return NAMES[kind];
}

/*  For people line by line, for programs as a table. */
static qcdc_status changes_say (const change_set_t *set, const args_t *args, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("table"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("row"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("change"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("what"), QCDC__COLUMN_TYPE__TEXT}};
    if (args->format == FORMAT_TABLE) {
        for (size_t i = 0; i < set->count; i++) {
            text_disarm (set->changes[i].words, ' ');
            puts (set->changes[i].words);
        }
        return QCDC_OK;
    }
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    for (size_t i = 0; i < set->count; i++) {
        const change_t *change = &set->changes[i];
        const char *cells[] = {table_kind_at (change->table)->name, change->row, change_name (change->kind),
                               change->words};
        QCDC_TRY (output_row (output, cells, fault));
    }
    return output_finish (output, fault);
}

static int publish_done (const args_t *args, void *arg)
{
    const publishing_t *publishing = arg;
    if (args->format != FORMAT_TABLE)
        return EXIT_DONE;
    if (publishing->changes == 0)
        puts (_ ("nothing new: all of it is published as it stands there"));
    else if (args->dry_run)
        printf (
            ngettext ("%zu change; nothing was written\n", "%zu changes; nothing was written\n", publishing->changes),
            publishing->changes);
    else
        printf (ngettext ("%zu change published; it goes out with the next sync\n",
                          "%zu changes published; they go out with the next sync\n", publishing->changes),
                publishing->changes);
    return EXIT_DONE;
}

/*  ---------------------------------------------------------------- the facts */

/*  A set is called after its folder: its last name, as much of it as fits. */
static void set_name (const char *folder, char name[QCDC_SET_NAME_BYTES_MAX + 1])
{
    size_t end = strlen (folder);
    while (end > 0 && folder[end - 1] == '/')
        end--;
    size_t begin = end;
    while (begin > 0 && folder[begin - 1] != '/')
        begin--;
    char *clean QCDC_CLEANUP (memory_free) = NULL;
    size_t length = 0;
    if (text_clean (folder + begin, end - begin, false, &clean, &length) != QCDC_OK || length == 0 ||
        strspn (clean, ".") == length) {
        strcpy (name, "catalogue");
        return;
    }
    if (length > QCDC_SET_NAME_BYTES_MAX)
        for (length = QCDC_SET_NAME_BYTES_MAX; (clean[length] & 0xC0) == 0x80;)
            length--;
    memcpy (name, clean, length);
    name[length] = '\0';
}

static qcdc_status part_append (const Qcdc__Fact *fact, void *arg, fault_t *fault)
{
    publishing_t *publishing = arg;
    bool appended;
    judge_input_t input = desk_input (publishing->desk);
    Qcdc__Published part = *fact->published;
    Qcdc__Fact signed_fact = *fact;
    signed_fact.published = &part;
    publishing->parts++;
    if (publishing->vouch)
        vouch_sign (publishing->vouch, &part);
    return desk_append (publishing->desk, &input, &signed_fact, NULL, false, &appended, NULL, fault);
}

/*  What is published held against what has been reported. */
typedef struct {
    const past_periods_t *periods;
    fault_t *fault;
} past_t;

static qcdc_status past_check (const past_change_t *change, void *arg)
{
    const past_t *past = arg;
    const form_t *form;
    period_t period;
    char day[DAY_TEXT_BYTES + 48];
    if (!past_touches_any (change, past->periods, &form, &period))
        return QCDC_OK;
    char *name QCDC_CLEANUP (memory_free) = table_row_name ((size_t)table_kind_find (change->table), change->row);
    if (!name)
        return fault_set (past->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (change->day == QCDC_DAY_MIN)
        snprintf (day, sizeof day, "%s", _ ("the first day"));
    else
        day_format_people (change->day, day);
    fault_set (past->fault, QCDC_BAD_CATALOGUE, change->table,
               change->ended
                   ? _ ("%s: %s does not hold from %s on; that changes what follows from reports that may have been "
                        "filed, %s %s and before")
                   : _ ("%s: %s holds from %s on; that changes what follows from reports that may have been filed, "
                        "%s %s and before"),
               change->table, name, day, form->code, period.name);
    fault_advise (
        past->fault,
        past_can_wait (change->table)
            ? _ ("publish it from a later day on (from=DAY), or say that it is meant: %s; where such a report is "
                 "locked the province's server refuses it")
            : _ ("if it is meant, say so: %s; where such a report is locked the province's server refuses it"),
        CONFIRM_PAST);
    return QCDC_BAD_CATALOGUE;
}

/*  A home that joins later asks as of its own day whom to believe: it would leave out what a device had published before a last day that was
 *  said in advance. */
static qcdc_status devices_end_check (const catalog_tables_t *tables, const catalog_tables_t *next, int32_t today,
                                      fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("devices"), before, count;
    const table_row_t *old = tables_rows (tables, table, &before), *rows = tables_rows (next, table, &count);
    for (size_t i = 0; i < count; i++) {
        if (i >= before && rows[i].from > today) {
            table_row_fail (table, &rows[i], table_kind_at (table)->from, fault, "%s",
                            _ ("a device is vouched for from when it is said: the first day cannot be to come"));
            fault_advise (fault, "%s", _ ("publish it when it has come"));
            return fault->status;
        }
        if (rows[i].to == QCDC_DAY_MAX || rows[i].to <= today || (i < before && old[i].to == rows[i].to))
            continue;
        table_row_fail (
            table, &rows[i], table_kind_at (table)->to, fault, "%s",
            _ ("a device is vouched for until it is said that it is not: the last day cannot be to come"));
        fault_advise (fault, "%s", _ ("publish it when it has come, or say at once: qcdc vouch --end KEY"));
        return fault->status;
    }
    return QCDC_OK;
}

/*  The catalogue as it would be, with its rules: whatever is wrong with it is said now.  What follows from figures that are reported
 *  must not become another thing by a row that is dated back, unless whoever publishes says that he means it: this desk has no other
 *  office's reports, so it goes by the periods of which there may be some; the server knows.  A province that has no rules yet is being
 *  set up. */
static qcdc_status next_check (const publishing_t *publishing, const catalog_tables_t *tables, change_set_t *set,
                               fault_t *fault)
{
    catalog_t *now QCDC_CLEANUP (reference_destroy) = NULL, *next QCDC_CLEANUP (reference_destroy) = NULL;
    bool first = tables_are_empty (tables);
    QCDC_TRY (reference_of_tables (set->next, &next, fault));
    if (!first)
        QCDC_TRY (reference_of_tables (tables, &now, fault));
    QCDC_TRY (
        reference_check (first ? NULL : tables, now, set->next, next, publishing->desk->home.office->code, fault));
    size_t rules;
    (void)tables_rows (tables, (size_t)table_kind_find ("rules"), &rules);
    int32_t today = day_of_moment (moment_now ());
    /* Who ends a vouching ends it as soon as each of its rows can be. */
    if (!publishing->vouch || publishing->vouch->way != VOUCH_END)
        QCDC_TRY (devices_end_check (tables, set->next, today, fault));
    if (!publishing->past_meant && rules != 0) {
        past_periods_t *periods QCDC_CLEANUP (past_periods_destroy) = NULL;
        QCDC_TRY (past_periods_new (now, next, today, &periods, fault));
        past_t past = {periods, fault};
        QCDC_TRY (past_changes (tables, set->next, past_check, &past));
    }
    noting_t noting = {tables, now, next, today, set, fault};
    return publish_notes (&noting);
}

static qcdc_status last_refused (const journal_verdict_t *verdict, void *arg)
{
    uint64_t *last = arg;
    if (verdict->state == QCDC__VERDICT_STATE__VERDICT_REJECTED && verdict->seq > *last)
        *last = verdict->seq;
    return QCDC_OK;
}

/*  Whoever publishes has seen what was refused of the sets before: they leave the list of the rejected. */
static qcdc_status publish_over (desk_t *desk, fault_t *fault)
{
    char seq[24];
    uint64_t last = 0;
    QCDC_TRY (journal_each_verdict (desk->home.journal, true, last_refused, &last, fault));
    snprintf (seq, sizeof seq, "%llu", (unsigned long long)last);
    return journal_set (desk->home.journal, PUBLISHED_OVER, seq, fault);
}

static qcdc_status refuse_office (fault_t *fault)
{
    fault_set (fault, QCDC_FORBIDDEN, NULL, "%s", _ ("only the provincial committee publishes the catalogue"));
    fault_advise (fault, "%s", _ ("ask the provincial committee"));
    return fault->status;
}

/*  What a warning's note is where the folder leaves it open: asked of a new rule; of one that is published as it is, what was published,
 *  for before there were notes none was asked, and what has been accepted without one stays so. */
static const char *note_meant (const catalog_tables_t *now, size_t table, const table_row_t *row, int note)
{
    const table_kind_t *kind = table_kind_at (table);
    const table_row_t *other = tables_line (now, table, (const char *const *)row->fields);
    bool open = !*row->fields[note];
    for (; other; other = tables_before (now, table, other)) {
        bool same = open || !*other->fields[note];
        for (int i = 0; kind->columns[i] && same; i++)
            same = i == note || i == kind->from || i == kind->to || strcmp (row->fields[i], other->fields[i]) == 0;
        if (same)
            return other->fields[note];
    }
    return open ? "asked" : row->fields[note];
}

static qcdc_status notes_complete (const catalog_tables_t *now, catalog_tables_t *folder, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("rules"), count;
    const table_kind_t *kind = table_kind_at (table);
    int note = table_column (kind, "note"), severity = table_column (kind, "severity");
    const table_row_t *rows = tables_rows (folder, table, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp (rows[i].fields[severity], "warning") == 0 && strcmp (rows[i].fields[note], "asked") != 0)
            QCDC_TRY (tables_set (folder, table, i, note, note_meant (now, table, &rows[i], note), fault));
    return QCDC_OK;
}

/*  Who publishes first is the one whom others are vouched for by; from here on it knows that itself. */
static qcdc_status be_first (const desk_t *desk, const catalog_tables_t *now, fault_t *fault)
{
    char key[2 * SIGN_KEY_BYTES + 1];
    return tables_first (now) ? QCDC_OK
                              : journal_set (desk->home.journal, PUBLISHED_FIRST,
                                             hex_format (desk->home.keys.sign_public, SIGN_KEY_BYTES, key), fault);
}

/*  With nobody left that is vouched for, nothing could be published, reviewed or erased ever again. */
static qcdc_status vouched_left (const catalog_tables_t *now, const catalog_tables_t *next, fault_t *fault)
{
    int32_t today = day_of_moment (moment_now ());
    if (!tables_first (now) || (keys_vouched (next, today, NULL, NULL) && keys_vouched (next, today + 1, NULL, NULL)))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_CATALOGUE, "devices", "%s",
               _ ("no device and no paper would be vouched for any more"));
    fault_advise (fault, "%s", _ ("vouch for another one first, or print a paper: qcdc vouch --paper"));
    return fault->status;
}

/*  The key that the words name, of the office that they name, else of this one; from today on. */
static qcdc_status identity_rows (desk_t *desk, const args_t *args, catalog_tables_t **rows, fault_t *fault)
{
    char from[DAY_TEXT_BYTES];
    uint8_t key[BOX_KEY_BYTES];
    const char *office = args->word_count > 1 ? args->words[1] : desk->home.office->code;
    const char *const fields[] = {args->words[0], office, day_format_iso (day_of_moment (moment_now ()), from), ""};
    *rows = tables_new ();
    if (!*rows)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (tables_add (*rows, (size_t)table_kind_find ("identity-keys"), fields, NULL, 0, fault));
    /* Whoever has it is to index by what the others index by. */
    return hex_parse (args->words[0], key, sizeof key) == QCDC_OK ? index_row_for (desk, key, *rows, fault) : QCDC_OK;
}

static qcdc_status index_rows (const publishing_t *publishing, catalog_tables_t **rows, fault_t *fault)
{
    *rows = tables_new ();
    if (!*rows)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    return index_rows_add (publishing->desk, publishing->anew, *rows, fault);
}

static const char *own_set_name (const publishing_t *publishing)
{
    return publishing->vouch      ? "devices"
           : publishing->identity ? "identity-keys"
           : publishing->index    ? "index-keys"
                                  : NULL;
}

static qcdc_status publish_set (publishing_t *publishing, const args_t *args, change_set_t *set, fault_t *fault)
{
    char name[QCDC_SET_NAME_BYTES_MAX + 1];
    desk_t *desk = publishing->desk;
    catalog_tables_t *now QCDC_CLEANUP (tables_destroy) = NULL, *folder QCDC_CLEANUP (tables_destroy) = NULL;
    QCDC_TRY (published_tables (desk->home.journal, desk->home.path, &now, fault));
    QCDC_TRY (publishing->vouch ? vouch_check (publishing->vouch, desk, now, fault)
                                : desk_check_vouched (desk, fault));
    QCDC_TRY (publishing->vouch      ? vouch_rows (publishing->vouch, desk, args, now, &folder, fault)
              : publishing->identity ? identity_rows (desk, args, &folder, fault)
              : publishing->index    ? index_rows (publishing, &folder, fault)
                                     : tables_of_folder (args->words[0], stderr, &folder, fault));
    QCDC_TRY (notes_complete (now, folder, fault));
    QCDC_TRY (tables_compare (now, folder, publishing->from, day_of_moment (moment_now ()), set, fault));
    publishing->changes = set->count - set->without;
    QCDC_TRY (vouched_left (now, set->next, fault));
    if (!publishing->names_meant)
        QCDC_TRY (published_names_check (now, folder, fault));
    QCDC_TRY (next_check (publishing, now, set, fault));
    QCDC_TRY (changes_say (set, args, fault));
    QCDC_TRY (publish_over (desk, fault));
    QCDC_TRY (be_first (desk, now, fault));
    const char *own = own_set_name (publishing);
    set_name (own ? own : args->words[0], name);
    return publication_each (set->rows, name, publishing->from == QCDC_DAY_MIN ? 0 : publishing->from,
                             publishing->past_meant, part_append, publishing, fault);
}

static qcdc_status publish (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    publishing_t *publishing = arg;
    change_set_t set = {0};
    publishing->desk = desk;
    if (desk->home.role != ROLE_PROVINCE)
        return refuse_office (fault);
    qcdc_status status = publish_set (publishing, args, &set, fault);
    change_set_release (&set);
    return status;
}

int command_publish (const command_t *command)
{
    static const char *const KEYS[] = {"from", NULL}, *const SWITCHES[] = {CONFIRM_PAST, CONFIRM_NAMES, NULL};
    static const desk_work_t WORK = {.line = {.words_min = 1,
                                              .words_max = 1,
                                              .keys = KEYS,
                                              .takes_format = true,
                                              .switches = SWITCHES,
                                              .rehearses = true},
                                     .check = publish_check,
                                     .work = publish,
                                     .writes = true,
                                     .done = publish_done};
    publishing_t publishing = {0};
    return command_at_desk (command, &WORK, &publishing);
}

enum { VOUCH_NAMES = 1u, SWITCH_PAPER = 2u, SWITCH_WITH_PAPER = 4u, SWITCH_END = 8u };

static qcdc_status vouching_check (const args_t *args, void *arg, fault_t *fault)
{
    publishing_t *publishing = arg;
    publishing->names_meant = args->switched & VOUCH_NAMES;
    return vouch_read (publishing->vouch, args, SWITCH_PAPER, SWITCH_WITH_PAPER, SWITCH_END, fault);
}

static int vouch_done (const args_t *args, void *arg)
{
    const publishing_t *publishing = arg;
    int status = publish_done (args, arg);
    if (args->format == FORMAT_TABLE && publishing->changes)
        vouch_say (publishing->vouch);
    return status;
}

int command_vouch (const command_t *command)
{
    static const char *const SWITCHES[] = {CONFIRM_NAMES, "--paper", "--with-paper", "--end", NULL};
    static const desk_work_t WORK = {
        .line = {.words_min = 0, .words_max = 2, .takes_format = true, .switches = SWITCHES},
        .check = vouching_check,
        .work = publish,
        .writes = true,
        .done = vouch_done};
    vouch_t vouch QCDC_CLEANUP (vouch_forget) = {0};
    publishing_t publishing = {.vouch = &vouch, .from = QCDC_DAY_MIN};
    return command_at_desk (command, &WORK, &publishing);
}

int identity_publish (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 2, .takes_format = true},
                                     .work = publish,
                                     .writes = true,
                                     .done = publish_done};
    publishing_t publishing = {.identity = true, .from = QCDC_DAY_MIN};
    return command_at_desk (command, &WORK, &publishing);
}

static qcdc_status index_check (const args_t *args, void *arg, fault_t *fault)
{
    publishing_t *publishing = arg;
    (void)fault;
    publishing->anew = args->switched != 0;
    return QCDC_OK;
}

int identity_index (const command_t *command)
{
    static const char *const SWITCHES[] = {"--new", NULL};
    static const desk_work_t WORK = {.line = {.takes_format = true, .switches = SWITCHES},
                                     .check = index_check,
                                     .work = publish,
                                     .writes = true,
                                     .done = publish_done};
    publishing_t publishing = {.index = true, .from = QCDC_DAY_MIN};
    return command_at_desk (command, &WORK, &publishing);
}
