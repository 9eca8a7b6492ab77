/*  case_lists.c — the province's lists of cases, read and looked up. */

#include "catalogue/case_lists.h"

#include "base/i18n.h"
#include "base/nearest.h"
#include "facts/fact.h"

#include <string.h>

enum { CODE, NAME_VI, NAME_EN, TAKES, RESTRICTED, ALERT, TARGET, FLAG, CRITERIA_VI, CRITERIA_EN, CITATION };

static qcdc_status takes_field (const row_source_t *self, case_list_t *list)
{
    const char *const *words;
    QCDC_TRY (row_words (self, TAKES, &words));
    if (!words[0])
        return row_fail (self, TAKES, N_ ("a list takes petitions, matters or both: name what"));
    for (; *words; words++)
        if (strcmp (*words, "petition") == 0)
            list->takes_petitions = true;
        else if (strcmp (*words, "matter") == 0)
            list->takes_matters = true;
        else
            return row_fail (self, TAKES, N_ ("a list takes petitions or matters, and no '%s'"), *words);
    return QCDC_OK;
}

static qcdc_status flag_field (const row_source_t *self, case_list_t *list)
{
    QCDC_TRY (row_text (self, FLAG, false, &list->flag));
    if (!*list->flag)
        return QCDC_OK;
    if (!flag_known (list->flag))
        return row_fail (self, FLAG, N_ ("there is no flag '%s'"), list->flag);
    if (list->takes_matters)
        return row_fail (self, FLAG, N_ ("a matter bears no flag: a list that asks for one takes petitions alone"));
    return QCDC_OK;
}

qcdc_status case_list_row (row_source_t *self, void *row)
{
    case_list_t *list = row;
    QCDC_TRY (row_code (self, CODE, &list->code));
    QCDC_TRY (row_text (self, NAME_VI, true, &list->name_vi));
    QCDC_TRY (row_text (self, NAME_EN, true, &list->name_en));
    QCDC_TRY (takes_field (self, list));
    QCDC_TRY (row_bool (self, RESTRICTED, &list->restricted));
    QCDC_TRY (row_bool (self, ALERT, &list->alert));
    list->target = -1;
    if (*row_raw (self, TARGET))
        QCDC_TRY (row_int (self, TARGET, 0, 1000000, &list->target));
    QCDC_TRY (flag_field (self, list));
    QCDC_TRY (row_text (self, CRITERIA_VI, true, &list->criteria_vi));
    QCDC_TRY (row_text (self, CRITERIA_EN, true, &list->criteria_en));
    QCDC_TRY (row_text (self, CITATION, false, &list->citation));
    list->valid_from = self->row->from;
    list->valid_to = self->row->to;
    return QCDC_OK;
}

static bool holds (const case_list_t *list, int32_t day)
{
    return list->valid_from <= day && day <= list->valid_to;
}

const case_list_t *case_list_on (const catalog_t *self, const char *code, int32_t day)
{
    for (size_t i = 0; i < self->case_list_count; i++)
        if (holds (&self->case_lists[i], day) && strcmp (self->case_lists[i].code, code) == 0)
            return &self->case_lists[i];
    return NULL;
}

const case_list_t *case_list_named (const catalog_t *self, const char *name, int32_t day)
{
    for (size_t i = 0; i < self->case_list_count; i++) {
        const case_list_t *list = &self->case_lists[i];
        if (holds (list, day) &&
            (word_same (list->code, name) || word_same (list->name_vi, name) || word_same (list->name_en, name)))
            return list;
    }
    return NULL;
}

const case_list_t *case_list_last (const catalog_t *self, const char *code)
{
    const case_list_t *last = NULL;
    for (size_t i = 0; i < self->case_list_count; i++)
        if (strcmp (self->case_lists[i].code, code) == 0 &&
            (!last || last->valid_from < self->case_lists[i].valid_from))
            last = &self->case_lists[i];
    return last;
}
