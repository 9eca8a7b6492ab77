/*  paper_docx.c — the page as .docx (ECMA-376, WordprocessingML, transitional): the least parts that a word processor opens without a word.
 *
 *  The parts are XML written here, the archive is libzip's.  Columns of the head and the foot are tables without lines, as offices make them. */

#include "show/paper_docx.h"

#include "base/i18n.h"
#include "files/zip_library.h"
#include "show/document_escape.h"

#include <stdlib.h>
#include <string.h>

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define TEXT_WIDTH 9355 /* twentieths of a point: 210 mm less 30 and 15 */
/*  The name of the state in 13 points takes 96 mm and has to stand on one line (with the margins of a cell 100). */
#define LEFT_WIDTH 3515
#define SHORT_RULE 1360 /* 24 mm */
#define RIGHT_WIDTH (TEXT_WIDTH - LEFT_WIDTH)
#define CELL_MARGINS 216 /* both, as word processors set them */

static const char TYPES[] = DECLARATION
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/"
    "vnd.openxmlformats-package.core-properties+xml\"/></Types>";
static const char PACKAGE[] = DECLARATION
    "<Relationships xmlns=\"" RELATIONS "\">"
    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
    "core-properties\" Target=\"docProps/core.xml\"/></Relationships>";
static const char DOCUMENT[] =
    DECLARATION "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
                "/styles\" Target=\"styles.xml\"/></Relationships>";

/*  How a style's paragraphs and their letters are set; ID and NAME are what a word processor lists. */
static const struct {
    const char *id, *name, *paragraph, *run;
} STYLES[] = {
    [SLIP_LEFT] = {"HeadLeft", "head left", "<w:jc w:val=\"center\"/>", ""},
    [SLIP_LEFT_BOLD] = {"HeadLeftBold", "head left bold", "<w:jc w:val=\"center\"/>", "<w:b/>"},
    [SLIP_RIGHT_BOLD] = {"HeadRightBold", "head right bold", "<w:jc w:val=\"center\"/>", "<w:b/>"},
    [SLIP_RIGHT_RULED] = {"HeadRightRuled", "head right ruled", "<w:jc w:val=\"center\"/>",
                          "<w:b/><w:u w:val=\"single\"/>"},
    [SLIP_RIGHT_ITALIC] = {"HeadRightItalic", "head right italic", "<w:jc w:val=\"center\"/>", "<w:i/>"},
    [SLIP_TITLE] = {"Heading1", "heading 1",
                    "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"60\"/><w:jc w:val=\"center\"/><w:outlineLvl "
                    "w:val=\"0\"/>",
                    "<w:b/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>"},
    [SLIP_SUBTITLE] = {"Subtitle", "Subtitle", "<w:spacing w:after=\"120\"/><w:jc w:val=\"center\"/>", "<w:b/>"},
    [SLIP_RECEIVER] = {"Receiver", "receiver",
                       "<w:spacing w:before=\"120\" w:after=\"120\"/><w:jc w:val=\"center\"/>", ""},
    [SLIP_TEXT] = {"BodyText", "Body Text",
                   "<w:spacing w:before=\"120\"/><w:ind w:firstLine=\"567\"/><w:jc w:val=\"both\"/>", ""},
    [SLIP_ITEM] = {"Item", "item", "<w:spacing w:before=\"120\"/><w:ind w:left=\"567\"/>", ""},
    [SLIP_COPIES] = {"Copies", "copies", "", "<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>"},
    [SLIP_SIGN] = {"Sign", "sign", "<w:jc w:val=\"center\"/>", "<w:b/>"},
    [SLIP_SIGN_NOTE] = {"SignNote", "sign note", "<w:jc w:val=\"center\"/>", "<w:i/>"},
};
_Static_assert(sizeof STYLES / sizeof *STYLES == SLIP_STYLES, "a setting for each style");

/*  A paragraph of nothing but a line below it, in the middle of WIDTH. */
static void put_rule (FILE *out, int width)
{
    int side = (width - SHORT_RULE) / 2;
    fprintf (out, "<w:p><w:pPr><w:pStyle w:val=\"Rule\"/><w:ind w:left=\"%d\" w:right=\"%d\"/></w:pPr></w:p>", side,
             side);
}

static void put_line (FILE *out, const paper_line_t *lines, size_t count, size_t place, int width)
{
    const paper_line_t *line = &lines[place];
    fprintf (out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>",
             paper_heads_copies (lines, place) ? "CopiesHead" : STYLES[line->style].id);
    for (const char *at = line->text; at; at = *at ? at + 1 : NULL) {
        size_t length = strcspn (at, "\n");
        char *part = strndup (at, length);
        fputs (at == line->text ? "<w:r><w:t xml:space=\"preserve\">" : "<w:r><w:br/><w:t xml:space=\"preserve\">",
               out);
        if (part)
            html_escape (out, part);
        fputs ("</w:t></w:r>", out);
        at += length;
        free (part);
        if (!*at)
            break;
    }
    fputs ("</w:p>", out);
    if (paper_is_ruled (lines, count, place))
        put_rule (out, width);
}

/*  Of the lines from FIRST to the one before END those that stand at PLACE. */
static void put_column (FILE *out, const paper_line_t *lines, size_t count, size_t first, size_t end,
                        paper_place place, int width)
{
    size_t put = 0;
    fprintf (out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", width);
    for (size_t i = first; i < end; i++)
        if (paper_place_of (lines[i].style) == place) {
            put_line (out, lines, count, i, width - CELL_MARGINS);
            put++;
        }
    fputs (put ? "</w:tc>" : "<w:p/></w:tc>", out); /* a cell is never without a paragraph */
}

static void put_document (FILE *out, const paper_line_t *lines, size_t count)
{
    fputs (DECLARATION "<w:document xmlns:w=\"" WORD "\"><w:body>", out);
    for (size_t i = 0, length; i < count; i += length) {
        length = paper_block (lines, count, i);
        if (paper_place_of (lines[i].style) != PAPER_BODY) {
            fprintf (out,
                     "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr>"
                     "<w:tblGrid><w:gridCol w:w=\"%d\"/><w:gridCol w:w=\"%d\"/></w:tblGrid><w:tr>",
                     TEXT_WIDTH, LEFT_WIDTH, RIGHT_WIDTH);
            put_column (out, lines, count, i, i + length, PAPER_LEFT, LEFT_WIDTH);
            put_column (out, lines, count, i, i + length, PAPER_RIGHT, RIGHT_WIDTH);
            fputs ("</w:tr></w:tbl>", out);
        } else
            for (size_t j = i; j < i + length; j++)
                put_line (out, lines, count, j, TEXT_WIDTH);
    }
    /* A4; a paragraph has to follow a table at the end */
    fputs ("<w:p/><w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"850\" "
           "w:bottom=\"1134\" "
           "w:left=\"1701\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
           out);
}

static void put_styles (FILE *out, const char *language)
{
    fprintf (
        out,
        DECLARATION
        "<w:styles xmlns:w=\"" WORD "\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" "
        "w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" w:eastAsia=\"Times New Roman\"/><w:sz w:val=\"26\"/>"
        "<w:szCs w:val=\"26\"/><w:lang w:val=\"%s\"/></w:rPr></w:rPrDefault></w:docDefaults>"
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>",
        strcmp (language, "vi") == 0 ? "vi-VN" : "en-GB");
    for (size_t i = 0; i < SLIP_STYLES; i++)
        fprintf (out,
                 "<w:style w:type=\"paragraph\" w:styleId=\"%s\"><w:name w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/>"
                 "<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>",
                 STYLES[i].id, STYLES[i].name, STYLES[i].paragraph, STYLES[i].run);
    fputs ("<w:style w:type=\"paragraph\" w:styleId=\"CopiesHead\"><w:name w:val=\"copies head\"/><w:basedOn "
           "w:val=\"Normal\"/><w:qFormat/><w:rPr><w:b/><w:i/><w:sz w:val=\"24\"/><w:szCs "
           "w:val=\"24\"/></w:rPr></w:style>"
           "<w:style w:type=\"paragraph\" w:styleId=\"Rule\"><w:name w:val=\"rule\"/><w:basedOn w:val=\"Normal\"/>"
           "<w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/></w:pBdr>"
           "<w:spacing w:before=\"0\" w:after=\"80\" w:line=\"60\" w:lineRule=\"exact\"/></w:pPr></w:style>"
           "</w:styles>",
           out);
}

static void put_core (FILE *out, const char *language, const char *title)
{
    fputs (DECLARATION
           "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
           "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>",
           out);
    html_escape (out, title);
    fprintf (out, "</dc:title><dc:language>%s</dc:language></cp:coreProperties>", language);
}

/*  ---------------------------------------------------------------- the archive */

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static qcdc_status refuse (const zip_library_t *lib, zip_t *archive, fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, _ ("the document cannot be made: %s"), lib->zip_strerror (archive));
}

/*  BYTES, malloc'ed, are the archive's from here on, whatever comes of it. */
static qcdc_status add_part (const zip_library_t *lib, zip_t *archive, const char *name, char *bytes, size_t length,
                             fault_t *fault)
{
    zip_source_t *source = lib->zip_source_buffer (archive, bytes, length, 1);
    if (!source) {
        free (bytes);
        return no_memory (fault);
    }
    if (lib->zip_file_add (archive, name, source, ZIP_FL_ENC_UTF_8) < 0) {
        lib->zip_source_free (source);
        return refuse (lib, archive, fault);
    }
    return QCDC_OK;
}

typedef struct {
    const char *language, *title;
    const paper_line_t *lines;
    size_t count;
} page_t;

typedef enum { PART_TYPES, PART_PACKAGE, PART_RELATIONS, PART_DOCUMENT, PART_STYLES, PART_CORE, PARTS } part_t;

static qcdc_status make_part (const zip_library_t *lib, zip_t *archive, part_t part, const page_t *page,
                              fault_t *fault)
{
    static const char *const NAMES[] = {"[Content_Types].xml", "_rels/.rels",     "word/_rels/document.xml.rels",
                                        "word/document.xml",   "word/styles.xml", "docProps/core.xml"};
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream (&bytes, &length);
    if (!out)
        return no_memory (fault);
    if (part == PART_DOCUMENT)
        put_document (out, page->lines, page->count);
    else if (part == PART_STYLES)
        put_styles (out, page->language);
    else if (part == PART_CORE)
        put_core (out, page->language, page->title);
    else
        fputs (part == PART_TYPES ? TYPES : part == PART_PACKAGE ? PACKAGE : DOCUMENT, out);
    bool whole = !ferror (out);
    if (fclose (out) != 0 || !whole) {
        free (bytes);
        return no_memory (fault);
    }
    return add_part (lib, archive, NAMES[part], bytes, length, fault);
}

/*  What the archive has become, out of SOURCE. */
static qcdc_status send (const zip_library_t *lib, zip_source_t *source, FILE *out, fault_t *fault)
{
    char bytes[16384];
    zip_int64_t got;
    if (lib->zip_source_open (source) != 0)
        return fault_set (fault, QCDC_IO, NULL, _ ("the document cannot be made: %s"),
                          lib->zip_error_strerror (lib->zip_source_error (source)));
    while ((got = lib->zip_source_read (source, bytes, sizeof bytes)) > 0)
        fwrite (bytes, 1, (size_t)got, out);
    lib->zip_source_close (source);
    return got < 0 ? fault_set (fault, QCDC_IO, NULL, _ ("the document cannot be made: %s"),
                                lib->zip_error_strerror (lib->zip_source_error (source)))
                   : QCDC_OK;
}

static qcdc_status make (const zip_library_t *lib, zip_source_t *source, const page_t *page, fault_t *fault)
{
    zip_error_t error;
    lib->zip_error_init (&error);
    lib->zip_source_keep (source); /* the archive takes one, and we read from it when it is closed */
    zip_t *archive = lib->zip_open_from_source (source, ZIP_TRUNCATE, &error);
    lib->zip_error_fini (&error);
    if (!archive) {
        lib->zip_source_free (source);
        return no_memory (fault);
    }
    qcdc_status status = QCDC_OK;
    for (part_t part = 0; part < PARTS && status == QCDC_OK; part++)
        status = make_part (lib, archive, part, page, fault);
    if (status == QCDC_OK && lib->zip_close (archive) == 0)
        return QCDC_OK;
    if (status == QCDC_OK)
        status = refuse (lib, archive, fault);
    lib->zip_discard (archive);
    return status;
}

qcdc_status paper_docx (FILE *out, const char *language, const char *title, const paper_line_t *lines, size_t count,
                        fault_t *fault)
{
    const zip_library_t *lib;
    zip_error_t error;
    const page_t page = {language, title, lines, count};
    QCDC_TRY (zip_library_open (&lib, fault));
    lib->zip_error_init (&error);
    zip_source_t *source = lib->zip_source_buffer_create (NULL, 0, 0, &error);
    lib->zip_error_fini (&error);
    if (!source)
        return no_memory (fault);
    qcdc_status status = make (lib, source, &page, fault);
    if (status == QCDC_OK)
        status = send (lib, source, out, fault);
    lib->zip_source_free (source);
    return status;
}
