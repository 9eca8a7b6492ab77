/*  args.c — what a command line says.
 *
 *  Register numbers and reasons are words like any other, and may hold an equals sign: a pair is only what begins
 *  with a key in small letters, and only once the words that the command cannot do without are there. */

#include "texts/args.h"

#include "base/day_read.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "show/xlsx_out.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/*  Length of the key in KEY=VALUE; 0 for any other word.  Register numbers have digits or capitals before any "=". */
static size_t key_length (const char *word)
{
    size_t length = strspn (word, "abcdefghijklmnopqrstuvwxyz_");
    return length > 0 && word[length] == '=' ? length : 0;
}

static qcdc_status args_key (args_t *args, const char *word, size_t length, fault_t *fault)
{
    for (size_t i = 0; args->keys[i] && i < ARGS_KEYS_MAX; i++)
        if (strlen (args->keys[i]) == length && memcmp (args->keys[i], word, length) == 0) {
            if (args->values[i])
                return fault_set (fault, QCDC_USAGE, args->keys[i], _ ("%s is given twice"), args->keys[i]);
            args->values[i] = word + length + 1;
            return QCDC_OK;
        }
    nearest_t nearest;
    char typed[WORD_PLAIN_BYTES];
    snprintf (typed, sizeof typed, "%.*s", (int)length, word);
    nearest_begin (&nearest, typed);
    for (size_t i = 0; args->keys[i] && i < ARGS_KEYS_MAX; i++)
        nearest_offer (&nearest, args->keys[i], args->keys[i]);
    if (nearest_found (&nearest))
        return fault_set (fault, QCDC_USAGE, NULL, _ ("there is nothing called %.*s here: did you mean %s?"),
                          (int)length, word, nearest_found (&nearest));
    return fault_set (fault, QCDC_USAGE, NULL, _ ("there is nothing called %.*s here"), (int)length, word);
}

static qcdc_status args_word (args_t *args, const args_rule_t *rule, const char *word, fault_t *fault)
{
    size_t length = key_length (word);
    if (word[0] == '-' && word[1] != '\0')
        return fault_set (fault, QCDC_USAGE, NULL, _ ("unknown option or missing value: %s"), word);
    if (rule->keys && length > 0 && args->word_count >= rule->words_min)
        return args_key (args, word, length, fault);
    if (args->word_count == rule->words_max || args->word_count == ARGS_WORDS_MAX)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("one word too many: %s"), word);
    args->words[args->word_count++] = word;
    return QCDC_OK;
}

qcdc_status args_patience (const char *text, int *patience_ms, fault_t *fault)
{
    char *end = NULL;
    long seconds = strtol (text, &end, 10);
    if (end == text || *end || seconds < 1 || seconds > QCDC_PATIENCE_SECONDS_MAX)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("--patience takes seconds, 1 to %d, not %s"),
                          QCDC_PATIENCE_SECONDS_MAX, text);
    *patience_ms = (int)seconds * 1000;
    return QCDC_OK;
}

/*  Takes WORD if it is one of the rule's switches. */
static bool args_switch (args_t *args, const args_rule_t *rule, const char *word)
{
    if (rule->rehearses && (strcmp (word, "--dry-run") == 0 || strcmp (word, "--check") == 0)) {
        args->dry_run = true;
        return true;
    }
    for (size_t i = 0; rule->switches && rule->switches[i]; i++)
        if (strcmp (rule->switches[i], word) == 0) {
            args->switched |= 1u << i;
            return true;
        }
    return false;
}

/*  Takes the repeated option at *AT of ARGV with its value, and leaves *AT at its last word; *TAKEN: it stands there. */
static qcdc_status args_repeat (int argc, char **argv, int *at, const args_rule_t *rule, args_t *args, bool *taken,
                                fault_t *fault)
{
    const char *word = argv[*at];
    size_t length = rule->repeated ? strlen (rule->repeated) : 0;
    *taken = length && strncmp (word, rule->repeated, length) == 0 &&
             (word[length] == '=' || (word[length] == '\0' && *at + 1 < argc));
    if (!*taken)
        return QCDC_OK;
    if (args->repeat_count == ARGS_REPEATS_MAX)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("%s is given more than %d times"), rule->repeated,
                          ARGS_REPEATS_MAX);
    args->repeats[args->repeat_count++] = word[length] ? word + length + 1 : argv[++*at];
    return QCDC_OK;
}

bool args_output (int argc, char **argv, int *at, args_t *args)
{
    if (strcmp (argv[*at], "-o") != 0 || *at + 1 == argc || argv[*at + 1][0] == '\0')
        return false;
    args->output = argv[++*at];
    return true;
}

static bool path_ends (const char *path, const char *with)
{
    size_t length = path ? strlen (path) : 0, own = strlen (with);
    return length > own && strcasecmp (path + length - own, with) == 0;
}

qcdc_status args_format_of_file (const char *path, bool given, format_t *format, fault_t *fault)
{
    if (!xlsx_out_meant (path)) {
        if (!given && path_ends (path, ".csv"))
            *format = FORMAT_CSV;
        if (!given && path_ends (path, ".json"))
            *format = FORMAT_JSON;
        return QCDC_OK;
    }
    if (given)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("%s is a workbook by its name: leave --format out"), path);
    *format = FORMAT_XLSX;
    return QCDC_OK;
}

qcdc_status args_parse (int argc, char **argv, const args_rule_t *rule, args_t *args, fault_t *fault)
{
    bool formatted = false, repeated = false;
    *args = (args_t){.keys = rule->keys};
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        formatted |= rule->takes_format && strncmp (word, "--format", 8) == 0;
        QCDC_TRY (args_repeat (argc, argv, &i, rule, args, &repeated, fault));
        if (repeated)
            continue;
        if (rule->takes_format && strcmp (word, "--format") == 0 && i + 1 < argc)
            QCDC_TRY (format_parse (argv[++i], &args->format, fault));
        else if (rule->takes_format && strncmp (word, "--format=", 9) == 0)
            QCDC_TRY (format_parse (word + 9, &args->format, fault));
        else if ((rule->takes_format || rule->takes_file) && args_output (argc, argv, &i, args))
            continue;
        else if (rule->takes_patience && strcmp (word, "--patience") == 0 && i + 1 < argc)
            QCDC_TRY (args_patience (argv[++i], &args->patience_ms, fault));
        else if (!args_switch (args, rule, word))
            QCDC_TRY (args_word (args, rule, word, fault));
    }
    if (args->word_count < rule->words_min)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("something is missing"));
    return rule->takes_file ? QCDC_OK : args_format_of_file (args->output, formatted, &args->format, fault);
}

const char *args_value (const args_t *args, const char *key)
{
    for (size_t i = 0; args->keys && args->keys[i] && i < ARGS_KEYS_MAX; i++)
        if (strcmp (args->keys[i], key) == 0)
            return args->values[i];
    return NULL;
}

/*  "to" and "on" are words that a message may have of itself, so the key is written here, not left to whoever shows the field. */
qcdc_status args_day (const char *key, const char *text, int32_t *day, fault_t *fault)
{
    fault_t read = {0};
    qcdc_status status = day_read (text, day, &read);
    if (status == QCDC_OK)
        return QCDC_OK;
    fault_set (fault, status, key, "%s: %s", key, read.message);
    fault_advise (fault, "%s", read.advice);
    return status;
}

qcdc_status limit_parse (const char *text, size_t *limit, fault_t *fault)
{
    size_t length = text ? strlen (text) : 0;
    *limit = SIZE_MAX;
    if (!text)
        return QCDC_OK;
    if (length > 0 && length <= 9 && strspn (text, "0123456789") == length &&
        (*limit = strtoul (text, NULL, 10)) > 0 && *limit <= QCDC_LIMIT_ROWS_MAX)
        return QCDC_OK;
    return fault_set (fault, QCDC_USAGE, "limit", _ ("limit is a number of rows, 1 to %u, not %.40s"),
                      QCDC_LIMIT_ROWS_MAX, text);
}

qcdc_status args_table_rehearsed (const args_t *args, void *arg, fault_t *fault)
{
    (void)arg;
    if (args->dry_run || (args->format == FORMAT_TABLE && !args->output))
        return QCDC_OK;
    return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("only with --dry-run there is a table to print"));
}

void nearest_advise (const nearest_t *nearest, const char *const *known, fault_t *fault)
{
    char list[sizeof fault->advice / 2] = "";
    if (nearest_found (nearest)) {
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (nearest));
        return;
    }
    for (size_t i = 0, used = 0; known[i] && used < sizeof list; i++)
        used += (size_t)snprintf (list + used, sizeof list - used, "%s%s", i ? ", " : "", known[i]);
    fault_advise (fault, _ ("use one of %s"), list);
}

qcdc_status args_arrange (const args_t *args, output_t *output, fault_t *fault)
{
    size_t limit;
    QCDC_TRY (limit_parse (args_value (args, "limit"), &limit, fault));
    output_arrange (output, args_value (args, "order"), limit);
    return QCDC_OK;
}
