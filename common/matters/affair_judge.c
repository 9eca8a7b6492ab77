/*  affair_judge.c — what a matter must say, and what becomes of two corrections of one. */

#include "matters/affair.h"

#include "base/day.h"
#include "matters/merge.h"
#include "matters/petition.h"
#include "matters/register_no.h"
#include "matters/single.h"

#include <string.h>

static const affair_t *affair_of (const thing_t *thing)
{
    return (const affair_t *)thing;
}

/*  ---------------------------------------------------------------- what a fact must say by itself */

static qcdc_status affair_check (const judge_input_t *input, const Qcdc__MatterOpened *opened, fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    QCDC_TRY (register_no_check (opened->local_no, "a matter needs a number", fault));
    QCDC_TRY (verdict_check_day (input, opened->opened_on, "opened_on", fault));
    if (!catalog_unit_on (input->catalog, input->office->unit_code, opened->opened_on))
        return fault_set (fault, QCDC_BAD_UNIT, "opened_on", "unit %s was not in being on %s",
                          input->office->unit_code, day_format_iso (opened->opened_on, day));
    if (!petition_field_name ((int)opened->field))
        return fault_set (fault, QCDC_BAD_FIELD, "field", "unknown field of petition");
    if (opened->project[0] && !affair_project_known (opened->project))
        return fault_set (fault, QCDC_BAD_FLAG, "project", "the code of a project is 1 to 32 of A-Z 0-9 _ -");
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- keys and second copies */

static bool affair_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    return petition_key_print (fact->matter_opened->local_no, fact->matter_opened->opened_on, key);
}

static void affair_key_of (const thing_t *self, char key[MATTER_KEY_BYTES])
{
    memcpy (key, affair_of (self)->key, MATTER_KEY_BYTES);
}

/*  ---------------------------------------------------------------- verdicts */

static void judge_opened (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                          verdict_t *verdict)
{
    address_t entry;
    int64_t commit_seq;
    qcdc_status status = affair_check (input, fact->matter_opened, &verdict->fault);
    if (status == QCDC_OK && input->holder && single_repeats (input->holder, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = register_no_free (input, fact->matter_opened->local_no, &verdict->fault);
    verdict_conclude (verdict, status);
}

static qcdc_status merge (merging_t *self, const affair_t *affair, Qcdc__MatterOpened *row)
{
    const Qcdc__MatterOpened *seen = self->fact->matter_seen, *wanted = self->fact->matter;
    char was[AFFAIR_TEXT_BYTES], is[AFFAIR_TEXT_BYTES];
    for (int column = 0; column < AFFAIR_TITLE; column++) {
        if (affair_column_same (column, seen, wanted) || affair_column_same (column, row, wanted))
            continue;
        if (!affair_column_same (column, row, seen) ||
            verdict_overtaken (self->input, self->fact->seen_at_us, affair->set[column].at)) {
            const column_now_t now = {affair_column_name (column), affair_column_text (column, seen, was),
                                      affair_column_text (column, row, is), &affair->set[column]};
            return verdict_stale (&now, self->fault);
        }
        affair_column_copy (column, row, wanted);
        self->changes++;
    }
    return merge_text (self, self->fact->title != 0, &affair->set[AFFAIR_TITLE], affair_column_name (AFFAIR_TITLE));
}

static qcdc_status check_new_key (const judge_input_t *input, const Qcdc__Corrected *fact,
                                  const Qcdc__MatterOpened *row, fault_t *fault)
{
    return register_no_correct (input, (register_no_t){fact->matter_seen->local_no, fact->matter_seen->opened_on},
                                (register_no_t){fact->matter->local_no, fact->matter->opened_on},
                                (register_no_t){row->local_no, row->opened_on}, fault);
}

static void judge_correction (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    const affair_t *affair = affair_of (input->thing);
    merging_t merging = {.input = input, .fact = fact, .fault = &verdict->fault};
    Qcdc__MatterOpened said;
    qcdc_status status = register_no_stands (&affair->thing, affair->local_no, &verdict->fault);
    affair_say (affair, &said);
    if (status == QCDC_OK)
        status = affair_check (input, fact->matter, &verdict->fault);
    if (status == QCDC_OK)
        status = merge (&merging, affair, &said);
    if (status == QCDC_OK && merging.changes == 0) {
        verdict_alias (verdict, affair->entry, 0);
        return;
    }
    if (status == QCDC_OK)
        status = affair_check (input, &said, &verdict->fault);
    if (status == QCDC_OK)
        status = check_new_key (input, fact, &said, &verdict->fault);
    verdict_conclude (verdict, status);
}

static void affair_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                          verdict_t *verdict)
{
    switch (fact_kind (fact)->effect) {
    case FACT_CREATES:
        judge_opened (input, fact, content, verdict);
        break;
    case FACT_CORRECTS:
        judge_correction (input, fact->corrected, verdict);
        break;
    default:
        single_judge_voided (input, verdict);
    }
}

/*  ---------------------------------------------------------------- the registry's row */

static qcdc_status apply (thing_t *self, const fact_event_t *event)
{
    return affair_apply ((affair_t *)self, event);
}

static void release (thing_t *self)
{
    affair_release ((affair_t *)self);
}

const matter_t AFFAIR_MATTER = {.id = MATTER_AFFAIR,
                                .name = "matter",
                                .size = sizeof (affair_t),
                                .key = affair_key,
                                .key_of = affair_key_of,
                                .repeats = single_repeats,
                                .possible = single_possible,
                                .fits = single_fits,
                                .judge = affair_judge,
                                .apply = apply,
                                .has_part = single_has_part,
                                .release = release};
