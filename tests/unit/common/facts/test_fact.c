/*  test_fact.c — facts as bytes, what two of them have in common, annexes, and the codes that people write. */

#include "base/limits.h"
#include "facts/kind.h"
#include "wire/wire_bytes.h"
#include "wire/wire_check.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static arena_t *arena;

static int arena_make (void **state)
{
    (void)state;
    arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    return arena && sodium_init () >= 0 ? 0 : -1;
}

static int arena_free (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

static bytes_t bytes_of (const wire_t *wire)
{
    return (bytes_t){wire->data, wire->length};
}

/*  Unpacks WIRE, which is freed. */
static qcdc_status unpack (wire_t *wire, Qcdc__Fact **fact)
{
    arena_reset (arena);
    qcdc_status status = fact_unpack (bytes_of (wire), arena, fact);
    wire_free (wire);
    return status;
}

static void put_ref (wire_t *wire, unsigned field, uint64_t origin, uint64_t seq, uint64_t hash)
{
    wire_t ref = {0};
    wire_fixed64_field (&ref, 1, origin);
    wire_varint_field (&ref, 2, seq);
    wire_fixed64_field (&ref, 3, hash);
    wire_message_field (wire, field, &ref);
}

/*  A `was` of HASH_LENGTH bytes. */
static void put_was (wire_t *wire, uint64_t seq, size_t hash_length)
{
    uint8_t hash[64];
    memset (hash, (int)seq, sizeof hash);
    wire_t was = {0};
    wire_fixed64_field (&was, 1, 77);
    wire_varint_field (&was, 2, seq);
    wire_bytes_field (&was, 3, hash, hash_length);
    wire_message_field (wire, 15, &was);
}

static void put_received (wire_t *wire, unsigned field, const char *local_no)
{
    wire_t received = {0};
    wire_text_field (&received, 1, local_no);
    wire_varint_field (&received, 2, 1);
    wire_varint_field (&received, 4, 2 * 18456);
    wire_varint_field (&received, 6, 3);
    wire_text_field (&received, 7, "DONG_NGUOI");
    wire_message_field (wire, field, &received);
}

static void test_pack_and_unpack (void **state)
{
    (void)state;
    Qcdc__Fact fact = QCDC__FACT__INIT, *back;
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__Ref ref = QCDC__REF__INIT;
    uint8_t *body;
    size_t length;
    ref.origin = UINT64_MAX;
    ref.seq = 9;
    ref.hash = 0x0123456789abcdef;
    moved.petition = &ref;
    moved.move = QCDC__MOVE__SETTLED;
    moved.on = -25567;
    moved.outcome = QCDC__OUTCOME__SAI;
    moved.from_register = 1;
    fact.kind_case = QCDC__FACT__KIND_PETITION_MOVED;
    fact.petition_moved = &moved;
    assert_int_equal (fact_pack (&fact, &body, &length), QCDC_OK);
    arena_reset (arena);
    assert_int_equal (fact_unpack ((bytes_t){body, length}, arena, &back), QCDC_OK);
    assert_int_equal (back->kind_case, QCDC__FACT__KIND_PETITION_MOVED);
    assert_true (back->petition_moved->petition->origin == UINT64_MAX && back->petition_moved->petition->seq == 9);
    assert_int_equal (back->petition_moved->on, -25567);
    assert_int_equal (back->petition_moved->outcome, QCDC__OUTCOME__SAI);
    assert_true (back->petition_moved->from_register);
    assert_null (back->was);
    free (body);
}

static void test_unpack_refuses (void **state)
{
    (void)state;
    Qcdc__Fact *fact;
    wire_t wire = {0};
    assert_int_equal (unpack (&wire, &fact), QCDC_UNSUPPORTED); /* nothing */
    put_was (&wire, 1, 32);
    assert_int_equal (unpack (&wire, &fact), QCDC_UNSUPPORTED);
    wire_text_field (&wire, 30, "a fact of the future"); /* TaskAssigned, some day */
    assert_int_equal (unpack (&wire, &fact), QCDC_UNSUPPORTED);
    put_received (&wire, 2, "1");
    put_received (&wire, 2, "1");
    assert_int_equal (unpack (&wire, &fact), QCDC_MALFORMED);
    put_received (&wire, 2, "\xC3(");
    assert_int_equal (unpack (&wire, &fact), QCDC_BAD_UTF8);
    wire_bytes_field (&wire, 2, "\x0a\x01\x00", 3);
    assert_int_equal (unpack (&wire, &fact), QCDC_BAD_CHARACTER);
    put_received (&wire, 2, "1");
    for (int i = 0; i < 17; i++)
        wire_varint_field (&wire, 50, 1);
    assert_int_equal (unpack (&wire, &fact), QCDC_TOO_LARGE);
    for (size_t length = 0; length < 40; length++) {
        put_received (&wire, 2, "1");
        put_was (&wire, 3, length);
        assert_int_equal (unpack (&wire, &fact), length == HASH_BYTES ? QCDC_OK : QCDC_MALFORMED);
    }
}

/*  A fact of a kind that refers to an entry must name one that there can be: others would wait for ever. */
static void test_unpack_references (void **state)
{
    (void)state;
    static const unsigned KINDS[] = {3, 8, 9, 40};
    static const uint64_t BAD_SEQS[] = {0, 1ULL << 63, UINT64_MAX};
    Qcdc__Fact *fact;
    for (size_t i = 0; i < 4; i++) {
        wire_t inner = {0}, wire = {0};
        wire_message_field (&wire, KINDS[i], &inner); /* no reference at all */
        assert_int_equal (unpack (&wire, &fact), QCDC_MALFORMED);
        for (size_t j = 0; j < 3; j++) {
            put_ref (&inner, 1, 5, BAD_SEQS[j], 6);
            wire_message_field (&wire, KINDS[i], &inner);
            assert_int_equal (unpack (&wire, &fact), QCDC_MALFORMED);
        }
        put_ref (&inner, 1, 5, INT64_MAX, 6);
        wire_message_field (&wire, KINDS[i], &inner);
        assert_int_equal (unpack (&wire, &fact), QCDC_OK);
        address_t target;
        assert_true (fact_target (fact, &target));
        assert_true (target.origin == 5 && target.seq == INT64_MAX && target.hash8 == 6);
    }
    wire_t wire = {0};
    address_t target = {1, 2, 3};
    put_received (&wire, 2, "1");
    assert_int_equal (unpack (&wire, &fact), QCDC_OK);
    assert_false (fact_target (fact, &target));
    wire_t report = {0};
    wire_text_field (&report, 1, "QCDC-HUYEN");
    wire_message_field (&wire, 1, &report);
    assert_int_equal (unpack (&wire, &fact), QCDC_OK);
    assert_false (fact_target (fact, &target));
}

/*  A body of exactly the limit, and one byte more, both ways. */
static void test_size (void **state)
{
    (void)state;
    Qcdc__Fact fact = QCDC__FACT__INIT, *back;
    Qcdc__PetitionReceived received = QCDC__PETITION_RECEIVED__INIT;
    char *local_no = malloc (QCDC_BODY_BYTES_MAX + 2);
    uint8_t *body = NULL;
    size_t length;
    memset (local_no, '7', QCDC_BODY_BYTES_MAX + 1);
    local_no[QCDC_BODY_BYTES_MAX + 1] = '\0';
    received.local_no = local_no;
    fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    fact.petition_received = &received;
    size_t text = QCDC_BODY_BYTES_MAX;
    for (; qcdc__fact__get_packed_size (&fact) > QCDC_BODY_BYTES_MAX; text--)
        local_no[text] = '\0';
    assert_int_equal (fact_pack (&fact, &body, &length), QCDC_OK);
    assert_int_equal (length, QCDC_BODY_BYTES_MAX);
    arena_reset (arena);
    assert_int_equal (fact_unpack ((bytes_t){body, length}, arena, &back), QCDC_OK);
    free (body);
    local_no[strlen (local_no)] = '7';
    assert_int_equal (fact_pack (&fact, &body, &length), QCDC_TOO_LARGE);
    body = malloc (length);
    qcdc__fact__pack (&fact, body);
    assert_int_equal (length, QCDC_BODY_BYTES_MAX + 1);
    assert_int_equal (fact_unpack ((bytes_t){body, length}, arena, &back), QCDC_TOO_LARGE);
    free (body);
    free (local_no);
}

/*  A hostile body takes no more memory than the arena has. */
static void test_amplification (void **state)
{
    (void)state;
    Qcdc__Fact *fact;
    wire_t report = {0}, wire = {0};
    while (report.length < QCDC_BODY_BYTES_MAX - 8)
        wire_bytes_field (&report, 4, "", 0);
    wire_message_field (&wire, 1, &report);
    qcdc_status status = unpack (&wire, &fact);
    assert_true (status == QCDC_OK || status == QCDC_TOO_LARGE);
    arena_t *small = arena_new (65536);
    while (report.length < 20000)
        wire_bytes_field (&report, 4, "", 0);
    wire_message_field (&wire, 1, &report);
    assert_int_equal (fact_unpack (bytes_of (&wire), small, &fact), QCDC_TOO_LARGE);
    arena_destroy (&small);
    wire_free (&wire);
}

static void content_of (wire_t *wire, uint8_t content[CONTENT_BYTES])
{
    fact_content (bytes_of (wire), content);
    wire_free (wire);
}

static void test_content_is_the_hash (void **state)
{
    (void)state;
    uint8_t hash[HASH_BYTES], content[CONTENT_BYTES];
    wire_t wire = {0};
    put_received (&wire, 2, "12/2020");
    crypto_generichash (hash, sizeof hash, wire.data, wire.length, NULL, 0);
    content_of (&wire, content);
    assert_memory_equal (content, hash, CONTENT_BYTES);
}

/*  `was` may stand before, between and behind other fields, under keys and lengths padded as protobuf allows: the content is
 *  the same.  Without it, every bit counts. */
static void test_content_without_was (void **state)
{
    (void)state;
    uint8_t content[CONTENT_BYTES], other[CONTENT_BYTES];
    wire_t plain = {0};
    put_received (&plain, 2, "12/2020");
    wire_varint_field (&plain, 60, 5); /* of a newer program: kept */
    fact_content (bytes_of (&plain), content);
    for (int place = 0; place < 5; place++) {
        wire_t wire = {0};
        Qcdc__Fact *fact;
        if (place == 0)
            put_was (&wire, 4, HASH_BYTES);
        put_received (&wire, 2, "12/2020");
        if (place == 1)
            put_was (&wire, 5, HASH_BYTES);
        if (place == 4) {
            wire_t was = {0};
            put_was (&was, 6, HASH_BYTES);
            wire_put (&wire, "\xfa\x80\x00", 3); /* the key of `was`, two bytes too long */
            wire_byte (&wire, was.data[1] | 0x80u);
            wire_byte (&wire, 0);
            wire_put (&wire, was.data + 2, was.length - 2);
            wire_free (&was);
        }
        wire_varint_field (&wire, 60, 5);
        if (place == 2)
            put_was (&wire, 6, HASH_BYTES);
        fact_content (bytes_of (&wire), other);
        assert_memory_equal (other, content, CONTENT_BYTES);
        assert_int_equal (unpack (&wire, &fact), QCDC_OK);
        assert_int_equal (fact->was != NULL, place != 3);
    }
    for (size_t i = 0; i < plain.length * 8; i++) {
        plain.data[i / 8] ^= (uint8_t)(1 << (i % 8));
        if (wire_check (&qcdc__fact__descriptor, plain.data, plain.length) == QCDC_OK) {
            fact_content (bytes_of (&plain), other);
            assert_memory_not_equal (other, content, CONTENT_BYTES);
        }
        plain.data[i / 8] ^= (uint8_t)(1 << (i % 8));
    }
    wire_free (&plain);
}

/*  A field 15 inside another message is not the fact's `was`. */
static void test_content_inner (void **state)
{
    (void)state;
    uint8_t content[CONTENT_BYTES], other[CONTENT_BYTES];
    for (int inner = 0; inner <= 1; inner++) {
        wire_t received = {0}, wire = {0};
        wire_text_field (&received, 1, "12/2020");
        if (inner)
            put_was (&received, 1, HASH_BYTES);
        wire_message_field (&wire, 2, &received);
        content_of (&wire, inner ? other : content);
    }
    assert_memory_not_equal (other, content, CONTENT_BYTES);
}

static void test_content_of_corrected (void **state)
{
    (void)state;
    uint8_t *body;
    size_t length;
    char *flags[] = {"DAI_HOI"}, *texts[] = {"A12"};
    uint8_t direct[CONTENT_BYTES], replaced[CONTENT_BYTES], hash[HASH_BYTES] = {0};
    Qcdc__PetitionReceived received = QCDC__PETITION_RECEIVED__INIT;
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__ReportFiled filed = QCDC__REPORT_FILED__INIT;
    Qcdc__CellValue cell = QCDC__CELL_VALUE__INIT, *cells[] = {&cell};
    Qcdc__Ref ref = QCDC__REF__INIT;
    Qcdc__Was was = QCDC__WAS__INIT;
    received.local_no = "12/2020";
    received.flags = flags;
    received.n_flags = 1;
    ref.seq = 4;
    moved.petition = &ref;
    moved.move = QCDC__MOVE__REFUSED;
    cell.cell = "A01";
    cell.value_e4 = 120000;
    filed.form = "QCDC-HUYEN";
    filed.cells = cells;
    filed.n_cells = 1;
    filed.text_cells = texts;
    filed.n_text_cells = 1;
    was.hash = (ProtobufCBinaryData){HASH_BYTES, hash};
    for (int kind = 0; kind < 3; kind++) {
        Qcdc__Fact fact = QCDC__FACT__INIT;
        Qcdc__Corrected corrected = QCDC__CORRECTED__INIT;
        corrected.target = &ref;
        fact.was = &was; /* which does not count */
        if (kind == 0) {
            fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
            fact.petition_received = corrected.petition = &received;
            corrected.replacement_case = QCDC__CORRECTED__REPLACEMENT_PETITION;
        } else if (kind == 1) {
            fact.kind_case = QCDC__FACT__KIND_PETITION_MOVED;
            fact.petition_moved = corrected.move = &moved;
            corrected.replacement_case = QCDC__CORRECTED__REPLACEMENT_MOVE;
        } else {
            fact.kind_case = QCDC__FACT__KIND_REPORT_FILED;
            fact.report_filed = corrected.report = &filed;
            corrected.replacement_case = QCDC__CORRECTED__REPLACEMENT_REPORT;
        }
        assert_int_equal (fact_pack (&fact, &body, &length), QCDC_OK);
        fact_content ((bytes_t){body, length}, direct);
        free (body);
        assert_int_equal (fact_content_of (&corrected, replaced), QCDC_OK);
        assert_memory_equal (replaced, direct, CONTENT_BYTES);
        received.people++;
        moved.on++;
        cell.value_e4++;
        assert_int_equal (fact_content_of (&corrected, replaced), QCDC_OK);
        assert_memory_not_equal (replaced, direct, CONTENT_BYTES);
    }
    char *endless = malloc (QCDC_BODY_BYTES_MAX + 1);
    memset (endless, '7', QCDC_BODY_BYTES_MAX);
    endless[QCDC_BODY_BYTES_MAX] = '\0';
    Qcdc__Corrected large = QCDC__CORRECTED__INIT;
    received.local_no = endless;
    large.replacement_case = QCDC__CORRECTED__REPLACEMENT_PETITION;
    large.petition = &received;
    assert_int_equal (fact_content_of (&large, replaced), QCDC_TOO_LARGE);
    free (endless);
    Qcdc__Corrected nothing = QCDC__CORRECTED__INIT;
    assert_int_equal (fact_content_of (&nothing, replaced), QCDC_UNSUPPORTED);
}

static void test_annex (void **state)
{
    (void)state;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT, *back;
    Qcdc__TextCell cell = QCDC__TEXT_CELL__INIT, *cells[] = {&cell};
    uint8_t *one, *two, hash_one[HASH_BYTES], hash_two[HASH_BYTES];
    size_t length, length_two;
    text.title = "Tranh chấp đất đai";
    text.summary = "dòng một\n\tdòng hai";
    cell.cell = "A12";
    cell.text = "Đánh giá chung";
    text.cells = cells;
    text.n_cells = 1;
    assert_int_equal (annex_pack (&text, &one, &length), QCDC_OK);
    assert_int_equal (annex_pack (&text, &two, &length_two), QCDC_OK);
    assert_int_equal (length, length_two);
    assert_memory_equal (one + QCDC_ANNEX_SALT_BYTES, two + QCDC_ANNEX_SALT_BYTES, length - QCDC_ANNEX_SALT_BYTES);
    hash_bytes (one, length, hash_one);
    hash_bytes (two, length, hash_two);
    assert_memory_not_equal (hash_one, hash_two, HASH_BYTES); /* so that a hash does not tell the text */
    arena_reset (arena);
    assert_int_equal (annex_unpack ((bytes_t){one, length}, arena, &back), QCDC_OK);
    assert_string_equal (back->title, text.title);
    assert_string_equal (back->summary, text.summary);
    assert_string_equal (back->reason, "");
    assert_int_equal (back->n_cells, 1);
    assert_string_equal (back->cells[0]->text, cell.text);
    free (two);
    for (size_t shorter = 0; shorter < length; shorter++) { /* in memory of its own, to the byte */
        two = malloc (shorter ? shorter : 1);
        memcpy (two, one, shorter);
        arena_reset (arena);
        qcdc_status status = annex_unpack ((bytes_t){two, shorter}, arena, &back);
        assert_true (status == QCDC_MALFORMED || (status == QCDC_OK && shorter >= QCDC_ANNEX_SALT_BYTES));
        free (two);
    }
    free (one);
}

static void test_annex_limits (void **state)
{
    (void)state;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT, *back;
    uint8_t *annex;
    size_t length;
    assert_int_equal (annex_pack (&text, &annex, &length), QCDC_OK);
    assert_int_equal (length, QCDC_ANNEX_SALT_BYTES);
    assert_int_equal (annex_unpack ((bytes_t){annex, length}, arena, &back), QCDC_OK);
    free (annex);
    char *summary = malloc (QCDC_ANNEX_BYTES_MAX);
    for (size_t spare = 12; spare >= 11; spare--) { /* eight of salt, one of the key, three of the length */
        memset (summary, 'x', QCDC_ANNEX_BYTES_MAX - spare);
        summary[QCDC_ANNEX_BYTES_MAX - spare] = '\0';
        text.summary = summary;
        qcdc_status status = annex_pack (&text, &annex, &length);
        assert_int_equal (status, spare == 12 ? QCDC_OK : QCDC_TOO_LARGE);
        if (status == QCDC_OK) {
            assert_int_equal (length, QCDC_ANNEX_BYTES_MAX);
            arena_reset (arena);
            assert_int_equal (annex_unpack ((bytes_t){annex, length}, arena, &back), QCDC_OK);
            free (annex);
        }
    }
    free (summary);
    wire_t longer = {0}; /* one byte more, and nothing else wrong with it */
    wire_put (&longer, "saltsalt", QCDC_ANNEX_SALT_BYTES);
    wire_key (&longer, 2, WIRE_TYPE_BYTES);
    wire_number (&longer, QCDC_ANNEX_BYTES_MAX - 11);
    while (longer.length < QCDC_ANNEX_BYTES_MAX + 1)
        wire_byte (&longer, 'x');
    arena_reset (arena);
    assert_int_equal (annex_unpack (bytes_of (&longer), arena, &back), QCDC_MALFORMED);
    wire_free (&longer);
    static const uint8_t BAD[] = {1, 2, 3, 4, 5, 6, 7, 8, 0x0a, 2, 0xC3, 0x28};
    static const uint8_t TWICE[] = {1, 2, 3, 4, 5, 6, 7, 8, 0x0a, 0, 0x0a, 0};
    assert_int_equal (annex_unpack ((bytes_t){BAD, sizeof BAD}, arena, &back), QCDC_BAD_UTF8);
    assert_int_equal (annex_unpack ((bytes_t){TWICE, sizeof TWICE}, arena, &back), QCDC_MALFORMED);
}

/*  The words of the petition file, in the order of their numbers: once written, they are for ever. */
static void test_codes (void **state)
{
    (void)state;
    static const struct {
        int (*parse) (const char *text);
        const char *(*name) (int number);
        const char *words;
    } LISTS[] = {
        {petition_kind_parse, petition_kind_name, "KHIEU_NAI TO_CAO KIEN_NGHI PHAN_ANH"},
        {petition_field_parse, petition_field_name,
         "DAT_DAI XAY_DUNG DAU_TU DANG_KY_KD THUE MOI_TRUONG CHE_DO_CHINH_SACH TU_PHAP CAN_BO KHAC"},
        {channel_parse, channel_name, "TRUC_TIEP BUU_CHINH TRUC_TUYEN CHUYEN_DEN"},
        {outcome_parse, outcome_name, "DUNG SAI DUNG_MOT_PHAN RUT_DINH_CHI"},
        {move_parse, move_name,
         "CLASSIFIED ACCEPTED REFUSED GUIDED FORWARDED EXTENDED SUSPENDED RESUMED SETTLED WITHDRAWN IN_FORCE "
         "CARRIED_OUT REOPENED VERIFYING ACCEPTANCE_NOTIFIED CONCLUSION_PUBLISHED SENDER_ANSWERED INTERIM_REPLIED "
         "KEPT_AS_INFORMATION APPEALED RETURNED SATISFIED DISSATISFIED"},
    };
    static const char *const WRONG[] = {"",
                                        " ",
                                        "khacc",
                                        "KHAC ",
                                        "X",
                                        "0",
                                        "1",
                                        "DUNG,SAI",
                                        "MOVE_UNSPECIFIED",
                                        "OUTCOME_UNSPECIFIED",
                                        "CHANNEL_UNSPECIFIED",
                                        "PETITION_KIND_UNSPECIFIED",
                                        "PETITION_FIELD_UNSPECIFIED"};
    for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++) {
        char words[500], *rest = words, *word;
        int number = 0;
        snprintf (words, sizeof words, "%s", LISTS[i].words);
        while ((word = strsep (&rest, " "))) {
            assert_int_equal (LISTS[i].parse (word), ++number);
            assert_string_equal (LISTS[i].name (number), word);
        }
        assert_null (LISTS[i].name (number + 1));
        assert_null (LISTS[i].name (0));
        assert_null (LISTS[i].name (-1));
        assert_null (LISTS[i].name (INT_MAX));
        assert_null (LISTS[i].name (INT_MIN));
        for (size_t j = 0; j < sizeof WRONG / sizeof *WRONG; j++)
            if (LISTS[i].parse (WRONG[j]) != 0)
                fail_msg ("'%s' was taken for one of %s", WRONG[j], LISTS[i].words);
    }
}

/*  What a person calls a code is taken for it, with and without marks, in capitals or not. */
static void test_words_of_codes (void **state)
{
    (void)state;
    assert_int_equal (move_parse ("thụ lý"), QCDC__MOVE__ACCEPTED);
    assert_int_equal (move_parse ("Thu ly"), QCDC__MOVE__ACCEPTED);
    assert_int_equal (move_parse ("KHONG_THU_LY"), QCDC__MOVE__REFUSED);
    assert_int_equal (move_parse ("tạm đình chỉ"), QCDC__MOVE__SUSPENDED);
    assert_int_equal (move_parse ("tam-dinh-chi"), QCDC__MOVE__SUSPENDED);
    assert_int_equal (move_parse ("accepted"), QCDC__MOVE__ACCEPTED);
    assert_int_equal (move_parse ("thu"), 0);
    assert_int_equal (petition_kind_parse ("khiếu nại"), QCDC__PETITION_KIND__KHIEU_NAI);
    assert_int_equal (petition_kind_parse ("Khieu nai"), QCDC__PETITION_KIND__KHIEU_NAI);
    assert_int_equal (petition_kind_parse ("thụ lý"), 0);
    assert_int_equal (petition_field_parse ("đất đai"), QCDC__PETITION_FIELD__DAT_DAI);
    assert_int_equal (petition_field_parse ("dang ky kinh doanh"), QCDC__PETITION_FIELD__DANG_KY_KD);
    assert_int_equal (channel_parse ("trực tiếp"), QCDC__CHANNEL__TRUC_TIEP);
    assert_int_equal (outcome_parse ("đúng một phần"), QCDC__OUTCOME__DUNG_MOT_PHAN);
}

static void test_flags (void **state)
{
    (void)state;
    static const char *const GOOD[] = {"DONG_NGUOI",
                                       "PHUC_TAP",
                                       "DAI_HOI",
                                       "LAN_HAI",
                                       "DU_AN:X",
                                       "DU_AN:DA-593_1",
                                       "DU_AN:ABCDEFGHIJKLMNOPQRSTUVWXYZ012345",
                                       "CU_TRI",
                                       "NHAN_QD:2020-06-15",
                                       "DOI_THOAI:2020-06-15",
                                       "DOI_THOAI:ABCDEFGHIJKLMNOPQRSTUVWXYZ0123"};
    static const char *const BAD[] = {"",
                                      " ",
                                      "DONG_NGUOI ",
                                      " DONG_NGUOI",
                                      "dong_nguoi",
                                      "DONG",
                                      "DU_AN",
                                      "DU_AN:",
                                      "DU_AN:x",
                                      "DU_AN:A B",
                                      "DU_AN:A.B",
                                      "DU_AN:\xC4\x90",
                                      "DU_AN: A",
                                      "du_an:A",
                                      "DU_AN:ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456",
                                      "CU_TRI:1",
                                      "NHAN_QD",
                                      "NHAN_QD:",
                                      "NHAN_QD:2020-6-15",
                                      "NHAN_QD:2020-02-30",
                                      "NHAN_QD:2020-06-15A",
                                      "DOI_THOAI",
                                      "DOI_THOAI:",
                                      "DOI_THOAI:15/6",
                                      "DOI_THOAI:ABCDEFGHIJKLMNOPQRSTUVWXYZ01234"};
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        if (!flag_known (GOOD[i]))
            fail_msg ("'%s' is no flag", GOOD[i]);
        assert_true (strlen (GOOD[i]) <= QCDC_FLAG_BYTES_MAX);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (flag_known (BAD[i]))
            fail_msg ("'%s' is a flag", BAD[i]);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_pack_and_unpack),      cmocka_unit_test (test_unpack_refuses),
        cmocka_unit_test (test_unpack_references),    cmocka_unit_test (test_size),
        cmocka_unit_test (test_amplification),        cmocka_unit_test (test_content_is_the_hash),
        cmocka_unit_test (test_content_without_was),  cmocka_unit_test (test_content_inner),
        cmocka_unit_test (test_content_of_corrected), cmocka_unit_test (test_annex),
        cmocka_unit_test (test_annex_limits),         cmocka_unit_test (test_codes),
        cmocka_unit_test (test_words_of_codes),       cmocka_unit_test (test_flags),
    };
    return cmocka_run_group_tests (tests, arena_make, arena_free);
}
