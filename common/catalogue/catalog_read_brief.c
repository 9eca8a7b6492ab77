/*  catalog_read_brief.c — the lines of a brief, row by row.
 *
 *  A place for a figure that no form has would be found by whoever prints the brief, on the day that it is due: it is refused here. */

#include "catalogue/catalog_read_brief.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "catalogue/brief_line.h"
#include "catalogue/cell.h"

#include <stdio.h>
#include <string.h>

/*  The indicator of CELL in some version of the form; NULL where CELL is none of its cells, nor an indicator alone. */
static const indicator_t *cell_indicator (const row_source_t *self, const char *code, const char *cell)
{
    char alone[QCDC_CELL_BYTES_MAX + 1];
    snprintf (alone, sizeof alone, "%.*s", (int)strcspn (cell, "."), cell);
    for (size_t i = 0; i < self->catalog->form_count; i++) {
        const form_t *form = &self->catalog->forms[i];
        fault_t ignored = {0};
        cell_t parsed;
        const indicator_t *indicator = strcmp (form->code, code) == 0 ? form_indicator (form, alone) : NULL;
        if (indicator &&
            (!strchr (cell, '.') || cell_parse (self->catalog, form, cell, &parsed, &ignored) == QCDC_OK))
            return indicator;
    }
    return NULL;
}

/*  The places of a text: figures of the line's form. */
static qcdc_status places_check (const row_source_t *self, int column, const brief_line_t *line, const char *text)
{
    brief_piece_t piece;
    bool option = false;
    for (const char *at = text;;) {
        if (brief_piece_next (&at, &piece) != QCDC_OK || (piece.kind == BRIEF_OPTION_END && !option))
            return row_fail (self, column, N_ ("this place for a figure cannot be read: '%.40s'"), piece.text);
        if (piece.kind == BRIEF_END)
            return QCDC_OK;
        option = piece.kind == BRIEF_OPTION || (option && piece.kind != BRIEF_OPTION_END);
        if (piece.kind != BRIEF_PLACE || piece.want == BRIEF_PERIOD)
            continue;
        const indicator_t *indicator = cell_indicator (self, line->form, piece.cell);
        if (!indicator || indicator->type == VALUE_TEXT)
            return row_fail (self, column, N_ ("the form '%s' has no figure '%s'"), line->form, piece.cell);
    }
}

/*  Takes ":signed" off the cell of an annex. */
static qcdc_status take_sign (const row_source_t *self, brief_line_t *line)
{
    static const char SIGNED[] = ":signed";
    size_t length = strlen (line->cell), sign = sizeof SIGNED - 1;
    if (line->kind != BRIEF_ANNEX || length <= sign || strcmp (line->cell + length - sign, SIGNED) != 0)
        return QCDC_OK;
    char cell[QCDC_CELL_BYTES_MAX + 1];
    snprintf (cell, sizeof cell, "%.*s", (int)(length - sign), line->cell);
    line->cell = arena_strdup (self->arena, cell);
    line->is_signed = true;
    return line->cell ? QCDC_OK : row_no_memory (self);
}

qcdc_status brief_row (row_source_t *self, void *row)
{
    static const char *const KINDS[] = {"title",     "part",  "heading", "sentence",
                                        "narrative", "annex", NULL}; /* as brief_kind */
    brief_line_t *line = row;
    int kind = 0;
    const char *place;
    QCDC_TRY (row_code (self, 0, &place));
    QCDC_TRY (row_choice (self, 1, KINDS, &kind));
    QCDC_TRY (row_text (self, 2, kind >= BRIEF_SENTENCE, &line->form));
    QCDC_TRY (row_text (self, 3, kind > BRIEF_SENTENCE, &line->cell));
    line->valid_from = self->row->from;
    line->valid_to = self->row->to;
    QCDC_TRY (row_text (self, 6, true, &line->text_vi));
    QCDC_TRY (row_text (self, 7, true, &line->text_en));
    QCDC_TRY (row_text (self, 8, false, &line->cites));
    line->kind = (brief_kind)kind;
    QCDC_TRY (take_sign (self, line));
    if (line->form[0] && !catalog_form_latest (self->catalog, line->form))
        return row_fail (self, 2, N_ ("there is no form '%s'"), line->form);
    if (line->cell[0]) {
        const indicator_t *indicator = cell_indicator (self, line->form, line->cell);
        if (!indicator || (indicator->type == VALUE_TEXT) != (line->kind == BRIEF_NARRATIVE))
            return row_fail (self, 3, N_ ("there is no such cell for a line of this kind: '%s'"), line->cell);
    }
    QCDC_TRY (places_check (self, 6, line, line->text_vi));
    return places_check (self, 7, line, line->text_en);
}
