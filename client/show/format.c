/*  format.c — the ways in which a table can be written. */

#include "show/format.h"

#include "base/i18n.h"

#include <string.h>

qcdc_status format_parse (const char *text, format_t *format, fault_t *fault)
{
    static const char *const NAMES[] = {
        [FORMAT_TABLE] = "table", [FORMAT_CSV] = "csv", [FORMAT_JSON] = "json", [FORMAT_EXCEL] = "excel"};
    for (int i = FORMAT_TABLE; i <= FORMAT_EXCEL; i++)
        if (strcmp (text, NAMES[i]) == 0) {
            *format = (format_t)i;
            return QCDC_OK;
        }
    return fault_set (fault, QCDC_USAGE, NULL, _ ("there is no format %s: use table, csv, json or excel"), text);
}

bool format_speaks (format_t format)
{
    return format == FORMAT_TABLE || format == FORMAT_XLSX;
}
