/*  fuzz_xlsx.c — reading workbooks that anybody may have made.
 *
 *  A byte changed in an archive mostly breaks a sum and says nothing about what lies behind it; so an input is either an archive,
 *  or the parts of one, with a NUL between them, which are put into an archive whose sums are right. */

#include "base/limits.h"
#include "files/xlsx.h"
#include "files/xlsx_value.h"
#include "fuzz.h"

#include "../unit/common/files/xlsx_made.h"

enum { FRAME = sizeof MADE_FRAME / sizeof *MADE_FRAME, PARTS = FRAME + 2 };

/*  To the end or the first failure; the sum of what was read. */
static qcdc_status read_rows (xlsx_t *reader, uint64_t *sum)
{
    xlsx_row_t row;
    fault_t fault = {0};
    size_t last = 0;
    qcdc_status status;
    FUZZ_REQUIRE (xlsx_sheet (reader) != NULL);
    while ((status = xlsx_next (reader, &row, &fault)) == QCDC_OK) {
        FUZZ_REQUIRE (row.number > last && row.number <= QCDC_XLSX_ROWS_MAX);
        FUZZ_REQUIRE (row.count > 0 && row.count <= QCDC_XLSX_COLUMNS_MAX && row.cells[row.count - 1][0]);
        last = row.number;
        for (size_t i = 0; i < row.count; i++) {
            size_t length = strlen (row.cells[i]);
            FUZZ_REQUIRE (length <= QCDC_CSV_FIELD_BYTES_MAX);
            *sum = *sum * 31 + length + (unsigned char)row.cells[i][0];
        }
    }
    FUZZ_REQUIRE (status == QCDC_NOT_FOUND || (fault.status == status && fault.message[0]));
    FUZZ_REQUIRE (xlsx_next (reader, &row, &fault) == status);
    return status;
}

static qcdc_status read_archive (const void *bytes, size_t length, const char *sheet, uint64_t *sum)
{
    xlsx_t *reader = NULL;
    fault_t fault = {0};
    FILE *file = made_file (bytes, length);
    FUZZ_REQUIRE (file);
    qcdc_status status = xlsx_open ("x.xlsx", file, sheet, &reader, &fault);
    FUZZ_REQUIRE ((status == QCDC_OK) == (reader != NULL));
    if (status == QCDC_OK)
        status = read_rows (reader, sum);
    else
        FUZZ_REQUIRE (fault.status == status && fault.message[0]);
    xlsx_destroy (&reader);
    return status;
}

/*  What is written for a number reads one way, and is what is written for it again. */
static void check_number (const char *text)
{
    char once[XLSX_VALUE_BYTES], again[XLSX_VALUE_BYTES];
    (void)xlsx_format_code (text);
    if (xlsx_number (text, once))
        FUZZ_REQUIRE (xlsx_number (once, again) && strcmp (once, again) == 0);
    (void)xlsx_percentage (text, once);
    (void)xlsx_day (text, XLSX_DAY, false, once);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    uint64_t sum = 0;
    made_part_t parts[PARTS] = {{"xl/sheet.xml", "", 0}, {"xl/strings.xml", "<sst/>", 0}};
    char *copy = malloc (size + 2), *made = NULL, *at = copy;
    FUZZ_REQUIRE (copy);
    memcpy (parts + 2, MADE_FRAME, sizeof MADE_FRAME);
    memcpy (copy, data, size);
    copy[size] = copy[size + 1] = '\0';
    check_number (copy);
    if (size >= 2 && memcmp (data, "PK", 2) == 0)
        made = memcpy (at, data, size);
    else {
        for (size_t i = 0; i < PARTS && at < copy + size; i++, at += strlen (at) + 1)
            if (*at)
                parts[i].text = at;
        made = made_archive (parts, PARTS, &size);
    }
    qcdc_status status = read_archive (made, size, NULL, &sum);
    fuzz_accepted = status == QCDC_NOT_FOUND;
    uint64_t other = 0;
    (void)!read_archive (made, size, "s", &other);
    if (made != copy)
        free (made);
    free (copy);
    return 0;
}

/*  ---------------------------------------------------------------- seeds */

bool fuzz_seed (size_t i, uint8_t **data, size_t *length)
{
    static const char *const SHEETS[] = {
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" "
        "t=\"inlineStr\"><is><t>a_x000D_</t></is></c>"
        "</row><row r=\"4\"><c s=\"1\"><v>43961</v></c><c s=\"2\"><v>43961.75</v></c><c "
        "t=\"b\"><v>1</v></c></row></sheetData>"
        "</worksheet>",
        "<x:worksheet xmlns:x=\"m\"><x:row><x:c><x:f>1+1</x:f><x:v>0.30000000000000004</x:v></x:c><x:c "
        "t=\"e\"><x:v>#REF!</x:v>"
        "</x:c><x:c "
        "t=\"d\"><x:v>2020-05-10T00:00:00Z</x:v></x:c><x:c><x:v>-1.25E+3</x:v></x:c></x:row></x:worksheet>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- c --><worksheet><row r=\"2\"><c "
        "t=\"str\"><f>A1</f><v><![CDATA[<a>]]></v></c>"
        "<c><f>B1</f></c></row></worksheet>"};
    static const char STRINGS[] = "<sst><si><r><t>Đất</t></r><rPh><t>x</t></rPh></si><si/></sst>";
    if (i < 3) {
        *length = strlen (SHEETS[i]) + sizeof STRINGS;
        *data = malloc (*length + 1);
        if (*data)
            snprintf ((char *)*data, *length + 1, "%s%c%s", SHEETS[i], 0, STRINGS);
        return *data != NULL;
    }
    if (i == 3) {
        /* All the parts, so that each is changed now and then. */
        FILE *out = open_memstream ((char **)data, length);
        if (!out)
            return false;
        fprintf (out, "%s%c%s", SHEETS[0], 0, STRINGS);
        for (size_t k = 0; k < FRAME; k++)
            fprintf (out, "%c%s", 0, MADE_FRAME[k].text);
        return fclose (out) == 0;
    }
    if (i == 4)
        *data = (uint8_t *)made_workbook ("<row><c t=\"s\"><v>0</v></c></row>", "<si><t>a</t></si>", length);
    return i == 4;
}
