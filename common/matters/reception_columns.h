/*  reception_columns.h — what a row of the reception register says, column by column: one table for judging, merging, reading files and
 *  showing. */

#ifndef QCDC_RECEPTION_COLUMNS_H
#define QCDC_RECEPTION_COLUMNS_H

#include "matters/reception.h"

typedef enum {
    COLUMN_SAYS_NUMBER, /* the register's */
    COLUMN_SAYS_DAY,
    COLUMN_SAYS_CODE,  /* one of a vocabulary */
    COLUMN_SAYS_COUNT, /* of people, matters … */
    COLUMN_SAYS_SET,   /* any of a vocabulary */
    COLUMN_SAYS_LINKS, /* petitions */
    COLUMN_SAYS_TEXT   /* in the annex */
} column_says;

typedef struct {
    const char *name; /* "held_on": as files and command lines have it */
    column_says says;
    size_t offset;                  /* in Qcdc__ReceptionHeld; of a set the array */
    size_t count_offset;            /* of a set: how many are in it */
    const char *(*name_of) (int);   /* of codes and sets */
    int (*read) (const char *text); /* the same, as people write them; 0: none */
} reception_column_t;

extern const reception_column_t RECEPTION_COLUMNS[RECEPTION_COLUMN_COUNT];

/*  What HELD says in COLUMN, as in reception_t.values; not of numbers, links and texts. */
int32_t reception_value (reception_column column, const Qcdc__ReceptionHeld *held);

/*  How many codes of COLUMN, a set, HELD names, in whatever order and as often as it does. */
size_t reception_set_count (reception_column column, const Qcdc__ReceptionHeld *held);
int reception_set_at (reception_column column, const Qcdc__ReceptionHeld *held, size_t i);

/*  A reception as the fact that would say it; borrows from what it was made of. */
typedef struct {
    Qcdc__ReceptionHeld held;
    int sets[RECEPTION_COLUMN_COUNT][16];
    Qcdc__Ref refs[QCDC_LINKS_COUNT_MAX];
    Qcdc__Ref *links[QCDC_LINKS_COUNT_MAX];
} reception_said_t;

void reception_say (const reception_t *self, reception_said_t *said);

/*  The same of a number, VALUES by column, and links in text. */
void reception_say_values (const char *local_no, const int32_t *values, const char *petitions,
                           reception_said_t *said);

/*  Links in text, as reception_t has them: those of HELD, into TEXT. */
void reception_links_print (const Qcdc__ReceptionHeld *held, char text[RECEPTION_LINKS_BYTES]);

/*  Whether both say the same in COLUMN (not that of a text). */
bool reception_column_same (reception_column column, const Qcdc__ReceptionHeld *a, const Qcdc__ReceptionHeld *b);

/*  Takes over what FROM says in COLUMN, borrowing from it. */
void reception_column_copy (reception_column column, Qcdc__ReceptionHeld *to, const Qcdc__ReceptionHeld *from);

/*  What HELD says in COLUMN, for a file or a message: "2020-03-02", "DINH_KY", "KHIEU_NAI TO_CAO", addresses of petitions; "" for a text, and
 *  for a set of none. */
/*  Petitions are shown by their numbers, which may be longer than addresses. */
#define RECEPTION_TEXT_BYTES (QCDC_LINKS_COUNT_MAX * (QCDC_LOCAL_NO_BYTES_MAX + 10u) + 1u)
const char *reception_column_text (reception_column column, const Qcdc__ReceptionHeld *held,
                                   char text[RECEPTION_TEXT_BYTES]);

#endif
