/*  text_identity.c — finding what tells who a person is, in free text.
 *
 *  A denouncer's identity is a state secret (Law on Denunciations 2018, art. 9 and 56) and must not enter the
 *  system.  This guard looks for identity numbers, telephone numbers, e-mail addresses and the labels that forms put
 *  before names and addresses; and for people who are named and act, or of whom is said where they live or when they were born
 *  (text_person.h).  It reads the text folded to lower-case ASCII, so that missing diacritics, decomposed letters and full-width
 *  digits make no difference, through a small window: it never allocates, however long the text is. */

#include "base/text_identity.h"

#include "base/i18n.h"
#include "base/text_number.h"
#include "base/text_person.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

/*  What a match may need to see behind its start. */
#define LOOKAHEAD_BYTES 160u
#define WINDOW_BYTES 4096u
#define NAME_WORDS 4u

typedef struct {
    char text[WINDOW_BYTES + 1];    /* text[0] is what came before the first place to look at */
    bool capital[WINDOW_BYTES + 1]; /* which of them were capital letters */
    unsigned char marks[WINDOW_BYTES + 1];
    size_t fill;
    bool final; /* nothing follows */
} window_t;

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

/*  "là người tố cáo" at TEXT, behind a word. */
static bool denounces_at (const char *text)
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

/*  A label that stands at TEXT, which begins a word. */
static const char *label_at (const folded_t *folded, const char *text)
{
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++) {
        const size_t length = *text == *LABELS[i].label ? word_at (text, LABELS[i].label) : 0;
        if (length > 0 &&
            rule_holds (folded, LABELS[i].rule, text, LABELS[i].label, text + length + strspn (text + length, " ")))
            return LABELS[i].what;
    }
    return NULL;
}

static const char *const PROVIDERS[] = {"gmail", "yahoo", "hotmail", "outlook", "icloud", "ymail", NULL};

/*  "nguyenteo[at]gmail.com", "nguyenteo at gmail.com" at the sign in words. */
static bool email_in_words_at (const char *at)
{
    static const char *const SIGNS[] = {"[at]", "(at)", "{at}"};
    const char *before = at - 1 - (at[-1] == ' ');
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (starts_with (at, SIGNS[i]))
            return is_word (*before) && is_word (at[4 + (at[4] == ' ')]);
    return at[-1] == ' ' && starts_with (at, "at ") && is_word (*before) && word_among (at + 3, PROVIDERS) > 0;
}

/*  "facebook.com/nguyenvanteo1965": whose page it is cannot be told but from what the sentence has said before. */
static bool page_at (const folded_t *folded, const char *here)
{
    static const char *const SITES[] = {"facebook.com/", "fb.com/",        "fb.me/",       "m.me/",
                                        "zalo.me/",      "instagram.com/", "tiktok.com/@", "t.me/"};
    for (size_t i = 0; i < sizeof SITES / sizeof *SITES; i++)
        if (starts_with (here, SITES[i]))
            return is_word (here[strlen (SITES[i])]) && !is_accused (folded, here);
    return false;
}

/*  Letters, digits and what local parts may hold around an '@', and a domain with a dot behind it. */
static bool email_at (const char *at)
{
    if (!is_word (at[-1]) && at[-1] != '_')
        return false;
    const char *p = at + 1;
    bool dot = word_among (p, PROVIDERS) > 0; /* "a@gmail,com" */
    while (is_word (*p) || *p == '-' || (*p == '.' && is_word (p[1]))) {
        dot |= *p == '.';
        p++;
    }
    return dot;
}

/*  Looks at every place of the window that has enough text behind it. */
static const char *window_search (const window_t *window)
{
    const folded_t folded = {window->text, window->capital, window->marks};
    size_t end = window->final ? window->fill : window->fill - LOOKAHEAD_BYTES;
    for (size_t i = 2; i < end; i++) {
        const char *here = window->text + i;
        if ((*here == '@' && email_at (here)) || email_in_words_at (here))
            return N_ ("an e-mail address");
        if (is_word (here[-1]) || !is_word (*here))
            continue;
        const char *what = is_digit (*here) ? number_at (&folded, here) : label_at (&folded, here);
        if (!what)
            what = spelt_out_at (here) ? N_ ("a telephone number") : disguised_at (here);
        if (!what && page_at (&folded, here))
            what = N_ ("a person's page");
        if (!what && (person_at (&folded, here) || (denounces_at (here) && person_before (&folded, here))))
            what = N_ ("a person's name");
        /* Registering a residence is a procedure that people complain of, and "số nhà" is a thing that is given out. */
        if (what && (stands_before (&folded, here, "dang ky ") || stands_before (&folded, here, "dang ky thuong ") ||
                     stands_before (&folded, here, "cap ") || stands_before (&folded, here, "danh ")))
            what = NULL;
        if (what)
            return what;
    }
    return NULL;
}

/*  Keeps what has not been looked at yet, and two characters before it. */
static void window_slide (window_t *window)
{
    size_t keep = LOOKAHEAD_BYTES + 2;
    memmove (window->text, window->text + window->fill - keep, keep);
    memmove (window->capital, window->capital + window->fill - keep, keep * sizeof *window->capital);
    memmove (window->marks, window->marks + window->fill - keep, keep);
    window->fill = keep;
}

static void window_put (window_t *window, char c, bool capital, unsigned char marks)
{
    /*  Runs of spaces count as one: a label may be laid out over several lines. */
    if (c == ' ' && window->text[window->fill - 1] == ' ')
        return;
    window->capital[window->fill] = capital;
    window->marks[window->fill] = marks;
    window->text[window->fill++] = c;
    window->text[window->fill] = '\0';
}

/*  The mark that a combining character puts on the letter before it. */
static unsigned char mark_of (utf8proc_int32_t c)
{
    switch (c) {
    case 0x300:
        return MARK_GRAVE;
    case 0x301:
        return MARK_ACUTE;
    case 0x302:
        return MARK_CIRCUMFLEX;
    case 0x303:
        return MARK_TILDE;
    case 0x306:
        return MARK_BREVE;
    case 0x309:
        return MARK_HOOK;
    case 0x31B:
        return MARK_HORN;
    case 0x323:
        return MARK_DOT;
    default:
        return 0;
    }
}

static bool is_mark (utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category (c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

/*  One code point as lower-case ASCII without diacritics, which are kept beside it: a space for spaces and controls, a stand-in
 *  for what has no such form. */
static void fold_put (window_t *window, utf8proc_int32_t c)
{
    utf8proc_int32_t parts[24];
    int boundary = 0;
    utf8proc_ssize_t count = 1;
    bool capital = utf8proc_category (c) == UTF8PROC_CATEGORY_LU;
    bool stroke = c == 0x110 || c == 0x111; /* Đ and đ do not decompose */
    parts[0] = c;
    if (stroke)
        parts[0] = 'd';
    else if (c >= 0x80)
        count = utf8proc_decompose_char (c, parts, 24, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD,
                                         &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < 24; i++) {
        utf8proc_int32_t p = parts[i];
        if (p >= 0x80 && is_mark (p)) {
            window->marks[window->fill - 1] |= mark_of (p);
            continue;
        }
        if (p >= 'A' && p <= 'Z')
            p += 'a' - 'A';
        if (p == 0x2019 || p == 0x2018 || p == 0x2BC)
            p = '\''; /* of names */
        else if (p <= ' ' || utf8proc_category (p) == UTF8PROC_CATEGORY_ZS)
            p = ' ';
        else if (utf8proc_category (p) == UTF8PROC_CATEGORY_PD)
            p = '-';
        else if (utf8proc_category (p) == UTF8PROC_CATEGORY_CF)
            continue; /* zero-width characters hide nothing */
        else if (p >= 0x7F)
            p = utf8proc_category (p) <= UTF8PROC_CATEGORY_LO ? FOREIGN_LETTER : '*';
        window_put (window, (char)p, capital, stroke ? MARK_HORN : 0);
    }
}

/*  Looks through TEXT, and BEHIND, which is folded already, as if it stood there too. */
static const char *search (const char *text, const char *behind)
{
    window_t window;
    memcpy (window.text, "  ", 3);
    memset (window.capital, 0, sizeof window.capital);
    memset (window.marks, 0, sizeof window.marks);
    window.fill = 2;
    window.final = false;
    bool whole = *behind == '\0'; /* nothing has slid out of the window */
    for (size_t left = strlen (text); left > 0;) {
        utf8proc_int32_t c = (unsigned char)*text;
        utf8proc_ssize_t taken = 1;
        if (c >= 0x80)
            taken = utf8proc_iterate ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &c);
        if (taken <= 0) {
            taken = 1;
            c = '*';
        }
        fold_put (&window, c);
        text += taken;
        left -= (size_t)taken;
        if (window.fill > WINDOW_BYTES - 24) {
            const char *what = window_search (&window);
            if (what)
                return what;
            window_slide (&window);
            whole = false;
        }
    }
    for (; *behind; behind++)
        window_put (&window, *behind, false, 0);
    window.final = true;
    const folded_t folded = {window.text, window.capital, window.marks};
    if (whole && person_alone (&folded, window.text + 2))
        return N_ ("a person's name");
    return window_search (&window);
}

const char *text_identity (const char *text)
{
    return search (text, "");
}

const char *number_identity (const char *number)
{
    static const char TELEPHONE[] = N_ ("a telephone number");
    bool counts = number[strspn (number, "0123456789 ./-")] == '\0';
    const char *found = search (number, counts ? "" : " to cao");
    if (counts)
        return found && strcmp (found, TELEPHONE) != 0 ? NULL : found;
    return found ? found : name_in_code (number) ? N_ ("a person's name") : NULL;
}
