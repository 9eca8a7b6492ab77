/*  rule_case.h — rules and figures for tests, both as text: "B04.DAT_DAI=120 B09.DAT_DAI[Pprev]=7 A01~3" (~: corrected since). */

#ifndef RULE_CASE_H
#define RULE_CASE_H

#include "base/amount.h"
#include "catalogue/catalog_load.h"
#include "rules/rule_evaluate.h"
#include "rules/rule_set.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const PERIOD_NAMES[] = {"", "[Pprev]", "[P-1y]", "[H1]", "[Y]", "[YTD]"};

/*  The text behind "KEY" and a sign of SIGNS at the beginning of a word; NULL. */
static inline const char *figure_text (const char *figures, const char *key, const char *signs)
{
    size_t length = strlen (key);
    for (const char *at = figures; (at = strstr (at, key)); at += length)
        if ((at == figures || at[-1] == ' ') && at[length] && strchr (signs, at[length]))
            return at + length;
    return NULL;
}

static inline int64_t figure_e4 (const char *text)
{
    bool negative = *text == '-';
    text += negative;
    int64_t value = 0;
    for (; *text >= '0' && *text <= '9'; text++)
        value = value * 10 + (*text - '0');
    int decimals = 0;
    if (*text == '.')
        for (text++; *text >= '0' && *text <= '9'; text++, decimals++)
            value = value * 10 + (*text - '0');
    for (; decimals < AMOUNT_DECIMALS; decimals++)
        value *= 10;
    return negative ? -value : value;
}

static rule_figure case_value (const rule_cell_t *cell, int64_t *value_e4, void *figures)
{
    char key[QCDC_CELL_BYTES_MAX + 10];
    snprintf (key, sizeof key, "%s%s", cell->text, PERIOD_NAMES[cell->period]);
    const char *text = figure_text (figures, key, "=~");
    if (!text)
        return FIGURE_BLANK;
    *value_e4 = figure_e4 (text + 1);
    return *text == '~' ? FIGURE_CORRECTED : FIGURE_HELD;
}

static bool case_constant (const char *name, int64_t *value_e4, void *figures)
{
    const char *text = figure_text (figures, name, "=");
    if (text)
        *value_e4 = figure_e4 (text + 1);
    return text != NULL;
}

/*  Of an open dimension: those of the projects P1 and P2 that the figures name. */
static const char *const *case_members (const dimension_t *dimension, void *figures)
{
    static const char *const LISTS[][3] = {{NULL}, {"P1", NULL}, {"P2", NULL}, {"P1", "P2", NULL}};
    (void)dimension;
    return LISTS[(strstr (figures, ".P1") != NULL) + 2 * (strstr (figures, ".P2") != NULL)];
}

static inline rule_source_t case_source (const char *figures, const form_t *form)
{
    return (rule_source_t){case_value, case_constant, case_members, form, (void *)figures};
}

/*  The columns of a rule that says no more than EXPRESSION. */
static inline rule_text_t case_rule (const char *expression, const char *severity, const char *scope)
{
    return (rule_text_t){.code = "X-1",
                         .forms = "",
                         .periods = "",
                         .scope = scope,
                         .filter = "",
                         .expression = expression,
                         .severity = severity,
                         .blanks = "",
                         .unless = "",
                         .words_vi = "",
                         .words_en = "",
                         .citation = "",
                         .note = "",
                         .valid_from = QCDC_DAY_MIN,
                         .valid_to = QCDC_DAY_MAX};
}

/*  How often each outcome came, and the last result that was not RULE_UNJUDGED, without its inputs. */
typedef struct {
    size_t counts[RULE_EXCUSED + 1];
    rule_result_t last;
    char cell[QCDC_CELL_BYTES_MAX + 1];
} case_outcome_t;

static inline qcdc_status case_see (const rule_result_t *result, void *arg)
{
    case_outcome_t *outcome = arg;
    outcome->counts[result->outcome]++;
    if (result->outcome == RULE_UNJUDGED && outcome->cell[0])
        return QCDC_OK;
    outcome->last = *result;
    outcome->last.inputs = NULL;
    snprintf (outcome->cell, sizeof outcome->cell, "%s", result->cell ? result->cell : "");
    return QCDC_OK;
}

static inline case_outcome_t case_judge (const rule_t *rule, const char *figures, const form_t *form)
{
    case_outcome_t outcome = {0};
    rule_source_t source = case_source (figures, form);
    if (rule_evaluate (rule, &source, case_see, &outcome) != QCDC_OK)
        fail_msg ("%s: not evaluated", rule_text (rule)->code);
    return outcome;
}

/*  The catalog and its rules, for a group of tests. */
static inline int case_setup (catalog_t **catalog, rule_set_t **set)
{
    fault_t fault = {0};
    if (sample_catalog (catalog, &fault) == QCDC_OK && rule_set_new (*catalog, set, &fault) == QCDC_OK)
        return 0;
    fprintf (stderr, "%s\n", fault.message);
    return -1;
}

static inline int case_teardown (catalog_t **catalog, rule_set_t **set)
{
    rule_set_destroy (set);
    catalog_destroy (catalog);
    return 0;
}

#endif
