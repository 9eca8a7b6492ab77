/*  place.c — the server's keys and address in the journal, and going over to others. */

#include "line/place.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- the journal */

static qcdc_status unknown_keys (fault_t *fault)
{
    fault_set (fault, QCDC_CORRUPT, NULL, _ ("the journal does not know the server's keys"));
    fault_advise (fault, _ ("join again with a new invitation: qcdc join INVITE"));
    return QCDC_CORRUPT;
}

static qcdc_status get_key (journal_t *journal, const char *name, const char *otherwise, uint8_t key[32],
                            fault_t *fault)
{
    char *text QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (journal_get (journal, name, &text, fault));
    if (!*text && otherwise)
        return get_key (journal, otherwise, NULL, key, fault);
    return hex_parse (text, key, 32) == QCDC_OK ? QCDC_OK : unknown_keys (fault);
}

static qcdc_status get_endpoint (journal_t *journal, const char *name, const char *otherwise,
                                 char endpoint[QCDC_ENDPOINT_BYTES_MAX + 1], fault_t *fault)
{
    char *text QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (journal_get (journal, name, &text, fault));
    if (!*text && otherwise)
        return get_endpoint (journal, otherwise, NULL, endpoint, fault);
    if (strlen (text) > QCDC_ENDPOINT_BYTES_MAX)
        return unknown_keys (fault);
    strcpy (endpoint, text);
    return QCDC_OK;
}

static qcdc_status get_past (journal_t *journal, known_server_t *known, fault_t *fault)
{
    char *text QCDC_CLEANUP (memory_free) = NULL;
    QCDC_TRY (journal_get (journal, "server_signs_past", &text, fault));
    size_t count = strlen (text) / (2 * SIGN_KEY_BYTES);
    if (count > QCDC_WHEREABOUTS_MAX || hex_parse (text, known->past[0], count * SIGN_KEY_BYTES) != QCDC_OK)
        return unknown_keys (fault);
    known->past_count = count;
    return QCDC_OK;
}

qcdc_status place_load (journal_t *journal, place_t *place, fault_t *fault)
{
    char *serial QCDC_CLEANUP (memory_free) = NULL, *complete QCDC_CLEANUP (memory_free) = NULL,
                              *said QCDC_CLEANUP (memory_free) = NULL;
    *place = (place_t){0};
    QCDC_TRY (journal_get (journal, "whereabouts", &serial, fault));
    QCDC_TRY (journal_get (journal, "whereabouts_said", &said, fault));
    QCDC_TRY (journal_get (journal, "whereabouts_complete", &complete, fault));
    place->known.serial = strtoull (serial, NULL, 10);
    place->known.said_at_us = strtoll (said, NULL, 10);
    place->complete = !place->known.serial || *complete;
    QCDC_TRY (get_key (journal, "server_sign", NULL, place->known.sign, fault));
    QCDC_TRY (get_past (journal, &place->known, fault));
    QCDC_TRY (get_key (journal, "server_curve", NULL, place->curve, fault));
    QCDC_TRY (get_key (journal, "server_curve_next", "server_curve", place->known.curve, fault));
    QCDC_TRY (get_endpoint (journal, "endpoint", NULL, place->endpoint, fault));
    return get_endpoint (journal, "endpoint_next", "endpoint", place->known.endpoint, fault);
}

bool place_moves (const place_t *place)
{
    return strcmp (place->known.endpoint, place->endpoint) != 0 ||
           memcmp (place->known.curve, place->curve, CURVE_KEY_BYTES) != 0;
}

/*  All of it, in one transaction. */
static qcdc_status put_all (journal_t *journal, const place_t *place, fault_t *fault)
{
    char serial[24], said[24], sign[2 * SIGN_KEY_BYTES + 1], curve[2 * CURVE_KEY_BYTES + 1],
        next[2 * CURVE_KEY_BYTES + 1], past[2 * QCDC_WHEREABOUTS_MAX * SIGN_KEY_BYTES + 1];
    const known_server_t *known = &place->known;
    bool moves = place_moves (place);
    snprintf (serial, sizeof serial, "%llu", (unsigned long long)known->serial);
    snprintf (said, sizeof said, "%lld", (long long)known->said_at_us);
    const char *const SETTINGS[][2] = {
        {"whereabouts", serial},
        {"whereabouts_said", said},
        {"whereabouts_complete", place->complete ? "1" : ""},
        {"server_sign", hex_format (known->sign, SIGN_KEY_BYTES, sign)},
        {"server_signs_past", hex_format (known->past[0], known->past_count * SIGN_KEY_BYTES, past)},
        {"server_curve", hex_format (place->curve, CURVE_KEY_BYTES, curve)},
        {"server_curve_next", moves ? hex_format (known->curve, CURVE_KEY_BYTES, next) : ""},
        {"endpoint", place->endpoint},
        {"endpoint_next", moves ? known->endpoint : ""},
    };
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++)
        QCDC_TRY (journal_set (journal, SETTINGS[i][0], SETTINGS[i][1], fault));
    return QCDC_OK;
}

static qcdc_status keep (journal_t *journal, const place_t *place, fault_t *fault)
{
    QCDC_TRY (journal_begin (journal, fault));
    qcdc_status status = put_all (journal, place, fault);
    if (status == QCDC_OK)
        status = journal_commit (journal, fault);
    if (status != QCDC_OK)
        journal_rollback (journal);
    return status;
}

/*  ---------------------------------------------------------------- following */

qcdc_status place_follow_wire (known_server_t *known, Qcdc__Whereabouts *const *items, size_t count, fault_t *fault)
{
    fault_t why = {0};
    if (count > QCDC_WHEREABOUTS_MAX)
        return session_unexpected (_ ("more statements than there can be"), fault);
    statement_of_server_t *statements QCDC_CLEANUP (memory_free) = calloc (count ? count : 1, sizeof *statements);
    if (!statements)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for the answer"));
    bool read = true;
    for (size_t i = 0; read && i < count; i++)
        read = whereabouts_from_wire (items[i], &statements[i]);
    if (read && whereabouts_follow (known, statements, count, &why) == QCDC_OK)
        return QCDC_OK;
    fault_set (
        fault, QCDC_BAD_SIGNATURE, NULL,
        _ ("the server says that it has other keys or another address, but not by the key that is known here"));
    fault_advise (fault, _ ("nothing was taken from it; tell the province's administrator"));
    return QCDC_BAD_SIGNATURE;
}

qcdc_status place_follow (journal_t *journal, place_t *place, Qcdc__Whereabouts *const *items, size_t count,
                          fault_t *fault)
{
    place_t to = *place;
    if (!count)
        return QCDC_OK;
    QCDC_TRY (place_follow_wire (&to.known, items, count, fault));
    to.complete = to.complete || items[0]->serial == 1;
    if (memcmp (&to, place, sizeof to) == 0)
        return QCDC_OK;
    QCDC_TRY (keep (journal, &to, fault));
    *place = to;
    return QCDC_OK;
}

/*  The usual reason is a copy from before a rotation; the day tells the province which copies are too old. */
qcdc_status place_check (const place_t *place, const ProtobufCBinaryData *key, fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    const known_server_t *known = &place->known;
    if (!key->len || (key->len == SIGN_KEY_BYTES && memcmp (key->data, known->sign, SIGN_KEY_BYTES) == 0))
        return QCDC_OK;
    if (known->serial && known->said_at_us)
        fault_set (fault, QCDC_BAD_SIGNATURE, NULL,
                   _ ("the server signs with other keys than those known here: it was restored with keys from before "
                      "the change of %s"),
                   day_format_people (day_of_moment (known->said_at_us), day));
    else
        fault_set (
            fault, QCDC_BAD_SIGNATURE, NULL,
            _ ("the server signs with other keys than those known here: it was restored with keys of an earlier "
               "day"));
    fault_advise (
        fault,
        _ ("nothing is lost, and nothing counts as sent; ask the province's administrator to put the newest keys "
           "back: server.key and whereabouts"));
    return QCDC_BAD_SIGNATURE;
}

/*  Any answer at all proves the key, and that the server is there: it refuses a ping before hello. */
qcdc_status place_try (journal_t *journal, place_t *place, const keys_t *keys, int patience_ms, fault_t *fault)
{
    session_t *session QCDC_CLEANUP (session_close) = NULL;
    patience_t patience;
    Qcdc__Ping ping = QCDC__PING__INIT;
    Qcdc__Frame frame = QCDC__FRAME__INIT, *answer = NULL;
    fault_t silent = {0};
    frame.kind_case = QCDC__FRAME__KIND_PING;
    frame.ping = &ping;
    patience_start (&patience, patience_ms, true);
    qcdc_status status = session_open (place->known.endpoint, place->known.curve, keys, &session, &silent);
    if (status == QCDC_OK)
        status = session_send (session, &frame, &silent);
    if (status == QCDC_OK)
        status = session_next (session, &patience, -1, &answer, &silent);
    if (status != QCDC_OK)
        return status == QCDC_NO_MEMORY ? fault_set (fault, status, NULL, "%s", silent.message) : QCDC_OK;
    place_t to = *place;
    strcpy (to.endpoint, to.known.endpoint);
    memcpy (to.curve, to.known.curve, CURVE_KEY_BYTES);
    QCDC_TRY (keep (journal, &to, fault));
    *place = to;
    return QCDC_OK;
}
