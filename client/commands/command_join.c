/*  command_join.c — qcdc join INVITE: makes this folder a device of an office.
 *
 *  Keys and journal are on the disk before anything is sent: an answer that is lost is asked for again with the
 *  same code and the same key, and is then the same.  A home that a restored server has forgotten joins again, by a
 *  new invitation of its office, with its old keys and journal. */

#include "commands/command.h"
#include "journal/home.h"
#include "base/i18n.h"
#include "line/invitation.h"
#include "line/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOCK_WAIT_MS 10000

/*  A home that has joined may do so again at the same server and for the same office only: its receipts are that
 *  server's. *DONE: it has joined with this very invitation. */
static qcdc_status check_joined (const home_t *home, const invitation_t *invitation, const char *code_hash,
                                 bool *done, fault_t *fault)
{
    *done = false;
    if (!journal_own (home->journal))
        return QCDC_OK;
    char *sign = NULL, *office = NULL, *joined_by = NULL;
    char invited_sign[2 * SIGN_KEY_BYTES + 1];
    hex_format (invitation->server_sign, SIGN_KEY_BYTES, invited_sign);
    qcdc_status status = journal_get (home->journal, "server_sign", &sign, fault);
    if (status == QCDC_OK)
        status = journal_get (home->journal, "office", &office, fault);
    if (status == QCDC_OK)
        status = journal_get (home->journal, "invitation", &joined_by, fault);
    if (status == QCDC_OK) {
        if (strcmp (office, invitation->office) != 0)
            status = fault_set (fault, QCDC_EXISTS, "office", _ ("%s belongs to office %s, the invitation is for %s"),
                                home->path, office, invitation->office);
        else if (strcmp (sign, invited_sign) != 0)
            status = fault_set (fault, QCDC_EXISTS, "server-sign", _ ("%s has joined another server"), home->path);
        else
            *done = strcmp (joined_by, code_hash) == 0;
        if (status != QCDC_OK)
            fault_advise (fault, _ ("join in another folder: qcdc --home FOLDER join INVITE"));
    }
    free (sign);
    free (office);
    free (joined_by);
    return status;
}

static qcdc_status ask (const home_t *home, const invitation_t *invitation, patience_t *patience,
                        Qcdc__Joined *joined, arena_t *arena, bool *retry, fault_t *fault)
{
    session_t *session = NULL;
    *retry = false;
    qcdc_status status = session_open (invitation->endpoint, invitation->server_curve, &home->keys, &session, fault);
    if (status != QCDC_OK)
        return status;
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
    status = session_ask (session, patience, &frame, &answer, retry, fault);
    if (status == QCDC_OK && answer->kind_case != QCDC__FRAME__KIND_JOINED)
        status = session_unexpected (_ ("no answer to joining"), fault);
    if (status == QCDC_OK) {
        /* The frame goes with the session. */
        const Qcdc__Joined *got = answer->joined;
        *joined = (Qcdc__Joined)QCDC__JOINED__INIT;
        joined->origin = got->origin;
        joined->office = arena_strdup (arena, got->office);
        joined->office_name = arena_strdup (arena, got->office_name);
        joined->unit = arena_strdup (arena, got->unit);
        joined->role = arena_strdup (arena, got->role);
        if (!joined->office || !joined->office_name || !joined->unit || !joined->role)
            status = fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for the answer"));
    }
    session_close (&session);
    return status;
}

static qcdc_status check_answer (const home_t *home, const invitation_t *invitation, const Qcdc__Joined *joined,
                                 fault_t *fault)
{
    role_t role;
    if (joined->origin != origin_id (home->keys.sign_public))
        return session_unexpected (_ ("it names another device"), fault);
    if (strcmp (joined->office, invitation->office) != 0 || !catalog_office (home->catalog, joined->office))
        return session_unexpected (_ ("it names another office"), fault);
    if (role_parse (joined->role, &role) != QCDC_OK)
        return session_unexpected (_ ("it names an unknown role"), fault);
    return QCDC_OK;
}

static qcdc_status store (const home_t *home, const invitation_t *invitation, const Qcdc__Joined *joined,
                          const char *code_hash, fault_t *fault)
{
    char curve[2 * CURVE_KEY_BYTES + 1], sign[2 * SIGN_KEY_BYTES + 1];
    const struct {
        const char *name;
        const char *value;
    } SETTINGS[] = {
        {"endpoint", invitation->endpoint},
        {"server_curve", hex_format (invitation->server_curve, CURVE_KEY_BYTES, curve)},
        {"server_sign", hex_format (invitation->server_sign, SIGN_KEY_BYTES, sign)},
        {"office", joined->office},
        {"office_name", joined->office_name},
        {"unit", joined->unit},
        {"role", joined->role},
        {"invitation", code_hash},
    };
    journal_t *journal = home->journal;
    qcdc_status status = journal_begin (journal, fault);
    if (status != QCDC_OK)
        return status;
    status = journal_set_own (journal, home->keys.sign_public, joined->office, fault);
    for (size_t i = 0; status == QCDC_OK && i < sizeof SETTINGS / sizeof *SETTINGS; i++)
        status = journal_set (journal, SETTINGS[i].name, SETTINGS[i].value, fault);
    if (status == QCDC_OK)
        status = journal_commit (journal, fault);
    if (status != QCDC_OK)
        journal_rollback (journal);
    return status;
}

static qcdc_status join (const home_t *home, const invitation_t *invitation, const char *code_hash, arena_t *arena,
                         bool *retry, fault_t *fault)
{
    Qcdc__Joined joined;
    patience_t patience;
    patience_start (&patience, PATIENCE_FIRST_MS, PATIENCE_MS);
    qcdc_status status = QCDC_OK;
    for (int tries = 0;; tries++) {
        status = ask (home, invitation, &patience, &joined, arena, retry, fault);
        if (status == QCDC_OK || !*retry || patience_over (&patience))
            break;
        session_back_off (&patience, tries);
    }
    if (status == QCDC_OK)
        status = check_answer (home, invitation, &joined, fault);
    if (status == QCDC_OK)
        status = store (home, invitation, &joined, code_hash, fault);
    if (status == QCDC_OK)
        printf (_ ("Joined as %s, role %s, device %s. Next: qcdc sync\n"), joined.office_name, joined.role,
                origin_format (joined.origin, (char[ORIGIN_TEXT_BYTES]){0}));
    return status;
}

int command_join (const command_t *command)
{
    invitation_t invitation;
    home_t home = {0};
    fault_t fault = {0};
    bool done = false, retry = false;
    if (command->argc != 1) {
        fprintf (stderr, "%s\n", _ ("usage: qcdc join INVITE"));
        return EXIT_USAGE;
    }
    qcdc_status status = keys_init ();
    if (status != QCDC_OK)
        fault_set (&fault, status, NULL, _ ("the cryptographic library does not start"));
    else
        status = invitation_read (command->argv[0], &invitation, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    /* The code itself is not kept: whoever reads the journal must not find a key to the door. */
    uint8_t hash[HASH_BYTES];
    char code_hash[2 * HASH_BYTES + 1];
    hash_bytes (invitation.code, JOIN_CODE_BYTES, hash);
    hex_format (hash, HASH_BYTES, code_hash);

    arena_t *arena = arena_new (QCDC_FRAME_BYTES_MAX);
    if (!arena)
        status = fault_set (&fault, QCDC_NO_MEMORY, NULL, _ ("no memory for the answer"));
    if (status == QCDC_OK)
        status = home_make (command->home, LOCK_WAIT_MS, &home, &fault);
    if (status == QCDC_OK)
        status = check_joined (&home, &invitation, code_hash, &done, &fault);
    if (status == QCDC_OK && done)
        printf (_ ("This device has already joined with this invitation, as %s.\n"), invitation.office);
    else if (status == QCDC_OK)
        status = join (&home, &invitation, code_hash, arena, &retry, &fault);
    if (home.journal)
        home_close (&home);
    arena_destroy (&arena);
    if (status == QCDC_OK)
        return EXIT_DONE;
    if (retry && !fault.advice[0])
        fault_advise (&fault, _ ("run the same command again later; the invitation can still be used"));
    int failed = command_fail (&fault);
    return retry ? EXIT_LATER : failed;
}
