/*  document_bars.c — bars with their names before and their values behind them. */

#include "show/document_bars.h"

#include "show/document_escape.h"

#define WIDTH 700.0
#define NAMES 270.0  /* columns for the names, before the bars */
#define VALUES 90.0  /* and for the values, behind them */
#define ROW 24.0

/*  The span of all values, which holds 0. */
static void span_of (const document_bar_t *bars, size_t count, double *least, double *most)
{
    *least = *most = 0;
    for (size_t i = 0; i < count; i++) {
        *least = bars[i].value < *least ? bars[i].value : *least;
        *most = bars[i].value > *most ? bars[i].value : *most;
    }
    if (*least == *most)
        *most = 1; /* nothing but zeros: bars of no length */
}

void bars_write (FILE *out, size_t number, const char *title, const char *description, const document_bar_t *bars,
                 size_t count)
{
    double least, most;
    span_of (bars, count, &least, &most);
    double scale = (WIDTH - NAMES - VALUES) / (most - least), zero = NAMES - least * scale;
    fprintf (out,
             "<figure>\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %.0f %.0f\" "
             "aria-labelledby=\"b%zut b%zud\" font-family=\"sans-serif\" font-size=\"13\">\n<title id=\"b%zut\">",
             WIDTH, ROW * (double)count, number, number, number);
    html_escape (out, title);
    fprintf (out, "</title>\n<desc id=\"b%zud\">", number);
    html_escape (out, description);
    fputs ("</desc>\n", out);
    for (size_t i = 0; i < count; i++) {
        double length = bars[i].value * scale, top = ROW * (double)i;
        double from = length < 0 ? zero + length : zero;
        length = length < 0 ? -length : length;
        fprintf (out, "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"end\">", NAMES - 8, top + 16);
        html_escape (out, bars[i].name);
        fprintf (out, "</text><rect x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"16\" fill=\"%s\"/><text x=\"%.1f\" y=\"%.0f\">", from,
                 top + 4, length, bars[i].value < 0 ? "#9a5a1c" : "#2b5f94", from + length + 6, top + 16);
        html_escape (out, bars[i].shown);
        fputs ("</text>\n", out);
    }
    fprintf (out, "<line x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%.0f\" stroke=\"#444\"/>\n</svg>\n</figure>\n", zero, zero,
             ROW * (double)count);
}
