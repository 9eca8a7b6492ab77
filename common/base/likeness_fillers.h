/*  likeness_fillers.h — what stands in petitions of whatever content, folded: the form of address, who writes, what is asked for at the
 *  end, and words that only join others.  Longer phrases may hold shorter ones. */

#ifndef QCDC_LIKENESS_FILLERS_H
#define QCDC_LIKENESS_FILLERS_H

static const char *const LIKENESS_FILLERS[] = {
    /* the head */
    "cong hoa xa hoi chu nghia viet nam", "doc lap tu do hanh phuc", "kinh gui", "kinh trinh", "dong kinh gui", "kinh thua",
    "don khieu nai", "don to cao", "don kien nghi", "don phan anh", "don de nghi", "don trinh bay", "don keu cuu", "don xin",
    "khieu nai ve viec", "to cao ve viec", "kien nghi ve viec", "phan anh ve viec", "de nghi ve viec", "khieu nai viec",
    "to cao viec", "kien nghi viec", "phan anh viec", "khieu nai", "to cao", "kien nghi", "phan anh", "can cu luat khieu nai",
    "can cu luat to cao", "ve viec", "v v", "truong ban tiep cong dan", "ban tiep cong dan", "uy ban nhan dan", "ubnd",
    "chu tich uy ban nhan dan", "chu tich ubnd", "cac co quan chuc nang", "co quan chuc nang", "cac cap co tham quyen",
    "cap co tham quyen", "co quan co tham quyen", "cac cap lanh dao", "quy co quan", "quy cap",
    /* who writes */
    "toi ten la", "toi ten", "chung toi la", "toi la", "ten toi la", "sinh nam", "cmnd so", "cccd so", "hien cu ngu tai",
    "hien tru tai", "dia chi thuong tru", "thuong tru tai", "ho khau thuong tru", "dia chi", "nay toi lam don nay",
    "nay toi viet don nay", "toi lam don nay", "chung toi lam don nay", "toi viet don nay", "lam don nay", "viet don nay",
    "noi dung su viec nhu sau", "noi dung vu viec nhu sau", "su viec cu the nhu sau", "cu the nhu sau", "noi dung nhu sau",
    "xin trinh bay", "toi xin trinh bay", "xin duoc trinh bay", "nhu sau",
    /* the end */
    "kinh mong", "rat mong", "kinh de nghi", "de nghi", "kinh xin", "kinh mong quy co quan", "xem xet giai quyet",
    "xem xet va giai quyet", "som xem xet", "quan tam xem xet", "xem xet", "giai quyet", "theo quy dinh cua phap luat",
    "theo dung quy dinh cua phap luat", "theo quy dinh phap luat", "dung quy dinh cua phap luat", "theo quy dinh",
    "dam bao quyen loi hop phap", "bao ve quyen loi hop phap", "quyen va loi ich hop phap", "quyen loi hop phap",
    "xin chan thanh cam on", "toi xin chan thanh cam on", "chan thanh cam on", "xin tran trong cam on", "tran trong cam on",
    "xin cam on", "trong thoi gian som nhat", "toi xin cam doan", "xin cam doan", "chiu trach nhiem truoc phap luat",
    "hoan toan chiu trach nhiem", "nhung loi khai tren la dung su that", "nguoi lam don", "nguoi viet don", "ky ten",
    "da tach thong tin nguoi to cao", "ban goc luu tai so mat so",
    /* what joins */
    "va", "cua", "cac", "nhung", "ve", "viec", "la", "cho", "tai", "theo", "duoc", "co", "trong", "voi", "nay", "da", "toi",
    "chung toi", "thi", "ma", "de", "o", "tren", "boi", "den", "tu", "nen", "vi", "do", "bi",
    /* registers in English */
    "the", "of", "and", "a", "to", "in", "at", "for", "is", "on", "case closed", "case resolved", "case scheduled", "case noted",
};

#endif
