/*  exchange.c — values, one by one, as ADX or as DHIS2's JSON. */

#include "show/exchange.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "catalogue/cell.h"
#include "show/document_escape.h"

#include <stdlib.h>
#include <string.h>

struct exchange {
    exchange_format format;
    FILE *out;
    const catalog_t *catalog;
    char period[PERIOD_TEXT_BYTES];
    char name[PERIOD_TEXT_BYTES]; /* of the period, in DHIS2 */
    char form[64], office[64];    /* of the group that is open; "": none is */
    bool any;
};

exchange_format exchange_named (const char *word)
{
    return strcmp (word, "adx") == 0 ? EXCHANGE_ADX : strcmp (word, "dhis2") == 0 ? EXCHANGE_DHIS2 : EXCHANGE_NONE;
}

/*  2020S1, 2020, 2020Q3, 202006; false for nine months, which have no name there. */
static bool name_period (const char *period, char name[PERIOD_TEXT_BYTES])
{
    const char *kind = strchr (period, '-');
    int year = (int)(kind ? kind - period : (long)strlen (period));
    if (!kind)
        snprintf (name, PERIOD_TEXT_BYTES, "%s", period);
    else if (kind[1] == 'H')
        snprintf (name, PERIOD_TEXT_BYTES, "%.*sS%s", year, period, kind + 2);
    else if (kind[1] == 'Q')
        snprintf (name, PERIOD_TEXT_BYTES, "%.*s%s", year, period, kind + 1);
    else if (kind[1] == 'M')
        snprintf (name, PERIOD_TEXT_BYTES, "%.*s%s", year, period, kind + 2);
    else
        return false;
    return true;
}

static void begin (exchange_t *self)
{
    char exported[MOMENT_TEXT_BYTES];
    moment_format_iso (moment_now (), exported);
    if (self->format == EXCHANGE_ADX)
        fprintf (self->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<adx xmlns=\"urn:ihe:qrph:adx:2015\" exported=\"%s\">\n",
                 exported);
    else
        fputs ("{\"dataValues\": [", self->out);
}

qcdc_status exchange_new (exchange_format format, FILE *out, const catalog_t *catalog, const char *period, exchange_t **self_p,
                          fault_t *fault)
{
    *self_p = NULL;
    exchange_t *self = calloc (1, sizeof *self);
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a table"));
    self->format = format;
    self->out = out;
    self->catalog = catalog;
    period_t known;
    snprintf (self->period, sizeof self->period, "%s", period);
    /* As it is written canonically, if any form is filled for it; if none is, the server says so. */
    for (size_t i = 0; i < catalog->form_count; i++)
        if (period_form (catalog, catalog->forms[i].code, period, &known))
            snprintf (self->period, sizeof self->period, "%s", known.name);
    if (!name_period (self->period, self->name) && format == EXCHANGE_DHIS2) {
        exchange_destroy (&self);
        fault_set (fault, QCDC_BAD_PERIOD, "period", _ ("DHIS2 has no name for the period %.40s"), period);
        fault_advise (fault, "%s", _ ("ADX has: --format adx"));
        return QCDC_BAD_PERIOD;
    }
    begin (self);
    *self_p = self;
    return QCDC_OK;
}

void exchange_destroy (exchange_t **self_p)
{
    free (*self_p);
    *self_p = NULL;
}

/*  ---------------------------------------------------------------- ADX */

/*  The window as ISO 8601 has it, "2019-12-15/P6M": in whole months where it is that, else in days. */
static void put_interval (FILE *out, const period_t *period)
{
    char from[DAY_TEXT_BYTES];
    int from_year, from_month, from_day, to_year, to_month, to_day;
    day_to_civil (period->from, &from_year, &from_month, &from_day);
    day_to_civil (period->to + 1, &to_year, &to_month, &to_day);
    fprintf (out, "%s/", day_format_iso (period->from, from));
    if (from_day == to_day) {
        int months = (to_year - from_year) * 12 + to_month - from_month;
        fprintf (out, months % 12 == 0 ? "P%dY" : "P%dM", months % 12 == 0 ? months / 12 : months);
    } else
        fprintf (out, "P%dD", (int)(period->to - period->from + 1));
}

static void group_end (exchange_t *self)
{
    if (self->form[0])
        fputs ("  </group>\n", self->out);
    self->form[0] = '\0';
}

static void put_attribute (FILE *out, const char *name, const char *value)
{
    fprintf (out, " %s=\"", name);
    html_escape (out, value);
    putc ('"', out);
}

static qcdc_status group_begin (exchange_t *self, const exchange_value_t *value, fault_t *fault)
{
    period_t period;
    if (strcmp (self->form, value->form) == 0 && strcmp (self->office, value->office) == 0)
        return QCDC_OK;
    group_end (self);
    if (!period_form (self->catalog, value->form, self->period, &period))
        return fault_set (fault, QCDC_PROTOCOL, NULL, _ ("the form %s has no period %s"), value->form, self->period);
    fputs ("  <group", self->out);
    put_attribute (self->out, "orgUnit", value->unit);
    fputs (" period=\"", self->out);
    put_interval (self->out, &period);
    putc ('"', self->out);
    put_attribute (self->out, "dataSet", value->form);
    put_attribute (self->out, "office", value->office);
    fputs (">\n", self->out);
    snprintf (self->form, sizeof self->form, "%s", value->form);
    snprintf (self->office, sizeof self->office, "%s", value->office);
    return QCDC_OK;
}

static void adx_value (exchange_t *self, const indicator_t *indicator, const char *members, const char *value)
{
    char member[QCDC_CELL_BYTES_MAX + 1];
    fprintf (self->out, "    <dataValue dataElement=\"%s\"", indicator->code);
    for (const dimension_t *const *dimension = indicator->dimensions; *dimension && *members; dimension++) {
        size_t length = strcspn (members, ".");
        snprintf (member, sizeof member, "%.*s", (int)length, members);
        put_attribute (self->out, (*dimension)->code, member);
        members += length + (members[length] == '.');
    }
    put_attribute (self->out, "value", value);
    fputs ("/>\n", self->out);
}

/*  ---------------------------------------------------------------- DHIS2 */

static void put_string (FILE *out, const char *name, const char *text)
{
    fprintf (out, "\"%s\": \"", name);
    for (const char *at = text; *at; at++)
        if (*at == '"' || *at == '\\')
            fprintf (out, "\\%c", *at);
        else if ((unsigned char)*at < 0x20)
            fprintf (out, "\\u%04x", (unsigned)*at);
        else
            putc (*at, out);
    putc ('"', out);
}

static void dhis2_value (exchange_t *self, const exchange_value_t *value, const indicator_t *indicator, const char *members)
{
    const char *const fields[][2] = {{"dataSet", value->form},
                                     {"period", self->name},
                                     {"orgUnit", value->unit},
                                     {"dataElement", indicator->code},
                                     {"categoryOptionCombo", *members ? members : "default"},
                                     {"attributeOptionCombo", value->office},
                                     {"value", value->value}};
    fputs (self->any ? ",\n{" : "\n{", self->out);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        fputs (i ? ", " : "", self->out);
        put_string (self->out, fields[i][0], fields[i][1]);
    }
    putc ('}', self->out);
}

qcdc_status exchange_value (exchange_t *self, const exchange_value_t *value, fault_t *fault)
{
    char code[QCDC_CELL_BYTES_MAX + 1];
    snprintf (code, sizeof code, "%.*s", (int)strcspn (value->cell, "."), value->cell);
    const indicator_t *indicator = catalog_indicator (self->catalog, code);
    if (!indicator)
        return fault_set (fault, QCDC_PROTOCOL, NULL, _ ("the server sent a cell that this program does not know: %.40s"),
                          value->cell);
    if (self->format == EXCHANGE_ADX) {
        QCDC_TRY (group_begin (self, value, fault));
        adx_value (self, indicator, cell_member (value->cell), value->value);
    } else
        dhis2_value (self, value, indicator, cell_member (value->cell));
    self->any = true;
    return QCDC_OK;
}

void exchange_finish (exchange_t *self)
{
    if (self->format == EXCHANGE_ADX) {
        group_end (self);
        fputs ("</adx>\n", self->out);
    } else
        fputs (self->any ? "\n]}\n" : "]}\n", self->out);
}
