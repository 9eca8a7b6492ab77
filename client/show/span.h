/*  span.h — a length of time as people say it: in one unit, cut off. */

#ifndef QCDC_SPAN_H
#define QCDC_SPAN_H

#include <stdint.h>

#define SPAN_TEXT_BYTES 64

/*  "20 years", "3 days", "12 minutes"; the sign is not looked at.  Returns TEXT. */
char *span_format (int64_t span_us, char text[SPAN_TEXT_BYTES]);

#endif
