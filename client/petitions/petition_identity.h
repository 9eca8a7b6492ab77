/*  petition_identity.h — who sent a petition: taken from the line, sealed for the province, the office and this device, and opened. */

#ifndef QCDC_PETITION_IDENTITY_H
#define QCDC_PETITION_IDENTITY_H

#include "facts/sealed_identity.h"
#include "petitions/petition_row.h"
#include "petitions/petition_view.h"

/*  The keys of a line that enters or corrects one petition: its columns, and from PETITION_COLUMN_COUNT on who sent it; NULL-terminated. */
extern const char *const PETITION_KEYS[];

/*  A value "-" is asked for, or is the next line of standard input: what stands on the command line can be read in the list of processes, and for
 *  years in the shell's history.  VALUES are those GIVEN, with the lines in the place of such ones. */
#define WHO_LINE_BYTES (IDENTITY_FIELD_BYTES_MAX + 3)
typedef struct {
    char lines[WHO_COUNT][WHO_LINE_BYTES];
    const char *values[WHO_COUNT];
} who_asked_t;
qcdc_status who_ask (const char *const given[WHO_COUNT], who_asked_t *asked, fault_t *fault) QCDC_CHECK;

/*  Reads who sent it into ROW, which was parsed, from VALUES (by WHO_…; NULL: not given); what is wrong goes into FAULTS.  A denunciation has
 *  nobody: QCDC_IDENTITY_TEXT. */
qcdc_status who_parse (const char *const values[WHO_COUNT], petition_row_t *row, row_faults_t *faults) QCDC_CHECK;

/*  Seals it to the identity keys of today; *SEALED is of ARENA, *KEY the id of the province's.  QCDC_NOT_FOUND where the province has none. */
qcdc_status who_seal (desk_t *desk, const petition_row_t *row, arena_t *arena, Qcdc__SealedIdentity **sealed,
                      uint64_t *key, fault_t *fault) QCDC_CHECK;

/*  Who sent the petition of VIEW, for the office CODE as well, to which it is handed over: *SEALED, of ARENA, is NULL where it does not tell.
 *  Where that office has no key, or this device cannot open it, it goes as it is, for the province to open, and the person is told. */
qcdc_status who_hand_over (desk_t *desk, const petition_view_t *view, const char *code, arena_t *arena,
                           Qcdc__SealedIdentity **sealed, fault_t *fault) QCDC_CHECK;

/*  Its blind index, of ARENA, under the key of today; NULL where none is published, this device cannot open it, or ROW says too little. */
qcdc_status who_index (desk_t *desk, const petition_row_t *row, arena_t *arena, Qcdc__BlindIndex **blind,
                       fault_t *fault) QCDC_CHECK;

/*  Whether ROW says who sent it, and it is not what this device can read in VIEW. */
qcdc_status who_differs (desk_t *desk, const petition_row_t *row, const petition_view_t *view, bool *differs,
                         fault_t *fault) QCDC_CHECK;

#endif
