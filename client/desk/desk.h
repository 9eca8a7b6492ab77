/*  desk.h — what every offline command does: open the home, judge a fact as the server will, append it. */

#ifndef QCDC_DESK_H
#define QCDC_DESK_H

#include "commands/command.h"
#include "journal/home.h"
#include "show/output.h"

typedef struct {
    home_t home;
    arena_t *arena; /* of one fact at a time */
} desk_t;

/*  Opens the command's home. */
qcdc_status desk_open (const command_t *command, desk_t *desk, fault_t *fault) QCDC_CHECK;
void desk_close (desk_t *desk);

/*  The part of a judge's input that does not depend on the fact: who, in which role, now. */
judge_input_t desk_input (const desk_t *desk);

/*  Judges FACT: QCDC_OK, also for what the server would call a second copy (*COPY), or the reason of its refusal. */
qcdc_status desk_judge (const judge_input_t *input, const Qcdc__Fact *fact, bool *copy, fault_t *fault) QCDC_CHECK;

/*  Judges FACT and appends it with TEXT (NULL: no annex), inside the caller's transaction.  A fact that the
 *  server would reject is refused with its reason.  What the server would call a second copy is not appended
 *  unless KEEPS_COPY (a correction of texts only, which judging does not see); *APPENDED tells.  *ADDRESS may be
 *  NULL. */
qcdc_status desk_append (desk_t *desk, const judge_input_t *input, const Qcdc__Fact *fact,
                         const Qcdc__AnnexText *text, bool keeps_copy, bool *appended, address_t *address,
                         fault_t *fault) QCDC_CHECK;

/*  The words, KEY=VALUE pairs and --format of a command line. */
#define DESK_WORDS_MAX 4
#define DESK_KEYS_MAX 16
typedef struct {
    const char *words[DESK_WORDS_MAX];
    size_t word_count;
    const char *const *keys;           /* NULL-terminated */
    const char *values[DESK_KEYS_MAX]; /* by place of the key; NULL where it was not given */
    format_t format;
} args_t;

/*  QCDC_USAGE names what is wrong: fewer or more words than wanted, an unknown or repeated key, an unknown option. */
qcdc_status args_parse (const command_t *command, size_t words_min, size_t words_max, const char *const *keys,
                        bool takes_format, args_t *args, fault_t *fault) QCDC_CHECK;
const char *args_value (const args_t *args, const char *key);

/*  A verdict as people and files read it: "accepted", "not sent" …: msgids. */
const char *verdict_name (Qcdc__VerdictState state, bool acknowledged);

/*  The reference that an address makes. */
void ref_set (Qcdc__Ref *ref, const address_t *address);

#endif
