/*  csv_identity.c — columns that would carry a person's identity, by their names.
 *
 *  Such a column is refused by name before a single value is read, so that a spreadsheet with names and addresses is
 *  not even half taken in.  The list is cautious rather than complete. */

#include "files/csv_identity.h"

#include <string.h>
#include <utf8proc.h>

/*  Words, joined by '_', that stand at word boundaries inside the folded name. */
static const char *const WORDS[] = {
    /* names */
    "ho_ten",
    "ho_va_ten",
    "hoten",
    "hovaten",
    "ten_nguoi",
    "tennguoi",
    "nguoi_gui",
    "nguoi_nop",
    "nguoi_to_cao",
    "nguoi_khieu_nai",
    "nguoi_kien_nghi",
    "nguoi_phan_anh",
    "nguoi_lam_don",
    "nguoi_viet_don",
    "nguoi_dung_don",
    "nguoi_ky",
    "nguoi_dai_dien",
    "chu_don",
    "full_name",
    "fullname",
    "first_name",
    "firstname",
    "last_name",
    "lastname",
    "family_name",
    "given_name",
    "surname",
    "sender",
    "petitioner",
    "complainant",
    "denouncer",
    "whistleblower",
    "citizen_name",
    "person_name",
    "applicant",
    "reporter_name",
    /* addresses */
    "dia_chi",
    "diachi",
    "thuong_tru",
    "tam_tru",
    "noi_o",
    "cho_o",
    "ho_khau",
    "address",
    "addr",
    "residence",
    /* telephones and mail */
    "dien_thoai",
    "dienthoai",
    "sodienthoai",
    "sdt",
    "so_dt",
    "dtdd",
    "phone",
    "phone_number",
    "telephone",
    "tel",
    "mobile",
    "email",
    "e_mail",
    "mail",
    "thu_dien_tu",
    "zalo",
    "facebook",
    /* identity papers and birth */
    "cccd",
    "cmnd",
    "cmtnd",
    "cmt",
    "can_cuoc",
    "chung_minh",
    "ho_chieu",
    "so_dinh_danh",
    "id_number",
    "id_card",
    "identity",
    "identity_number",
    "identity_card",
    "national_id",
    "personal_id",
    "citizen_id",
    "passport",
    "ngay_sinh",
    "nam_sinh",
    "date_of_birth",
    "birth_date",
    "birthday",
    "dob",
    "gioi_tinh",
    "gender",
};

/*  Names that mean a person only when they are all there is. */
static const char *const WHOLE[] = {"name", "ten", "nguoi", "person", "citizen", "id_no"};

/*  Folds NAME to "_word_word_": lower case, no diacritics, everything but letters and digits as one '_'.  What does not
 *  fit is no name that a person gave to a column; it is cut. */
static void name_fold (const char *name, char *folded, size_t size)
{
    size_t n = 0;
    folded[n++] = '_';
    for (size_t left = strlen (name); left > 0;) {
        utf8proc_int32_t c, parts[24];
        int boundary = 0;
        utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)name, (utf8proc_ssize_t)left, &c);
        if (taken <= 0)
            break;
        utf8proc_ssize_t count = utf8proc_decompose_char (
            c, parts, 24, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
        for (utf8proc_ssize_t i = 0; i < count && i < 24 && n + 2 < size; i++) {
            utf8proc_int32_t p = parts[i] == 0x111 ? 'd' : parts[i]; /* đ does not decompose */
            if ((p >= 'a' && p <= 'z') || (p >= '0' && p <= '9'))
                folded[n++] = (char)p;
            else if (folded[n - 1] != '_')
                folded[n++] = '_';
        }
        name += taken;
        left -= (size_t)taken;
    }
    if (folded[n - 1] != '_')
        folded[n++] = '_';
    folded[n] = '\0';
}

static bool word_stands_in (const char *folded, const char *word)
{
    size_t length = strlen (word);
    for (const char *at = folded; (at = strstr (at, word)); at++)
        if (at[-1] == '_' && at[length] == '_') /* folded begins and ends with '_' */
            return true;
    return false;
}

bool csv_column_is_identity (const char *name)
{
    char folded[256];
    name_fold (name, folded, sizeof folded);
    size_t length = strlen (folded);
    for (size_t i = 0; i < sizeof WHOLE / sizeof *WHOLE; i++)
        if (length == strlen (WHOLE[i]) + 2 && strncmp (folded + 1, WHOLE[i], length - 2) == 0)
            return true;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (word_stands_in (folded, WORDS[i]))
            return true;
    return false;
}
