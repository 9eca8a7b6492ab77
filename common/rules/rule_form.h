/*  rule_form.h — a rule as it is compiled: for the files of rules/ that make it, judge by it and say it.
 *
 *  A side of a comparison is a row of steps for a machine with a stack; the tokens are kept beside it, for a rule is said in the
 *  order in which it was written.  Nothing in it changes once rule_parse has given it out. */

#ifndef QCDC_RULE_FORM_H
#define QCDC_RULE_FORM_H

#include "base/limits.h"
#include "rules/rule.h"

typedef enum {
    TOKEN_NUMBER,
    TOKEN_CELL,
    TOKEN_NAME,
    TOKEN_FUNCTION,
    TOKEN_OVER,
    TOKEN_SIGN,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_RELATION,
    TOKEN_END
} token_kind;

/*  The words that are no names, and what stands between sides. */
typedef enum { FUNCTION_MIN, FUNCTION_MAX, FUNCTION_SUM, FUNCTION_YTD } rule_function;
typedef enum {
    RELATION_EQUAL,
    RELATION_UNEQUAL,
    RELATION_LESS,
    RELATION_MOST,
    RELATION_MORE,
    RELATION_LEAST
} rule_relation;

typedef struct {
    uint8_t kind;
    uint8_t sign;    /* of TOKEN_SIGN the character, of a function or relation which one */
    uint16_t at;     /* the first byte in the expression */
    uint16_t length; /* bytes */
    int16_t operand; /* of a number, a cell and a constant; -1 of others */
} rule_token_t;

typedef enum { OPERAND_NUMBER, OPERAND_CONSTANT, OPERAND_CELL } operand_kind;

/*  Where a member of a cell's name is found. */
typedef enum { MEMBER_NONE, MEMBER_FIXED, MEMBER_SCOPE, MEMBER_SUMMED } member_source;

typedef struct {
    uint8_t kind;
    uint8_t period; /* a rule_period */
    uint16_t token;
    int64_t number_e4;
    const char *name;             /* of a constant, or of the indicator */
    const char *fixed[2];         /* the members that are written, NULL where there are no more */
    const indicator_t *indicator; /* NULL of "cell" */
    const dimension_t *summed;    /* inside a sum over it; NULL */
    member_source source[2];      /* of the members of the indicator's dimensions, in their order */
    uint8_t place[2];             /* of a fixed one its place in fixed, of one in the scope that in the scope */
} rule_operand_t;

typedef enum {
    STEP_PUSH,
    STEP_ADD,
    STEP_SUBTRACT,
    STEP_MULTIPLY,
    STEP_DIVIDE,
    STEP_NEGATE,
    STEP_MIN,
    STEP_MAX
} step_kind;

typedef struct {
    uint8_t kind;
    uint8_t operand; /* of STEP_PUSH */
} rule_step_t;

/*  So high a stack do no expressions need that are parsed: at each depth a sum, a product, and what min has come to. */
#define RULE_STACK_MAX (4u * (QCDC_RULE_DEPTH_MAX + 2u))

/*  Steps and operands from the first of each up to, not including, the end.  Relation is to the side before. */
typedef struct {
    uint16_t step, step_end;
    uint8_t operand, operand_end;
    uint8_t relation;
} rule_side_t;

typedef enum { EACH_NONE, EACH_FLOW, EACH_OPENING, EACH_LISTED } rule_quantifier;

struct rule {
    rule_text_t text;
    rule_severity severity;
    rule_blanks blanks;
    bool unless_corrected;
    bool asks_note;
    rule_quantifier each;
    const indicator_t *const *listed; /* of EACH_LISTED, ends with NULL */
    const dimension_t *scope[2];      /* NULL where there are no more */
    const char *const *filter[2];     /* the members of the scope that it is for, NULL: all of them */
    const indicator_t *target;        /* of RULE_DERIVED */
    int64_t factor;                   /* of RULE_DERIVED */
    const rule_token_t *tokens;       /* the last is TOKEN_END */
    const rule_operand_t *operands;
    size_t operand_count;
    const rule_step_t *steps;
    size_t side_count;
    rule_side_t sides[QCDC_RULE_SIDES_MAX]; /* of RULE_DERIVED: the figure, what is divided, what it is divided by */
};

/*  A rule in the making. */
typedef struct {
    const rule_names_t *names;
    arena_t *arena;
    fault_t *fault;
    struct rule rule;
    char *split; /* the expression once more, cut into names */
    rule_token_t tokens[QCDC_RULE_TOKENS_MAX + 1];
    size_t token_count;
    rule_operand_t operands[QCDC_RULE_OPERANDS_MAX];
    rule_step_t steps[QCDC_RULE_TOKENS_MAX];
    size_t step_count;
} rule_builder_t;

/*  Says what is wrong at byte AT of the expression; with a column, what is wrong in that.  FORMAT is an English msgid. */
qcdc_status rule_fail_at (rule_builder_t *self, size_t at, const char *format, ...)
    __attribute__ ((format (printf, 3, 4))) QCDC_CHECK;
qcdc_status rule_fail_column (rule_builder_t *self, const char *column, const char *format, ...)
    __attribute__ ((format (printf, 3, 4))) QCDC_CHECK;

/*  The parts of rule_parse, in the order in which they are done: the columns beside the expression; the expression as tokens;
 *  the tokens as sides and steps; the names of cells held against their dimensions. */
qcdc_status rule_columns_read (rule_builder_t *self) QCDC_CHECK;
qcdc_status rule_tokens_read (rule_builder_t *self) QCDC_CHECK;
qcdc_status rule_compile (rule_builder_t *self) QCDC_CHECK;
qcdc_status rule_cells_find (rule_builder_t *self) QCDC_CHECK;

/*  Whether a list of words with spaces between them has WORD. */
bool rule_words_have (const char *words, const char *word);

/*  The dimension CODE; NULL: there is none. */
const dimension_t *rule_dimension (const catalog_t *catalog, const char *code);

/*  Whether MEMBER is one of a dimension whose members are known. */
bool rule_dimension_has (const dimension_t *dimension, const char *member);

#endif
