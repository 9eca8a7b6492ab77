/*  query_register.h — what the registers of offices give for a form, counted as an answer is read by the one function that clients count with
 *  (matters/register_count.h).
 *
 *  SQL could add up, but not tell whether a settlement was in time as it was known then, nor where a petition stood at the end of a time that is
 *  over: that is the fold and the legal clock.  So the SQL of a query that says `register` in its head only chooses rows that can matter, office by
 *  office, and what goes out is made here.  Its parameters are form, and period or both from and to; behind all others it is bound
 *  the days as a range, and the state * 16 + kind of petitions that may count though nothing happened to them in that time.
 *
 *  Its rows, as text: the office's id; the unit and the office that go out; then
 *    f  of the office's report: the cell, value, when it was said last (µs) and by which entry
 *    k  whether there are petitions and receptions in its registers at all: 1 or 0
 *    p  a petition: number, unit, day, kind field channel people instance and when and as what it was committed, changed; flags; its steps, each
 *       MOVE DAY DAYS FROM_REGISTER OUTCOME COMMITTED ID CHANGED CHANGED_BY VOIDED_BY; who took it back
 *    r  a reception: number, unit, day, its columns in their order and when …; who took it back
 *  in the order of unit, office and letter.  Who took something back is a setter_t in hex, or - . */

#ifndef QCDC_QUERY_REGISTER_H
#define QCDC_QUERY_REGISTER_H

#include "pg/pg.h"
#include "reading/query.h"

#define REGISTER_COLUMNS 10 /* of the SQL */

/*  The two kinds of answers, by their columns: unit, office, form, cell, value of counts; unit, office, cell, said, register, difference,
 *  as_filed, rows of differences. */
#define REGISTER_TEXTS_MAX 8

/*  What a question is about. */
typedef struct {
    const form_t *form;
    int32_t from, to;
} register_asked_t;

/*  As its parameters are bound in VALUES.  QCDC_USAGE, QCDC_BAD_FORM. */
qcdc_status register_asked (const query_t *query, const catalog_t *catalog, const query_values_t *values,
                            register_asked_t *asked, fault_t *fault) QCDC_CHECK;

/*  The range of days, and the states and kinds, that are bound besides; malloc'ed.  QCDC_NO_MEMORY. */
qcdc_status register_bind (const catalog_t *catalog, const register_asked_t *asked, char **range,
                           char **open) QCDC_CHECK;

/*  Gets one row of the answer, its texts only until it returns; any but QCDC_OK ends the reading. */
typedef qcdc_status (register_row_fn) (const char *const texts[], size_t count, void *arg);

typedef struct query_register query_register_t;

/*  DIFFERS: rows of differences.  NULL when out of memory. */
query_register_t *query_register_new (const catalog_t *catalog, const register_asked_t *asked, bool differs,
                                      register_row_fn *each, void *arg);
void query_register_destroy (query_register_t **self_p);

/*  Takes row ROW of RESULT; where it begins another office, or what goes out together ends, that goes to EACH. */
qcdc_status query_register_take (query_register_t *self, const PGresult *result, int row) QCDC_CHECK;

/*  After the last. */
qcdc_status query_register_end (query_register_t *self) QCDC_CHECK;

#endif
