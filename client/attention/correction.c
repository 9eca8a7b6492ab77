/*  correction.c — a correction column by column.
 *
 *  It holds what its writer saw and what he wants; its columns are those that differ. */

#include "attention/correction.h"

#include "catalogue/cell.h"
#include "matters/affair.h"
#include "matters/petition_columns.h"
#include "matters/reception_columns.h"
#include "matters/report.h"

#include <stdio.h>
#include <string.h>

static void say_value (const Qcdc__CellValue *value, char text[COLUMN_TEXT_BYTES])
{
    strcpy (text, "blank");
    if (value)
        value_format (value->value_e4, text);
}

static bool says_cell (const Qcdc__Corrected *corrected, const char *cell, correction_saying_t *saying)
{
    const Qcdc__ReportFiled *was = corrected->report_seen, *is = corrected->report;
    saying->is_text = filed_has_text (was, cell) || filed_has_text (is, cell);
    say_value (filed_value (was, cell), saying->seen);
    say_value (filed_value (is, cell), saying->wanted);
    return saying->is_text || filed_value (was, cell) || filed_value (is, cell);
}

static bool says_petition (const Qcdc__Corrected *corrected, const char *name, correction_saying_t *saying)
{
    int column = 0;
    while (strcmp (petition_column_name (column), name) != 0)
        column++;
    saying->is_text = column == SAID_TITLE || column == SAID_SUMMARY;
    if (column == SAID_IDENTITY && corrected->identity)
        return true;
    if (saying->is_text)
        return column == SAID_TITLE ? corrected->title : corrected->summary;
    snprintf (saying->seen, sizeof saying->seen, "%s",
              petition_column_text (column, corrected->petition_seen, (char[COLUMN_TEXT_BYTES]){0}));
    snprintf (saying->wanted, sizeof saying->wanted, "%s",
              petition_column_text (column, corrected->petition, (char[COLUMN_TEXT_BYTES]){0}));
    return !petition_column_same (column, corrected->petition_seen, corrected->petition);
}

static bool says_step (const Qcdc__Corrected *corrected, const char *name, correction_saying_t *saying)
{
    int column = 0;
    while (strcmp (move_column_name (column), name) != 0)
        column++;
    snprintf (saying->seen, sizeof saying->seen, "%s",
              move_column_text (column, corrected->move_seen, (char[COLUMN_TEXT_BYTES]){0}));
    snprintf (saying->wanted, sizeof saying->wanted, "%s",
              move_column_text (column, corrected->move, (char[COLUMN_TEXT_BYTES]){0}));
    return !move_column_same (column, corrected->move_seen, corrected->move);
}

static bool says_reception (const Qcdc__Corrected *corrected, const char *name, correction_saying_t *saying)
{
    char text[RECEPTION_TEXT_BYTES];
    int column = 0;
    while (strcmp (RECEPTION_COLUMNS[column].name, name) != 0)
        column++;
    saying->is_text = column == RECEPTION_SUMMARY;
    if (saying->is_text)
        return corrected->summary;
    snprintf (saying->seen, sizeof saying->seen, "%s",
              reception_column_text ((reception_column)column, corrected->reception_seen, text));
    snprintf (saying->wanted, sizeof saying->wanted, "%s",
              reception_column_text ((reception_column)column, corrected->reception, text));
    return !reception_column_same ((reception_column)column, corrected->reception_seen, corrected->reception);
}

static bool says_matter (const Qcdc__Corrected *corrected, const char *name, correction_saying_t *saying)
{
    char text[AFFAIR_TEXT_BYTES];
    int column = 0;
    while (strcmp (affair_column_name (column), name) != 0)
        column++;
    saying->is_text = column == AFFAIR_TITLE;
    if (saying->is_text)
        return corrected->title;
    snprintf (saying->seen, sizeof saying->seen, "%s", affair_column_text (column, corrected->matter_seen, text));
    snprintf (saying->wanted, sizeof saying->wanted, "%s", affair_column_text (column, corrected->matter, text));
    return !affair_column_same (column, corrected->matter_seen, corrected->matter);
}

bool correction_says (const Qcdc__Fact *fact, const char *name, correction_saying_t *saying)
{
    *saying = (correction_saying_t){0};
    switch (fact->corrected->replacement_case) {
    case QCDC__CORRECTED__REPLACEMENT_REPORT:
        return says_cell (fact->corrected, name, saying);
    case QCDC__CORRECTED__REPLACEMENT_PETITION:
        return says_petition (fact->corrected, name, saying);
    case QCDC__CORRECTED__REPLACEMENT_RECEPTION:
        return says_reception (fact->corrected, name, saying);
    case QCDC__CORRECTED__REPLACEMENT_MATTER:
        return says_matter (fact->corrected, name, saying);
    default:
        return says_step (fact->corrected, name, saying);
    }
}

const char *correction_column (const Qcdc__Fact *fact, size_t i)
{
    const Qcdc__Corrected *corrected = fact->corrected;
    if (corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_PETITION)
        return i < PETITION_COLUMNS_SAID ? petition_column_name ((int)i) : NULL;
    if (corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_MOVE)
        return i < MOVE_COLUMNS_SAID ? move_column_name ((int)i) : NULL;
    if (corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_RECEPTION)
        return i < RECEPTION_COLUMN_COUNT ? RECEPTION_COLUMNS[i].name : NULL;
    if (corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_MATTER)
        return affair_column_name ((int)i);
    const Qcdc__ReportFiled *rows[] = {corrected->report, corrected->report_seen};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        if (i < rows[k]->n_cells)
            return rows[k]->cells[i]->cell;
        i -= rows[k]->n_cells;
        if (i < rows[k]->n_text_cells)
            return rows[k]->text_cells[i];
        i -= rows[k]->n_text_cells;
    }
    return NULL;
}
