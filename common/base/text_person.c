/*  text_person.c — finding people in folded text.
 *
 *  Folded, many names are common words too, so a name counts only with something beside it: an honorific before it, a verb of
 *  petitioning, a home or a year of birth behind it.  Where the text has capital letters, they tell a name that no list has:
 *  "thầy Hùng tố cáo". */

#include "base/text_person.h"

/*  How far behind a name its verb is looked for. */
#define ACT_BYTES_MAX 120
#define NEAR_ACT_BYTES_MAX 60
#define NAME_WORDS_MAX 5
/*  How far back a sentence is read for what it is about. */
#define SENTENCE_BYTES_MAX 200

/*  The word that TEXT begins with is WORD: its length, or 0.  Nearly always the first letter tells. */
static size_t word_at (const char *text, const char *word)
{
    if (*text != *word)
        return 0;
    size_t length = strlen (word);
    return strncmp (text, word, length) == 0 && !is_word (text[length]) ? length : 0;
}

/*  The length of whichever word of the NULL-terminated LIST stands at TEXT, or 0. */
static size_t word_among (const char *text, const char *const *list)
{
    for (size_t length; *list; list++)
        if ((length = word_at (text, *list)) > 0)
            return length;
    return 0;
}

const char *behind_blanks (const char *text)
{
    return text + strspn (text, " ,:");
}

/*  A family name and a second word of a name.  Folded, many family names are common words too; so the rarer ones count only
 *  before a middle name that people have. */
bool name_follows (const char *text)
{
    static const char *const SURE[] = {"nguyen", "tran", "huynh", NULL};
    static const char *const OTHERS[] = {
        "le",   "pham", "hoang", "phan",  "vu",   "vo",   "dang",  "bui",  "do",    "ho", "ngo",    "duong",  "ly",
        "dinh", "lam",  "doan",  "luong", "cao",  "mai",  "trinh", "dao",  "ta",    "ha", "truong", "luu",    "vuong",
        "chau", "dam",  "thach", "kim",   "thai", "kieu", "quach", "tong", "phung", "to", "tang",   "nghiem", NULL};
    static const char *const MIDDLES[] = {"van",  "thi",   "huu",  "duc",  "quang", "minh", "thanh", "ngoc",
                                          "xuan", "dinh",  "cong", "the",  "trong", "hong", "kim",   "my",
                                          "thu",  "quoc",  "viet", "tien", "manh",  "tan",  "phuoc", "nhat",
                                          "bich", "tuyet", "thuy", "ba",   "dang",  "nhu",  NULL};
    size_t length = word_among (text, SURE);
    if (length > 0)
        return text[length] == ' ' && text[length + 1] >= 'a' && text[length + 1] <= 'z' &&
               !word_at (text, "tran nha"); /* a ceiling */
    length = word_among (text, OTHERS);
    if (length == 0 || text[length] != ' ' || word_at (text, "doan thanh nien") > 0)
        return false;
    const char *middle = text + length + 1;
    length = word_among (middle, MIDDLES);
    return length > 0 && middle[length] == ' ' && middle[length + 1] >= 'a' && middle[length + 1] <= 'z';
}

const char *behind_honorific (const char *text)
{
    static const char *const HONORIFICS[] = {"ong (ba)", "ong/ba",    "ong ba",   "ong",     "ba",   "anh",
                                             "chi",      "thay giao", "thay",     "co giao", "co",   "chu",
                                             "bac",      "cu",        "cong dan", "mr.",     "mrs.", NULL};
    for (const char *const *word = HONORIFICS; *word; word++) {
        size_t length = word_at (text, *word);
        if (length > 0)
            return behind_blanks (text + length);
    }
    return NULL;
}

bool place_follows (const char *text)
{
    static const char *const PLACES[] = {"thon", "xom", "ap",     "khu pho",  "khu",  "to",    "duong",
                                         "so",   "xa",  "phuong", "thi tran", "tt",   "huyen", "nha",
                                         "hem",  "ngo", "kp",     "tdp",      "lang", "buon",  NULL};
    text = behind_blanks (text);
    const char *tai = behind_blanks (text + word_at (text, "tai"));
    return is_digit (*tai) || word_among (tai, PLACES) > 0;
}

bool stands_before (const folded_t *folded, const char *here, const char *words)
{
    size_t length = strlen (words);
    return here >= folded->text + length && memcmp (here - length, words, length) == 0;
}

/*  ---------------------------------------------------------------- what makes a name a person's who speaks */

/*  The verb of a petition at AT, not in "bị tố cáo". */
static bool act_at (const char *at)
{
    static const char *const ACTS[] = {"to cao",    "co don",   "gui don",         "lam don", "viet don", "khieu nai",
                                       "kien nghi", "phan anh", "trinh bay",       "nop don", "de nghi",  "to giac",
                                       "dung don",  "ky don",   "la nguoi to cao", NULL};
    return at[-1] == ' ' && word_among (at, ACTS) > 0 && strncmp (at - 3, "bi ", 3) != 0 &&
           word_at (at, "co don vi") == 0; /* a unit, no petition */
}

/*  The next such verb of the sentence within BYTES_MAX; NULL where there is none. */
static const char *next_act (const char *from, size_t bytes_max)
{
    for (const char *at = from; *at && at < from + bytes_max && *at != ';' && *at != '.'; at++)
        if (act_at (at))
            return at;
    return NULL;
}

/*  Whom a denunciation is about stands right behind such words: "tố cáo ông Nguyễn Văn A, Chủ tịch xã". */
static bool is_object (const folded_t *folded, const char *here)
{
    static const char *const OBJECTS[] = {
        "to cao ",          "to cao: ",      "doi voi ",    "hanh vi cua ", "vi pham cua ",
        "sai pham cua ",    "bi to cao la ", "bi to cao: ", "viec ",        "tham cua ",
        "trach nhiem cua ", "bao che cho ",  NULL};
    for (const char *const *words = OBJECTS; *words; words++)
        if (stands_before (folded, here, *words))
            return true;
    return false;
}

/*  How far back the sentence of HERE is read; a character of TEXT at least stands before. */
static const char *sentence_from (const folded_t *folded, const char *here)
{
    return here - folded->text > SENTENCE_BYTES_MAX ? here - SENTENCE_BYTES_MAX : folded->text;
}

/*  Whether the sentence has said by HERE whom it is about: who comes behind "tố cáo", as a verb, is one of them or has to do with
 *  them. */
static bool is_accused (const folded_t *folded, const char *here)
{
    const char *from = sentence_from (folded, here);
    if (is_object (folded, here))
        return true;
    for (const char *at = here - 1; at > from; at--) {
        if (*at == ';' || (*at == '.' && at[1] == ' '))
            return false;
        if (at[-1] == ' ' && word_among (at, (const char *const[]){"to cao", "bi cao", NULL}) > 0 &&
            !stands_before (folded, at, "don ") && !stands_before (folded, at, "nguoi "))
            return true;
    }
    return false;
}

bool accused_before (const folded_t *folded, const char *here)
{
    const char *from = sentence_from (folded, here);
    for (const char *at = here - 1; at > from; at--) {
        if (*at == ';' || (*at == '.' && at[1] == ' '))
            return false;
        const char *name = at[-1] == ' ' ? behind_honorific (at) : NULL;
        if (name && name_follows (name))
            return is_object (folded, at);
    }
    return false;
}

/*  "(SN 1975)", "sinh năm 1975", "65 tuổi" at TEXT, behind a name. */
static bool birth_at (const char *text)
{
    static const char *const BORN[] = {"sn", "sinh nam", "sinh ngay", "s.n", NULL};
    text += strspn (text, " ,(-");
    size_t born = word_among (text, BORN);
    size_t digits = strspn (text, "0123456789");
    if (born > 0)
        return is_digit (text[born + strspn (text + born, " :.")]);
    return digits == 2 && text[2] == ' ' && word_at (text + 3, "tuoi") > 0;
}

/*  ", thôn 3", "(khu phố 2)", "ở xã Hàm Liêm" at TEXT, behind a name.  Behind a comma a unit may belong to an office: "xã đội
 *  trưởng", "tổ trưởng"; so there only what people live in, with its number or name. */
static bool home_at (const char *text)
{
    static const char *const HOMES[] = {"thon", "xom",    "ap",     "khu pho", "kp",  "to dan pho", "tdp",  "to",
                                        "so",   "so nha", "nha so", "hem",     "ngo", "buon",       "lang", NULL};
    static const char *const NUMBERED[] = {"to", "so", "so nha", "nha so", "hem", "ngo", "kp", "khu pho", NULL};
    static const char *const LIVES[] = {"o",          "hien o",  "song o", "song tai", "o tai", "tru", "ngu",
                                        "thuong tru", "tam tru", "cu tru", "que",      "que o", NULL};
    const char *at = text + strspn (text, " ,(-");
    size_t length = word_among (at, LIVES);
    if (length > 0)
        return place_follows (at + length);
    const char *apart = text + strspn (text, " ");
    length = *apart == ',' || *apart == '(' ? word_among (at, HOMES) : 0;
    if (length == 0 || at[length] != ' ')
        return false;
    const char *name = at + length + 1;
    if (word_among (at, NUMBERED) > 0 && !is_digit (*name))
        return word_at (at, "to dan pho") > 0;
    return is_word (*name) && word_among (name, (const char *const[]){"truong", "doi", "pho", NULL}) == 0;
}

/*  Whether what stands behind the name at NAME, a few words on, says who that is: a birth, a home, with ACTS a verb of
 *  petitioning. */
static bool is_told_of (const char *name, bool acts)
{
    for (size_t words = 1; words <= NAME_WORDS_MAX; words++) {
        while (is_word (*name))
            name++;
        if (words > 1 && (birth_at (name) || home_at (name) || (acts && *name == ' ' && act_at (name + 1))))
            return true;
        if (name[0] != ' ' || !is_word (name[1]))
            return false;
        name++;
    }
    return false;
}

/*  ---------------------------------------------------------------- names by their capital letters */

/*  Behind one to four words with a capital letter at TEXT, which are no office's title; NULL where there is none.  In a text all
 *  in capital letters they tell nothing. */
static const char *behind_capitals (const folded_t *folded, const char *text)
{
    static const char *const TITLES[] = {
        "chu tich",   "chu nhiem", "pho",       "truong phong", "truong thon", "truong ban", "truong khu", "giam doc",
        "hieu",       "ke toan",   "can bo",    "cong an",      "cong chuc",   "bi thu",     "thu quy",    "thu ky",
        "thu truong", "nhan vien", "dia chinh", "hoi",          "ban",         "uy ban",     "ubnd",       "hdnd",
        "tong giam",  "thanh tra", "to truong", "doi",          "con",         "em",         "me",         "ria",
        "chi cuc",    "lanh dao",  "uy vien",   "dai bieu",     "bac si",      "luat su",    NULL};
    const bool *capital = folded->capital + (text - folded->text);
    size_t at = 0, words = 0;
    if (word_among (text, TITLES) > 0)
        return NULL;
    while (words < 4 && capital[at] && is_word (text[at])) {
        for (at++; is_word (text[at]); at++)
            if (capital[at])
                return NULL;
        words++;
        if (text[at] != ' ' || !capital[at + 1])
            break;
        at++;
    }
    return words > 0 ? text + at : NULL;
}

bool capitals_follow (const folded_t *folded, const char *text)
{
    return behind_capitals (folded, text) != NULL;
}

bool person_alone (const folded_t *folded, const char *text)
{
    static const size_t BARE_WORDS_MIN = 3; /* "Trần Phú" is a street */
    const char *name = behind_honorific (text);
    const char *from = name ? name : text, *behind = name_follows (from) ? behind_capitals (folded, from) : NULL;
    size_t words = 1;
    if (!behind || behind[strspn (behind, " .,;:!")] != '\0')
        return false;
    for (const char *at = from; at < behind; at++)
        words += *at == ' ' && at + 1 < behind;
    return name || words >= BARE_WORDS_MIN;
}

/*  "bị dân tố cáo": what is behind such a word is done to the one before it. */
static bool suffers_between (const char *from, const char *act)
{
    for (const char *at = from; at < act; at++)
        if (strncmp (at, " bi ", 4) == 0)
            return true;
    return false;
}

/*  "cô giáo Lan tố cáo", "Chồng bà Hoa ở cuối thôn 2 tố cáo": a name of any words, and the verb right behind it, or behind where
 *  the person lives or who comes along.  OFFICIAL: the name may be an office's, which proposes things, too. */
static bool capital_name_acts (const folded_t *folded, const char *name, bool official)
{
    static const char *const BETWEEN[] = {"o",   "va",  "cung", "tru", "ngu", "co",   "da",  "lam",
                                          "gui", "nha", "ben",  "ban", "que", "cuoi", "dau", NULL};
    const char *behind = behind_capitals (folded, name);
    if (!behind)
        return false;
    bool between = *behind == ' ' && (act_at (behind + 1) || word_among (behind + 1, BETWEEN) > 0);
    if (!between && !home_at (behind))
        return false;
    const char *act = next_act (behind, NEAR_ACT_BYTES_MAX);
    if (!act || folded->capital[act - folded->text] || suffers_between (behind, act))
        return false;
    return !official || (!starts_with (act, "de nghi") && !starts_with (act, "kien nghi"));
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

typedef enum { MARKS_RIGHT, MARKS_NONE, MARKS_OTHERS } marks_found;

/*  How the LENGTH letters at HERE are marked, beside MARKS. */
static marks_found marks_at (const folded_t *folded, const char *here, const unsigned char *marks, size_t length)
{
    const unsigned char *found = folded->marks + (here - folded->text);
    bool same = true, none = true;
    for (size_t i = 0; i < length; i++) {
        same &= found[i] == marks[i];
        none &= found[i] == 0;
    }
    return same ? MARKS_RIGHT : none ? MARKS_NONE : MARKS_OTHERS;
}

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

/*  ---------------------------------------------------------------- people */

/*  Whether who stands behind the honorific at HERE by NAME may be the one that denounces. */
static bool honoured (const folded_t *folded, const char *here, const char *name)
{
    static const char *const HOUSEHOLDS[] = {"ho ", "gia dinh ", "vo chong ", "nha ", NULL};
    /* "phía Bắc Bình", "công dân Hàm Liêm": places that these words stand before. */
    bool of_place = word_at (here, "bac") > 0 || word_at (here, "cong dan") > 0;
    bool named = name_follows (name);
    if (is_object (folded, here))
        return false;
    if (named && next_act (name, ACT_BYTES_MAX))
        return true;
    if (is_accused (folded, here))
        return false;
    for (const char *const *words = HOUSEHOLDS; named && *words; words++)
        if (stands_before (folded, here, *words) && !is_accused (folded, here - strlen (*words)))
            return true;
    return (named && is_told_of (name, false)) ||
           (!of_place && !is_other_word (folded, here) && !in_a_name (folded, here) && !is_district (folded, here) &&
            capital_name_acts (folded, name, true));
}

/*  Whether what stands before HERE makes a name a street's, a school's or a firm's. */
static bool is_called_so (const folded_t *folded, const char *here)
{
    static const char *const CALLED[] = {
        "duong ",     "truong ", "pho ",       "cong ty ", "tnhh ", "trung tam ",    "cho ",     "cau ",
        "phuong ",    "xa ",     "huyen ",     "thon ",    "hieu ", "doanh nghiep ", "khu ",     "khu pho ",
        "cong vien ", "tiem ",   "benh vien ", "thcs ",    "thpt ", "tieu hoc ",     "mam non ", "phu ", /* huynh */
        NULL};
    for (const char *const *words = CALLED; *words; words++)
        if (stands_before (folded, here, *words))
            return true;
    return false;
}

bool person_at (const folded_t *folded, const char *here)
{
    const char *name = behind_honorific (here);
    if (name && honoured (folded, here, name))
        return true;
    const char *kin = behind_kin (folded, here);
    if (kin && !is_accused (folded, here) && capital_name_acts (folded, kin, false))
        return true;
    return name_follows (here) && is_told_of (here, true) && !is_called_so (folded, here) &&
           !is_accused (folded, here) && !accused_before (folded, here);
}
