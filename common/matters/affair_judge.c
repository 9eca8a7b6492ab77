/*  affair_judge.c — what a matter must say, and what becomes of two corrections of one. */

#include "matters/affair.h"

#include "base/day.h"
#include "matters/petition.h"
#include "matters/register_no.h"

#include <string.h>

static const affair_t *affair_of (const thing_t *thing)
{
    return (const affair_t *)thing;
}

/*  ---------------------------------------------------------------- what a fact must say by itself */

static qcdc_status fits (const Qcdc__Fact *fact, fault_t *fault)
{
    (void)fact;
    (void)fault;
    return QCDC_OK;
}

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

static bool affair_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                            address_t *entry, int64_t *commit_seq)
{
    (void)fact;
    *entry = thing->entry;
    *commit_seq = thing->commit_seq;
    return content_equal (thing->content, content);
}

/*  No step leads on from a matter. */
static bool affair_possible (const thing_t *self, const Qcdc__Fact *fact)
{
    (void)self;
    (void)fact;
    return false;
}

/*  ---------------------------------------------------------------- verdicts */

static qcdc_status check_number_free (const judge_input_t *input, const char *local_no, fault_t *fault)
{
    const thing_t *holder = input->holder;
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    if (!holder || holder == input->thing)
        return QCDC_OK;
    const setter_t first = {{holder->created_at_us, holder->commit_seq}, holder->entry.origin, holder->entry.seq};
    if (verdict_said_by (&first, by, day))
        return fault_set (fault, QCDC_DUPLICATE, "local_no",
                          "%s is the number of another matter of that year, opened by %s of %s", local_no, by, day);
    return fault_set (fault, QCDC_DUPLICATE, "local_no", "%s is the number of another matter of that year", local_no);
}

static void judge_opened (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                          verdict_t *verdict)
{
    address_t entry;
    int64_t commit_seq;
    qcdc_status status = affair_check (input, fact->matter_opened, &verdict->fault);
    if (status == QCDC_OK && input->holder && affair_repeats (input->holder, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = check_number_free (input, fact->matter_opened->local_no, &verdict->fault);
    verdict_conclude (verdict, status);
}

static qcdc_status check_stands (const affair_t *affair, fault_t *fault)
{
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    if (!affair->voided)
        return QCDC_OK;
    if (verdict_said_by (&affair->voided_by, by, day))
        return fault_set (fault, QCDC_TARGET_VOID, "matter", "matter %s was taken back by %s of %s", affair->local_no,
                          by, day);
    return fault_set (fault, QCDC_TARGET_VOID, "matter", "matter %s was taken back", affair->local_no);
}

/*  What a correction comes to: the columns that it changes are taken over into what stands, unless they were changed since. */
typedef struct {
    const judge_input_t *input;
    const Qcdc__Corrected *fact;
    const affair_t *affair;
    size_t changes; /* columns that say something else afterwards */
    fault_t *fault;
} merging_t;

static qcdc_status merge_title (merging_t *self)
{
    const setter_t *set = &self->affair->set[AFFAIR_TITLE];
    const column_now_t now = {.name = affair_column_name (AFFAIR_TITLE), .set = set};
    if (!self->fact->title)
        return QCDC_OK;
    if (verdict_unseen (self->input, self->fact->seen_at_us, set) ||
        verdict_overtaken (self->input, self->fact->seen_at_us, set->at))
        return verdict_stale (&now, self->fault);
    self->changes++;
    return QCDC_OK;
}

static qcdc_status merge (merging_t *self, Qcdc__MatterOpened *row)
{
    const Qcdc__MatterOpened *seen = self->fact->matter_seen, *wanted = self->fact->matter;
    char was[AFFAIR_TEXT_BYTES], is[AFFAIR_TEXT_BYTES];
    for (int column = 0; column < AFFAIR_TITLE; column++) {
        if (affair_column_same (column, seen, wanted) || affair_column_same (column, row, wanted))
            continue;
        if (!affair_column_same (column, row, seen) ||
            verdict_overtaken (self->input, self->fact->seen_at_us, self->affair->set[column].at)) {
            const column_now_t now = {affair_column_name (column), affair_column_text (column, seen, was),
                                      affair_column_text (column, row, is), &self->affair->set[column]};
            return verdict_stale (&now, self->fault);
        }
        affair_column_copy (column, row, wanted);
        self->changes++;
    }
    return merge_title (self);
}

/*  A number, or a year, that is changed must be free; two who change one each must not come to a third. */
static qcdc_status check_new_key (const judge_input_t *input, const Qcdc__Corrected *fact,
                                  const Qcdc__MatterOpened *row, fault_t *fault)
{
    const register_no_t seen = {fact->matter_seen->local_no, fact->matter_seen->opened_on},
                        wanted = {fact->matter->local_no, fact->matter->opened_on},
                        merged = {row->local_no, row->opened_on};
    bool changed;
    QCDC_TRY (register_no_correct (seen, wanted, merged, &changed, fault));
    return changed ? check_number_free (input, row->local_no, fault) : QCDC_OK;
}

static void judge_correction (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    const affair_t *affair = affair_of (input->thing);
    merging_t merging = {.input = input, .fact = fact, .affair = affair, .fault = &verdict->fault};
    Qcdc__MatterOpened said;
    qcdc_status status = check_stands (affair, &verdict->fault);
    affair_say (affair, &said);
    if (status == QCDC_OK)
        status = affair_check (input, fact->matter, &verdict->fault);
    if (status == QCDC_OK)
        status = merge (&merging, &said);
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
        if (input->thing->voided)
            verdict_alias (verdict, input->thing->entry, 0);
        else
            verdict_conclude (verdict, QCDC_OK);
    }
}

/*  ---------------------------------------------------------------- the registry's row */

static qcdc_status apply (thing_t *self, const fact_event_t *event)
{
    return affair_apply ((affair_t *)self, event);
}

static bool has_part (const thing_t *self, address_t part)
{
    (void)self;
    (void)part;
    return false;
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
                                .repeats = affair_repeats,
                                .possible = affair_possible,
                                .fits = fits,
                                .judge = affair_judge,
                                .apply = apply,
                                .has_part = has_part,
                                .release = release};
