/*  rule.h — the rules that reports are held against, as they are published: text in, an immutable compiled rule out.
 *
 *      rule       = comparison / derivation
 *      comparison = sum 1*( relation sum )                 ; A <= B, and chains: 1 <= K01.rank <= PROVINCES
 *      derivation = cell "=" [ number "*" ] term "/" term  ; severity "derived": 100*a/b, to two decimals
 *      relation   = "=" / "<>" / "<" / "<=" / ">" / ">="
 *      sum        = term *( ( "+" / "-" ) term )
 *      term       = factor *( ( "*" / "/" ) factor )
 *      factor     = [ "-" ] ( number / name / cell / "(" sum ")" / least / total / year )
 *      least      = ( "min" / "max" ) "(" sum 1*( "," sum ) ")"
 *      total      = "sum" "(" sum "over" dimension ")"     ; in it only cells, + and -, so that it can be added up anywhere
 *      year       = "sumYTD" "(" cell ")"                  ; from the beginning of the year to the end of the period
 *      cell       = ( indicator / "cell" ) *2( "." member ) [ "[" period "]" ]
 *      period     = "P" / "Pprev" / "P-1y" / "H1" / "Y"    ; P where nothing is said: the report's own
 *      number     = 1*DIGIT [ "." 1*4DIGIT ]
 *      name       = a constant whose value depends on the day: PROVINCES
 *      indicator, dimension, name = ALPHA *( ALPHA / DIGIT / "_" );  member = 1*( ALPHA / DIGIT / "_" )
 *
 *  In a derivation both terms are sums (in parentheses where they have more than one part), least or cells, without * and /, for
 *  what goes into a rate is counts.  Blanks may stand anywhere between these.  There is no way to repeat, to call or to keep:
 *  a rule ends after as many steps as it has signs, for each of its members.
 *
 *  A cell of which a dimension has no member is expanded over the rule's scope: B04 in the scope "field" is each of
 *  B04.DAT_DAI, B04.XAY_DUNG …  The order of members is that of the indicator: J05.TOT in the scope "type" is J05.XA.TOT. */

#ifndef QCDC_RULE_H
#define QCDC_RULE_H

#include "base/arena.h"
#include "catalogue/catalog.h"

/*  ERROR: the report is refused.  WARNING: it needs a note, where the rule asks for one.  ALERT: accepted, and the province sees it at once.  DERIVED: the
 *  figure is computed and never typed in. */
typedef enum { RULE_ERROR, RULE_WARNING, RULE_ALERT, RULE_DERIVED } rule_severity;

/*  What a blank does to the side of a comparison that it stands in, or to a rate.
 *  ANY: one blank leaves it unjudged.  PARTS: so, but of a sum over a dimension those members count that are reported.
 *  ALL: blanks are 0 unless the whole side is blank.  NEVER: blanks are 0. */
typedef enum { BLANKS_ANY, BLANKS_PARTS, BLANKS_ALL, BLANKS_NEVER } rule_blanks;

/*  Which report of the same office a figure is of: this one; that of the period which ends the day before this one begins; of
 *  the same period a year before; of the first half of this year; of the whole year; and this year up to the period's end. */
typedef enum { RULE_P, RULE_PREVIOUS, RULE_YEAR_AGO, RULE_H1, RULE_YEAR, RULE_YTD } rule_period;

/*  The columns of a published rule, as they stand in the file: none is NULL. */
typedef struct {
    const char *code;       /* V-B1 */
    const char *forms;      /* codes of the forms that it is for; "": each that has what it compares */
    const char *periods;    /* kinds of period that it is judged in: "Y", "H1 Y"; "": every */
    const char *scope;      /* up to two dimensions; "each flow cell", "each opening cell", "each of K01 K02" */
    const char *filter;     /* "kind in {KHIEU_NAI, TO_CAO}": members of a dimension of the scope; "": all */
    const char *expression; /* the grammar above */
    const char *severity;   /* error, warning, alert, derived */
    const char *blanks;     /* any, parts, all, never; "": any */
    const char
        *unless; /* corrected: no fault where a figure of another report has been corrected since; "": always */
    const char *words_vi; /* what it says, for people */
    const char *words_en;
    const char *citation; /* where it comes from: the law, the form */
    const char *note;     /* of a warning: asked, free; "": free, as every one was before there were notes */
    int32_t valid_from;   /* days; QCDC_DAY_MIN and QCDC_DAY_MAX where it has no bound */
    int32_t valid_to;
} rule_text_t;

/*  A constant while it lasts: PROVINCES is 63 until 2025-06-30 and 34 afterwards. */
typedef struct {
    const char *name;
    int64_t value_e4;
    int32_t valid_from;
    int32_t valid_to;
    const char *words_vi;
    const char *words_en;
    const char *citation;
} rule_constant_t;

/*  What the names in a rule can stand for. */
typedef struct {
    const catalog_t *catalog;
    const rule_constant_t *constants;
    size_t constant_count;
} rule_names_t;

typedef struct rule rule_t;

/*  Compiles TEXT into *RULE_P, whose memory is all of ARENA's, texts too; it points into NAMES' catalog besides.  QCDC_BAD_RULE
 *  names the rule in the fault's field and says in its message which column, at which character, and what is wrong;
 *  QCDC_NO_MEMORY.  Limits: QCDC_RULE_… in base/limits.h. */
qcdc_status rule_parse (const rule_names_t *names, const rule_text_t *text, arena_t *arena, const rule_t **rule_p,
                        fault_t *fault) QCDC_CHECK;

/*  The columns as they were given. */
const rule_text_t *rule_text (const rule_t *self);

rule_severity rule_severity_of (const rule_t *self);

/*  The periods that it looks at: a bit 1 << rule_period of each. */
unsigned rule_periods (const rule_t *self);

/*  Gets what each cell of a rule is of: INDICATOR, NULL where that is each one which the scope speaks of; and of which PERIOD. */
typedef void (rule_look_fn) (const indicator_t *indicator, rule_period period, void *arg);
void rule_each_look (const rule_t *self, rule_look_fn *each, void *arg);

/*  Whether a report that breaks it is taken only with a note that answers it. */
bool rule_asks_note (const rule_t *self);

/*  The figure that a rule of severity RULE_DERIVED makes; NULL of any other. */
const indicator_t *rule_target (const rule_t *self);

/*  Whether its columns forms and periods leave it to reports of the form of code FORM for periods of KIND. */
bool rule_is_for (const rule_t *self, const char *form, const char *kind);

/*  Whether it is judged in reports of FORM for a period of KIND whose data window ends on DAY. */
bool rule_concerns (const rule_t *self, const form_t *form, const char *kind, int32_t day);

/*  Whether a report of FORM can ever be judged by it: the form has what it compares, and is filled for a kind of period that it is for,
 *  on days on which both hold. */
bool rule_served (const rule_t *self, const form_t *form);

/*  The value that the constant NAME has on DAY; NULL where there is none. */
const rule_constant_t *rule_constant_on (const rule_names_t *names, const char *name, int32_t day);

#endif
