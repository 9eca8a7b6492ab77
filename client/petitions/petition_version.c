/*  petition_version.c — what a list shows of a petition, held against what comes back of it in a file. */

#include "petitions/petition_version.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "matters/petition_columns.h"
#include "show/naming.h"

#include <stdio.h>
#include <string.h>

enum {
    LOCAL_NO,
    KIND,
    FIELD,
    RECEIVED_ON,
    TITLE,
    CHANNEL,
    PEOPLE,
    FLAGS,
    SETTLED_ON,
    OUTCOME,
    INSTANCE,
    SHOWN_COUNT
};

#define VALUE_TEXT_BYTES 60u /* of a value in a message */

/*  The columns of a list that a register has, too. */
static const petition_column COLUMNS[SHOWN_COUNT] = {
    COLUMN_LOCAL_NO, COLUMN_KIND,  COLUMN_FIELD,      COLUMN_RECEIVED_ON, COLUMN_TITLE,   COLUMN_CHANNEL,
    COLUMN_PEOPLE,   COLUMN_FLAGS, COLUMN_SETTLED_ON, COLUMN_OUTCOME,     COLUMN_INSTANCE};

/*  A petition as a list shows it; borrows from what it is of. */
typedef struct {
    const char *cells[SHOWN_COUNT]; /* NULL: the file has no such column */
    char received[DAY_TEXT_BYTES], settled[DAY_TEXT_BYTES], people[16], flags[PETITION_FLAGS_BYTES], instance[16];
} shown_t;

/*  Lists that were exported before there were instances tell of the first what those that know them do. */
static void version_of (const char *const cells[SHOWN_COUNT], char version[VERSION_BYTES])
{
    bool first = !cells[INSTANCE] || strcmp (cells[INSTANCE], "1") == 0;
    version_make (cells, first ? INSTANCE : SHOWN_COUNT, version);
}

static const char *or_blank (const char *text)
{
    return text ? text : "";
}

static void view_show (const petition_view_t *view, shown_t *shown)
{
    const petition_t *petition = &view->petition;
    snprintf (shown->people, sizeof shown->people, "%u", petition->people);
    shown->cells[LOCAL_NO] = petition->local_no;
    shown->cells[KIND] = or_blank (petition_kind_name (petition->kind));
    shown->cells[FIELD] = or_blank (petition_field_name (petition->field));
    shown->cells[RECEIVED_ON] = day_format_iso (petition->received_on, shown->received);
    shown->cells[TITLE] = or_blank (view->title);
    shown->cells[CHANNEL] = or_blank (channel_name (petition->channel));
    shown->cells[PEOPLE] = shown->people;
    shown->cells[FLAGS] = or_blank (petition->flags);
    shown->cells[SETTLED_ON] =
        petition_is_settled (petition->state) ? day_format_iso (petition->settled_on, shown->settled) : "";
    snprintf (shown->instance, sizeof shown->instance, "%d", petition->instance);
    shown->cells[INSTANCE] = shown->instance;
    shown->cells[OUTCOME] = petition->outcome ? or_blank (outcome_name (petition->outcome)) : "";
}

static void row_show (const petition_row_t *row, shown_t *shown)
{
    size_t used = 0;
    shown->flags[0] = '\0';
    for (size_t i = 0; i < row->flag_count && used < sizeof shown->flags; i++)
        used +=
            (size_t)snprintf (shown->flags + used, sizeof shown->flags - used, "%s%s", i ? " " : "", row->flags[i]);
    snprintf (shown->people, sizeof shown->people, "%u", row->people);
    shown->cells[LOCAL_NO] = row->clean[COLUMN_LOCAL_NO];
    shown->cells[KIND] = or_blank (petition_kind_name (row->kind));
    shown->cells[FIELD] = or_blank (petition_field_name (row->field));
    shown->cells[RECEIVED_ON] = day_format_iso (row->received_on, shown->received);
    shown->cells[TITLE] = row->clean[COLUMN_TITLE];
    shown->cells[CHANNEL] = row->channel ? channel_name (row->channel) : NULL;
    shown->cells[PEOPLE] = row->people ? shown->people : NULL;
    shown->cells[FLAGS] = row->clean[COLUMN_FLAGS] ? shown->flags : NULL;
    shown->cells[SETTLED_ON] = !row->knows_settled ? NULL
                               : row->settled      ? day_format_iso (row->settled_on, shown->settled)
                                                   : "";
    shown->cells[OUTCOME] = !row->clean[COLUMN_OUTCOME] ? NULL : row->outcome ? outcome_name (row->outcome) : "";
    snprintf (shown->instance, sizeof shown->instance, "%d", row->instance);
    shown->cells[INSTANCE] = row->instance ? shown->instance : NULL;
    for (int i = 0; i < SHOWN_COUNT; i++)
        if (row->blank[COLUMNS[i]])
            shown->cells[i] = "";
}

void petition_version (const petition_view_t *view, char version[VERSION_BYTES])
{
    shown_t shown;
    view_show (view, &shown);
    version_of (shown.cells, version);
}

/*  ---------------------------------------------------------------- from what to what */

static void change_add (char *changes, size_t size, int column, const char *from, const char *to, const char *by)
{
    char before[VALUE_TEXT_BYTES], after[VALUE_TEXT_BYTES], change[4 * VALUE_TEXT_BYTES];
    size_t used = strlen (changes);
    const char *name = PETITION_COLUMNS[COLUMNS[column]];
    char *was QCDC_CLEANUP (memory_free) = people_value (name, from),
                           *is QCDC_CLEANUP (memory_free) = people_value (name, to);
    snprintf (change, sizeof change, "%s %s → %s%s%s%s", _ (name),
              was && *was ? text_shorten (was, before, sizeof before) : "-",
              is && *is ? text_shorten (is, after, sizeof after) : "-", *by ? " (" : "", by, *by ? ")" : "");
    if (used + strlen (change) + 8 < size)
        snprintf (changes + used, size - used, "%s%s", used ? "; " : "", change);
    else if (used + strlen (" …") < size && (used < 3 || strcmp (changes + used - strlen ("…"), "…") != 0))
        strcat (changes, " …");
}

/*  The entry that said what stands in COLUMN; "" where that is the petition's own. */
static const char *said_by (const petition_t *petition, int column, char text[ADDRESS_TEXT_BYTES])
{
    static const int SAID[SHOWN_COUNT] = {SAID_LOCAL_NO, SAID_KIND,    SAID_FIELD,   SAID_RECEIVED_ON,
                                          SAID_TITLE,    SAID_CHANNEL, SAID_PEOPLE,  SAID_FLAGS,
                                          SAID_ON,       SAID_OUTCOME, SAID_INSTANCE};
    const bool of_step = column == SETTLED_ON || column == OUTCOME;
    const setter_t *set = !of_step ? &petition->set[SAID[column]] : NULL;
    const move_t *step = NULL;
    for (size_t i = 0; of_step && i < petition->move_count; i++)
        if (petition->moves[i].move == QCDC__MOVE__SETTLED && !petition->moves[i].voided)
            step = &petition->moves[i];
    if (step)
        set = &step->set[SAID[column]];
    if (set && set->seq)
        return address_format (set->origin, set->seq, text);
    return step && step->entry.seq ? address_format (step->entry.origin, step->entry.seq, text) : "";
}

/*  Whether the row's blank cell, or its word in the place of an erased one, says nothing. */
static bool says_nothing (const petition_row_t *row, const petition_view_t *view, const shown_t *given, int column)
{
    if (!given->cells[column] || row->blank[COLUMNS[column]] || (column == TITLE && !view->title))
        return true;
    if (column != SETTLED_ON || row->settled)
        return false;
    /* Only a settlement that came from a register is a register's to take back. */
    const move_t *settled = NULL;
    for (size_t i = 0; i < view->petition.move_count; i++)
        if (view->petition.moves[i].move == QCDC__MOVE__SETTLED && !view->petition.moves[i].voided)
            settled = &view->petition.moves[i];
    return !settled || !settled->from_register;
}

void petition_changes (const petition_row_t *row, const petition_view_t *view, char *changes, size_t size)
{
    shown_t given, stands;
    row_show (row, &given);
    view_show (view, &stands);
    changes[0] = '\0';
    for (int i = KIND; i < SHOWN_COUNT; i++)
        if (!says_nothing (row, view, &given, i) && strcmp (given.cells[i], stands.cells[i]) != 0)
            change_add (changes, size, i, stands.cells[i], given.cells[i], "");
    size_t used = strlen (changes);
    if (row->clean[COLUMN_SUMMARY] && view->summary && strcmp (row->clean[COLUMN_SUMMARY], view->summary) != 0)
        snprintf (changes + used, size - used, "%s%s", used ? "; " : "", _ (PETITION_COLUMNS[COLUMN_SUMMARY]));
}

/*  ---------------------------------------------------------------- what is stale */

/*  The row as it was exported: in each column that differs it says what the file says, which was not edited, or what stands, which
 *  was not changed; its version tells which.  Returns the columns that were not edited, bit by bit; 0 where some column was both. */
static unsigned unedited_find (const shown_t *given, const shown_t *stands, unsigned differ, const char *wanted)
{
    const char *mixed[SHOWN_COUNT];
    char version[VERSION_BYTES];
    for (unsigned kept = differ; kept; kept = (kept - 1) & differ) {
        for (int i = 0; i < SHOWN_COUNT; i++)
            mixed[i] = kept & 1u << i ? given->cells[i] : stands->cells[i];
        version_of (mixed, version);
        if (strcmp (version, wanted) == 0)
            return kept;
    }
    return 0;
}

static qcdc_status stale_fail (const petition_view_t *view, const shown_t *given, const shown_t *stands,
                               unsigned differ, const char *version, fault_t *fault)
{
    char changes[300] = "", by[ADDRESS_TEXT_BYTES];
    unsigned unedited = unedited_find (given, stands, differ, version), told = unedited ? unedited : differ;
    for (int i = 0; i < SHOWN_COUNT; i++)
        if (told & 1u << i)
            change_add (changes, sizeof changes, i, given->cells[i], stands->cells[i],
                        said_by (&view->petition, i, by));
    if (unedited)
        fault_set (fault, QCDC_STALE, VERSION_COLUMN, _ ("changed since this file was exported: %s"), changes);
    else
        fault_set (fault, QCDC_STALE, VERSION_COLUMN,
                   _ ("changed since this file was exported; from what the file says to what stands now: %s"),
                   changes);
    fault_advise (fault, "%s", _ ("export the list anew (qcdc petition list --format csv) and change it there"));
    return QCDC_STALE;
}

qcdc_status petition_version_check (const petition_row_t *row, const petition_view_t *view, bool *unedited,
                                    fault_t *fault)
{
    shown_t given, stands;
    char version[VERSION_BYTES];
    unsigned differ = 0, wanted = 0;
    *unedited = false;
    if (!row->version[0])
        return QCDC_OK;
    row_show (row, &given);
    view_show (view, &stands);
    for (int i = 0; i < SHOWN_COUNT; i++) {
        if (!given.cells[i])
            given.cells[i] = stands.cells[i];
        if (strcmp (given.cells[i], stands.cells[i]) == 0)
            continue;
        differ |= 1u << i;
        wanted |= i == LOCAL_NO || says_nothing (row, view, &given, i) ? 0 : 1u << i;
    }
    version_of (given.cells, version);
    *unedited = strcmp (version, row->version) == 0;
    version_of (stands.cells, version);
    if (*unedited || !wanted || strcmp (version, row->version) == 0)
        return QCDC_OK;
    return stale_fail (view, &given, &stands, differ, row->version, fault);
}
