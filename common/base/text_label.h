/*  text_label.h — labels in folded text: what forms and petitions put before who somebody is, where he lives, what his papers say. */

#ifndef QCDC_TEXT_LABEL_H
#define QCDC_TEXT_LABEL_H

#include "base/text_name.h"

/*  What the label at TEXT, which begins a word, gives away ("CCCD:", "đơn của bà Trần Thị B"), in English for gettext; NULL where none
 *  stands there, or nothing behind it that it gives away. */
const char *label_at (const folded_t *folded, const char *text);

/*  Whether "là người tố cáo", of whoever stands before it, is at TEXT. */
bool denounces_at (const char *text);

#endif
