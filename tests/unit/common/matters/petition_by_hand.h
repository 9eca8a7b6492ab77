/*  petition_by_hand.h — last days of the law's deadlines, worked out by hand with a calendar: at least one line for each row of the sample's
 *  legal-deadlines, which the test of the clock sees to.  596 and 22924 are remote. */

#ifndef PETITION_BY_HAND_H
#define PETITION_BY_HAND_H

#include "matters/petition_clock.h"

static const struct {
    const char *rule, *kind, *unit, *received, *flags, *steps, *due;
    clock_state state;
} BY_HAND[] = {
    /* 10 days from Wed 15/1/2020 end on Sat 25/1; Tết lasts to Wed 29/1 */
    {"KN-THULY-1", "KHIEU_NAI", "593", "2020-01-15", "", "", "2020-01-30", CLOCK_RUNNING},
    {"KN-THULY-1", "KHIEU_NAI", "593", "2020-01-15", "", "ACCEPTED 2020-01-31", "2020-01-30", CLOCK_ENDED},
    {"KN-THULY-1", "KHIEU_NAI 2", "593", "2020-01-15", "", "", NULL, CLOCK_RUNNING},
    /* Sat 4/5/2019 was worked, in exchange for Mon 29/4 */
    {"KN-THULY-1", "KHIEU_NAI", "593", "2019-04-24", "", "", "2019-05-04", CLOCK_RUNNING},
    /* 30 days from 2/1/2020: Sat 1/2 */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-01-02", "", "ACCEPTED 2020-01-02", "2020-02-03", CLOCK_RUNNING},
    {"KN-GQ-1", "KHIEU_NAI", "596", "2020-01-02", "", "ACCEPTED 2020-01-02", NULL, CLOCK_RUNNING},
    /* 45 days from 16/3/2020: 30/4, which is a holiday as 1/5 is; a weekend follows */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-16", "PHUC_TAP", "ACCEPTED 2020-03-16, EXTENDED 2020-04-10",
     "2020-05-04", CLOCK_RUNNING},
    /* a second extension gives nothing */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-16", "PHUC_TAP",
     "ACCEPTED 2020-03-16, EXTENDED 2020-04-10, EXTENDED 2020-04-20", "2020-05-04", CLOCK_RUNNING},
    /* by 10 days: Sat 25/4/2020; by 20: no more than 15 */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-16", "PHUC_TAP", "ACCEPTED 2020-03-16, EXTENDED/10 2020-04-10",
     "2020-04-27", CLOCK_RUNNING},
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-16", "PHUC_TAP", "ACCEPTED 2020-03-16, EXTENDED/20 2020-04-10",
     "2020-05-04", CLOCK_RUNNING},
    /* nor does one of a case that is not complex */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-16", "", "ACCEPTED 2020-03-16, EXTENDED 2020-04-10", "2020-04-15",
     CLOCK_RUNNING},
    /* 45 days from 2/1/2020 in a remote area: Sun 16/2; 60 days: Mon 2/3 */
    {"KN-GQ-1-VX", "KHIEU_NAI", "596", "2020-01-02", "", "ACCEPTED 2020-01-02", "2020-02-17", CLOCK_RUNNING},
    {"KN-GQ-1-VX", "KHIEU_NAI", "596", "2020-01-02", "PHUC_TAP", "ACCEPTED 2020-01-02, EXTENDED 2020-02-01",
     "2020-03-02", CLOCK_RUNNING},
    /* 10 days from 1/2/2021 end in Tết, which lasts to Tue 16/2 */
    {"KN-THULY-2", "KHIEU_NAI 2", "593", "2021-02-01", "", "", "2021-02-17", CLOCK_RUNNING},
    /* 45 days from 2/3/2020: Thu 16/4; 60: Fri 1/5 */
    {"KN-GQ-2", "KHIEU_NAI 2", "593", "2020-03-02", "", "ACCEPTED 2020-03-02", "2020-04-16", CLOCK_RUNNING},
    {"KN-GQ-2", "KHIEU_NAI 2", "593", "2020-03-02", "PHUC_TAP", "ACCEPTED 2020-03-02, EXTENDED 2020-03-30",
     "2020-05-04", CLOCK_RUNNING},
    {"KN-GQ-2-VX", "KHIEU_NAI 2", "596", "2020-03-02", "", "ACCEPTED 2020-03-02", "2020-05-04", CLOCK_RUNNING},
    /* 70 days: Mon 11/5 */
    {"KN-GQ-2-VX", "KHIEU_NAI 2", "596", "2020-03-02", "PHUC_TAP", "ACCEPTED 2020-03-02, EXTENDED 2020-03-30",
     "2020-05-11", CLOCK_RUNNING},
    /* 30 days after 1/4/2020: Fri 1/5; 45: Sat 16/5 */
    {"KN-HIEULUC", "KHIEU_NAI", "593", "2020-03-02", "", "ACCEPTED 2020-03-02, SETTLED 2020-04-01", "2020-05-04",
     CLOCK_RUNNING},
    {"KN-HIEULUC-VX", "KHIEU_NAI 2", "596", "2020-03-02", "", "ACCEPTED 2020-03-02, SETTLED 2020-04-01", "2020-05-18",
     CLOCK_RUNNING},
    /* 7 working days after Fri 17/1/2020: 20 21 22, then Tết, 30 31, 3/2 4/2 */
    {"TC-XLBD", "TO_CAO", "593", "2020-01-17", "", "", "2020-02-04", CLOCK_RUNNING},
    /* after Fri 26/4/2019: 2/5 3/5 and Sat 4/5, which is worked; 6 7 8 9 */
    {"TC-XLBD", "TO_CAO", "593", "2019-04-26", "", "", "2019-05-09", CLOCK_RUNNING},
    /* 5 working days after Tue 21/1/2020: 22, then Tết, 30 31, 3/2 4/2 */
    {"TC-TBTL", "TO_CAO", "593", "2020-01-17", "", "ACCEPTED 2020-01-21", "2020-02-04", CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "596", "2020-01-02", "", "ACCEPTED 2020-01-02", "2020-02-03", CLOCK_RUNNING},
    /* 60 days from 2/1/2020: Mon 2/3; 90: Wed 1/4, which is the day before a holiday */
    {"TC-GQ", "TO_CAO", "593", "2020-01-02", "PHUC_TAP",
     "ACCEPTED 2020-01-02, EXTENDED 2020-01-31, EXTENDED 2020-02-28", "2020-03-02", CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "593", "2020-01-02", "DAC_BIET_PHUC_TAP PHUC_TAP",
     "ACCEPTED 2020-01-02, EXTENDED 2020-01-31, EXTENDED 2020-02-28, EXTENDED 2020-03-30", "2020-04-01",
     CLOCK_RUNNING},
    /* 7 working days after Mon 27/4/2020: 28 29, 4/5 5 6 7 8 */
    {"TC-CONGKHAI", "TO_CAO", "593", "2020-03-02", "", "ACCEPTED 2020-03-02, SETTLED 2020-04-27", "2020-05-08",
     CLOCK_RUNNING},
    {"TC-CONGKHAI", "TO_CAO", "593", "2020-03-02", "",
     "ACCEPTED 2020-03-02, SETTLED 2020-04-27, CONCLUSION_PUBLISHED 2020-05-11", "2020-05-08", CLOCK_ENDED},
    {"TC-TBTL", "TO_CAO", "593", "2020-01-17", "", "ACCEPTED 2020-01-21, ACCEPTANCE_NOTIFIED 2020-02-04",
     "2020-02-04", CLOCK_ENDED},
    {"TC-XLBD", "TO_CAO", "593", "2020-01-17", "", "KEPT_AS_INFORMATION 2020-02-04", "2020-02-04", CLOCK_ENDED},
    {"KNPA-TRALOI", "KIEN_NGHI", "593", "2020-01-15", "", "INTERIM_REPLIED 2020-01-30", "2020-01-30", CLOCK_ENDED},
    {"KNPA-TRALOI", "KIEN_NGHI", "593", "2020-04-20", "", "", "2020-05-04", CLOCK_RUNNING},
    {"KNPA-TRALOI", "PHAN_ANH", "596", "2020-04-07", "", "GUIDED 2020-04-08", "2020-04-17", CLOCK_ENDED},
    {"DON-XULY", "PHAN_ANH", "593", "2020-04-21", "", "", "2020-05-04", CLOCK_RUNNING},
    {"DON-XULY", "TO_CAO", "593", "2020-04-07", "", "CLASSIFIED 2020-04-17", "2020-04-17", CLOCK_ENDED},
    /* no law of before */
    {"KN-THULY-1", "KHIEU_NAI", "593", "2012-06-30", "", "", NULL, CLOCK_RUNNING},
    {"TC-XLBD", "TO_CAO", "593", "2018-12-31", "", "", NULL, CLOCK_RUNNING},
    /* stood still from 10/2 to 24/2: 14 days more than Wed 4/3/2020 */
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-02-10, RESUMED 2020-02-24",
     "2020-03-18", CLOCK_RUNNING},
    /* on its last day: that day is left when it goes on */
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-03-04, RESUMED 2020-03-10",
     "2020-03-10", CLOCK_RUNNING},
    /* after it: what is over does not stop */
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-03-05, RESUMED 2020-03-20",
     "2020-03-04", CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-03-05", "2020-03-04",
     CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-02-10", "2020-03-04",
     CLOCK_STOPPED},
    {"TC-GQ", "TO_CAO", "593", "2020-02-03", "", "ACCEPTED 2020-02-03, SUSPENDED 2020-02-10, WITHDRAWN 2020-04-30",
     "2020-05-25", CLOCK_ENDED},
    /* working days: Thu 23/1 … Wed 29/1 are off anyhow; 5 after Tue 21/1 stopped from Wed 22/1 to Mon 3/2: 3 4 5 6 7 */
    {"TC-TBTL", "TO_CAO", "593", "2020-01-17", "", "ACCEPTED 2020-01-21, SUSPENDED 2020-01-22, RESUMED 2020-02-03",
     "2020-02-07", CLOCK_RUNNING},
    /* once more from Mon 1/6/2020 */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-01-02", "PHUC_TAP",
     "ACCEPTED 2020-01-02, EXTENDED 2020-01-20, SETTLED 2020-02-10, REOPENED 2020-06-01", "2020-07-01",
     CLOCK_RUNNING},
    /* ---- and so each row of the law, over Tết, a weekend, a suspension, where the lines above have not been.
     * 30 days from 25/12/2019, 45 from 12/12 and 60 from 27/11 end on 24, 26 and 26/1/2020, in Tết */
    {"DON-XULY", "KHIEU_NAI", "593", "2020-01-15", "", "", "2020-01-30", CLOCK_RUNNING},
    {"DON-XULY", "KIEN_NGHI", "593", "2020-02-05", "", "", "2020-02-17", CLOCK_RUNNING}, /* Sat 15/2 */
    {"DON-XULY", "KIEN_NGHI", "593", "2022-01-24", "", "", "2022-02-07", CLOCK_RUNNING}, /* Thu 3/2, Tết to Fri 4/2 */
    {"DON-XULY", "TO_CAO", "593", "2022-03-02", "", "", "2022-03-14", CLOCK_RUNNING},    /* Sat 12/3 */
    {"KN-THULY-1", "KHIEU_NAI", "593", "2020-02-05", "", "", "2020-02-17", CLOCK_RUNNING},
    {"KN-GQ-1", "KHIEU_NAI", "593", "2019-12-20", "", "ACCEPTED 2019-12-25", "2020-01-30", CLOCK_RUNNING},
    /* Wed 1/4/2020 and 15 days */
    {"KN-GQ-1", "KHIEU_NAI", "593", "2020-03-02", "", "ACCEPTED 2020-03-02, SUSPENDED 2020-03-10, RESUMED 2020-03-25",
     "2020-04-16", CLOCK_RUNNING},
    {"KN-GQ-1-VX", "KHIEU_NAI", "596", "2019-12-10", "", "ACCEPTED 2019-12-12", "2020-01-30", CLOCK_RUNNING},
    /* Thu 16/4/2020 and 21 days */
    {"KN-GQ-1-VX", "KHIEU_NAI", "596", "2020-03-02", "",
     "ACCEPTED 2020-03-02, SUSPENDED 2020-03-16, RESUMED 2020-04-06", "2020-05-07", CLOCK_RUNNING},
    {"KN-THULY-2", "KHIEU_NAI 2", "593", "2020-02-05", "", "", "2020-02-17", CLOCK_RUNNING},
    {"KN-GQ-2", "KHIEU_NAI 2", "593", "2019-12-10", "", "ACCEPTED 2019-12-12", "2020-01-30", CLOCK_RUNNING},
    {"KN-GQ-2", "KHIEU_NAI 2", "593", "2020-02-05", "", "ACCEPTED 2020-02-05", "2020-03-23", CLOCK_RUNNING}, /* Sat */
    {"KN-GQ-2", "KHIEU_NAI 2", "593", "2020-03-02", "",
     "ACCEPTED 2020-03-02, SUSPENDED 2020-03-16, RESUMED 2020-04-06", "2020-05-07", CLOCK_RUNNING},
    {"KN-GQ-2-VX", "KHIEU_NAI 2", "596", "2019-11-20", "", "ACCEPTED 2019-11-27", "2020-01-30", CLOCK_RUNNING},
    /* Fri 1/5/2020 and 21 days */
    {"KN-GQ-2-VX", "KHIEU_NAI 2", "596", "2020-03-02", "",
     "ACCEPTED 2020-03-02, SUSPENDED 2020-03-16, RESUMED 2020-04-06", "2020-05-22", CLOCK_RUNNING},
    {"KN-HIEULUC", "KHIEU_NAI", "593", "2019-12-02", "", "ACCEPTED 2019-12-03, SETTLED 2019-12-25", "2020-01-30",
     CLOCK_RUNNING},
    {"KN-HIEULUC-VX", "KHIEU_NAI", "596", "2019-12-02", "", "ACCEPTED 2019-12-03, SETTLED 2019-12-12", "2020-01-30",
     CLOCK_RUNNING},
    /* 7 working days end on Tue 4/2/2020; 3 more: 5 6 7 */
    {"TC-XLBD", "TO_CAO", "593", "2020-01-17", "", "EXTENDED* 2020-02-03", "2020-02-07", CLOCK_RUNNING},
    {"TC-BAOCHI", "TO_CAO sent", "593", "2020-01-08", "", "", "2020-01-30", CLOCK_RUNNING}, /* Tue 28/1 */
    {"TC-BAOCHI", "TO_CAO sent", "593", "2020-03-02", "", "", "2020-03-23", CLOCK_RUNNING}, /* Sun 22/3 */
    {"TC-GQ", "TO_CAO", "593", "2019-12-20", "", "ACCEPTED 2019-12-25", "2020-01-30", CLOCK_RUNNING},
    {"TC-CONGKHAI", "TO_CAO", "593", "2019-12-20", "", "ACCEPTED 2019-12-25, SETTLED 2020-01-17", "2020-02-04",
     CLOCK_RUNNING},
    /* ---- the same from 1/7/2026 on: Mon 31/8, Tue 1/9 and Wed 2/9/2026 are off, and Sat 22/8 is worked.
     * 10 days from Fri 21/8 end on 31/8; from Wed 1/7 on Sat 11/7; from Wed 12/8 on Sat 22/8 */
    {"DON-XULY", "PHAN_ANH", "22918", "2026-08-21", "", "", "2026-09-03", CLOCK_RUNNING},
    {"DON-XULY", "KHIEU_NAI", "22918", "2026-07-01", "", "", "2026-07-13", CLOCK_RUNNING},
    {"DON-XULY", "TO_CAO", "22918", "2026-08-12", "", "", "2026-08-22", CLOCK_RUNNING},
    {"KN-THULY-1", "KHIEU_NAI", "22918", "2026-08-21", "", "", "2026-09-03", CLOCK_RUNNING},
    {"KN-THULY-1", "KHIEU_NAI", "22924", "2026-07-01", "", "", "2026-07-13", CLOCK_RUNNING},
    {"KN-THULY-2", "KHIEU_NAI 2", "22918", "2026-08-21", "", "", "2026-09-03", CLOCK_RUNNING},
    {"KN-THULY-2", "KHIEU_NAI 2", "22924", "2026-07-01", "", "", "2026-07-13", CLOCK_RUNNING},
    {"KNPA-TRALOI", "KIEN_NGHI", "22918", "2026-08-21", "", "", "2026-09-03", CLOCK_RUNNING},
    {"KNPA-TRALOI", "PHAN_ANH", "22924", "2026-07-01", "", "", "2026-07-13", CLOCK_RUNNING},
    /* 30 days from Mon 3/8: Wed 2/9; from Thu 2/7: Sat 1/8; from Mon 6/7: Wed 5/8, and 14 days */
    {"KN-GQ-1", "KHIEU_NAI", "22918", "2026-08-03", "", "ACCEPTED 2026-08-03", "2026-09-03", CLOCK_RUNNING},
    {"KN-GQ-1", "KHIEU_NAI", "22918", "2026-07-01", "", "ACCEPTED 2026-07-02", "2026-08-03", CLOCK_RUNNING},
    {"KN-GQ-1", "KHIEU_NAI", "22918", "2026-07-01", "",
     "ACCEPTED 2026-07-06, SUSPENDED 2026-07-13, RESUMED 2026-07-27", "2026-08-19", CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "22924", "2026-08-03", "", "ACCEPTED 2026-08-03", "2026-09-03", CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "22918", "2026-07-01", "", "ACCEPTED 2026-07-02", "2026-08-03", CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "22918", "2026-07-01", "", "ACCEPTED 2026-07-06, SUSPENDED 2026-07-13, RESUMED 2026-07-27",
     "2026-08-19", CLOCK_RUNNING},
    {"KN-HIEULUC", "KHIEU_NAI", "22918", "2026-07-01", "", "ACCEPTED 2026-07-02, SETTLED 2026-08-03", "2026-09-03",
     CLOCK_RUNNING},
    {"KN-HIEULUC", "KHIEU_NAI 2", "22918", "2026-07-01", "", "ACCEPTED 2026-07-01, SETTLED 2026-07-02", "2026-08-03",
     CLOCK_RUNNING},
    /* 45 days from Fri 17/7: Mon 31/8; from Wed 1/7: Sat 15/8; from Mon 6/7: Thu 20/8, and 14 days */
    {"KN-GQ-1-VX", "KHIEU_NAI", "22924", "2026-07-17", "", "ACCEPTED 2026-07-17", "2026-09-03", CLOCK_RUNNING},
    {"KN-GQ-1-VX", "KHIEU_NAI", "22924", "2026-07-01", "", "ACCEPTED 2026-07-01", "2026-08-17", CLOCK_RUNNING},
    {"KN-GQ-1-VX", "KHIEU_NAI", "22924", "2026-07-01", "",
     "ACCEPTED 2026-07-06, SUSPENDED 2026-07-13, RESUMED 2026-07-27", "2026-09-03", CLOCK_RUNNING},
    {"KN-GQ-1", "KHIEU_NAI", "22918", "2026-07-01", "PHUC_TAP", "ACCEPTED 2026-07-06, EXTENDED 2026-07-30",
     "2026-08-20", CLOCK_RUNNING},
    {"KN-GQ-2", "KHIEU_NAI 2", "22918", "2026-07-17", "", "ACCEPTED 2026-07-17", "2026-09-03", CLOCK_RUNNING},
    {"KN-GQ-2", "KHIEU_NAI 2", "22918", "2026-07-01", "", "ACCEPTED 2026-07-01", "2026-08-17", CLOCK_RUNNING},
    {"KN-GQ-2", "KHIEU_NAI 2", "22918", "2026-07-01", "",
     "ACCEPTED 2026-07-06, SUSPENDED 2026-07-13, RESUMED 2026-07-27", "2026-09-03", CLOCK_RUNNING},
    {"KN-HIEULUC-VX", "KHIEU_NAI", "22924", "2026-07-01", "", "ACCEPTED 2026-07-02, SETTLED 2026-07-17", "2026-09-03",
     CLOCK_RUNNING},
    {"KN-HIEULUC-VX", "KHIEU_NAI", "22924", "2026-07-01", "", "ACCEPTED 2026-07-01, SETTLED 2026-07-01", "2026-08-17",
     CLOCK_RUNNING},
    /* 60 days from Thu 2/7: Mon 31/8; from Tue 7/7: Sat 5/9; from Mon 6/7: Fri 4/9, and 14 days; 70: Mon 14/9; 90: Sun 4/10 */
    {"KN-GQ-1-VX", "KHIEU_NAI", "22924", "2026-07-01", "PHUC_TAP", "ACCEPTED 2026-07-06, EXTENDED 2026-07-30",
     "2026-09-04", CLOCK_RUNNING},
    {"KN-GQ-2", "KHIEU_NAI 2", "22918", "2026-07-01", "PHUC_TAP", "ACCEPTED 2026-07-06, EXTENDED 2026-07-30",
     "2026-09-04", CLOCK_RUNNING},
    {"KN-GQ-2-VX", "KHIEU_NAI 2", "22924", "2026-07-01", "", "ACCEPTED 2026-07-02", "2026-09-03", CLOCK_RUNNING},
    {"KN-GQ-2-VX", "KHIEU_NAI 2", "22924", "2026-07-01", "", "ACCEPTED 2026-07-07", "2026-09-07", CLOCK_RUNNING},
    {"KN-GQ-2-VX", "KHIEU_NAI 2", "22924", "2026-07-01", "",
     "ACCEPTED 2026-07-06, SUSPENDED 2026-07-13, RESUMED 2026-07-27", "2026-09-18", CLOCK_RUNNING},
    {"KN-GQ-2-VX", "KHIEU_NAI 2", "22924", "2026-07-01", "PHUC_TAP", "ACCEPTED 2026-07-06, EXTENDED 2026-07-30",
     "2026-09-14", CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "22918", "2026-07-01", "PHUC_TAP", "ACCEPTED 2026-07-06, EXTENDED 2026-07-30", "2026-09-04",
     CLOCK_RUNNING},
    {"TC-GQ", "TO_CAO", "22918", "2026-07-01", "DAC_BIET_PHUC_TAP",
     "ACCEPTED 2026-07-06, EXTENDED 2026-07-30, EXTENDED 2026-08-20", "2026-10-05", CLOCK_RUNNING},
    /* 7 working days after Fri 21/8: Sat 22, 24 25 26 27 28, 3/9; 3 more: 4 7 8 */
    {"TC-XLBD", "TO_CAO", "22918", "2026-08-21", "", "", "2026-09-03", CLOCK_RUNNING},
    {"TC-XLBD", "TO_CAO", "22918", "2026-08-21", "", "EXTENDED* 2026-08-28", "2026-09-08", CLOCK_RUNNING},
    /* 20 days from Wed 12/8: Tue 1/9; from Mon 6/7: Sun 26/7 */
    {"TC-BAOCHI", "TO_CAO sent", "22918", "2026-08-12", "", "", "2026-09-03", CLOCK_RUNNING},
    {"TC-BAOCHI", "TO_CAO sent", "22924", "2026-07-06", "", "", "2026-07-27", CLOCK_RUNNING},
    /* 5 working days after Wed 26/8: 27 28, 3/9 4 7; after Mon 6/7, with 7 to 10/7 stood still: 13 14 15 16 17 */
    {"TC-TBTL", "TO_CAO", "22918", "2026-08-21", "", "ACCEPTED 2026-08-26", "2026-09-07", CLOCK_RUNNING},
    {"TC-TBTL", "TO_CAO", "22918", "2026-07-01", "", "ACCEPTED 2026-07-06, SUSPENDED 2026-07-07, RESUMED 2026-07-13",
     "2026-07-17", CLOCK_RUNNING},
    /* 7 working days after Wed 26/8: 27 28, 3/9 4 7 8 9 */
    {"TC-CONGKHAI", "TO_CAO", "22918", "2026-07-01", "", "ACCEPTED 2026-07-06, SETTLED 2026-08-26", "2026-09-09",
     CLOCK_RUNNING},
};

#endif
