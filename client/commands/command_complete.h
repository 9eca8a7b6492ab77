/*  command_complete.h — what the shell asks while a line is being typed. */

#ifndef QCDC_COMMAND_COMPLETE_H
#define QCDC_COMMAND_COMPLETE_H

#include "commands/usage.h"

/*  What the last of WORDS, which a person is typing, may become: a line each on stdout.  Returns the exit status. */
int complete_words (const command_table_t *table, int count, char **words);

#endif
