/*  notice_file.h — a notice as its text is written, read into what it is made of.
 *
 *  The file is plain text, or Markdown, as it is typed for the printer: the kind of document, a blank line, the title, a blank line, the text,
 *  "Nơi nhận:" with a line for each receiver, a blank line, and who signs, the name last.  In the text a line that begins with a Roman number and a
 *  point is a heading, and one that begins with the next number and a hyphen a task ("1- …"), which lasts to the next of either or to a note ("(1)").
 *  Rows are those of the file, from 1. */

#ifndef QCDC_NOTICE_FILE_H
#define QCDC_NOTICE_FILE_H

#include "base/fault.h"
#include "base/limits.h"

#include <stddef.h>
#include <stdio.h>

#define NOTICE_FILE_BYTES_MAX (256u * 1024u)
#define NOTICE_RECIPIENTS_MAX 64u

typedef struct {
    char *text; /* one line */
    size_t row;
} notice_line_t;

typedef struct {
    char *kind;      /* "Thông báo"; "" where the file has none; all of these malloc'ed */
    char *title;     /* one line */
    char *body;      /* lines, as they are to be shown: without marks of Markdown */
    char *signatory; /* "Dương Văn An, PHÓ BÍ THƯ kiêm TRƯỞNG BAN CHỈ ĐẠO"; "" */
    notice_line_t tasks[QCDC_NOTICE_TASKS_MAX]; /* in their order: the first is task 1 */
    size_t task_count;
    notice_line_t recipients[NOTICE_RECIPIENTS_MAX];
    size_t recipient_count;
} notice_file_t;

/*  Reads FILE ("-": standard input).  QCDC_IO, QCDC_BAD_UTF8 …, QCDC_TOO_LARGE, QCDC_EMPTY where there is no title or no text. */
qcdc_status notice_file_read (const char *path, notice_file_t *self, fault_t *fault) QCDC_CHECK;
void notice_file_release (notice_file_t *self);

/*  The tasks that BODY numbers, which may be one that was read before: TASKS has room for QCDC_NOTICE_TASKS_MAX, *COUNT is set. */
qcdc_status notice_tasks (const char *body, notice_line_t *tasks, size_t *count, fault_t *fault) QCDC_CHECK;
void notice_tasks_release (notice_line_t *tasks, size_t count);

/*  Whether LINE is a heading: a Roman number and a point before it. */
int notice_is_heading (const char *line);

#endif
