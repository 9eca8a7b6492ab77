/*  document_escape.c — what markup would take for its own, said so that it does not. */

#include "show/document_escape.h"

#include "base/text.h"

#include <string.h>

/*  Puts a '?' for what must not reach a reader at AT, and goes on behind it; false where there is nothing of the kind. */
static bool put_unsafe (FILE *out, const char **at)
{
    size_t unsafe = text_unsafe_length (*at);
    if (unsafe == 0)
        return false;
    putc (strchr ("\n\t\r", **at) ? ' ' : '?', out);
    *at += unsafe;
    return true;
}

/*  The character at AT, and goes on behind it: all of its bytes, for none of them alone is one. */
static void put_character (FILE *out, const char **at)
{
    do
        putc (*(*at)++, out);
    while (((unsigned char)**at & 0xC0) == 0x80);
}

void html_escape (FILE *out, const char *text)
{
    for (const char *at = text; *at;) {
        if (put_unsafe (out, &at))
            continue;
        const char *named = *at == '&'    ? "&amp;"
                            : *at == '<'  ? "&lt;"
                            : *at == '>'  ? "&gt;"
                            : *at == '"'  ? "&quot;"
                            : *at == '\'' ? "&#39;"
                                          : NULL;
        if (named) {
            fputs (named, out);
            at++;
        } else
            put_character (out, &at);
    }
}

/*  Markup anywhere in a line. */
static const char ANYWHERE[] = "\\`*_{}[]#|~^!$&";

void markdown_escape (FILE *out, const char *text, bool begins)
{
    bool first = begins, figures = begins; /* nothing stands before it in its line; nothing but figures does */
    for (const char *at = text; *at;) {
        if (put_unsafe (out, &at))
            continue;
        char character = *at;
        /* "12." and "12)" begin a list as well as "-". */
        if (strchr (ANYWHERE, character) || (first && strchr ("-+=", character)) || (figures && strchr (".)", character)))
            putc ('\\', out);
        if (character == '<' || character == '>') {
            fputs (character == '<' ? "&lt;" : "&gt;", out); /* not every reader takes \< */
            at++;
        } else
            put_character (out, &at);
        first = false;
        figures = figures && character >= '0' && character <= '9';
    }
}
