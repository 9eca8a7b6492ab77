/*  version.c — the fingerprint of what a file of the program's own says. */

#include "texts/version.h"

#include "base/i18n.h"
#include "wire/entry.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define DIGITS (VERSION_BYTES - 2)

/*  Each text is hashed by itself first: where one ends and the next begins is part of what they say. */
void version_make (const char *const *texts, size_t count, char version[VERSION_BYTES])
{
    uint8_t both[2 * HASH_BYTES] = {0};
    for (size_t i = 0; i < count; i++) {
        const char *text = texts[i] ? texts[i] : "";
        hash_bytes (text, strlen (text), both + HASH_BYTES);
        hash_bytes (both, sizeof both, both);
    }
    version[0] = 'v';
    for (size_t i = 0; i < DIGITS / 2; i++)
        snprintf (version + 1 + 2 * i, 3, "%02x", both[i]);
}

qcdc_status version_read (const char *text, char version[VERSION_BYTES], fault_t *fault)
{
    const unsigned char *at = (const unsigned char *)(text ? text : "");
    size_t length = 0;
    for (; *at; at++) {
        if (isspace (*at) || *at == 0xc2 || *at == 0xa0) /* a spreadsheet's fixed blank */
            continue;
        if (length == VERSION_BYTES - 1 || (length == 0 ? tolower (*at) != 'v' : !isxdigit (*at))) {
            length = 1;
            break;
        }
        version[length++] = (char)tolower (*at);
    }
    version[length] = '\0';
    if (length == 0 || length == VERSION_BYTES - 1)
        return QCDC_OK;
    fault_set (fault, QCDC_MALFORMED, VERSION_COLUMN, _ ("\"%.40s\" is not what qcdc writes in this column"), text);
    fault_advise (fault, "%s", _ ("leave it as it was exported, or blank"));
    return QCDC_MALFORMED;
}
