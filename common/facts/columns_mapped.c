/*  columns_mapped.c — the limits of what an office has remembered of its register.
 *
 *  A heading stands in the body, which nobody can erase: what tells who somebody is does not come in. */

#include "facts/columns_mapped.h"

#include "base/limits.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "base/text_identity.h"

#include <string.h>
#include <utf8proc.h>

/*  From here on figures in a heading are no number of a column any more, but an identity card's or a telephone's. */
#define IDENTITY_DIGITS 9u

static qcdc_status check_name (const char *name, const char *field, fault_t *fault)
{
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t length = strlen (name);
    if (length > QCDC_MAPPED_NAME_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, field, "at most %zu bytes, and this has %zu",
                          (size_t)QCDC_MAPPED_NAME_BYTES_MAX, length);
    if (strspn (name, LETTERS) != length)
        return fault_set (fault, QCDC_BAD_HEADER, field, "not the name of a column, a code or a register");
    return QCDC_OK;
}

/*  Figures of any script, full-width ones too. */
static size_t count_digits (const char *text)
{
    size_t count = 0;
    utf8proc_int32_t letter;
    for (utf8proc_ssize_t length; *text; text += length) {
        length = utf8proc_iterate ((const utf8proc_uint8_t *)text, -1, &letter);
        if (length < 1)
            break; /* checked by then */
        utf8proc_category_t category = utf8proc_category (letter);
        count += category == UTF8PROC_CATEGORY_ND || category == UTF8PROC_CATEGORY_NO;
    }
    return count;
}

static qcdc_status check_heading (const Qcdc__MappedColumn *column, fault_t *fault)
{
    const char *heading = column->heading;
    size_t length = strlen (heading);
    char folded[2 * QCDC_MAPPED_HEADING_BYTES_MAX];
    if (length > QCDC_MAPPED_HEADING_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "heading", "at most %zu bytes, and this has %zu",
                          (size_t)QCDC_MAPPED_HEADING_BYTES_MAX, length);
    qcdc_status status = text_check (heading, length, false);
    if (status != QCDC_OK)
        return fault_set (fault, status, "heading", "%s", status_text (status));
    if (!*text_fold (heading, folded, sizeof folded))
        return fault_set (fault, QCDC_EMPTY, "heading", "a heading has at least one letter or figure");
    if (heading[0] == ' ' || heading[length - 1] == ' ')
        return fault_set (fault, QCDC_BAD_CHARACTER, "heading", "a name has no spaces at its ends");
    /* Headings ask for names and numbers, and tell none; a word is what stood in a cell. */
    if (count_digits (heading) >= IDENTITY_DIGITS || (*column->of && text_identity (heading)))
        return fault_set (fault, QCDC_IDENTITY_TEXT, "heading", "it tells who somebody is");
    return QCDC_OK;
}

qcdc_status mapped_column_fits (const Qcdc__MappedColumn *column, fault_t *fault)
{
    QCDC_TRY (check_name (column->of, "of", fault));
    QCDC_TRY (check_heading (column, fault));
    return strcmp (column->means, MAPPED_LEFT_OUT) == 0 ? QCDC_OK : check_name (column->means, "means", fault);
}

static int compare (const Qcdc__MappedColumn *a, const Qcdc__MappedColumn *b)
{
    int of = strcmp (a->of, b->of);
    return of ? of : strcmp (a->heading, b->heading);
}

qcdc_status columns_mapped_fit (const Qcdc__Fact *fact, fault_t *fault)
{
    const Qcdc__ColumnsMapped *mapped = fact->columns_mapped;
    if (!*mapped->of_register)
        return fault_set (fault, QCDC_EMPTY, "of_register", "of which register it is is said");
    QCDC_TRY (check_name (mapped->of_register, "of_register", fault));
    if (!mapped->n_columns)
        return fault_set (fault, QCDC_EMPTY, "columns", "it says something of at least one heading");
    if (mapped->n_columns > QCDC_MAPPED_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "columns", "at most %u headings and words, and this has %zu",
                          QCDC_MAPPED_COUNT_MAX, mapped->n_columns);
    for (size_t i = 0; i < mapped->n_columns; i++) {
        QCDC_TRY (mapped_column_fits (mapped->columns[i], fault));
        if (i && compare (mapped->columns[i - 1], mapped->columns[i]) >= 0)
            return fault_set (fault, QCDC_BAD_HEADER, "columns", "headings are sorted and not repeated");
    }
    return QCDC_OK;
}
