/*  csv_sniff.c — what separates the columns of a file, and where its header stands.
 *
 *  Which separator a spreadsheet writes is decided by the settings of the computer, not by the person; so the header tells
 *  it: whichever separator shows the most headings that are known is the right one.  A file is tried with each from its
 *  beginning, by the same parser that will read it. */

#include "files/csv_sniff.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/text_fold.h"
#include "files/csv_field.h"

#include <csv.h>
#include <string.h>

#define HEADING_BYTES 200u

/*  One trial. */
typedef struct {
    const csv_column_t *columns;
    size_t record, fields, known; /* of the record that is being read */
    size_t best_record, best_known, first_fields;
} trial_t;

static bool label_is_among (const char *labels, const char *folded)
{
    size_t length = strlen (folded);
    for (const char *at = labels; at; at = strchr (at, '|') ? strchr (at, '|') + 1 : NULL)
        if (strncmp (at, folded, length) == 0 && (at[length] == '|' || at[length] == '\0'))
            return true;
    return false;
}

const csv_column_t *csv_column_find (const csv_column_t *columns, const char *heading)
{
    char folded[HEADING_BYTES], name[HEADING_BYTES];
    text_fold (heading, folded, sizeof folded);
    for (; folded[0] && columns->name; columns++)
        if (strcmp (text_fold (columns->name, name, sizeof name), folded) == 0 ||
            label_is_among (columns->labels, folded))
            return columns;
    return NULL;
}

static void on_field (void *bytes, size_t length, void *arg)
{
    trial_t *trial = arg;
    char heading[HEADING_BYTES];
    trial->fields++;
    if (length >= sizeof heading || trial->record >= QCDC_CSV_TITLE_ROWS_MAX)
        return;
    memcpy (heading, length > 0 ? bytes : "", length);
    heading[length] = '\0';
    trial->known += csv_column_find (trial->columns, heading) != NULL;
}

static void on_row (int terminator, void *arg)
{
    trial_t *trial = arg;
    (void)terminator;
    if (trial->record == 0)
        trial->first_fields = trial->fields;
    if (trial->known > trial->best_known) {
        trial->best_known = trial->known;
        trial->best_record = trial->record;
    }
    trial->record++;
    trial->fields = trial->known = 0;
}

static int nothing_is_space (unsigned char c)
{
    (void)c;
    return 0;
}

/*  Only records that end in these bytes are seen, unless there is but one. */
static void trial_run (trial_t *trial, const char *bytes, size_t length, char separator)
{
    struct csv_parser parser;
    if (csv_init (&parser, CSV_STRICT) != 0)
        return;
    csv_set_delim (&parser, (unsigned char)separator);
    csv_set_space_func (&parser, nothing_is_space);
    (void)csv_parse (&parser, bytes, length, on_field, on_row, trial);
    if (trial->record == 0)
        (void)csv_fini (&parser, on_field, on_row, trial);
    csv_free (&parser);
}

csv_shape_t csv_sniff (const char *bytes, size_t length, const csv_column_t *columns)
{
    static const char SEPARATORS[] = {',', ';', '\t'};
    csv_shape_t shape = {',', 0};
    size_t best_known = 0, best_fields = 0;
    for (size_t i = 0; i < sizeof SEPARATORS; i++) {
        trial_t trial = {.columns = columns};
        trial_run (&trial, bytes, length, SEPARATORS[i]);
        /* A word in a title may be a heading by chance; a header has several. */
        if (trial.best_known == 1 && trial.best_record > 0)
            trial.best_known = trial.best_record = 0;
        if (trial.best_known > best_known || (best_known == 0 && trial.first_fields > best_fields)) {
            shape = (csv_shape_t){SEPARATORS[i], trial.best_record};
            best_known = trial.best_known;
            best_fields = trial.first_fields;
        }
    }
    return shape;
}

/*  What stands behind "Tổng cộng": nothing, or how many of what ("5 đơn", "số vụ việc: 12"). */
static bool is_amount (const char *folded)
{
    static const char *const OF[] = {"so", "don", "thu", "vu", "viec", "ho", "luot", "la", "gom", "co"};
    for (const char *at = folded; *at; at += strspn (at, " ")) {
        size_t length = strcspn (at, " "), known = 0;
        while (known < sizeof OF / sizeof *OF &&
               (strlen (OF[known]) != length || strncmp (OF[known], at, length) != 0))
            known++;
        if (strspn (at, "0123456789") < length && known == sizeof OF / sizeof *OF)
            return false;
        at += length;
    }
    return true;
}

bool csv_record_is_total (const csv_record_t *record)
{
    static const char *const TOTALS[] = {"tong cong", "tong so", "tong", "cong", "cong don", "total"};
    char folded[64];
    size_t first = 0;
    while (first < record->count && csv_is_blank (record->fields[first], record->lengths[first]))
        first++;
    if (first == record->count)
        return false;
    text_fold (record->fields[first], folded, sizeof folded);
    for (size_t i = 0; i < sizeof TOTALS / sizeof *TOTALS; i++) {
        size_t length = strlen (TOTALS[i]);
        const char *behind = folded + length;
        if (strncmp (folded, TOTALS[i], length) == 0 &&
            (*behind == '\0' || strncmp (behind, " so", 3) == 0 || strncmp (behind, " don", 4) == 0 ||
             (*behind == ' ' && is_amount (behind + 1))))
            return true;
    }
    return false;
}

qcdc_status csv_refuse_total (fault_t *fault)
{
    fault_set (fault, QCDC_BAD_ROW, NULL, "%s", _ ("this row adds up others, and is none of its own"));
    fault_advise (fault, "%s", _ ("leave the row of totals out, then hand the file in again"));
    return QCDC_BAD_ROW;
}
