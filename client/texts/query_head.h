/*  query_head.h — what the file of a named question says of it at its head: what it answers, its parameters, its columns, who may ask.
 *
 *  The files are in the program, so that all of it is known without a line.  The server reads the same heads when it answers. */

#ifndef QCDC_QUERY_HEAD_H
#define QCDC_QUERY_HEAD_H

#include "base/nearest.h"

#include <stdbool.h>
#include <stddef.h>

#define QUERY_NAME_BYTES 64u
#define QUERY_WORD_BYTES 32u
#define QUERY_TEXT_BYTES 400u

/*  Calls EACH for every question, by name, with what it answers: a msgid. */
typedef bool (query_fn) (const char *name, const char *answers, void *arg);
void query_each (query_fn *each, void *arg);

/*  Whether there is a question NAME; and what it answers. */
bool query_known (const char *name);
void query_answers (const char *name, char answers[QUERY_TEXT_BYTES]);

/*  The one that NAME probably should have been; NULL where nothing is near.  NEAREST keeps it. */
const char *query_nearest (const char *name, nearest_t *nearest);

typedef struct {
    char name[QUERY_WORD_BYTES];
    const char *place; /* what stands for it, as values.h knows it: "PERIOD", "then|now"; "" where that is open */
    char fallback[QUERY_WORD_BYTES]; /* what it is where it is not given; "" where that is nothing */
    bool required;
    char text[QUERY_TEXT_BYTES];    /* a msgid */
    char choices[QUERY_TEXT_BYTES]; /* of PLACE, where the head lists them */
} query_param_t;

typedef struct {
    char name[QUERY_WORD_BYTES];
    bool if_by;                  /* it is there only where it is counted by it */
    char text[QUERY_TEXT_BYTES]; /* a msgid */
} query_column_t;

/*  Calls EACH for every parameter, or column, of question NAME in their order, until it says false. */
typedef bool (query_param_fn) (const query_param_t *param, void *arg);
typedef bool (query_column_fn) (const query_column_t *column, void *arg);
void query_params_each (const char *name, query_param_fn *each, void *arg);
void query_columns_each (const char *name, query_column_fn *each, void *arg);

/*  The parameter KEY of question NAME; false where there is none. */
bool query_param (const char *name, const char *key, query_param_t *param);

/*  The roles that may ask NAME, with spaces between them; "" where there is no such question. */
void query_roles (const char *name, char roles[QUERY_TEXT_BYTES]);

#endif
