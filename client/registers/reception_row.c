/*  reception_row.c — reading one row of a reception register.
 *
 *  This is the only place where its text is looked at for a denouncer's identity: behind it it lies in an annex, which nobody
 *  judges. */

#include "registers/reception_row.h"

#include "base/amount.h"
#include "base/day_read.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/register_number.h"
#include "base/text_fold.h"
#include "base/text_identity.h"
#include "facts/word.h"
#include "petitions/petition_view.h"
#include "texts/codes.h"
#include "texts/given.h"
#include "texts/identity_text.h"
#include "wire/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const RECEPTION_KEYS[] = {
    "local_no",      "held_on",       "session", "held_by",       "receptions",  "persons",
    "matters_first", "matters_again", "groups",  "group_persons", "group_first", "group_again",
    "kinds",         "fields",        "results", "petitions",     "summary",     NULL};

/*  Headings that the register's book has (TT 04/2021/TT-TTCP), and those under which the program itself lists receptions.  The book numbers
 *  its rows, so that its running number is the number. */
const csv_column_t RECEPTION_FILE_COLUMNS[] = {
    {"local_no", "so tiep|so thu tu|so tt|stt|tt|so|so dang ky|so vao so", true, false},
    {"held_on", "ngay tiep|ngay|ngay thang|ngay tiep cong dan", true, false},
    {"session", "loai|hinh thuc|hinh thuc tiep|loai hinh tiep|hinh thuc tiep cong dan|loai tiep cong dan", true,
     false},
    {"held_by", "nguoi tiep|nguoi tiep cong dan|chu tri", false, false},
    {"receptions", "so luot|so luot tiep|luot tiep", false, false},
    {"persons", "so nguoi|so nguoi duoc tiep|so cong dan|so cong dan duoc tiep", false, false},
    {"matters_first", "vu viec tiep lan dau|tiep lan dau|vu viec lan dau", false, false},
    {"matters_again", "vu viec tiep nhieu lan|tiep nhieu lan|vu viec nhieu lan", false, false},
    {"groups", "so doan dong nguoi|doan dong nguoi|so doan", false, false},
    {"group_persons", "so nguoi cua doan dong nguoi|so nguoi doan dong nguoi|nguoi doan dong nguoi", false, false},
    {"group_first",
     "vu viec cua doan dong nguoi tiep lan dau|vu viec doan dong nguoi tiep lan dau|doan dong nguoi tiep lan dau",
     false, false},
    {"group_again",
     "vu viec cua doan dong nguoi tiep nhieu lan|vu viec doan dong nguoi tiep nhieu lan|doan dong nguoi tiep nhieu "
     "lan",
     false, false},
    {"kinds", "loai vu viec|phan loai|phan loai don|loai don", false, false},
    {"fields", "linh vuc|cac linh vuc", false, false},
    {"results", "huong xu ly|ket qua|ket qua tiep|ket qua xu ly", false, false},
    {"petitions", "don|don tiep nhan|so don|so don tiep nhan", false, false},
    {"summary", "noi dung|noi dung vu viec|tom tat|tom tat noi dung|noi dung tiep", false, false},
    {"office", "co quan", false, true},
    {"state", "trang thai", false, true},
    {"entry", "ban ghi|muc nhat ky", false, true},
    {"clock", "dong ho", false, true},
    {VERSION_COLUMN, VERSION_LABELS, false, false},
    {NULL, NULL, false, false}};

static const register_word_t MAPPED_WORDS[] = {
    {"session", session_read, session_name}, {"held_by", receiver_read, receiver_name}, {NULL, NULL, NULL}};
const register_kind_t RECEPTION_REGISTER = {"reception", RECEPTION_FILE_COLUMNS, MAPPED_WORDS};

static const char *column_name (reception_column column)
{
    return RECEPTION_COLUMNS[column].name;
}

static qcdc_status fault_of_column (fault_t *fault, reception_column column)
{
    snprintf (fault->field, sizeof fault->field, "%s", column_name (column));
    return fault->status;
}

/*  ---------------------------------------------------------------- values */

static qcdc_status parse_code (reception_column column, const char *text, int32_t *code, fault_t *fault)
{
    const reception_column_t *known = &RECEPTION_COLUMNS[column];
    *code = known->read (text);
    if (*code)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_KIND, known->name, _ ("\"%.60s\" is not known here"), text);
    codes_advise (text, known->name_of, fault);
    return QCDC_BAD_KIND;
}

/*  Codes have blanks between them, and labels have blanks and commas in them: a piece between semicolons is a label, or is cut at its commas,
 *  and each of those is one, or is cut at its blanks. */
static qcdc_status parse_set_piece (reception_column column, char *piece, const char *ends, int32_t *value,
                                    fault_t *fault)
{
    const reception_column_t *known = &RECEPTION_COLUMNS[column];
    char *rest = NULL;
    int32_t code = 0;
    piece += strspn (piece, " ");
    if (!*piece)
        return QCDC_OK;
    code = known->read (piece);
    if (!code && !*ends)
        return parse_code (column, piece, &code, fault);
    if (code) {
        *value |= 1 << code;
        return QCDC_OK;
    }
    char cut[2] = {*ends, '\0'};
    for (char *part = strtok_r (piece, cut, &rest); part; part = strtok_r (NULL, cut, &rest))
        QCDC_TRY (parse_set_piece (column, part, ends + 1, value, fault));
    return QCDC_OK;
}

static qcdc_status parse_set (reception_column column, const char *text, int32_t *value, fault_t *fault)
{
    char *copy QCDC_CLEANUP (memory_free) = strdup (text);
    *value = 0;
    if (!copy)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    return parse_set_piece (column, copy, ";, ", value, fault);
}

static qcdc_status parse_count (reception_column column, const char *text, int32_t *value, fault_t *fault)
{
    int64_t value_e4;
    if (amount_read (text, &value_e4, fault) != QCDC_OK)
        return fault_of_column (fault, column);
    if (value_e4 % AMOUNT_SCALE != 0 || value_e4 < 0 || value_e4 / AMOUNT_SCALE > QCDC_PEOPLE_MAX)
        return fault_set (fault, QCDC_BAD_NUMBER, column_name (column), _ ("\"%.40s\" is not a number from 0 to %u"),
                          text, QCDC_PEOPLE_MAX);
    *value = (int32_t)(value_e4 / AMOUNT_SCALE);
    return QCDC_OK;
}

/*  One petition of the own office, by its number or an address, behind the links that are in ROW. */
static qcdc_status link_add (desk_t *desk, const char *name, reception_row_t *row, fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    address_t address;
    reception_said_t said;
    const char *at = row->petitions;
    qcdc_status status = petition_find_named (desk, name, &views, &view, &move, fault);
    if (status != QCDC_OK)
        return fault_of_column (fault, RECEPTION_PETITIONS);
    if (view->petition.office != desk->home.office->id)
        return fault_set (fault, QCDC_NOT_YOURS, column_name (RECEPTION_PETITIONS),
                          _ ("%.60s is a petition of another office"), name);
    const address_t *entry = &view->petition.entry;
    reception_say_values ("", row->values, row->petitions, &said);
    while (address_link_next (&at, &address))
        if (address.origin == entry->origin && address.seq == entry->seq)
            return QCDC_OK; /* named twice */
    if (said.held.n_petitions == QCDC_LINKS_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, column_name (RECEPTION_PETITIONS), _ ("at most %u petitions"),
                          QCDC_LINKS_COUNT_MAX);
    Qcdc__Ref *ref = &said.refs[said.held.n_petitions];
    ref_set (ref, entry);
    said.links[said.held.n_petitions++] = ref;
    reception_links_print (&said.held, row->petitions);
    return QCDC_OK;
}

static qcdc_status parse_links (desk_t *desk, reception_row_t *row, fault_t *fault)
{
    char *rest = NULL, *inner = NULL;
    uint64_t origin, seq;
    char *copy QCDC_CLEANUP (memory_free) = strdup (row->clean[RECEPTION_PETITIONS]);
    if (!copy)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    for (char *part = strtok_r (copy, ",;", &rest); part; part = strtok_r (NULL, ",;", &rest)) {
        part += strspn (part, " ");
        char first[ADDRESS_TEXT_BYTES + 1];
        snprintf (first, sizeof first, "%.*s", (int)strcspn (part, " "), part);
        /* Addresses have no blanks; numbers may. */
        if (address_parse (first, &origin, &seq) != QCDC_OK) {
            if (*part)
                QCDC_TRY (link_add (desk, part, row, fault));
            continue;
        }
        for (char *word = strtok_r (part, " ", &inner); word; word = strtok_r (NULL, " ", &inner))
            QCDC_TRY (link_add (desk, word, row, fault));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- texts */

/*  Without its marks "to cao" may be a house that is big and tall: what is written with marks is read with them. */
static bool text_denounces (const char *text)
{
    static const char *const WORDS[] = {"tố cáo", "Tố cáo", "Tố Cáo", "TỐ CÁO"};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strstr (text, WORDS[i]))
            return true;
    size_t size = strlen (text) + 1;
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at >= 0x80)
            return false;
    char *folded QCDC_CLEANUP (memory_free) = malloc (size);
    /* Where there is no memory to look, the strict way is the safe one. */
    return !folded || strstr (text_fold (text, folded, size), "to cao");
}

bool reception_is_of_denunciation (int32_t kinds, const char *summary)
{
    return (kinds & 1 << QCDC__PETITION_KIND__TO_CAO) || (summary && text_denounces (summary));
}

qcdc_status reception_text_check (int32_t kinds, const char *text, bool meant, const char *column, fault_t *fault)
{
    int kind = reception_is_of_denunciation (kinds, text) ? QCDC__PETITION_KIND__TO_CAO : 0;
    return identity_check (kind, meant, column, text, fault);
}

static void check_texts (const reception_row_t *row, row_faults_t *faults)
{
    fault_t fault = {0};
    const char *number = row->clean[RECEPTION_LOCAL_NO], *summary = row->clean[RECEPTION_SUMMARY];
    bool denounces = reception_is_of_denunciation (row->values[RECEPTION_KINDS], summary);
    const char *named = number && (denounces || !faults->names_meant) ? number_identity (number) : NULL;
    if (identity_found (denounces, column_name (RECEPTION_LOCAL_NO), named, &fault) != QCDC_OK)
        row_faults_add (faults, &fault);
    fault = (fault_t){0};
    if (summary && strlen (summary) > QCDC_SUMMARY_BYTES_MAX) {
        fault_set (&fault, QCDC_TOO_LARGE, column_name (RECEPTION_SUMMARY), _ ("longer than %u bytes"),
                   QCDC_SUMMARY_BYTES_MAX);
        row_faults_add (faults, &fault);
    } else if (reception_text_check (row->values[RECEPTION_KINDS], summary, faults->names_meant,
                                     column_name (RECEPTION_SUMMARY), &fault) != QCDC_OK)
        row_faults_add (faults, &fault);
}

/*  ---------------------------------------------------------------- a row */

static bool is_needed (reception_column column)
{
    return column <= RECEPTION_SESSION;
}

/*  Days, codes, numbers and register numbers stand alone in their cells; what is said may have lines. */
static qcdc_status check_shape (reception_row_t *row, reception_column column, fault_t *fault)
{
    char *text = row->clean[column];
    column_says says = RECEPTION_COLUMNS[column].says;
    bool single = says == COLUMN_SAYS_NUMBER || says == COLUMN_SAYS_DAY || says == COLUMN_SAYS_COUNT;
    if (single && strchr (text, '\n')) {
        fault_set (fault,
                   says == COLUMN_SAYS_DAY     ? QCDC_BAD_DATE
                   : says == COLUMN_SAYS_COUNT ? QCDC_BAD_NUMBER
                                               : QCDC_BAD_LOCAL_NO,
                   column_name (column), "%s", _ ("several lines stand in one cell"));
        fault_advise (fault, "%s", _ ("each reception has a row of its own"));
        return fault->status;
    }
    if (says != COLUMN_SAYS_TEXT)
        given_one_line (text);
    if (says == COLUMN_SAYS_NUMBER)
        number_clean (text); /* what cannot be seen is no damage */
    return says == COLUMN_SAYS_NUMBER || says == COLUMN_SAYS_TEXT
               ? given_damage (text, column_name (column), says == COLUMN_SAYS_NUMBER, fault)
               : QCDC_OK;
}

static qcdc_status parse_column (desk_t *desk, reception_row_t *row, reception_column column, fault_t *fault)
{
    const char *text = row->clean[column];
    int32_t *value = &row->values[column];
    qcdc_status status;
    switch (RECEPTION_COLUMNS[column].says) {
    case COLUMN_SAYS_DAY:
        status = day_read (text, value, fault);
        return status == QCDC_OK ? status : fault_of_column (fault, column);
    case COLUMN_SAYS_CODE:
        return parse_code (column, text, value, fault);
    case COLUMN_SAYS_COUNT:
        return parse_count (column, text, value, fault);
    case COLUMN_SAYS_SET:
        return parse_set (column, text, value, fault);
    case COLUMN_SAYS_LINKS:
        return parse_links (desk, row, fault);
    default:
        return QCDC_OK;
    }
}

static qcdc_status take_column (desk_t *desk, const given_t *value, reception_row_t *row, bool keeps_blanks,
                                reception_column column, fault_t *fault)
{
    if (value->text)
        QCDC_TRY (given_clean (value, column_name (column), &row->clean[column], fault));
    char *text = row->clean[column];
    bool blank = !text || !*text;
    if (blank && is_needed (column))
        return fault_set (fault, QCDC_EMPTY, column_name (column), "%s", _ (status_text (QCDC_EMPTY)));
    /* A code that is blank says nothing; who received is never nobody. */
    bool open = blank && (!text || keeps_blanks || RECEPTION_COLUMNS[column].says == COLUMN_SAYS_CODE);
    row->blank[column] = open && text;
    row->said[column] = !open;
    if (blank)
        return QCDC_OK;
    QCDC_TRY (check_shape (row, column, fault));
    return parse_column (desk, row, column, fault);
}

static qcdc_status make_key (reception_row_t *row, fault_t *fault)
{
    const char *number = row->clean[RECEPTION_LOCAL_NO];
    if (petition_key_print (number, row->values[RECEPTION_HELD_ON], row->key))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_LOCAL_NO, column_name (RECEPTION_LOCAL_NO), _ ("\"%.60s\" is no register number"),
               number);
    fault_advise (fault, _ ("it has letters or digits, at most %u bytes, and no @"), QCDC_LOCAL_NO_BYTES_MAX);
    return QCDC_BAD_LOCAL_NO;
}

/*  Two rows say the same when what was read from them is the same, however it was typed. */
static void make_fingerprint (reception_row_t *row)
{
    char text[RECEPTION_TEXT_BYTES];
    uint8_t both[2 * HASH_BYTES] = {0};
    reception_said_t said;
    reception_row_say (row, NULL, &said);
    for (int i = RECEPTION_HELD_ON; i < RECEPTION_COLUMN_COUNT; i++) {
        const char *value = reception_column_text ((reception_column)i, &said.held, text);
        if (i == RECEPTION_SUMMARY)
            value = row->clean[i] ? row->clean[i] : "";
        hash_bytes (value, strlen (value), both + HASH_BYTES);
        hash_bytes (both, sizeof both, both);
    }
    memcpy (row->fingerprint, both, HASH_BYTES);
}

qcdc_status reception_row_parse (desk_t *desk, const given_t values[RECEPTION_COLUMN_COUNT], reception_row_t *row,
                                 row_faults_t *faults)
{
    memset (row, 0, sizeof *row);
    faults->count = 0;
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++) {
        fault_t *fault = &faults->items[faults->count];
        *fault = (fault_t){0};
        faults->count +=
            take_column (desk, &values[i], row, faults->keeps_blanks, (reception_column)i, fault) != QCDC_OK;
    }
    fault_t fault = {0};
    const char *number = row->clean[RECEPTION_LOCAL_NO];
    if (number && *number && row->values[RECEPTION_HELD_ON] && make_key (row, &fault) != QCDC_OK)
        row_faults_add (faults, &fault);
    check_texts (row, faults);
    if (faults->count == 0)
        make_fingerprint (row);
    return faults->count ? faults->items[0].status : QCDC_OK;
}

void reception_row_release (reception_row_t *row)
{
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        free (row->clean[i]);
    memset (row, 0, sizeof *row);
}

qcdc_status reception_day_check (int32_t held_on, bool meant, fault_t *fault)
{
    qcdc_status status = received_check (held_on, meant, fault);
    return status == QCDC_OK ? status : fault_of_column (fault, RECEPTION_HELD_ON);
}

/*  ---------------------------------------------------------------- what it comes to */

/*  What a new row has where it says nothing: it is one reception of one person.  Where every reception of it is a large group, so are
 *  all persons and matters of theirs. */
static void defaults_take (const reception_row_t *row, int32_t values[RECEPTION_COLUMN_COUNT])
{
    static const struct {
        reception_column part, whole;
    } PARTS[] = {{RECEPTION_GROUP_PERSONS, RECEPTION_PERSONS},
                 {RECEPTION_GROUP_FIRST, RECEPTION_MATTERS_FIRST},
                 {RECEPTION_GROUP_AGAIN, RECEPTION_MATTERS_AGAIN}};
    if (!row->said[RECEPTION_HELD_BY] && values[RECEPTION_SESSION] == QCDC__SESSION__THUONG_XUYEN)
        values[RECEPTION_HELD_BY] = QCDC__RECEIVER__CAN_BO_TIEP;
    if (!row->said[RECEPTION_RECEPTIONS])
        values[RECEPTION_RECEPTIONS] = 1;
    if (!row->said[RECEPTION_PERSONS])
        values[RECEPTION_PERSONS] = values[RECEPTION_RECEPTIONS];
    bool all = values[RECEPTION_GROUPS] > 0 && values[RECEPTION_GROUPS] == values[RECEPTION_RECEPTIONS];
    for (size_t i = 0; all && i < sizeof PARTS / sizeof *PARTS; i++)
        if (!row->said[PARTS[i].part])
            values[PARTS[i].part] = values[PARTS[i].whole];
}

void reception_row_say (const reception_row_t *row, const reception_t *known, reception_said_t *said)
{
    int32_t values[RECEPTION_COLUMN_COUNT];
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        values[i] = row->said[i] || !known ? row->values[i] : known->values[i];
    if (!known)
        defaults_take (row, values);
    const char *petitions = row->said[RECEPTION_PETITIONS] || !known ? row->petitions : known->petitions;
    reception_say_values (row->clean[RECEPTION_LOCAL_NO], values, petitions, said);
}
