/*  petition_name.h — what messages call a petition: its number, with the year where the number alone leads to another one.
 *
 *  Whoever reads "12/KN" looks for it, and finds that of the last year; the judge that wrote it sees one petition and no other years. */

#ifndef QCDC_PETITION_NAME_H
#define QCDC_PETITION_NAME_H

#include "base/limits.h"
#include "petitions/petition_view.h"

#define PETITION_NAME_BYTES (QCDC_LOCAL_NO_BYTES_MAX + 16u)

/*  A number, and the year in whose register it stands. */
typedef struct {
    char number[QCDC_LOCAL_NO_BYTES_MAX + 1]; /* "": none */
    int year;
} petition_number_t;

petition_number_t petition_number (const char *local_no, int32_t received_on);
petition_number_t petition_number_of (const petition_t *petition);

/*  "12/KN@2019" where the own office has the number in another year too, else "12/KN". */
qcdc_status petition_name (desk_t *desk, const petition_number_t *number, char name[PETITION_NAME_BYTES],
                           fault_t *fault) QCDC_CHECK;

/*  MESSAGE with the petition's name wherever its number stands without a year; malloc'ed, NULL where there is no memory. */
char *petition_name_in (const char *message, const char *number, const char *name);

/*  STATUS, that FAULT tells, with the number in its message as petition_name has it; a fault that cannot be told better stays as it is. */
qcdc_status petition_name_fault (desk_t *desk, const petition_number_t *number, qcdc_status status,
                                 fault_t *fault) QCDC_CHECK;

#endif
