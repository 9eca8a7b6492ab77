/*  command.h — the commands of qcdc.  Each takes what follows its name and returns the exit status:
 *  0 done · 1 refused or failed, with one line on stderr · 2 usage · 75 try again later. */

#ifndef QCDC_COMMAND_H
#define QCDC_COMMAND_H

#include "base/fault.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_LATER = 75 };

typedef struct {
    const char *home; /* --home, or QCDC_HOME, or ~/.local/share/qcdc */
    int argc;         /* after the command's name */
    char **argv;
    const char *usage; /* how it is written, after "qcdc "; NULL where a part of it has to be named first */
} command_t;

int command_join (const command_t *command);
int command_rescue (const command_t *command);
int command_sync (const command_t *command);
int command_status (const command_t *command);
int command_rejected (const command_t *command);
int command_report (const command_t *command);
int command_petition (const command_t *command);
int command_erase (const command_t *command);
int command_query (const command_t *command);
int command_explain (const command_t *command);

/*  One line on stderr: "qcdc: <translated status>: <message>; <advice>"; returns the exit status that fits: 75 for
 *  TIMEOUT and DATABASE_AWAY, else 1. */
int command_fail (const fault_t *fault);

#endif
