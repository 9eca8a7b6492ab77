/*  text_label.c — the words in folded text behind which a name, an address or a number of somebody's stands.
 *
 *  One table of labels and one rule for each: most are innocent by themselves ("toi la", "dia chi", "nhan chung") and tell who
 *  somebody is by what follows them only. */

#include "base/text_label.h"

#include "base/i18n.h"
#include "base/text_number.h"
#include "base/text_person.h"

#include <string.h>

#define NAME_WORDS 4u

/*  After which words, standing alone, a name, an address or a number follows. */
typedef enum {
    LABEL_ALWAYS,   /* enough by itself */
    LABEL_COLON,    /* only where ':' or '=' follows */
    LABEL_NUMBER,   /* only where a number follows */
    LABEL_PAPER,    /* only where the number of a paper follows, which may begin with letters: "B1234567" */
    LABEL_BIRTH,    /* only where a day with its year follows, and not of a person whom the sentence is about */
    LABEL_DWELLING, /* only with the marks of "ngụ", where a place follows */
    LABEL_SIGNED, /* only where ":" or "=" and a name follow, which may be all in capital letters: "người gửi: LÊ HOÀNG NAM" */
    LABEL_NAMED,     /* only where a name follows, an honorific or none: "tôi là Hoàng Minh" */
    LABEL_WITNESS,   /* only where a person follows who is no official: "theo lời anh Dũng" */
    LABEL_PLACE,     /* only where a place follows: "trú tại thôn 3" */
    LABEL_PERSON,    /* only where a name follows: "đơn của bà Trần Thị B" */
    LABEL_SENDER,    /* only where a person follows who sent it: "tố cáo do ông Ba Tàu gửi" */
    LABEL_RELATED,   /* only where a relation of somebody follows: "là con trai bà Sáu Hường" */
    LABEL_TOLD,      /* only where it is said when he was born or where he comes from */
    LABEL_SPOKESMAN, /* only where ':' and a name follow */
    LABEL_THEIRS,    /* only where it is said to be the petitioner's: "biển số … của người tố cáo" */
    LABEL_PETITIONER /* only where ':', '=', "cua toi" or the petitioner follows, and not the accused */
} label_rule;

static const struct {
    const char *label;
    label_rule rule;
    const char *what;
} LABELS[] = {
    {"cccd", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"cmnd", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"cmtnd", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"cmt", LABEL_NUMBER, N_ ("an identity-card number")},
    {"can cuoc cong dan", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"can cuoc", LABEL_NUMBER, N_ ("an identity-card number")},
    {"chung minh nhan dan", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"chung minh thu", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"so dinh danh", LABEL_ALWAYS, N_ ("an identity-card number")},
    {"ma dinh danh", LABEL_NUMBER, N_ ("an identity-card number")},
    {"ho chieu", LABEL_PAPER, N_ ("a passport number")},
    {"passport", LABEL_PAPER, N_ ("a passport number")},
    {"giay phep lai xe", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"bang lai xe", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"bang lai", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"gplx", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"bhyt", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"bhxh", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"bao hiem y te", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"bao hiem xa hoi", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"so ho khau", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"giay khai sinh", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"the dang vien", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"the thuong binh", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"ma so thue ca nhan", LABEL_PAPER, N_ ("the number of a personal paper")},
    {"so dien thoai", LABEL_ALWAYS, N_ ("a telephone number")},
    {"sdt", LABEL_ALWAYS, N_ ("a telephone number")},
    {"dien thoai", LABEL_NUMBER, N_ ("a telephone number")},
    {"dtdd", LABEL_NUMBER, N_ ("a telephone number")},
    {"zalo", LABEL_NUMBER, N_ ("a telephone number")},
    {"so tai khoan", LABEL_NUMBER, N_ ("a bank account's number")},
    {"tai khoan so", LABEL_NUMBER, N_ ("a bank account's number")},
    {"stk", LABEL_NUMBER, N_ ("a bank account's number")},
    {"ho va ten", LABEL_PETITIONER, N_ ("a person's name")},
    {"ho ten", LABEL_PETITIONER, N_ ("a person's name")},
    {"ten nguoi", LABEL_PETITIONER, N_ ("a person's name")},
    {"ten toi la", LABEL_ALWAYS, N_ ("a person's name")},
    {"toi la", LABEL_NAMED, N_ ("a person's name")},
    {"toi", LABEL_NAMED, N_ ("a person's name")},
    {"em la", LABEL_NAMED, N_ ("a person's name")},
    {"chau la", LABEL_NAMED, N_ ("a person's name")},
    {"em ten", LABEL_NAMED, N_ ("a person's name")},
    {"em ten la", LABEL_NAMED, N_ ("a person's name")},
    {"chau ten", LABEL_NAMED, N_ ("a person's name")},
    {"chau ten la", LABEL_NAMED, N_ ("a person's name")},
    {"con ten", LABEL_NAMED, N_ ("a person's name")},
    {"con ten la", LABEL_NAMED, N_ ("a person's name")},
    {"ten em la", LABEL_NAMED, N_ ("a person's name")},
    {"ten chau la", LABEL_NAMED, N_ ("a person's name")},
    {"ten toi", LABEL_NAMED, N_ ("a person's name")},
    {"cong dan ten", LABEL_NAMED, N_ ("a person's name")},
    {"cong dan ten la", LABEL_NAMED, N_ ("a person's name")},
    {"facebook", LABEL_PERSON, N_ ("a person's name")},
    {"fb", LABEL_PERSON, N_ ("a person's name")},
    {"zalo", LABEL_PERSON, N_ ("a person's name")},
    {"toi ten", LABEL_ALWAYS, N_ ("a person's name")},
    {"nguoi to cao", LABEL_COLON, N_ ("a person's name")},
    {"nguoi to cao o", LABEL_PLACE, N_ ("a person's address")},
    {"nguoi gui don o", LABEL_PLACE, N_ ("a person's address")},
    {"nguoi gui don la", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi lam don la", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi viet don la", LABEL_NAMED, N_ ("a person's name")},
    {"chu ho", LABEL_COLON, N_ ("a person's name")},
    {"nguoi to cao ten", LABEL_ALWAYS, N_ ("a person's name")},
    {"nguoi to cao la ong", LABEL_ALWAYS, N_ ("a person's name")},
    {"nguoi to cao la ba", LABEL_ALWAYS, N_ ("a person's name")},
    {"nguoi gui don", LABEL_COLON, N_ ("a person's name")},
    {"nguoi lam don", LABEL_COLON, N_ ("a person's name")},
    {"nguoi viet don", LABEL_COLON, N_ ("a person's name")},
    {"dia chi nguoi", LABEL_PETITIONER, N_ ("a person's address")},
    {"dia chi cua nguoi", LABEL_PETITIONER, N_ ("a person's address")},
    {"dia chi cua toi", LABEL_ALWAYS, N_ ("a person's address")},
    {"dia chi thuong tru", LABEL_ALWAYS, N_ ("a person's address")},
    {"ho khau thuong tru", LABEL_ALWAYS, N_ ("a person's address")},
    {"noi thuong tru", LABEL_ALWAYS, N_ ("a person's address")},
    {"hien thuong tru tai", LABEL_ALWAYS, N_ ("a person's address")},
    {"hktt", LABEL_PLACE, N_ ("a person's address")},
    {"ho khau tai", LABEL_PLACE, N_ ("a person's address")},
    {"ngu", LABEL_DWELLING, N_ ("a person's address")},
    {"sinh ngay", LABEL_BIRTH, N_ ("a date of birth")},
    {"ngay sinh", LABEL_COLON, N_ ("a date of birth")},
    {"thuong tru", LABEL_PLACE, N_ ("a person's address")},
    {"tam tru", LABEL_PLACE, N_ ("a person's address")},
    {"tru tai", LABEL_PLACE, N_ ("a person's address")},
    {"tru o", LABEL_PLACE, N_ ("a person's address")},
    {"ngu tai", LABEL_PLACE, N_ ("a person's address")},
    {"ngu o", LABEL_PLACE, N_ ("a person's address")},
    {"hien o", LABEL_PLACE, N_ ("a person's address")},
    {"sinh song tai", LABEL_PLACE, N_ ("a person's address")},
    {"dia chi", LABEL_PLACE, N_ ("a person's address")},
    {"so nha", LABEL_PLACE, N_ ("a person's address")},
    {"nha so", LABEL_PLACE, N_ ("a person's address")},
    {"don cua", LABEL_PERSON, N_ ("a person's name")},
    {"to cao cua", LABEL_PERSON, N_ ("a person's name")},
    {"to cao boi", LABEL_PERSON, N_ ("a person's name")},
    {"to giac cua", LABEL_PERSON, N_ ("a person's name")},
    {"to giac boi", LABEL_PERSON, N_ ("a person's name")},
    {"don do", LABEL_PERSON, N_ ("a person's name")},
    {"nguoi to cao la", LABEL_PERSON, N_ ("a person's name")},
    {"nguoi gui", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi gui la", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi nop", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi nop don", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi nop don la", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi gui don", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi lam don", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi viet don", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi ky don", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi ky ten", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi dung ten", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi trinh bao", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi gui", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi nop", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi nop don", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi ky don", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi dung ten", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi trinh bao", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi to giac", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi khieu nai", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi kien nghi", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi phan anh", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi bao tin", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi lam chung", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi khai", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi viet", LABEL_SIGNED, N_ ("a person's name")},
    {"ky ten", LABEL_SIGNED, N_ ("a person's name")},
    {"nguyen don", LABEL_SIGNED, N_ ("a person's name")},
    {"nhan chung", LABEL_SIGNED, N_ ("a person's name")},
    {"nguoi dung don", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi dung don la", LABEL_NAMED, N_ ("a person's name")},
    {"nguoi dung ten", LABEL_PERSON, N_ ("a person's name")},
    {"nguyen don", LABEL_PERSON, N_ ("a person's name")},
    {"nguyen don la", LABEL_PERSON, N_ ("a person's name")},
    {"nhan chung", LABEL_WITNESS, N_ ("a person's name")},
    {"nhan chung la", LABEL_WITNESS, N_ ("a person's name")},
    {"nguoi lam chung", LABEL_WITNESS, N_ ("a person's name")},
    {"nguoi lam chung la", LABEL_WITNESS, N_ ("a person's name")},
    {"nguoi bao tin", LABEL_WITNESS, N_ ("a person's name")},
    {"nguoi bao tin la", LABEL_WITNESS, N_ ("a person's name")},
    {"to cao do", LABEL_SENDER, N_ ("a person's name")},
    {"to giac do", LABEL_SENDER, N_ ("a person's name")},
    {"khieu nai do", LABEL_SENDER, N_ ("a person's name")},
    {"kien nghi do", LABEL_SENDER, N_ ("a person's name")},
    {"phan anh do", LABEL_SENDER, N_ ("a person's name")},
    {"noi dung do", LABEL_SENDER, N_ ("a person's name")},
    {"thu do", LABEL_SENDER, N_ ("a person's name")},
    {"nguoi to cao la", LABEL_RELATED, N_ ("whose relation a person is")},
    {"nguoi to giac la", LABEL_RELATED, N_ ("whose relation a person is")},
    {"nguoi gui don la", LABEL_RELATED, N_ ("whose relation a person is")},
    {"nguoi lam don la", LABEL_RELATED, N_ ("whose relation a person is")},
    {"nguoi viet don la", LABEL_RELATED, N_ ("whose relation a person is")},
    {"nguoi dung don la", LABEL_RELATED, N_ ("whose relation a person is")},
    {"nguoi kien nghi la", LABEL_RELATED, N_ ("whose relation a person is")},
    {"nguoi khieu nai la", LABEL_RELATED, N_ ("whose relation a person is")},
    {"nguoi phan anh la", LABEL_RELATED, N_ ("whose relation a person is")},
    {"nguoi to cao", LABEL_TOLD, N_ ("where or when a person was born")},
    {"nguoi to giac", LABEL_TOLD, N_ ("where or when a person was born")},
    {"nguoi gui don", LABEL_TOLD, N_ ("where or when a person was born")},
    {"nguoi lam don", LABEL_TOLD, N_ ("where or when a person was born")},
    {"nguoi viet don", LABEL_TOLD, N_ ("where or when a person was born")},
    {"nguoi dung don", LABEL_TOLD, N_ ("where or when a person was born")},
    {"nguoi kien nghi", LABEL_TOLD, N_ ("where or when a person was born")},
    {"nguoi khieu nai", LABEL_TOLD, N_ ("where or when a person was born")},
    {"nguoi phan anh", LABEL_TOLD, N_ ("where or when a person was born")},
    {"dai dien", LABEL_SPOKESMAN, N_ ("a person's name")},
    {"bien so", LABEL_THEIRS, N_ ("the number of a person's vehicle")},
    {"bien so xe", LABEL_THEIRS, N_ ("the number of a person's vehicle")},
    {"bien kiem soat", LABEL_THEIRS, N_ ("the number of a person's vehicle")},
    {"bks", LABEL_THEIRS, N_ ("the number of a person's vehicle")},
    {"theo loi", LABEL_WITNESS, N_ ("a person's name")},
    {"theo loi ke cua", LABEL_WITNESS, N_ ("a person's name")},
};

/*  Whether the words after a label for a name or an address make it the petitioner's: "họ và tên:", "tên người tố cáo",
 *  but not "họ và tên người bị tố cáo". */
static bool petitioner_follows (const char *label, const char *after)
{
    static const char *const PETITIONERS[] = {"nguoi to cao",  "nguoi gui", "nguoi lam don", "nguoi viet don",
                                              "nguoi nop don", "cua toi",   "toi "};
    const char *role = after;
    if (starts_with (role, "cua "))
        role += strlen ("cua ");
    /*  Labels that end in "nguoi" have the role behind that word already. */
    const char *tail = strlen (label) > 5 ? label + strlen (label) - 5 : label;
    bool nguoi_taken = strcmp (tail, "nguoi") == 0;
    for (size_t i = 0; i < sizeof PETITIONERS / sizeof *PETITIONERS; i++) {
        const char *petitioner = PETITIONERS[i];
        if (nguoi_taken && starts_with (petitioner, "nguoi "))
            petitioner += strlen ("nguoi ");
        if (starts_with (role, petitioner))
            return true;
    }
    return !nguoi_taken && (after[0] == ':' || after[0] == '=');
}

/*  "theo lời anh Dũng", but not "theo lời ông Hùng, trưởng thôn". */
static bool is_official (const folded_t *folded, const char *name)
{
    static const char *const OFFICES[] = {"chu tich",  "truong",      "pho",     "bi thu",  "giam doc",
                                          "can bo",    "hieu truong", "ke toan", "cong an", "thu quy",
                                          "chu nhiem", "to truong",   NULL};
    const char *behind = behind_capitals (folded, name);
    for (size_t words = 0; !behind && words < NAME_WORDS; words++) {
        name += strcspn (name, " ,(");
        if (*name != ' ' || word_among (name + 1, OFFICES) > 0)
            behind = name;
        name++;
    }
    return behind && word_among (behind + strspn (behind, " ,(-"), OFFICES) > 0;
}

/*  Whether a person is named at TEXT, behind a label; with BARE without an honorific, too, by capital letters alone. */
static bool person_follows (const folded_t *folded, const char *text, bool bare)
{
    const char *name = behind_honorific (text);
    if (behind_kin (folded, text) ||
        (name ? name_follows (folded, name) || capitals_follow (folded, name) : name_follows (folded, text)))
        return true;
    static const char *const ROLES[] = {"giao vien",      "cong nhan", "hoc sinh",  "nong dan",
                                        "cuu chien binh", "hoi vien",  "nguoi dan", "dang vien",
                                        "nhan vien",      "ngu dan",   NULL};
    static const char *const NO_NAMES[] = {"truong", "xa",   "phuong",  "thon", "huyen", "cong ty", "tieu hoc",
                                           "thpt",   "thcs", "mam non", "tt",   "tinh",  "dang",    NULL};
    const size_t role = bare ? word_among (text, ROLES) : 0;
    text = behind_blanks (text + role);
    const char *behind = bare && word_among (text, NO_NAMES) == 0 ? behind_capitals (folded, text) : NULL;
    if (!behind)
        return false;
    /* "tôi là Đảng viên", "tôi là Minh, giáo viên". */
    return memchr (text, ' ', (size_t)(behind - text)) || !is_word (behind[strspn (behind, " ")]);
}

/*  Whether one of WORDS, behind a blank, stands within the next bytes of the sentence. */
static bool soon_follows (const char *text, const char *const *words)
{
    static const size_t BYTES_MAX = 60;
    for (const char *at = text; *at && at < text + BYTES_MAX && *at != ';' && !(*at == '.' && at[1] == ' '); at++)
        if (*at == ' ' && word_among (at + 1, words) > 0)
            return true;
    return false;
}

bool denounces_at (const char *text)
{
    static const char *const ROLES[] = {
        "la nguoi to cao",   "la nguoi to giac",   "la nguoi gui don",   "la nguoi lam don",  "la nguoi viet don",
        "la nguoi dung don", "la nguoi kien nghi", "la nguoi khieu nai", "la nguoi phan anh", NULL};
    return word_among (text, ROLES) > 0;
}

/*  Whether RULE holds of what stands BEHIND a label at TEXT. */
static bool rule_holds (const folded_t *folded, label_rule rule, const char *text, const char *label,
                        const char *after)
{
    static const char *const NO_BIRTHS[] = {"hoc ",   "phat ", "ve ", "khai ", "thi ", "hy ",
                                            "tuyen ", "giao ", "nu ", "nam ",  NULL};
    static const unsigned char NGU[] = {0, 0, MARK_DOT}, TOI[] = {0, MARK_CIRCUMFLEX, 0};
    const char *person = behind_blanks (after);
    switch (rule) {
    case LABEL_ALWAYS:
        return true;
    case LABEL_COLON:
        return *after == ':' || *after == '=';
    case LABEL_SIGNED:
        person = after + strspn (after, " :=");
        return (*after == ':' || *after == '=') &&
               (person_follows (folded, person, true) || signature_follows (folded, person));
    case LABEL_NUMBER: {
        static const char *const BEFORE_NUMBERS[] = {"so", "lien he", "lien lac", "di dong", "ban", "la", NULL};
        for (size_t length; (length = word_among (after, BEFORE_NUMBERS)) > 0;)
            after = behind_blanks (after + length);
        after += strspn (after, " :=.-+(");
        return strspn (after, "0123456789") >= 3;
    }
    case LABEL_PAPER:
        return paper_follows (after);
    case LABEL_BIRTH:
        for (const char *const *words = NO_BIRTHS; *words; words++)
            if (stands_before (folded, text, *words))
                return false;
        return birthday_follows (after) && !accused_before (folded, text);
    case LABEL_DWELLING:
        if (marks_at (folded, text, NGU, sizeof NGU) != MARKS_RIGHT)
            return false;
        /* fall through */
    case LABEL_PLACE:
        return place_follows (folded, after) && !accused_before (folded, text);
    case LABEL_PERSON:
        return person_follows (folded, person, false);
    case LABEL_NAMED:
        /* "tới Hàm Tân", "tội": only the marks of "tôi" alone tell. */
        if (starts_with (label, "toi") && marks_at (folded, text, TOI, sizeof TOI) == MARKS_OTHERS)
            return false;
        if (strcmp (label, "toi") == 0 && marks_at (folded, text, TOI, sizeof TOI) != MARKS_RIGHT)
            return false;
        return person_follows (folded, person, true);
    case LABEL_WITNESS: {
        const char *name = behind_honorific (person);
        return person_follows (folded, person, false) && !is_official (folded, name ? name : person);
    }
    case LABEL_SENDER: {
        static const char *const SENDS[] = {"gui",      "viet",       "nop don", "lam don", "dung don",
                                            "dung ten", "dung ra to", "ky ten",  NULL};
        return person_follows (folded, person, true) && soon_follows (person, SENDS);
    }
    case LABEL_RELATED:
        return relation_follows (folded, person);
    case LABEL_TOLD:
        return origin_follows (folded, after);
    case LABEL_SPOKESMAN:
        return *after == ':' && person_follows (folded, person, false) && !is_accused (folded, text);
    case LABEL_THEIRS: {
        static const char *const THEIRS[] = {"cua nguoi to cao",
                                             "cua nguoi to giac",
                                             "cua nguoi gui don",
                                             "cua nguoi lam don",
                                             "cua nguoi viet don",
                                             "cua nguoi kien nghi",
                                             "cua nguoi khieu nai",
                                             "cua nguoi phan anh",
                                             "cua toi",
                                             NULL};
        return soon_follows (after, THEIRS);
    }
    case LABEL_PETITIONER:
        return petitioner_follows (label, after);
    }
    return false;
}

const char *label_at (const folded_t *folded, const char *text)
{
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++) {
        const size_t length = *text == *LABELS[i].label ? word_at (text, LABELS[i].label) : 0;
        if (length > 0 &&
            rule_holds (folded, LABELS[i].rule, text, LABELS[i].label, text + length + strspn (text + length, " ")))
            return LABELS[i].what;
    }
    return NULL;
}
