/*  paper.c — the page as HTML. */

#include "show/paper.h"

#include "show/document_escape.h"
#include "show/paper_docx.h"

#include <string.h>

static const char *const CLASSES[] = {
    [SLIP_LEFT] = "left",
    [SLIP_LEFT_BOLD] = "left-bold",
    [SLIP_RIGHT_BOLD] = "right-bold",
    [SLIP_RIGHT_RULED] = "right-ruled",
    [SLIP_RIGHT_ITALIC] = "right-italic",
    [SLIP_SUBTITLE] = "subtitle",
    [SLIP_RECEIVER] = "receiver",
    [SLIP_TEXT] = "text",
    [SLIP_ITEM] = "item",
    [SLIP_COPIES] = "copies",
    [SLIP_SIGN] = "sign",
    [SLIP_SIGN_NOTE] = "sign-note",
    [SLIP_STYLES] = NULL, /* and none of a title, which is a heading */
};

static const char SHEET[] =
    "@page{size:A4;margin:20mm 15mm 20mm 30mm}"
    "body{font:13pt/1.35 'Times New Roman',Tinos,serif;max-width:165mm;margin:0 "
    "auto;padding:8mm;color:#000;background:#fff}"
    "h1{font-size:14pt;text-align:center;margin:1.2em 0 .2em}p{margin:0}"
    ".columns{display:grid;grid-template-columns:62mm 103mm;text-align:center;margin:12pt 0}"
    ".left-bold,.right-bold,.right-ruled,.sign,.subtitle{font-weight:bold}.right-ruled{text-decoration:underline}"
    ".right-italic,.sign-note{font-style:italic}.subtitle,.receiver{text-align:center}"
    ".ruled::after{content:'';display:block;width:24mm;border-bottom:1px solid;margin:2pt auto 4pt}"
    ".receiver{margin:6pt 0}.text{text-align:justify;text-indent:10mm;margin-top:6pt}.item{margin:6pt 0 0 10mm}"
    ".copies{text-align:left;font-size:11pt}.copies-head{font-size:12pt;font-weight:bold;font-style:italic}"
    "@media print{body{padding:0;max-width:none}}";

static void html_line (FILE *out, const paper_line_t *lines, size_t count, size_t place)
{
    const paper_line_t *line = &lines[place];
    const char *class = CLASSES[line->style];
    if (class)
        fprintf (out, "<p class=\"%s%s%s\">", class, paper_is_ruled (lines, count, place) ? " ruled" : "",
                 paper_heads_copies (lines, place) ? " copies-head" : "");
    else
        fputs ("<h1>", out);
    for (const char *at = line->text; at;) {
        char part[1024];
        size_t length = strcspn (at, "\n"), taken = length < sizeof part ? length : sizeof part - 1;
        while (taken < length && ((unsigned char)at[taken] & 0xC0) == 0x80)
            taken--;
        snprintf (part, sizeof part, "%.*s", (int)taken, at);
        html_escape (out, part);
        at += taken;
        if (*at == '\n') {
            fputs ("<br/>", out);
            at++;
        } else if (!*at)
            at = NULL;
    }
    fputs (class ? "</p>\n" : "</h1>\n", out);
}

/*  Of the lines from FIRST to the one before END those that stand at PLACE. */
static void html_column (FILE *out, const paper_line_t *lines, size_t count, size_t first, size_t end,
                         paper_place place)
{
    fputs ("<div>\n", out);
    for (size_t i = first; i < end; i++)
        if (paper_place_of (lines[i].style) == place)
            html_line (out, lines, count, i);
    fputs ("</div>\n", out);
}

static void paper_html (FILE *out, const char *language, const char *title, const paper_line_t *lines, size_t count)
{
    fprintf (out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n", language);
    fputs (
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>",
        out);
    html_escape (out, title);
    fprintf (out, "</title>\n<style>%s</style>\n</head>\n<body>\n", SHEET);
    for (size_t i = 0, length; i < count; i += length) {
        length = paper_block (lines, count, i);
        if (paper_place_of (lines[i].style) != PAPER_BODY) {
            fputs ("<div class=\"columns\">\n", out);
            html_column (out, lines, count, i, i + length, PAPER_LEFT);
            html_column (out, lines, count, i, i + length, PAPER_RIGHT);
            fputs ("</div>\n", out);
        } else
            for (size_t j = i; j < i + length; j++)
                html_line (out, lines, count, j);
    }
    fputs ("</body>\n</html>\n", out);
}

qcdc_status paper_write (FILE *out, paper_format format, const char *language, const char *title,
                         const paper_line_t *lines, size_t count, fault_t *fault)
{
    if (format == PAPER_DOCX)
        return paper_docx (out, language, title, lines, count, fault);
    paper_html (out, language, title, lines, count);
    return QCDC_OK; /* that not all could be written is found by whoever owns the stream */
}
