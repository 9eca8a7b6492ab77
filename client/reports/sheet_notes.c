/*  sheet_notes.c — notes and the rules that they answer.
 *
 *  Which rules a report breaks is known once its fact is made, so that notes are put into it afterwards, and before it is judged.  Their
 *  texts go into the annex, beside those of narratives; the fact says only which rules are answered. */

#include "reports/sheet_notes.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "matters/report_rules.h"
#include "reports/sheet_rules.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- the command line */

qcdc_status given_notes_read (const args_t *args, bool names_meant, given_notes_t *notes, fault_t *fault)
{
    for (size_t i = 0; i < args->repeat_count; i++) {
        const char *given = args->repeats[i];
        size_t length = strcspn (given, "=");
        if (length == 0 || length > QCDC_RULE_CODE_BYTES_MAX || given[length] != '=') {
            fault_set (fault, QCDC_USAGE, NULL, _ ("--note %.60s names no rule"), given);
            fault_advise (fault, "%s", _ ("it is written: --note RULE=\"why the figures are right\""));
            return QCDC_USAGE;
        }
        for (size_t k = 0; k < notes->count; k++)
            if (strncasecmp (notes->items[k].rule, given, length) == 0 && !notes->items[k].rule[length])
                return fault_set (fault, QCDC_USAGE, NULL, _ ("%s is given twice"), notes->items[k].rule);
        snprintf (notes->items[notes->count].rule, sizeof notes->items[0].rule, "%.*s", (int)length, given);
        QCDC_TRY (note_clean (given + length + 1, names_meant, &notes->items[notes->count++].text, fault));
    }
    return QCDC_OK;
}

void given_notes_release (given_notes_t *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        free (notes->items[i].text);
    notes->count = 0;
}

void given_notes_unused (const given_notes_t *notes, problems_t *problems)
{
    for (size_t i = 0; i < notes->count; i++) {
        fault_t fault = {0};
        if (notes->items[i].used)
            continue;
        fault_set (&fault, QCDC_USAGE, NULL, _ ("no figures in this file break a rule %s that a note could answer"),
                   notes->items[i].rule);
        fault_advise (&fault, _ ("leave --note %s out"), notes->items[i].rule);
        problems_add (problems, 0, &fault);
    }
}

/*  ---------------------------------------------------------------- a sheet */

typedef struct {
    sheet_t *sheet;
    given_notes_t *given;
    sheet_fact_t *made;
    fault_t *fault;
} noting_t;

/*  Whether RESULT's rule names CELL in this report. */
static bool names_cell (const rule_result_t *result, const char *cell)
{
    for (size_t i = 0; i < result->input_count; i++)
        if (result->inputs[i].cell.indicator && result->inputs[i].cell.period == RULE_P &&
            strcmp (result->inputs[i].cell.text, cell) == 0)
            return true;
    return false;
}

/*  Whether TEXT has PART as one of those that are joined. */
static bool has_part (const char *text, const char *part)
{
    const char *found = text ? strstr (text, part) : NULL;
    size_t length = strlen (part);
    return found && (found == text || found[-1] == '\n') && (!found[length] || found[length] == '\n');
}

/*  The note that the file has for a rule, from all rows that its cells stand in: *TEXT is malloc'ed, and NULL where there is none. */
static qcdc_status note_of_rows (noting_t *self, const rule_result_t *result, char **text)
{
    *text = NULL;
    for (size_t i = 0; i < self->sheet->note_count; i++) {
        sheet_note_t *note = &self->sheet->notes[i];
        char *joined = NULL;
        if (!names_cell (result, note->cell))
            continue;
        note->used = true;
        if (has_part (*text, note->text))
            continue;
        if (asprintf (&joined, "%s%s%s", *text ? *text : "", *text ? "\n" : "", note->text) < 0)
            return QCDC_NO_MEMORY;
        free (*text);
        *text = joined;
        if (strlen (joined) > QCDC_REASON_BYTES_MAX)
            return fault_set (self->fault, QCDC_TOO_LARGE, "note", _ ("longer than %u bytes"), QCDC_REASON_BYTES_MAX);
    }
    return QCDC_OK;
}

/*  Members of one rule may be explained in rows of their own: all of it is one note. */
static qcdc_status made_put (noting_t *self, const char *name, const char *text, bool from_rows, bool asked)
{
    sheet_fact_t *made = self->made;
    for (size_t i = 0; i < made->note_count; i++) {
        char *joined = NULL;
        if (strcmp (made->notes[i].name, name) != 0)
            continue;
        made->notes[i].asked |= asked;
        if (has_part (made->notes[i].text, text))
            return QCDC_OK;
        if (strlen (made->notes[i].text) + 1 + strlen (text) > QCDC_REASON_BYTES_MAX)
            return fault_set (self->fault, QCDC_TOO_LARGE, "note", _ ("longer than %u bytes"), QCDC_REASON_BYTES_MAX);
        if (asprintf (&joined, "%s\n%s", made->notes[i].text, text) < 0)
            return QCDC_NO_MEMORY;
        free (made->notes[i].text);
        made->notes[i].text = joined;
        return QCDC_OK;
    }
    made_note_t *notes = memory_room (made->notes, made->note_count, &made->notes_size, sizeof *notes);
    if (notes)
        made->notes = notes;
    char *copy = notes ? strdup (text) : NULL;
    if (!copy)
        return QCDC_NO_MEMORY;
    made_note_t *note = &notes[made->note_count++];
    snprintf (note->name, sizeof note->name, "%s", name);
    note->text = copy;
    note->from_rows = from_rows;
    note->asked = asked;
    return QCDC_OK;
}

/*  What is refused no note excuses. */
static qcdc_status take_broken (const report_rules_t *rules, const rule_result_t *result, void *arg)
{
    noting_t *self = arg;
    const char *code = rule_text (result->rule)->code, *text = NULL;
    char name[CELL_NOTE_BYTES];
    if (report_rules_refuse (rules, result) || !cell_note_name (code, name))
        return QCDC_OK;
    for (size_t i = 0; i < self->given->count && !text; i++)
        if (strcasecmp (self->given->items[i].rule, code) == 0) {
            text = self->given->items[i].text;
            self->given->items[i].used = true;
        }
    char *rows QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (note_of_rows (self, result, &rows));
    return text || rows ? made_put (self, name, text ? text : rows, !text, report_rules_ask (rules, result))
                        : QCDC_OK;
}

static int compare_notes (const void *a, const void *b)
{
    return strcmp (((const made_note_t *)a)->name, ((const made_note_t *)b)->name);
}

/*  A note that stands in these words already is not said again, unless it is given for figures that have changed; a file that was
 *  written with the old ones says nothing of those.  Nor does an old file bring back one that was erased. */
static void known_drop (noting_t *self)
{
    sheet_fact_t *made = self->made;
    size_t kept = 0;
    for (size_t i = 0; i < made->note_count; i++) {
        const char *rule = cell_note_rule (made->notes[i].name);
        const char *known = made->corrects ? report_narrative (&self->sheet->filed, made->notes[i].name) : NULL;
        bool stands = made->corrects && report_answers (&self->sheet->filed.report, rule);
        bool said =
            known ? strcmp (known, made->notes[i].text) == 0 && (made->notes[i].from_rows || !made->notes[i].asked)
                  : made->notes[i].from_rows;
        if (stands && said)
            free (made->notes[i].text);
        else
            made->notes[kept++] = made->notes[i];
    }
    made->note_count = kept;
}

/*  The texts go behind those of narratives. */
static qcdc_status fact_fill (noting_t *self)
{
    sheet_fact_t *made = self->made;
    size_t texts = made->filed.n_text_cells, count = texts + made->note_count;
    if (made->note_count == 0)
        return QCDC_OK;
    qsort (made->notes, made->note_count, sizeof *made->notes, compare_notes);
    Qcdc__TextCell *items = calloc (count, sizeof *items);
    Qcdc__TextCell **list = calloc (count, sizeof *list);
    made->answered = calloc (made->note_count, sizeof *made->answered);
    if (!items || !list || !made->answered) {
        free (items);
        free (list);
        return QCDC_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        list[i] = &items[i];
        if (i < texts) {
            items[i] = *made->text_list[i];
            continue;
        }
        const made_note_t *note = &made->notes[i - texts];
        qcdc__text_cell__init (&items[i]);
        items[i].cell = (char *)note->name;
        items[i].text = note->text;
        made->answered[i - texts] = (char *)cell_note_rule (note->name);
    }
    free (made->texts);
    free (made->text_list);
    made->texts = items;
    made->text_list = made->text.cells = list;
    made->text.n_cells = count;
    made->filed.answered = made->answered;
    made->filed.n_answered = made->changes.noted = made->note_count;
    made->same = false;
    return QCDC_OK;
}

qcdc_status sheet_notes_put (desk_t *desk, sheet_t *sheet, given_notes_t *given, sheet_fact_t *made, fault_t *fault)
{
    noting_t self = {.sheet = sheet, .given = given, .made = made, .fault = fault};
    if (given->count == 0 && sheet->note_count == 0)
        return QCDC_OK;
    qcdc_status status = sheet_rules_each (desk, sheet, made, take_broken, &self, fault);
    if (status == QCDC_OK) {
        known_drop (&self);
        status = fact_fill (&self);
    }
    return status == QCDC_NO_MEMORY ? no_memory (fault) : status;
}

void sheet_notes_unused (const sheet_t *sheet, const char *file)
{
    for (size_t i = 0; i < sheet->note_count; i++)
        if (!sheet->notes[i].used)
            text_say (stderr, _ ("%s:%zu: the note at %s answers no rule that is broken, and is not kept\n"), file,
                     sheet->notes[i].row, sheet->notes[i].cell);
}
