/*  cell.c — cells by name, and the numbers that stand in them.
 *
 *  A name or a number is either exactly one of ours or refused with what is wrong with it: nothing is guessed,
 *  because a figure in the wrong cell is worse than none. */

#include "catalogue/cell.h"
#include "base/amount.h"
#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

#define OPEN_MEMBER_BYTES_MAX 32u

/*  Among those of the form only: that an indicator exists elsewhere is another mistake, and is said differently. */
const indicator_t *form_indicator (const form_t *form, const char *code)
{
    for (const indicator_t *const *indicator = form->indicators; *indicator; indicator++)
        if (strcmp ((*indicator)->code, code) == 0)
            return *indicator;
    return NULL;
}

static bool member_is_known (const dimension_t *dimension, const char *member)
{
    if (dimension->open) {
        size_t length = strspn (member, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
        return length >= 1 && length <= OPEN_MEMBER_BYTES_MAX && member[length] == '\0';
    }
    for (const char *const *known = dimension->members; *known; known++)
        if (strcmp (*known, member) == 0)
            return true;
    return false;
}

/*  "XA, CQHC, DVSN", for a message; cut where the buffer ends. */
static const char *members_list (const dimension_t *dimension, char *text, size_t size)
{
    if (dimension->open)
        return _ ("a code of your own in capital letters, digits, _ and -");
    size_t used = 0;
    text[0] = '\0';
    for (const char *const *member = dimension->members; *member && used < size; member++)
        used += (size_t)snprintf (text + used, size - used, "%s%s", used ? ", " : "", *member);
    return text;
}

/*  Holds the members of a cell against the dimensions of its indicator, one by one. */
static qcdc_status members_check (const cell_t *cell, const char *text, fault_t *fault)
{
    char list[200];
    const char *code = cell->indicator->code;
    const dimension_t *const *dimension = cell->indicator->dimensions;
    for (size_t i = 0; i < 2; i++) {
        const char *member = cell->member[i];
        if (!member && !*dimension)
            return QCDC_OK;
        if (!member)
            return fault_set (fault, QCDC_BAD_CELL, text, _ ("%s needs a member after it: %s"), text,
                              members_list (*dimension, list, sizeof list));
        if (!*dimension)
            return fault_set (fault, QCDC_BAD_CELL, text, _ ("%s has no part '%s'"), code, member);
        if (!member_is_known (*dimension, member))
            return fault_set (fault, QCDC_BAD_CELL, text, _ ("%s has no part '%s'; it can be: %s"), code, member,
                              members_list (*dimension, list, sizeof list));
        dimension++;
    }
    return QCDC_OK;
}

qcdc_status cell_parse (const catalog_t *catalog, const form_t *form, const char *text, cell_t *cell, fault_t *fault)
{
    memset (cell, 0, sizeof *cell);
    size_t length = strnlen (text, sizeof cell->text);
    if (length == sizeof cell->text)
        return fault_set (fault, QCDC_BAD_CELL, NULL, _ ("the name of a cell is longer than %u bytes"),
                          QCDC_CELL_BYTES_MAX);
    memcpy (cell->text, text, length + 1);
    char *rest = cell->text;
    const char *code = strsep (&rest, ".");
    cell->member[0] = strsep (&rest, ".");
    cell->member[1] = strsep (&rest, ".");
    if (rest)
        return fault_set (fault, QCDC_BAD_CELL, text, _ ("'%s' has more than three parts"), text);
    cell->indicator = form_indicator (form, code);
    if (cell->indicator)
        return members_check (cell, text, fault);
    if (catalog_indicator (catalog, code))
        return fault_set (fault, QCDC_BAD_CELL, text, _ ("%s is not part of the form %s"), code, form->code);
    return fault_set (fault, QCDC_BAD_CELL, text, _ ("there is no indicator '%s'"), code);
}

const char *cell_member (const char *cell)
{
    const char *point = strchr (cell, '.');
    return point ? point + 1 : "";
}

static bool words_have (const char *const *words, const char *word)
{
    while (*words && strcmp (*words, word) != 0)
        words++;
    return *words != NULL;
}

bool cell_note_name (const char *code, char name[CELL_NOTE_BYTES])
{
    int length = snprintf (name, CELL_NOTE_BYTES, "%s%s", CELL_NOTE, code);
    return length > 0 && (size_t)length < CELL_NOTE_BYTES;
}

const char *cell_note_rule (const char *cell)
{
    size_t length = strlen (CELL_NOTE);
    return strncmp (cell, CELL_NOTE, length) == 0 ? cell + length : NULL;
}

const char *cell_agg_time (const indicator_t *indicator, const char *const members[2])
{
    for (size_t i = 0; i < 2 && members[i] && indicator->dimensions[i]; i++) {
        const dimension_t *dimension = indicator->dimensions[i];
        if (words_have (dimension->openings, members[i]))
            return "open";
        if (words_have (dimension->flows, members[i]))
            return "flow";
        if (words_have (dimension->closings, members[i]))
            return "close";
    }
    return indicator->agg_time;
}

static qcdc_status number_fail (fault_t *fault, const char *text, const char *why)
{
    return fault_set (fault, QCDC_BAD_NUMBER, NULL, _ ("'%.80s' is not a number that can stand here: %s"), text, why);
}

/*  A figure that reads two ways stays refused, also where only one of them can stand: it may be the figure that is wrong. */
static qcdc_status count_refuse (const char *text, fault_t *fault)
{
    int64_t fraction_e4, whole_e4;
    char said[sizeof fault->message], advice[sizeof fault->advice];
    if (!amount_two_ways (text, &fraction_e4, &whole_e4))
        return fault->status;
    snprintf (said, sizeof said, "%s", fault->message);
    snprintf (advice, sizeof advice, "%s", fault->advice);
    fault_set (fault, QCDC_BAD_NUMBER, NULL, _ ("%s This cell is a count, which is a whole number"), said);
    if (fraction_e4 % AMOUNT_SCALE == 0)
        fault_advise (fault, "%s", advice);
    else
        fault_advise (fault, _ ("write %lld if that is meant"), (long long)(whole_e4 / AMOUNT_SCALE));
    return QCDC_BAD_NUMBER;
}

qcdc_status value_parse (const char *text, value_type type, int64_t *value_e4, fault_t *fault)
{
    if (type == VALUE_RATIO)
        return fault_set (fault, QCDC_DERIVED_CELL, NULL, "%s", _ ("this figure is computed and never typed in"));
    if (type == VALUE_TEXT)
        return fault_set (fault, QCDC_BAD_NUMBER, NULL, "%s", _ ("this cell holds text, not a number"));
    int64_t value = 0;
    qcdc_status status = amount_read (text, &value, fault);
    if (status != QCDC_OK)
        return type == VALUE_COUNT ? count_refuse (text, fault) : status;
    if (type == VALUE_COUNT && value % AMOUNT_SCALE != 0)
        return number_fail (fault, text, _ ("it must be a whole number"));
    *value_e4 = value;
    return QCDC_OK;
}

/*  Three decimals would read as thousands: they get a fourth. */
char *value_format (int64_t value_e4, char *text)
{
    /*  Through unsigned, because the smallest int64 has no positive counterpart. */
    uint64_t size = value_e4 < 0 ? -(uint64_t)value_e4 : (uint64_t)value_e4;
    int length = snprintf (text, 32, "%s%llu.%04u", value_e4 < 0 ? "-" : "",
                           (unsigned long long)(size / AMOUNT_SCALE), (unsigned)(size % AMOUNT_SCALE));
    while (text[length - 1] == '0')
        text[--length] = '\0';
    if (length > 4 && text[length - 4] == '.')
        strcat (text, "0");
    if (text[length - 1] == '.')
        text[length - 1] = '\0';
    return text;
}

qcdc_status indicator_each_cell (const indicator_t *indicator, cell_each_fn *each, void *arg)
{
    static const char *const NONE[] = {"", NULL};
    const char *const *lists[2] = {NONE, NONE};
    for (size_t i = 0; indicator->dimensions[i]; i++) {
        if (indicator->dimensions[i]->open)
            return QCDC_OK;
        lists[i] = indicator->dimensions[i]->members;
    }
    for (const char *const *first = lists[0]; *first; first++)
        for (const char *const *second = lists[1]; *second; second++) {
            char cell[QCDC_CELL_BYTES_MAX + 1];
            snprintf (cell, sizeof cell, "%s%s%s%s%s", indicator->code, **first ? "." : "", *first,
                      **second ? "." : "", *second);
            QCDC_TRY (each (indicator, cell, arg));
        }
    return QCDC_OK;
}

qcdc_status form_each_cell (const form_t *form, cell_each_fn *each, void *arg)
{
    for (const indicator_t *const *indicator = form->indicators; *indicator; indicator++) {
        if ((*indicator)->type == VALUE_RATIO)
            continue;
        QCDC_TRY (indicator_each_cell (*indicator, each, arg));
    }
    return QCDC_OK;
}
