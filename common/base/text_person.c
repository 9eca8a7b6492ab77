/*  text_person.c — finding people in folded text.
 *
 *  Folded, many names are common words too, so a name counts only with something beside it: an honorific before it, a verb of
 *  petitioning, a home or a year of birth behind it.  Where the text has capital letters, they tell a name that no list has:
 *  "thầy Hùng tố cáo". */

#include "base/text_person.h"

#include <stdlib.h>

/*  How far behind a name its verb is looked for. */
#define ACT_BYTES_MAX 120
#define NEAR_ACT_BYTES_MAX 60
#define NAME_WORDS_MAX 5
/*  How far back a sentence is read for what it is about. */
#define SENTENCE_BYTES_MAX 200

/*  "bản", "tố", "báo", "kể": a word that only its marks tell from others of the same letters. */
typedef struct {
    const char *word;
    unsigned char marks[6];
} marked_word;

/*  The length of WORD at TEXT with just these marks, or 0. */
static size_t marked_at (const folded_t *folded, const char *text, const marked_word *word)
{
    size_t length = word_at (text, word->word);
    return length > 0 && marks_at (folded, text, word->marks, length) == MARKS_RIGHT ? length : 0;
}

/*  A village of the highlands, and no board. */
static const marked_word BAN = {"ban", {0, MARK_HOOK}};

bool place_follows (const folded_t *folded, const char *text)
{
    static const char *const PLACES[] = {"thon",   "xom",  "ap",     "khu pho",  "khu",      "to",    "duong",
                                         "so",     "xa",   "phuong", "tt",       "nha",      "huyen", "hem",
                                         "ngo",    "kp",   "tdp",    "lang",     "buon",     "kdc",   "kiet",
                                         "can ho", "phum", "phong",  "chung cu", "thi tran", NULL};
    text = behind_blanks (text);
    const char *tai = behind_blanks (text + word_at (text, "tai"));
    return is_digit (*tai) || word_among (tai, PLACES) > 0 || marked_at (folded, tai, &BAN) > 0;
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

/*  "12 hộ dân", "cho bà con": for whom somebody speaks. */
static bool group_follows (const char *text)
{
    static const char *const GROUPS[] = {"ho",      "cac ho",   "ba con",   "nhan dan",    "nguoi dan", "dan",
                                         "tap the", "nhom",     "cu tri",   "tieu thuong", "cong nhan", "phu huynh",
                                         "ngu dan", "nong dan", "gia dinh", NULL};
    text = behind_blanks (text + word_at (text, "cho"));
    text = behind_blanks (text + strspn (text, "0123456789"));
    return word_among (text, GROUPS) > 0;
}

/*  What witnesses and those who tell do, at AT; weaker words than a petition's, so they count only near a name. */
static bool tells_at (const folded_t *folded, const char *at)
{
    static const char *const ACTS[] = {"khieu to",   "lam chung", "bao tin",  "khoi kien", "tuong trinh", "khai bao",
                                       "dung ra to", "thuat lai", "cho biet", "cho hay",   NULL};
    static const char *const GIVEN[] = {"chung tu", "chung cu", "bang chung", "thong tin", "tai lieu", "tin", NULL};
    static const char *const TOLD_TO[] = {"cong an", "can bo", "xa",   "chinh quyen", "voi",    "cho",
                                          "tin",     "len",    "rang", "chu tich",    "truong", "thanh tra",
                                          "ubnd",    "viec",   "ve",   "ban",         NULL};
    static const char *const RETOLD[] = {"lai", "rang", "voi", "cho", "viec", "ve", "chuyen", NULL};
    static const marked_word TO = {"to", {0, MARK_CIRCUMFLEX | MARK_ACUTE}}, BAO = {"bao", {0, MARK_ACUTE}},
                             KE = {"ke", {0, MARK_CIRCUMFLEX | MARK_HOOK}};
    size_t length = word_among (at, ACTS);
    if (at[-1] != ' ' || strncmp (at - 3, "bi ", 3) == 0)
        return false;
    if (length > 0)
        return strcmp (at + length, " tu") != 0 && strncmp (at + length, " tu ", 4) != 0; /* vouchers */
    if ((length = word_at (at, "cung cap")) > 0)
        return word_among (behind_blanks (at + length), GIVEN) > 0;
    if ((length = word_at (at, "dai dien")) > 0)
        return group_follows (behind_blanks (at + length));
    if ((length = marked_at (folded, at, &TO)) > 0)
        return (at[length] == ' ' && word_at (at + length + 1, "tung") == 0) ||
               at[length + strspn (at + length, " .,;:)!")] == '\0';
    if ((length = marked_at (folded, at, &BAO)) > 0)
        return word_among (behind_blanks (at + length), TOLD_TO) > 0;
    length = marked_at (folded, at, &KE);
    return length > 0 && word_among (behind_blanks (at + length), RETOLD) > 0;
}

/*  The next verb of a petition in the sentence within BYTES_MAX; NULL where there is none. */
static const char *next_act (const char *from, size_t bytes_max)
{
    for (const char *at = from; *at && at < from + bytes_max && *at != ';' && *at != '.'; at++)
        if (act_at (at))
            return at;
    return NULL;
}

/*  The same, with the verbs of those who tell. */
static const char *next_telling (const folded_t *folded, const char *from, size_t bytes_max)
{
    for (const char *at = from; *at && at < from + bytes_max && *at != ';' && *at != '.'; at++)
        if (act_at (at) || tells_at (folded, at))
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

/*  How far back the sentence of HERE is read; of what is read behind it two characters at least stand before. */
static const char *sentence_from (const folded_t *folded, const char *here)
{
    return here - folded->text > SENTENCE_BYTES_MAX ? here - SENTENCE_BYTES_MAX : folded->text + 1;
}

/*  Who comes behind "tố cáo", as a verb, is one of those it is about or has to do with them. */
bool is_accused (const folded_t *folded, const char *here)
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
        if (name && name_follows (folded, name))
            return is_object (folded, at);
    }
    return false;
}

/*  "(SN 1975)", "sinh năm 1975", "65 tuổi" at TEXT, behind a name. */
static bool birth_at (const char *text)
{
    static const char *const BORN[] = {"sn", "sinh nam", "sinh ngay", "sinh", "s.n", NULL};
    text += strspn (text, " ,(-");
    size_t born = word_among (text, BORN);
    size_t digits = strspn (text, "0123456789");
    if (born > 0)
        return is_digit (text[born + strspn (text + born, " :.")]);
    return digits == 2 && text[2] == ' ' && word_at (text + 3, "tuoi") > 0;
}

bool origin_follows (const folded_t *folded, const char *text)
{
    static const char *const ORIGINS[] = {"que quan", "que o", "que", "nguoi goc", "goc", NULL};
    const char *at = text + strspn (text, " ,(-");
    size_t length = word_among (at, ORIGINS);
    const char *place = behind_blanks (at + length);
    return birth_at (text) || (length > 0 && is_word (*place) && is_capital (folded, place));
}

/*  ", thôn 3", "(khu phố 2)", "ở xã Hàm Liêm" at TEXT, behind a name.  Behind a comma a unit may belong to an office: "xã đội
 *  trưởng", "tổ trưởng"; so there only what people live in, with its number or name. */
static bool home_at (const folded_t *folded, const char *text)
{
    static const char *const HOMES[] = {"thon", "xom",    "ap",     "khu pho", "kp",  "to dan pho", "tdp",  "to",
                                        "so",   "so nha", "nha so", "hem",     "ngo", "buon",       "lang", NULL};
    static const char *const NUMBERED[] = {"to", "so", "so nha", "nha so", "hem", "ngo", "kp", "khu pho", NULL};
    static const char *const LIVES[] = {"o",          "hien o",  "song o", "song tai", "o tai", "tru", "ngu",
                                        "thuong tru", "tam tru", "cu tru", "que",      "que o", NULL};
    const char *at = text + strspn (text, " ,(-");
    size_t length = word_among (at, LIVES);
    if (length > 0)
        return place_follows (folded, at + length);
    const char *apart = text + strspn (text, " ");
    length = *apart == ',' || *apart == '(' ? word_among (at, HOMES) : 0;
    if (length == 0 || at[length] != ' ')
        return false;
    const char *name = at + length + 1;
    if (word_among (at, NUMBERED) > 0 && !is_digit (*name))
        return word_at (at, "to dan pho") > 0;
    return is_word (*name) && word_among (name, (const char *const[]){"truong", "doi", "pho", NULL}) == 0;
}

/*  "ở thôn 5", "tại khu phố 2", "thôn Suối Bang" behind a name that only its capital letters tell: a place that people live in, with its
 *  number or name. */
static bool dwelling_at (const folded_t *folded, const char *text)
{
    static const char *const LIVES[] = {"o", "hien o", "song o", "o tai", "tai", NULL};
    static const char *const RESIDES[] = {"tru", "ngu",      "thuong tru", "tam tru", "cu tru",
                                          "que", "song tai", "tru tai",    "ngu tai", NULL};
    static const char *const DWELLINGS[] = {"thon", "xom", "ap",     "khu pho", "kp",     "to dan pho",
                                            "tdp",  "to",  "so nha", "hem",     "nha so", "doi",
                                            "buon", "kdc", "lang",   "kiet",    "phum",   NULL};
    const char *at = text + strspn (text, " ,(-");
    size_t length = word_among (at, RESIDES);
    if (length > 0)
        return place_follows (folded, at + length);
    length = word_among (at, LIVES);
    at = behind_blanks (at + length);
    length = word_among (at, DWELLINGS);
    if (length == 0)
        length = marked_at (folded, at, &BAN);
    at += length;
    at += strspn (at, " .");
    return length > 0 && (is_digit (*at) || (is_word (*at) && is_capital (folded, at)));
}

/*  Nobody who petitions is older, or was born later; papers, projects and roads are mostly of later years. */
#define BIRTH_YEAR_MIN 1920
#define BIRTH_YEAR_MAX 2008
/*  Behind letters that may be an abbreviation of any paper: GCN (2005), NTTS (2003). */
#define BIRTH_YEAR_OF_LETTERS_MAX 1999

/*  "(1975), thôn 2", ", 1975, ngụ xã Hàm Liêm" at TEXT, behind a name: a year without a word for it, up to LATEST, is one of birth where
 *  a home follows, which is returned; else NULL. */
static const char *home_behind_year (const folded_t *folded, const char *text, int latest)
{
    static const char *const UNITS[] = {"xa", "phuong", "thi tran", "tt", "huyen", NULL};
    const char *year = text + strspn (text, " ,(-");
    if (strspn (year, "0123456789") != 4 || atoi (year) < BIRTH_YEAR_MIN || atoi (year) > latest)
        return NULL;
    const char *home = year + 4 + strspn (year + 4, " ,)-");
    size_t unit = word_among (home, UNITS);
    bool called = unit > 0 && home[unit] == ' ' && is_word (home[unit + 1]) && is_capital (folded, home + unit + 1);
    return home > year + 4 && (called || dwelling_at (folded, home)) ? home : NULL;
}

/*  Behind "NVT" or "N.V.T." at HERE, two to four initials of a name; NULL where none stand there.  *DOTTED tells which.  Words that are
 *  written in capital letters have vowels with marks, and offices have abbreviations of their own. */
static const char *behind_initials (const folded_t *folded, const char *here, bool *dotted)
{
    static const char *const OFFICES[] = {
        "ubnd", "hdnd", "htx",  "mttq", "thcs", "thpt", "pthd", "bql",  "kcn",  "ccn",  "bhxh", "bhyt",
        "tnhh", "vks",  "tand", "csgt", "ktx",  "pccc", "gpmb", "qsdd", "qldd", "khu",  "tdp",  "kp",
        "tt",   "ct",   "nq",   "qd",   "nd",   "ql",   "dt",   "tl",   "qh",   "cp",   "bch",  "ca",
        "cty",  "dn",   "kdc",  "vh",   "ubkt", "nvh",  "nm",   "bv",   "tyt",  "qlda", "dmn",  "xn",
        "nms",  "clb",  "cand", "bqp",  "qk",   "sn",   "mn",   "gd",   "gddt", NULL};
    const char *at = here;
    size_t letters = 0, dots = 0;
    while (is_word (*at) && !is_digit (*at) && is_capital (folded, at) &&
           (folded->marks[at - folded->text] & ~(MARK_HORN | MARK_CIRCUMFLEX)) == 0) {
        letters++;
        at++;
        dots += *at == '.';
        at += *at == '.' && is_word (at[1]);
    }
    *dotted = dots > 0;
    at += *dotted && *at == '.';
    if (here[-1] == '.' || letters < 2 || letters > 4 || is_word (*at) || (*dotted && dots + 1 < letters) ||
        word_among (here, OFFICES))
        return NULL;
    return at;
}

/*  "NVT (1965) thôn 2", "N.V.T. ở thôn 2": a person who is told by initials alone, and by a birth or a home. */
static bool initials_told_of (const folded_t *folded, const char *here)
{
    bool dotted;
    const char *behind = behind_initials (folded, here, &dotted);
    int latest = dotted ? BIRTH_YEAR_MAX : BIRTH_YEAR_OF_LETTERS_MAX;
    const char *home = behind ? home_behind_year (folded, behind, latest) : NULL;
    if (home && !dotted && (behind - here < 3 || !strchr ("bcdhlmnptv", *here)))
        home = NULL; /* initials of a name begin as families are called: Nguyễn, Trần, Lê, Phạm … */
    if (home && (dotted || !is_capital (folded, home + 1))) /* "KHU DÂN CƯ (1995) THÔN 2" */
        return true;
    return behind && (birth_at (behind) || (dotted && dwelling_at (folded, behind)));
}

/*  Whether what stands behind the name at NAME, a few words on, says who that is: a birth, a home, with ACTS a verb of
 *  petitioning. */
static bool is_told_of (const folded_t *folded, const char *name, bool acts)
{
    for (size_t words = 1; words <= NAME_WORDS_MAX; words++) {
        while (is_word (*name))
            name++;
        if (*name == '.' && name[1] == ' ' && name[-2] == ' ') /* an initial */
            name++;
        if (words > 1 &&
            (birth_at (name) || home_at (folded, name) || home_behind_year (folded, name, BIRTH_YEAR_MAX) ||
             (acts && *name == ' ' && (act_at (name + 1) || tells_at (folded, name + 1)))))
            return true;
        if (name[0] != ' ' || !is_word (name[1]))
            return false;
        name++;
    }
    return false;
}

/*  ---------------------------------------------------------------- people */

bool person_alone (const folded_t *folded, const char *text)
{
    static const size_t BARE_WORDS_MIN = 3;                               /* "Trần Phú" is a street */
    static const char *const PLACES[] = {"ria", "den", "na", "to", NULL}; /* Bà Rịa, Bà Đen, Bà Nà, Cô Tô */
    const char *name = behind_honorific (text);
    const char *from = name ? name : text;
    bool honoured_alone = name && !is_no_honorific (folded, text) && word_among (name, PLACES) == 0;
    const char *behind = honoured_alone || name_follows (folded, from) ? behind_capitals (folded, from) : NULL;
    size_t words = 1;
    if (!behind || behind[strspn (behind, " .,;:!")] != '\0')
        return false;
    for (const char *at = from; at < behind; at++)
        words += *at == ' ' && at + 1 < behind;
    return name || words >= BARE_WORDS_MIN;
}

/*  Whether what stands before HERE makes a name a street's, a school's or a firm's. */
static bool is_called_so (const folded_t *folded, const char *here)
{
    static const char *const CALLED[] = {"duong ",     "truong ",    "pho ",     "cong ty ",      "tnhh ",
                                         "trung tam ", "cho ",       "cau ",     "phuong ",       "xa ",
                                         "huyen ",     "thon ",      "hieu ",    "doanh nghiep ", "khu ",
                                         "khu pho ",   "cong vien ", "tiem ",    "benh vien ",    "thcs ",
                                         "thpt ",      "tieu hoc ",  "mam non ", "phu ", /* huynh */
                                         "quan ",      "chua ",      "suoi ",    "mieu ",         "cua hang ",
                                         "xang dau ",  "bau ",       "doc ",     "hon ",          NULL};
    static const marked_word LAKE = {"ho", {0, MARK_CIRCUMFLEX | MARK_GRAVE}};
    for (const char *const *words = CALLED; *words; words++)
        if (stands_before (folded, here, *words))
            return true;
    return stands_before (folded, here, "ho ") && marked_at (folded, here - 3, &LAKE) > 0;
}

/*  "bị dân tố cáo": what is behind such a word is done to the one before it. */
static bool suffers_between (const char *from, const char *act)
{
    for (const char *at = from; at < act; at++)
        if (strncmp (at, " bi ", 4) == 0)
            return true;
    return false;
}

/*  Whether somebody else acts, or the one before FROM suffers, or holds an office, between FROM and ACT. */
static bool others_between (const folded_t *folded, const char *from, const char *act)
{
    static const char *const OTHERS[] = {"dan",      "nguoi",   "ho",      "ba con",       "tap the", "cu tri",
                                         "chu tich", "bi thu",  "can bo",  "giam doc",     "cong an", "hieu truong",
                                         "ke toan",  "thu quy", "cong ty", "doanh nghiep", "gay",     "lam",
                                         "nhan",     "lan",     "chiem",   "don",          NULL};
    static const marked_word SCHOOL = {"truong", {0, 0, MARK_HORN, MARK_HORN | MARK_GRAVE}},
                             ALIAS = {"bi", {0, MARK_ACUTE}}, QUARTER = {"pho", {0, 0, MARK_CIRCUMFLEX | MARK_ACUTE}};
    for (const char *at = from; at < act; at++)
        if (at[-1] == ' ' &&
            (word_among (at, OTHERS) > 0 || (word_at (at, "truong") > 0 && marked_at (folded, at, &SCHOOL) == 0) ||
             (word_at (at, "pho") > 0 && marked_at (folded, at, &QUARTER) == 0) ||
             (word_at (at, "bi") > 0 && marked_at (folded, at, &ALIAS) == 0)))
            return true;
    return false;
}

/*  Whether HERE begins a sentence, or stands behind who belongs to the person: "con dâu bà Hai". */
static bool begins_sentence (const folded_t *folded, const char *here)
{
    static const char *const FAMILIES[] = {"con dau ", "con re ",   "con trai ", "con gai ", "vo ",
                                           "chong ",   "gia dinh ", "vo chong ", "me ",      NULL};
    const char *before = here - 1;
    while (before > folded->text && *before == ' ')
        before--;
    if (!is_word (*before) && *before != ',' && *before != ')')
        return true;
    for (const char *const *words = FAMILIES; *words; words++)
        if (stands_before (folded, here, *words))
            return true;
    return false;
}

/*  "Em Khoa lớp 11A2 tố thầy giáo", "Anh Lộc, chủ ghe, phản ánh": who begins a sentence and is no official is who acts in it. */
static bool opens_and_acts (const folded_t *folded, const char *here, const char *name)
{
    const char *behind = begins_sentence (folded, here) ? behind_capitals (folded, name) : NULL;
    const char *act = behind ? next_telling (folded, behind, NEAR_ACT_BYTES_MAX) : NULL;
    return act && !is_capital (folded, act) && !starts_with (act, "de nghi") && !starts_with (act, "kien nghi") &&
           !others_between (folded, behind, act);
}

/*  "BÁC NĂM Ở XÓM ĐÌNH KHIẾU NẠI": capital letters tell nothing there, so the honorific has its marks and the home or the verb is right
 *  behind the name. */
static bool shouted_and_acts (const folded_t *folded, const char *here)
{
    size_t at = shouted_person (folded, here);
    for (size_t words = 0; at > 0 && words < 2; words++) {
        while (is_word (here[at]))
            at++;
        if (here[at] != ' ')
            return false;
        at++;
        if (act_at (here + at) || tells_at (folded, here + at) ||
            (word_at (here + at, "o") > 0 && dwelling_at (folded, here + at)))
            return true;
    }
    return false;
}

/*  Behind words that may stand between a name and its verb: "có", "xin", "không", "đã". */
static const char *behind_auxiliaries (const char *at)
{
    static const char *const AUXILIARIES[] = {"da", "co",      "xin",      "nay", "lai", "cung",
                                              "se", "dung ra", "dung don", "moi", NULL};
    for (size_t length; (length = word_among (at, AUXILIARIES)) > 0 && at[length] == ' ';)
        at += length + 1;
    return at;
}

/*  "cô giáo Lan tố cáo", "Chồng bà Hoa ở cuối thôn 2 tố cáo", "cô Lan giáo viên trường Hàm Mỹ tố": a name of any words, and the verb
 *  right behind it, or behind where the person lives, what he does or who comes along; or where he lives alone.  OFFICIAL: the name may be
 *  an office's, which proposes things, too. */
static bool capital_name_acts (const folded_t *folded, const char *name, bool official)
{
    static const char *const BETWEEN[] = {"o",      "va",        "cung", "tru",      "ngu",       "co",       "da",
                                          "lam",    "gui",       "nha",  "ben",      "ban",       "que",      "cuoi",
                                          "dau",    "giao vien", "day",  "hoc sinh", "cong nhan", "nong dan", "xe om",
                                          "tai xe", "ngu dan",   "thon", "buon ban", NULL};
    /* What those do who may be accused, too: only with the verb right behind. */
    static const char *const STAFF[] = {"ke toan", "van thu", "thu quy", "bao ve", "y ta", "nhan vien", NULL};
    const char *behind = behind_capitals (folded, name);
    if (!behind)
        return false;
    if (dwelling_at (folded, behind) || birth_at (behind) || home_behind_year (folded, behind, BIRTH_YEAR_MAX))
        return true;
    const char *next = *behind == ' ' ? behind_auxiliaries (behind + 1) : behind;
    size_t staff = word_among (next, STAFF);
    if (staff > 0)
        next = behind_blanks (next + staff);
    bool right_behind = *behind == ' ' && (act_at (next) || tells_at (folded, next));
    bool between = *behind == ' ' && word_among (behind + 1, BETWEEN) > 0;
    if (!right_behind && !between && !home_at (folded, behind))
        return false;
    const char *act = next_telling (folded, behind, NEAR_ACT_BYTES_MAX);
    if (!act || is_capital (folded, act) || suffers_between (behind, act))
        return false;
    return !official || (!starts_with (act, "de nghi") && !starts_with (act, "kien nghi"));
}

/*  Whether who stands behind the honorific at HERE by NAME may be the one that denounces. */
static bool honoured (const folded_t *folded, const char *here, const char *name)
{
    static const char *const HOUSEHOLDS[] = {"ho ", "gia dinh ", "vo chong ", "nha ", NULL};
    /* "phía Bắc Bình", "công dân Hàm Liêm": places that these words stand before. */
    bool of_place = word_at (here, "bac") > 0 || word_at (here, "cong dan") > 0;
    bool named = name_follows (folded, name);
    if (is_object (folded, here))
        return false;
    if (named && next_act (name, ACT_BYTES_MAX))
        return true;
    if (is_accused (folded, here))
        return false;
    for (const char *const *words = HOUSEHOLDS; named && *words; words++)
        if (stands_before (folded, here, *words) && !is_accused (folded, here - strlen (*words)))
            return true;
    return (named && is_told_of (folded, name, false)) ||
           (!of_place && !is_no_honorific (folded, here) && !is_called_so (folded, here) &&
            (capital_name_acts (folded, name, true) || opens_and_acts (folded, here, name)));
}

/*  "K'Văn Huy tố cáo", "KSOR H'BIA Ở BUÔN …": names of such make stand in texts that are all in capital letters, too. */
static bool highlander_acts (const folded_t *folded, const char *here)
{
    static const size_t NAME_BYTES_MAX = 40;
    const char *act = next_telling (folded, here + 1, NAME_BYTES_MAX);
    const char *behind = behind_capitals (folded, here);
    return (act && !suffers_between (here, act)) || (behind && (dwelling_at (folded, behind) || birth_at (behind)));
}

bool relation_follows (const folded_t *folded, const char *text)
{
    static const char *const RELATIONS[] = {
        "con trai", "con gai",   "con dau",    "con re",    "con nuoi", "con ruot",  "con",    "vo",
        "chong",    "chau noi",  "chau ngoai", "chau ruot", "chau",     "em trai",   "em gai", "em ruot",
        "em",       "anh trai",  "anh ruot",   "chi gai",   "chi ruot", "me",        "bo",     "cha",
        "hang xom", "nguoi nha", "nguoi than", "ban",       "tai xe",   "nhan vien", "cua",    NULL};
    size_t length = word_among (text, RELATIONS);
    if (length == 0)
        return false;
    while ((length = word_among (text, RELATIONS)) > 0)
        text = behind_blanks (text + length);
    const char *name = behind_honorific (text);
    return name ? capitals_follow (folded, name) || name_follows (folded, name) : name_follows (folded, text);
}

/*  Whether from BEHIND a name to HERE there is nothing, or what a comma, a dash or a bracket sets apart on both sides. */
static bool is_apposition (const char *behind, const char *here)
{
    static const char *const BETWEEN[] = {"chinh", "cung", "moi", "dung", NULL};
    const char *from = behind + strspn (behind, " "), *last = here - 1;
    while (last > from && *last == ' ')
        last--;
    if (from >= here)
        return true;
    if (strchr (",(-", *from))
        return last > from && strchr (",)-", *last);
    size_t length = word_among (from, BETWEEN);
    return length > 0 && from + length >= here - 1;
}

bool person_before (const folded_t *folded, const char *here)
{
    const char *from = sentence_from (folded, here);
    for (const char *at = here - 1; at > from && *at != ';' && !(*at == '.' && at[1] == ' ' && at[-2] != ' '); at--) {
        const char *name = at[-1] == ' ' || at == folded->text + 2 ? behind_honorific (at) : NULL;
        const char *behind = name && !is_no_honorific (folded, at) ? behind_capitals (folded, name) : NULL;
        if (behind && behind <= here && is_apposition (behind, here) && !is_object (folded, at) &&
            !is_called_so (folded, at))
            return true;
    }
    return false;
}

bool person_at (const folded_t *folded, const char *here)
{
    const char *name = behind_honorific (here);
    if (name && honoured (folded, here, name))
        return true;
    if (shouted_and_acts (folded, here) && !is_accused (folded, here) && !is_called_so (folded, here))
        return true;
    const char *kin = behind_kin (folded, here);
    if (kin && !is_accused (folded, here) && !is_called_so (folded, here) &&
        (capital_name_acts (folded, kin, false) || opens_and_acts (folded, here, kin)))
        return true;
    bool acts = name_follows (folded, here) ? is_told_of (folded, here, true)
                                            : highland_name_follows (folded, here) && highlander_acts (folded, here);
    acts = acts || initials_told_of (folded, here);
    return acts && !is_called_so (folded, here) && !is_accused (folded, here) && !accused_before (folded, here);
}
