/*  command_join.c — qcdc join INVITE: makes this folder a device of an office.
 *
 *  Keys and journal are on the disk before anything is sent: an answer that is lost is asked for again with the
 *  same code and the same key, and is then the same.  A home that a restored server has forgotten joins again, by a
 *  new invitation of its office, with its old keys and journal.
 *
 *  A device that has joined is synchronised at once; where the line does not last for that, it has joined all the same. */

#include "commands/command.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "journal/published.h"
#include "journal/seal.h"
#include "line/invitation.h"
#include "line/place.h"
#include "line/session.h"
#include "line/sync.h"
#include "show/naming.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  A home that has joined may do so again at the same server and for the same office only: its receipts are that
 *  server's. *DONE: it has joined with this very invitation. */
static qcdc_status check_joined (const home_t *home, const invitation_t *invitation, const char *code_hash,
                                 bool *done, fault_t *fault)
{
    *done = false;
    if (!journal_own (home->journal))
        return QCDC_OK;
    char *office QCDC_CLEANUP (memory_free) = NULL, *joined_by QCDC_CLEANUP (memory_free) = NULL;
    place_t place;
    QCDC_TRY (place_load (home->journal, &place, fault));
    QCDC_TRY (journal_get (home->journal, "office", &office, fault));
    QCDC_TRY (journal_get (home->journal, "invitation", &joined_by, fault));
    qcdc_status status = QCDC_OK;
    if (strcmp (office, invitation->office) != 0)
        status = fault_set (fault, QCDC_EXISTS, "office", _ ("%s belongs to office %s, the invitation is for %s"),
                            home->path, office, invitation->office);
    else if (!known_server_has (&place.known, invitation->server_sign))
        status = fault_set (fault, QCDC_EXISTS, "server-sign", _ ("%s has joined another server"), home->path);
    else
        *done = strcmp (joined_by, code_hash) == 0;
    if (status != QCDC_OK)
        fault_advise (fault, _ ("join in another folder: qcdc --home FOLDER join INVITE"));
    return status;
}

/*  The answer, copied out of a frame that goes with its session. */
static qcdc_status joined_copy (const Qcdc__Joined *got, arena_t *arena, Qcdc__Joined *joined, fault_t *fault)
{
    *joined = (Qcdc__Joined)QCDC__JOINED__INIT;
    joined->origin = got->origin;
    joined->office = arena_strdup (arena, got->office);
    joined->office_name = arena_strdup (arena, got->office_name);
    joined->unit = arena_strdup (arena, got->unit);
    joined->role = arena_strdup (arena, got->role);
    if (!joined->office || !joined->office_name || !joined->unit || !joined->role)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for the answer"));
    return QCDC_OK;
}

/*  A server that has moved since says so at its old address, signed: the invitation is followed there.  *MOVED: it was. */
static qcdc_status follow (invitation_t *invitation, const Qcdc__Frame *answer, bool *moved, fault_t *fault)
{
    *moved = answer && answer->kind_case == QCDC__FRAME__KIND_REFUSED && answer->refused->n_whereabouts;
    if (!*moved)
        return QCDC_OK;
    known_server_t known = {.serial = invitation->whereabouts};
    memcpy (known.sign, invitation->server_sign, SIGN_KEY_BYTES);
    memcpy (known.curve, invitation->server_curve, CURVE_KEY_BYTES);
    strcpy (known.endpoint, invitation->endpoint);
    QCDC_TRY (place_follow_wire (&known, answer->refused->whereabouts, answer->refused->n_whereabouts, fault));
    *moved = known.serial > invitation->whereabouts;
    invitation->whereabouts = known.serial;
    memcpy (invitation->server_sign, known.sign, SIGN_KEY_BYTES);
    memcpy (invitation->server_curve, known.curve, CURVE_KEY_BYTES);
    strcpy (invitation->endpoint, known.endpoint);
    return QCDC_OK;
}

static qcdc_status ask (const home_t *home, invitation_t *invitation, patience_t *patience, Qcdc__Joined *joined,
                        arena_t *arena, bool *retry, fault_t *fault)
{
    session_t *session QCDC_CLEANUP (session_close) = NULL;
    *retry = false;
    QCDC_TRY (session_open (invitation->endpoint, invitation->server_curve, &home->keys, &session, fault));
    uint8_t signature[SIGNATURE_BYTES];
    join_sign (invitation->code, home->keys.curve_public, home->keys.sign_secret, signature);
    Qcdc__Join join = QCDC__JOIN__INIT;
    join.code = (ProtobufCBinaryData){JOIN_CODE_BYTES, (uint8_t *)invitation->code};
    join.sign_key = (ProtobufCBinaryData){SIGN_KEY_BYTES, (uint8_t *)home->keys.sign_public};
    join.signature = (ProtobufCBinaryData){SIGNATURE_BYTES, signature};
    join.program = (char *)"qcdc " QCDC_PROGRAM_VERSION;
    Qcdc__Frame frame = QCDC__FRAME__INIT, *answer = NULL;
    frame.kind_case = QCDC__FRAME__KIND_JOIN;
    frame.join = &join;
    qcdc_status status = session_ask (session, patience, &frame, &answer, retry, fault);
    if (status == QCDC_MOVED) {
        bool moved = false;
        *retry = false;
        QCDC_TRY (follow (invitation, answer, &moved, fault));
        if (moved)
            return ask (home, invitation, patience, joined, arena, retry, fault);
    }
    QCDC_TRY (status);
    if (answer->kind_case != QCDC__FRAME__KIND_JOINED)
        return session_unexpected (_ ("no answer to joining"), fault);
    return joined_copy (answer->joined, arena, joined, fault);
}

/*  The answer is held against the invitation and our own key before a word of it is kept: it came from whoever holds
 *  the endpoint. */
static qcdc_status check_answer (const home_t *home, const invitation_t *invitation, const Qcdc__Joined *joined,
                                 fault_t *fault)
{
    role_t role;
    if (joined->origin != origin_id (home->keys.sign_public))
        return session_unexpected (_ ("it names another device"), fault);
    if (strcmp (joined->office, invitation->office) != 0)
        return session_unexpected (_ ("it names another office"), fault);
    if (role_parse (joined->role, &role) != QCDC_OK)
        return session_unexpected (_ ("it names an unknown role"), fault);
    return QCDC_OK;
}

typedef struct {
    const char *name, *value;
} setting_t;

static qcdc_status set_all (journal_t *journal, const setting_t *settings, size_t count, fault_t *fault)
{
    for (size_t i = 0; i < count; i++)
        QCDC_TRY (journal_set (journal, settings[i].name, settings[i].value, fault));
    return QCDC_OK;
}

/*  The server's keys as the invitation has them; a home that joins again may have heard of later ones, and keeps those. */
static qcdc_status store_keys (const home_t *home, const invitation_t *invitation, fault_t *fault)
{
    char sign[2 * SIGN_KEY_BYTES + 1], serial[24], *known QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (journal_get (home->journal, "whereabouts", &known, fault));
    if (strtoull (known, NULL, 10) > invitation->whereabouts)
        return QCDC_OK;
    snprintf (serial, sizeof serial, "%llu", (unsigned long long)invitation->whereabouts);
    const setting_t settings[] = {
        {"server_sign", hex_format (invitation->server_sign, SIGN_KEY_BYTES, sign)},
        {"whereabouts", serial},
        {"whereabouts_complete", ""},
        {"whereabouts_said", ""},
    };
    return set_all (home->journal, settings, sizeof settings / sizeof *settings, fault);
}

static const uint8_t NONE[SIGN_KEY_BYTES]; /* an invitation of before the first publication has no key */

/*  The key of the device whose publications count.  Before there was one, the device that joins for the province is that itself, and no
 *  server can say otherwise; a home that joins again keeps the one that it knows. */
static qcdc_status first_key (const home_t *home, const invitation_t *invitation, char first[2 * SIGN_KEY_BYTES + 1],
                              fault_t *fault)
{
    char *known QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (journal_get (home->journal, PUBLISHED_FIRST, &known, fault));
    bool told = memcmp (invitation->first, NONE, sizeof NONE) != 0;
    if (!told && *known)
        snprintf (first, 2 * SIGN_KEY_BYTES + 1, "%s", known);
    else
        hex_format (told ? invitation->first : home->keys.sign_public, SIGN_KEY_BYTES, first);
    return QCDC_OK;
}

/*  For whom nothing was published there was nothing to join for, but for the device that publishes. */
static qcdc_status check_founded (const invitation_t *invitation, fault_t *fault)
{
    if (invitation->role == ROLE_PROVINCE || memcmp (invitation->first, NONE, sizeof NONE) != 0)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_INVITATION, NULL, "%s",
               _ ("this invitation was made before the province published anything, and does not say whose "
                  "publications count"));
    fault_advise (fault, "%s", _ ("ask the province for a new one"));
    return fault->status;
}

static qcdc_status store_all (const home_t *home, const invitation_t *invitation, const Qcdc__Joined *joined,
                              const char *code_hash, fault_t *fault)
{
    char curve[2 * CURVE_KEY_BYTES + 1], first[2 * SIGN_KEY_BYTES + 1];
    QCDC_TRY (first_key (home, invitation, first, fault));
    const setting_t settings[] = {
        {"endpoint", invitation->endpoint},
        {"server_curve", hex_format (invitation->server_curve, CURVE_KEY_BYTES, curve)},
        {"server_curve_next", ""},
        {"endpoint_next", ""},
        {"office", joined->office},
        {"office_name", joined->office_name},
        {"unit", joined->unit},
        {"role", joined->role},
        {"invitation", code_hash},
        {PUBLISHED_FIRST, first},
    };
    QCDC_TRY (journal_set_own (home->journal, home->keys.sign_public, joined->office, fault));
    QCDC_TRY (store_keys (home, invitation, fault));
    return set_all (home->journal, settings, sizeof settings / sizeof *settings, fault);
}

/*  All in one transaction: a home is a device with everything that it needs, or not yet one. */
static qcdc_status store (const home_t *home, const invitation_t *invitation, const Qcdc__Joined *joined,
                          const char *code_hash, fault_t *fault)
{
    QCDC_TRY (journal_begin (home->journal, fault));
    qcdc_status status = store_all (home, invitation, joined, code_hash, fault);
    if (status == QCDC_OK)
        status = journal_commit (home->journal, fault);
    if (status != QCDC_OK)
        journal_rollback (home->journal);
    return status;
}

/*  Asks until there is an answer or patience is over.  Asking twice is harmless: the server knows the key by which
 *  it has answered this code. */
static qcdc_status join (const home_t *home, invitation_t *invitation, const char *code_hash, int patience_ms,
                         arena_t *arena, bool *retry, fault_t *fault)
{
    Qcdc__Joined joined = QCDC__JOINED__INIT;
    patience_t patience;
    patience_start (&patience, patience_ms, false);
    qcdc_status status = QCDC_OK;
    for (int tries = 0;; tries++) {
        status = ask (home, invitation, &patience, &joined, arena, retry, fault);
        if (status == QCDC_OK || !*retry || patience_over (&patience))
            break;
        session_back_off (&patience, tries);
    }
    progress_end (&patience.progress);
    QCDC_TRY (status);
    QCDC_TRY (check_answer (home, invitation, &joined, fault));
    QCDC_TRY (store (home, invitation, &joined, code_hash, fault));
    printf (_ ("Joined as %s, role %s, device %s.\n"), joined.office_name, people_word ("role", joined.role),
            origin_format (joined.origin, (char[ORIGIN_TEXT_BYTES]){0}));
    return QCDC_OK;
}

/*  What came is folded here, so that help and completion know it at once; and a further device of the provincial office is told what it
 *  needs before it speaks for the province. */
static qcdc_status tell_vouching (const home_t *home, fault_t *fault)
{
    char key[2 * SIGN_KEY_BYTES + 1];
    bool may;
    QCDC_TRY (published_may (home->journal, home->path, home->origin, day_of_moment (moment_now ()), &may, fault));
    if (!may && home->role == ROLE_PROVINCE) {
        printf (_ ("Before it publishes, reviews or erases, a device that does has to vouch for it: qcdc vouch %s\n"),
                hex_format (home->keys.sign_public, SIGN_KEY_BYTES, key));
        printf ("%s\n",
                _ ("Where every such device is lost, the paper in the safe does so here: qcdc vouch --with-paper"));
    }
    return QCDC_OK;
}

/*  The folder becomes a home, and the home a device of the office.  *JOINED: it has become one now.  *RETRY: the same command may be
 *  run again later. */
static qcdc_status make_device (const char *folder, const char *invite, int patience_ms, bool *joined, bool *retry,
                                fault_t *fault)
{
    invitation_t invitation;
    home_t home QCDC_CLEANUP (home_close) = {.lock_fd = -1};
    arena_t *arena QCDC_CLEANUP (arena_destroy) = NULL;
    bool done = false;
    qcdc_status status = keys_init ();
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, _ ("the cryptographic library does not start"));
    QCDC_TRY (invitation_read (invite, &invitation, fault));
    QCDC_TRY (check_founded (&invitation, fault));
    /* The code itself is not kept: whoever reads the journal must not find a key to the door. */
    uint8_t hash[HASH_BYTES];
    char code_hash[2 * HASH_BYTES + 1];
    hash_bytes (invitation.code, JOIN_CODE_BYTES, hash);
    hex_format (hash, HASH_BYTES, code_hash);
    if (!(arena = arena_new (QCDC_FRAME_BYTES_MAX)))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for the answer"));
    QCDC_TRY (home_make (folder, DESK_WAIT_MS, &home, fault));
    QCDC_TRY (check_joined (&home, &invitation, code_hash, &done, fault));
    QCDC_TRY (done ? QCDC_OK : home_unlock (&home, fault));
    *joined = !done;
    if (!done)
        return join (&home, &invitation, code_hash, patience_ms, arena, retry, fault);
    printf (_ ("This device has already joined with this invitation, as %s.\n"), invitation.office);
    return QCDC_OK;
}

/*  The catalogue, and what the office's other devices have written: a device that has just joined can work at once.  *LATER: there was
 *  no line for it. */
static qcdc_status first_sync (const char *folder, int patience_ms, bool *later, fault_t *fault)
{
    home_t home QCDC_CLEANUP (home_close) = {.lock_fd = -1};
    const sync_options_t options = {.quiet = true, .patience_ms = patience_ms};
    sync_result_t result;
    const sync_standing_t standing = {0};
    QCDC_TRY (home_open (folder, DESK_WAIT_MS, &home, fault));
    qcdc_status status = sync_run (&home, &options, &result, later, fault);
    if (status == QCDC_OK) {
        sync_report (&result, &standing);
        status = tell_vouching (&home, fault);
    } else
        fault_advise (fault, _ ("the device has joined already: fetch what is missing with qcdc sync, later"));
    return status;
}

/*  Joins, and synchronises a device that has.  *RETRY: the same command, or qcdc sync, may be run again later. */
static qcdc_status join_home (const char *folder, const char *invite, int patience_ms, bool *retry, fault_t *fault)
{
    bool joined = false;
    QCDC_TRY (make_device (folder, invite, patience_ms, &joined, retry, fault));
    return joined ? first_sync (folder, patience_ms, retry, fault) : QCDC_OK;
}

/*  Not at a desk: there is none before it has joined. */
int command_join (const command_t *command)
{
    static const args_rule_t RULE = {.words_min = 1, .words_max = 1, .takes_patience = true};
    args_t args;
    fault_t fault = {0};
    bool retry = false;
    qcdc_status status = command_args (command, &RULE, &args, &fault);
    if (status == QCDC_OK)
        status = join_home (command->home, args.words[0], args.patience_ms, &retry, &fault);
    if (status == QCDC_OK)
        return EXIT_DONE;
    if (retry && !fault.advice[0])
        fault_advise (&fault, _ ("run the same command again later; the invitation can still be used"));
    return command_fail_later (&fault, retry);
}
