/*  brief_write.c — headings with their sentences, who has not reported, and the annexes that compare districts.
 *
 *  Which sentences there are and which figures stand in them is read from the catalogue; here is only the order of the parts, and what
 *  becomes of a sentence whose figures nobody has reported. */

#include "papers/brief_write.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "show/naming.h"
#include "show/output.h"

#include <stdlib.h>
#include <string.h>

static const char *text_of (const brief_t *brief, const brief_line_t *line)
{
    return brief->vietnamese ? line->text_vi : line->text_en;
}

static qcdc_status no_memory (brief_t *brief)
{
    return fault_set (brief->fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a table"));
}

/*  The period in words. */
static void say_period (const period_t *period, char text[96])
{
    if (strcmp (period->kind, "H1") == 0)
        snprintf (text, 96, _ ("first half of %d"), period->year);
    else if (strcmp (period->kind, "H2") == 0)
        snprintf (text, 96, _ ("second half of %d"), period->year);
    else if (strcmp (period->kind, "9M") == 0)
        snprintf (text, 96, _ ("first nine months of %d"), period->year);
    else if (period->kind[0] == 'Q')
        snprintf (text, 96, _ ("quarter %s of %d"), period->kind + 1, period->year);
    else if (period->kind[0] == 'M')
        snprintf (text, 96, _ ("month %d of %d"), period->month, period->year);
    else
        snprintf (text, 96, _ ("year %d"), period->year);
}

/*  ---------------------------------------------------------------- sentences */

/*  How many places of a sentence have a figure: of an option from AT to its end, else of all that stands outside of options. */
static qcdc_status count_places (brief_t *brief, const char *form, const char *at, bool option, size_t *places,
                                 size_t *filled)
{
    brief_piece_t piece;
    bool inside = option;
    *places = *filled = 0;
    for (;;) {
        QCDC_TRY (brief_piece_next (&at, &piece));
        if (piece.kind == BRIEF_END || (option && piece.kind == BRIEF_OPTION_END))
            return QCDC_OK;
        if (piece.kind == BRIEF_OPTION || piece.kind == BRIEF_OPTION_END)
            inside = piece.kind == BRIEF_OPTION;
        if (piece.kind != BRIEF_PLACE || piece.want == BRIEF_PERIOD || inside != option)
            continue;
        brief_figure_t figure;
        QCDC_TRY (brief_figure (&brief->figures, form, piece.cell, piece.want, &figure));
        *places += 1;
        *filled += figure.has;
    }
}

static qcdc_status put_place (brief_t *brief, const char *form, const brief_piece_t *piece)
{
    brief_figure_t figure;
    if (piece->want == BRIEF_PERIOD) {
        char words[96];
        say_period (&brief->figures.period, words);
        document_text (brief->document, words);
        return QCDC_OK;
    }
    QCDC_TRY (brief_figure (&brief->figures, form, piece->cell, piece->want, &figure));
    char lack[sizeof figure.fewer + 4];
    snprintf (lack, sizeof lack, "(%s)", figure.lack ? _ (figure.lack) : "");
    const char *shown = figure.has ? figure.shown : figure.lack ? lack : _ ("(no figure)");
    if (document_figure (brief->document, shown, figure.reference, figure.means) != QCDC_OK)
        return no_memory (brief);
    if (*figure.fewer) {
        snprintf (lack, sizeof lack, " (%s)", figure.fewer);
        document_text (brief->document, lack);
    }
    return QCDC_OK;
}

static qcdc_status put_pieces (brief_t *brief, const brief_line_t *line)
{
    brief_piece_t piece;
    for (const char *at = text_of (brief, line);;) {
        QCDC_TRY (brief_piece_next (&at, &piece));
        if (piece.kind == BRIEF_END)
            return QCDC_OK;
        if (piece.kind == BRIEF_TEXT) {
            char *text QCDC_CLEANUP (memory_free) = strndup (piece.text, piece.length);
            if (!text)
                return no_memory (brief);
            document_text (brief->document, text);
        } else if (piece.kind == BRIEF_PLACE)
            QCDC_TRY (put_place (brief, line->form, &piece));
        else if (piece.kind == BRIEF_OPTION) {
            size_t places, filled;
            QCDC_TRY (count_places (brief, line->form, at, true, &places, &filled));
            if (filled < places)
                at = strchr (at, ']') + 1;
        }
    }
}

/*  The heading that something stands under now. */
static void heading_flush (brief_t *brief)
{
    if (brief->heading)
        document_heading (brief->document, 3, text_of (brief, brief->heading));
    brief->heading = NULL;
}

static void list_end (brief_t *brief)
{
    if (brief->listing)
        document_list_end (brief->document);
    brief->listing = false;
}

/*  A sentence of which no figure was reported is left out: a row of "no figure" is nothing to read. */
static qcdc_status put_sentence (brief_t *brief, const brief_line_t *line)
{
    size_t places, filled;
    QCDC_TRY (count_places (brief, line->form, text_of (brief, line), false, &places, &filled));
    if (places > 0 && filled == 0)
        return QCDC_OK;
    heading_flush (brief);
    if (!brief->listing)
        document_list_begin (brief->document);
    brief->listing = true;
    document_item_begin (brief->document);
    QCDC_TRY (put_pieces (brief, line));
    document_item_end (brief->document);
    return QCDC_OK;
}

/*  As the office was called in the period. */
static const char *office_name (const brief_t *brief, const char *code)
{
    const period_t *period = &brief->figures.period;
    const office_t *office = catalog_office_within (brief->catalog, code, period->from, period->to);
    office = office ? office : catalog_office (brief->catalog, code);
    return office ? office->name : code;
}

static bool wrote_the_same (const query_rows_t *rows, size_t row, size_t other)
{
    const char *text = query_rows_cell (rows, row, "text"), *others = query_rows_cell (rows, other, "text");
    return text && others ? strcmp (text, others) == 0 : text == others;
}

static bool wrote_before (const query_rows_t *rows, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (wrote_the_same (rows, i, row))
            return true;
    return false;
}

/*  A text under the names of all who wrote it word for word: the same over and over again is not read. */
static qcdc_status put_words (brief_t *brief, const query_rows_t *rows, size_t first)
{
    char *names = NULL;
    size_t length;
    FILE *out = open_memstream (&names, &length);
    if (!out)
        return no_memory (brief);
    for (size_t i = first; i < query_rows_count (rows); i++) {
        const char *code = query_rows_cell (rows, i, "office");
        if (code && wrote_the_same (rows, first, i))
            fprintf (out, "%s%s", i > first ? ", " : "", office_name (brief, code));
    }
    bool failed = fclose (out) != 0;
    const char *text = query_rows_cell (rows, first, "text");
    if (!failed)
        document_quote (brief->document, names, text ? text : _ ("(the text was erased)"));
    free (names);
    return failed ? no_memory (brief) : QCDC_OK;
}

/*  What offices wrote.  Analysts read no texts. */
static qcdc_status put_narrative (brief_t *brief, const brief_line_t *line)
{
    period_t ignored;
    query_rows_t rows = {0};
    const char *name = brief->figures.period.name;
    if (brief->home->role != ROLE_PROVINCE || !period_form (brief->catalog, line->form, name, &ignored))
        return QCDC_OK;
    const query_key_t params[] = {{"form", line->form}, {"period", name}, {"cell", line->cell}};
    qcdc_status status = brief_rows (&brief->figures, "report_texts", params, 3, &rows);
    size_t count = status == QCDC_OK ? query_rows_count (&rows) : 0;
    if (count > 0) {
        heading_flush (brief);
        list_end (brief);
        document_heading (brief->document, 4, text_of (brief, line));
    }
    for (size_t i = 0; i < count && status == QCDC_OK; i++)
        if (!wrote_before (&rows, i))
            status = put_words (brief, &rows, i);
    query_rows_release (&rows);
    return status;
}

static qcdc_status put_headings (brief_t *brief)
{
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; i < brief->catalog->brief_count && status == QCDC_OK; i++) {
        const brief_line_t *line = &brief->catalog->brief[i];
        if (!brief_line_holds (line, brief->figures.period.to))
            continue;
        if (line->kind == BRIEF_PART || line->kind == BRIEF_HEADING)
            list_end (brief);
        if (line->kind == BRIEF_PART)
            document_heading (brief->document, 2, text_of (brief, line));
        if (line->kind == BRIEF_PART || line->kind == BRIEF_HEADING)
            brief->heading = line->kind == BRIEF_HEADING ? line : NULL;
        else if (line->kind == BRIEF_SENTENCE)
            status = put_sentence (brief, line);
        else if (line->kind == BRIEF_NARRATIVE)
            status = put_narrative (brief, line);
    }
    list_end (brief);
    return status;
}

/*  ---------------------------------------------------------------- who has reported */

/*  As the form was called in the period. */
static const char *form_title (const brief_t *brief, const char *code)
{
    period_t ignored;
    const form_t *form = code ? period_form (brief->catalog, code, brief->figures.period.name, &ignored) : NULL;
    form = form || !code ? form : catalog_form_latest (brief->catalog, code);
    return form ? (brief->vietnamese ? form->title_vi : form->title_en) : code ? code : "";
}

/*  A cell of a query's table, as people read it. */
static void put_cell (brief_t *brief, const query_rows_t *rows, size_t row, const char *column, Qcdc__ColumnType type)
{
    const char *value = query_rows_cell (rows, row, column);
    char *shown QCDC_CLEANUP (memory_free) = value ? people_format (type, value) : NULL;
    document_cell (brief->document, shown ? shown : "–");
}

/*  In the hundred; NULL where nothing is owed. */
static void put_rate (brief_t *brief, const char *rate)
{
    char shown[64] = "–";
    if (rate)
        brief_shown (&BRIEF_PER_CENT, rate, false, shown);
    document_cell (brief->document, shown);
}

static qcdc_status put_rates (brief_t *brief, query_rows_t *rows)
{
    static const char *const COLUMNS[] = {"expected", "on_time", "late", "due", "missing"};
    const query_key_t params[] = {{"period", brief->figures.period.name}, {"by", "form"}};
    QCDC_TRY (brief_rows (&brief->figures, "reporting_rate", params, 2, rows));
    const char *headings[] = {_ ("Form"),        _ ("Expected"), _ ("On time"), _ ("Late"),
                              _ ("Not yet due"), _ ("Missing"),  _ ("Rate"),    _ ("Rate in time")};
    document_table_begin (brief->document, headings, 8, "lrrrrrrr");
    for (size_t i = 0; i < query_rows_count (rows); i++) {
        document_cell (brief->document, form_title (brief, query_rows_cell (rows, i, "form")));
        for (size_t k = 0; k < sizeof COLUMNS / sizeof *COLUMNS; k++)
            put_cell (brief, rows, i, COLUMNS[k], QCDC__COLUMN_TYPE__INTEGER);
        put_rate (brief, query_rows_cell (rows, i, "rate"));
        put_rate (brief, query_rows_cell (rows, i, "timeliness"));
    }
    document_table_end (brief->document);
    return QCDC_OK;
}

/*  The offices whose reports are in STATE, under HEADING; nothing where there is none. */
static void put_offices (brief_t *brief, const query_rows_t *rows, const char *state, const char *heading)
{
    const char *headings[] = {_ ("Office"), _ ("Form"), _ ("Due on"), _ ("Filed")};
    bool begun = false;
    for (size_t i = 0; i < query_rows_count (rows); i++) {
        const char *found = query_rows_cell (rows, i, "state"), *code = query_rows_cell (rows, i, "office");
        if (!found || !code || strcmp (found, state) != 0)
            continue;
        if (!begun) {
            document_heading (brief->document, 3, heading);
            document_table_begin (brief->document, headings, 4, "llll");
        }
        begun = true;
        document_cell (brief->document, office_name (brief, code));
        document_cell (brief->document, form_title (brief, query_rows_cell (rows, i, "form")));
        put_cell (brief, rows, i, "due_on", QCDC__COLUMN_TYPE__DATE);
        put_cell (brief, rows, i, "filed_at", QCDC__COLUMN_TYPE__TIMESTAMP);
    }
    if (begun)
        document_table_end (brief->document);
}

/*  How many reports of the form in row FIRST stand so, of ROWS in any order; all where STATE is NULL.  What was reopened waits for its
 *  review as what was filed does. */
static size_t count_reviews (const query_rows_t *rows, size_t first, const char *state)
{
    const char *form = query_rows_cell (rows, first, "form");
    size_t count = 0;
    for (size_t i = 0; form && i < query_rows_count (rows); i++) {
        const char *other = query_rows_cell (rows, i, "form"), *review = query_rows_cell (rows, i, "review");
        if (!review || !other || strcmp (form, other) != 0)
            continue;
        bool waits = strcmp (review, "reopened") == 0 || strcmp (review, "filed") == 0;
        count += !state || (waits ? strcmp (state, "filed") == 0 : strcmp (state, review) == 0);
    }
    return count;
}

static bool is_first_of_form (const query_rows_t *rows, size_t row)
{
    const char *form = query_rows_cell (rows, row, "form");
    for (size_t i = 0; form && i < row; i++) {
        const char *other = query_rows_cell (rows, i, "form");
        if (other && strcmp (form, other) == 0)
            return false;
    }
    return form != NULL;
}

/*  How far the review of the reports has come that there are, form by form. */
static void put_reviews (brief_t *brief, const query_rows_t *rows)
{
    static const char *const STATES[] = {NULL, "filed", "returned", "accepted", "locked"};
    const char *headings[] = {_ ("Form"),     _ ("Reports"),  _ ("Not reviewed"),
                              _ ("Returned"), _ ("Accepted"), _ ("Locked")};
    bool begun = false;
    for (size_t i = 0; i < query_rows_count (rows); i++) {
        if (!is_first_of_form (rows, i) || count_reviews (rows, i, NULL) == 0)
            continue;
        if (!begun) {
            document_heading (brief->document, 3, _ ("Review of the reports"));
            document_table_begin (brief->document, headings, 6, "lrrrrr");
        }
        begun = true;
        document_cell (brief->document, form_title (brief, query_rows_cell (rows, i, "form")));
        for (size_t k = 0; k < sizeof STATES / sizeof *STATES; k++) {
            char text[32];
            snprintf (text, sizeof text, "%zu", count_reviews (rows, i, STATES[k]));
            document_cell (brief->document, text);
        }
    }
    if (begun)
        document_table_end (brief->document);
}

static qcdc_status put_reporting (brief_t *brief)
{
    query_rows_t rows = {0};
    document_heading (brief->document, 2, _ ("Reporting"));
    qcdc_status status = put_rates (brief, &rows);
    const query_key_t params[] = {{"period", brief->figures.period.name}};
    if (status == QCDC_OK)
        status = brief_rows (&brief->figures, "reporting_status", params, 1, &rows);
    if (status == QCDC_OK) {
        put_reviews (brief, &rows);
        put_offices (brief, &rows, "missing", _ ("Have not reported"));
        put_offices (brief, &rows, "due", _ ("Have not reported, and have time yet"));
        put_offices (brief, &rows, "late", _ ("Reported late"));
    }
    query_rows_release (&rows);
    return status;
}

/*  ---------------------------------------------------------------- annexes */

typedef struct {
    document_bar_t bar;
    char shown[64];
    const char *unit;  /* its code, of the answer */
    const char *value; /* in machine form; NULL: there is none */
} ranked_t;

/*  The most first, those without a value last. */
static int by_value (const void *a, const void *b)
{
    const ranked_t *one = a, *other = b;
    if (!one->value || !other->value)
        return (one->value == NULL) - (other->value == NULL);
    return (one->bar.value < other->bar.value) - (one->bar.value > other->bar.value);
}

/*  The rows of the line's cell itself, without its members. */
static ranked_t *rank_rows (const brief_t *brief, const brief_line_t *line, const query_rows_t *rows, size_t *count)
{
    char code[QCDC_CELL_BYTES_MAX + 1];
    ranked_t *ranked = calloc (query_rows_count (rows) + 1, sizeof *ranked);
    snprintf (code, sizeof code, "%.*s", (int)strcspn (line->cell, "."), line->cell);
    const indicator_t *indicator = catalog_indicator (brief->catalog, code);
    *count = 0;
    for (size_t i = 0; ranked && indicator && i < query_rows_count (rows); i++) {
        const char *cell = query_rows_cell (rows, i, "cell"), *unit = query_rows_cell (rows, i, "unit");
        if (!cell || !unit || strcmp (cell, line->cell) != 0)
            continue;
        ranked_t *row = &ranked[(*count)++];
        const unit_t *found =
            catalog_unit_within (brief->catalog, unit, brief->figures.period.from, brief->figures.period.to);
        row->unit = unit;
        row->value = query_rows_cell (rows, i, "value");
        row->bar.name = found ? found->name : unit;
        if (row->value) {
            row->bar.value = strtod (row->value, NULL);
            brief_shown (indicator, row->value, line->is_signed, row->shown);
        }
    }
    return ranked;
}

/*  The bars' array, for those that have a value, and the table of all. */
static qcdc_status put_ranked (brief_t *brief, const brief_line_t *line, ranked_t *ranked, size_t count)
{
    document_bar_t *bars QCDC_CLEANUP (memory_free) = calloc (count + 1, sizeof *bars);
    size_t drawn = 0;
    char text[160];
    if (!bars)
        return no_memory (brief);
    qsort (ranked, count, sizeof *ranked, by_value);
    for (size_t i = 0; i < count; i++)
        if (ranked[i].value) {
            bars[drawn] = ranked[i].bar;
            bars[drawn++].shown = ranked[i].shown;
        }
    snprintf (text, sizeof text, ngettext ("%zu unit, the highest first", "%zu units, the highest first", drawn),
              drawn);
    document_bars (brief->document, text_of (brief, line), text, bars, drawn);
    const char *headings[] = {_ ("Rank"), _ ("Unit"), _ ("Value"), _ ("Reference")};
    document_table_begin (brief->document, headings, 4, "rlrl");
    for (size_t i = 0; i < count; i++) {
        snprintf (text, sizeof text, "%zu", i + 1);
        document_cell (brief->document, ranked[i].value ? text : "–");
        document_cell (brief->document, ranked[i].bar.name);
        document_cell (brief->document, ranked[i].value ? ranked[i].shown : "–");
        snprintf (text, sizeof text, "%s/%s/%s@%s", brief->figures.period.name, line->form, line->cell,
                  ranked[i].unit);
        document_cell (brief->document, text);
    }
    document_table_end (brief->document);
    return QCDC_OK;
}

static qcdc_status put_annex (brief_t *brief, const brief_line_t *line, bool *begun)
{
    period_t ignored;
    query_rows_t rows = {0};
    if (!period_form (brief->catalog, line->form, brief->figures.period.name, &ignored))
        return QCDC_OK;
    const query_key_t params[] = {{"form", line->form}, {"period", brief->figures.period.name}, {"cell", line->cell}};
    qcdc_status status = brief_rows (&brief->figures, "report_values", params, 3, &rows);
    size_t count = 0;
    ranked_t *ranked = status == QCDC_OK ? rank_rows (brief, line, &rows, &count) : NULL;
    if (status == QCDC_OK && !ranked)
        status = no_memory (brief);
    if (count > 0) {
        if (!*begun)
            document_heading (brief->document, 2, _ ("Annex: by unit"));
        *begun = true;
        document_heading (brief->document, 3, text_of (brief, line));
        status = put_ranked (brief, line, ranked, count);
    }
    free (ranked);
    query_rows_release (&rows);
    return status;
}

static qcdc_status put_annexes (brief_t *brief)
{
    bool begun = false;
    for (size_t i = 0; i < brief->catalog->brief_count; i++) {
        const brief_line_t *line = &brief->catalog->brief[i];
        if (line->kind == BRIEF_ANNEX && brief_line_holds (line, brief->figures.period.to))
            QCDC_TRY (put_annex (brief, line, &begun));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the whole */

/*  The title's line with the period put in, malloc'ed; a title has no figures. */
static char *title_text (const brief_t *brief)
{
    const brief_line_t *line = NULL;
    char words[96], *text = NULL;
    size_t size = 0;
    say_period (&brief->figures.period, words);
    for (size_t i = 0; i < brief->catalog->brief_count && !line; i++)
        if (brief->catalog->brief[i].kind == BRIEF_TITLE &&
            brief_line_holds (&brief->catalog->brief[i], brief->figures.period.to))
            line = &brief->catalog->brief[i];
    FILE *out = open_memstream (&text, &size);
    brief_piece_t piece;
    for (const char *at = line ? text_of (brief, line) : words; out;) {
        if (brief_piece_next (&at, &piece) != QCDC_OK || piece.kind == BRIEF_END)
            break;
        if (piece.kind == BRIEF_TEXT)
            fprintf (out, "%.*s", (int)piece.length, piece.text);
        else if (piece.kind == BRIEF_PLACE)
            fputs (words, out);
    }
    if (out && fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

/*  Whose it is, of which days, and as of when. */
static void say_subtitle (const brief_t *brief, char subtitle[700])
{
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES], made[MOMENT_TEXT_BYTES], known[DAY_TEXT_BYTES];
    const period_t *period = &brief->figures.period;
    int32_t day;
    day_format_people (period->from, from);
    day_format_people (period->to, to);
    if (brief->figures.as_of && day_parse (brief->figures.as_of, &day) == QCDC_OK)
        snprintf (subtitle, 700, _ ("%s · figures of %s to %s (%s) · as they were known at the end of %s"),
                  brief->home->office->name, from, to, period->name, day_format_people (day, known));
    else
        snprintf (subtitle, 700, _ ("%s · figures of %s to %s (%s) · as they stood on %s"), brief->home->office->name,
                  from, to, period->name, moment_format_people (moment_now (), made));
}

qcdc_status brief_write (brief_t *brief, FILE *out, document_format format)
{
    char subtitle[700];
    char *title QCDC_CLEANUP (memory_free) = title_text (brief);
    say_subtitle (brief, subtitle);
    brief->document = title ? document_new (out, format, brief->vietnamese ? "vi" : "en", title, subtitle) : NULL;
    if (!brief->document)
        return no_memory (brief);
    qcdc_status status = put_headings (brief);
    if (status == QCDC_OK)
        status = put_reporting (brief);
    if (status == QCDC_OK)
        status = put_annexes (brief);
    char heading[160];
    if (brief->figures.as_of)
        snprintf (heading, sizeof heading, _ ("Where the figures come from (qcdc explain REFERENCE as_of=%s)"),
                  brief->figures.as_of);
    else
        snprintf (heading, sizeof heading, "%s", _ ("Where the figures come from (qcdc explain REFERENCE)"));
    if (status == QCDC_OK)
        document_finish (brief->document, heading);
    document_destroy (&brief->document);
    return status;
}
