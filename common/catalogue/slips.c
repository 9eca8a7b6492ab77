/*  slips.c — lines of slips, read and looked up. */

#include "catalogue/slips.h"

#include "base/i18n.h"
#include "facts/fact.h"

#include <stdio.h>
#include <string.h>

enum { SLIP, LINE, KINDS, STYLE, FROM, TO, TEXT_VI, TEXT_EN };

static const char *const STYLE_NAMES[] = {
    [SLIP_LEFT] = "left",
    [SLIP_LEFT_BOLD] = "left-bold",
    [SLIP_RIGHT_BOLD] = "right-bold",
    [SLIP_RIGHT_RULED] = "right-ruled",
    [SLIP_RIGHT_ITALIC] = "right-italic",
    [SLIP_TITLE] = "title",
    [SLIP_SUBTITLE] = "subtitle",
    [SLIP_RECEIVER] = "receiver",
    [SLIP_TEXT] = "text",
    [SLIP_ITEM] = "item",
    [SLIP_COPIES] = "copies",
    [SLIP_SIGN] = "sign",
    [SLIP_SIGN_NOTE] = "sign-note",
    [SLIP_STYLES] = NULL,
};

static const char *const PLACE_NAMES[] = {
    [PLACE_BLANK] = "blank",
    [PLACE_NO] = "no",
    [PLACE_KIND] = "kind",
    [PLACE_FIELD] = "field",
    [PLACE_CHANNEL] = "channel",
    [PLACE_STATE] = "state",
    [PLACE_OUTCOME] = "outcome",
    [PLACE_PEOPLE] = "people",
    [PLACE_TITLE] = "title",
    [PLACE_SUMMARY] = "summary",
    [PLACE_ARTICLE] = "article",
    [PLACE_OFFICE] = "office",
    [PLACE_UNIT] = "unit",
    [PLACE_RECEIVED_ON] = "received_on",
    [PLACE_ACCEPTED_ON] = "accepted_on",
    [PLACE_FORWARDED_ON] = "forwarded_on",
    [PLACE_SETTLED_ON] = "settled_on",
    [PLACE_ACCEPT_BY] = "accept_by",
    [PLACE_SETTLE_BY] = "settle_by",
    [PLACE_DAY] = "day",
    [PLACE_MONTH] = "month",
    [PLACE_YEAR] = "year",
    [PLACE_INSTANCE] = "instance",
    [PLACE_LOCALITY] = "locality",
};
_Static_assert(sizeof PLACE_NAMES / sizeof *PLACE_NAMES == SLIP_PLACES, "a name for each place");

slip_place slip_place_parse (const char *name)
{
    int place = 0;
    while (place < SLIP_PLACES && strcmp (PLACE_NAMES[place], name) != 0)
        place++;
    return (slip_place)place;
}

qcdc_status slip_text_check (const char *text, const char **unknown)
{
    brief_piece_t piece;
    bool option = false;
    *unknown = NULL;
    for (const char *at = text;;) {
        const char *begin = at;
        if (brief_piece_next (&at, &piece) != QCDC_OK || (piece.kind == BRIEF_OPTION_END && !option))
            return QCDC_CORRUPT;
        if (piece.kind == BRIEF_END)
            return QCDC_OK;
        option = piece.kind == BRIEF_OPTION || (option && piece.kind != BRIEF_OPTION_END);
        bool plain = piece.want == BRIEF_VALUE || piece.want == BRIEF_PERIOD;
        if (piece.kind == BRIEF_PLACE && !*unknown && (!plain || slip_place_parse (piece.cell) == PLACE_UNKNOWN))
            *unknown = begin;
    }
}

bool slip_line_holds (const slip_line_t *line, int kind, int32_t day)
{
    return line->valid_from <= day && day <= line->valid_to &&
           (kind == 0 || line->kinds == 0 || (line->kinds & 1u << kind));
}

const slip_line_t *slip_title (const catalog_t *self, const char *slip, int kind, int32_t day)
{
    for (size_t i = 0; i < self->slip_count; i++) {
        const slip_line_t *line = &self->slips[i];
        if (line->style == SLIP_TITLE && strcmp (line->slip, slip) == 0 && slip_line_holds (line, kind, day))
            return line;
    }
    return NULL;
}

qcdc_status slip_row (row_source_t *self, void *row)
{
    slip_line_t *line = row;
    const char *const *kinds, *unknown;
    int style = 0;
    QCDC_TRY (row_code (self, SLIP, &line->slip));
    QCDC_TRY (row_code (self, LINE, &line->line));
    QCDC_TRY (row_words (self, KINDS, &kinds));
    for (; *kinds; kinds++) {
        int kind = petition_kind_parse (*kinds);
        if (kind == 0)
            return row_fail (self, KINDS, N_ ("there is no kind of petition '%s'"), *kinds);
        line->kinds |= 1u << kind;
    }
    QCDC_TRY (row_choice (self, STYLE, STYLE_NAMES, &style));
    line->style = (slip_style)style;
    line->valid_from = self->row->from;
    line->valid_to = self->row->to;
    QCDC_TRY (row_text (self, TEXT_VI, true, &line->text_vi));
    QCDC_TRY (row_text (self, TEXT_EN, true, &line->text_en));
    if (slip_text_check (line->text_vi, &unknown) != QCDC_OK)
        return row_fail (self, TEXT_VI, N_ ("a brace or a bracket is not closed in '%.60s'"), line->text_vi);
    if (slip_text_check (line->text_en, &unknown) != QCDC_OK)
        return row_fail (self, TEXT_EN, N_ ("a brace or a bracket is not closed in '%.60s'"), line->text_en);
    return QCDC_OK;
}

/*  All names, for whoever wrote another one. */
static void names_advise (fault_t *fault)
{
    char names[320] = "";
    size_t used = 0;
    for (size_t i = 0; i < SLIP_PLACES && used < sizeof names; i++)
        used += (size_t)snprintf (names + used, sizeof names - used, "%s{%s}", i ? " " : "", PLACE_NAMES[i]);
    fault_advise (fault, _ ("places that there are: %s"), names);
}

qcdc_status slips_check (const catalog_tables_t *now, const catalog_tables_t *tables, fault_t *fault)
{
    size_t table = (size_t)table_kind_find ("slips"), count, before = 0;
    const table_row_t *rows = tables_rows (tables, table, &count);
    if (now)
        (void)tables_rows (now, table, &before);
    for (size_t i = 0; i < count; i++)
        for (int column = TEXT_VI; rows[i].index >= before && column <= TEXT_EN; column++) {
            const char *unknown = NULL;
            if (slip_text_check (rows[i].fields[column], &unknown) == QCDC_OK && unknown) {
                table_row_fail (table, &rows[i], column, fault, _ ("nothing is called '%.*s' on a slip"),
                                (int)strcspn (unknown, "}") + 1, unknown);
                names_advise (fault);
                return fault->status;
            }
        }
    return QCDC_OK;
}
