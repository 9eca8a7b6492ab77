/*  options.h — qcdcd's command line, one table for all commands.
 *
 *  Everything points into argv, which outlives the command. */

#ifndef QCDC_OPTIONS_H
#define QCDC_OPTIONS_H

#include <stdbool.h>

typedef struct {
    const char *command;
    const char *data; /* --data DIR: the embedded database */
    const char *db;   /* --db CONNINFO: another one, */
    const char *keys; /* --keys DIR: with the keys here */
    const char *listen;
    const char *listen_old;
    const char *endpoint;
    const char *office;
    const char *role;
    const char *valid;
    const char *origin;
    const char *invitation;
    const char *name; /* of a device, or of the office that a province is founded with */
    const char *unit;
    const char *unit_name;
    const char *into;
    const char *format;
    const char *operand; /* what stands behind the command without a name */
    bool clock_ok;
    bool rejudge;
    bool all;
} options_t;

typedef int (command_fn) (const options_t *options);

/*  Reads the command line.  *COMMAND is what to call with *OPTIONS; NULL when the line asked for help or the
 *  version, which have been printed, or was wrong, which has been said on stderr.  Returns the exit status for a
 *  NULL *COMMAND. */
int options_parse (int argc, char **argv, options_t *options, command_fn **command);

#endif
