/*  csv_closing.c — words below a table.
 *
 *  What may be data is no closing: a figure outside a day, or one word of ASCII, as codes are.  So a slip in a row is refused
 *  as before, and only what cannot have been meant for the table is read past.  Source of the words: Decree 30/2020/NĐ-CP,
 *  appendix I (how official documents end), and the statutory forms of the sample. */

#include "files/csv_closing.h"

#include "base/i18n.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "files/csv_field.h"

#include <ctype.h>
#include <string.h>
#include <utf8proc.h>

#define FIELD_BYTES_MAX 160u /* what is longer is no signature */

typedef enum { NO_CLOSING, WORDS, CLOSING } field_kind;

/*  Whether FOLDED begins with one of the phrases of LIST, each ended by a blank or by the end. */
static bool begins_with (const char *folded, const char *const *list)
{
    for (; *list; list++) {
        size_t length = strlen (*list);
        if (strncmp (folded, *list, length) == 0 && (folded[length] == '\0' || folded[length] == ' '))
            return true;
    }
    return false;
}

static bool is_among (const char *folded, const char *const *list)
{
    for (; *list; list++)
        if (strcmp (folded, *list) == 0)
            return true;
    return false;
}

/*  "Phan Thiết, ngày 15 tháng 6 năm 2020", "Ngày … tháng … năm …", "ngày 15/6/2020": no figure before the word, no other words behind it. */
static bool is_day (const char *folded)
{
    static const char *const WORDS_OF_DAY[] = {"ngay", "thang", "nam", NULL};
    char word[FIELD_BYTES_MAX];
    bool begun = false;
    size_t of_day = 0;
    for (const char *at = folded; *at; at += strspn (at, " ")) {
        size_t length = strcspn (at, " ");
        snprintf (word, sizeof word, "%.*s", (int)length, at);
        bool number = strspn (word, "0123456789") == length;
        begun |= strcmp (word, "ngay") == 0;
        if (begun ? !number && !is_among (word, WORDS_OF_DAY) : strpbrk (word, "0123456789") != NULL)
            return false;
        of_day += begun;
        at += length;
    }
    return of_day > 1;
}

static bool is_closing (const char *folded)
{
    static const char *const BEGINNINGS[] = {"nguoi lap",
                                             "nguoi tong hop",
                                             "nguoi bao cao",
                                             "nguoi kiem tra",
                                             "nguoi duyet",
                                             "nguoi dung dau",
                                             "noi nhan",
                                             "thu truong don vi",
                                             "thu truong co quan",
                                             "ky ten",
                                             "ky ghi ro",
                                             "ky va ghi ro",
                                             "ky dong dau",
                                             "ky va dong dau",
                                             "ky so",
                                             "ghi ro ho ten",
                                             "dong dau",
                                             "xac nhan cua",
                                             "dai dien don vi",
                                             "dai dien lanh dao",
                                             "lanh dao don vi",
                                             "lanh dao co quan",
                                             "can bo tong hop",
                                             "can bo lap bieu",
                                             "cong chuc tong hop",
                                             "tm uy ban",
                                             "tm ubnd",
                                             "tm ban",
                                             "t m ban",
                                             "t m uy ban",
                                             "kt chu tich",
                                             "kt truong ban",
                                             "kt thu truong",
                                             "kt giam doc",
                                             "kt bi thu",
                                             "tl chu tich",
                                             "tuq chu tich",
                                             "tm dang uy",
                                             "tm huyen uy",
                                             "tm tinh uy",
                                             "tm thi uy",
                                             "tm thanh uy",
                                             "tm ban thuong truc",
                                             "tm ban thuong vu",
                                             "tm ban chap hanh",
                                             "tm ban chi dao",
                                             "luu vt",
                                             NULL};
    /* Offices of people, which may begin a text of the table as well. */
    static const char *const WHOLES[] = {
        "thu truong",      "chu tich",        "pho chu tich", "bi thu",         "pho bi thu",   "giam doc",
        "pho giam doc",    "truong ban",      "pho ban",      "pho truong ban", "truong phong", "pho truong phong",
        "chanh van phong", "chanh thanh tra", "thu ky",       "q chu tich",     "nhu tren",     "luu",
        "chu ky",          "nguoi ky",        "nguoi ky ten", "da ky",          "da ky ten",    NULL};
    return begins_with (folded, BEGINNINGS) || is_among (folded, WHOLES) || is_day (folded);
}

/*  Whether each word begins with a capital letter, as those of a name or of an office do: "Nguyễn Văn A", "TRƯỞNG BAN". */
static bool is_name (const char *text)
{
    bool begins = true, letters = false;
    while (*text) {
        utf8proc_int32_t letter;
        utf8proc_ssize_t length = utf8proc_iterate ((const utf8proc_uint8_t *)text, -1, &letter);
        if (length < 1)
            return false;
        utf8proc_category_t category = utf8proc_category (letter);
        bool is_letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
        bool marks = category == UTF8PROC_CATEGORY_MN;
        if (is_letter && begins && category != UTF8PROC_CATEGORY_LU && category != UTF8PROC_CATEGORY_LT)
            return false;
        letters |= is_letter;
        begins = !is_letter && !marks;
        text += length;
    }
    return letters;
}

/*  One field in which something stands. */
static field_kind field_kind_of (const char *text, size_t length)
{
    char folded[FIELD_BYTES_MAX + 1];
    if (length > FIELD_BYTES_MAX || strlen (text) != length)
        return NO_CLOSING;
    text_fold (text, folded, sizeof folded);
    if (is_closing (folded))
        return CLOSING;
    bool points = strspn (text, " .,;:-–—_()…/*") == length;
    if (strpbrk (folded, "0123456789") || (!points && !is_name (text)))
        return NO_CLOSING;
    bool ascii = true, letters = false;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        ascii &= *at < 0x80 && !isspace (*at);
        letters |= *at >= 0x80 || isalpha (*at);
    }
    return ascii && letters ? NO_CLOSING : WORDS;
}

bool csv_closing_take (csv_closing_t *self, const csv_record_t *record)
{
    const char *words = NULL;
    for (size_t i = 0; i < record->count; i++) {
        if (csv_is_blank (record->fields[i], record->lengths[i]))
            continue;
        field_kind kind = field_kind_of (record->fields[i], record->lengths[i]);
        if (kind == NO_CLOSING)
            return false;
        if (kind == CLOSING && !words)
            words = record->fields[i];
    }
    if (!self->first && !words)
        return false;
    if (!self->first) {
        self->first = record->row;
        text_shorten (words, self->words, sizeof self->words);
    }
    self->last = record->row;
    return true;
}

qcdc_status csv_closing_break (csv_closing_t *self, size_t row, size_t *first, fault_t *fault)
{
    csv_closing_t found = *self;
    if (!found.first)
        return QCDC_OK;
    *self = (csv_closing_t){0};
    *first = found.first;
    if (found.first == found.last)
        fault_set (fault, QCDC_BAD_ROW, NULL, _ ("row %zu ends the table, and row %zu below it goes on with it: \"%s\""),
                   found.first, row, found.words);
    else
        fault_set (fault, QCDC_BAD_ROW, NULL,
                   _ ("rows %zu–%zu end the table, and row %zu below them goes on with it: \"%s\" …"), found.first, found.last,
                   row, found.words);
    fault_advise (fault, "%s", _ ("leave them out, or put them below the last row of the table"));
    return QCDC_BAD_ROW;
}

void csv_closing_say (const csv_closing_t *self, FILE *out, const char *name)
{
    if (!self->first)
        return;
    if (self->first == self->last)
        text_say (out, _ ("qcdc: %s: row %zu stands below the table and is passed over: \"%s\"\n"), name, self->first,
                  self->words);
    else
        text_say (out, _ ("qcdc: %s: rows %zu–%zu stand below the table and are passed over: \"%s\" …\n"), name,
                  self->first, self->last, self->words);
}
