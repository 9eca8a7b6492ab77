/*  command.h — the commands of qcdc, and the frame in which they run.
 *
 *  Each takes what follows its name and returns the exit status: 0 done · 1 refused or failed, with one line on
 *  stderr · 2 usage · 75 try again later.  A command that works at a desk says what its line may hold and what it
 *  does; opening, the transaction, closing, the line on stderr and the exit status are the frame's. */

#ifndef QCDC_COMMAND_H
#define QCDC_COMMAND_H

#include "commands/usage.h"
#include "desk/desk.h"
#include "texts/args.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_LATER = 75 };

typedef struct command {
    const char *home; /* --home, or QCDC_HOME, or ~/.local/share/qcdc */
    int argc;         /* after the command's name */
    char **argv;
    const char *name;
    const command_table_t *table; /* of all commands */
    const char *usage; /* how it is written, after "qcdc "; NULL where a part of it has to be named first */
} command_t;

int command_join (const command_t *command);
int command_rescue (const command_t *command);
int command_sync (const command_t *command);
int command_status (const command_t *command);
int command_rejected (const command_t *command);
int command_report (const command_t *command);
int command_review (const command_t *command);
int command_petition (const command_t *command);
int command_reception (const command_t *command);
int command_matter (const command_t *command);
int command_list (const command_t *command);
int command_notice (const command_t *command);
int command_notices (const command_t *command);
int command_task (const command_t *command);
int command_tasks (const command_t *command);
int command_seal (const command_t *command);
int command_unseal (const command_t *command);
int command_erase (const command_t *command);
int command_publish (const command_t *command);
int command_vouch (const command_t *command);
int command_identity (const command_t *command);
int command_catalogue (const command_t *command);
int command_query (const command_t *command);
int command_explain (const command_t *command);
int command_brief (const command_t *command);
int command_desk (const command_t *command);

/*  ---------------------------------------------------------------- the frame */

/*  What a command does at its desk.  ARG is the command's own, the same for all. */
typedef struct {
    args_rule_t line;
    /*  Reads the line in place of LINE, where that cannot say it; NULL: as LINE says. */
    qcdc_status (*parse) (const command_t *command, args_t *args, void *arg, fault_t *fault);
    /*  What else can be said before anything is opened: a slip is told at once.  NULL: nothing. */
    qcdc_status (*check) (const args_t *args, void *arg, fault_t *fault);
    /*  The work itself.  A status without a message in FAULT says what there is to say. */
    qcdc_status (*work) (desk_t *desk, const args_t *args, void *arg, fault_t *fault);
    bool writes; /* the work is one transaction, kept if it succeeds (command_commit) */
    /*  Once all is kept and closed: says so, and returns the exit status.  NULL: there is nothing to say. */
    int (*done) (const args_t *args, void *arg);
} desk_work_t;

int command_at_desk (const command_t *command, const desk_work_t *work, void *arg);

/*  Keeps what was written since journal_begin, unless ARGS want to see it only (--dry-run): then the frame takes it back, and the
 *  command ends as it would have ended. */
qcdc_status command_commit (desk_t *desk, const args_t *args, fault_t *fault) QCDC_CHECK;

/*  Reads a line by RULE; what is wrong with it comes with how the command is written. */
qcdc_status command_args (const command_t *command, const args_rule_t *rule, args_t *args, fault_t *fault) QCDC_CHECK;

/*  A command with parts ("petition list"): runs the one that the first word names. */
typedef struct {
    const char *name;
    command_fn *run;
} command_part_t;
int command_part (const command_t *command, const command_part_t *parts, size_t count, const char *usage);

/*  One line on stderr: "qcdc: <translated status>: <message>; <advice>"; returns the exit status that fits: 75 for
 *  TIMEOUT and DATABASE_AWAY, else 1. */
int command_fail (const fault_t *fault);

/*  The same, and 75 where the work is safe and only a line was missing: LATER. */
int command_fail_later (const fault_t *fault, bool later);

#endif
