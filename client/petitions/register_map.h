/*  register_map.h — what an office's own register calls its columns, and the words that stand in them: said once with --map.
 *
 *  The map alone; where it is remembered is register_memory.h. */

#ifndef QCDC_REGISTER_MAP_H
#define QCDC_REGISTER_MAP_H

#include "base/fault.h"
#include "files/csv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*  A column whose words can be mapped to codes. */
typedef struct {
    const char *column; /* NULL ends a list */
    int (*read) (const char *text);
    const char *(*name) (int code);
} register_word_t;

/*  A register that is read with a map. */
typedef struct {
    const char *name; /* as facts have it: "petition" */
    const csv_column_t *columns;
    const register_word_t *words;
} register_kind_t;

extern const register_kind_t PETITION_REGISTER;

/*  What is known of one heading or word; the texts belong to the map. */
typedef struct {
    char *scope;   /* "": a heading; else the column in which the word stands */
    char *heading; /* one line, as it was typed */
    char *
        meant; /* a column or a code, also one that this program does not know; "-": it is left out; "" of what is forgotten */
    char *folded;  /* the heading, as headings are compared */
    char *office;  /* the code of the one that has it remembered; "": nobody yet, it was said here */
    int64_t at_us; /* first commit of the fact that says so, and its commit_seq; 0: it is not committed */
    int64_t commit_seq;
    bool kept_here; /* said to a program that remembered it in the home alone */
} mapped_t;

typedef struct register_map register_map_t;

/*  NULL: no memory.  Destroy with register_map_destroy; its argument may point to NULL. */
register_map_t *register_map_new (const register_kind_t *kind);
void register_map_destroy (register_map_t **self_p);
const register_kind_t *register_map_kind (const register_map_t *self);

/*  Takes "Ngày vào sổ=received_on" ("-": the column is left out) or, of words in a column of kinds, fields, channels or outcomes,
 *  "kind:Đơn KN=KHIEU_NAI"; what was said of it before gives way, unless that is the same and the office OWN has it remembered.
 *  QCDC_USAGE, QCDC_IDENTITY_COLUMN; QCDC_TOO_LARGE over QCDC_MAPPED_COUNT_MAX. */
qcdc_status register_map_add (register_map_t *self, const char *said, const char *own, fault_t *fault) QCDC_CHECK;

/*  Puts a copy of ITEM (its `folded` is not looked at) in the place of what is known of its heading; with no meaning, nothing is known
 *  of it afterwards.  Where there are QCDC_MAPPED_COUNT_MAX of them what was said longest ago gives way. */
qcdc_status register_map_put (register_map_t *self, const mapped_t *item, fault_t *fault) QCDC_CHECK;

/*  What is known of the heading or word; NULL: nothing. */
const mapped_t *register_map_find (const register_map_t *self, const char *scope, const char *heading);

/*  Forgets what is known of HEADING ("kind:Đơn KN" of a word), or all (NULL); *ANY: there was something. */
qcdc_status register_map_forget (register_map_t *self, const char *heading, bool *any, fault_t *fault) QCDC_CHECK;

/*  Each in the order in which it was said; and what was forgotten by register_map_forget. */
typedef qcdc_status (register_map_fn) (const mapped_t *item, void *arg);
qcdc_status register_map_each (const register_map_t *self, register_map_fn *each, void *arg) QCDC_CHECK;
qcdc_status register_map_each_forgotten (const register_map_t *self, register_map_fn *each, void *arg) QCDC_CHECK;

/*  The columns of a register as this office has them; they belong to the map and hold until it changes.  NULL: no memory. */
const csv_column_t *register_map_columns (register_map_t *self);

/*  What TEXT in COLUMN means here: the code that it was mapped to, or TEXT itself. */
const char *register_map_word (const register_map_t *self, const char *column, const char *text);

#endif
