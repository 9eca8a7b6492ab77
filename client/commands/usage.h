/*  usage.h — how commands are written: one line each, from which help, advice and completion are made.
 *
 *  "petition move LOCAL_NO|ADDRESS STEP on=DAY [outcome=OUTCOME] [--format table|csv|json]": small letters are typed as they
 *  stand, capitals stand for something (values.h knows for what), brackets hold what may be left out, and … what may be said
 *  again. */

#ifndef QCDC_USAGE_H
#define QCDC_USAGE_H

#include "base/nearest.h"

#include <stdio.h>

struct command;
typedef int (command_fn) (const struct command *command);

/*  A command, or a part of one: there is a row for each line of the help. */
typedef struct {
    const char *name;
    command_fn *run;
    const char *usage; /* after "qcdc " */
    const char *does;  /* a msgid */
} command_row_t;

typedef struct command_table {
    const command_row_t *rows;
    size_t count;
} command_table_t;

/*  The row of command NAME, and of its part PART where it has parts; PART may be NULL.  NULL: there is none. */
const command_row_t *usage_find (const command_table_t *table, const char *name, const char *part);

/*  "petition", "move": whether ROW is a part, and its name in PART. */
bool usage_part (const command_row_t *row, char part[32]);

/*  What NAME or PART probably should have been, for "did you mean …?"; NULL where nothing is near.  NEAREST keeps it. */
const char *usage_nearest (const command_table_t *table, const char *name, const char *part, nearest_t *nearest);

/*  One word of a usage line. */
typedef enum { USAGE_WORD, USAGE_KEY, USAGE_OPTION } usage_kind;
typedef struct {
    usage_kind kind;
    char name[40];  /* of a key "on", of an option "--format" or "-o"; of a word what it stands for: "FILE" */
    char value[64]; /* "DAY", "table|csv|json"; "" for an option without one */
} usage_word_t;

/*  The word of ROW's usage after the command's own, from *AT on (NULL: from the beginning); false behind the last. */
bool usage_next (const command_row_t *row, const char **at, usage_word_t *word);

/*  The line with what stands for something in the reader's language; malloc'ed, NULL without memory. */
char *usage_text (const char *usage);

/*  What may stand for PLACE, a line each, indented below what names it. */
void usage_print_values (FILE *out, const char *place);

/*  The help: of everything, or of the command NAME, or of its part PART with what may stand in each place. */
void usage_print (FILE *out, const command_table_t *table, const char *name, const char *part);

#endif
