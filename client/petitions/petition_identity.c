/*  petition_identity.c — from the words of a line to what is sealed.
 *
 *  Nothing of it is written anywhere in the clear: not into the journal, not into the index of words, not into what is printed. */

#include "petitions/petition_identity.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/process.h"
#include "base/text.h"
#include "catalogue/identity_keys.h"
#include "journal/identity_secrets.h"
#include "journal/index_key.h"
#include "texts/given.h"
#include "texts/identity_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BORN_YEAR_MIN 1900

const char *const PETITION_KEYS[] = {"local_no",       "kind",       "field",     "received_on", "title",
                                     "summary",        "channel",    "people",    "flags",       "instance",
                                     "settled_on",     "outcome",    N_ ("name"), N_ ("born"),   N_ ("address"),
                                     N_ ("id_number"), N_ ("phone"), NULL};

/*  ---------------------------------------------------------------- the line */

static qcdc_status who_read (const char *name, char line[WHO_LINE_BYTES], fault_t *fault)
{
    bool person = isatty (STDIN_FILENO);
    process_hide (line, WHO_LINE_BYTES);
    if (person)
        fprintf (stderr, "%s: ", _ (name));
    if (!fgets (line, WHO_LINE_BYTES, stdin))
        return fault_set (fault, QCDC_EMPTY, name, "%s", _ ("standard input has no line for it"));
    size_t length = strcspn (line, "\r\n");
    if (!line[length] && length == WHO_LINE_BYTES - 1)
        return fault_set (fault, QCDC_TOO_LARGE, name, _ ("longer than %u bytes"), IDENTITY_FIELD_BYTES_MAX);
    line[length] = '\0';
    return QCDC_OK;
}

qcdc_status who_ask (const char *const given[WHO_COUNT], who_asked_t *asked, fault_t *fault)
{
    for (int i = 0; i < WHO_COUNT; i++) {
        asked->values[i] = given[i];
        if (!given[i] || strcmp (given[i], "-") != 0)
            continue;
        QCDC_TRY (who_read (PETITION_KEYS[PETITION_COLUMN_COUNT + i], asked->lines[i], fault));
        asked->values[i] = asked->lines[i];
    }
    return QCDC_OK;
}

static qcdc_status born_check (const char *text, fault_t *fault)
{
    int year = strlen (text) == 4 && strspn (text, "0123456789") == 4 ? atoi (text) : 0;
    int last = day_year (day_of_moment (moment_now ()));
    if (year >= BORN_YEAR_MIN && year <= last)
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_NUMBER, "born", _ ("the year of birth is a year from %d to %d"), BORN_YEAR_MIN,
                      last);
}

/*  The digits of TEXT as people part them by blanks, dots and hyphens; -1 where something else stands there. */
static int digits_of (const char *text)
{
    int count = 0;
    for (; *text; text++)
        if (*text >= '0' && *text <= '9')
            count++;
        else if (!strchr (" .-", *text))
            return -1;
    return count;
}

/*  An identity card has 9 or 12 digits, a passport a letter or two and 7 or 8: by a slip the same sender is not found again. */
static qcdc_status number_check (const char *text, fault_t *fault)
{
    size_t letters = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    int digits = digits_of (text + letters);
    if (letters == 0 ? digits == 9 || digits == 12 : letters <= 2 && (digits == 7 || digits == 8))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_NUMBER, "id_number", "%s",
               _ ("an identity card has 9 or 12 digits, a passport letters and 7 or 8 digits"));
    fault_advise (fault, "%s", _ ("look at the paper once more, or leave it out"));
    return QCDC_BAD_NUMBER;
}

static qcdc_status phone_check (const char *text, fault_t *fault)
{
    int digits = digits_of (*text == '+' ? text + 1 : text);
    if (digits >= 8 && digits <= 13)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_NUMBER, "phone", "%s", _ ("a telephone number has 8 to 13 digits"));
    fault_advise (fault, "%s", _ ("look at the paper once more, or leave it out"));
    return QCDC_BAD_NUMBER;
}

static qcdc_status who_take (const char *value, int which, petition_row_t *row, fault_t *fault)
{
    const char *name = PETITION_KEYS[PETITION_COLUMN_COUNT + which];
    const given_t given = {value, strlen (value)};
    QCDC_TRY (given_clean (&given, name, &row->who[which], fault));
    given_one_line (row->who[which]);
    if (strlen (row->who[which]) > IDENTITY_FIELD_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, name, _ ("longer than %u bytes"), IDENTITY_FIELD_BYTES_MAX);
    if (!*row->who[which])
        return QCDC_OK;
    return which == WHO_BORN        ? born_check (row->who[which], fault)
           : which == WHO_ID_NUMBER ? number_check (row->who[which], fault)
           : which == WHO_PHONE     ? phone_check (row->who[which], fault)
                                    : QCDC_OK;
}

qcdc_status who_parse (const char *const values[WHO_COUNT], petition_row_t *row, row_faults_t *faults)
{
    for (int i = 0; i < WHO_COUNT; i++) {
        fault_t fault = {0};
        if (!values[i])
            continue;
        row->has_who = true;
        qcdc_status status = who_take (values[i], i, row, &fault);
        if (row->kind == QCDC__PETITION_KIND__TO_CAO)
            status = identity_found (true, PETITION_KEYS[PETITION_COLUMN_COUNT + i], N_ ("who sent it"), &fault);
        if (status != QCDC_OK)
            row_faults_add (faults, &fault);
    }
    bool any = false;
    for (int i = 0; i < WHO_COUNT; i++)
        any |= row->who[i] && *row->who[i];
    if (row->has_who && !any && faults->count == 0) {
        fault_t fault = {0};
        fault_set (&fault, QCDC_EMPTY, PETITION_KEYS[PETITION_COLUMN_COUNT + WHO_NAME], "%s",
                   _ ("nobody is named: who sent it is erased with qcdc erase, and not by blanks"));
        row_faults_add (faults, &fault);
    }
    return faults->count ? faults->items[0].status : QCDC_OK;
}

static void who_text (const petition_row_t *row, Qcdc__IdentityText *text)
{
    qcdc__identity_text__init (text);
    char **const FIELDS[WHO_COUNT] = {&text->name, &text->born, &text->address, &text->id_number, &text->phone};
    for (int i = 0; i < WHO_COUNT; i++)
        if (row->who[i])
            *FIELDS[i] = row->who[i];
}

/*  ---------------------------------------------------------------- sealing */

static void key_add (uint8_t (*publics)[BOX_KEY_BYTES], size_t *count, const uint8_t key[BOX_KEY_BYTES])
{
    for (size_t i = 0; i < *count; i++)
        if (memcmp (publics[i], key, BOX_KEY_BYTES) == 0)
            return;
    memcpy (publics[(*count)++], key, BOX_KEY_BYTES);
}

qcdc_status who_seal (desk_t *desk, const petition_row_t *row, arena_t *arena, Qcdc__SealedIdentity **sealed,
                      uint64_t *key, fault_t *fault)
{
    uint8_t sign_key[SIGN_KEY_BYTES], device[BOX_KEY_BYTES], publics[3][BOX_KEY_BYTES];
    size_t count = 0;
    int32_t today = day_of_moment (moment_now ());
    Qcdc__IdentityText text;
    const identity_key_t *province = identity_key_on (desk->home.catalog, NULL, today),
                         *office = identity_key_on (desk->home.catalog, desk->home.office->code, today);
    if (!province) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, "%s",
                   _ ("the province has published no identity key to which it could be sealed who sent it"));
        fault_advise (
            fault, "%s",
            _ ("qcdc sync brings what was published since; at the province: qcdc identity new; without it, leave "
               "out name, born, address, id_number and phone"));
        return fault->status;
    }
    key_add (publics, &count, province->key);
    if (office)
        key_add (publics, &count, office->key);
    QCDC_TRY (journal_origin_key (desk->home.journal, desk->home.origin, sign_key, NULL, fault));
    identity_public_of_device (sign_key, device);
    key_add (publics, &count, device);
    who_text (row, &text);
    *key = identity_key_id (province->key);
    qcdc_status status = identity_seal (&text, (const uint8_t (*)[BOX_KEY_BYTES])publics, count, arena, sealed);
    return status == QCDC_OK ? status : fault_set (fault, status, NULL, "%s", _ ("who sent it cannot be sealed"));
}

qcdc_status who_hand_over (desk_t *desk, const petition_view_t *view, const char *code, arena_t *arena,
                           Qcdc__SealedIdentity **sealed, fault_t *fault)
{
    const identity_key_t *key = identity_key_on (desk->home.catalog, code, day_of_moment (moment_now ()));
    qcdc_status status = QCDC_NOT_FOUND;
    *sealed = NULL;
    if (!view->identity || !view->petition.identity_key || view->petition.kind == QCDC__PETITION_KIND__TO_CAO)
        return QCDC_OK;
    *sealed = qcdc__sealed_identity__unpack (arena_allocator (arena), view->identity_length, view->identity);
    if (!*sealed)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (key)
        status = identity_seal_here (&desk->home, *sealed, key->key, arena, sealed, fault);
    if (status != QCDC_NOT_FOUND || fault->status != QCDC_OK)
        return status;
    text_say (stderr,
              key ? _ ("qcdc: this device cannot open who sent it: %s asks the province\n")
                  : _ ("qcdc: %s has no identity key, and asks the province who sent it\n"),
              code);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the blind index */

/*  The petition is entered all the same, and found again by its texts alone. */
static void not_indexed (void)
{
    fprintf (
        stderr, "%s\n",
        _ ("qcdc: not indexed: this device holds no identity secret to which the index key is sealed, so the same "
           "sender is not found at other offices; qcdc identity read"));
}

static ProtobufCBinaryData index_data (uint8_t index[BLIND_INDEX_BYTES])
{
    return blind_index_none (index) ? (ProtobufCBinaryData){0, NULL}
                                    : (ProtobufCBinaryData){BLIND_INDEX_BYTES, index};
}

qcdc_status who_index (desk_t *desk, const petition_row_t *row, arena_t *arena, Qcdc__BlindIndex **blind,
                       fault_t *fault)
{
    index_key_here_t key QCDC_CLEANUP (index_key_forget);
    bool published = false;
    Qcdc__IdentityText text;
    blind_index_t *index = arena_alloc (arena, sizeof *index);
    Qcdc__BlindIndex *made = arena_alloc (arena, sizeof *made);
    *blind = NULL;
    key.id = 0;
    if (!index || !made)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (index_key_here (&desk->home, day_of_moment (moment_now ()), &key, &published, fault));
    if (published && !key.id)
        not_indexed ();
    who_text (row, &text);
    if (!key.id || !blind_index_of (&text, key.key, index))
        return QCDC_OK;
    qcdc__blind_index__init (made);
    made->key = key.id;
    made->number = index_data (index->number);
    made->place = index_data (index->place);
    *blind = made;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- comparing */

static bool who_same (const Qcdc__IdentityText *text, const petition_row_t *row)
{
    const char *const FIELDS[WHO_COUNT] = {text->name, text->born, text->address, text->id_number, text->phone};
    for (int i = 0; i < WHO_COUNT; i++)
        if (strcmp (FIELDS[i], row->who[i] ? row->who[i] : "") != 0)
            return false;
    return true;
}

qcdc_status who_differs (desk_t *desk, const petition_row_t *row, const petition_view_t *view, bool *differs,
                         fault_t *fault)
{
    Qcdc__IdentityText *text;
    bool opens = false;
    *differs = row->has_who;
    if (!row->has_who || !view->identity || !view->petition.identity_key)
        return QCDC_OK;
    Qcdc__SealedIdentity *sealed = qcdc__sealed_identity__unpack (NULL, view->identity_length, view->identity);
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    qcdc_status status = sealed && arena
                             ? identity_opens_here (&desk->home, sealed, &opens, fault)
                             : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (status == QCDC_OK && opens) {
        status = identity_open_here (&desk->home, sealed, arena, &text, fault);
        *differs = status != QCDC_OK || !who_same (text, row);
    }
    if (sealed)
        qcdc__sealed_identity__free_unpacked (sealed, NULL);
    return status;
}
