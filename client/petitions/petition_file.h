/*  petition_file.h — bringing the journal to what a register says: the facts that are missing, and no others.
 *
 *  Inside a transaction of the caller's, which sees the facts of one row in what is read for the next. */

#ifndef QCDC_PETITION_FILE_H
#define QCDC_PETITION_FILE_H

#include "petitions/petition_row.h"
#include "petitions/petition_view.h"

typedef enum { FILED_NEW, FILED_CORRECTED, FILED_UNCHANGED, FILED_VOIDED } filed_result;

typedef enum {
    FILE_NEW, /* import --new: what is not known is new, and so is what stands under the number of one that was taken back */
    FILE_REGISTER, /* import: a known petition is corrected; one that was taken back is left alone */
    FILE_ONE /* add: a known petition is refused; under the number of one that was taken back stands a new one */
} file_mode;

#define CHANGES_BYTES 400u

/*  Cells of a row that say nothing of a petition that is known: blank ones where something stands (petition_row_t.blank), and words in
 *  the place of erased ones, which a register would only bring back. */
typedef struct {
    size_t blanks;
    size_t erased;
    char changes[CHANGES_BYTES]; /* of a row that corrects: which columns, from what to what */
} filed_left_t;

/*  Files one row, inside the caller's transaction.  *ENTRIES grows by the entries written, *LEFT by what the row is not
 *  followed in.  QCDC_STALE for a row that was edited in an export that somebody's correction has left behind. */
qcdc_status petition_file (desk_t *desk, const petition_row_t *row, file_mode mode, filed_result *result,
                           size_t *entries, filed_left_t *left, fault_t *fault) QCDC_CHECK;

/*  What the journal has against a row that is refused for something else, so that the clerk mends it once: an outcome without a
 *  day, and a receipt that is too long ago, unless that is MEANT.  Where the row has no key nobody can tell which petition it is of. */
qcdc_status petition_file_faults (desk_t *desk, const petition_row_t *row, file_mode mode, bool old_meant,
                                  row_faults_t *faults, fault_t *fault) QCDC_CHECK;

/*  The same of a petition that is entered and in no journal, and of one that is known. */
void petition_new_faults (const petition_row_t *row, bool old_meant, row_faults_t *faults);
void petition_known_faults (const petition_view_t *view, const petition_row_t *row, row_faults_t *faults);

/*  Corrects VIEW to what ROW says, number and year too. */
qcdc_status petition_correct (desk_t *desk, petition_view_t *view, const petition_row_t *row, size_t *entries,
                              fault_t *fault) QCDC_CHECK;

#endif
