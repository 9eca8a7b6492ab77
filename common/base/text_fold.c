/*  text_fold.c — words as they are compared. */

#include "base/text_fold.h"

#include <string.h>
#include <utf8proc.h>

char *text_fold (const char *text, char *folded, size_t size)
{
    size_t used = 0;
    for (size_t left = strlen (text); left > 0 && used + 2 < size;) {
        utf8proc_int32_t c, parts[24];
        int boundary = 0;
        utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &c);
        if (taken <= 0) {
            taken = 1;
            c = ' ';
        }
        utf8proc_ssize_t count = utf8proc_decompose_char (
            c, parts, 24, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
        for (utf8proc_ssize_t i = 0; i < count && i < 24 && used + 2 < size; i++) {
            utf8proc_int32_t p = parts[i] == 0x111 ? 'd' : parts[i]; /* đ does not decompose */
            if ((p >= 'a' && p <= 'z') || (p >= '0' && p <= '9'))
                folded[used++] = (char)p;
            else if (utf8proc_category (p) == UTF8PROC_CATEGORY_CF)
                continue; /* invisible */
            else if (used > 0 && folded[used - 1] != ' ')
                folded[used++] = ' ';
        }
        text += taken;
        left -= (size_t)taken;
    }
    while (used > 0 && folded[used - 1] == ' ')
        used--;
    folded[used] = '\0';
    return folded;
}
