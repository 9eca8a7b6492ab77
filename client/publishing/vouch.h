/*  vouch.h — the row by which a key is vouched for, or is so no more: a further device's, one on paper, or this device's by one on paper. */

#ifndef QCDC_VOUCH_H
#define QCDC_VOUCH_H

#include "desk/desk.h"
#include "texts/args.h"
#include "wire/recovery.h"

typedef enum { VOUCH_DEVICE, VOUCH_PAPER, VOUCH_WITH_PAPER, VOUCH_END } vouch_way;

typedef struct {
    vouch_way way;
    recovery_t paper;                   /* of VOUCH_WITH_PAPER, as it was typed */
    char code[RECOVERY_TEXT_BYTES];     /* of VOUCH_PAPER: goes on the paper and nowhere else */
    uint8_t signature[SIGNATURE_BYTES]; /* of VOUCH_WITH_PAPER */
    bool needs_edition;                 /* an older program would not read it as it is meant */
} vouch_t;

/*  Whether ARGS are of one of the ways, by the switches at places PAPER, WITH_PAPER and END of their bits; the code on a paper is read from
 *  standard input: nobody finds it in a list of processes or commands.  QCDC_USAGE, QCDC_MALFORMED. */
qcdc_status vouch_read (vouch_t *self, const args_t *args, unsigned paper, unsigned with_paper, unsigned end,
                        fault_t *fault) QCDC_CHECK;

/*  Whether the device at DESK may do so beside the tables NOW: QCDC_UNVOUCHED, QCDC_EXISTS. */
qcdc_status vouch_check (const vouch_t *self, const desk_t *desk, const catalog_tables_t *now,
                         fault_t *fault) QCDC_CHECK;

/*  The rows to be published: one, and of VOUCH_END every one of the key.  QCDC_NOT_FOUND where there is no such key. */
qcdc_status vouch_rows (vouch_t *self, const desk_t *desk, const args_t *args, const catalog_tables_t *now,
                        catalog_tables_t **rows, fault_t *fault) QCDC_CHECK;

/*  Adds to ENDS every row of NOW that vouches for the key or device called TEXT on TODAY or later, in whatever letters it is written, with a
 *  last day: yesterday, or its first one where that is later.  FIRST is the key of the device that published first, for which no row need be
 *  there.  QCDC_NOT_FOUND. */
qcdc_status vouch_end_rows (const char *text, const char *first, const catalog_tables_t *now, int32_t today,
                            catalog_tables_t *ends, fault_t *fault) QCDC_CHECK;

/*  Puts into PUBLISHED who vouches, where that is not the writer.  Borrows SELF. */
void vouch_sign (vouch_t *self, Qcdc__Published *published);

/*  What has to be done beyond, on standard output; and the code, once and never again. */
void vouch_say (const vouch_t *self);

void vouch_forget (vouch_t *self);

#endif
