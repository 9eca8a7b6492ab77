/*  command_review.c — qcdc review accept, return, lock and reopen: what the province says of an office's report.
 *
 *  The report is not here: where it stands, and which version that is, is asked of the server first.  Then the review is judged as
 *  the server will judge it, with what this desk has said and not sent yet, and becomes a fact in the journal like any other. */

#include "commands/command_review.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "catalogue/period.h"
#include "journal/journal_subject.h"
#include "line/query.h"
#include "matters/report_review.h"
#include "petitions/petition_row.h"
#include "reports/report_view.h"
#include "texts/identity_text.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REVIEW_WORDS = 3 };

/*  What the line says. */
typedef struct {
    int verdict; /* Qcdc__ReviewVerdict */
    const char *reason;
    char *cells[QCDC_TEXT_CELLS_COUNT_MAX]; /* of the line, cut behind their names */
    const char *reasons[QCDC_TEXT_CELLS_COUNT_MAX];
    size_t cell_count;
    bool names_meant;
    bool appended;
} review_line_t;

/*  ---------------------------------------------------------------- the line */

static qcdc_status add_cell (review_line_t *line, char *word, fault_t *fault)
{
    char *equals = strchr (word, '=');
    if (!equals || equals == word)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("%s is not of the form CELL=REASON"), word);
    if (line->cell_count == QCDC_TEXT_CELLS_COUNT_MAX)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("more than %u cells with a reason"), QCDC_TEXT_CELLS_COUNT_MAX);
    *equals = '\0';
    for (size_t i = 0; i < line->cell_count; i++)
        if (strcmp (line->cells[i], word) == 0)
            return fault_set (fault, QCDC_USAGE, NULL, _ ("%s is given twice"), word);
    line->reasons[line->cell_count] = equals + 1;
    line->cells[line->cell_count++] = word;
    return QCDC_OK;
}

static qcdc_status add_reason (review_line_t *line, const char *reason, fault_t *fault)
{
    if (line->reason)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("%s is given twice"), "reason");
    line->reason = reason;
    return QCDC_OK;
}

/*  OFFICE FORM PERIOD [CELL=REASON]… [reason=TEXT]; an option before either does no harm. */
static qcdc_status read_line (const command_t *command, args_t *args, void *arg, fault_t *fault)
{
    review_line_t *line = arg;
    for (int i = 0; i < command->argc; i++) {
        char *word = command->argv[i];
        if (strcmp (word, CONFIRM_NAMES) == 0)
            line->names_meant = true;
        else if (strcmp (word, "--patience") == 0 && i + 1 < command->argc)
            QCDC_TRY (args_patience (command->argv[++i], &args->patience_ms, fault));
        else if (strcmp (word, "--cell") == 0 && i + 1 < command->argc)
            QCDC_TRY (add_cell (line, command->argv[++i], fault));
        else if (strcmp (word, "--reason") == 0 && i + 1 < command->argc)
            QCDC_TRY (add_reason (line, command->argv[++i], fault));
        else if (strncmp (word, "reason=", strlen ("reason=")) == 0)
            QCDC_TRY (add_reason (line, word + strlen ("reason="), fault));
        else if (word[0] == '-')
            return fault_set (fault, QCDC_USAGE, NULL, _ ("unknown option or missing value: %s"), word);
        else if (strchr (word, '='))
            QCDC_TRY (add_cell (line, word, fault));
        else if (args->word_count == REVIEW_WORDS)
            return fault_set (fault, QCDC_USAGE, NULL, _ ("one word too many: %s"), word);
        else
            args->words[args->word_count++] = word;
    }
    if (args->word_count < REVIEW_WORDS)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("office, form and period are needed"));
    bool says_why = line->reason || line->cell_count;
    if (line->verdict == QCDC__REVIEW_VERDICT__REVIEW_RETURNED && !says_why)
        return fault_set (fault, QCDC_USAGE, NULL, "%s",
                          _ ("returning needs a reason: reason=TEXT, or CELL=REASON for each wrong cell"));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- where the report stands */

enum { GIVEN_REVIEW, GIVEN_REVIEWED, GIVEN_ENTRY, GIVEN_HASH, GIVEN_VERSION, GIVEN_COUNT };
static const char *const GIVEN[GIVEN_COUNT] = {"review", "reviewed_at", "entry", "hash", "version"};

/*  The one row of report_reviews. */
typedef struct {
    size_t places[GIVEN_COUNT];
    char texts[GIVEN_COUNT][48];
    bool found;
} standing_t;

static qcdc_status take_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    standing_t *self = arg;
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < GIVEN_COUNT; k++)
            if (strcmp (columns[i]->name, GIVEN[k]) == 0) {
                self->places[k] = i;
                known++;
            }
    return known == GIVEN_COUNT ? QCDC_OK : QCDC_UNSUPPORTED;
}

static qcdc_status take_cell (size_t column, const char *text, void *arg)
{
    standing_t *self = arg;
    self->found = true;
    for (size_t k = 0; k < GIVEN_COUNT; k++)
        if (self->places[k] == column)
            snprintf (self->texts[k], sizeof self->texts[k], "%s", text ? text : "");
    return QCDC_OK;
}

static qcdc_status ask_standing (desk_t *desk, const args_t *args, standing_t *standing, fault_t *fault)
{
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    const query_sink_t sink = {take_columns, take_cell, standing};
    const query_key_t keys[] = {{"office", args->words[0]}, {"form", args->words[1]}, {"period", args->words[2]}};
    QCDC_TRY (query_open (&desk->home, args->patience_ms, &query, &desk->later, fault));
    QCDC_TRY (query_run (query, "report_reviews", keys, sizeof keys / sizeof *keys, &sink, fault));
    if (standing->found)
        return QCDC_OK;
    return fault_set (fault, QCDC_NOT_FOUND, NULL,
                      _ ("%s has no report %s for %s: none was filed, or it was taken back"), args->words[0],
                      args->words[1], args->words[2]);
}

/*  The report, as far as judging a review looks at it. */
static qcdc_status report_make (const desk_t *desk, const args_t *args, const standing_t *standing, report_t *report,
                                fault_t *fault)
{
    const catalog_t *catalog = desk->home.catalog;
    const office_t *office = catalog_office (catalog, args->words[0]);
    period_t period;
    const form_t *form = period_form (catalog, args->words[1], args->words[2], &period);
    int reached = report_standing_parse (standing->texts[GIVEN_REVIEW]);
    if (!office || !form || reached < 0 ||
        address_parse (standing->texts[GIVEN_ENTRY], &report->thing.entry.origin, &report->thing.entry.seq) !=
            QCDC_OK)
        return fault_set (fault, QCDC_UNSUPPORTED, NULL, "%s",
                          _ ("this program does not know the office or the form; it may be too old"));
    uint8_t hash[HASH_BYTES] = {0};
    if (hex_parse (standing->texts[GIVEN_HASH], hash, 8) != QCDC_OK)
        return fault_set (fault, QCDC_PROTOCOL, NULL, "%s", _ (status_text (QCDC_PROTOCOL)));
    report->thing.entry.hash8 = hash_prefix (hash);
    report->thing.matter = &REPORT_MATTER;
    report->thing.office = office->id;
    report->form = form->id;
    snprintf (report->form_code, sizeof report->form_code, "%s", form->code);
    snprintf (report->period, sizeof report->period, "%s", period.name);
    report->thing.changed.at_us = strtoll (standing->texts[GIVEN_VERSION], NULL, 10);
    /* When it was locked is said where it is refused. */
    int64_t at_us = 0;
    if (reached != REPORT_FILED && moment_parse (standing->texts[GIVEN_REVIEWED], &at_us) == QCDC_OK) {
        review_t last = {.order = {at_us, 0}, .seen_at_us = report->thing.changed.at_us};
        last.cells = strdup ("");
        for (int verdict = 1; !review_standing (last.verdict) && verdict < REPORT_STANDING_COUNT; verdict++)
            if (review_standing (verdict) == (report_standing)reached)
                last.verdict = verdict;
        if (!last.cells || report_put_review (report, &last) != QCDC_OK)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    }
    return QCDC_OK;
}

typedef struct {
    desk_t *desk;
    report_t *report;
} pending_t;

/*  What was said at this desk and has not been acknowledged yet. */
static qcdc_status take_pending (const journal_row_t *row, void *arg)
{
    const pending_t *pending = arg;
    Qcdc__Fact *fact = NULL;
    uint8_t content[CONTENT_BYTES];
    arena_reset (pending->desk->arena);
    if (row->commit_seq || fact_unpack (row->entry.body, pending->desk->arena, &fact) != QCDC_OK ||
        fact->kind_case != QCDC__FACT__KIND_REPORT_REVIEWED)
        return QCDC_OK;
    fact_content (row->entry.body, content);
    address_t address = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    fact_event_t event = {.fact = fact,
                          .content = content,
                          .catalog = pending->desk->home.catalog,
                          .entry = address,
                          .address = address,
                          .stamp = stamp_make (0, (int64_t)row->entry.seq)};
    return REPORT_MATTER.apply (&pending->report->thing, &event);
}

static qcdc_status add_pending (desk_t *desk, report_t *report, fault_t *fault)
{
    char subject[JOURNAL_SUBJECT_BYTES];
    pending_t pending = {desk, report};
    subject_waiting (&report->thing.entry, subject);
    QCDC_TRY (journal_each_of_subject (desk->home.journal, subject, take_pending, &pending, fault));
    /* Of the office's own report, which is here. */
    snprintf (subject, sizeof subject, "report:%s:%s/%s", desk->home.office->code, report->form_code, report->period);
    return report->thing.office == desk->home.office->id
               ? journal_each_of_subject (desk->home.journal, subject, take_pending, &pending, fault)
               : QCDC_OK;
}

/*  ---------------------------------------------------------------- the fact */

/*  What the reasons are, cleaned; a fact points into it. */
typedef struct {
    Qcdc__ReportReviewed reviewed;
    Qcdc__AnnexText text;
    Qcdc__TextCell cells[QCDC_TEXT_CELLS_COUNT_MAX];
    Qcdc__TextCell *list[QCDC_TEXT_CELLS_COUNT_MAX];
    char *names[QCDC_TEXT_CELLS_COUNT_MAX];
    char *whole; /* malloc'ed, as is the text of each cell */
    Qcdc__Ref ref;
} review_fact_t;

static void review_fact_release (review_fact_t *self)
{
    for (size_t i = 0; i < self->text.n_cells; i++)
        free (self->cells[i].text);
    free (self->whole);
}

static int compare_cells (const void *a, const void *b)
{
    return strcmp ((*(Qcdc__TextCell *const *)a)->cell, (*(Qcdc__TextCell *const *)b)->cell);
}

static qcdc_status review_fact_make (const review_line_t *line, const report_t *report, review_fact_t *made,
                                     fault_t *fault)
{
    qcdc__report_reviewed__init (&made->reviewed);
    qcdc__annex_text__init (&made->text);
    qcdc_status status = reason_clean (line->reason, line->names_meant, 0, &made->whole, fault);
    if (status == QCDC_EMPTY || (status == QCDC_OK && made->whole && !*made->whole))
        return fault_set (fault, QCDC_EMPTY, "reason", "%s", _ ("the reason is blank"));
    QCDC_TRY (status);
    if (made->whole)
        made->text.reason = made->whole;
    for (size_t i = 0; i < line->cell_count; i++) {
        Qcdc__TextCell *cell = &made->cells[i];
        qcdc__text_cell__init (cell);
        cell->text = NULL;
        made->text.n_cells = i + 1;
        status = reason_clean (line->reasons[i], line->names_meant, 0, &cell->text, fault);
        cell->cell = line->cells[i];
        if (status == QCDC_EMPTY || (status == QCDC_OK && !*cell->text)) {
            fault_set (fault, QCDC_EMPTY, cell->cell, _ ("the reason for %s is blank"), cell->cell);
            fault_advise (fault, _ ("it is written: %s=\"what is wrong there\""), cell->cell);
            return QCDC_EMPTY;
        }
        QCDC_TRY (status);
        made->list[i] = cell;
    }
    if (made->text.n_cells)
        qsort (made->list, made->text.n_cells, sizeof *made->list, compare_cells);
    for (size_t i = 0; i < made->text.n_cells; i++)
        made->names[i] = made->list[i]->cell;
    made->text.cells = made->list;
    ref_set (&made->ref, &report->thing.entry);
    made->reviewed.report = &made->ref;
    made->reviewed.verdict = (Qcdc__ReviewVerdict)line->verdict;
    made->reviewed.cells = made->names;
    made->reviewed.n_cells = made->text.n_cells;
    made->reviewed.seen_at_us = report->thing.changed.at_us;
    return QCDC_OK;
}

static qcdc_status append (desk_t *desk, const report_t *report, review_fact_t *made, review_line_t *line,
                           fault_t *fault)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    fact.kind_case = QCDC__FACT__KIND_REPORT_REVIEWED;
    fact.report_reviewed = &made->reviewed;
    judge_input_t input = desk_input (desk);
    input.target = TARGET_THING;
    input.thing = &report->thing;
    input.target_office = report->thing.office;
    bool says = made->text.n_cells || made->whole;
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    QCDC_TRY (desk_append (desk, &input, &fact, says ? &made->text : NULL, false, &line->appended, NULL, fault));
    return journal_commit (desk->home.journal, fault);
}

static void report_release (report_t *report)
{
    REPORT_MATTER.release (&report->thing);
}

static qcdc_status review (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    review_line_t *line = arg;
    standing_t standing = {0};
    report_t report QCDC_CLEANUP (report_release) = {0};
    review_fact_t made QCDC_CLEANUP (review_fact_release) = {0};
    QCDC_TRY (review_check_role (desk, fault));
    QCDC_TRY (desk_check_vouched (desk, fault));
    QCDC_TRY (ask_standing (desk, args, &standing, fault));
    QCDC_TRY (report_make (desk, args, &standing, &report, fault));
    QCDC_TRY (review_fact_make (line, &report, &made, fault));
    QCDC_TRY (add_pending (desk, &report, fault));
    return append (desk, &report, &made, line, fault);
}

static int review_done (const args_t *args, void *arg)
{
    static const char *const SAID[] = {
        [QCDC__REVIEW_VERDICT__REVIEW_RETURNED] = N_ ("returned"),
        [QCDC__REVIEW_VERDICT__REVIEW_ACCEPTED] = N_ ("accepted"),
        [QCDC__REVIEW_VERDICT__REVIEW_LOCKED] = N_ ("locked"),
        [QCDC__REVIEW_VERDICT__REVIEW_REOPENED] = N_ ("reopened"),
    };
    const review_line_t *line = arg;
    (void)args;
    if (!line->appended)
        puts (_ ("nothing new: it was said already"));
    else
        printf (_ ("%s; qcdc sync sends it, and the office sees it at its next sync\n"),
                people_word ("review", SAID[line->verdict]));
    return EXIT_DONE;
}

static int review_say (const command_t *command, int verdict)
{
    static const desk_work_t WORK = {.parse = read_line, .work = review, .done = review_done};
    review_line_t line = {.verdict = verdict};
    return command_at_desk (command, &WORK, &line);
}

static int review_accept (const command_t *command)
{
    return review_say (command, QCDC__REVIEW_VERDICT__REVIEW_ACCEPTED);
}

static int review_return (const command_t *command)
{
    return review_say (command, QCDC__REVIEW_VERDICT__REVIEW_RETURNED);
}

static int review_lock (const command_t *command)
{
    return review_say (command, QCDC__REVIEW_VERDICT__REVIEW_LOCKED);
}

static int review_reopen (const command_t *command)
{
    return review_say (command, QCDC__REVIEW_VERDICT__REVIEW_REOPENED);
}

/*  ---------------------------------------------------------------- dispatch */

int command_review (const command_t *command)
{
    static const command_part_t PARTS[] = {
        {"list", review_list},     {"show", review_show}, {"check", review_check},  {"accept", review_accept},
        {"return", review_return}, {"lock", review_lock}, {"reopen", review_reopen}};
    return command_part (command, PARTS, sizeof PARTS / sizeof *PARTS,
                         "qcdc review list|show|check|accept|return|lock|reopen");
}
