/*  naming.h — what codes stand for, for people: "G04 Tỷ lệ …", "Ban Chỉ đạo QCDC Thành ủy Phan Thiết (BCD-593)".
 *
 *  The code stays beside the name: commands take codes, and so do colleagues on the telephone. */

#ifndef QCDC_NAMING_H
#define QCDC_NAMING_H

#include "catalogue/period.h"

/*  The code VALUE of a column called COLUMN ("cell", "office", "unit", "form", "class", "flags"; of what was refused "column" and "about") with
 *  its name; malloc'ed.  NULL: the column holds no such codes, the code has no name, or there is no memory, and the code
 *  stands for itself. */
char *people_name (const catalog_t *catalog, const char *column, const char *value);

/*  The time that codes are of: units, offices, forms and cells are called as they were called then, for a code may have been given again or
 *  renamed since. */
typedef struct {
    char period[PERIOD_TEXT_BYTES]; /* "": today */
    int32_t from, to;               /* its days, in the calendar of the form that is looked at */
    bool units_now;                 /* units are those of today all the same */
    uint32_t version; /* of forms: as this version of them is called; 0: as the one that serves the period by now */
} naming_time_t;

/*  That of PERIOD, the name of one, a list or a range of which the last counts, of FORM, the code of one; of any form where that is NULL or
 *  has no such period; of today where PERIOD is NULL or none. */
void naming_time (const catalog_t *catalog, const char *form, const char *period, naming_time_t *when);

/*  The same as people_name, of the time WHEN. */
char *people_name_in (const catalog_t *catalog, const char *column, const char *value, const naming_time_t *when);

/*  Whether a column called COLUMN holds codes of cells, offices, units or forms; and the name of such a code without it, malloc'ed,
 *  NULL as above. */
bool people_names_column (const char *column);
char *people_name_alone (const catalog_t *catalog, const char *column, const char *value, const naming_time_t *when);

/*  The name of the cell alone, with its members, as it was called on DAY: "Tỷ lệ … – đất đai"; malloc'ed, NULL likewise. */
char *people_cell_name (const catalog_t *catalog, const char *cell, int32_t day);

/*  The day whose names hold at the time WHEN: the last one of its period, else today. */
int32_t naming_day (const naming_time_t *when);

/*  MESSAGE with the names of offices and units before their codes: "đơn vị Huyện Bắc Bình (596)"; malloc'ed, NULL without memory.
 *  CATALOG may be NULL. */
char *people_placed (const catalog_t *catalog, const char *message);

/*  The same, and behind it what the code of a cell in it, or FIELD where that is one, stands for on DAY: "… (G04: Tỷ lệ …)"; malloc'ed,
 *  NULL without memory.  CATALOG may be NULL. */
char *people_explained (const catalog_t *catalog, const char *message, const char *field, int32_t day);

/*  Codes of COLUMN that VALUE lists with blanks between them ("flags", "kinds", "fields", "results", "agrees", "evidence", "same") as people say them, and as an import takes
 *  them back; malloc'ed.  NULL: COLUMN lists none, or there is no memory. */
char *people_listed (const char *column, const char *value);

/*  The flags of a petition ("DONG_NGUOI DU_AN:X") as people say them, and as an import takes them back; malloc'ed, NULL without
 *  memory. */
char *people_flags (const char *flags);

/*  A list of codes to choose from, "KHIEU_NAI, TO_CAO", each with its word for the reader: "KHIEU_NAI (complaint), …"; malloc'ed,
 *  NULL without memory.  Either of the two may be typed; what is no code stands as it is. */
char *people_codes (const char *codes);

/*  VALUE of a register's COLUMN in a sentence: a code in words, a day as people write it; malloc'ed, NULL without memory. */
char *people_value (const char *column, const char *value);

/*  The code VALUE of a table of the catalogue in words, where COLUMN holds words of a fixed vocabulary; else VALUE. */
const char *people_catalogue_word (const char *column, const char *value);

/*  Whether a column called NAME holds words of a fixed vocabulary, which have translations like the headings. */
bool people_is_vocabulary (const char *name);

/*  A word of a vocabulary in the reader's language: that for CONTEXT, which is mostly the name of the column, else that
 *  of the word alone. */
const char *people_word (const char *context, const char *word);

#endif
