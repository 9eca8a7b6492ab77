/*  query.h — the named queries: one SQL file each in sql/queries, whose head says what it answers.
 *
 *  A file is a head of comment lines and one select without a semicolon.  The head:
 *
 *    -- NAME: what it answers                       first line; NAME is the file's name without .sql
 *    -- roles ROLE …                                who may ask: province, analyst, reporter
 *    -- scope unit [office]                         reporters see their own unit only (and of it their own office)
 *    -- scope office                                reporters see what concerns their own office only
 *    -- param NAME TYPE [required|default VALUE]: text
 *    -- column NAME TYPE [sum] [if by]: text        in the order of the select; "sum": its rows add up to a whole; "if by": only when `by`
 *                                                   names it
 *
 *    -- masks                                        also bound, behind the parameters and the office: true for analysts, else null
 *
 *  What an analyst counts must not tell of single denunciations: with `masks` the SQL leaves them out for him (040_denunciations.sql).
 *
 *    -- asker                                        also bound, behind these: origin.id of the device that asks, and not of its office
 *
 *    -- duty [exempt]                               also bound: who owes what for the period that is asked for
 *
 *  With `duty`, which needs a parameter of type period or periods, there is one more parameter behind all others: a text array of
 *  "FORM:OFFICE:VERSION:DUE::UNIT:BEFORE:OWN:PERIOD", of the form given or of all: the code of a form, the id of an office that owes it
 *  (catalogue/duty.h), the id of the version of the form that serves the period, the last day to file in time (none: nothing stands
 *  there), the id of the unit that it is of, and with a + between the ids of the offices whose duty has passed to this one, each followed,
 *  with a / before them, by those through which it came; OWN is o where it has the duty besides, else empty.  Whether those filed themselves is for the SQL functions duty_held and duties_held to
 *  say.  With `exempt`, those of
 *  whom the province wants none are among them, with an x before the unit.
 *
 *    -- rates                                       also bound, behind that: what computed figures are to be added up of, and heirs
 *    -- heirs YEARS                                 also bound, last: heirs alone, of periods up to YEARS years apart
 *
 *    -- ended                                       also bound, last: the offices that have ended and who goes on with the work of each
 *                                                   (ended_list.h)
 *    -- findings                                    its rows are what rules find in the figures that the SQL gives
 *
 *  With `findings`, its columns are those of query_findings.h.
 *
 *    -- pairs                                       its rows are held against each other's texts, and those that are alike enough go out
 *
 *  With `pairs`, its first three columns are those of query_pairs.h.
 *
 *    -- register counts|differences              its rows are what the registers give for a form, made of the rows that the SQL chooses
 *
 *  With `register`, its columns are those of query_register.h, and there are two more parameters behind all others: the days that are asked about,
 *  and which petitions may count though nothing happened to them in that time.
 *
 *  With `rates`, which needs a parameter of type period, there are the text arrays that rate_terms.h and heir_list.h describe; with `heirs`
 *  the second of them.
 *
 *  A query without `scope` is refused to reporters, and one with `scope unit` has a parameter of type unit, which is what narrows
 *  it.  One with `scope office` and `heirs` asks reporters for its parameters of type form and period: all periods at once are much to
 *  work out, and there are many offices.  Parameters are bound as text, as $1 … $n in the order of the
 *  head, and cast in the SQL; one that was not given is null, or its default.  With `scope [unit] office` there is one
 *  more after them: the id of the reporter's office, null for other roles.
 *
 *  What a value must look like and how it is bound:
 *    by       names of "if by" columns, separated by commas: the same text ("" by default)
 *    unit     593, or 22918@2024-06-01: an array of the ids of all versions with that code, or of that one
 *    form     code of a form: the same text
 *    period   2020-H1, of the given form or of any: the same text
 *    periods  2020-H1, 2019,2020-H1 or 2018-H1..2020, or not given: an array of those that are meant, of the given form or of any, and have
 *             begun; where a parameter of type year is given, which is bound as the same text, all of that year
 *    cell     B07, B07.DAT_DAI, of the given form: the same text
 *    kind, field, state   the code that people write: its number
 *    office   BCD-593: its id            standing   filed, returned …, how far a report has come: its number
 *    month    2020-07: 2020-07-01          date   2020-07-13: the same text
 *    since    2020-07-13, or 2020-07: that day, or the first of the month
 *    until    2020-07-13, or 2020-07: that day, or the last of the month
 *    as_of    2020-07-13, not after today: the same text; the catalogue, and what is today in it, are then those of that day, and
 *             the reference tables that the SQL joins as well (past.h)
 *    window   2020-H1: the range of days that its data are of, [2019-12-15,2020-06-14]
 *    basis    received or settled: the same text
 *    severity contradiction, warning or alert: the same text
 *    units    then or now: where the units of the data stand today (or stood on the day of as_of), an array of "ID:UNIT" for all that are no more; empty for
 *             `then`, which is what is not given.  It stands before a parameter of type unit, which with `now` names all
 *             that went into that unit
 *
 *    words    a number or words: an array of what is asked as tsquery, exact and folded, and folded for any of the words; the folded
 *             number and its year, empty where there is none; and the words as they are
 *    page     1 to 1000: the same text
 *    address  of an entry, 16 hex digits, a colon and a number: the same text
 *    ended    open, solved …: its number     handler  a name: as it is compared (petition_handler_key)
 *    list     code of a list of cases: the same text
 *
 *  Parameters called `from` and `to` are the ends of a time, and refused where the first is the later one.
 *
 *  Column types are those of the wire (TEXT INTEGER DECIMAL DATE TIMESTAMP ADDRESS) and KIND FIELD STATE ENDED OUTCOME:
 *  numbers in the SQL, sent as the codes that people write; and NARRATIVE: a cell, a colon and the annex that has its text, in hex;
 *  the text goes out (narrative.h); EXCERPT: what is asked and two annexes (excerpt.h), of which the place with the words goes out; and FIGURE: a DECIMAL, or sums to which a rule is applied (rate_terms.h);
 *  analysts see those of them in steps that tell of few people (masked_figures.h), by the column called cell, which a query of theirs with figures
 *  has.  A figure of a cell is never a DECIMAL in a query that is theirs. */

#ifndef QCDC_QUERY_H
#define QCDC_QUERY_H

#include "base/embed.h"
#include "base/fault.h"
#include "catalogue/catalog.h"
#include "matters/judge.h"
#include "wire.pb-c.h"

#include <stdbool.h>

#define QUERY_PARAMS_MAX 14
#define QUERY_COLUMNS_MAX 24
#define QUERIES_MAX 48

typedef enum {
    PARAM_BY,
    PARAM_UNIT,
    PARAM_FORM,
    PARAM_PERIOD,
    PARAM_CELL,
    PARAM_KIND,
    PARAM_FIELD,
    PARAM_STATE,
    PARAM_MONTH,
    PARAM_DATE,
    PARAM_SINCE,
    PARAM_UNTIL,
    PARAM_WINDOW,
    PARAM_BASIS,
    PARAM_UNITS,
    PARAM_OFFICE,
    PARAM_STANDING,
    PARAM_AS_OF,
    PARAM_SEVERITY,
    PARAM_PERIODS,
    PARAM_YEAR,
    PARAM_WORDS,
    PARAM_PAGE,
    PARAM_ADDRESS,
    PARAM_RULE, /* of legal-deadlines */
    PARAM_ENDED,
    PARAM_HANDLER,
    PARAM_LIST, /* of case-lists */
    PARAM_FLAG,
    PARAM_TASK_STATE, /* these two of items */
    PARAM_SOURCE,
    PARAM_TYPE_COUNT
} param_type;

typedef struct {
    const char *name;
    param_type type;
    bool required;
    const char *fallback; /* NULL: null */
    const char *text;
} param_t;

/*  The name of a number in the SQL; NULL for one that has none. */
typedef const char *(name_fn)(int code);

typedef struct {
    const char *name;
    Qcdc__ColumnType type;
    name_fn *name_of; /* NULL: the value goes out as it is */
    bool is_narrative;
    bool is_excerpt;
    bool is_figure;
    bool sums;
    bool if_by;
    const char *text;
} query_column_t;

typedef struct {
    const char *name;
    const char *answers;
    bool roles[ROLE_COUNT];
    bool scope_unit;
    bool scope_office;
    bool masks;
    bool asker;
    bool duty;
    bool exempt;
    bool rates;
    int heirs_years; /* of `heirs`; 0: it does not say so */
    bool ended;
    bool findings;
    bool pairs;
    bool registers;
    bool differs; /* of those, what forms say otherwise */
    param_t params[QUERY_PARAMS_MAX];
    size_t param_count;
    query_column_t columns[QUERY_COLUMNS_MAX];
    size_t column_count;
    size_t cell_column;  /* the column called cell; SIZE_MAX: there is none */
    bool has_narratives; /* its rows are large */
    const char *sql;
    char *text; /* malloc'ed; what the names point into */
} query_t;

typedef struct {
    query_t items[QUERIES_MAX];
    size_t count;
} queries_t;

/*  Reads one FILE into SELF, whose text is the caller's to free whatever comes of it. */
qcdc_status query_read (query_t *self, const embed_t *file, fault_t *fault) QCDC_CHECK;

/*  Reads the heads of all embedded queries.  QCDC_CORRUPT names the file and line that is not as it should be. */
qcdc_status queries_new (queries_t **self_p, fault_t *fault) QCDC_CHECK;
void queries_destroy (queries_t **self_p);
const query_t *queries_find (const queries_t *self, const char *name);

/*  What is bound: one value per parameter, and one more each for scope office, duty, heirs and ended, two for rates; NULL is null. */
typedef struct {
    char *values[QUERY_PARAMS_MAX + 7]; /* malloc'ed */
    size_t count;
} query_values_t;

/*  Whether ROLE may ask, and whether what is given is not too much, and nothing that the query does not know. */
qcdc_status query_check (const query_t *self, role_t role, Qcdc__Param *const *given, size_t count,
                         fault_t *fault) QCDC_CHECK;

/*  Whether it is asked as of a day, which is no later than today: then the catalogue to bind to is that of *DAY. */
bool query_day (const query_t *self, Qcdc__Param *const *given, size_t count, int32_t *day);

/*  Whoever asks. */
typedef struct {
    const office_t *office;
    role_t role;
    int device; /* origin.id */
} asker_t;

/*  Checks that, holds the parameters asked for against the query, and brings them into the form to bind.  CATALOG is that of the day
 *  that is asked about.  Refuses with one line that names what is possible: QCDC_USAGE, QCDC_BAD_UNIT, QCDC_BAD_PERIOD, …,
 *  QCDC_FORBIDDEN. */
qcdc_status query_bind (const query_t *self, const catalog_t *catalog, const asker_t *asker,
                        Qcdc__Param *const *given, size_t count, query_values_t *values, fault_t *fault) QCDC_CHECK;
void query_values_release (query_values_t *self);

/*  Whether COLUMN goes out, with `by` bound as in VALUES. */
bool query_column_shown (const query_t *self, const query_column_t *column, const query_values_t *values);

#endif
