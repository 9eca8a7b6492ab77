/*  slips.h — the table slips: the papers that an office prints of a petition (a receipt, a note that goes with what is sent on …), line by line.
 *
 *  A line has a style, which says where it stands on the paper, and a text with places in braces: "Số đơn: {no}[, thụ lý ngày {accepted_on}]".
 *  What stands in brackets is left out where a place in it has nothing; a place outside of brackets is dots then, to be filled in by hand, and
 *  so is {blank} always.  Nothing names who sent the petition: that is written in by hand, on paper.  Pure functions. */

#ifndef QCDC_SLIPS_H
#define QCDC_SLIPS_H

#include "catalogue/brief_line.h"
#include "catalogue/catalog_row.h"

/*  What places are called; PLACE_UNKNOWN are those of a newer program, which are dots. */
typedef enum {
    PLACE_BLANK,
    PLACE_NO,   /* the register number */
    PLACE_KIND, /* in words, as are the others of this kind */
    PLACE_FIELD,
    PLACE_CHANNEL,
    PLACE_STATE,
    PLACE_OUTCOME,
    PLACE_PEOPLE, /* how many signed */
    PLACE_TITLE,  /* texts */
    PLACE_SUMMARY,
    PLACE_ARTICLE, /* of the last step that names one */
    PLACE_OFFICE,  /* by name, as is its unit */
    PLACE_UNIT,
    PLACE_RECEIVED_ON, /* dd/mm/yyyy, as all that end so */
    PLACE_ACCEPTED_ON,
    PLACE_FORWARDED_ON,
    PLACE_SETTLED_ON,
    PLACE_ACCEPT_BY, /* the last day by law for taking it up, or not */
    PLACE_SETTLE_BY,
    PLACE_DAY, /* of printing: 13, 07, 2020 */
    PLACE_MONTH,
    PLACE_YEAR,
    PLACE_INSTANCE, /* in words, of complaints and denunciations */
    PLACE_LOCALITY, /* the unit's name without what kind of unit it is, as it stands before the day */
    SLIP_PLACES,
    PLACE_UNKNOWN = SLIP_PLACES
} slip_place;

slip_place slip_place_parse (const char *name);

/*  Reads a text to its end: *UNKNOWN is the first place in it that is none of the above, or NULL.  QCDC_CORRUPT where a brace or a bracket is
 *  not closed, or stands inside another. */
qcdc_status slip_text_check (const char *text, const char **unknown) QCDC_CHECK;

/*  The first line of SLIP that is a title, of petitions of KIND (Qcdc__PetitionKind; 0: of any) on DAY; NULL: there is no such slip. */
const slip_line_t *slip_title (const catalog_t *self, const char *slip, int kind, int32_t day);

/*  Whether the line is one of petitions of KIND on DAY. */
bool slip_line_holds (const slip_line_t *line, int kind, int32_t day);

/*  A row of the table. */
qcdc_status slip_row (row_source_t *self, void *row) QCDC_CHECK;

/*  Whether new rows from BEFORE on say only what this program can print: set_check's part. */
qcdc_status slips_check (const catalog_tables_t *now, const catalog_tables_t *tables, fault_t *fault) QCDC_CHECK;

#endif
