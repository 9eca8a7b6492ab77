/*  reception_row.h — one row of a reception register as a file has it, or as KEY=VALUE words. */

#ifndef QCDC_RECEPTION_ROW_H
#define QCDC_RECEPTION_ROW_H

#include "petitions/petition_row.h"
#include "petitions/register_map.h"
#include "registers/reception_view.h"
#include "texts/given.h"

extern const char *const RECEPTION_KEYS[RECEPTION_COLUMN_COUNT + 1]; /* NULL-terminated */
extern const csv_column_t RECEPTION_FILE_COLUMNS[];                  /* the same, and more, as files have them */

extern const register_kind_t RECEPTION_REGISTER; /* read with what the office calls them */

/*  What a column that is not there, or is blank, leaves open stays as it is in a row that is known, and takes its default in a new
 *  one: that is why SAID is kept apart from what is said. */
typedef struct {
    char *clean[RECEPTION_COLUMN_COUNT]; /* in NFC, trimmed; NULL where the column is not there */
    bool said[RECEPTION_COLUMN_COUNT];   /* the column is there and is not left open */
    bool blank[RECEPTION_COLUMN_COUNT];  /* it is there, blank, and left open */
    int32_t values[RECEPTION_COLUMN_COUNT];
    char petitions[RECEPTION_LINKS_BYTES]; /* as reception_t has them */
    char key[MATTER_KEY_BYTES];            /* of number and year */
    uint8_t fingerprint[32];               /* equal for rows that say the same */
    char version[VERSION_BYTES];           /* of the row as it was exported; "": the file does not tell */
} reception_row_t;

/*  Reads VALUES in the order of the columns; petitions are looked up in DESK's journal.  The faults name their columns; the status is that of
 *  the first.  ROW is released afterwards, also where there are some. */
qcdc_status reception_row_parse (desk_t *desk, const given_t values[RECEPTION_COLUMN_COUNT], reception_row_t *row,
                                 row_faults_t *faults) QCDC_CHECK;
void reception_row_release (reception_row_t *row);

/*  What ROW comes to: with what it leaves open as KNOWN has it, or, where that is NULL, as a new row has it.  Borrows from both. */
void reception_row_say (const reception_row_t *row, const reception_t *known, reception_said_t *said);

/*  A day more than QCDC_RECEIVED_YEARS_MAX years ago, of a row that is entered newly: QCDC_BAD_DATE, unless that is MEANT. */
qcdc_status reception_day_check (int32_t held_on, bool meant, fault_t *fault) QCDC_CHECK;

/*  Whether a text is of a denunciation: KINDS (reception_t.values) say so, or the text does. */
bool reception_is_of_denunciation (int32_t kinds, const char *summary);

/*  QCDC_IDENTITY_TEXT where a text of a row of KINDS tells who somebody is, in COLUMN: never where it is of a denunciation, else only
 *  where that is MEANT. */
qcdc_status reception_text_check (int32_t kinds, const char *text, bool meant, const char *column,
                                  fault_t *fault) QCDC_CHECK;

#endif
