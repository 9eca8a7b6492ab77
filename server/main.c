/*  main.c — qcdcd, the provincial server: what holds for every command, before any of them runs. */

#include "commands/commands.h"

#include "base/i18n.h"
#include "base/process.h"

#include <stdlib.h>
#include <sys/stat.h>

int main (int argc, char **argv)
{
    /* What we write is nobody else's; and czmq must leave SIGINT and SIGTERM to us. */
    umask (077);
    setenv ("ZSYS_SIGHANDLER", "false", 1);
    i18n_init ();
    process_close ();
    options_t options;
    command_fn *command = NULL;
    int status = options_parse (argc, argv, &options, &command);
    return command ? command (&options) : status;
}
