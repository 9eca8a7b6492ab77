/*  vouch.c — vouching for a key: that of a device, or of a sheet of paper in a safe. */

#include "publishing/vouch.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/process.h"
#include "base/text.h"
#include "catalogue/publication.h"
#include "journal/published.h"
#include "papers/paper_code.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { KEY, NAME, VALID_FROM, VALID_TO, FIELD_COUNT };

/*  ---------------------------------------------------------------- the line */

static qcdc_status words_check (const vouch_t *self, const args_t *args, fault_t *fault)
{
    static const struct {
        size_t min, max;
    } WORDS[] = {[VOUCH_DEVICE] = {1, 2}, [VOUCH_PAPER] = {0, 1}, [VOUCH_WITH_PAPER] = {0, 1}, [VOUCH_END] = {1, 1}};
    if (args->word_count < WORDS[self->way].min)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("the key of a device is missing"));
    if (args->word_count > WORDS[self->way].max)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("not understood: %s"), args->words[args->word_count - 1]);
    return QCDC_OK;
}

/*  The code as it stands on the paper, typed or from a file. */
static qcdc_status code_read (vouch_t *self, fault_t *fault)
{
    char typed[PAPER_TYPED_BYTES];
    qcdc_status status = paper_code_type (typed, fault);
    if (status == QCDC_OK)
        status = paper_code_fault (recovery_read (typed, &self->paper), fault);
    sodium_memzero (typed, sizeof typed);
    return status;
}

qcdc_status vouch_read (vouch_t *self, const args_t *args, unsigned paper, unsigned with_paper, unsigned end,
                        fault_t *fault)
{
    const unsigned ways = args->switched & (paper | with_paper | end);
    if (ways & (ways - 1))
        return fault_set (fault, QCDC_USAGE, NULL, "%s",
                          _ ("--paper, --with-paper and --end are said one at a time"));
    self->way = ways == 0            ? VOUCH_DEVICE
                : ways == paper      ? VOUCH_PAPER
                : ways == with_paper ? VOUCH_WITH_PAPER
                                     : VOUCH_END;
    QCDC_TRY (words_check (self, args, fault));
    if (self->way == VOUCH_PAPER && (args->format != FORMAT_TABLE || args->output))
        return fault_set (fault, QCDC_USAGE, NULL, "%s",
                          _ ("the code of a paper is printed, and goes into no table"));
    return self->way == VOUCH_WITH_PAPER ? code_read (self, fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- whether it may */

qcdc_status vouch_check (const vouch_t *self, const desk_t *desk, const catalog_tables_t *now, fault_t *fault)
{
    int32_t today = day_of_moment (moment_now ());
    vouched_t stands = device_vouched (now, desk->home.origin, today);
    if (self->way != VOUCH_WITH_PAPER || stands == VOUCHED_ENDED)
        return desk_check_vouched (desk, fault);
    if (stands == VOUCHED)
        return fault_set (fault, QCDC_EXISTS, NULL, "%s", _ ("this device is vouched for already"));
    if (device_is_vouched_for (now, origin_id (self->paper.sign_public), today))
        return QCDC_OK;
    fault_set (fault, QCDC_UNVOUCHED, NULL, "%s",
               _ ("the key of this paper is not vouched for here: it is of another province, or was withdrawn"));
    fault_advise (fault, "%s", _ ("qcdc sync, and try again; or take the paper that was printed last"));
    return fault->status;
}

/*  ---------------------------------------------------------------- the row */

/*  As the server takes the names that its administrator gives. */
static qcdc_status name_clean (const char *text, char **name, fault_t *fault)
{
    size_t length = 0;
    qcdc_status status = text_clean (text, strlen (text), false, name, &length);
    if (status != QCDC_OK)
        return fault_set (fault, status, "name", "%s", _ (status_text (status)));
    if (length > QCDC_DEVICE_NAME_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "name", _ ("longer than %u bytes"), QCDC_DEVICE_NAME_BYTES_MAX);
    return QCDC_OK;
}

/*  Whether TEXT is the key HEX, in small letters or in capitals, or the id of its device. */
static bool is_named (const char *text, const char *hex)
{
    uint8_t key[SIGN_KEY_BYTES], other[SIGN_KEY_BYTES];
    uint64_t origin;
    if (hex_parse (hex, key, sizeof key) != QCDC_OK)
        return false;
    if (hex_parse (text, other, sizeof other) == QCDC_OK)
        return memcmp (key, other, sizeof key) == 0;
    return origin_parse (text, &origin) == QCDC_OK && origin == origin_id (key);
}

/*  Adds ROW, with the last day LAST, to ENDS.  Its first day is written out: without one the newest of its line would be meant. */
static qcdc_status end_add (catalog_tables_t *ends, const table_row_t *row, int32_t last, fault_t *fault)
{
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];
    const char *const fields[FIELD_COUNT] = {row->fields[KEY], row->fields[NAME], day_format_iso (row->from, from),
                                             day_format_iso (last, to)};
    return tables_add (ends, (size_t)table_kind_find ("devices"), fields, NULL, 0, fault);
}

qcdc_status vouch_end_rows (const char *text, const char *first, const catalog_tables_t *now, int32_t today,
                            catalog_tables_t *ends, fault_t *fault)
{
    size_t count, found = 0;
    const table_row_t *rows = tables_rows (now, (size_t)table_kind_find ("devices"), &count);
    bool named = is_named (text, first);
    for (size_t i = 0; i < count; i++) {
        if (!is_named (text, rows[i].fields[KEY]))
            continue;
        named = false; /* its rows say all */
        if (rows[i].to < today)
            continue;
        found++;
        QCDC_TRY (end_add (ends, &rows[i], rows[i].from >= today ? rows[i].from : today - 1, fault));
    }
    if (found)
        return QCDC_OK;
    if (named) {
        char day[DAY_TEXT_BYTES];
        const char *const fields[FIELD_COUNT] = {first, "", "", day_format_iso (today - 1, day)};
        return tables_add (ends, (size_t)table_kind_find ("devices"), fields, NULL, 0, fault);
    }
    fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("%s is vouched for by nobody"), text);
    fault_advise (fault, "%s", _ ("qcdc catalogue devices names the keys; the id of a device does, too"));
    return fault->status;
}

/*  Of a key whose vouching has ended, a row of its own from today on, under the name it had unless another is given.  One that holds is
 *  meant as it is written: older programs took capitals. */
static void again_row (const catalog_tables_t *now, int32_t today, const char *fields[FIELD_COUNT],
                       char from[DAY_TEXT_BYTES])
{
    size_t count;
    const table_row_t *rows = tables_rows (now, (size_t)table_kind_find ("devices"), &count), *last = NULL;
    for (size_t i = 0; i < count; i++)
        if (is_named (fields[KEY], rows[i].fields[KEY]) && (!last || rows[i].to > last->to))
            last = &rows[i];
    if (!last)
        return;
    if (last->to == QCDC_DAY_MAX) {
        fields[KEY] = last->fields[KEY];
        return;
    }
    fields[VALID_FROM] = day_format_iso (last->to < today ? today : last->to + 1, from);
    if (!*fields[NAME])
        fields[NAME] = last->fields[NAME];
}

/*  The key as it is written from now on; what is none is left to be refused as such. */
static const char *key_of (const char *text, char key[2 * SIGN_KEY_BYTES + 1])
{
    uint8_t bytes[SIGN_KEY_BYTES];
    return hex_parse (text, bytes, sizeof bytes) == QCDC_OK ? hex_format (bytes, sizeof bytes, key) : text;
}

qcdc_status vouch_rows (vouch_t *self, const desk_t *desk, const args_t *args, const catalog_tables_t *now,
                        catalog_tables_t **rows, fault_t *fault)
{
    char *name QCDC_CLEANUP (memory_free) = NULL, *first QCDC_CLEANUP (memory_free) = NULL;
    char key[2 * SIGN_KEY_BYTES + 1], day[DAY_TEXT_BYTES];
    const char *fields[FIELD_COUNT] = {key, "", "", ""};
    size_t at = self->way == VOUCH_DEVICE ? 1 : 0; /* of the name */
    *rows = NULL;
    catalog_tables_t *made QCDC_CLEANUP (tables_destroy) = tables_new ();
    if (!made)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (name_clean (args->word_count > at ? args->words[at] : "", &name, fault));
    fields[NAME] = name;
    if (self->way == VOUCH_PAPER) {
        process_hide (self, sizeof *self);
        recovery_make (&self->paper, self->code);
        hex_format (self->paper.sign_public, SIGN_KEY_BYTES, key);
        fields[NAME] = *name ? name : _ ("key on paper");
    } else if (self->way == VOUCH_WITH_PAPER) {
        hex_format (desk->home.keys.sign_public, SIGN_KEY_BYTES, key);
        vouching_sign (desk->home.keys.sign_public, self->paper.sign_secret, self->signature);
        self->needs_edition = true;
    } else if (self->way == VOUCH_END) {
        QCDC_TRY (journal_get (desk->home.journal, PUBLISHED_FIRST, &first, fault));
        QCDC_TRY (vouch_end_rows (args->words[0], first, now, day_of_moment (moment_now ()), made, fault));
        self->needs_edition = is_named (args->words[0], first);
    } else {
        fields[KEY] = key_of (args->words[0], key);
        again_row (now, day_of_moment (moment_now ()), fields, day);
    }
    if (self->way != VOUCH_END)
        QCDC_TRY (tables_add (made, (size_t)table_kind_find ("devices"), fields, NULL, 0, fault));
    *rows = made;
    made = NULL;
    return QCDC_OK;
}

void vouch_sign (vouch_t *self, Qcdc__Published *published)
{
    if (self->needs_edition && published->reader < VOUCHING_EDITION)
        published->reader = VOUCHING_EDITION;
    if (self->way != VOUCH_WITH_PAPER)
        return;
    published->voucher_key = (ProtobufCBinaryData){SIGN_KEY_BYTES, self->paper.sign_public};
    published->voucher_signature = (ProtobufCBinaryData){SIGNATURE_BYTES, self->signature};
}

/*  ---------------------------------------------------------------- afterwards */

void vouch_say (const vouch_t *self)
{
    char key[2 * SIGN_KEY_BYTES + 1];
    if (self->way == VOUCH_PAPER) {
        printf ("\n    %s\n\n", self->code);
        puts (_ ("Write this code on paper, or print it, and lock it away, apart from the devices. It is shown this "
                 "once and kept "
                 "nowhere."));
        puts (_ ("Who has it can make a device speak for the province. When every other device is lost: join a new "
                 "one, and there: "
                 "qcdc vouch --with-paper"));
        printf (_ ("It holds until it is withdrawn: qcdc vouch --end %s\n"),
                hex_format (self->paper.sign_public, SIGN_KEY_BYTES, key));
    } else if (self->way == VOUCH_WITH_PAPER)
        puts (_ ("qcdc sync makes it known. Then end what is lost (qcdc vouch --end ID), and print a new paper where "
                 "somebody may "
                 "have seen this one (qcdc vouch --paper)."));
}

void vouch_forget (vouch_t *self)
{
    sodium_memzero (self, sizeof *self);
}
