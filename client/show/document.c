/*  document.c — one document, two ways to write it.
 *
 *  Each function says both ways beside each other: they differ in their marks only.  What is taken for markup is decided in
 *  document_escape.c alone. */

#include "show/document.h"

#include "base/i18n.h"
#include "show/document_bars.h"
#include "show/document_escape.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    char *reference;
    char *means;
} note_t;

struct document {
    FILE *out;
    bool html;
    note_t *notes;
    size_t note_count, note_size;
    size_t columns, cell; /* of the table that is being written */
    char right[16];
    size_t bars; /* pictures so far, for their ids */
    bool begins; /* what comes next begins a line of Markdown */
};

static const char STYLE[] =
    "@page{size:A4;margin:20mm 18mm}"
    "body{font:12pt/1.45 'Times New Roman',Tinos,serif;max-width:174mm;margin:0 "
    "auto;padding:8mm;color:#111;background:#fff}"
    "h1{font-size:16pt;text-align:center}p.sub{text-align:center;color:#444}h2{font-size:14pt;margin-top:1.6em}"
    "h3{font-size:12.5pt}h2,h3,h4{break-after:avoid}h4{font-size:12pt;font-style:italic;font-weight:normal}"
    "a{color:inherit;text-decoration:none}a sup{color:#1a4f8b;font-size:70%}blockquote{margin:.5em 0 .5em 1.2em}"
    "blockquote p{margin:.2em 0}table{border-collapse:collapse;width:100%;font-size:10.5pt}"
    "th,td{border:1px solid #999;padding:2px 6px;text-align:left;vertical-align:top}td.r,th.r{text-align:right}"
    "tr,figure,li{break-inside:avoid}figure{margin:1em 0}svg{width:100%;height:auto}"
    "ol.notes{font-size:9.5pt}code{font-family:'Liberation Mono',monospace;font-size:90%}"
    "@media print{body{padding:0;max-width:none}}";

static void put (document_t *self, const char *text)
{
    if (self->html)
        html_escape (self->out, text);
    else
        markdown_escape (self->out, text, self->begins);
    self->begins = false;
}

document_t *document_new (FILE *out, document_format format, const char *language, const char *title,
                          const char *subtitle)
{
    document_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->out = out;
    self->html = format == DOCUMENT_HTML;
    if (self->html) {
        fprintf (out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n", language);
        fputs ("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
               "'unsafe-inline'\"/>\n"
               "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>",
               out);
        put (self, title);
        fprintf (out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>", STYLE);
        put (self, title);
        fputs ("</h1>\n<p class=\"sub\">", out);
        put (self, subtitle);
        fputs ("</p>\n", out);
    } else {
        fputs ("# ", out);
        put (self, title);
        fputs ("\n\n", out);
        self->begins = true;
        put (self, subtitle);
        fputs ("\n", out);
    }
    return self;
}

void document_destroy (document_t **self_p)
{
    document_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < self->note_count; i++) {
        free (self->notes[i].reference);
        free (self->notes[i].means);
    }
    free (self->notes);
    free (self);
    *self_p = NULL;
}

void document_heading (document_t *self, int level, const char *text)
{
    if (self->html)
        fprintf (self->out, "<h%d>", level);
    else
        fprintf (self->out, "\n%.*s ", level, "####");
    put (self, text);
    if (self->html)
        fprintf (self->out, "</h%d>\n", level);
    else
        putc ('\n', self->out);
}

void document_list_begin (document_t *self)
{
    fputs (self->html ? "<ul>\n" : "\n", self->out);
}

void document_list_end (document_t *self)
{
    fputs (self->html ? "</ul>\n" : "", self->out);
}

void document_item_begin (document_t *self)
{
    fputs (self->html ? "<li>" : "- ", self->out);
    self->begins = true;
}

void document_item_end (document_t *self)
{
    fputs (self->html ? "</li>\n" : "\n", self->out);
}

void document_text (document_t *self, const char *text)
{
    put (self, text);
}

/*  The number of the note for REFERENCE; 0: out of memory. */
static size_t note_number (document_t *self, const char *reference, const char *means)
{
    for (size_t i = 0; i < self->note_count; i++)
        if (strcmp (self->notes[i].reference, reference) == 0)
            return i + 1;
    if (self->note_count == self->note_size) {
        size_t size = self->note_size ? 2 * self->note_size : 64;
        note_t *notes = reallocarray (self->notes, size, sizeof *notes);
        if (!notes)
            return 0;
        self->notes = notes;
        self->note_size = size;
    }
    note_t note = {strdup (reference), strdup (means)};
    if (!note.reference || !note.means) {
        free (note.reference);
        free (note.means);
        return 0;
    }
    self->notes[self->note_count++] = note;
    return self->note_count;
}

qcdc_status document_figure (document_t *self, const char *shown, const char *reference, const char *means)
{
    size_t number = note_number (self, reference, means);
    if (number == 0)
        return QCDC_NO_MEMORY;
    self->begins = false;
    if (self->html) {
        fprintf (self->out, "<a href=\"#n%zu\" title=\"", number);
        put (self, reference);
        fputs ("\"><b>", self->out);
        put (self, shown);
        fprintf (self->out, "</b><sup>%zu</sup></a>", number);
    } else {
        fputs ("**", self->out);
        put (self, shown);
        fprintf (self->out, "**[^%zu]", number);
    }
    return QCDC_OK;
}

void document_quote (document_t *self, const char *who, const char *text)
{
    fputs (self->html ? "<blockquote><p><i>" : "\n> *", self->out);
    put (self, who);
    fputs (self->html ? "</i></p>\n" : "*\n", self->out);
    char line[4096];
    for (const char *at = text; *at;) {
        size_t length = strcspn (at, "\n");
        size_t taken = length < sizeof line ? length : sizeof line - 1;
        /* A line that is longer goes on as the next, broken between characters. */
        while (taken < length && taken > 0 && ((unsigned char)at[taken] & 0xC0) == 0x80)
            taken--;
        snprintf (line, sizeof line, "%.*s", (int)taken, at);
        at += taken + (taken == length && at[taken] == '\n');
        if (line[strspn (line, " \t")] == '\0')
            continue;
        fputs (self->html ? "<p>" : ">\n> ", self->out);
        self->begins = true;
        put (self, line + strspn (line, " \t"));
        fputs (self->html ? "</p>\n" : "\n", self->out);
    }
    fputs (self->html ? "</blockquote>\n" : "", self->out);
}

/*  ---------------------------------------------------------------- tables */

static void table_place (document_t *self, const char *tag, const char *text)
{
    if (self->html) {
        fprintf (self->out, "%s<%s%s>", self->cell == 0 ? "<tr>" : "", tag,
                 self->right[self->cell] == 'r' ? " class=\"r\"" : "");
        put (self, text);
        fprintf (self->out, "</%s>", tag);
    } else {
        fputs (self->cell == 0 ? "| " : " | ", self->out);
        put (self, text);
    }
    if (++self->cell == self->columns) {
        fputs (self->html ? "</tr>\n" : " |\n", self->out);
        self->cell = 0;
    }
}

void document_table_begin (document_t *self, const char *const *headings, size_t count, const char *right)
{
    self->columns = count;
    self->cell = 0;
    snprintf (self->right, sizeof self->right, "%s", right);
    fputs (self->html ? "<table>\n<thead>\n" : "\n", self->out);
    for (size_t i = 0; i < count; i++)
        table_place (self, "th", headings[i]);
    if (self->html)
        fputs ("</thead>\n<tbody>\n", self->out);
    else {
        for (size_t i = 0; i < count; i++)
            fputs (right[i] == 'r' ? "|---:" : "|---", self->out);
        fputs ("|\n", self->out);
    }
}

void document_cell (document_t *self, const char *text)
{
    table_place (self, "td", text);
}

void document_table_end (document_t *self)
{
    fputs (self->html ? "</tbody>\n</table>\n" : "", self->out);
}

void document_bars (document_t *self, const char *title, const char *description, const document_bar_t *bars,
                    size_t count)
{
    if (self->html && count > 0)
        bars_write (self->out, ++self->bars, title, description, bars, count);
}

/*  ---------------------------------------------------------------- the end */

/*  Each by itself, as it is asked about; a reference has letters, digits and -./@_ only, so that it can stand as code. */
static void references_put (document_t *self, const char *references)
{
    for (const char *at = references; *at;) {
        int length = (int)strcspn (at, " ");
        fprintf (self->out, self->html ? "<code>%.*s</code> " : "`%.*s` ", length, at);
        at += length + (at[length] == ' ');
    }
}

void document_finish (document_t *self, const char *heading)
{
    if (self->note_count > 0) {
        document_heading (self, 2, heading);
        fputs (self->html ? "<ol class=\"notes\">\n" : "\n", self->out);
    }
    for (size_t i = 0; i < self->note_count; i++) {
        if (self->html) {
            fprintf (self->out, "<li id=\"n%zu\">", i + 1);
            references_put (self, self->notes[i].reference);
            put (self, self->notes[i].means);
            fputs ("</li>\n", self->out);
        } else {
            fprintf (self->out, "[^%zu]: ", i + 1);
            references_put (self, self->notes[i].reference);
            put (self, self->notes[i].means);
            putc ('\n', self->out);
        }
    }
    if (self->html)
        fprintf (self->out, "%s</body>\n</html>\n", self->note_count > 0 ? "</ol>\n" : "");
}
