/*  single.c — a kind of thing that is said once. */

#include "matters/single.h"

bool single_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                     address_t *entry, int64_t *commit_seq)
{
    (void)fact;
    *entry = thing->entry;
    *commit_seq = thing->commit_seq;
    return content_equal (thing->content, content);
}

bool single_possible (const thing_t *self, const Qcdc__Fact *fact)
{
    (void)self;
    (void)fact;
    return false;
}

bool single_has_part (const thing_t *self, address_t part)
{
    (void)self;
    (void)part;
    return false;
}

qcdc_status single_fits (const Qcdc__Fact *fact, fault_t *fault)
{
    (void)fact;
    (void)fault;
    return QCDC_OK;
}

void single_release (thing_t *self)
{
    (void)self;
}

void single_judge_voided (const judge_input_t *input, verdict_t *verdict)
{
    if (input->thing->voided)
        verdict_alias (verdict, input->thing->entry, 0);
    else
        verdict_conclude (verdict, QCDC_OK);
}
