/*  reception_duty.h — how often the head of an office has to receive citizens in person, and how often he did.
 *
 *  The duties are published constants: RECEPTION_MONTH_UBND_HUYEN is how many days a month offices of the class ubnd for units of the
 *  level huyen owe, RECEPTION_WEEK_… how many a week; with their days and their citation.  A constant that is not there is no duty.
 *
 *  The window is cut into whole months, counted from its first day, and into whole weeks; each is judged by what holds on its first
 *  day, so that a duty, a unit or an office's unit that changes does so from its own day on.  What is left over at the end, or has not ended
 *  yet, is not owed. */

#ifndef QCDC_RECEPTION_DUTY_H
#define QCDC_RECEPTION_DUTY_H

#include "catalogue/catalog.h"

typedef struct {
    int64_t required;  /* days of the head in person */
    int64_t spans;     /* months or weeks in which a day was owed */
    int64_t kept;      /* of those, in which no day was missing */
    char constant[80]; /* the newest that held; "": none did */
} reception_duty_t;

/*  The duty of OFFICE for the days FROM to TO, both included, of which those behind TODAY have not come; DAYS, COUNT of them in order and
 *  none twice, are those on which the head received in a scheduled reception. */
void reception_duty (const catalog_t *catalog, const office_t *office, int32_t from, int32_t to, int32_t today,
                     const int32_t *days, size_t count, reception_duty_t *duty);

#endif
