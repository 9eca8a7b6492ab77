/*  word.c — the words of a petition and of a reception as people write them.
 *
 *  Labels are kept folded (base/text_fold.h): Vietnamese without its marks still tells these few words apart.  Every label
 *  that the catalogue of texts has for a code stands here too, so that what was shown can be typed; test_word.c holds the two
 *  together. */

#include "facts/word.h"

#include "base/day.h"
#include "base/day_read.h"
#include "base/text_fold.h"
#include "facts/fact.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define WORD_BYTES 128

/*  Of one vocabulary: other words for the codes, apart from the codes themselves. */
typedef struct {
    const char *label; /* folded */
    int code;
} word_t;

static const word_t KINDS[] = {{"don khieu nai", QCDC__PETITION_KIND__KHIEU_NAI},
                               {"don to cao", QCDC__PETITION_KIND__TO_CAO},
                               {"don kien nghi", QCDC__PETITION_KIND__KIEN_NGHI},
                               {"don phan anh", QCDC__PETITION_KIND__PHAN_ANH},
                               {NULL, 0}};

static const word_t FIELDS[] = {{"dang ky kinh doanh", QCDC__PETITION_FIELD__DANG_KY_KD},
                                {"chinh sach", QCDC__PETITION_FIELD__CHE_DO_CHINH_SACH},
                                {"can bo cong chuc", QCDC__PETITION_FIELD__CAN_BO},
                                {"linh vuc khac", QCDC__PETITION_FIELD__KHAC},
                                {NULL, 0}};

static const word_t CHANNELS[] = {{"qua buu chinh", QCDC__CHANNEL__BUU_CHINH},
                                  {"buu dien", QCDC__CHANNEL__BUU_CHINH},
                                  {"qua buu dien", QCDC__CHANNEL__BUU_CHINH},
                                  {"co quan khac chuyen den", QCDC__CHANNEL__CHUYEN_DEN},
                                  {NULL, 0}};

static const word_t OUTCOMES[] = {{"dung toan bo", QCDC__OUTCOME__DUNG},
                                  {"sai toan bo", QCDC__OUTCOME__SAI},
                                  {"co dung co sai", QCDC__OUTCOME__DUNG_MOT_PHAN},
                                  {"rut don dinh chi", QCDC__OUTCOME__RUT_DINH_CHI},
                                  {"dinh chi", QCDC__OUTCOME__RUT_DINH_CHI},
                                  {"rut don", QCDC__OUTCOME__RUT_DINH_CHI},
                                  {NULL, 0}};

static const word_t MOVES[] = {{"phan loai xu ly don", QCDC__MOVE__CLASSIFIED},
                               {"phan loai", QCDC__MOVE__CLASSIFIED},
                               {"thu ly", QCDC__MOVE__ACCEPTED},
                               {"khong thu ly", QCDC__MOVE__REFUSED},
                               {"huong dan", QCDC__MOVE__GUIDED},
                               {"chuyen don", QCDC__MOVE__FORWARDED},
                               {"gia han giai quyet", QCDC__MOVE__EXTENDED},
                               {"gia han", QCDC__MOVE__EXTENDED},
                               {"keo dai", QCDC__MOVE__EXTENDED}, /* the law on complaints says so */
                               {"keo dai thoi han", QCDC__MOVE__EXTENDED},
                               {"keo dai thoi han giai quyet", QCDC__MOVE__EXTENDED},
                               {"tam dinh chi", QCDC__MOVE__SUSPENDED},
                               {"tiep tuc giai quyet", QCDC__MOVE__RESUMED},
                               {"tiep tuc", QCDC__MOVE__RESUMED},
                               {"giai quyet xong", QCDC__MOVE__SETTLED},
                               {"giai quyet", QCDC__MOVE__SETTLED},
                               {"giai quyet lai", QCDC__MOVE__REOPENED},
                               {"rut don", QCDC__MOVE__WITHDRAWN},
                               {"quyet dinh co hieu luc", QCDC__MOVE__IN_FORCE},
                               {"quyet dinh co hieu luc phap luat", QCDC__MOVE__IN_FORCE},
                               {"co hieu luc phap luat", QCDC__MOVE__IN_FORCE},
                               {"co hieu luc", QCDC__MOVE__IN_FORCE},
                               {"thi hanh xong", QCDC__MOVE__CARRIED_OUT},
                               {"thi hanh", QCDC__MOVE__CARRIED_OUT},
                               {"da thi hanh", QCDC__MOVE__CARRIED_OUT},
                               {"xac minh", QCDC__MOVE__VERIFYING},
                               {"xac minh noi dung", QCDC__MOVE__VERIFYING},
                               {"thong bao thu ly", QCDC__MOVE__ACCEPTANCE_NOTIFIED},
                               {"thong bao viec thu ly", QCDC__MOVE__ACCEPTANCE_NOTIFIED},
                               {"cong khai ket luan", QCDC__MOVE__CONCLUSION_PUBLISHED},
                               {"bao co quan chuyen don", QCDC__MOVE__SENDER_ANSWERED},
                               {"tra loi co quan chuyen don", QCDC__MOVE__SENDER_ANSWERED},
                               {"thong bao tien do", QCDC__MOVE__INTERIM_REPLIED},
                               {"thong tin phuc vu quan ly", QCDC__MOVE__KEPT_AS_INFORMATION},
                               {"luu lam thong tin", QCDC__MOVE__KEPT_AS_INFORMATION},
                               {"khieu nai tiep hoac khoi kien", QCDC__MOVE__APPEALED},
                               {"khieu nai lan hai", QCDC__MOVE__APPEALED},
                               {"khoi kien", QCDC__MOVE__APPEALED},
                               {"chuyen tra", QCDC__MOVE__RETURNED},
                               {"chuyen tra don", QCDC__MOVE__RETURNED},
                               {"hai long", QCDC__MOVE__SATISFIED},
                               {"khong hai long", QCDC__MOVE__DISSATISFIED},
                               {NULL, 0}};

static const word_t SESSIONS[] = {{"tiep thuong xuyen", QCDC__SESSION__THUONG_XUYEN},
                                  {"tiep dinh ky", QCDC__SESSION__DINH_KY},
                                  {"tiep dot xuat", QCDC__SESSION__DOT_XUAT},
                                  {NULL, 0}};

static const word_t RECEIVERS[] = {{"thu truong tiep", QCDC__RECEIVER__THU_TRUONG},
                                   {"nguoi dung dau", QCDC__RECEIVER__THU_TRUONG},
                                   {"nguoi dung dau tiep", QCDC__RECEIVER__THU_TRUONG},
                                   {"uy quyen tiep", QCDC__RECEIVER__UY_QUYEN},
                                   {"duoc uy quyen", QCDC__RECEIVER__UY_QUYEN},
                                   {"can bo tiep cong dan", QCDC__RECEIVER__CAN_BO_TIEP},
                                   {"can bo", QCDC__RECEIVER__CAN_BO_TIEP},
                                   {NULL, 0}};

static const word_t RESULTS[] = {{"tiep nhan don", QCDC__RECEPTION_RESULT__NHAN_DON},
                                 {"thu ly de giai quyet", QCDC__RECEPTION_RESULT__NHAN_DON},
                                 {"tra lai don va huong dan", QCDC__RECEPTION_RESULT__HUONG_DAN},
                                 {"chuyen don den co quan co tham quyen", QCDC__RECEPTION_RESULT__CHUYEN_DON},
                                 {"giai thich tra loi", QCDC__RECEPTION_RESULT__GIAI_THICH},
                                 {"tra loi", QCDC__RECEPTION_RESULT__GIAI_THICH},
                                 {"tu choi tiep cong dan", QCDC__RECEPTION_RESULT__TU_CHOI_TIEP},
                                 {"tu choi", QCDC__RECEPTION_RESULT__TU_CHOI_TIEP},
                                 {NULL, 0}};

static const word_t SCANS[] = {{"don thu", QCDC__BLOB_OF__DON},
                               {"quyet dinh giai quyet", QCDC__BLOB_OF__QUYET_DINH},
                               {"khac", QCDC__BLOB_OF__GIAY_TO_KHAC},
                               {"other", QCDC__BLOB_OF__GIAY_TO_KHAC},
                               {NULL, 0}};

/*  Codes are numbered from 1 without a gap. */
static int word_read (const char *text, const char *(*name) (int), const word_t *words, int (*parse) (const char *))
{
    char folded[WORD_BYTES], code_folded[WORD_BYTES];
    text_fold (text, folded, sizeof folded);
    if (!folded[0])
        return 0;
    for (int code = 1; name (code); code++)
        if (strcmp (text_fold (name (code), code_folded, sizeof code_folded), folded) == 0)
            return code;
    for (; words->label; words++)
        if (strcmp (words->label, folded) == 0)
            return words->code;
    /* Those that the province takes, the English ones among them. */
    return parse (text);
}

int petition_kind_read (const char *text)
{
    return word_read (text, petition_kind_name, KINDS, petition_kind_parse);
}

int petition_field_read (const char *text)
{
    return word_read (text, petition_field_name, FIELDS, petition_field_parse);
}

int channel_read (const char *text)
{
    return word_read (text, channel_name, CHANNELS, channel_parse);
}

int outcome_read (const char *text)
{
    return word_read (text, outcome_name, OUTCOMES, outcome_parse);
}

int move_read (const char *text)
{
    return word_read (text, move_name, MOVES, move_parse);
}

int instance_read (const char *text)
{
    static const word_t INSTANCES[] = {{"1", 1},       {"lan dau", 1}, {"lan 1", 1},  {"first", 1},      {"2", 2},
                                       {"lan hai", 2}, {"lan 2", 2},   {"second", 2}, {"to cao tiep", 2}};
    char folded[WORD_BYTES];
    text_fold (text, folded, sizeof folded);
    for (size_t i = 0; i < sizeof INSTANCES / sizeof *INSTANCES; i++)
        if (strcmp (INSTANCES[i].label, folded) == 0)
            return INSTANCES[i].code;
    return 0;
}

int session_read (const char *text)
{
    return word_read (text, session_name, SESSIONS, session_parse);
}

int receiver_read (const char *text)
{
    return word_read (text, receiver_name, RECEIVERS, receiver_parse);
}

int reception_result_read (const char *text)
{
    return word_read (text, reception_result_name, RESULTS, reception_result_parse);
}

int scan_of_read (const char *text)
{
    return word_read (text, scan_of_name, SCANS, scan_of_parse);
}

/*  Flags with a code, or a day, behind them. */
static const struct {
    const char *label, *flag;
} LINKS[] = {{"du an", "DU_AN"},           {"project", "DU_AN"},           {"doi thoai", "DOI_THOAI"},
             {"dialogue", "DOI_THOAI"},    {"nhan quyet dinh", "NHAN_QD"}, {"nhan qd", "NHAN_QD"},
             {"decision known", "NHAN_QD"}};

/*  NAME with the code behind it, or the day as people write one. */
static const char *link_read (const char *name, const char *code, char *flag, size_t size)
{
    char day[DAY_TEXT_BYTES];
    int32_t on;
    fault_t unread = {0};
    if (strcmp (name, "NHAN_QD") == 0 && day_read (code, &on, &unread) == QCDC_OK)
        code = day_format_iso (on, day);
    /* A code that is cut would be another one. */
    if (snprintf (flag, size, "%s:%s", name, code) >= (int)size)
        return NULL;
    for (char *at = flag; *at; at++)
        *at = (char)toupper ((unsigned char)*at);
    return flag_known (flag) ? flag : NULL;
}

const char *flag_read (const char *text, char *flag, size_t size)
{
    static const struct {
        const char *label, *flag;
    } FLAGS[] = {{"dac biet phuc tap", "DAC_BIET_PHUC_TAP"},
                 {"especially complex", "DAC_BIET_PHUC_TAP"},
                 {"dong nguoi", "DONG_NGUOI"},
                 {"phuc tap", "PHUC_TAP"},
                 {"dai hoi", "DAI_HOI"},
                 {"lan hai", "LAN_HAI"},
                 {"many people", "DONG_NGUOI"},
                 {"complex", "PHUC_TAP"},
                 {"congress", "DAI_HOI"},
                 {"second time", "LAN_HAI"},
                 {"cu tri", "CU_TRI"},
                 {"voters", "CU_TRI"}};
    char folded[WORD_BYTES];
    const char *colon = strchr (text, ':');
    char name[WORD_BYTES];
    snprintf (name, sizeof name, "%.*s", colon ? (int)(colon - text) : (int)strlen (text), text);
    text_fold (name, folded, sizeof folded);
    for (size_t i = 0; colon && i < sizeof LINKS / sizeof *LINKS; i++)
        if (strcmp (LINKS[i].label, folded) == 0)
            return link_read (LINKS[i].flag, colon + 1 + strspn (colon + 1, " "), flag, size);
    for (size_t i = 0; !colon && i < sizeof FLAGS / sizeof *FLAGS; i++)
        if (strcmp (FLAGS[i].label, folded) == 0) {
            snprintf (flag, size, "%s", FLAGS[i].flag);
            return flag;
        }
    return NULL;
}

const char *flag_read_any (const char *text, char *flag, size_t size)
{
    char folded[WORD_BYTES];
    if (flag_read (text, flag, size))
        return flag;
    text_fold (text, folded, sizeof folded);
    for (size_t i = 0; i < sizeof LINKS / sizeof *LINKS; i++)
        if (strcmp (LINKS[i].label, folded) == 0) {
            snprintf (flag, size, "%s:", LINKS[i].flag);
            return flag;
        }
    return NULL;
}
