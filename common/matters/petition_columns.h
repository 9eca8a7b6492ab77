/*  petition_columns.h — what a petition and a step say, column by column: which of them a correction changes, and to what.
 *
 *  A correction holds the row that its writer saw and the row that he wants; its columns are those that differ.  Two corrections
 *  of different columns both count, in whatever order they come. */

#ifndef QCDC_PETITION_COLUMNS_H
#define QCDC_PETITION_COLUMNS_H

#include "matters/petition.h"

/*  Room for the flags that any accepted petition can have. */
#define PETITION_FLAGS_BYTES (QCDC_FLAGS_COUNT_MAX * (QCDC_FLAG_BYTES_MAX + 1) + 1)

/*  A petition as the fact that would say it; borrows from the petition. */
typedef struct {
    Qcdc__PetitionReceived received;
    char *flags[QCDC_FLAGS_COUNT_MAX];
    char flags_text[PETITION_FLAGS_BYTES];
    Qcdc__HandedFrom from;
    Qcdc__Ref from_ref;
    Qcdc__BlindIndex blind;
} petition_said_t;

void petition_say (const petition_t *self, petition_said_t *said);
void move_say (const move_t *self, Qcdc__PetitionMoved *said); /* without its petition */

/*  "local_no", "field" … and "move", "on" …: as registers and command lines name them. */
const char *petition_column_name (int column);
const char *move_column_name (int column);

/*  Whether both rows say the same in COLUMN (not one of a text). */
bool petition_column_same (int column, const Qcdc__PetitionReceived *a, const Qcdc__PetitionReceived *b);
bool move_column_same (int column, const Qcdc__PetitionMoved *a, const Qcdc__PetitionMoved *b);

/*  Takes over what FROM says in COLUMN, borrowing from it. */
void petition_column_copy (int column, Qcdc__PetitionReceived *to, const Qcdc__PetitionReceived *from);
void move_column_copy (int column, Qcdc__PetitionMoved *to, const Qcdc__PetitionMoved *from);

/*  What a row says in COLUMN, for a message. */
#define COLUMN_TEXT_BYTES 100u
const char *petition_column_text (int column, const Qcdc__PetitionReceived *row, char text[COLUMN_TEXT_BYTES]);
const char *move_column_text (int column, const Qcdc__PetitionMoved *row, char text[COLUMN_TEXT_BYTES]);

#endif
