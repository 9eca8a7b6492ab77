/*  cell_named.h — the cell of a form that a person names: by its code in any case, by what it is called, or by both.
 *
 *  "A04.XA", "a04 xa", "A04.xã, phường, thị trấn", "A04 – Tổng số đơn vị cơ sở … – xã, phường, thị trấn" and that name alone, with or
 *  without its marks, are one cell.  A name is never guessed from a part of it. */

#ifndef QCDC_CELL_NAMED_H
#define QCDC_CELL_NAMED_H

#include "catalogue/cell.h"

/*  What the cells of one form are called. */
typedef struct cell_names cell_names_t;

qcdc_status cell_names_new (const catalog_t *catalog, const form_t *form, cell_names_t **self_p, fault_t *fault) QCDC_CHECK;
void cell_names_destroy (cell_names_t **self_p);

/*  Of which form they are. */
const form_t *cell_names_form (const cell_names_t *self);

/*  Writes the code of the cell that TEXT names to CODE: also of a computed figure, and of an indicator whose member is missing, which
 *  cell_parse has more to say of.  QCDC_BAD_CELL where TEXT is several cells, none, or a code beside the name of another one. */
qcdc_status cell_named (const cell_names_t *self, const char *text, char code[QCDC_CELL_BYTES_MAX + 1],
                        fault_t *fault) QCDC_CHECK;

/*  Brings NAME to the case that the form has it in, if it is the code of a cell in some case (a01, A04.xa, H08.DUE.Da1), in place; so
 *  too where only its indicator is known. */
bool cell_in_case (const catalog_t *catalog, const form_t *form, char *name);

/*  Whether TEXT is written as codes are: one word of ASCII. */
bool cell_is_code (const char *text);

#endif
