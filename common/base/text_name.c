/*  text_name.c — names in folded text.
 *
 *  Folded, many family names are common words too; where the text has capital letters, they tell a name that no list has. */

#include "base/text_name.h"

#include "base/text_fold.h"

/*  Nearly always the first letter tells. */
size_t word_at (const char *text, const char *word)
{
    if (*text != *word)
        return 0;
    size_t length = strlen (word);
    return strncmp (text, word, length) == 0 && !is_word (text[length]) ? length : 0;
}

size_t word_among (const char *text, const char *const *list)
{
    for (size_t length; *list; list++)
        if ((length = word_at (text, *list)) > 0)
            return length;
    return 0;
}

marks_found marks_at (const folded_t *folded, const char *here, const unsigned char *marks, size_t length)
{
    const unsigned char *found = folded->marks + (here - folded->text);
    bool same = true, none = true;
    for (size_t i = 0; i < length; i++) {
        same &= found[i] == marks[i];
        none &= found[i] == 0;
    }
    return same ? MARKS_RIGHT : none ? MARKS_NONE : MARKS_OTHERS;
}

bool stands_before (const folded_t *folded, const char *here, const char *words)
{
    size_t length = strlen (words);
    return here >= folded->text + length && memcmp (here - length, words, length) == 0;
}

const char *behind_blanks (const char *text)
{
    return text + strspn (text, " ,:");
}

/*  The length of the part of a name that begins with a capital letter at TEXT: "Hoa", "HOA", "H'Bia", "K' Brai", "V.", "N.T.B."; 0 where
 *  there is none.  SHOUTED: whether it has several capital letters, and is so much weaker. */
static size_t part_at (const folded_t *folded, const char *text, bool *shouted)
{
    const bool *capital = folded->capital + (text - folded->text);
    size_t at = 0, capitals = 0, letters = 0;
    if (!capital[0] || !is_word (text[0]))
        return 0;
    while (at < 8 && is_word (text[at]) && capital[at] && text[at + 1] == '.') /* initials */
        at += 2;
    if (at > 0 && (!is_word (text[at]) || !capital[at]))
        return at - (text[at] != ' '); /* a full stop ends a sentence */
    for (; is_word (text[at]); at++) {
        letters++;
        capitals += capital[at];
        if (text[at + 1] == '\'') {
            size_t blank = text[at + 2] == ' ' && is_word (text[at + 3]) && capital[at + 3];
            if (is_word (text[at + 2 + blank]))
                at += 1 + blank;
            else
                at++;
            capitals = letters = 0; /* and anew behind it */
        }
    }
    if (capitals > 1 && capitals < letters)
        return 0;
    *shouted |= capitals > 1;
    return at;
}

/*  "Dụng Thị Kim": the middle name of women tells a name, whatever family's it is. */
static bool woman_follows (const folded_t *folded, const char *text)
{
    static const char *const NO_FAMILIES[] = {"sieu", "thanh", "chi", "bieu", "hien", "can", "tiep", "yet",  "niem",
                                              "do",   "cac",   "tai", "o",    "va",   "o",   "cua",  "giam", NULL};
    static const char *const NO_NAMES[] = {"tran", "xa", "truong", "tu", "hanh", "thuc", "uy", "chinh", "dan", NULL};
    static const unsigned char DOTTED[] = {0, 0, MARK_DOT};
    size_t length = strspn (text, "abcdefghijklmnopqrstuvwxyz");
    if (length < 2 || !is_capital (folded, text) || word_among (text, NO_FAMILIES) > 0 || text[length] != ' ' ||
        word_at (text + length + 1, "thi") == 0 || text[length + 4] != ' ')
        return false;
    const char *name = text + length + 5;
    return *name >= 'a' && *name <= 'z' && word_among (name, NO_NAMES) == 0 &&
           marks_at (folded, text + length + 1, DOTTED, 3) != MARKS_OTHERS &&
           is_capital (folded, text + length + 1) && is_capital (folded, name);
}

bool highland_name_follows (const folded_t *folded, const char *text)
{
    /* Peoples and their languages, which are written the same way. */
    static const char *const PEOPLES[] = {"k'ho", "k'tu", "h'mong", "h're", "m'nong", "h'roi", NULL};
    static const struct {
        const char *name;
        unsigned char marks[6];
    } FAMILIES[] = {{"ksor", {0}},
                    {"siu", {0}},
                    {"rcom", {0}},
                    {"kpa", {0}},
                    {"mang", {0}},
                    {"ka", {0}},
                    {"qua", {0}},
                    {"xich", {0, MARK_ACUTE}},
                    {"thong", {0, 0, MARK_CIRCUMFLEX}},
                    {"ba", {0, MARK_ACUTE}},
                    {"dung", {0, MARK_DOT}},
                    {"lu", {0, MARK_HORN}},
                    {"su", {0, MARK_HORN | MARK_HOOK}},
                    {"thich", {0, 0, MARK_ACUTE}}}; /* of monks and nuns */
    bool shouted = false;
    if (!is_capital (folded, text))
        return false;
    if (text[1] == '\'' && strchr ("khy", *text)) {
        for (const char *const *people = PEOPLES; *people; people++)
            if (starts_with (text, *people))
                return false;
        return part_at (folded, text, &shouted) > 3;
    }
    if (word_at (text, "y") > 0 && text[1] == ' ' && !is_word (text[-1])) /* "Y Blơm", but not "Y tế" */
        return part_at (folded, text + 2, &shouted) > 2 && word_at (text + 2, "te") == 0 &&
               !(is_word (text[-2]) && word_among (text + 2, (const char *const[]){"hoc", "khoa", NULL}) > 0);
    for (size_t i = 0; i < sizeof FAMILIES / sizeof *FAMILIES; i++) {
        size_t length = word_at (text, FAMILIES[i].name);
        if (length > 0)
            return marks_at (folded, text, FAMILIES[i].marks, length) == MARKS_RIGHT && text[length] == ' ' &&
                   part_at (folded, text + length + 1, &shouted) > 1;
    }
    return false;
}

/*  Three words in capital letters and no more of them: "Lê Gia Bảo". */
static bool three_capitals (const folded_t *folded, const char *text)
{
    /* Đường, Trường, Hồ, Tổ … are no families. */
    static const char *const OTHER_WORDS[] = {"duong", "truong", "ho", "to", "ha", "lam", "cao", "thai", NULL};
    bool shouted = false;
    size_t at = 0;
    if (word_among (text, OTHER_WORDS) > 0)
        return false;
    for (size_t words = 0; words < 3; words++) {
        size_t length = part_at (folded, text + at, &shouted);
        if (length < 2 || shouted || (words < 2 && text[at + length] != ' '))
            return false;
        at += length + (words < 2);
    }
    return !is_word (text[at + 1]) || text[at] != ' ' || !is_capital (folded, text + at + 1);
}

/*  A family name and a second word of a name.  Folded, many family names are common words too; so the rarer ones count only
 *  before a middle name that people have. */
bool name_follows (const folded_t *folded, const char *text)
{
    static const char *const SURE[] = {"nguyen", "tran", "huynh", NULL};
    static const char *const OTHERS[] = {"le",    "pham",  "hoang", "phan",  "vu",    "vo",     "dang", "bui",
                                         "do",    "ho",    "ngo",   "duong", "ly",    "dinh",   "lam",  "doan",
                                         "luong", "cao",   "mai",   "trinh", "dao",   "ta",     "ha",   "truong",
                                         "luu",   "vuong", "chau",  "dam",   "thach", "kim",    "thai", "kieu",
                                         "quach", "tong",  "phung", "to",    "tang",  "nghiem", "ng",   NULL};
    static const char *const MIDDLES[] = {
        "van",   "thi",   "huu",   "duc",   "quang", "minh", "thanh", "ngoc", "xuan", "dinh", "cong",
        "the",   "trong", "hong",  "kim",   "my",    "thu",  "quoc",  "viet", "tien", "manh", "tan",
        "phuoc", "nhat",  "bich",  "tuyet", "thuy",  "ba",   "dang",  "nhu",  "gia",  "hoai", "kieu",
        "diem",  "mong",  "khanh", "thien", "tuan",  "bao",  "duy",   NULL};
    size_t length = word_among (text, SURE);
    if (length > 0)
        return text[length] == ' ' && text[length + 1] >= 'a' && text[length + 1] <= 'z' &&
               !word_at (text, "tran nha"); /* a ceiling */
    /* "Tổng cộng", "tổng số": a sum, and no family's name. */
    static const unsigned char TONG[] = {0, MARK_CIRCUMFLEX | MARK_ACUTE, 0, 0};
    if (word_at (text, "tong") > 0 && marks_at (folded, text, TONG, sizeof TONG) != MARKS_RIGHT)
        return false;
    length = word_among (text, OTHERS);
    if (length == 0)
        return woman_follows (folded, text);
    if (text[length] != ' ' || word_at (text, "doan thanh nien") > 0)
        return false;
    const char *middle = text + length + 1;
    if (three_capitals (folded, text))
        return true;
    length = word_among (middle, MIDDLES);
    return length > 0 && middle[length] == ' ' && middle[length + 1] >= 'a' && middle[length + 1] <= 'z';
}

const char *behind_honorific (const char *text)
{
    static const char *const HONORIFICS[] = {
        "ong (ba)", "ong/ba",  "ong ba",     "ong",        "ba",       "anh",      "chi", "thay giao", "thay",
        "co giao",  "co",      "chu",        "bac",        "cu",       "cong dan", "mr.", "mrs.",      "su co",
        "ni su",    "dai duc", "thuong toa", "hoa thuong", "linh muc", "muc su",   "lm.", NULL};
    for (const char *const *word = HONORIFICS; *word; word++) {
        size_t length = word_at (text, *word);
        if (length > 0)
            return behind_blanks (text + length);
    }
    return NULL;
}

/*  ---------------------------------------------------------------- names by their capital letters */

/*  Whether words in capital letters from TEXT to BEHIND stand among others that are not. */
static bool stands_out (const folded_t *folded, const char *text, const char *behind)
{
    const char *next = behind + strspn (behind, " ,(-");
    if (is_word (*next))
        return !is_capital (folded, next);
    return is_word (text[-2]) && !is_capital (folded, text - 2);
}

const char *behind_capitals (const folded_t *folded, const char *text)
{
    static const char *const TITLES[] = {
        "chu tich",  "chu nhiem",   "pho",      "truong phong", "truong thon", "truong ban", "truong khu",
        "giam doc",  "hieu truong", "hieu pho", "ke toan",      "can bo",      "cong an",    "cong chuc",
        "bi thu",    "thu quy",     "thu ky",   "thu truong",   "nhan vien",   "dia chinh",  "hoi",
        "ban",       "uy ban",      "ubnd",     "hdnd",         "tong giam",   "thanh tra",  "to truong",
        "doi",       "con",         "em",       "me",           "ria",         "chi cuc",    "lanh dao",
        "uy vien",   "dai bieu",    "bac si",   "luat su",      "giao",        "htx",        "chinh quyen",
        "dang vien", NULL};
    size_t at = 0;
    bool shouted = false;
    if (word_among (text, TITLES) > 0)
        return NULL;
    for (size_t words = 0; words < 4; words++) {
        size_t length = part_at (folded, text + at + (words > 0), &shouted);
        if (length == 0)
            break;
        at += length + (words > 0);
        if (text[at] != ' ')
            break;
    }
    return at > 0 && (!shouted || stands_out (folded, text, text + at)) ? text + at : NULL;
}

bool capitals_follow (const folded_t *folded, const char *text)
{
    return behind_capitals (folded, text) != NULL;
}

bool signature_follows (const folded_t *folded, const char *text)
{
    /* Who else sends something, and what stands there instead of a name. */
    static const char *const OTHERS[] = {"ubnd",        "hdnd",
                                         "uy ban",      "mat tran",
                                         "mttq",        "so",
                                         "phong",       "ban",
                                         "bo",          "cuc",
                                         "chi cuc",     "tong cuc",
                                         "vien",        "toa an",
                                         "thanh tra",   "cong an",
                                         "co quan",     "don vi",
                                         "van phong",   "trung tam",
                                         "chi bo",      "dang uy",
                                         "huyen uy",    "tinh uy",
                                         "hoi",         "doan thanh nien",
                                         "lien doan",   "cong doan",
                                         "cong ty",     "doanh nghiep",
                                         "dntn",        "htx",
                                         "hop tac xa",  "ngan hang",
                                         "bao",         "dai",
                                         "to dan pho",  "to truong",
                                         "ho dan",      "ho kinh",
                                         "truong th",   "truong tieu",
                                         "truong mam",  "truong thcs",
                                         "truong thpt", "tinh",
                                         "huyen",       "thanh pho",
                                         "thi xa",      "thi tran",
                                         "xa",          "phuong",
                                         "thon",        "khu pho",
                                         "tap the",     "nhan dan",
                                         "nguoi",       "cac",
                                         "nhieu",       "nhom",
                                         "cu tri",      "cong dan",
                                         "ba con",      "tieu thuong",
                                         "phu huynh",   "da",
                                         "khong",       "chua",
                                         "an danh",     "giau",
                                         "vo danh",     "nac danh",
                                         "xem",         "theo",
                                         "co",          "ghi",
                                         "noi",         "chu tich",
                                         "pho",         "truong phong",
                                         "giam doc",    "bi thu",
                                         "can bo",      "dang vien",
                                         NULL};
    const char *honoured = behind_honorific (text);
    const char *from = honoured ? honoured : text, *at = from;
    bool shouted = false;
    size_t words = 0;
    if (word_among (text, OTHERS) > 0 || word_among (from, OTHERS) > 0)
        return false;
    for (size_t length; words < 5 && (length = part_at (folded, at, &shouted)) > 0; words++)
        at += length + (at[length] == ' ');
    return words > (honoured ? 0 : 1);
}

/*  ---------------------------------------------------------------- kinship terms before names */

/*  What people are called by, with the marks of the letters: folded, "cậu" is a bridge, "bác" the north and "dì" to go. */
static const struct {
    const char *word;
    unsigned char marks[6];
    bool unmarked; /* without them it is no other word */
    bool kin;      /* not an honorific only */
} TERMS[] = {{"ong", {MARK_CIRCUMFLEX}, true, false},
             {"ba", {0, MARK_GRAVE}, true, false},
             {"bac", {0, MARK_ACUTE}, false, true},
             {"chu", {0, 0, MARK_ACUTE}, false, true},
             {"co", {0, MARK_CIRCUMFLEX}, false, true},
             {"di", {0, MARK_GRAVE}, false, true},
             {"cau", {0, MARK_CIRCUMFLEX | MARK_DOT}, false, true},
             {"mo", {0, MARK_HORN | MARK_DOT}, false, true},
             {"thim", {0, 0, MARK_ACUTE}, true, true},
             {"duong", {0, MARK_HORN, MARK_HORN | MARK_DOT}, false, true},
             {"anh", {0}, true, true},
             {"chi", {0, 0, MARK_DOT}, false, true},
             {"em", {0}, true, true},
             {"chau", {0, 0, MARK_ACUTE}, false, true},
             {"cu", {0, MARK_DOT}, false, true}};

/*  The length of the kinship term at HERE, or 0. */
static size_t term_at (const folded_t *folded, const char *here)
{
    for (size_t i = 0; i < sizeof TERMS / sizeof *TERMS; i++) {
        size_t length = TERMS[i].kin ? word_at (here, TERMS[i].word) : 0;
        if (length == 0)
            continue;
        marks_found found = marks_at (folded, here, TERMS[i].marks, length);
        return found == MARKS_RIGHT || (found == MARKS_NONE && TERMS[i].unmarked) ? length : 0;
    }
    return 0;
}

/*  Whether its marks make the word at HERE another one than its letters: "cố", "chủ", "bắc". */
static bool is_other_word (const folded_t *folded, const char *here)
{
    for (size_t i = 0; i < sizeof TERMS / sizeof *TERMS; i++) {
        size_t length = word_at (here, TERMS[i].word);
        if (length > 0)
            return marks_at (folded, here, TERMS[i].marks, length) == MARKS_OTHERS;
    }
    return false;
}

/*  "Hoàng Anh Gia Lai": a capital letter behind a word that has one, too, and does not begin the text. */
static bool in_a_name (const folded_t *folded, const char *here)
{
    const char *before = here - 1;
    if (!folded->capital[here - folded->text] || *before != ' ' || !is_word (before[-1]))
        return false;
    while (before > folded->text + 2 && is_word (before[-1]))
        before--;
    return before > folded->text + 2 && folded->capital[before - folded->text];
}

/*  Bác Ái, in both words' capital letters. */
static bool is_district (const folded_t *folded, const char *here)
{
    return word_at (here, "bac ai") > 0 && folded->capital[here - folded->text];
}

/*  Whether the capital letters at NAME are no name's: what is refused ("bác Đơn"), who somebody is by his office. */
static bool is_no_name (const char *name)
{
    static const char *const THINGS[] = {"don",     "quyet dinh", "yeu cau", "ket luan", "cong van",
                                         "bao cao", "to trinh",   "thon",    "xa",       "hoc sinh",
                                         "bao ve",  "dan quan",   NULL};
    return word_among (name, THINGS) > 0;
}

/*  "chị em Hoa và Huệ", but not "chị em Phú Sơn", the women of that village. */
static bool pair_follows (const folded_t *folded, const char *name)
{
    const char *behind = behind_capitals (folded, name);
    if (!behind)
        return false;
    bool and = starts_with (behind, " va ") && folded->capital[behind + 4 - folded->text];
    return and || strcspn (name, " ,.;") == (size_t)(behind - name);
}

const char *behind_kin (const folded_t *folded, const char *here)
{
    static const char *const FAMILIES[] = {"vo chong", "me con", "cha con", "bo con", "ba chau", "ong chau", NULL};
    static const char *const PAIRS[] = {"anh em", "chi em", NULL};
    /* "các anh Công an", "trẻ em Việt Nam", "chị em Phú Sơn", "ghi chú". */
    static const char *const OTHERS[] = {"cac ", "nhung ", "tre ", "anh ", "chi ", "ghi ", "cong ", "tieng ", NULL};
    size_t length = word_among (here, PAIRS);
    bool pair = length > 0;
    for (const char *const *words = OTHERS; *words; words++)
        if (stands_before (folded, here, *words))
            return NULL;
    if (!length)
        length = word_among (here, FAMILIES);
    if (!length)
        length = term_at (folded, here);
    if (length == 0 || here[length] != ' ' || in_a_name (folded, here) || is_district (folded, here))
        return NULL;
    const char *name = here + length + 1;
    if (is_no_name (name) || !capitals_follow (folded, name) || (pair && !pair_follows (folded, name)))
        return NULL;
    return name;
}

bool is_no_honorific (const folded_t *folded, const char *here)
{
    return is_other_word (folded, here) || in_a_name (folded, here) || is_district (folded, here);
}

size_t shouted_person (const folded_t *folded, const char *here)
{
    static const char *const NO_NAMES[] = {"con",  "em",  "ba",  "giao", "chu", "y", "chau",
                                           "hieu", "chi", "anh", "o",    "to",  NULL};
    size_t at = 0;
    if (!is_capital (folded, here))
        return 0;
    for (size_t i = 0; i < sizeof TERMS / sizeof *TERMS && at == 0; i++) {
        size_t length = word_at (here, TERMS[i].word);
        bool marked = false;
        for (size_t k = 0; k < length; k++)
            marked |= TERMS[i].marks[k] != 0;
        if (marked && marks_at (folded, here, TERMS[i].marks, length) == MARKS_RIGHT &&
            is_capital (folded, here + length - 1) && here[length] == ' ')
            at = length + 1;
    }
    if (at == 0 || word_among (here + at, NO_NAMES) > 0)
        return 0;
    return here[at] >= 'a' && here[at] <= 'z' && is_capital (folded, here + at) ? at : 0;
}

/*  ---------------------------------------------------------------- names in codes */

/*  The length of the first of WORDS that LETTERS begin with, and behind which there is more; or 0. */
static size_t begins_among (const char *letters, const char *const *words)
{
    for (; *words; words++)
        if (starts_with (letters, *words) && letters[strlen (*words)] >= 'a')
            return strlen (*words);
    return 0;
}

/*  Whether LETTERS, without a blank, begin with a family name, a middle name and a given one: "nguyenvanteo".  Only families that are
 *  nothing else, so that PHANTHIET and TOCONGTAC are what they are. */
static bool is_run_together (const char *letters)
{
    static const char *const FAMILIES[] = {"nguyen", "huynh", "tran", "pham", "phan", "hoang",
                                           "bui",    "ngo",   "le",   "vo",   NULL};
    static const char *const MIDDLES[] = {"van",  "thi",  "huu",   "duc",  "quang", "minh", "ngoc", "xuan",
                                          "dinh", "quoc", "trong", "hong", "thanh", "kim",  "tuan", NULL};
    static const char *const GIVEN[] = {"an", "anh", "oanh", "uyen", "yen", "ut", "ai", "em", "y", NULL};
    size_t family = begins_among (letters, FAMILIES);
    size_t middle = family ? begins_among (letters + family, MIDDLES) : 0;
    const char *given = letters + family + middle;
    if (middle == 0)
        return false;
    return (strchr ("aeiouy", *given) == NULL && given[1] >= 'a') || word_among (given, GIVEN) > 0;
}

bool name_in_code (const char *code)
{
    enum { PARTS_MAX = 4 }; /* of a name */
    char folded[256], letters[256];
    text_fold (code, folded, sizeof folded);
    for (const char *from = folded; *from; from += strcspn (from, " "), from += strspn (from, " ")) {
        size_t used = 0, parts = 1;
        for (const char *at = from; *at && !is_digit (*at) && parts <= PARTS_MAX; at++) {
            if (*at == ' ')
                parts++;
            else
                letters[used++] = *at;
        }
        letters[used] = '\0';
        if (is_run_together (letters))
            return true;
    }
    return false;
}
