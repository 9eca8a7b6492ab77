/*  rational.h — exact arithmetic over reported figures: a quotient of whole numbers of 128 bits, or no result at all.
 *
 *  Floating point would make 0.1 + 0.2 differ from 0.3 and a rule broken that holds; a sum that wraps round would do worse.  So
 *  every operation either is exact or says that it is beyond the range.  Pure functions, no memory. */

#ifndef QCDC_RATIONAL_H
#define QCDC_RATIONAL_H

#include <stdbool.h>
#include <stdint.h>

/*  Not always in lowest terms: figures share the denominator 10 000, and adding them up needs no more than that. */
typedef struct {
    __int128 numerator;
    __int128 denominator; /* > 0 */
} rational_t;

/*  A figure in ten-thousandths. */
rational_t rational_of (int64_t value_e4);

/*  false: beyond 128 bits; *RESULT is as it was. */
bool rational_add (rational_t a, rational_t b, rational_t *result);
bool rational_subtract (rational_t a, rational_t b, rational_t *result);
bool rational_multiply (rational_t a, rational_t b, rational_t *result);

/*  false also where B is 0. */
bool rational_divide (rational_t a, rational_t b, rational_t *result);

bool rational_is_zero (rational_t a);

/*  *ORDER is -1, 0 or 1 as A is less than, equal to or more than B. */
bool rational_compare (rational_t a, rational_t b, int *order);

/*  A × SCALE to the nearest whole number, halves away from zero: 1/3 at 10 000 is 3333.  SCALE > 0.  false: beyond int64. */
bool rational_round (rational_t a, int64_t scale, int64_t *rounded);

#endif
