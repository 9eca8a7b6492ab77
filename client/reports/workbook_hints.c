/*  workbook_hints.c — which rules speak of a cell is found by judging them: so a rule that is published tomorrow has its hint, too.
 *
 *  What the figures are does not matter; zeros say which members the office's own codes have. */

#include "reports/workbook_hints.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "matters/report_rules.h"
#include "rules/rule_say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    hinted_t *cells;
    const rule_t **said; /* of each cell, the rule that was said last: once is enough, however often it has the cell */
    size_t count;
    const rule_t *rule; /* and what it says */
    char *text;
} hinting_t;

static int cells_compare (const void *a, const void *b)
{
    return strcmp (((const hinted_t *)a)->cell, ((const hinted_t *)b)->cell);
}

static const hinted_t *cell_find (const hinted_t *cells, size_t count, const char *cell)
{
    const hinted_t wanted = {.cell = cell};
    return count ? bsearch (&wanted, cells, count, sizeof *cells, cells_compare) : NULL;
}

const char *workbook_hint (const hinted_t *cells, size_t count, const char *cell)
{
    const hinted_t *found = cell_find (cells, count, cell);
    return found ? found->hint : NULL;
}

/*  "warning: B04 <= 2 * B05; V-B9: …" */
static char *rule_words (const rule_t *rule)
{
    const rule_text_t *text = rule_text (rule);
    const char *severity = rule_severity_of (rule) == RULE_ALERT     ? _ ("alert")
                           : rule_severity_of (rule) == RULE_WARNING ? _ ("warning")
                                                                     : NULL;
    char *said QCDC_CLEANUP (memory_free) = rule_say (rule), *made;
    if (!said || asprintf (&made, "%s%s%s; %s: %s", severity ? severity : "", severity ? ": " : "", said, text->code,
                           i18n_is_vietnamese () ? text->words_vi : text->words_en) < 0)
        return NULL;
    return made;
}

static qcdc_status hint_add (hinted_t *cell, const char *text)
{
    char *longer;
    if (asprintf (&longer, "%s%s%s", cell->hint ? cell->hint : "", cell->hint ? "\n" : "", text) < 0)
        return QCDC_NO_MEMORY;
    free (cell->hint);
    cell->hint = longer;
    return QCDC_OK;
}

static qcdc_status take_place (const rule_result_t *result, void *arg)
{
    hinting_t *self = arg;
    if (self->rule != result->rule) {
        free (self->text);
        self->rule = result->rule;
        if (!(self->text = rule_words (result->rule)))
            return QCDC_NO_MEMORY;
    }
    for (size_t i = 0; i < result->input_count; i++) {
        const rule_cell_t *input = &result->inputs[i].cell;
        const hinted_t *found =
            input->indicator && input->period == RULE_P ? cell_find (self->cells, self->count, input->text) : NULL;
        if (!found || self->said[found - self->cells] == self->rule)
            continue;
        self->said[found - self->cells] = self->rule;
        QCDC_TRY (hint_add (&self->cells[found - self->cells], self->text));
    }
    return QCDC_OK;
}

qcdc_status workbook_hints (const catalog_t *catalog, const form_t *form, const period_t *period, hinted_t *cells, size_t count)
{
    const report_rules_t rules = {.catalog = catalog, .form = form, .period = period};
    report_figure_t *figures QCDC_CLEANUP (memory_free) = calloc (count + 1, sizeof *figures);
    hinting_t self = {.cells = cells, .said = calloc (count + 1, sizeof *self.said), .count = count};
    qcdc_status status = QCDC_NO_MEMORY;
    if (figures && self.said) {
        qsort (cells, count, sizeof *cells, cells_compare);
        for (size_t i = 0; i < count; i++)
            figures[i].cell = cells[i].cell;
        status = report_rules_all_of (&rules, figures, count, take_place, &self);
    }
    free (self.said);
    free (self.text);
    return status;
}
