/*  order.h — rows in the order that people count in: 2 before 10, 2/KN before 2/TC.
 *
 *  Only keys are held, in one block, with what finds the row again: a hundred thousand rows are sorted in a few megabytes. */

#ifndef QCDC_ORDER_H
#define QCDC_ORDER_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*  Less than, equal to or more than 0, by the values of the numbers in the texts and the letters between them, capital or not;
 *  texts that differ in nothing else by their bytes. */
int natural_compare (const char *one, const char *other);

typedef struct {
    char *block; /* key NUL what NUL … */
    size_t used, size;
    uint32_t *places; /* in BLOCK, which stays below 4 GiB */
    size_t count, places_size;
} order_t;

void order_release (order_t *self);

/*  KEY is what is compared, WHAT finds the row again.  QCDC_NO_MEMORY. */
qcdc_status order_add (order_t *self, const char *key, const char *what) QCDC_CHECK;

/*  From the last to the first where BACKWARDS. */
void order_sort (order_t *self, bool backwards);

/*  The WHAT of the row at PLACE. */
const char *order_at (const order_t *self, size_t place);

#endif
