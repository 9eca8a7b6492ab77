/*  judge_check.c — what a single fact must say to be complete, whatever state it meets. */

#include "catalogue/cell.h"
#include "base/day.h"
#include "matters/judge_private.h"
#include "catalogue/period.h"
#include "base/text.h"

#include <string.h>

static qcdc_status check_local_no (const char *local_no, fault_t *fault)
{
    size_t length = strlen (local_no);
    if (length == 0)
        return fault_set (fault, QCDC_EMPTY, "local_no", "a petition needs its register number");
    if (length > QCDC_LOCAL_NO_BYTES_MAX)
        return fault_set (fault, QCDC_BAD_LOCAL_NO, "local_no",
                          "a register number has at most %u bytes, this one %zu", QCDC_LOCAL_NO_BYTES_MAX, length);
    qcdc_status status = text_check (local_no, length, false);
    if (status != QCDC_OK)
        return fault_set (fault, status, "local_no", "%s", status_text (status));
    if (local_no[0] == ' ' || local_no[length - 1] == ' ')
        return fault_set (fault, QCDC_BAD_LOCAL_NO, "local_no",
                          "a register number neither begins nor ends with a space");
    return QCDC_OK;
}

/*  A day that something happened on: not in the future of the commit. */
static qcdc_status check_day (const judge_input_t *input, int32_t day, const char *field, fault_t *fault)
{
    char text[DAY_TEXT_BYTES];
    if (day < QCDC_DAY_MIN || day > QCDC_DAY_MAX)
        return fault_set (fault, QCDC_BAD_DATE, field, "a day before 1900 or after 9999");
    if (day > day_of_moment (input->committed_at_us))
        return fault_set (fault, QCDC_BAD_DATE, field, "%s has not come yet", day_format_iso (day, text));
    return QCDC_OK;
}

static qcdc_status check_flags (char *const *flags, size_t count, fault_t *fault)
{
    if (count > QCDC_FLAGS_COUNT_MAX)
        return fault_set (fault, QCDC_BAD_FLAG, "flags", "at most %u flags", QCDC_FLAGS_COUNT_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!flag_known (flags[i])) {
            fault_set (fault, QCDC_BAD_FLAG, "flags", "unknown flag %s", flags[i]);
            fault_advise (fault, "use DONG_NGUOI, PHUC_TAP, DAI_HOI or DU_AN:<code>");
            return QCDC_BAD_FLAG;
        }
        if (i > 0 && strcmp (flags[i - 1], flags[i]) >= 0)
            return fault_set (fault, QCDC_BAD_FLAG, "flags", "flags are sorted and not repeated");
    }
    return QCDC_OK;
}

qcdc_status petition_check (const judge_input_t *input, const Qcdc__PetitionReceived *fact, fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    qcdc_status status = check_local_no (fact->local_no, fault);
    if (status != QCDC_OK)
        return status;
    if (!petition_kind_name ((int)fact->kind))
        return fault_set (fault, QCDC_BAD_KIND, "kind", "unknown kind of petition");
    if (!petition_field_name ((int)fact->field))
        return fault_set (fault, QCDC_BAD_FIELD, "field", "unknown field of petition");
    if (!channel_name ((int)fact->channel))
        return fault_set (fault, QCDC_BAD_CHANNEL, "channel", "unknown channel");
    if (fact->people < 1 || fact->people > QCDC_PEOPLE_MAX)
        return fault_set (fault, QCDC_BAD_NUMBER, "people", "1 to %u people sign a petition", QCDC_PEOPLE_MAX);
    status = check_day (input, fact->received_on, "received_on", fault);
    if (status != QCDC_OK)
        return status;
    if (!catalog_unit_on (input->catalog, input->office->unit_code, fact->received_on))
        return fault_set (fault, QCDC_BAD_UNIT, "received_on", "unit %s was not in being on %s",
                          input->office->unit_code, day_format_iso (fact->received_on, day));
    return check_flags (fact->flags, fact->n_flags, fault);
}

qcdc_status move_check (const judge_input_t *input, const petition_t *petition, const Qcdc__PetitionMoved *fact,
                        fault_t *fault)
{
    char day[DAY_TEXT_BYTES], received[DAY_TEXT_BYTES];
    if (!move_name ((int)fact->move))
        return fault_set (fault, QCDC_BAD_MOVE, "move", "unknown step");
    qcdc_status status = check_day (input, fact->on, fact->move == QCDC__MOVE__SETTLED ? "settled_on" : "on", fault);
    if (status != QCDC_OK)
        return status;
    if (fact->on < petition->received_on)
        return fault_set (fault, QCDC_BAD_DATE, fact->move == QCDC__MOVE__SETTLED ? "settled_on" : "on",
                          "%s is before the day of receipt, %s", day_format_iso (fact->on, day),
                          day_format_iso (petition->received_on, received));
    if (fact->outcome && !outcome_name ((int)fact->outcome))
        return fault_set (fault, QCDC_BAD_OUTCOME, "outcome", "unknown outcome");
    if (fact->outcome && fact->move != QCDC__MOVE__SETTLED)
        return fault_set (fault, QCDC_BAD_OUTCOME, "outcome", "only a settled petition has an outcome");
    return QCDC_OK;
}

static qcdc_status check_value (const indicator_t *indicator, const Qcdc__CellValue *cell, fault_t *fault)
{
    switch (indicator->type) {
    case VALUE_RATIO:
        fault_set (fault, QCDC_DERIVED_CELL, cell->cell, "%s is computed from other cells and never typed in",
                   cell->cell);
        fault_advise (fault, "leave it out");
        return QCDC_DERIVED_CELL;
    case VALUE_TEXT:
        return fault_set (fault, QCDC_BAD_CELL, cell->cell, "%s takes a text, not a number", cell->cell);
    case VALUE_COUNT:
        if (cell->value_e4 % 10000 != 0)
            return fault_set (fault, QCDC_BAD_NUMBER, cell->cell, "%s counts, so its value is a whole number",
                              cell->cell);
        break;
    case VALUE_DECIMAL:
        break;
    }
    if (cell->value_e4 < 0)
        return fault_set (fault, QCDC_BAD_NUMBER, cell->cell, "the value of %s is negative", cell->cell);
    if (cell->value_e4 > QCDC_VALUE_E4_MAX)
        return fault_set (fault, QCDC_BAD_NUMBER, cell->cell, "the value of %s is too large", cell->cell);
    return QCDC_OK;
}

static qcdc_status check_cells (const judge_input_t *input, const form_t *form, const Qcdc__ReportFiled *fact,
                                fault_t *fault)
{
    cell_t cell;
    if (fact->n_cells > QCDC_CELLS_COUNT_MAX || fact->n_text_cells > QCDC_TEXT_CELLS_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "cell", "at most %u cells and %u texts", QCDC_CELLS_COUNT_MAX,
                          QCDC_TEXT_CELLS_COUNT_MAX);
    if (fact->n_cells + fact->n_text_cells == 0)
        return fault_set (fault, QCDC_EMPTY, "cell", "a report without a single figure or text");
    for (size_t i = 0; i < fact->n_cells; i++) {
        const Qcdc__CellValue *value = fact->cells[i];
        qcdc_status status = cell_parse (input->catalog, form, value->cell, &cell, fault);
        if (status == QCDC_OK)
            status = check_value (cell.indicator, value, fault);
        if (status != QCDC_OK)
            return status;
        if (i > 0 && strcmp (fact->cells[i - 1]->cell, value->cell) >= 0)
            return fault_set (fault, QCDC_BAD_CELL, value->cell, "cells are sorted and not repeated");
    }
    for (size_t i = 0; i < fact->n_text_cells; i++) {
        const char *text = fact->text_cells[i];
        qcdc_status status = cell_parse (input->catalog, form, text, &cell, fault);
        if (status != QCDC_OK)
            return status;
        if (cell.indicator->type != VALUE_TEXT)
            return fault_set (fault, QCDC_BAD_CELL, text, "%s takes a number, not a text", text);
        if (i > 0 && strcmp (fact->text_cells[i - 1], text) >= 0)
            return fault_set (fault, QCDC_BAD_CELL, text, "cells are sorted and not repeated");
    }
    return QCDC_OK;
}

qcdc_status report_check (const judge_input_t *input, const Qcdc__ReportFiled *fact, fault_t *fault)
{
    const form_t *latest = catalog_form_latest (input->catalog, fact->form);
    const form_t *form = catalog_form (input->catalog, fact->form, fact->form_version);
    if (!latest)
        return fault_set (fault, QCDC_BAD_FORM, "form", "unknown form %s", fact->form);
    if (!form && fact->form_version > latest->version)
        return fault_set (fault, QCDC_WAITING, "form", "waits for version %u of form %s", fact->form_version,
                          fact->form);
    if (!form)
        return fault_set (fault, QCDC_BAD_FORM, "form", "form %s has no version %u", fact->form, fact->form_version);
    if (!office_owes (input->office, fact->form))
        return fault_set (fault, QCDC_BAD_FORM, "form", "%s does not file form %s", input->office->code, fact->form);

    period_t period;
    qcdc_status status = period_parse (input->catalog, form->calendar, fact->period, &period);
    if (status != QCDC_OK)
        return fault_set (fault, QCDC_BAD_PERIOD, "period", "unknown period %.32s", fact->period);
    if (strcmp (period.name, fact->period) != 0 || !period_fits_form (&period, form))
        return fault_set (fault, QCDC_BAD_PERIOD, "period", "form %s is not filed for %s", fact->form, fact->period);
    if (period.from < form->valid_from || period.from > form->valid_to)
        return fault_set (fault, QCDC_BAD_PERIOD, "period", "version %u of form %s does not serve %s",
                          fact->form_version, fact->form, fact->period);
    if (period.from > day_of_moment (input->committed_at_us))
        return fault_set (fault, QCDC_BAD_PERIOD, "period", "%s has not begun yet", fact->period);
    if (!catalog_unit_on (input->catalog, input->office->unit_code, period.from))
        return fault_set (fault, QCDC_BAD_UNIT, "period", "unit %s was not in being in %s", input->office->unit_code,
                          fact->period);
    return check_cells (input, form, fact, fault);
}
