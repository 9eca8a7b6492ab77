/*  desk.c — what every offline command does. */

#include "desk/desk.h"

#include "base/day.h"
#include "base/i18n.h"
#include "show/messages.h"

#include <stdlib.h>
#include <string.h>

enum { LOCK_WAIT_MS = 10000 };

/*  A sync by a timer may be under way: a person waits for it a while rather than be turned away. */
qcdc_status desk_open (const command_t *command, desk_t *desk, fault_t *fault)
{
    desk->arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    if (!desk->arena) {
        desk->home = (home_t){.lock_fd = -1};
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the command cannot start"));
    }
    qcdc_status status = home_open (command->home, LOCK_WAIT_MS, &desk->home, fault);
    if (status != QCDC_OK)
        arena_destroy (&desk->arena);
    return status;
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
                           .target_office = desk->home.office->id};
}

/*  What judging says, for the person at this desk. */
static void fault_people (const fault_t *judged, fault_t *fault)
{
    char *message = message_people (judged->message), *advice = message_people (judged->advice);
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
    fault_people (&verdict.fault, fault);
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

qcdc_status desk_judge (const judge_input_t *input, const Qcdc__Fact *fact, bool *copy, fault_t *fault)
{
    uint8_t *data = NULL;
    bytes_t body;
    *copy = false;
    qcdc_status status = body_pack (fact, &data, &body, fault);
    if (status == QCDC_OK)
        status = body_judge (input, fact, body, copy, fault);
    free (data);
    return status;
}

/*  Judges, packs the annex, appends: in this order, so that a refused fact leaves nothing behind. */
qcdc_status desk_append (desk_t *desk, const judge_input_t *input, const Qcdc__Fact *fact,
                         const Qcdc__AnnexText *text, bool keeps_copy, bool *appended, address_t *address,
                         fault_t *fault)
{
    uint8_t *data = NULL, *annex = NULL;
    size_t annex_length = 0;
    bytes_t body;
    bool copy = false;
    *appended = false;
    qcdc_status status = body_pack (fact, &data, &body, fault);
    if (status == QCDC_OK)
        status = body_judge (input, fact, body, &copy, fault);
    if (status == QCDC_OK && (!copy || keeps_copy)) {
        if (text && (status = annex_pack (text, &annex, &annex_length)) != QCDC_OK)
            fault_set (fault, status, NULL, "%s", _ ("the texts together are too long"));
        if (status == QCDC_OK)
            status = journal_append (desk->home.journal, body, (bytes_t){annex, annex_length}, address, fault);
        *appended = status == QCDC_OK;
    }
    free (data);
    free (annex);
    return status;
}

void ref_set (Qcdc__Ref *ref, const address_t *address)
{
    qcdc__ref__init (ref);
    ref->origin = address->origin;
    ref->seq = address->seq;
    ref->hash = address->hash8;
}

/*  What has not been acknowledged has no verdict yet, whatever is thought of it here. */
const char *verdict_name (Qcdc__VerdictState state, bool acknowledged)
{
    static const char *const NAMES[] = {
        [QCDC__VERDICT_STATE__VERDICT_ACCEPTED] = N_ ("accepted"),
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

/*  ---------------------------------------------------------------- command lines */

/*  Length of the key in KEY=VALUE; 0 for any other word.  Register numbers have digits or capitals before any "=". */
static size_t key_length (const char *word)
{
    size_t length = strspn (word, "abcdefghijklmnopqrstuvwxyz_");
    return length > 0 && word[length] == '=' ? length : 0;
}

/*  A key that is not known is refused: a slip of the pen must not change what a command does. */
static qcdc_status args_key (args_t *args, const char *word, size_t length, fault_t *fault)
{
    for (size_t i = 0; args->keys && args->keys[i] && i < DESK_KEYS_MAX; i++)
        if (strlen (args->keys[i]) == length && memcmp (args->keys[i], word, length) == 0) {
            if (args->values[i])
                return fault_set (fault, QCDC_USAGE, args->keys[i], _ ("%s is given twice"), args->keys[i]);
            args->values[i] = word + length + 1;
            return QCDC_OK;
        }
    return fault_set (fault, QCDC_USAGE, NULL, _ ("there is nothing called %.*s here"), (int)length, word);
}

qcdc_status args_parse (const command_t *command, size_t words_min, size_t words_max, const char *const *keys,
                        bool takes_format, args_t *args, fault_t *fault)
{
    memset (args, 0, sizeof *args);
    args->keys = keys;
    qcdc_status status = QCDC_OK;
    for (int i = 0; status == QCDC_OK && i < command->argc; i++) {
        const char *word = command->argv[i];
        size_t length = key_length (word);
        if (takes_format && strcmp (word, "--format") == 0 && i + 1 < command->argc)
            status = format_parse (command->argv[++i], &args->format, fault);
        else if (takes_format && strncmp (word, "--format=", 9) == 0)
            status = format_parse (word + 9, &args->format, fault);
        else if (word[0] == '-' && word[1] != '\0')
            status = fault_set (fault, QCDC_USAGE, NULL, _ ("unknown option or missing value: %s"), word);
        else if (keys && length > 0 && args->word_count >= words_min)
            status = args_key (args, word, length, fault);
        else if (args->word_count < words_max && args->word_count < DESK_WORDS_MAX)
            args->words[args->word_count++] = word;
        else
            status = fault_set (fault, QCDC_USAGE, NULL, _ ("one word too many: %s"), word);
    }
    if (status == QCDC_OK && args->word_count < words_min)
        status = fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("something is missing"));
    if (status == QCDC_USAGE && command->usage)
        fault_advise (fault, _ ("usage: qcdc %s"), command->usage);
    else if (status == QCDC_USAGE)
        fault_advise (fault, "%s", _ ("see qcdc --help"));
    return status;
}

const char *args_value (const args_t *args, const char *key)
{
    for (size_t i = 0; args->keys && args->keys[i] && i < DESK_KEYS_MAX; i++)
        if (strcmp (args->keys[i], key) == 0)
            return args->values[i];
    return NULL;
}
