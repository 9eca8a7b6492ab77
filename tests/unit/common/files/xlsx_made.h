/*  xlsx_made.h — workbooks made of their parts, stored in an archive as they are: for tests of reading. */

#ifndef XLSX_MADE_H
#define XLSX_MADE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    const char *text; /* NULL: left out */
    size_t length;
} made_part_t;

#define MADE_RELATION(id, kind, target)                                                                              \
    "<Relationship Id=\"" id "\" Type=\"http://x/relationships/" kind "\" Target=\"" target "\"/>"

/*  The parts of a workbook with one sheet, called "S", all but the sheet and its strings. */
static const made_part_t MADE_FRAME[] = {
    {"_rels/.rels",
     "<Relationships>" MADE_RELATION ("r1", "officeDocument", "xl/workbook.xml") "</Relationships>", 0},
    {"xl/workbook.xml",
     "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>", 0},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships>" MADE_RELATION ("r1", "worksheet", "sheet.xml") MADE_RELATION (
         "r2", "sharedStrings", "/xl/strings.xml") MADE_RELATION ("r3", "styles", "../xl/./styles.xml") "</Relationships>",
     0},
    {"xl/styles.xml",
     "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\\ hh:mm;@\"/></numFmts>"
     "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
     "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/></cellXfs>"
     "</styleSheet>",
     0}};

/*  LENGTH bytes as a file that can be read from its beginning; who opens it as a workbook gives it away. */
static inline FILE *made_file (const void *bytes, size_t length)
{
    FILE *file = tmpfile ();
    if (file && (fwrite (bytes, 1, length, file) != length || fflush (file) != 0)) {
        fclose (file);
        file = NULL;
    }
    return file;
}

static void made_number (FILE *out, uint64_t number, int bytes)
{
    for (; bytes > 0; bytes--, number >>= 8)
        putc ((int)(number & 0xFF), out);
}

static uint32_t made_crc (const char *text, size_t length)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < length; i++) {
        crc ^= (unsigned char)text[i];
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

static size_t made_length (const made_part_t *part)
{
    return part->length ? part->length : strlen (part->text);
}

/*  What both heads of a part say. */
static void made_head (FILE *out, const made_part_t *part)
{
    size_t length = made_length (part);
    made_number (out, 20, 2); /* version, flags, stored, time, day */
    made_number (out, 0, 8);
    made_number (out, made_crc (part->text, length), 4);
    made_number (out, length, 4);
    made_number (out, length, 4);
    made_number (out, strlen (part->name), 2);
    made_number (out, 0, 2);
}

/*  An archive of COUNT parts; malloc'ed. */
static inline char *made_archive (const made_part_t *parts, size_t count, size_t *length)
{
    char *bytes = NULL;
    long *places = calloc (count + 1, sizeof *places), directory;
    size_t written = 0;
    FILE *out = open_memstream (&bytes, length);
    if (!out || !places)
        abort ();
    for (size_t i = 0; i < count; i++) {
        if (!parts[i].text)
            continue;
        places[i] = ftell (out);
        fputs ("PK\3\4", out);
        made_head (out, &parts[i]);
        fputs (parts[i].name, out);
        fwrite (parts[i].text, 1, made_length (&parts[i]), out);
    }
    directory = ftell (out);
    for (size_t i = 0; i < count; i++) {
        if (!parts[i].text)
            continue;
        written++;
        fputs ("PK\1\2", out);
        made_number (out, 20, 2);
        made_head (out, &parts[i]);
        made_number (out, 0, 10); /* comment, disk, attributes */
        made_number (out, (uint64_t)places[i], 4);
        fputs (parts[i].name, out);
    }
    uint64_t bytes_listed = (uint64_t)(ftell (out) - directory);
    fputs ("PK\5\6", out);
    made_number (out, 0, 4);
    made_number (out, written, 2);
    made_number (out, written, 2);
    made_number (out, bytes_listed, 4);
    made_number (out, (uint64_t)directory, 4);
    made_number (out, 0, 2);
    fclose (out);
    free (places);
    return bytes;
}

/*  A workbook whose sheet has these rows, and these shared strings. */
static inline char *made_workbook (const char *rows, const char *strings, size_t *length)
{
    enum { FRAME = sizeof MADE_FRAME / sizeof *MADE_FRAME };
    made_part_t parts[FRAME + 2];
    char *sheet = NULL, *shared = NULL;
    if (asprintf (&sheet, "<worksheet><sheetData>%s</sheetData></worksheet>", rows) < 0 ||
        asprintf (&shared, "<sst>%s</sst>", strings) < 0)
        abort ();
    memcpy (parts, MADE_FRAME, sizeof MADE_FRAME);
    parts[FRAME] = (made_part_t){"xl/sheet.xml", sheet, 0};
    parts[FRAME + 1] = (made_part_t){"xl/strings.xml", shared, 0};
    char *bytes = made_archive (parts, FRAME + 2, length);
    free (sheet);
    free (shared);
    return bytes;
}

#endif
