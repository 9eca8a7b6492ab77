/*  member_name.c — names of members in both languages: what is shown in the one can be typed in the other, so that they are no
 *  translations. */

#include "catalogue/member_name.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *member, *vi, *en;
} NAMES[] = {
    {"XA", "xã, phường, thị trấn", "communes"},
    {"CQHC", "cơ quan hành chính", "administrative bodies"},
    {"DVSN", "đơn vị sự nghiệp", "public service units"},
    {"DN", "doanh nghiệp", "enterprises"},
    {"DANG_DT", "cơ quan đảng, đoàn thể", "bodies of Party and mass organisations"},
    {"LLVT", "lực lượng vũ trang", "armed forces"},
    {"CA_NHAN", "cá nhân", "individuals"},
    {"DOANH_NGHIEP", "doanh nghiệp", "enterprises"},
    {"K1", "không phiền hà", "no harassment"},
    {"K2", "không xả rác", "no littering"},
    {"K3", "không vi phạm giao thông", "no traffic offences"},
    {"K4", "không tụ tập gây rối", "no disorderly gatherings"},
    {"DAT_DAI", "Đất đai", "land"},
    {"XAY_DUNG", "Xây dựng", "construction"},
    {"DAU_TU", "Đầu tư", "investment"},
    {"DANG_KY_KD", "Đăng ký kinh doanh", "business registration"},
    {"THUE", "Thuế", "taxes"},
    {"KHAC", "Khác", "others"},
    {"CT_UBND", "Chủ tịch UBND", "chairs of people's committees"},
    {"BI_THU", "người đứng đầu cấp ủy", "heads of Party committees"},
    {"THU_TRUONG", "thủ trưởng cơ quan", "heads of agencies"},
    {"KHIEU_NAI", "Khiếu nại", "complaints"},
    {"TO_CAO", "Tố cáo", "denunciations"},
    {"KIEN_NGHI", "Kiến nghị", "recommendations"},
    {"PHAN_ANH", "Phản ánh", "reflections"},
    {"DUNG", "Đúng", "founded"},
    {"SAI", "Sai", "unfounded"},
    {"DUNG_MOT_PHAN", "Đúng một phần", "partly founded"},
    {"RUT_DINH_CHI", "Rút đơn, đình chỉ", "withdrawn or suspended"},
    {"open", "đầu kỳ", "at the beginning"},
    {"new", "phát sinh", "new"},
    {"stabilised", "đã ổn định", "stabilised"},
    {"close", "cuối kỳ", "at the end"},
    {"carry", "kỳ trước chuyển sang", "carried over"},
    {"recv", "tiếp nhận", "received"},
    {"done", "đã giải quyết", "done"},
    {"MTTQ", "Mặt trận Tổ quốc", "Fatherland Front"},
    {"CONG_DOAN", "Công đoàn", "trade unions"},
    {"PHU_NU", "Hội Liên hiệp Phụ nữ", "Women's Union"},
    {"NONG_DAN", "Hội Nông dân", "Farmers' Union"},
    {"CCB", "Hội Cựu chiến binh", "Veterans' Association"},
    {"THANH_NIEN", "Đoàn Thanh niên", "Youth Union"},
    {"success", "hòa giải thành", "successful"},
    {"fail", "hòa giải không thành", "failed"},
    {"pending", "đang hòa giải", "pending"},
    {"CO_QUAN_DON_VI", "cơ quan, đơn vị", "agencies and units"},
    {"DNNN", "doanh nghiệp nhà nước", "state enterprises"},
    {"TINH", "cấp tỉnh", "province"},
    {"HUYEN", "cấp huyện", "district"},
    {"assigned", "được giao", "assigned"},
    {"overdue", "quá hạn", "overdue"},
    {"due", "phải thực hiện", "due"},
    {"TRONG_DIEM_TINH", "dự án trọng điểm của tỉnh", "key projects of the province"},
    {"TU_KIEM_TRA", "tự kiểm tra", "self-inspection"},
    {"fixed", "đã khắc phục", "fixed"},
    {"in_time", "trong hạn", "in time"},
    {"TOT", "tốt", "good"},
    {"KHA", "khá", "fair"},
    {"TRUNG_BINH", "trung bình", "average"},
    {"YEU", "yếu", "weak"},
    {"score", "điểm", "score"},
    {"rank", "thứ hạng", "rank"},
};

const char *member_name (const char *member, bool vietnamese)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp (NAMES[i].member, member) == 0)
            return vietnamese ? NAMES[i].vi : NAMES[i].en;
    return NULL;
}
