/*  csv_field.c — a single field of CSV. */

#include "files/csv_field.h"

#include <string.h>
#include <utf8proc.h>

bool csv_is_blank (const char *text, size_t length)
{
    utf8proc_int32_t c;
    while (length > 0) {
        utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &c);
        bool blank = taken > 0 &&
                     (c == ' ' || (c >= '\t' && c <= '\r') || c == 0xFEFF ||
                      utf8proc_category (c) == UTF8PROC_CATEGORY_ZS || utf8proc_category (c) == UTF8PROC_CATEGORY_CF);
        if (!blank)
            return false;
        text += taken;
        length -= (size_t)taken;
    }
    return true;
}

char *csv_column_letters (size_t column, char letters[8])
{
    char backward[8];
    size_t length = 0, at = 0;
    for (column++; column > 0 && length < 7; column = (column - 1) / 26)
        backward[length++] = (char)('A' + (column - 1) % 26);
    while (length > 0)
        letters[at++] = backward[--length];
    letters[at] = '\0';
    return letters;
}

void csv_write_field (FILE *out, const char *text)
{
    size_t length = strlen (text);
    /*  Spaces at the ends are quoted too: some readers trim them otherwise. */
    bool spaces = length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
    if (!spaces && !strpbrk (text, ",;\t\"\r\n")) {
        fwrite (text, 1, length, out);
        return;
    }
    fputc ('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc ('"', out);
        fputc (*text, out);
    }
    fputc ('"', out);
}
