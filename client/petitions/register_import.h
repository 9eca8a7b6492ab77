/*  register_import.h — a register while it is read from a file, of petitions or of receptions: its rows, one after the other, and what comes of
 *  them.
 *
 *  Bad rows do not stop the reading, so that all of them are named, but a single one keeps everything out: half a register would be taken for
 *  the whole. */

#ifndef QCDC_REGISTER_IMPORT_H
#define QCDC_REGISTER_IMPORT_H

#include "base/progress.h"
#include "desk/problems.h"
#include "desk/seen.h"
#include "files/csv_closing.h"
#include "files/table.h"
#include "petitions/import_rows.h"
#include "petitions/register_map.h"
#include "texts/args.h"
#include "texts/given.h"

/*  What is a register's own; ARG is the caller's. */
typedef struct {
    const register_kind_t *kind;
    const char *own_advice; /* a msgid: what to do where a row is not this office's */
    /*  The columns are found: which of them are there. */
    void (*columns) (csv_reader_t *reader, void *arg);
    /*  Whether a column that holds codes or days has one: it is a row of the register then, however little else stands in it. */
    bool (*has_code) (const csv_record_t *record, void *arg);
    /*  Files a row.  What is wrong with it goes into FAULT and stops only this row. */
    qcdc_status (*row) (const csv_record_t *record, void *arg, fault_t *fault);
} register_import_kind_t;

/*  One run over a file. */
typedef struct {
    const register_import_kind_t *kind;
    desk_t *desk;
    table_t *table;
    register_map_t *map;                             /* what this office calls its columns and words */
    int office_column, entry_column, version_column; /* of a table that was written by qcdc; -1: not in this file */
    seen_t *seen;                                    /* the rows read so far, by register number */
    import_rows_t *rows; /* what would be done, where that is to be seen; NULL: it is not */
    file_mode mode;      /* --new */
    bool old_meant;      /* --confirm-old */
    bool left_out;       /* columns that tell who somebody is */
    problems_t problems;
    row_faults_t faults; /* of one row */
    size_t results[FILED_VOIDED + 1];
    size_t repeated;
    size_t entries;
    filed_left_t left;
    progress_t progress;
    csv_closing_t closing;
} register_import_t;

/*  Begins with the file that ARGS name: their first four switches are --new, --confirm-names, --remove-blanks and --confirm-old.  Whatever it
 *  returns, register_import_close comes afterwards. */
qcdc_status register_import_open (register_import_t *self, const register_import_kind_t *kind, desk_t *desk,
                                  const args_t *args, fault_t *fault) QCDC_CHECK;
void register_import_close (register_import_t *self);

/*  Goes on after a bad row, so that the clerk hears of all of them at once: they are in the problems. */
qcdc_status register_import_read (register_import_t *self, void *arg, fault_t *fault) QCDC_CHECK;

/*  "" also where there is no such column (-1), or a row of another shape ends before it. */
const char *register_import_cell (const csv_record_t *record, int column);

/*  What stands in COLUMN, which is called NAME, as the office means it; {NULL, 0}: there is no such column. */
given_t register_import_value (const register_import_t *self, const csv_record_t *record, int column,
                               const char *name);

/*  A table that qcdc wrote says whose it is: another office's rows are not taken in for own ones.  QCDC_NOT_YOURS. */
qcdc_status register_import_own (const register_import_t *self, const csv_record_t *record,
                                 fault_t *fault) QCDC_CHECK;

/*  The same number twice in one file is a slip, QCDC_DUPLICATE, unless the rows say the same: then *REPEATED, and it is counted. */
qcdc_status register_import_meet (register_import_t *self, const csv_record_t *record, const char *key,
                                  const uint8_t fingerprint[32], const char *local_no, bool *repeated,
                                  fault_t *fault) QCDC_CHECK;

/*  Of a row that is refused all that is wrong is told; the last of it is the caller's to add. */
qcdc_status register_import_refuse (register_import_t *self, size_t row, fault_t *fault);

/*  The counts go to OUT, where a script reads them. */
void register_import_say (const register_import_t *self, FILE *out, bool dry_run);

#endif
