/*  xlsx_book.c — what a workbook says of its sheets.
 *
 *  The way leads by relations from the package to the book and from the book to its parts, three steps and never back: that
 *  relations go in a circle is nothing to notice. */

#include "files/xlsx_book.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text_fold.h"
#include "files/xlsx_filled.h"

#include <stdlib.h>
#include <string.h>

#define RELATION_BYTES 128
#define LOOKED_AT_MAX 16u /* sheets beside the one that is read */

typedef struct {
    char name[XLSX_SHEET_NAME_BYTES];
    char relation[RELATION_BYTES];
    bool hidden;
} sheet_t;

/*  One of the relations of a part. */
typedef struct {
    const char *kind; /* the end of its type; NULL: by ID */
    const char *id;
    char target[XLSX_PART_NAME_BYTES]; /* empty: there is none */
} relation_t;

/*  One reading of a part. */
typedef struct {
    xlsx_part_t *part;
    const char *name; /* the file's */
    xlsx_book_t *book;
    const char *folder; /* of the part whose relations are read, which end with one that has neither kind nor ID */
    relation_t *relations;
    sheet_t *sheets;
    size_t sheet_count;
    bool in_cell_formats; /* of styles: cellXfs, not cellStyleXfs */
    struct {
        unsigned number;
        xlsx_format format;
    } * codes; /* number formats that the workbook has of its own */
    size_t code_count, codes_size;
    char *text; /* of the shared string that is read */
    size_t text_bytes, text_size;
    size_t phonetic; /* depth within readings that stand above a text */
    bool in_text;
} reading_t;

static void fail (reading_t *reading, qcdc_status status, const char *why)
{
    fault_t fault;
    if (status == QCDC_BAD_WORKBOOK)
        xlsx_damaged (reading->name, why, &fault);
    else
        fault_set (&fault, status, NULL, "%s: %s", reading->name, _ (why));
    xlsx_part_fail (reading->part, &fault);
}

/*  ---------------------------------------------------------------- relations */

/*  TARGET as the name of a part: beside FOLDER, or from the root.  False where it does not fit or leaves the package. */
static bool target_resolve (const char *folder, const char *target, char part[XLSX_PART_NAME_BYTES])
{
    char whole[2 * XLSX_PART_NAME_BYTES], *rest = NULL;
    size_t used = 0;
    int length = snprintf (whole, sizeof whole, "%s%s", *target == '/' ? "" : folder, target);
    if (length < 0 || (size_t)length >= sizeof whole)
        return false;
    part[0] = '\0';
    for (char *word = strtok_r (whole, "/", &rest); word; word = strtok_r (NULL, "/", &rest)) {
        if (strcmp (word, ".") == 0)
            continue;
        if (strcmp (word, "..") == 0) {
            char *slash = strrchr (part, '/');
            used = slash ? (size_t)(slash - part) : 0;
            part[used] = '\0';
            continue;
        }
        if (used + strlen (word) + 2 > XLSX_PART_NAME_BYTES)
            return false;
        used += (size_t)snprintf (part + used, XLSX_PART_NAME_BYTES - used, "%s%s", used ? "/" : "", word);
    }
    return used > 0;
}

static void on_relation (void *arg, const char *name, const char *const *attributes)
{
    reading_t *reading = arg;
    const char *type = xlsx_attribute (attributes, "Type"), *target = xlsx_attribute (attributes, "Target");
    const char *id = xlsx_attribute (attributes, "Id"), *mode = xlsx_attribute (attributes, "TargetMode");
    if (strcmp (name, "Relationship") != 0 || !type || !target || !id || (mode && strcmp (mode, "External") == 0))
        return;
    const char *kind = strrchr (type, '/');
    for (relation_t *relation = reading->relations; relation->kind || relation->id; relation++) {
        bool meant = relation->id ? strcmp (relation->id, id) == 0 : kind && strcmp (kind + 1, relation->kind) == 0;
        if (meant && !relation->target[0] && !target_resolve (reading->folder, target, relation->target))
            fail (reading, QCDC_BAD_WORKBOOK, N_ ("the workbook is damaged: one of its parts is missing"));
    }
}

/*  Follows RELATIONS of PART; the targets of those that there are not stay empty. */
static qcdc_status relations_follow (xlsx_archive_t *archive, reading_t *reading, const char *part,
                                     relation_t *relations, fault_t *fault)
{
    static const xlsx_handlers_t HANDLERS = {.root = "Relationships", .start = on_relation};
    char folder[XLSX_PART_NAME_BYTES], name[XLSX_PART_NAME_BYTES + 16];
    const char *slash = strrchr (part, '/'), *base = slash ? slash + 1 : part;
    snprintf (folder, sizeof folder, "%.*s", (int)(base - part), part);
    snprintf (name, sizeof name, "%s_rels/%s.rels", folder, base);
    reading->folder = folder;
    reading->relations = relations;
    return xlsx_archive_has (archive, name)
               ? xlsx_part_read (archive, name, &HANDLERS, reading, &reading->part, fault)
               : QCDC_OK;
}

/*  ---------------------------------------------------------------- the book */

static void on_book (void *arg, const char *name, const char *const *attributes)
{
    reading_t *reading = arg;
    const char *value;
    if (strcmp (name, "workbookPr") == 0 && (value = xlsx_attribute (attributes, "date1904")))
        reading->book->since_1904 = strcmp (value, "1") == 0 || strcmp (value, "true") == 0;
    if (strcmp (name, "sheet") != 0)
        return;
    const char *called = xlsx_attribute (attributes, "name"), *state = xlsx_attribute (attributes, "state");
    const char *id = xlsx_attribute (attributes, "id");
    sheet_t *sheet = &reading->sheets[reading->sheet_count];
    if (!called || !id || strlen (called) >= sizeof sheet->name || strlen (id) >= sizeof sheet->relation)
        fail (reading, QCDC_BAD_WORKBOOK, N_ ("the workbook is damaged: one of its parts is not what it should be"));
    else if (reading->sheet_count == QCDC_XLSX_SHEETS_MAX)
        fail (reading, QCDC_TOO_LARGE, N_ ("the workbook has too many sheets"));
    else {
        strcpy (sheet->name, called);
        strcpy (sheet->relation, id);
        sheet->hidden = state && strcmp (state, "visible") != 0;
        reading->sheet_count++;
    }
}

/*  The names of the sheets that are shown, but for CHOSEN; with HIDDEN, of the others. */
static void sheets_list (const reading_t *reading, const sheet_t *chosen, bool hidden, char *list, size_t size)
{
    size_t used = 0;
    list[0] = '\0';
    for (const sheet_t *sheet = reading->sheets; sheet < reading->sheets + reading->sheet_count; sheet++)
        if (sheet != chosen && sheet->hidden == hidden && used + strlen (sheet->name) + 3 < size)
            used += (size_t)snprintf (list + used, size - used, "%s%s", used ? ", " : "", sheet->name);
}

/*  As people name a sheet: in any case, without minding marks where nothing else is meant. */
static const sheet_t *sheet_named (const reading_t *reading, const char *wanted)
{
    char folded[XLSX_SHEET_NAME_BYTES], name[XLSX_SHEET_NAME_BYTES];
    const sheet_t *found = NULL;
    for (const sheet_t *sheet = reading->sheets; sheet < reading->sheets + reading->sheet_count; sheet++)
        if (strcmp (sheet->name, wanted) == 0)
            return sheet;
    text_fold (wanted, folded, sizeof folded);
    for (const sheet_t *sheet = reading->sheets; sheet < reading->sheets + reading->sheet_count; sheet++)
        if (folded[0] && strcmp (text_fold (sheet->name, name, sizeof name), folded) == 0) {
            if (found)
                return NULL;
            found = sheet;
        }
    return found;
}

static qcdc_status sheet_choose (const reading_t *reading, const char *wanted, const sheet_t **chosen, fault_t *fault)
{
    char list[200];
    *chosen = wanted ? sheet_named (reading, wanted) : NULL;
    for (size_t i = 0; !wanted && !*chosen && i < reading->sheet_count; i++)
        if (!reading->sheets[i].hidden)
            *chosen = &reading->sheets[i];
    if (*chosen)
        return QCDC_OK;
    if (!wanted && reading->sheet_count == 0)
        return xlsx_damaged (reading->name, N_ ("the workbook has no sheet"), fault);
    sheets_list (reading, NULL, false, list, sizeof list);
    bool hidden = list[0] == '\0';
    if (hidden)
        sheets_list (reading, NULL, true, list, sizeof list);
    if (wanted)
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("%s has no sheet \"%.60s\""), reading->name, wanted);
    else
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("%s: every sheet of the workbook is hidden"), reading->name);
    if (hidden)
        fault_advise (fault, _ ("hidden are: %s; show the sheet in the spreadsheet, or name it: sheet=NAME"), list);
    else
        fault_advise (fault, _ ("there are: %s"), list);
    return QCDC_NOT_FOUND;
}

/*  ---------------------------------------------------------------- styles */

static bool number_read (const char *text, unsigned *number)
{
    char *end = NULL;
    unsigned long value = text ? strtoul (text, &end, 10) : 0;
    *number = (unsigned)value;
    return text && *text >= '0' && *text <= '9' && *end == '\0' && value <= 1000000;
}

static void format_add (reading_t *reading, unsigned number)
{
    xlsx_book_t *book = reading->book;
    xlsx_format format = xlsx_format_known (number);
    for (size_t i = 0; i < reading->code_count; i++)
        if (reading->codes[i].number == number)
            format = reading->codes[i].format;
    unsigned char *formats = book->format_count < QCDC_XLSX_FORMATS_MAX
                                 ? memory_room (book->formats, book->format_count, &book->formats_size, 1)
                                 : NULL;
    if (formats) {
        book->formats = formats;
        formats[book->format_count++] = (unsigned char)format;
    } else if (book->format_count < QCDC_XLSX_FORMATS_MAX)
        fail (reading, QCDC_NO_MEMORY, N_ ("out of memory"));
    else
        fail (reading, QCDC_TOO_LARGE, N_ ("the workbook has too many cell formats"));
}

/*  One that writes something beside the number is put with those of the workbook. */
static xlsx_format format_of (reading_t *reading, const char *code)
{
    xlsx_literal_t literal;
    xlsx_book_t *book = reading->book;
    if (!xlsx_format_literal (code, &literal) || book->literal_count == XLSX_LITERALS_MAX)
        return xlsx_format_code (code);
    xlsx_literal_t *literals =
        memory_room (book->literals, book->literal_count, &book->literals_size, sizeof *literals);
    if (!literals) {
        fail (reading, QCDC_NO_MEMORY, N_ ("out of memory"));
        return XLSX_PLAIN;
    }
    book->literals = literals;
    literals[book->literal_count] = literal;
    return (xlsx_format)(XLSX_LITERAL + (int)book->literal_count++);
}

static void code_add (reading_t *reading, unsigned number, const char *code)
{
    void *codes =
        reading->code_count < QCDC_XLSX_CODES_MAX
            ? memory_room (reading->codes, reading->code_count, &reading->codes_size, sizeof *reading->codes)
            : NULL;
    if (codes) {
        reading->codes = codes;
        reading->codes[reading->code_count].number = number;
        reading->codes[reading->code_count++].format = format_of (reading, code);
    } else if (reading->code_count < QCDC_XLSX_CODES_MAX)
        fail (reading, QCDC_NO_MEMORY, N_ ("out of memory"));
    else
        fail (reading, QCDC_TOO_LARGE, N_ ("the workbook has too many cell formats"));
}

static void on_style (void *arg, const char *name, const char *const *attributes)
{
    reading_t *reading = arg;
    const char *id = xlsx_attribute (attributes, "numFmtId"), *code = xlsx_attribute (attributes, "formatCode");
    unsigned number = 0;
    if (strcmp (name, "cellXfs") == 0)
        reading->in_cell_formats = true;
    else if (strcmp (name, "numFmt") == 0 && code && number_read (id, &number))
        code_add (reading, number, code);
    else if (reading->in_cell_formats && strcmp (name, "xf") == 0) {
        (void)!number_read (id, &number);
        format_add (reading, number);
    }
}

static void on_style_end (void *arg, const char *name)
{
    reading_t *reading = arg;
    if (strcmp (name, "cellXfs") == 0)
        reading->in_cell_formats = false;
}

/*  ---------------------------------------------------------------- shared strings */

static void on_string (void *arg, const char *name, const char *const *attributes)
{
    reading_t *reading = arg;
    (void)attributes;
    if (strcmp (name, "si") == 0)
        reading->text_bytes = 0;
    reading->phonetic += strcmp (name, "rPh") == 0;
    reading->in_text = strcmp (name, "t") == 0;
}

static void on_string_text (void *arg, const char *text, size_t length)
{
    reading_t *reading = arg;
    if (!reading->in_text || reading->phonetic)
        return;
    /* One byte more than a cell may have: whoever reads that cell says where it stands. */
    if (length > QCDC_CSV_FIELD_BYTES_MAX + 1 - reading->text_bytes)
        length = QCDC_CSV_FIELD_BYTES_MAX + 1 - reading->text_bytes;
    if (reading->text_bytes + length + 1 > reading->text_size) {
        size_t size = 2 * (reading->text_bytes + length + 1);
        char *grown = realloc (reading->text, size);
        if (!grown) {
            fail (reading, QCDC_NO_MEMORY, N_ ("out of memory"));
            return;
        }
        reading->text = grown;
        reading->text_size = size;
    }
    memcpy (reading->text + reading->text_bytes, text, length);
    reading->text_bytes += length;
}

static void on_string_end (void *arg, const char *name)
{
    reading_t *reading = arg;
    reading->in_text = false;
    reading->phonetic -= strcmp (name, "rPh") == 0;
    if (strcmp (name, "si") != 0)
        return;
    if (reading->text)
        reading->text_bytes = xlsx_unescape (reading->text, reading->text_bytes);
    qcdc_status status = xlsx_strings_add (reading->book->strings, reading->text, reading->text_bytes);
    if (status == QCDC_TOO_LARGE)
        fail (reading, status, N_ ("the workbook has more text than a register can hold"));
    else if (status == QCDC_IO)
        fail (reading, status, N_ ("no temporary file can be written"));
    else if (status != QCDC_OK)
        fail (reading, status, N_ ("out of memory"));
}

/*  ---------------------------------------------------------------- all of it */

/*  Lists the sheets that are shown beside CHOSEN and hold something; what is damaged there is no matter of the one that is read. */
static void unread_list (xlsx_archive_t *archive, reading_t *reading, const char *part, const sheet_t *chosen)
{
    relation_t relations[LOOKED_AT_MAX + 1] = {0};
    const char *names[LOOKED_AT_MAX];
    size_t count = 0, used = 0;
    fault_t ignored;
    char *list = reading->book->unread;
    for (const sheet_t *sheet = reading->sheets; sheet < reading->sheets + reading->sheet_count; sheet++)
        if (sheet != chosen && !sheet->hidden && count < LOOKED_AT_MAX) {
            names[count] = sheet->name;
            relations[count++].id = sheet->relation;
        }
    if (count == 0 || relations_follow (archive, reading, part, relations, &ignored) != QCDC_OK)
        return;
    for (size_t i = 0; i < count; i++)
        if (relations[i].target[0] && used + strlen (names[i]) + 3 < sizeof reading->book->unread &&
            xlsx_filled (archive, relations[i].target))
            used += (size_t)snprintf (list + used, sizeof reading->book->unread - used, "%s%s", used ? ", " : "",
                                      names[i]);
}

enum { SHEET, STYLES, STRINGS };

/*  The sheet that is wanted, and where it and what its cells share are. */
static qcdc_status sheets_read (xlsx_archive_t *archive, reading_t *reading, const char *part, const char *wanted,
                                relation_t relations[4], fault_t *fault)
{
    static const xlsx_handlers_t HANDLERS = {.root = "workbook", .start = on_book};
    const sheet_t *sheet;
    xlsx_book_t *book = reading->book;
    QCDC_TRY (xlsx_part_read (archive, part, &HANDLERS, reading, &reading->part, fault));
    QCDC_TRY (sheet_choose (reading, wanted, &sheet, fault));
    relations[SHEET] = (relation_t){.id = sheet->relation};
    relations[STYLES] = (relation_t){.kind = "styles"};
    relations[STRINGS] = (relation_t){.kind = "sharedStrings"};
    relations[STRINGS + 1] = (relation_t){0};
    QCDC_TRY (relations_follow (archive, reading, part, relations, fault));
    strcpy (book->sheet, sheet->name);
    strcpy (book->sheet_part, relations[SHEET].target);
    sheets_list (reading, sheet, false, book->others, sizeof book->others);
    if (!wanted)
        unread_list (archive, reading, part, sheet);
    return QCDC_OK;
}

static qcdc_status book_read (xlsx_archive_t *archive, reading_t *reading, const char *wanted, fault_t *fault)
{
    static const xlsx_handlers_t STYLES_READ = {.root = "styleSheet", .start = on_style, .end = on_style_end};
    static const xlsx_handlers_t STRINGS_READ = {
        .root = "sst", .start = on_string, .end = on_string_end, .text = on_string_text};
    relation_t package[2] = {{.kind = "officeDocument"}}, relations[4];
    QCDC_TRY (relations_follow (archive, reading, "", package, fault));
    const char *part = package[0].target;
    /* Documents of a word processor lie in the same kind of package, and those of other offices in another kind. */
    if (!*part || strncmp (part, "word/", 5) == 0 || strncmp (part, "ppt/", 4) == 0) {
        fault_set (fault, QCDC_BAD_WORKBOOK, NULL, _ ("%s is no workbook that can be read"), reading->name);
        fault_advise (fault, "%s", _ ("open it in the spreadsheet and save it as .xlsx"));
        return QCDC_BAD_WORKBOOK;
    }
    QCDC_TRY (sheets_read (archive, reading, part, wanted, relations, fault));
    if (relations[STYLES].target[0])
        QCDC_TRY (xlsx_part_read (archive, relations[STYLES].target, &STYLES_READ, reading, &reading->part, fault));
    if (relations[STRINGS].target[0])
        QCDC_TRY (xlsx_part_read (archive, relations[STRINGS].target, &STRINGS_READ, reading, &reading->part, fault));
    return QCDC_OK;
}

qcdc_status xlsx_book_read (xlsx_archive_t *archive, const char *name, const char *sheet, xlsx_book_t *book,
                            fault_t *fault)
{
    reading_t reading = {.name = name, .book = book};
    *book = (xlsx_book_t){.strings = xlsx_strings_new ()};
    reading.sheets = calloc (QCDC_XLSX_SHEETS_MAX + 1, sizeof *reading.sheets);
    qcdc_status status = book->strings && reading.sheets
                             ? book_read (archive, &reading, sheet, fault)
                             : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
    xlsx_part_destroy (&reading.part);
    free (reading.sheets);
    free (reading.codes);
    free (reading.text);
    return status;
}

void xlsx_book_release (xlsx_book_t *book)
{
    free (book->formats);
    free (book->literals);
    xlsx_strings_destroy (&book->strings);
}
