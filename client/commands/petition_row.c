/*  petition_row.c — reading one petition as a register has it.
 *
 *  This is the only place where texts are looked at for a denouncer's identity: behind it they lie in an annex,
 *  which nobody judges. */

#include "commands/petition_row.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/nearest.h"
#include "base/register_number.h"
#include "base/text.h"
#include "base/text_identity.h"
#include "facts/fact.h"
#include "wire/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const PETITION_COLUMNS[] = {"local_no", "kind",   "field", "received_on", "title",   "summary",
                                        "channel",  "people", "flags", "settled_on",  "outcome", NULL};
const char *const PETITION_COLUMNS_REQUIRED[] = {"local_no", "kind", "field", "received_on", NULL};
const char *const *const PETITION_COLUMNS_OPTIONAL = PETITION_COLUMNS + COLUMN_TITLE;

static const char *column_name (petition_column column)
{
    return PETITION_COLUMNS[column];
}

/*  The codes are numbered from 1 without a gap. */
void codes_advise (const char *typed, const char *(*name) (int code), fault_t *fault)
{
    nearest_t nearest;
    nearest_begin (&nearest, typed);
    for (int code = 1; name (code); code++) {
        nearest_offer (&nearest, name (code), name (code));
        nearest_offer (&nearest, _ (name (code)), name (code));
    }
    if (nearest_found (&nearest)) {
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
        return;
    }
    char list[sizeof fault->advice] = "";
    size_t used = 0;
    for (int code = 1; name (code) && used < sizeof list; code++)
        used += (size_t)snprintf (list + used, sizeof list - used, "%s%s", used ? ", " : "", name (code));
    fault_advise (fault, _ ("use one of %s"), list);
}

/*  A value from a closed vocabulary. */
static qcdc_status parse_code (const petition_row_t *row, petition_column column, int (*parse) (const char *),
                               const char *(*name) (int), qcdc_status unknown, int *code, fault_t *fault)
{
    const char *text = row->clean[column];
    *code = parse (text);
    if (*code)
        return QCDC_OK;
    fault_set (fault, unknown, column_name (column), "%s: %.60s", _ (status_text (unknown)), text);
    codes_advise (text, name, fault);
    return unknown;
}

static qcdc_status parse_day (const petition_row_t *row, petition_column column, int32_t *day, fault_t *fault)
{
    if (day_parse (row->clean[column], day) == QCDC_OK)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_DATE, column_name (column), _ ("\"%.40s\" is not a date"), row->clean[column]);
    fault_advise (fault, "%s", _ ("write it as 2020-07-13"));
    return QCDC_BAD_DATE;
}

/*  Digits only: no sign, no decimals, no spaces within. */
static qcdc_status parse_people (petition_row_t *row, fault_t *fault)
{
    const char *text = row->clean[COLUMN_PEOPLE];
    size_t length = strlen (text);
    unsigned long value = 0;
    if (length > 0 && length <= 7 && strspn (text, "0123456789") == length)
        value = strtoul (text, NULL, 10);
    if (value < 1 || value > QCDC_PEOPLE_MAX)
        return fault_set (fault, QCDC_BAD_NUMBER, column_name (COLUMN_PEOPLE),
                          _ ("\"%.40s\" is not a number of people from 1 to %u"), text, QCDC_PEOPLE_MAX);
    row->people = (uint32_t)value;
    return QCDC_OK;
}

static int compare_flags (const void *a, const void *b)
{
    return strcmp (*(char *const *)a, *(char *const *)b);
}

/*  Sorted and without repeats, however they were typed: the order says nothing, and equal facts must be equal
 *  bytes. */
static qcdc_status parse_flags (petition_row_t *row, fault_t *fault)
{
    char *rest = NULL;
    for (char *flag = strtok_r (row->clean[COLUMN_FLAGS], " ", &rest); flag; flag = strtok_r (NULL, " ", &rest)) {
        if (!flag_known (flag)) {
            fault_set (fault, QCDC_BAD_FLAG, column_name (COLUMN_FLAGS), _ ("there is no flag %.60s"), flag);
            fault_advise (fault, _ ("use DONG_NGUOI, PHUC_TAP, DAI_HOI, LAN_HAI or DU_AN:<code>"));
            return QCDC_BAD_FLAG;
        }
        size_t place = 0;
        while (place < row->flag_count && strcmp (row->flags[place], flag) != 0)
            place++;
        if (place < row->flag_count)
            continue;
        if (row->flag_count == QCDC_FLAGS_COUNT_MAX)
            return fault_set (fault, QCDC_BAD_FLAG, column_name (COLUMN_FLAGS), _ ("at most %u flags"),
                              QCDC_FLAGS_COUNT_MAX);
        row->flags[row->flag_count++] = flag;
    }
    qsort (row->flags, row->flag_count, sizeof row->flags[0], compare_flags);
    return QCDC_OK;
}

/*  An outcome without a day would be a settlement at no time. */
static qcdc_status parse_settled (petition_row_t *row, fault_t *fault)
{
    const char *day = row->clean[COLUMN_SETTLED_ON], *outcome = row->clean[COLUMN_OUTCOME];
    row->knows_settled = day != NULL;
    row->settled = day && *day;
    if (outcome && *outcome && !row->settled)
        return fault_set (fault, QCDC_BAD_OUTCOME, column_name (COLUMN_OUTCOME), "%s",
                          _ ("an outcome needs the day of settlement in settled_on"));
    qcdc_status status = row->settled ? parse_day (row, COLUMN_SETTLED_ON, &row->settled_on, fault) : QCDC_OK;
    if (status == QCDC_OK && outcome && *outcome)
        status =
            parse_code (row, COLUMN_OUTCOME, outcome_parse, outcome_name, QCDC_BAD_OUTCOME, &row->outcome, fault);
    return status;
}

qcdc_status denunciation_check (int kind, const char *column, const char *text, fault_t *fault)
{
    const char *found = kind == QCDC__PETITION_KIND__TO_CAO && text ? text_identity (text) : NULL;
    if (!found)
        return QCDC_OK;
    fault_set (fault, QCDC_IDENTITY_TEXT, column, _ ("a denunciation must not tell who denounces; found: %s"),
               _ (found));
    fault_advise (fault, "%s", _ ("leave it in the paper file and name only its register number"));
    return QCDC_IDENTITY_TEXT;
}

/*  The texts go into the annex, which nobody judges: this is the only place where they are looked at. */
static qcdc_status check_texts (const petition_row_t *row, fault_t *fault)
{
    static const struct {
        petition_column column;
        unsigned bytes_max;
    } TEXTS[] = {{COLUMN_TITLE, QCDC_TITLE_BYTES_MAX}, {COLUMN_SUMMARY, QCDC_SUMMARY_BYTES_MAX}};
    for (int i = 0; i < 2; i++) {
        const char *text = row->clean[TEXTS[i].column], *name = column_name (TEXTS[i].column);
        if (text && strlen (text) > TEXTS[i].bytes_max)
            return fault_set (fault, QCDC_TOO_LARGE, name, _ ("longer than %u bytes"), TEXTS[i].bytes_max);
        QCDC_TRY (denunciation_check (row->kind, name, text, fault));
    }
    return QCDC_OK;
}

/*  Two rows say the same when what was read from them is the same, however it was typed. */
static qcdc_status make_fingerprint (petition_row_t *row, fault_t *fault)
{
    char flags[QCDC_FLAGS_COUNT_MAX * (QCDC_FLAG_BYTES_MAX + 1) + 1] = "", *text = NULL;
    for (size_t i = 0; i < row->flag_count; i++) {
        strcat (flags, row->flags[i]);
        strcat (flags, " ");
    }
    const char *title = row->clean[COLUMN_TITLE], *summary = row->clean[COLUMN_SUMMARY];
    int length = asprintf (&text, "%d %d %d %d %u %d %d %d %s\n%s\n%s", row->kind, row->field, row->received_on,
                           row->channel, row->people, row->settled, row->settled_on, row->outcome, flags,
                           title ? title : "", summary ? summary : "");
    if (length < 0)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", row->clean[COLUMN_LOCAL_NO]);
    hash_bytes (text, (size_t)length, row->fingerprint);
    free (text);
    return QCDC_OK;
}

/*  Everything is brought into normal form before it is compared or hashed: what looks the same must be the same. */
static qcdc_status clean_all (const given_t values[PETITION_COLUMN_COUNT], petition_row_t *row, fault_t *fault)
{
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++) {
        const char *name = column_name ((petition_column)i);
        qcdc_status status = QCDC_OK;
        if (values[i].text)
            status = text_clean (values[i].text, values[i].length, i == COLUMN_SUMMARY, &row->clean[i], NULL);
        if (status != QCDC_OK)
            return fault_set (fault, status, name, "%s", _ (status_text (status)));
        if (i <= COLUMN_RECEIVED_ON && (!row->clean[i] || !*row->clean[i]))
            return fault_set (fault, QCDC_EMPTY, name, "%s", _ (status_text (QCDC_EMPTY)));
    }
    return QCDC_OK;
}

/*  A column that is there but empty gets the default of a new petition. */
static qcdc_status parse_optional (petition_row_t *row, fault_t *fault)
{
    const char *channel = row->clean[COLUMN_CHANNEL], *people = row->clean[COLUMN_PEOPLE];
    if (channel)
        row->channel = QCDC__CHANNEL__TRUC_TIEP;
    if (channel && *channel)
        QCDC_TRY (
            parse_code (row, COLUMN_CHANNEL, channel_parse, channel_name, QCDC_BAD_CHANNEL, &row->channel, fault));
    if (people)
        row->people = 1;
    if (people && *people)
        QCDC_TRY (parse_people (row, fault));
    if (row->clean[COLUMN_FLAGS])
        QCDC_TRY (parse_flags (row, fault));
    return parse_settled (row, fault);
}

/*  The number as it is shown loses what cannot be seen; what it is known by, more. */
static qcdc_status make_key (petition_row_t *row, fault_t *fault)
{
    char *number = row->clean[COLUMN_LOCAL_NO];
    number_clean (number);
    if (*number && petition_key_print (number, row->received_on, row->key))
        return QCDC_OK;
    fault_set (fault, *number ? QCDC_BAD_LOCAL_NO : QCDC_EMPTY, column_name (COLUMN_LOCAL_NO),
               _ ("\"%.60s\" is no register number"), number);
    fault_advise (fault, _ ("it has letters or digits, at most %u bytes, and no @"), QCDC_LOCAL_NO_BYTES_MAX);
    return fault->status;
}

static qcdc_status parse_all (const given_t values[PETITION_COLUMN_COUNT], petition_row_t *row, fault_t *fault)
{
    QCDC_TRY (clean_all (values, row, fault));
    QCDC_TRY (
        parse_code (row, COLUMN_KIND, petition_kind_parse, petition_kind_name, QCDC_BAD_KIND, &row->kind, fault));
    QCDC_TRY (parse_code (row, COLUMN_FIELD, petition_field_parse, petition_field_name, QCDC_BAD_FIELD, &row->field,
                          fault));
    QCDC_TRY (parse_day (row, COLUMN_RECEIVED_ON, &row->received_on, fault));
    QCDC_TRY (make_key (row, fault));
    QCDC_TRY (parse_optional (row, fault));
    QCDC_TRY (check_texts (row, fault));
    return make_fingerprint (row, fault);
}

qcdc_status petition_row_parse (const given_t values[PETITION_COLUMN_COUNT], petition_row_t *row, fault_t *fault)
{
    memset (row, 0, sizeof *row);
    qcdc_status status = parse_all (values, row, fault);
    if (status != QCDC_OK)
        petition_row_release (row);
    return status;
}

void petition_row_release (petition_row_t *row)
{
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++)
        free (row->clean[i]);
    memset (row, 0, sizeof *row);
}
