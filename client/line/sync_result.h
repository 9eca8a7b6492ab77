/*  sync_result.h — what a synchronisation has done, and how it is told to the person. */

#ifndef QCDC_SYNC_RESULT_H
#define QCDC_SYNC_RESULT_H

#include "base/fault.h"
#include "wire/receipt.h"

/*  What happened, in entries. */
typedef struct {
    uint64_t sent;     /* new ones that the server acknowledged */
    uint64_t resent;   /* own ones that the server had lost */
    uint64_t returned; /* the same, of other devices */
    uint64_t taken;    /* own ones that this journal had lost */
    uint64_t received; /* of others */
    uint64_t refiled;  /* filed again behind the server's head */
    uint64_t rejected; /* of those sent now */
    uint64_t waiting;
    uint64_t unbelieved; /* acts of the province that have no effect here, for nobody has vouched for their device */
    char unbelieved_of[112]; /* the first of them: "1f…:3, BCD-TINH" */
    uint64_t scans_sent, scans_waiting; /* whole, and what is left for the next run */
    uint64_t scans_refused;
    char scan_refused[1216]; /* why the last of those was */
    bool scans_unknown;     /* the server is an older one, which keeps none */
    char note[400];          /* something that the person should know although all went well; "" if none */
} sync_result_t;

/*  Counts what RECEIPT says of entries sent now, if they are new: those it rejects and those it lets wait.  QCDC_NO_MEMORY; else as
 *  receipt_verdicts. */
qcdc_status sync_result_count (sync_result_t *self, const receipt_t *receipt, bool is_new, fault_t *fault) QCDC_CHECK;

/*  One line on stdout of what happened, and before it one of each thing that is not of every day.  STANDING is
 *  of the whole journal. */
typedef struct {
    uint64_t rejected; /* and not mended, as are the next two */
    uint64_t waiting;
    uint64_t in_vain; /* accepted without effect */
    uint64_t mended;
} sync_standing_t;
void sync_report (const sync_result_t *result, const sync_standing_t *standing);

#endif
