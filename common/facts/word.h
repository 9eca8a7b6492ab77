/*  word.h — the words of a petition and of a reception as people write them: codes, or the labels that the program itself shows for them, with
 *  or without marks and capitals.
 *
 *  Each returns 0 for a word that it does not know.  fact.h has the strict forms, for what machines write. */

#ifndef QCDC_WORD_H
#define QCDC_WORD_H

#include <stddef.h>

int petition_kind_read (const char *text);
int petition_field_read (const char *text);
int channel_read (const char *text);
int outcome_read (const char *text);
int move_read (const char *text);
int session_read (const char *text);
int receiver_read (const char *text);
int reception_result_read (const char *text);
int scan_of_read (const char *text);

/*  "1", "lần đầu", "second": which instance handles a petition. */
int instance_read (const char *text);

/*  A flag in its one spelling, into FLAG of SIZE bytes: "đông người" → DONG_NGUOI, "dự án: Da-1" → DU_AN:DA-1, "đối thoại: 2020-06-15" → DOI_THOAI:2020-06-15,
 *  "nhận quyết định: 15/06/2020" → NHAN_QD:2020-06-15.  NULL for one that is not known. */
const char *flag_read (const char *text, char *flag, size_t size);

/*  What petitions are looked for by: the same, and "dự án" → DU_AN:, "đối thoại" → DOI_THOAI:, which is that of any project, of any dialogue. */
const char *flag_read_any (const char *text, char *flag, size_t size);

#endif
