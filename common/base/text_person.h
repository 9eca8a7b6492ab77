/*  text_person.h — people in folded text: who is named and acts, or of whom is said where he lives or when he was born.
 *
 *  Whom a denunciation is about may be named; who denounces may not.  The text cannot tell them apart for certain: a person who
 *  stands behind "tố cáo", "đối với", "hành vi của" is taken for the former. */

#ifndef QCDC_TEXT_PERSON_H
#define QCDC_TEXT_PERSON_H

#include "base/text_name.h"

/*  "thôn 3", "khu phố 4", "tại xã", but not "địa phương". */
bool place_follows (const folded_t *folded, const char *text);

/*  Whether the person who was named last in the sentence before HERE is one that it is about: what is said then is said of him. */
bool accused_before (const folded_t *folded, const char *here);

/*  Whether the sentence has said by HERE whom it is about: who, or what, comes behind "tố cáo", as a verb, is theirs. */
bool is_accused (const folded_t *folded, const char *here);

/*  "(SN 1975)", "sinh năm 1975", "65 tuổi", "quê Bình Định" at TEXT, behind who it is said of. */
bool origin_follows (const folded_t *folded, const char *text);

/*  Whether a relation and a person stand at TEXT: "con trai bà Sáu Hường". */
bool relation_follows (const folded_t *folded, const char *text);

/*  Whether a person stands right before HERE, or with nothing between but who he is: "anh Tuấn - kế toán xã - | là người tố cáo". */
bool person_before (const folded_t *folded, const char *here);

/*  Whether a person who may be the one that denounces is named at HERE, which begins a word. */
bool person_at (const folded_t *folded, const char *here);

/*  Whether TEXT, to its end, is nothing but a person's name, in capital letters as names are: "Ông Nguyễn Văn A". */
bool person_alone (const folded_t *folded, const char *text);

#endif
