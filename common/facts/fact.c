/*  fact.c — facts as bytes: unpacking a stranger's, the hash by which two that say the same are known, annexes, codes.
 *
 *  A body is kept verbatim and hashed as it came; nothing here reserialises one, except to tell what a correction would be
 *  as a fact of its own. */

#include "facts/fact.h"

#include "base/day.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "facts/english.h"
#include "facts/kind.h"
#include "wire/wire_check.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/*  The key of Fact.was on the wire: field 15, length-delimited. */
#define WAS_KEY ((15u << 3) | 2u)

qcdc_status fact_unpack (bytes_t body, arena_t *arena, Qcdc__Fact **fact)
{
    if (body.length > QCDC_BODY_BYTES_MAX)
        return QCDC_TOO_LARGE;
    qcdc_status status = wire_check_within (&qcdc__fact__descriptor, QCDC_FACT_ELEMENTS_MAX, body.data, body.length);
    if (status != QCDC_OK)
        return status;
    *fact = qcdc__fact__unpack (arena_allocator (arena), body.length, body.data);
    if (!*fact)
        return arena_exhausted (arena) ? QCDC_NO_MEMORY : QCDC_MALFORMED; /* what a fact needs is bounded above */
    if ((*fact)->kind_case == QCDC__FACT__KIND__NOT_SET)
        return QCDC_UNSUPPORTED;
    address_t target;
    if (fact_target (*fact, &target)) {
        /* Without a hash only an erasure refers: it is ordered by somebody who does not hold the entry. */
        bool any = target.hash8 == 0 && !fact_kind (*fact)->bare;
        if (target.seq == 0 || target.seq > INT64_MAX || any)
            return QCDC_MALFORMED; /* no such entry can ever come, so that it would wait for ever */
    }
    if (fact_source (*fact, &target) && (target.seq == 0 || target.seq > INT64_MAX || target.hash8 == 0))
        return QCDC_MALFORMED;
    const Qcdc__Was *was = (*fact)->was;
    if (was &&
        (was->hash.len != HASH_BYTES || was->seq == 0 || was->seq > INT64_MAX || hash_prefix (was->hash.data) == 0))
        return QCDC_MALFORMED;
    return QCDC_OK;
}

qcdc_status fact_pack (const Qcdc__Fact *fact, uint8_t **body, size_t *length)
{
    *length = qcdc__fact__get_packed_size (fact);
    if (*length > QCDC_BODY_BYTES_MAX)
        return QCDC_TOO_LARGE;
    *body = malloc (*length ? *length : 1);
    if (!*body)
        return QCDC_NO_MEMORY;
    qcdc__fact__pack (fact, *body);
    return QCDC_OK;
}

/*  Behind the varint at AT; NULL where it runs over END.  *VALUE may be NULL. */
static const uint8_t *skip_varint (const uint8_t *at, const uint8_t *end, uint64_t *value)
{
    uint64_t result = 0;
    for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
        uint8_t byte = *at++;
        result |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80)) {
            if (value)
                *value = result;
            return at;
        }
    }
    return NULL;
}

/*  Behind the field that begins at AT, whatever it is. */
static const uint8_t *skip_field (const uint8_t *at, const uint8_t *end, uint64_t *key)
{
    uint64_t length = 0;
    at = skip_varint (at, end, key);
    if (!at)
        return NULL;
    switch (*key & 7) {
    case 0:
        return skip_varint (at, end, NULL);
    case 1:
        length = 8;
        break;
    case 5:
        length = 4;
        break;
    case 2:
        at = skip_varint (at, end, &length);
        break;
    default:
        return NULL;
    }
    return at && length <= (uint64_t)(end - at) ? at + length : NULL;
}

/*  The number of a kind's case is that of its field on the wire. */
bool fact_goes_alone (bytes_t body)
{
    const uint8_t *at = body.data, *end = body.data + body.length;
    Qcdc__Fact fact = QCDC__FACT__INIT;
    for (uint64_t key = 0; at && at < end && !fact.kind_case;) {
        at = skip_field (at, end, &key);
        if (at && key != WAS_KEY && key >> 3 <= UINT16_MAX)
            fact.kind_case = (Qcdc__Fact__KindCase)(key >> 3);
    }
    const fact_kind_t *kind = fact_kind (&fact);
    return kind && kind->alone;
}

void fact_content (bytes_t body, uint8_t content[CONTENT_BYTES])
{
    crypto_generichash_state state;
    uint8_t hash[HASH_BYTES];
    crypto_generichash_init (&state, NULL, 0, HASH_BYTES);
    const uint8_t *at = body.data, *end = body.data + body.length;
    while (at < end) {
        uint64_t key = 0;
        const uint8_t *next = skip_field (at, end, &key);
        if (!next)
            next = end;
        if (key != WAS_KEY)
            crypto_generichash_update (&state, at, (size_t)(next - at));
        at = next;
    }
    crypto_generichash_final (&state, hash, HASH_BYTES);
    memcpy (content, hash, CONTENT_BYTES);
}

qcdc_status fact_content_of (const Qcdc__Corrected *corrected, uint8_t content[CONTENT_BYTES])
{
    Qcdc__Fact correction = QCDC__FACT__INIT, fact;
    correction.kind_case = QCDC__FACT__KIND_CORRECTED;
    correction.corrected = (Qcdc__Corrected *)corrected;
    if (!fact_replacement (&correction, &fact))
        return QCDC_UNSUPPORTED;
    uint8_t *body = NULL;
    size_t length = 0;
    QCDC_TRY (fact_pack (&fact, &body, &length));
    fact_content ((bytes_t){body, length}, content);
    free (body);
    return QCDC_OK;
}

qcdc_status annex_pack (const Qcdc__AnnexText *text, uint8_t **annex, size_t *length)
{
    *length = QCDC_ANNEX_SALT_BYTES + qcdc__annex_text__get_packed_size (text);
    if (*length > QCDC_ANNEX_BYTES_MAX)
        return QCDC_TOO_LARGE;
    *annex = malloc (*length);
    if (!*annex)
        return QCDC_NO_MEMORY;
    /* Salt: without it the hash of an erased short text could be guessed back into the text. */
    randombytes_buf (*annex, QCDC_ANNEX_SALT_BYTES);
    qcdc__annex_text__pack (text, *annex + QCDC_ANNEX_SALT_BYTES);
    return QCDC_OK;
}

qcdc_status annex_unpack (bytes_t annex, arena_t *arena, Qcdc__AnnexText **text)
{
    if (annex.length < QCDC_ANNEX_SALT_BYTES || annex.length > QCDC_ANNEX_BYTES_MAX)
        return QCDC_MALFORMED;
    const uint8_t *data = annex.data + QCDC_ANNEX_SALT_BYTES;
    size_t length = annex.length - QCDC_ANNEX_SALT_BYTES;
    qcdc_status status = wire_check (&qcdc__annex_text__descriptor, data, length);
    if (status != QCDC_OK)
        return status;
    *text = qcdc__annex_text__unpack (arena_allocator (arena), length, data);
    if (*text)
        return QCDC_OK;
    return arena_why (arena, QCDC_MALFORMED);
}

/*  What a Vietnamese calls the codes, where that is more than the code without its marks ("khiếu nại" is KHIEU_NAI). */
static const struct {
    const char *code;
    const char *word;
} CODE_WORDS[] = {
    {"DANG_KY_KD", "đăng ký kinh doanh"},
    {"CHE_DO_CHINH_SACH", "chế độ, chính sách"},
    {"CAN_BO", "cán bộ, công chức"},
    {"BUU_CHINH", "qua bưu chính"},
    {"CHUYEN_DEN", "cơ quan khác chuyển đến"},
    {"RUT_DINH_CHI", "rút đơn, đình chỉ"},
    {"CLASSIFIED", "phân loại"},
    {"CLASSIFIED", "phân loại, xử lý đơn"},
    {"ACCEPTED", "thụ lý"},
    {"REFUSED", "không thụ lý"},
    {"GUIDED", "hướng dẫn"},
    {"FORWARDED", "chuyển đơn"},
    {"EXTENDED", "gia hạn"},
    {"EXTENDED", "gia hạn giải quyết"},
    {"SUSPENDED", "tạm đình chỉ"},
    {"RESUMED", "tiếp tục giải quyết"},
    {"REOPENED", "giải quyết lại"},
    {"SETTLED", "giải quyết"},
    {"SETTLED", "giải quyết xong"},
    {"WITHDRAWN", "rút đơn"},
    {"IN_FORCE", "có hiệu lực"},
    {"IN_FORCE", "có hiệu lực pháp luật"},
    {"IN_FORCE", "quyết định có hiệu lực pháp luật"},
    {"CARRIED_OUT", "thi hành xong"},
    {"VERIFYING", "xác minh"},
    {"VERIFYING", "xác minh nội dung"},
    {"ACCEPTANCE_NOTIFIED", "thông báo thụ lý"},
    {"ACCEPTANCE_NOTIFIED", "thông báo việc thụ lý"},
    {"CONCLUSION_PUBLISHED", "công khai kết luận"},
    {"SENDER_ANSWERED", "báo cơ quan chuyển đơn"},
    {"SENDER_ANSWERED", "trả lời cơ quan chuyển đơn"},
    {"INTERIM_REPLIED", "thông báo tiến độ"},
    {"KEPT_AS_INFORMATION", "thông tin phục vụ quản lý"},
    {"APPEALED", "khiếu nại tiếp hoặc khởi kiện"},
    {"APPEALED", "khiếu nại lần hai"},
    {"APPEALED", "khởi kiện"},
    {"RETURNED", "chuyển trả"},
    {"RETURNED", "chuyển trả đơn"},
    {"SATISFIED", "hài lòng"},
    {"DISSATISFIED", "không hài lòng"},
    {"UY_QUYEN", "ủy quyền tiếp"},
    {"THU_TRUONG", "thủ trưởng tiếp"},
    {"CAN_BO_TIEP", "cán bộ tiếp công dân"},
    {"NHAN_DON", "tiếp nhận đơn"},
    {"GIAI_THICH", "giải thích, trả lời"},
    {"NOTICE_TASK", "nhiệm vụ theo thông báo"},
    {"SUPERVISION", "kiến nghị sau giám sát"},
    {"INSPECTION", "kiến nghị sau kiểm tra"},
    {"DIALOGUE", "ý kiến tại đối thoại"},
    {"INDEX_MEASURE", "giải pháp nâng chỉ số"},
    {"PROJECT_STEP", "công việc của dự án trọng điểm"},
    {"BREACH", "chỉ tiêu vượt ngưỡng"},
    {"DATA_QUERY", "yêu cầu giải trình số liệu"},
};

#define CODE_WORD_COUNT (sizeof CODE_WORDS / sizeof *CODE_WORDS)

/*  CODE_WORDS as they are compared, once for all: the catalogue asks for hundreds of codes whenever a program begins. */
static char plain_words[CODE_WORD_COUNT][WORD_PLAIN_BYTES];
static pthread_once_t plain_once = PTHREAD_ONCE_INIT;

static void plain_words_make (void)
{
    for (size_t i = 0; i < CODE_WORD_COUNT; i++)
        word_plain (CODE_WORDS[i].word, plain_words[i]);
}

/*  Codes: the generated descriptors are the one list of them.  A person may write what a code is called, with or without
 *  Vietnamese marks; programs write the code, which is found first. */
static int enum_parse (const ProtobufCEnumDescriptor *descriptor, const char *text)
{
    const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value_by_name (descriptor, text);
    if (value)
        return value->value;
    char plain[WORD_PLAIN_BYTES];
    word_plain (text, plain);
    if (strlen (plain) == WORD_PLAIN_BYTES - 1) /* cut */
        return 0;
    for (unsigned i = 0; i < descriptor->n_values; i++)
        if (descriptor->values[i].value != 0 && (word_same (descriptor->values[i].name, text) ||
                                                 word_same (english_word (descriptor->values[i].name), text)))
            return descriptor->values[i].value;
    pthread_once (&plain_once, plain_words_make);
    for (size_t i = 0; !value && i < CODE_WORD_COUNT; i++)
        if (strcmp (plain_words[i], plain) == 0)
            value = protobuf_c_enum_descriptor_get_value_by_name (descriptor, CODE_WORDS[i].code);
    return value ? value->value : 0;
}

static const char *enum_name (const ProtobufCEnumDescriptor *descriptor, int number)
{
    const ProtobufCEnumValue *value = number ? protobuf_c_enum_descriptor_get_value (descriptor, number) : NULL;
    return value ? value->name : NULL;
}

int petition_kind_parse (const char *text)
{
    return enum_parse (&qcdc__petition_kind__descriptor, text);
}

int petition_field_parse (const char *text)
{
    return enum_parse (&qcdc__petition_field__descriptor, text);
}

int channel_parse (const char *text)
{
    return enum_parse (&qcdc__channel__descriptor, text);
}

int outcome_parse (const char *text)
{
    return enum_parse (&qcdc__outcome__descriptor, text);
}

int move_parse (const char *text)
{
    return enum_parse (&qcdc__move__descriptor, text);
}

int session_parse (const char *text)
{
    return enum_parse (&qcdc__session__descriptor, text);
}

int receiver_parse (const char *text)
{
    return enum_parse (&qcdc__receiver__descriptor, text);
}

int reception_result_parse (const char *text)
{
    return enum_parse (&qcdc__reception_result__descriptor, text);
}

int scan_of_parse (const char *text)
{
    return enum_parse (&qcdc__blob_of__descriptor, text);
}

int item_source_parse (const char *text)
{
    return enum_parse (&qcdc__item_source__descriptor, text);
}

const char *item_source_name (int source)
{
    return enum_name (&qcdc__item_source__descriptor, source);
}

const char *item_move_name (int move)
{
    const char *name = enum_name (&qcdc__item_move__descriptor, move);
    return name ? name + sizeof "ITEM_" - 1 : NULL;
}

const char *petition_kind_name (int kind)
{
    return enum_name (&qcdc__petition_kind__descriptor, kind);
}

const char *petition_field_name (int field)
{
    return enum_name (&qcdc__petition_field__descriptor, field);
}

const char *channel_name (int channel)
{
    return enum_name (&qcdc__channel__descriptor, channel);
}

const char *outcome_name (int outcome)
{
    return enum_name (&qcdc__outcome__descriptor, outcome);
}

const char *move_name (int move)
{
    return enum_name (&qcdc__move__descriptor, move);
}

const char *session_name (int kind)
{
    return enum_name (&qcdc__session__descriptor, kind);
}

const char *receiver_name (int receiver)
{
    return enum_name (&qcdc__receiver__descriptor, receiver);
}

const char *reception_result_name (int result)
{
    return enum_name (&qcdc__reception_result__descriptor, result);
}

const char *scan_of_name (int of)
{
    return enum_name (&qcdc__blob_of__descriptor, of);
}

const char *scan_media_name (int media)
{
    return enum_name (&qcdc__blob_media__descriptor, media);
}

bool flag_known (const char *flag)
{
    static const char *const LINKS[] = {"DU_AN:", "DOI_THOAI:"};
    static const char CODE[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    if (strcmp (flag, "DONG_NGUOI") == 0 || strcmp (flag, "PHUC_TAP") == 0 || strcmp (flag, "DAI_HOI") == 0 ||
        strcmp (flag, "LAN_HAI") == 0 || strcmp (flag, "DAC_BIET_PHUC_TAP") == 0 || strcmp (flag, "CU_TRI") == 0)
        return true;
    if (strncmp (flag, FLAG_DECISION_KNOWN, strlen (FLAG_DECISION_KNOWN)) == 0) {
        int32_t day;
        return day_parse (flag + strlen (FLAG_DECISION_KNOWN), &day) == QCDC_OK;
    }
    for (size_t i = 0; i < sizeof LINKS / sizeof *LINKS; i++) {
        size_t name = strlen (LINKS[i]), length = strlen (flag);
        if (strncmp (flag, LINKS[i], name) == 0 && length > name && length <= QCDC_FLAG_BYTES_MAX)
            return length - name <= 32 && strspn (flag + name, CODE) == length - name;
    }
    return false;
}
