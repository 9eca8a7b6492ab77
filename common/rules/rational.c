/*  rational.c — exact arithmetic over reported figures.
 *
 *  The compiler's own check of a product of 128 bits needs a library that clang does not link; the one here divides, and only
 *  where a factor is wider than 64 bits, which figures are not. */

#include "rules/rational.h"

#include "base/amount.h"

static const __int128 WHOLE_MAX = (__int128)(((unsigned __int128)1 << 127) - 1);

rational_t rational_of (int64_t value_e4)
{
    return (rational_t){value_e4, AMOUNT_SCALE};
}

static bool is_narrow (__int128 a)
{
    return a >= INT64_MIN && a <= INT64_MAX;
}

/*  Numbers lie between -WHOLE_MAX and WHOLE_MAX, so that each has its opposite. */
static bool product (__int128 a, __int128 b, __int128 *result)
{
    if (!is_narrow (a) || !is_narrow (b)) {
        __int128 size_a = a < 0 ? -a : a, size_b = b < 0 ? -b : b;
        if (size_a != 0 && size_b > WHOLE_MAX / size_a)
            return false;
    }
    *result = a * b;
    return true;
}

static bool sum (__int128 a, __int128 b, __int128 *result)
{
    __int128 added;
    if (__builtin_add_overflow (a, b, &added) || added < -WHOLE_MAX)
        return false;
    *result = added;
    return true;
}

/*  Euclid's; B > 0. */
static __int128 common_divisor (__int128 a, __int128 b)
{
    if (a < 0)
        a = -a;
    while (a != 0) {
        __int128 rest = b % a;
        b = a;
        a = rest;
    }
    return b;
}

static rational_t lowest (rational_t a)
{
    __int128 divisor = common_divisor (a.numerator, a.denominator);
    return (rational_t){a.numerator / divisor, a.denominator / divisor};
}

bool rational_add (rational_t a, rational_t b, rational_t *result)
{
    if (a.denominator == b.denominator) {
        rational_t same = {0, a.denominator};
        if (!sum (a.numerator, b.numerator, &same.numerator))
            return false;
        *result = same;
        return true;
    }
    a = lowest (a);
    b = lowest (b);
    __int128 divisor = common_divisor (a.denominator, b.denominator), left, right;
    rational_t added;
    if (!product (a.numerator, b.denominator / divisor, &left) ||
        !product (b.numerator, a.denominator / divisor, &right) || !sum (left, right, &added.numerator) ||
        !product (a.denominator, b.denominator / divisor, &added.denominator))
        return false;
    *result = lowest (added);
    return true;
}

bool rational_subtract (rational_t a, rational_t b, rational_t *result)
{
    b.numerator = -b.numerator;
    return rational_add (a, b, result);
}

/*  What cancels is taken out first, so that only what is really beyond the range is said to be. */
bool rational_multiply (rational_t a, rational_t b, rational_t *result)
{
    rational_t crossed_a = lowest ((rational_t){a.numerator, b.denominator});
    rational_t crossed_b = lowest ((rational_t){b.numerator, a.denominator});
    rational_t multiplied;
    if (!product (crossed_a.numerator, crossed_b.numerator, &multiplied.numerator) ||
        !product (crossed_a.denominator, crossed_b.denominator, &multiplied.denominator))
        return false;
    *result = multiplied;
    return true;
}

bool rational_divide (rational_t a, rational_t b, rational_t *result)
{
    if (b.numerator == 0)
        return false;
    rational_t inverse = {b.denominator, b.numerator};
    if (b.numerator < 0)
        inverse = (rational_t){-b.denominator, -b.numerator};
    return rational_multiply (a, inverse, result);
}

bool rational_is_zero (rational_t a)
{
    return a.numerator == 0;
}

bool rational_compare (rational_t a, rational_t b, int *order)
{
    __int128 left = a.numerator, right = b.numerator;
    if (a.denominator != b.denominator) {
        __int128 divisor = common_divisor (a.denominator, b.denominator);
        if (!product (a.numerator, b.denominator / divisor, &left) ||
            !product (b.numerator, a.denominator / divisor, &right))
            return false;
    }
    *order = (left > right) - (left < right);
    return true;
}

bool rational_round (rational_t a, int64_t scale, int64_t *rounded)
{
    rational_t scaled;
    if (!rational_multiply (a, (rational_t){scale, 1}, &scaled))
        return false;
    __int128 size = scaled.numerator < 0 ? -scaled.numerator : scaled.numerator;
    __int128 whole = size / scaled.denominator, rest = size % scaled.denominator;
    whole += rest >= scaled.denominator - rest;
    if (whole > INT64_MAX)
        return false;
    *rounded = (int64_t)(scaled.numerator < 0 ? -whole : whole);
    return true;
}
