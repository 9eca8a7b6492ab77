/*  catalog.h — the reference data: units with lineage, offices, forms, indicators, dimensions,
 *  calendars, holidays.
 *
 *  One immutable structure, made by catalog_load from the tables that the province published (tables.h); both sides judge by it
 *  and the server fills its reference tables from it.  Codes are attributes, never keys: the id of a unit version is the number
 *  of its row in the order of publication, stable because rows are only ever appended. */

#ifndef QCDC_CATALOG_H
#define QCDC_CATALOG_H

#include "catalogue/tables.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*  Of any code in it. */
#define CATALOG_CODE_BYTES_MAX 32u

/*  Whether CODE is written as codes are: 1 to CATALOG_CODE_BYTES_MAX letters without marks, digits, _ and -. */
bool catalog_code_is_valid (const char *code);

typedef enum { UNIT_PROVINCE, UNIT_DISTRICT, UNIT_COMMUNE } unit_level;

typedef struct {
    int id; /* 1 … */
    const char *code;
    const char *name;
    unit_level level;
    const char *parent_code; /* "" for a province */
    int32_t valid_from;      /* QCDC_DAY_MIN where the register says "on or before 2004-08-31" */
    int32_t valid_to;        /* inclusive; QCDC_DAY_MAX while it lasts */
} unit_t;

typedef struct {
    int32_t event_on;
    int predecessor; /* unit ids */
    int successor;
    const char *relation; /* merge_full, partial_split, boundary_adjust_partial */
    const char *legal_basis;
} lineage_t;

typedef struct {
    const char *code; /* huyen */
    const char *name_vi;
    const char *name_en;
    bool provincial; /* its devices act for the province */
    int32_t valid_from;
    int32_t valid_to;
} office_class_t;

/*  An office while it stays as it is; all that were and are of one code have one id, which is the number of the first row. */
typedef struct {
    int id;
    const char *code; /* BCD-593 */
    const char *name;
    const char *office_class; /* a code of the classes: huyen */
    const char *unit_code;    /* the unit it stands for, a code valid at the time asked */
    const char *const *forms; /* NULL-terminated codes of the forms it owes */
    bool takes_petitions;     /* it keeps a register of its own */
    bool provincial;          /* as its class says: its devices act for the province */
    int32_t valid_from;
    int32_t valid_to;
} office_t;

typedef enum { VALUE_COUNT, VALUE_DECIMAL, VALUE_RATIO, VALUE_TEXT } value_type;

typedef struct {
    const char *code;           /* type, kind, stockflow … */
    const char *const *members; /* NULL-terminated; empty where the members are open (project) */
    bool open;                  /* members are codes of the office's own, [A-Z0-9_-]{1,32} */
    bool parts;                 /* members are parts of a whole: their sum is the indicator's total */
    /*  Members that are the value at a period's beginning, what happened in it, and the value at its end, whatever the
     *  indicator as a whole is: C27.open, C27.new, C27.close.  NULL-terminated, mostly empty. */
    const char *const *openings;
    const char *const *flows;
    const char *const *closings;
} dimension_t;

/*  What people call an indicator, or a member of a dimension, from a day on until another name holds: dated_name.h finds it. */
typedef struct {
    const char *dimension; /* its code; "": an indicator is named */
    const char *code;
    const char *name_vi;
    const char *name_en; /* "": as in Vietnamese */
    int32_t valid_from;
} dated_name_t;

/*  What stays as it is for as long as there is the code; the names are apart. */
typedef struct {
    const char *code; /* B07 */
    const char *section;
    const char *measure; /* what is counted: hồ sơ, % … */
    value_type type;
    const char *agg_unit;
    const char *agg_time;
    const dimension_t *const *dimensions; /* NULL-terminated, in the order of a cell's members */
} indicator_t;

/*  An indicator that tells of few people, so that analysts see it in steps (server/figures/masked_figures.h). */
typedef struct {
    const indicator_t *indicator;
} masked_indicator_t;

typedef struct {
    int id;
    const char *code; /* QCDC-HUYEN */
    uint32_t version; /* 1 … */
    const char *title_vi;
    const char *title_en;
    const char *office_classes;           /* of offices that can owe it: "huyen so ubnd" */
    const char *calendar;                 /* of calendar.csv */
    const char *const *periods;           /* NULL-terminated period kinds: H1, Y */
    const indicator_t *const *indicators; /* NULL-terminated */
    int32_t valid_from;                   /* it serves the periods whose windows end on these days or between */
    int32_t valid_to;
} form_t;

/*  One line of a calendar: the data window of a kind of period, relative to the period's year. */
typedef struct {
    const char *calendar;                /* QCDC, TT02-2021 */
    const char *period;                  /* H1, H2, Y, Q1 … Q4, 9M, M (the month itself) */
    int from_year, from_month, from_day; /* year offset -1 or 0; of months 0, 0 and 1, or a day of the month before */
    int to_year, to_month, to_day;       /* of months 0, 0 and 0, or the day before that one */
    int opens_days;                      /* how many days before the last day of the window filing opens */
    int32_t valid_from;                  /* it makes the periods whose windows end on these days or between */
    int32_t valid_to;
} calendar_line_t;

/*  By when offices of some classes hand in what they owe for a kind of period, for windows that end while it holds. */
typedef struct {
    const char *calendar;
    const char *period;
    const char *const *classes; /* NULL-terminated; none: offices of all classes that no other line names */
    int days;                   /* after the last day of the window; the day is then moved on to a working day */
    bool working;               /* only working days are counted */
    int32_t valid_from;
    int32_t valid_to;
} deadline_t;

/*  A day that is no working day although it is none of a weekend, or a day of a weekend that is worked. */
typedef struct {
    int32_t day;
    bool works;
    const char *name_vi;
    const char *name_en;
} holiday_t;

/*  The same as it was published, one row after the other: for whoever asks what was known at some moment. */
typedef struct {
    holiday_t holiday;
    int64_t known_us;     /* first commit of what brought the row, µs */
    const row_end_t *end; /* a day with an end is withdrawn */
    size_t index;         /* in the order of publication */
} holiday_row_t;

/*  A unit that the law treats otherwise while it is of that kind: vùng sâu, vùng xa. */
typedef enum { TRAIT_REMOTE } unit_trait;
typedef struct {
    const char *unit; /* its code, on the day asked about */
    unit_trait trait;
    int32_t valid_from;
    int64_t known_us;
    const row_end_t *end; /* valid_to, as it was known when */
} unit_trait_t;

/*  A step of a petition's, in sets of them: its number in the protocol; or what stands for its receipt, whichever way it came or
 *  through one channel (whose numbers follow); that the time for its settlement ran out; that who complains was given the decision, or knew of it;
 *  or that it came back from where it was sent on, which no table names. */
typedef enum {
    STEP_RECEIVED,
    STEP_CHANNEL = 48,
    STEP_TIME_OVER = 61,
    STEP_DECISION_KNOWN = 62,
    STEP_CAME_BACK = 63
} step_event;
typedef uint64_t step_set_t;
#define STEP_BIT(step) ((step_set_t)1 << (step))

/*  A deadline that the law gives, or (EXTENDS) by how much such a one may be extended.  It holds for petitions that are received on its days. */
typedef enum { AREA_ANY, AREA_REMOTE, AREA_OTHER } deadline_area;

/*  Whom it binds, which its first end says: nobody has to pass a petition on that is his, and whether to go on with it is the citizen's. */
typedef enum {
    BINDS_OFFICE,
    BINDS_STEP,   /* an office that takes that step, and no other: what ends it otherwise only makes it void */
    BINDS_CITIZEN /* who complains, in the same way */
} deadline_binding;
typedef struct {
    const char *rule;   /* KN-GQ-1 */
    unsigned kinds;     /* bits of kinds of petition */
    int instance;       /* 1, 2; 0: either */
    deadline_area area; /* of the unit that the petition is received in */
    step_set_t starts;  /* with each of these it begins, anew where it was begun */
    step_set_t ends;    /* with any of these it is met; none: what it is about comes by itself, and nothing is owed */
    int owes;           /* the first of them: what it is about */
    deadline_binding binds;
    int days;            /* after the day on which it began; of an extension: each time at most */
    bool working;        /* working days are counted */
    const char *extends; /* "": it is no extension */
    int times;           /* of an extension */
    const char *
        flag; /* of petitions with it only, which go by no deadline without one then; "": of all; of an extension the same */
    const char *words_vi;
    const char *words_en;
    const char *citation;
    int32_t valid_from;
    int64_t known_us;
    const row_end_t *end;
} legal_deadline_t;

/*  What the province has decided of a duty: another last day, another office that owes it, or that nothing is owed. */
typedef struct {
    const char *form;
    const char *period;
    const char *office; /* "": of all offices; one that names an office goes before one that does not */
    int32_t due_on;     /* QCDC_DAY_MAX: as the calendar says */
    bool exempt;
    const char *reason;
    const char *successor; /* the office that owes it in place of OFFICE, where that has not filed; "": none */
} duty_change_t;

/*  One line of a brief (brief_line.h), in the order in which it is read. */
typedef enum { BRIEF_TITLE, BRIEF_PART, BRIEF_HEADING, BRIEF_SENTENCE, BRIEF_NARRATIVE, BRIEF_ANNEX } brief_kind;
typedef struct {
    brief_kind kind;
    const char *form;   /* whose figures its places are; "" where it has none */
    const char *cell;   /* of a narrative, and of what an annex compares; else "" */
    bool is_signed;     /* an annex shows its values with their signs: C14:signed */
    int32_t valid_from; /* for periods whose windows end on these days or between */
    int32_t valid_to;
    const char *text_vi;
    const char *text_en;
    const char *cites; /* what it answers to: the sentences of the committee's notice */
} brief_line_t;

/*  What a step of a petition has to bring, bit by bit. */
enum { NEEDS_REASON = 1u, NEEDS_ARTICLE = 2u, NEEDS_OUTCOME = 4u, NEEDS_EXPECTED_ON = 8u };

/*  What the law allows of one step of the petitions of a kind and an instance (petition_moves.h). */
typedef struct {
    int kind;           /* Qcdc__PetitionKind */
    int instance;       /* 1 … PETITION_INSTANCES */
    int move;           /* Qcdc__Move */
    unsigned from;      /* 1 << petition_state: those in which it is possible */
    unsigned needs;     /* bits of NEEDS_ */
    const char *why_vi; /* why in those and in no others */
    const char *why_en;
    const char *citation;
    int32_t valid_from; /* of steps that were taken on these days or between */
    int32_t valid_to;
} petition_move_t;

/*  Where a line stands on a printed slip, and how (slips.h). */
typedef enum {
    SLIP_LEFT, /* who writes it: in the left column of the head */
    SLIP_LEFT_BOLD,
    SLIP_RIGHT_BOLD, /* the state's name: in the right one */
    SLIP_RIGHT_RULED,
    SLIP_RIGHT_ITALIC, /* place and day */
    SLIP_TITLE,
    SLIP_SUBTITLE,
    SLIP_RECEIVER,
    SLIP_TEXT,
    SLIP_ITEM,
    SLIP_COPIES, /* who gets it: in the left column of the foot */
    SLIP_SIGN,   /* who signs: in the right one */
    SLIP_SIGN_NOTE,
    SLIP_STYLES
} slip_style;

typedef struct {
    const char *slip;
    const char *line; /* lines of a slip are in the order of these codes */
    unsigned kinds;   /* 1 << Qcdc__PetitionKind; 0: of any */
    slip_style style;
    int32_t valid_from; /* printed on these days or between */
    int32_t valid_to;
    const char *text_vi;
    const char *text_en;
} slip_line_t;

/*  One of the lists on which the province keeps cases (case_lists.h). */
typedef struct {
    const char *code;
    const char *name_vi;
    const char *name_en;
    bool takes_petitions, takes_matters; /* what may stand on it */
    bool restricted;                     /* shown to the provincial office alone */
    bool alert;                          /* what comes on it is told at once */
    int target;                          /* how many cases should be on it at most; -1: none is set */
    const char *flag;                    /* that a petition on it bears; "": none is asked */
    const char *criteria_vi;             /* what belongs on it */
    const char *criteria_en;
    const char *citation;
    int32_t valid_from; /* for decisions of these days or between */
    int32_t valid_to;
} case_list_t;

/*  What a line of a notice's distribution list stands for (recipients.h). */
typedef struct {
    const char *code;
    const char *line;           /* as it is printed */
    const char *const *classes; /* of offices, NULL-terminated */
    const char *const *offices; /* codes, likewise; neither: it stands for nobody who takes part */
    int32_t valid_from;         /* for notices of these days or between */
    int32_t valid_to;
} recipient_t;

/*  A time in the life of a petition that forms count by (register_cells.h): it begins with any step of STARTS where none of it runs, and ends
 *  with any of ENDS. */
typedef struct {
    const char *span;
    step_set_t starts;
    step_set_t ends;
    const char *words_vi;
    const char *words_en;
    int32_t valid_from;
    int32_t valid_to;
} register_span_t;

/*  What is counted for a cell. */
typedef enum {
    COUNT_PETITIONS,
    COUNT_MATTERS, /* as long as nothing joins petitions to matters: each is one of its own */
    COUNT_PEOPLE,  /* who signed them */
    COUNT_CASES,   /* on lists of the province: petitions and matters, each once however many of the lists have it */
    COUNT_DAYS,    /* from here on of receptions: days, each once */
    COUNT_RECEPTIONS,
    COUNT_PERSONS,
    COUNT_RECEIVED, /* matters that people came with: for the first time or again */
    COUNT_RECEIVED_FIRST,
    COUNT_RECEIVED_AGAIN,
    COUNT_GROUPS,
    COUNT_GROUP_PERSONS,
    COUNT_GROUP_FIRST,
    COUNT_GROUP_AGAIN,
    COUNT_DAYS_OWED, /* by the head in person (rules/reception_duty.h) */
    REGISTER_COUNTS
} register_counts;

/*  A part of a cell that the register of petitions, that of receptions or the lists of cases give.  Sets are bits by number, 0: any. */
typedef struct {
    const char *cell; /* TCD1_04, C22.KHIEU_NAI.DUNG */
    int part;         /* the parts of a cell are added up */
    register_counts counts;
    const char *span; /* "": of receptions, and of cases */
    unsigned begun;   /* SPAN_BEFORE, SPAN_WITHIN */
    unsigned over;    /* SPAN_WITHIN, SPAN_OPEN */
    step_set_t by;    /* the step that ended it */
    unsigned kinds;   /* of petitions; of receptions: that people came with any of them */
    unsigned fields, channels;
    int instance;                 /* 0: any */
    unsigned signers;             /* SIGNERS_ */
    const char *const *flags;     /* any of these, NULL-terminated; NULL: any */
    const char *const *without;   /* none of these */
    unsigned outcomes;            /* bit 0: none is known */
    unsigned states;              /* where the petition stands at the end of the time */
    unsigned in_time;             /* what ended with the span, or runs with it: bit 0: late, bit 1: in time */
    unsigned overdue;             /* at the end of the time: bit 0: not, bit 1: it is */
    unsigned from_register;       /* bit 0: began here, bit 1: was taken over from paper */
    unsigned sessions, receivers; /* of receptions */
    const char *const *classes;   /* of offices; NULL: any */
    const char *const *lists;     /* of cases: their codes; NULL of all else */
    const char *words_vi;         /* how a heading is understood that is not clear */
    const char *words_en;
    int32_t valid_from; /* of times that end on these days or between */
    int32_t valid_to;
} register_cell_t;
enum { SPAN_BEFORE = 1u, SPAN_WITHIN = 2u, SPAN_OPEN = 4u };
enum { SIGNERS_NONE = 1u, SIGNERS_ONE = 2u, SIGNERS_MANY = 4u };

/*  A key to which the identities of an office's petitions are sealed, of a provincial office those of all (identity_keys.h). */
typedef struct {
    uint8_t key[32]; /* X25519 */
    const char *office;
    int32_t valid_from, valid_to; /* petitions are sealed to it on these days */
} identity_key_t;

/*  The key of blind indexes, sealed to an identity key (index_keys.h). */
#define INDEX_KEY_SEALED_BYTES 80u
typedef struct {
    uint64_t id;    /* of the key that is sealed (blind_key_id) */
    uint8_t to[32]; /* the identity key, X25519 */
    uint8_t sealed[INDEX_KEY_SEALED_BYTES];
    int32_t valid_from, valid_to; /* petitions are indexed under it on these days */
} index_key_t;

typedef struct {
    const unit_t *units;
    size_t unit_count;
    const lineage_t *lineage;
    size_t lineage_count;
    const office_t *offices;
    size_t office_count;
    const office_class_t *classes;
    size_t class_count;
    const dimension_t *dimensions;
    size_t dimension_count;
    const indicator_t *indicators;
    size_t indicator_count;
    /*  In the order of dimension, code and first day. */
    const dated_name_t *member_names;
    size_t member_name_count;
    const dated_name_t *indicator_names;
    size_t indicator_name_count;
    const form_t *forms;
    size_t form_count;
    const calendar_line_t *calendar;
    size_t calendar_count;
    const deadline_t *deadlines;
    size_t deadline_count;
    const holiday_t *holidays; /* by day */
    size_t holiday_count;
    const holiday_row_t *holiday_rows; /* all that were published: by day, then in their order */
    size_t holiday_row_count;
    const unit_trait_t *unit_traits; /* in the order of publication, as what follows */
    size_t unit_trait_count;
    const legal_deadline_t *legal_deadlines;
    size_t legal_deadline_count;
    const duty_change_t *duty_changes;
    size_t duty_change_count;
    const brief_line_t *brief;
    size_t brief_count;
    const petition_move_t *petition_moves;
    size_t petition_move_count;
    const register_span_t *register_spans;
    size_t register_span_count;
    const register_cell_t *register_cells; /* in the order of publication */
    size_t register_cell_count;

    const index_key_t *index_keys;
    size_t index_key_count;
    const identity_key_t *identity_keys;
    size_t identity_key_count;
    const slip_line_t *slips; /* in the order of publication */
    size_t slip_count;
    const case_list_t *case_lists; /* likewise */
    size_t case_list_count;
    const recipient_t *recipients; /* likewise */
    size_t recipient_count;
    const masked_indicator_t *masked_indicators; /* what has an end is withdrawn */
    size_t masked_indicator_count;
    const masked_indicator_t
        *masked_indicator_rows; /* with what was withdrawn; none: nobody has said which there are */
    size_t masked_indicator_row_count;
    /*  The same, in the order of code and first day. */
    const unit_t *const *units_by_code;
    const office_t *const *offices_by_code;
    const office_t *const *offices_by_unit;         /* of one in the order of the table */
    const lineage_t *const *lineage_by_predecessor; /* of one in the order of the table */
    /*  Changes of duties in the order of form, period and office, and of form, period and successor: of one in the order of the table. */
    const duty_change_t *const *duty_changes_by_office;
    const duty_change_t *const *duty_changes_by_successor;
    /*  The rows of constants and rules, which only rules/ can read. */
    const table_row_t *constant_rows;
    size_t constant_row_count;
    const table_row_t *rule_rows;
    size_t rule_row_count;
    const struct rule_set
        *rules;       /* what reports are held against: rules/reference.h; NULL where only the catalog was made */
    uint8_t hash[32]; /* of the tables it was made of: tells a server that its tables are of another edition */
} catalog_t;

/*  NULL where there is none.  Of an office that was several things in turn: the newest. */
const office_t *catalog_office (const catalog_t *self, const char *code);
const office_t *catalog_office_by_id (const catalog_t *self, int id);

/*  What office CODE is on DAY; NULL where it is nothing. */
const office_t *catalog_office_on (const catalog_t *self, const char *code, int32_t day);
const office_class_t *catalog_class (const catalog_t *self, const char *code);
const unit_t *catalog_unit_by_id (const catalog_t *self, int id);
const indicator_t *catalog_indicator (const catalog_t *self, const char *code);
const form_t *catalog_form (const catalog_t *self, const char *code, uint32_t version);
const form_t *catalog_form_latest (const catalog_t *self, const char *code);
const form_t *catalog_form_by_id (const catalog_t *self, int id);

/*  What office and unit CODE were last between two days, both included; NULL where they were not. */
const office_t *catalog_office_within (const catalog_t *self, const char *code, int32_t from, int32_t to);
const unit_t *catalog_unit_within (const catalog_t *self, const char *code, int32_t from, int32_t to);

/*  What stands for the unit CODE, or did, version by version in the order of the table: the first for LAST NULL, then the one behind LAST;
 *  NULL: no more. */
const office_t *catalog_next_of_unit (const catalog_t *self, const char *code, const office_t *last);

/*  Whether there is, or was, a unit CODE. */
bool catalog_has_unit (const catalog_t *self, const char *code);

/*  The version of unit CODE in being on DAY. */
const unit_t *catalog_unit_on (const catalog_t *self, const char *code, int32_t day);

/*  The last version of unit CODE where it is over on DAY; NULL: it is in being, begins later, or there is none. */
const unit_t *catalog_unit_ended (const catalog_t *self, const char *code, int32_t day);

/*  The rows of lineage whose predecessor is the unit of that id: the first for LAST NULL, then the one behind LAST; NULL: no more. */
const lineage_t *catalog_next_lineage (const catalog_t *self, int predecessor, const lineage_t *last);

/*  What the version UNIT went into when it ended, one by one: the first after NULL, NULL after the last that is known. */
const lineage_t *catalog_next_successor (const catalog_t *self, const unit_t *unit, const lineage_t *last);

/*  A unit as people write it: "593" (the version of TODAY, else the latest) or "22918@2024-06-01".  QCDC_BAD_UNIT. */
qcdc_status catalog_unit_parse (const catalog_t *self, const char *text, int32_t today,
                                const unit_t **unit) QCDC_CHECK;

bool office_owes (const office_t *self, const char *form);

/*  Whether some version of office CODE owes FORM. */
bool catalog_office_ever_owes (const catalog_t *self, const char *code, const char *form);

#endif
