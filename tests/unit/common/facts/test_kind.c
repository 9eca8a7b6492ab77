/*  test_kind.c — the registry of fact kinds is true to the messages: every case has its row, every reference is found. */

#include "facts/make.h"
#include "facts/saying.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*  A fact of the case that FIELD of Fact is, with an empty message that the caller frees. */
static Qcdc__Fact fact_of_field (const ProtobufCFieldDescriptor *field)
{
    const ProtobufCMessageDescriptor *descriptor = field->descriptor;
    Qcdc__Fact fact = QCDC__FACT__INIT;
    ProtobufCMessage *message = malloc (descriptor->sizeof_message);
    assert_non_null (message);
    protobuf_c_message_init (descriptor, message);
    fact.kind_case = (Qcdc__Fact__KindCase)field->id;
    fact.report_filed = (Qcdc__ReportFiled *)message;
    return fact;
}

static bool is_case (const ProtobufCFieldDescriptor *field)
{
    return (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
}

/*  Fields of MESSAGE's own that are references. */
static size_t count_refs (const ProtobufCMessageDescriptor *message, size_t *offset)
{
    size_t count = 0;
    for (unsigned i = 0; i < message->n_fields; i++)
        if (message->fields[i].type == PROTOBUF_C_TYPE_MESSAGE &&
            message->fields[i].label != PROTOBUF_C_LABEL_REPEATED &&
            message->fields[i].descriptor == &qcdc__ref__descriptor) {
            *offset = message->fields[i].offset;
            count++;
        }
    return count;
}

static const ProtobufCMessageDescriptor *field_message (const ProtobufCFieldDescriptor *field)
{
    return field->descriptor;
}

static void test_every_case (void **state)
{
    (void)state;
    size_t cases = 0;
    for (unsigned i = 0; i < qcdc__fact__descriptor.n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &qcdc__fact__descriptor.fields[i];
        if (!is_case (field))
            continue;
        Qcdc__Fact fact = fact_of_field (field);
        const fact_kind_t *kind = fact_kind (&fact);
        assert_non_null (kind);
        assert_string_equal (kind->name, field->name);
        assert_true (kind->roles != 0 && kind->refuse && !(kind->roles & KIND_ROLE (ROLE_ANALYST)));
        /* One reference at most, and another one where it sets to what its target belongs or is about two; they are those that the row names. */
        size_t offset = 0, refs = count_refs (field->descriptor, &offset);
        size_t second = kind->also ? kind->also : kind->source_ref ? 0 : kind->source;
        assert_int_equal (refs, (kind->target != KIND_NO_TARGET) + (second != 0));
        assert_true (!kind->also || kind->effect == FACT_SETS);
        if (refs)
            assert_int_equal (offset, second ? second : kind->target);
        /* What it names besides is in the one array that the row names. */
        const ProtobufCFieldDescriptor *links = NULL;
        for (unsigned k = 0; k < field_message (field)->n_fields; k++)
            if (field_message (field)->fields[k].label == PROTOBUF_C_LABEL_REPEATED &&
                field_message (field)->fields[k].descriptor == &qcdc__ref__descriptor)
                links = &field_message (field)->fields[k];
        assert_int_equal (links ? links->offset : 0, kind->links);
        assert_int_equal (links ? links->quantifier_offset : 0, kind->link_count);
        /* Whom it is shown to besides is said by codes, or by none. */
        assert_int_equal (kind->route == ROUTE_LISTED || kind->route == ROUTE_THREAD,
                          kind->listed != 0 || kind->shown != 0);
        assert_null (fact_listed (&fact, 0));
        /* What creates, steps or sets is of a matter; what changes or erases is of its target's. */
        assert_int_equal (kind->matter != MATTER_NONE, kind->effect == FACT_CREATES || kind->effect == FACT_STEPS ||
                                                           kind->effect == FACT_SETS ||
                                                           kind->effect == FACT_ATTACHES);
        /* What remembers is of no matter that would know its limits, and goes to whoever goes on with the work of its office. */
        assert_int_equal (kind->fits != NULL, kind->effect == FACT_REMEMBERS);
        assert_int_equal (kind->route == ROUTE_HEIR, kind->effect == FACT_REMEMBERS);
        assert_true (kind->route == ROUTE_OWN || kind->alone);
        assert_int_equal (kind->file != 0, kind->effect == FACT_ATTACHES);
        assert_true ((fact_file (&fact) != NULL) == (kind->file != 0));
        /* What creates is about nothing that is there, or about one that it makes its thing of, or about two of them. */
        bool about_none = (kind->effect == FACT_CREATES && refs < 2) || kind->effect == FACT_PUBLISHES ||
                          kind->effect == FACT_REMEMBERS;
        assert_int_equal (about_none, kind->target == KIND_NO_TARGET);
        free (fact.report_filed);
        cases++;
    }
    assert_true (cases >= 7);
    Qcdc__Fact unknown = QCDC__FACT__INIT;
    assert_null (fact_kind (&unknown));
    assert_false (fact_erases (&unknown));
}

/*  Each case of a correction leads to a kind with the same message, and back. */
static void test_every_replacement (void **state)
{
    (void)state;
    size_t cases = 0;
    for (unsigned i = 0; i < qcdc__corrected__descriptor.n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &qcdc__corrected__descriptor.fields[i];
        if (!is_case (field))
            continue;
        Qcdc__Corrected corrected = QCDC__CORRECTED__INIT;
        Qcdc__Fact fact = QCDC__FACT__INIT, as;
        Qcdc__Fact inner = fact_of_field (field); /* its message, under a case of another oneof */
        fact.kind_case = QCDC__FACT__KIND_CORRECTED;
        fact.corrected = &corrected;
        corrected.replacement_case = (Qcdc__Corrected__ReplacementCase)field->id;
        corrected.report = inner.report_filed;
        const fact_kind_t *kind = fact_replacement (&fact, &as);
        assert_non_null (kind);
        assert_ptr_equal (as.report_filed, inner.report_filed);
        const ProtobufCFieldDescriptor *same =
            protobuf_c_message_descriptor_get_field (&qcdc__fact__descriptor, (unsigned)as.kind_case);
        assert_ptr_equal (same->descriptor, field->descriptor);
        assert_int_equal (fact_replacement_case (&as), corrected.replacement_case);
        /* What was seen is said beside it, in a message of the same kind; of another kind it says nothing. */
        Qcdc__Fact seen;
        assert_null (fact_seen (&fact, &seen));
        fact_set_seen (&corrected, &as);
        assert_ptr_equal (fact_seen (&fact, &seen), kind);
        assert_ptr_equal (seen.report_filed, inner.report_filed);
        assert_int_equal (seen.kind_case, as.kind_case);
        corrected.replacement_case = corrected.replacement_case == QCDC__CORRECTED__REPLACEMENT_MOVE
                                         ? QCDC__CORRECTED__REPLACEMENT_REPORT
                                         : QCDC__CORRECTED__REPLACEMENT_MOVE;
        assert_null (fact_seen (&fact, &seen));
        free (inner.report_filed);
        cases++;
    }
    assert_true (cases >= 3);
}

static void test_references (void **state)
{
    (void)state;
    Qcdc__Ref petition = QCDC__REF__INIT, step = QCDC__REF__INIT, *refs[FACT_REFS_MAX];
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__Corrected corrected;
    Qcdc__Voided voided;
    address_t target;
    petition.seq = 7;
    step.seq = 8;
    moved.petition = &petition;
    Qcdc__Fact fact = fact_of_move (&moved);
    assert_int_equal (fact_refs (&fact, refs), 1);
    assert_ptr_equal (refs[0], &petition);
    Qcdc__Fact correction = fact_of_correction (&corrected, &step, &fact, &fact, 7);
    assert_int_equal (fact_refs (&correction, refs), 2);
    assert_true (refs[0] == &step && refs[1] == &petition);
    assert_true (fact_target (&correction, &target) && target.seq == 8);
    assert_true (corrected.move_seen == &moved && corrected.seen_at_us == 7);
    Qcdc__Fact voiding = fact_of_voiding (&voided, &petition);
    assert_int_equal (fact_refs (&voiding, refs), 1);
    Qcdc__ReportFiled filed = QCDC__REPORT_FILED__INIT;
    Qcdc__Fact report = fact_of_report (&filed);
    assert_int_equal (fact_refs (&report, refs), 0);
    assert_false (fact_target (&report, &target));
    /* A kind that refers to an entry and does not. */
    moved.petition = NULL;
    assert_int_equal (fact_refs (&fact, refs), 0);
    assert_true (fact_target (&fact, &target) && target.seq == 0);
}

/*  A step says the same whichever copy of the petition it names, by itself and in a correction; and the fact is as it was. */
static void test_sayings (void **state)
{
    (void)state;
    Qcdc__Ref here = QCDC__REF__INIT, there = QCDC__REF__INIT;
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT, again = QCDC__PETITION_MOVED__INIT;
    Qcdc__Corrected corrected;
    const fact_kind_t *one, *other;
    uint8_t contents[3][CONTENT_BYTES];
    const bytes_t none = {NULL, 0};
    here.seq = 3;
    there.seq = 4;
    moved.petition = &here;
    again.petition = &there;
    moved.on = again.on = 18400;
    moved.move = again.move = QCDC__MOVE__ACCEPTED;
    Qcdc__Fact first = fact_of_move (&moved), second = fact_of_move (&again);
    Qcdc__Fact correction = fact_of_correction (&corrected, &here, &first, &second, 0);
    assert_int_equal (fact_saying (&first, none, &one, contents[0]), QCDC_OK);
    assert_int_equal (fact_saying (&second, none, &other, contents[1]), QCDC_OK);
    assert_ptr_equal (one, other);
    assert_memory_equal (contents[0], contents[1], CONTENT_BYTES);
    assert_int_equal (fact_saying (&correction, none, &other, contents[2]), QCDC_OK);
    assert_ptr_equal (one, other);
    assert_memory_equal (contents[0], contents[2], CONTENT_BYTES);
    assert_true (moved.petition == &here && again.petition == &there);
    again.on = 18401;
    assert_int_equal (fact_saying (&second, none, &other, contents[1]), QCDC_OK);
    assert_memory_not_equal (contents[0], contents[1], CONTENT_BYTES);
    Qcdc__Voided voided;
    Qcdc__Fact voiding = fact_of_voiding (&voided, &here);
    assert_int_equal (fact_saying (&voiding, none, &other, contents[1]), QCDC_OK);
    assert_null (other);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_every_case),
        cmocka_unit_test (test_every_replacement),
        cmocka_unit_test (test_references),
        cmocka_unit_test (test_sayings),
    };
    return cmocka_run_group_tests_name ("kind", tests, NULL, NULL);
}
