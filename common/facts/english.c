/*  english.c — the table of English words for codes; what it says of a code is taken where the code is. */

#include "facts/english.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *code, *word;
} WORDS[] = {
    /* kinds of petition */
    {"KHIEU_NAI", "complaint"},
    {"TO_CAO", "denunciation"},
    {"KIEN_NGHI", "recommendation"},
    {"PHAN_ANH", "reflection"},
    /* fields */
    {"DAT_DAI", "land"},
    {"XAY_DUNG", "construction"},
    {"DAU_TU", "investment"},
    {"DANG_KY_KD", "business registration"},
    {"THUE", "taxes"},
    {"MOI_TRUONG", "environment"},
    {"CHE_DO_CHINH_SACH", "benefits and policies"},
    {"TU_PHAP", "justice"},
    {"CAN_BO", "officials"},
    {"KHAC", "other"},
    /* channels */
    {"TRUC_TIEP", "in person"},
    {"BUU_CHINH", "by post"},
    {"TRUC_TUYEN", "online"},
    {"CHUYEN_DEN", "from another office"},
    /* outcomes */
    {"DUNG", "founded"},
    {"SAI", "unfounded"},
    {"DUNG_MOT_PHAN", "partly founded"},
    {"RUT_DINH_CHI", "withdrawn or ended"},
    /* flags */
    {"DONG_NGUOI", "many people"},
    {"PHUC_TAP", "complex"},
    {"DAC_BIET_PHUC_TAP", "especially complex"},
    {"DAI_HOI", "congress"},
    {"LAN_HAI", "second time"},
    {"DU_AN", "project"},
    {"DOI_THOAI", "dialogue"},
    {"CU_TRI", "voters"},
    {"NHAN_QD", "decision known"},
    /* steps */
    {"CLASSIFIED", "classified"},
    {"ACCEPTED", "accepted"},
    {"REFUSED", "refused"},
    {"GUIDED", "guided"},
    {"FORWARDED", "forwarded"},
    {"EXTENDED", "extended"},
    {"SUSPENDED", "suspended"},
    {"RESUMED", "resumed"},
    {"SETTLED", "settled"},
    {"WITHDRAWN", "withdrawn"},
    {"IN_FORCE", "in force"},
    {"CARRIED_OUT", "carried out"},
    {"REOPENED", "reopened"},
    {"VERIFYING", "verifying"},
    {"ACCEPTANCE_NOTIFIED", "acceptance notified"},
    {"CONCLUSION_PUBLISHED", "conclusion published"},
    {"SENDER_ANSWERED", "sender answered"},
    {"INTERIM_REPLIED", "interim replied"},
    {"KEPT_AS_INFORMATION", "kept as information"},
    {"APPEALED", "appealed"},
    {"RETURNED", "returned"},
    {"SATISFIED", "satisfied"},
    {"DISSATISFIED", "dissatisfied"},
    /* receptions: their kinds, who receives, what comes of them */
    {"THUONG_XUYEN", "regular"},
    {"DINH_KY", "scheduled"},
    {"DOT_XUAT", "ad hoc"},
    {"THU_TRUONG", "the head"},
    {"UY_QUYEN", "on the head's behalf"},
    {"CAN_BO_TIEP", "an officer"},
    {"NHAN_DON", "petition taken in"},
    {"HUONG_DAN", "guided elsewhere"},
    {"CHUYEN_DON", "sent on"},
    {"GIAI_THICH", "explained"},
    {"TU_CHOI_TIEP", "not received"},
    /* what a scan shows */
    {"DON", "petition"},
    {"QUYET_DINH", "decision"},
    {"GIAY_TO_KHAC", "other paper"},
    /* states of petitions and reports */
    {"in_force", "in force"},
    {"carried_out", "carried out"},
    {"kept_as_information", "kept as information"},
    {"taken_back", "taken back"},
    {"on_time", "on time"},
};

const char *english_word (const char *code)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcmp (WORDS[i].code, code) == 0)
            return WORDS[i].word;
    return code;
}
