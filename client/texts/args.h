/*  args.h — what a command line says: words, KEY=VALUE pairs, --format and -o.
 *
 *  A key, an option or a word that the command does not know is refused: a slip of the pen must not change what it
 *  does.  Everything points into the command line, which outlives the command. */

#ifndef QCDC_ARGS_H
#define QCDC_ARGS_H

#include "base/nearest.h"
#include "show/output.h"

#define ARGS_WORDS_MAX 16
#define ARGS_KEYS_MAX 24
#define ARGS_REPEATS_MAX 64

/*  What a line may say. */
typedef struct {
    size_t words_min;
    size_t words_max;
    const char *const *keys;     /* NULL-terminated; NULL: none */
    bool takes_format;           /* --format, and -o: it writes a table */
    bool takes_file;             /* -o alone: it writes something else */
    bool takes_patience;         /* --patience SECONDS */
    const char *const *switches; /* options without a value, NULL-terminated: "--new"; NULL: none */
    bool rehearses;              /* --dry-run, or --check: everything but that it is kept */
    const char *repeated;        /* an option with a value that may be given again and again: "--note"; NULL: none */
} args_rule_t;

typedef struct {
    const char *words[ARGS_WORDS_MAX];
    size_t word_count;
    const char *const *keys;           /* of the rule */
    const char *values[ARGS_KEYS_MAX]; /* by place of the key; NULL where it was not given */
    format_t format;
    const char *output; /* the file of -o; NULL: standard output */
    int patience_ms;    /* 0: not given */
    bool dry_run;
    unsigned switched;                     /* bits, by place among the rule's switches */
    const char *repeats[ARGS_REPEATS_MAX]; /* values of the repeated option, in their order */
    size_t repeat_count;
} args_t;

/*  QCDC_USAGE names what is wrong: fewer or more words than wanted, an unknown or repeated key, an unknown option. */
qcdc_status args_parse (int argc, char **argv, const args_rule_t *rule, args_t *args, fault_t *fault) QCDC_CHECK;

/*  Takes "-o FILE" at *AT of ARGV, and leaves *AT at its last word; false where it does not stand there. */
bool args_output (int argc, char **argv, int *at, args_t *args);

/*  The format that the file of -o has by its name (.csv, .json, .xlsx; else *FORMAT stays), where GIVEN says whether --format named
 *  one, which goes before: QCDC_USAGE where it is none of a workbook's. */
qcdc_status args_format_of_file (const char *path, bool given, format_t *format, fault_t *fault) QCDC_CHECK;

/*  The value of --patience, in seconds, as milliseconds.  QCDC_USAGE. */
qcdc_status args_patience (const char *text, int *patience_ms, fault_t *fault) QCDC_CHECK;

/*  NULL where KEY was not given. */
const char *args_value (const args_t *args, const char *key);

/*  The day that TEXT says, given for KEY.  QCDC_BAD_DATE begins with the key. */
qcdc_status args_day (const char *key, const char *text, int32_t *day, fault_t *fault) QCDC_CHECK;

/*  limit=: how many rows at most; SIZE_MAX where TEXT is NULL.  QCDC_USAGE. */
qcdc_status limit_parse (const char *text, size_t *limit, fault_t *fault) QCDC_CHECK;

/*  For a command that prints a table of what it would do: QCDC_USAGE where ARGS want one and no --dry-run.  ARG is not looked at. */
qcdc_status args_table_rehearsed (const args_t *args, void *arg, fault_t *fault) QCDC_CHECK;

/*  order= and limit= of ARGS, for OUTPUT. */
qcdc_status args_arrange (const args_t *args, output_t *output, fault_t *fault) QCDC_CHECK;

/*  Advises the near word, or names all KNOWN ones (which end with NULL). */
void nearest_advise (const nearest_t *nearest, const char *const *known, fault_t *fault);

#endif
