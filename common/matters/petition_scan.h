/*  petition_scan.h — scans of petitions: which may be attached; and what a petition keeps of them: how many were. */

#ifndef QCDC_PETITION_SCAN_H
#define QCDC_PETITION_SCAN_H

#include "matters/petition.h"

/*  The published constant that says how many MiB the scans of an office may take at the province. */
#define SCANS_LIMIT "SCANS_MIB"

void scan_judge (const judge_input_t *input, const Qcdc__BlobAttached *attached, verdict_t *verdict);

/*  Whether SELF, as what AS says, may have the scans that it has: QCDC_IDENTITY_TEXT for a denunciation. */
qcdc_status scan_check_kind (const petition_t *self, const Qcdc__PetitionReceived *as, fault_t *fault) QCDC_CHECK;

#endif
