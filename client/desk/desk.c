/*  desk.c — opening a desk, and bringing a fact from it into the journal.
 *
 *  A fact is packed once: what is judged, what is hashed and what is stored are the same bytes. */

#include "desk/desk.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "journal/published.h"
#include "journal/seal.h"
#include "show/messages.h"

#include <stdlib.h>
#include <string.h>

qcdc_status desk_open_within (const char *home, int wait_ms, desk_t *desk, fault_t *fault)
{
    *desk = (desk_t){.home = {.lock_fd = -1}, .arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX)};
    if (!desk->arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the command cannot start"));
    qcdc_status status = home_open (home, wait_ms, &desk->home, fault);
    if (status == QCDC_OK && (status = home_seal_tidy (&desk->home, fault)) != QCDC_OK)
        home_close (&desk->home);
    if (status != QCDC_OK)
        arena_destroy (&desk->arena);
    return status;
}

/*  A sync by a timer may be under way: a person waits for it a while rather than be turned away. */
qcdc_status desk_open (const char *home, desk_t *desk, fault_t *fault)
{
    return desk_open_within (home, DESK_WAIT_MS, desk, fault);
}

void desk_close (desk_t *desk)
{
    home_close (&desk->home);
    arena_destroy (&desk->arena);
}

judge_input_t desk_input (const desk_t *desk)
{
    return (judge_input_t){.catalog = desk->home.catalog,
                           .office = desk->home.office,
                           .role = desk->home.role,
                           .committed_at_us = moment_now (),
                           .origin = desk->home.origin,
                           .target_office = desk->home.office->id};
}

/*  What judging says, for the person at this desk. */
static void fault_people (const fault_t *judged, uint64_t own, fault_t *fault)
{
    char *message = message_people (judged->message, own), *advice = message_people (judged->advice, own);
    fault_set (fault, judged->status == QCDC_OK ? QCDC_UNSUPPORTED : judged->status, judged->field, "%s",
               message ? message : judged->message);
    fault_advise (fault, "%s", advice ? advice : judged->advice);
    free (message);
    free (advice);
}

/*  Judges the fact in BODY. */
static qcdc_status body_judge (const judge_input_t *input, const Qcdc__Fact *fact, bytes_t body, bool *copy,
                               fault_t *fault)
{
    uint8_t content[CONTENT_BYTES];
    verdict_t verdict;
    fact_content (body, content);
    judge_fact (input, fact, content, &verdict);
    *copy = verdict.state == QCDC__VERDICT_STATE__VERDICT_ALIAS;
    if (*copy || verdict.state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        return QCDC_OK;
    fault_people (&verdict.fault, input->origin, fault);
    return fault->status;
}

/*  Packed first and judged from the packed bytes: the content hash must be that of what will be stored. */
static qcdc_status body_pack (const Qcdc__Fact *fact, uint8_t **data, bytes_t *body, fault_t *fault)
{
    size_t length = 0;
    qcdc_status status = fact_pack (fact, data, &length);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, "%s", _ ("this is more than one entry can hold"));
    *body = (bytes_t){*data, length};
    return QCDC_OK;
}

/*  Why this device does not speak for the province, and the way out of it. */
static qcdc_status refuse_unvouched (const desk_t *desk, vouched_t stands, fault_t *fault)
{
    char key[2 * SIGN_KEY_BYTES + 1];
    hex_format (desk->home.keys.sign_public, SIGN_KEY_BYTES, key);
    if (stands == VOUCHED_ENDED) {
        fault_set (fault, QCDC_UNVOUCHED, NULL, "%s", _ ("the vouching for this device has ended"));
        fault_advise (fault, _ ("work at one that is vouched for; if it ended by mistake, there: qcdc vouch %s"),
                      key);
    } else {
        fault_set (fault, QCDC_UNVOUCHED, NULL, "%s", _ ("no device that publishes has vouched for this one"));
        fault_advise (fault,
                      _ ("at such a device: qcdc vouch %s; then sync there and here; where none is left, here: qcdc "
                         "vouch --with-paper"),
                      key);
    }
    return fault->status;
}

qcdc_status desk_vouched (const desk_t *desk, vouched_t *stands, size_t *keys, fault_t *fault)
{
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    int32_t today = day_of_moment (moment_now ());
    QCDC_TRY (published_tables (desk->home.journal, desk->home.path, &tables, fault));
    *stands = device_vouched (tables, desk->home.origin, today);
    *keys = keys_vouched (tables, today, NULL, NULL);
    return QCDC_OK;
}

qcdc_status desk_check_vouched (const desk_t *desk, fault_t *fault)
{
    vouched_t stands;
    size_t keys;
    QCDC_TRY (desk_vouched (desk, &stands, &keys, fault));
    return stands == VOUCHED ? QCDC_OK : refuse_unvouched (desk, stands, fault);
}

/*  Judges, packs the annex, appends: in this order, so that a refused fact leaves nothing behind. */
qcdc_status desk_append (desk_t *desk, const judge_input_t *input, const Qcdc__Fact *fact,
                         const Qcdc__AnnexText *text, bool keeps_copy, bool *appended, address_t *address,
                         fault_t *fault)
{
    uint8_t *data QCDC_CLEANUP (memory_free) = NULL, *annex QCDC_CLEANUP (memory_free) = NULL;
    size_t annex_length = 0;
    bytes_t body;
    bool copy = false;
    *appended = false;
    if (input->role == ROLE_PROVINCE && !desk->vouched && fact_needs_vouching (fact, true)) {
        QCDC_TRY (desk_check_vouched (desk, fault));
        desk->vouched = true;
    }
    QCDC_TRY (body_pack (fact, &data, &body, fault));
    QCDC_TRY (body_judge (input, fact, body, &copy, fault));
    if (copy && !keeps_copy)
        return QCDC_OK;
    qcdc_status packed = text ? annex_pack (text, &annex, &annex_length) : QCDC_OK;
    if (packed != QCDC_OK)
        return fault_set (fault, packed, NULL, "%s", _ ("the texts together are too long"));
    QCDC_TRY (journal_append (desk->home.journal, body, (bytes_t){annex, annex_length}, address, fault));
    *appended = true;
    return QCDC_OK;
}

void ref_set (Qcdc__Ref *ref, const address_t *address)
{
    qcdc__ref__init (ref);
    ref->origin = address->origin;
    ref->seq = address->seq;
    ref->hash = address->hash8;
}

/*  What has not been acknowledged has no verdict yet, whatever is thought of it here.  An entry is taken in; "accepted" is what the
 *  province's review says of a report, and the law of a petition. */
const char *verdict_name (Qcdc__VerdictState state, bool acknowledged)
{
    static const char *const NAMES[] = {
        [QCDC__VERDICT_STATE__VERDICT_ACCEPTED] = N_ ("taken in"),
        [QCDC__VERDICT_STATE__VERDICT_ALIAS] = N_ ("known already"),
        [QCDC__VERDICT_STATE__VERDICT_REJECTED] = N_ ("rejected"),
        [QCDC__VERDICT_STATE__VERDICT_WAITING] = N_ ("waiting"),
        [QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED] = N_ ("unsupported"),
    };
    if (!acknowledged)
        return N_ ("not sent");
    return (unsigned)state < sizeof NAMES / sizeof *NAMES ? NAMES[state]
                                                          : NAMES[QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED];
}
