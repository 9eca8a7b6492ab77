/*  recipients.h — the table recipients: which offices a line of a notice's distribution list stands for ("Các sở, ban, ngành tỉnh").
 *
 *  A line may stand for nobody who takes part (whoever keeps the original): it is known then, and nobody is sent anything by it. */

#ifndef QCDC_RECIPIENTS_H
#define QCDC_RECIPIENTS_H

#include "catalogue/catalog_row.h"

/*  A row of the table. */
qcdc_status recipient_row (row_source_t *self, void *row) QCDC_CHECK;

/*  The row for LINE on DAY, however its capitals, marks and separators are written; NULL: there is none. */
const recipient_t *recipient_on (const catalog_t *self, const char *line, int32_t day);

/*  Whether OFFICE, as it is on the day, is one of those that the line stands for. */
bool recipient_is (const recipient_t *self, const office_t *office);

#endif
