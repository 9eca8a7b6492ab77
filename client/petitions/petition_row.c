/*  petition_row.c — reading one petition as a register has it. */

#include "petitions/petition_row.h"

#include "base/amount.h"
#include "base/day_read.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/register_number.h"
#include "base/text_identity.h"
#include "facts/fact.h"
#include "facts/word.h"
#include "matters/verdict.h"
#include "show/messages.h"
#include "show/naming.h"
#include "texts/codes.h"
#include "texts/identity_text.h"
#include "wire/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const PETITION_COLUMNS[] = {"local_no",   "kind",    "field",  "received_on", "title",
                                        "summary",    "channel", "people", "flags",       "instance",
                                        "settled_on", "outcome", NULL};

const char *const PETITION_STAGE_COLUMNS[] = {
    N_ ("classified_on"), N_ ("accepted_on"),  N_ ("verifying_on"), N_ ("extended_on"), N_ ("refused_on"),
    N_ ("guided_on"),     N_ ("forwarded_on"), N_ ("withdrawn_on"), N_ ("in_force_on"), N_ ("carried_out_on")};

/*  Headings that registers have, and those under which the program itself lists petitions.  What a list tells beyond the
 *  register (its state, the address of its entry) is known and passed over, so that a list can be handed in as it is. */
const csv_column_t PETITION_FILE_COLUMNS[] = {
    {"local_no",
     "so dang ky|so don|so vao so|so ky hieu|ma don|so thu ly|so don thu"
     "|so ky hieu don|so van ban den|so den",
     true, false},
    {"kind",
     "loai don|loai|phan loai|phan loai don|loai don thu|phan loai don thu"
     "|loai vu viec",
     true, false},
    {"field", "linh vuc|linh vuc don|linh vuc khieu nai|thuoc linh vuc", true, false},
    {"received_on",
     "ngay nhan|ngay nhan don|ngay tiep nhan|ngay den|ngay nhan don thu"
     "|ngay tiep nhan don|ngay vao so|ngay thang nhan|ngay thang nhan don"
     "|ngay thang tiep nhan",
     true, false},
    {"title", "trich yeu|tieu de|trich yeu noi dung|trich yeu don|ve viec", false, false},
    {"summary",
     "tom tat noi dung|tom tat|noi dung tom tat|noi dung|noi dung don"
     "|tom tat noi dung don|noi dung vu viec|noi dung don thu",
     false, false},
    {"channel", "hinh thuc tiep nhan|hinh thuc|kenh|kenh tiep nhan|nguon don|nguon|hinh thuc gui", false, false},
    {"people", "so nguoi ky|so nguoi|so nguoi ky don", false, false},
    {"flags", "danh dau|dac diem|tinh chat", false, false},
    {"instance", "lan giai quyet|lan khieu nai|lan", false, false},
    {"settled_on",
     "ngay giai quyet|ngay giai quyet xong|ngay ban hanh quyet dinh|ngay ra quyet dinh"
     "|ngay quyet dinh giai quyet|ngay ket thuc",
     false, false},
    {"outcome", "ket qua giai quyet|ket qua|ket luan", false, false},
    {"classified_on", "ngay phan loai|ngay xu ly|ngay xu ly don|ngay phan loai xu ly", false, false},
    {"accepted_on", "ngay thu ly|ngay thu ly giai quyet|ngay thu ly don", false, false},
    {"verifying_on", "ngay xac minh|ngay giao xac minh|ngay bat dau xac minh", false, false},
    {"extended_on", "ngay gia han|ngay gia han giai quyet", false, false},
    {"refused_on", "ngay khong thu ly|ngay thong bao khong thu ly|ngay tu choi thu ly", false, false},
    {"guided_on", "ngay huong dan|ngay tra don huong dan", false, false},
    {"forwarded_on", "ngay chuyen don|ngay chuyen|ngay chuyen don di", false, false},
    {"withdrawn_on", "ngay rut don|ngay rut", false, false},
    {"in_force_on", "ngay co hieu luc|ngay co hieu luc phap luat", false, false},
    {"carried_out_on", "ngay thi hanh xong|ngay thi hanh|ngay to chuc thi hanh xong", false, false},
    {"office", "co quan", false, true},
    {"office_name", "ten co quan", false, true},
    {"unit", "ma don vi", false, true},
    {"unit_name", "ten don vi", false, true},
    {"state", "trang thai", false, true},
    {"ended", "ket thuc", false, true},
    {"handler", "nguoi xu ly", false, true},
    {"entry", "ban ghi|muc nhat ky", false, true},
    {"other_words", "noi dung khac", false, true},
    {"clock", "dong ho", false, true},
    {"row", "stt|tt|so tt|so thu tu", false, true}, /* the running number of rows, which numbers no petition */
    {VERSION_COLUMN, VERSION_LABELS, false, false},
    {NULL, NULL, false, false}};

static const char *column_name (petition_column column)
{
    return PETITION_COLUMNS[column];
}

/*  A fault that was found by somebody who did not know the column. */
static qcdc_status fault_of_column (fault_t *fault, petition_column column)
{
    snprintf (fault->field, sizeof fault->field, "%s", column_name (column));
    return fault->status;
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
    qcdc_status status = day_read (row->clean[column], day, fault);
    return status == QCDC_OK ? status : fault_of_column (fault, column);
}

/*  A day that can be read and cannot be. */
static qcdc_status check_day (int32_t day, petition_column column, fault_t *fault)
{
    const judge_input_t now = {.committed_at_us = moment_now ()};
    fault_t judged = {0};
    if (!day || verdict_check_day (&now, day, column_name (column), &judged) == QCDC_OK)
        return QCDC_OK;
    char *message QCDC_CLEANUP (memory_free) = message_people (judged.message, 0);
    char *advice QCDC_CLEANUP (memory_free) = message_people (judged.advice, 0);
    fault_set (fault, judged.status, judged.field, "%s", message ? message : judged.message);
    fault_advise (fault, "%s", advice ? advice : judged.advice);
    return judged.status;
}

void row_faults_add (row_faults_t *faults, const fault_t *fault)
{
    for (size_t i = 0; i < faults->count; i++)
        if (faults->items[i].status == fault->status && strcmp (faults->items[i].field, fault->field) == 0)
            return;
    if (faults->count < sizeof faults->items / sizeof *faults->items)
        faults->items[faults->count++] = *fault;
}

/*  Of two days that can be the later one may stand before the other. */
void row_faults_add_days (row_faults_t *faults, const petition_row_t *row)
{
    char settled[DAY_TEXT_BYTES], received[DAY_TEXT_BYTES];
    fault_t of_receipt = {0}, of_settlement = {0};
    if (check_day (row->received_on, COLUMN_RECEIVED_ON, &of_receipt) != QCDC_OK)
        row_faults_add (faults, &of_receipt);
    if (check_day (row->settled_on, COLUMN_SETTLED_ON, &of_settlement) != QCDC_OK)
        row_faults_add (faults, &of_settlement);
    if (of_receipt.status || of_settlement.status || !row->received_on || !row->settled_on ||
        row->settled_on >= row->received_on)
        return;
    fault_set (&of_settlement, QCDC_BAD_DATE, column_name (COLUMN_SETTLED_ON),
               _ ("%s is before the day of receipt, %s"), day_format_people (row->settled_on, settled),
               day_format_people (row->received_on, received));
    row_faults_add (faults, &of_settlement);
}

static qcdc_status parse_people (petition_row_t *row, fault_t *fault)
{
    const char *text = row->clean[COLUMN_PEOPLE];
    int64_t value_e4;
    if (amount_read (text, &value_e4, fault) != QCDC_OK)
        return fault_of_column (fault, COLUMN_PEOPLE);
    int64_t value = value_e4 / AMOUNT_SCALE;
    if (value_e4 % AMOUNT_SCALE != 0 || value < 1 || value > QCDC_PEOPLE_MAX)
        return fault_set (fault, QCDC_BAD_NUMBER, column_name (COLUMN_PEOPLE),
                          _ ("\"%.40s\" is not a number of people from 1 to %u"), text, QCDC_PEOPLE_MAX);
    row->people = (uint32_t)value;
    return QCDC_OK;
}

static qcdc_status parse_instance (petition_row_t *row, fault_t *fault)
{
    const char *text = row->clean[COLUMN_INSTANCE];
    row->instance = instance_read (text);
    if (row->instance)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_NUMBER, column_name (COLUMN_INSTANCE), _ ("there is no instance %.40s"), text);
    fault_advise (fault, "%s", _ ("1 is the first, 2 a second complaint or a denunciation that goes on"));
    return QCDC_BAD_NUMBER;
}

static int compare_flags (const void *a, const void *b)
{
    return strcmp (*(char *const *)a, *(char *const *)b);
}

/*  One flag, in its one spelling, unless it is there already. */
static qcdc_status flag_add (petition_row_t *row, const char *flag, fault_t *fault)
{
    size_t place = 0;
    while (place < row->flag_count && strcmp (row->flags[place], flag) != 0)
        place++;
    if (place < row->flag_count)
        return QCDC_OK;
    if (row->flag_count == QCDC_FLAGS_COUNT_MAX)
        return fault_set (fault, QCDC_BAD_FLAG, column_name (COLUMN_FLAGS), _ ("at most %u flags"),
                          QCDC_FLAGS_COUNT_MAX);
    row->flags[row->flag_count] = row->flag_texts[row->flag_count];
    snprintf (row->flags[row->flag_count++], sizeof row->flag_texts[0], "%s", flag);
    return QCDC_OK;
}

static qcdc_status flag_refuse (const char *flag, fault_t *fault)
{
    fault_set (fault, QCDC_BAD_FLAG, column_name (COLUMN_FLAGS), _ ("there is no flag %.60s"), flag);
    fault_advise (fault, _ ("use DONG_NGUOI, PHUC_TAP, DAC_BIET_PHUC_TAP, DAI_HOI, LAN_HAI, CU_TRI, DU_AN:<code>, "
                            "DOI_THOAI:<code> or NHAN_QD:<day>"));
    return QCDC_BAD_FLAG;
}

/*  Codes have blanks between them, and labels have blanks in them: between those stand commas or semicolons.  Sorted and
 *  without repeats, however they were typed: the order says nothing, and equal facts must be equal bytes. */
static qcdc_status parse_flags (petition_row_t *row, fault_t *fault)
{
    char *rest = NULL, flag[QCDC_FLAG_BYTES_MAX + 1];
    char *text QCDC_CLEANUP (memory_free) = strdup (row->clean[COLUMN_FLAGS]);
    if (!text)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", row->clean[COLUMN_LOCAL_NO]);
    for (char *part = strtok_r (text, ",;", &rest); part; part = strtok_r (NULL, ",;", &rest)) {
        char *inner = NULL;
        if (flag_read (part, flag, sizeof flag)) {
            QCDC_TRY (flag_add (row, flag, fault));
            continue;
        }
        for (char *word = strtok_r (part, " ", &inner); word; word = strtok_r (NULL, " ", &inner)) {
            if (!flag_read (word, flag, sizeof flag))
                return flag_refuse (word, fault);
            QCDC_TRY (flag_add (row, flag, fault));
        }
    }
    qsort (row->flags, row->flag_count, sizeof row->flags[0], compare_flags);
    return QCDC_OK;
}

static qcdc_status parse_settled (petition_row_t *row, fault_t *fault)
{
    const char *day = row->clean[COLUMN_SETTLED_ON];
    row->knows_settled = day != NULL;
    row->settled = day && *day;
    return row->settled ? parse_day (row, COLUMN_SETTLED_ON, &row->settled_on, fault) : QCDC_OK;
}

qcdc_status received_check (int32_t received_on, bool meant, fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    int year, month, of_month;
    int32_t today = day_of_moment (moment_now ());
    day_to_civil (today, &year, &month, &of_month);
    /* 1970-01-01 is a zero, which judging tells. */
    if (meant || !received_on || received_on >= day_from_civil (year - QCDC_RECEIVED_YEARS_MAX, month, 1))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_DATE, column_name (COLUMN_RECEIVED_ON),
               _ ("%s is more than %d years ago: the year may be mistyped"), day_format_people (received_on, day),
               QCDC_RECEIVED_YEARS_MAX);
    fault_advise (fault, _ ("mend the day; where the petition is so old, say so with %s"), CONFIRM_OLD);
    return QCDC_BAD_DATE;
}

/*  A text of the annex, which nobody judges (identity_text.h). */
static qcdc_status check_text (const petition_row_t *row, petition_column column, unsigned bytes_max,
                               bool names_meant, fault_t *fault)
{
    const char *text = row->clean[column], *name = column_name (column);
    if (text && strlen (text) > bytes_max)
        return fault_set (fault, QCDC_TOO_LARGE, name, _ ("longer than %u bytes"), bytes_max);
    return identity_check (row->kind, names_meant, name, text, fault);
}

/*  Column by column: who takes a name out of one shall hear of the other at once. */
static void check_texts (const petition_row_t *row, row_faults_t *faults)
{
    static const struct {
        petition_column column;
        unsigned bytes_max;
    } TEXTS[] = {{COLUMN_TITLE, QCDC_TITLE_BYTES_MAX}, {COLUMN_SUMMARY, QCDC_SUMMARY_BYTES_MAX}};
    bool denounces = row->kind == QCDC__PETITION_KIND__TO_CAO;
    const char *number = row->clean[COLUMN_LOCAL_NO];
    const char *named = number && (denounces || !faults->names_meant) ? number_identity (number) : NULL;
    fault_t fault = {0};
    if (identity_found (denounces, column_name (COLUMN_LOCAL_NO), named, &fault) != QCDC_OK)
        row_faults_add (faults, &fault);
    for (int i = 0; i < 2; i++) {
        fault = (fault_t){0};
        if (check_text (row, TEXTS[i].column, TEXTS[i].bytes_max, faults->names_meant, &fault) != QCDC_OK)
            row_faults_add (faults, &fault);
    }
    fault = (fault_t){0};
    if (flags_identity_check (row->kind, row->flags, row->flag_count, &fault) != QCDC_OK)
        row_faults_add (faults, &fault);
}

/*  Two rows say the same when what was read from them is the same, however it was typed. */
qcdc_status petition_row_mark (petition_row_t *row, fault_t *fault)
{
    char flags[QCDC_FLAGS_COUNT_MAX * (QCDC_FLAG_BYTES_MAX + 1) + 1] = "", *text = NULL;
    for (size_t i = 0; i < row->flag_count; i++) {
        strcat (flags, row->flags[i]);
        strcat (flags, " ");
    }
    const char *title = row->clean[COLUMN_TITLE], *summary = row->clean[COLUMN_SUMMARY];
    /* What is blank is what a new petition gets. */
    int channel = row->channel ? row->channel : QCDC__CHANNEL__TRUC_TIEP;
    unsigned people = row->people ? row->people : 1;
    int instance = row->instance ? row->instance : 1;
    char stages[PETITION_STAGE_COUNT * 12 + 1] = "";
    for (int i = 0; i < PETITION_STAGE_COUNT; i++)
        if (row->stages[i])
            snprintf (stages + strlen (stages), sizeof stages - strlen (stages), "%d ", row->stages[i]);
        else
            strcat (stages, "- ");
    int length = asprintf (&text, "%d %d %d %d %u %d %d %d %d %s%s\n%s\n%s", row->kind, row->field, row->received_on,
                           channel, people, instance, row->settled, row->settled_on, row->outcome, stages, flags,
                           title ? title : "", summary ? summary : "");
    if (length < 0)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", row->clean[COLUMN_LOCAL_NO]);
    hash_bytes (text, (size_t)length, row->fingerprint);
    free (text);
    return QCDC_OK;
}

/*  Two figures, days or numbers in one cell must not become one. */
static qcdc_status one_line (petition_column column, char *text, fault_t *fault)
{
    static const struct {
        petition_column column;
        qcdc_status status;
    } SINGLE[] = {{COLUMN_LOCAL_NO, QCDC_BAD_LOCAL_NO},
                  {COLUMN_RECEIVED_ON, QCDC_BAD_DATE},
                  {COLUMN_PEOPLE, QCDC_BAD_NUMBER},
                  {COLUMN_SETTLED_ON, QCDC_BAD_DATE}};
    for (size_t i = 0; i < sizeof SINGLE / sizeof *SINGLE; i++)
        if (SINGLE[i].column == column && strchr (text, '\n')) {
            fault_set (fault, SINGLE[i].status, column_name (column), "%s", _ ("several lines stand in one cell"));
            fault_advise (fault, "%s", _ ("each petition has a row of its own"));
            return SINGLE[i].status;
        }
    given_one_line (text);
    return QCDC_OK;
}

static qcdc_status clean_column (const given_t values[PETITION_COLUMN_COUNT], petition_row_t *row, bool keeps_blanks,
                                 petition_column column, fault_t *fault)
{
    if (values[column].text)
        QCDC_TRY (given_clean (&values[column], column_name (column), &row->clean[column], fault));
    if (row->clean[column] && column != COLUMN_SUMMARY)
        QCDC_TRY (one_line (column, row->clean[column], fault));
    bool blank = !row->clean[column] || !*row->clean[column];
    if (blank && keeps_blanks && row->clean[column] && column > COLUMN_RECEIVED_ON) {
        free (row->clean[column]);
        row->clean[column] = NULL;
        row->blank[column] = true;
    }
    if (blank && column <= COLUMN_RECEIVED_ON)
        return fault_set (fault, QCDC_EMPTY, column_name (column), "%s", _ (status_text (QCDC_EMPTY)));
    if (column == COLUMN_LOCAL_NO && !blank)
        number_clean (row->clean[column]); /* what cannot be seen is no damage */
    bool text = column == COLUMN_LOCAL_NO || column == COLUMN_TITLE || column == COLUMN_SUMMARY;
    return blank || !text ? QCDC_OK
                          : given_damage (row->clean[column], column_name (column), column == COLUMN_LOCAL_NO, fault);
}

/*  Reads one column, whose text is clean.  A column that is there but empty gets the default of a new petition. */
static qcdc_status parse_column (petition_row_t *row, petition_column column, fault_t *fault)
{
    bool given = row->clean[column] && *row->clean[column];
    switch (column) {
    case COLUMN_KIND:
        return parse_code (row, column, petition_kind_read, petition_kind_name, QCDC_BAD_KIND, &row->kind, fault);
    case COLUMN_FIELD:
        return parse_code (row, column, petition_field_read, petition_field_name, QCDC_BAD_FIELD, &row->field, fault);
    case COLUMN_RECEIVED_ON:
        return parse_day (row, column, &row->received_on, fault);
    case COLUMN_CHANNEL:
        if (row->clean[column])
            row->channel = QCDC__CHANNEL__TRUC_TIEP;
        return given ? parse_code (row, column, channel_read, channel_name, QCDC_BAD_CHANNEL, &row->channel, fault)
                     : QCDC_OK;
    case COLUMN_PEOPLE:
        if (row->clean[column])
            row->people = 1;
        return given ? parse_people (row, fault) : QCDC_OK;
    case COLUMN_FLAGS:
        return given ? parse_flags (row, fault) : QCDC_OK;
    case COLUMN_INSTANCE:
        if (row->clean[column])
            row->instance = 1;
        return given ? parse_instance (row, fault) : QCDC_OK;
    case COLUMN_SETTLED_ON:
        return parse_settled (row, fault);
    case COLUMN_OUTCOME: /* whether there is a settlement that it can be of, the journal knows */
        return given ? parse_code (row, column, outcome_read, outcome_name, QCDC_BAD_OUTCOME, &row->outcome, fault)
                     : QCDC_OK;
    default:
        return QCDC_OK;
    }
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

static bool said_of (const row_faults_t *faults, petition_column column)
{
    for (size_t i = 0; i < faults->count; i++)
        if (strcmp (faults->items[i].field, column_name (column)) == 0)
            return true;
    return false;
}

/*  Every column is read, so that the clerk hears of all that is wrong with the row. */
qcdc_status petition_row_parse (const given_t values[PETITION_COLUMN_COUNT], petition_row_t *row,
                                row_faults_t *faults)
{
    memset (row, 0, sizeof *row);
    faults->count = 0;
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++) {
        fault_t *fault = &faults->items[faults->count];
        *fault = (fault_t){0};
        qcdc_status status = clean_column (values, row, faults->keeps_blanks, (petition_column)i, fault);
        if (status == QCDC_OK)
            status = parse_column (row, (petition_column)i, fault);
        faults->count += status != QCDC_OK;
    }
    fault_t fault = {0};
    /* A number of which something is said already is not called no number besides. */
    const char *number = row->clean[COLUMN_LOCAL_NO];
    if (number && *number && !said_of (faults, COLUMN_LOCAL_NO) && make_key (row, &fault) != QCDC_OK)
        row_faults_add (faults, &fault);
    if (said_of (faults, COLUMN_RECEIVED_ON))
        row->key[0] = '\0';
    check_texts (row, faults);
    fault = (fault_t){0};
    if (faults->count == 0 && petition_row_mark (row, &fault) != QCDC_OK)
        row_faults_add (faults, &fault);
    if (faults->count)
        row_faults_add_days (faults, row);
    return faults->count ? faults->items[0].status : QCDC_OK;
}

void petition_row_release (petition_row_t *row)
{
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++)
        free (row->clean[i]);
    for (int i = 0; i < WHO_COUNT; i++)
        free (row->who[i]);
    memset (row, 0, sizeof *row);
}

void blanks_say (size_t kept)
{
    if (kept)
        fprintf (
            stderr,
            ngettext ("qcdc: %zu cell is blank here and was filed; it stays (--remove-blanks removes it)\n",
                      "qcdc: %zu cells are blank here and were filed; they stay (--remove-blanks removes them)\n",
                      kept),
            kept);
}
