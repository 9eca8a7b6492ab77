/*  petition_row.h — one petition as a register has it: a row of CSV, or KEY=VALUE words.
 *
 *  A row owns its texts.  Whether it fits what is in the journal is not asked here. */

#ifndef QCDC_PETITION_ROW_H
#define QCDC_PETITION_ROW_H

#include "base/fault.h"
#include "base/limits.h"
#include "files/csv.h"
#include "matters/petition.h"
#include "texts/given.h"
#include "texts/version.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    COLUMN_LOCAL_NO,
    COLUMN_KIND,
    COLUMN_FIELD,
    COLUMN_RECEIVED_ON,
    COLUMN_TITLE,
    COLUMN_SUMMARY,
    COLUMN_CHANNEL,
    COLUMN_PEOPLE,
    COLUMN_FLAGS,
    COLUMN_INSTANCE,
    COLUMN_SETTLED_ON,
    COLUMN_OUTCOME,
    PETITION_COLUMN_COUNT
} petition_column;

/*  Who sent a petition, which is sealed before it is kept (petition_identity.h). */
enum { WHO_NAME, WHO_BORN, WHO_ADDRESS, WHO_ID_NUMBER, WHO_PHONE, WHO_COUNT };

extern const char *const PETITION_COLUMNS[PETITION_COLUMN_COUNT + 1]; /* NULL-terminated */
extern const csv_column_t PETITION_FILE_COLUMNS[];                    /* the same, and more, as files have them */

/*  Steps that registers have as columns, a day in each (petition_stages.h), in the order of a petition's life. */
typedef enum {
    STAGE_CLASSIFIED,
    STAGE_ACCEPTED,
    STAGE_VERIFYING,
    STAGE_EXTENDED,
    STAGE_REFUSED,
    STAGE_GUIDED,
    STAGE_FORWARDED,
    STAGE_WITHDRAWN,
    STAGE_IN_FORCE,
    STAGE_CARRIED_OUT,
    PETITION_STAGE_COUNT
} petition_stage;

extern const char *const PETITION_STAGE_COLUMNS[PETITION_STAGE_COUNT];

/*  What a column that is not there leaves open stays as it is in a petition that is known, and takes its default
 *  in a new one: that is why absent (0, NULL, false) differs from empty. */
typedef struct {
    char *clean[PETITION_COLUMN_COUNT]; /* in NFC, trimmed; NULL where the column is not there */
    char key[MATTER_KEY_BYTES];         /* of number and year of receipt */
    int kind;
    int field;
    int32_t received_on;
    int channel;                       /* 0: no such column */
    uint32_t people;                   /* 0: no such column */
    int instance;                      /* 0: no such column */
    char *flags[QCDC_FLAGS_COUNT_MAX]; /* sorted, no repeats; point into: */
    char flag_texts[QCDC_FLAGS_COUNT_MAX][QCDC_FLAG_BYTES_MAX + 1];
    size_t flag_count;
    bool knows_settled; /* there is a column settled_on */
    bool settled;
    int32_t settled_on;
    int32_t stages[PETITION_STAGE_COUNT]; /* 0: the file does not tell */
    int outcome;                          /* also without a day: then of the settlement that stands */
    uint8_t fingerprint[32];              /* equal for rows that say the same */
    bool blank[PETITION_COLUMN_COUNT]; /* the column is there and the cell is blank: read as if it were not there */
    char version[VERSION_BYTES];       /* of the petition as it was exported; "": the file does not tell */
    char *who[WHO_COUNT]; /* who sent it, clean; NULL: not given.  No column of files: it is typed at the desk */
    bool has_who;
} petition_row_t;

/*  All that is wrong with a row: what keeps a column from being read, what is wrong with what was read, and what the file itself
 *  is refused for. */
typedef struct {
    fault_t items[2 * PETITION_COLUMN_COUNT + PETITION_STAGE_COUNT + 4];
    size_t count;
    bool keeps_blanks; /* a blank cell of a column that need not be there says nothing */
    bool names_meant;  /* given: texts that tell who somebody is have been confirmed (--confirm-names) */
} row_faults_t;

/*  Reads VALUES in the order of the columns.  The faults name their columns; the status is that of the first.  ROW is released
 *  afterwards, also where there are some: what could be read is in it, and its key where number and day are known. */
qcdc_status petition_row_parse (const given_t values[PETITION_COLUMN_COUNT], petition_row_t *row,
                                row_faults_t *faults) QCDC_CHECK;
void petition_row_release (petition_row_t *row);

/*  What was read besides is of the row, too: makes its fingerprint anew.  QCDC_NO_MEMORY. */
qcdc_status petition_row_mark (petition_row_t *row, fault_t *fault) QCDC_CHECK;

/*  One more, unless the same is said of that column already. */
void row_faults_add (row_faults_t *faults, const fault_t *fault);

/*  Days that cannot be: of a row that is refused for something else.  Of others judging says it, with the petition as it stands. */
void row_faults_add_days (row_faults_t *faults, const petition_row_t *row);

/*  The option by which a clerk says that a day of receipt is as old as it seems. */
#define CONFIRM_OLD "--confirm-old"

/*  Of a petition that is entered newly, or moved to another year: QCDC_BAD_DATE where it was received more than
 *  QCDC_RECEIVED_YEARS_MAX years ago and that is not MEANT. */
qcdc_status received_check (int32_t received_on, bool meant, fault_t *fault) QCDC_CHECK;

/*  The option without which a blank cell removes nothing, in registers and reports; and the line that says of how many that holds. */
#define REMOVE_BLANKS "--remove-blanks"
void blanks_say (size_t kept);

#endif
