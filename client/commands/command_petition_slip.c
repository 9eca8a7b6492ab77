/*  command_petition_slip.c — qcdc petition slip NO [SLIP] [--format html|docx] [-o FILE]: a paper of one petition, as the province has published
 *  it, to be printed and signed; without SLIP, which there are. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/slips.h"
#include "matters/petition_clock.h"
#include "petitions/petition_view.h"
#include "show/paper.h"
#include "show/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define SLIP_LINES_MAX 200u
static const char DOTS[] = "……………………";

typedef struct {
    const char *name, *slip; /* SLIP is NULL: what there is is listed */
    paper_format format;
    bool formatted;
} request_t;

static bool ends_with (const char *name, const char *end)
{
    size_t length = strlen (name), end_length = strlen (end);
    return length > end_length && strcasecmp (name + length - end_length, end) == 0;
}

static qcdc_status read_format (const char *word, request_t *request, fault_t *fault)
{
    if (strcmp (word, "html") != 0 && strcmp (word, "docx") != 0)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("--format takes html or docx, not %s"), word);
    request->format = strcmp (word, "docx") == 0 ? PAPER_DOCX : PAPER_HTML;
    request->formatted = true;
    return QCDC_OK;
}

static qcdc_status read_line (const command_t *command, args_t *args, void *arg, fault_t *fault)
{
    request_t *request = arg;
    for (int i = 0; i < command->argc; i++) {
        const char *word = command->argv[i];
        if (strncmp (word, "--format=", 9) == 0)
            QCDC_TRY (read_format (word + 9, request, fault));
        else if (strcmp (word, "--format") == 0 && i + 1 < command->argc)
            QCDC_TRY (read_format (command->argv[++i], request, fault));
        else if (args_output (command->argc, command->argv, &i, args))
            continue;
        else if (word[0] == '-')
            return fault_set (fault, QCDC_USAGE, NULL, _ ("unknown option or missing value: %s"), word);
        else if (request->slip)
            return fault_set (fault, QCDC_USAGE, NULL, _ ("one word too many: %s"), word);
        else if (request->name)
            request->slip = word;
        else
            request->name = word;
    }
    if (!request->name)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("something is missing"));
    if (!request->formatted && args->output && ends_with (args->output, ".docx"))
        request->format = PAPER_DOCX;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what stands in a place */

typedef struct {
    const petition_view_t *view;
    const catalog_t *catalog;
    deadline_run_t runs[CLOCK_RUNS_MAX];
    size_t run_count;
    int32_t today;
} filling_t;

/*  The last step of that kind that stands; NULL: none. */
static const move_t *last_move (const filling_t *self, int move)
{
    const move_t *found = NULL;
    for (size_t i = 0; i < self->view->petition.move_count; i++)
        if (!self->view->petition.moves[i].voided && self->view->petition.moves[i].move == move)
            found = &self->view->petition.moves[i];
    return found;
}

static const char *last_article (const filling_t *self)
{
    const char *article = NULL;
    for (size_t i = 0; i < self->view->petition.move_count; i++)
        if (!self->view->petition.moves[i].voided && *self->view->petition.moves[i].article)
            article = self->view->petition.moves[i].article;
    return article;
}

static const char *day_text (int32_t day, char text[DAY_TEXT_BYTES])
{
    return day ? day_format_people (day, text) : NULL;
}

static const char *move_day (const filling_t *self, int move, char text[DAY_TEXT_BYTES])
{
    const move_t *found = last_move (self, move);
    return found ? day_format_people (found->on, text) : NULL;
}

/*  The last day of the newest deadline that a step MOVE meets first. */
static const char *due_text (const filling_t *self, int move, char text[DAY_TEXT_BYTES])
{
    const deadline_run_t *found = NULL;
    for (size_t i = 0; i < self->run_count; i++)
        if (self->runs[i].deadline->owes == move && self->runs[i].state != CLOCK_STOPPED)
            found = &self->runs[i];
    return found ? day_format_people (found->due_on, text) : NULL;
}

static const char *word_or_none (const char *code)
{
    return code && *code ? people_word ("", code) : NULL;
}

static const char *instance_text (const petition_t *petition)
{
    if (!petition_kind_has_instances (petition->kind))
        return NULL;
    return people_word ("instance", petition->instance > 1 ? "second" : "first");
}

/*  "Phan Thiết" of "Thành phố Phan Thiết" (Decree 30/2020/NĐ-CP, annex I: place and day). */
static const char *locality_text (const unit_t *unit)
{
    static const char *const KINDS[] = {"Tỉnh ", "Thành phố ", "Thị xã ",  "Thị trấn ", "Huyện ",
                                        "Quận ", "Phường ",    "Đặc khu ", "Xã "};
    for (size_t i = 0; unit && i < sizeof KINDS / sizeof *KINDS; i++)
        if (strncmp (unit->name, KINDS[i], strlen (KINDS[i])) == 0)
            return unit->name + strlen (KINDS[i]);
    return unit ? unit->name : NULL;
}

/*  What stands in PLACE; NULL: nothing is there to stand in it. */
static const char *place_text (const filling_t *self, slip_place place, char text[DAY_TEXT_BYTES])
{
    const petition_t *petition = &self->view->petition;
    const unit_t *unit;
    char day[DAY_TEXT_BYTES];
    day_format_iso (self->today, day);
    switch (place) {
    case PLACE_NO:
        return petition->local_no;
    case PLACE_KIND:
        return word_or_none (petition_kind_name (petition->kind));
    case PLACE_FIELD:
        return word_or_none (petition_field_name (petition->field));
    case PLACE_CHANNEL:
        return word_or_none (channel_name (petition->channel));
    case PLACE_STATE:
        return people_word ("", petition_state_name (petition->state));
    case PLACE_OUTCOME:
        return petition->outcome ? word_or_none (outcome_name (petition->outcome)) : NULL;
    case PLACE_PEOPLE:
        snprintf (text, DAY_TEXT_BYTES, "%u", petition->people);
        return text;
    case PLACE_TITLE:
        return self->view->title && *self->view->title ? self->view->title : NULL;
    case PLACE_SUMMARY:
        return self->view->summary && *self->view->summary ? self->view->summary : NULL;
    case PLACE_ARTICLE:
        return last_article (self);
    case PLACE_OFFICE:
        return self->view->office ? self->view->office->name : NULL;
    case PLACE_UNIT:
        unit = catalog_unit_by_id (self->catalog, petition->unit);
        return unit ? unit->name : NULL;
    case PLACE_RECEIVED_ON:
        return day_text (petition->received_on, text);
    case PLACE_ACCEPTED_ON:
        return move_day (self, QCDC__MOVE__ACCEPTED, text);
    case PLACE_FORWARDED_ON:
        return move_day (self, QCDC__MOVE__FORWARDED, text);
    case PLACE_SETTLED_ON:
        return day_text (petition->settled_on, text);
    case PLACE_ACCEPT_BY:
        return due_text (self, QCDC__MOVE__ACCEPTED, text);
    case PLACE_SETTLE_BY:
        return due_text (self, QCDC__MOVE__SETTLED, text);
    case PLACE_DAY:
        snprintf (text, DAY_TEXT_BYTES, "%.2s", day + 8);
        return text;
    case PLACE_MONTH:
        snprintf (text, DAY_TEXT_BYTES, "%.2s", day + 5);
        return text;
    case PLACE_YEAR:
        snprintf (text, DAY_TEXT_BYTES, "%.4s", day);
        return text;
    case PLACE_INSTANCE:
        return instance_text (petition);
    case PLACE_LOCALITY:
        return locality_text (catalog_unit_by_id (self->catalog, petition->unit));
    case PLACE_BLANK:
    case PLACE_UNKNOWN:
        break;
    }
    return NULL;
}

/*  Whether a place in the option that begins at AT has nothing. */
static bool option_is_empty (const filling_t *self, const char *at)
{
    brief_piece_t piece;
    char text[DAY_TEXT_BYTES];
    while (brief_piece_next (&at, &piece) == QCDC_OK && piece.kind != BRIEF_OPTION_END && piece.kind != BRIEF_END)
        if (piece.kind == BRIEF_PLACE && !place_text (self, slip_place_parse (piece.cell), text))
            return true;
    return false;
}

/*  A word of the programs', which begins with a capital as long as it stands alone. */
static bool is_word (slip_place place)
{
    return place >= PLACE_KIND && place <= PLACE_OUTCOME;
}

static void put_place (FILE *out, const char *text, bool lower)
{
    utf8proc_int32_t first;
    utf8proc_uint8_t small[4];
    utf8proc_ssize_t length = lower ? utf8proc_iterate ((const utf8proc_uint8_t *)text, -1, &first) : 0;
    if (length > 0) {
        utf8proc_ssize_t wrote = utf8proc_encode_char (utf8proc_tolower (first), small);
        fwrite (small, 1, (size_t)wrote, out);
        text += length;
    }
    fputs (text, out);
}

/*  Who writes stands in capitals in the head. */
static bool is_capitals (slip_style style, slip_place place)
{
    return (style == SLIP_LEFT || style == SLIP_LEFT_BOLD) && (place == PLACE_OFFICE || place == PLACE_UNIT);
}

static void put_capitals (FILE *out, const char *text)
{
    utf8proc_int32_t letter;
    utf8proc_uint8_t bytes[4];
    for (utf8proc_ssize_t length; *text; text += length) {
        length = utf8proc_iterate ((const utf8proc_uint8_t *)text, -1, &letter);
        if (length <= 0)
            return;
        fwrite (bytes, 1, (size_t)utf8proc_encode_char (utf8proc_toupper (letter), bytes), out);
    }
}

/*  TEXT, of a line of STYLE, with what stands in its places; malloc'ed, NULL when out of memory. */
static char *fill (const filling_t *self, slip_style style, const char *text)
{
    char *bytes = NULL, day[DAY_TEXT_BYTES];
    size_t length;
    FILE *out = open_memstream (&bytes, &length);
    brief_piece_t piece;
    bool left_out = false;
    if (!out)
        return NULL;
    while (brief_piece_next (&text, &piece) == QCDC_OK && piece.kind != BRIEF_END) {
        if (piece.kind == BRIEF_OPTION)
            left_out = option_is_empty (self, text);
        else if (piece.kind == BRIEF_OPTION_END)
            left_out = false;
        else if (!left_out && piece.kind == BRIEF_TEXT)
            fwrite (piece.text, 1, piece.length, out);
        else if (!left_out) {
            slip_place place = piece.want == BRIEF_VALUE ? slip_place_parse (piece.cell) : PLACE_UNKNOWN;
            const char *said = place_text (self, place, day);
            if (said && is_capitals (style, place))
                put_capitals (out, said);
            else
                put_place (out, said ? said : DOTS, is_word (place) && (fflush (out) != 0 || length > 0));
        }
    }
    bool whole = !ferror (out);
    if (fclose (out) != 0 || !whole) {
        free (bytes);
        return NULL;
    }
    return bytes;
}

/*  ---------------------------------------------------------------- the paper */

typedef struct {
    const slip_line_t *rows[SLIP_LINES_MAX];
    paper_line_t lines[SLIP_LINES_MAX];
    char *texts[SLIP_LINES_MAX]; /* malloc'ed */
    size_t count;
} slip_t;

static void slip_release (slip_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        free (self->texts[i]);
}

static int line_order (const void *a, const void *b)
{
    const slip_line_t *one = *(const slip_line_t *const *)a, *other = *(const slip_line_t *const *)b;
    return strcmp (one->line, other->line);
}

static qcdc_status take_lines (const filling_t *filling, const char *name, slip_t *slip, fault_t *fault)
{
    const catalog_t *catalog = filling->catalog;
    size_t count = 0;
    for (size_t i = 0; i < catalog->slip_count; i++) {
        const slip_line_t *line = &catalog->slips[i];
        if (strcmp (line->slip, name) != 0 || !slip_line_holds (line, filling->view->petition.kind, filling->today))
            continue;
        if (count == SLIP_LINES_MAX)
            return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("the slip %s has more than %u lines"), name,
                              SLIP_LINES_MAX);
        slip->rows[count++] = line;
    }
    qsort (slip->rows, count, sizeof *slip->rows, line_order);
    for (size_t i = 0; i < count; i++) {
        /* Of a line nothing is left where all of it was in brackets. */
        char *text = fill (filling, slip->rows[i]->style,
                           i18n_is_vietnamese () ? slip->rows[i]->text_vi : slip->rows[i]->text_en);
        if (!text)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        if (!*text) {
            free (text);
            continue;
        }
        slip->texts[slip->count] = text;
        slip->lines[slip->count++] = (paper_line_t){slip->rows[i]->style, text};
    }
    return QCDC_OK;
}

/*  Which slips there are of such a petition: "BIEN_NHAN (Giấy biên nhận); …", for whoever named none of them. */
static qcdc_status refuse_name (const filling_t *filling, const char *name, fault_t *fault)
{
    char known[480] = "";
    size_t used = 0;
    for (size_t i = 0; i < filling->catalog->slip_count && used < sizeof known; i++) {
        const slip_line_t *line = &filling->catalog->slips[i];
        if (line->style == SLIP_TITLE && slip_line_holds (line, filling->view->petition.kind, filling->today))
            used += (size_t)snprintf (known + used, sizeof known - used, "%s%s", used ? ", " : "", line->slip);
    }
    fault_set (fault, QCDC_NOT_FOUND, "slip", _ ("there is no slip %.40s of this kind of petition"), name);
    if (*known)
        fault_advise (fault, _ ("slips that there are: %s"), known);
    else
        fault_advise (fault, "%s", _ ("the province publishes them: slips.csv"));
    return fault->status;
}

static qcdc_status list_slips (const filling_t *filling, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("slip"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("what"), QCDC__COLUMN_TYPE__TEXT}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (output_new (FORMAT_TABLE, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_none (output, _ ("the province has published no slips for this kind of petition"));
    for (size_t i = 0; i < filling->catalog->slip_count; i++) {
        const slip_line_t *line = &filling->catalog->slips[i];
        if (line->style != SLIP_TITLE || !slip_line_holds (line, filling->view->petition.kind, filling->today))
            continue;
        char *title = fill (filling, SLIP_TITLE, i18n_is_vietnamese () ? line->text_vi : line->text_en);
        const char *cells[] = {line->slip, title};
        qcdc_status status = title ? output_row (output, cells, fault)
                                   : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        free (title);
        QCDC_TRY (status);
    }
    return output_finish (output, fault);
}

static qcdc_status print (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const request_t *request = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    slip_t slip QCDC_CLEANUP (slip_release) = {.count = 0};
    petition_view_t *view;
    move_t *move;
    (void)args;
    QCDC_TRY (petition_find_named (desk, request->name, &views, &view, &move, fault));
    if (view->petition.voided) {
        fault_set (fault, QCDC_TARGET_VOID, NULL, _ ("%s was taken back: there is nothing to print of it"),
                   request->name);
        return fault->status;
    }
    filling_t filling = {.view = view, .catalog = desk->home.catalog, .today = day_of_moment (moment_now ())};
    filling.run_count = petition_clock (&view->petition, filling.catalog, filling.runs);
    if (!request->slip)
        return list_slips (&filling, fault);
    const slip_line_t *title = slip_title (filling.catalog, request->slip, view->petition.kind, filling.today);
    if (!title)
        return refuse_name (&filling, request->slip, fault);
    QCDC_TRY (take_lines (&filling, request->slip, &slip, fault));
    char *named QCDC_CLEANUP (memory_free) =
        fill (&filling, SLIP_TITLE, i18n_is_vietnamese () ? title->text_vi : title->text_en);
    if (!named)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    return paper_write (stdout, request->format, i18n_is_vietnamese () ? "vi" : "en", named, slip.lines, slip.count,
                        fault);
}

int petition_slip (const command_t *command)
{
    static const desk_work_t WORK = {.parse = read_line, .work = print};
    request_t request = {0};
    return command_at_desk (command, &WORK, &request);
}
