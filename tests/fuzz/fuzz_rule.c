/*  fuzz_rule.c — rules as they might be published: an expression, its scope, filter and severity, one line each.
 *
 *  What is taken is said, parsed from that again and says the same; it is judged over figures of any size in a number of looks
 *  that its length bounds; and no outcome has a value that it should not have. */

#include "base/arena.h"
#include "catalogue/catalog_load.h"
#include "catalogue/cell.h"
#include "fuzz.h"
#include "rules/rule_evaluate.h"
#include "rules/rule_say.h"
#include "rules/rule_total.h"
#include "sample.h"

#include <string.h>

static const rule_constant_t CONSTANTS[] = {{"PROVINCES", 630000, QCDC_DAY_MIN, QCDC_DAY_MAX, "", "", ""}};

/*  A member is looked up for each dimension of each operand at the most, over 3 projects and the members of the catalogue. */
#define MEMBERS_MAX 6u
#define CELLS_MAX 1000u

static catalog_t *catalog;
static arena_t *arena;
static size_t looks, results;

/*  A figure for each cell: none, small or the largest. */
static rule_figure value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    (void)arg;
    looks++;
    FUZZ_REQUIRE (cell->indicator && strlen (cell->text) <= QCDC_CELL_BYTES_MAX);
    FUZZ_REQUIRE (strncmp (cell->text, cell->indicator->code, strlen (cell->indicator->code)) == 0);
    for (size_t i = 0; i < 2; i++)
        FUZZ_REQUIRE ((cell->member[i] != NULL) ==
                      (cell->indicator->dimensions[0] && (i == 0 || cell->indicator->dimensions[1])));
    size_t sum = cell->period;
    for (const char *p = cell->text; *p; p++)
        sum = sum * 31 + (uint8_t)*p;
    static const int64_t VALUES[] = {0, 10000, 20000, 35000, 1, QCDC_VALUE_E4_MAX, 10000, 1230000};
    *value_e4 = VALUES[sum % 8];
    return sum % 11 == 0 ? FIGURE_BLANK : sum % 7 == 0 ? FIGURE_CORRECTED : FIGURE_HELD;
}

static bool constant (const char *name, int64_t *value_e4, void *arg)
{
    (void)arg;
    FUZZ_REQUIRE (strcmp (name, CONSTANTS[0].name) == 0);
    *value_e4 = CONSTANTS[0].value_e4;
    return true;
}

static const char *const *members (const dimension_t *dimension, void *arg)
{
    static const char *const PROJECTS[] = {"P1", "P-2", "LONGEST-MEMBER-THAT-A-CELL-CAN-1", NULL};
    (void)arg;
    FUZZ_REQUIRE (dimension->open);
    return PROJECTS;
}

static qcdc_status see (const rule_result_t *result, void *arg)
{
    results++;
    bool derived = rule_severity_of (result->rule) == RULE_DERIVED, broken = false;
    FUZZ_REQUIRE (result->outcome != RULE_EXCUSED || *rule_text (result->rule)->unless);
    for (size_t i = derived; i < result->side_count; i++) {
        broken |= result->sides[i].broken;
        FUZZ_REQUIRE (result->outcome != RULE_HOLDS || result->sides[i].outcome == RULE_HOLDS);
    }
    FUZZ_REQUIRE (broken == (result->outcome == RULE_BROKEN || result->outcome == RULE_EXCUSED));
    (void)arg;
    if (results > 3) /* the others are said alike */
        return QCDC_OK;
    char *words = rule_say_result (result, value_format);
    FUZZ_REQUIRE (words && strstr (words, ": "));
    free (words);
    return QCDC_OK;
}

static void check_rule (const rule_t *rule)
{
    const form_t *form = &catalog->forms[0];
    rule_source_t source = {value, constant, members, form, NULL};
    looks = results = 0;
    FUZZ_REQUIRE (rule_evaluate (rule, &source, see, NULL) == QCDC_OK);
    FUZZ_REQUIRE (results <= CELLS_MAX && looks <= results * QCDC_RULE_OPERANDS_MAX * MEMBERS_MAX);
    if (rule_severity_of (rule) == RULE_DERIVED) {
        int64_t numerator, denominator, ratio;
        rule_total_t total = rule_total_begin (rule);
        rule_total_add_figure (&total, rule_target (rule)->code, &source);
        rule_total_add_figure (&total, rule_target (rule)->code, &source);
        (void)rule_total_value (&total, &numerator, &denominator, &ratio);
    }
    (void)rule_concerns (rule, form, "H1", 18456);
}

/*  The signs that are said in place of those that are written. */
static void unsay (char *words)
{
    static const char *const SIGNS[][2] = {{"≠", "<>"}, {"≤", "<="}, {"≥", ">="}, {"×", "*"}};
    for (size_t i = 0; i < 4; i++)
        for (char *at; (at = strstr (words, SIGNS[i][0]));) {
            size_t from = strlen (SIGNS[i][0]), to = strlen (SIGNS[i][1]);
            memcpy (at, SIGNS[i][1], to);
            memmove (at + to, at + from, strlen (at + from) + 1);
        }
}

static void check_said (const rule_names_t *names, const rule_t *rule)
{
    rule_text_t text = *rule_text (rule);
    const rule_t *again;
    fault_t fault = {0};
    char *words = rule_say (rule);
    FUZZ_REQUIRE (words);
    unsay (words);
    text.expression = words;
    /*  Spaces may make it longer than a rule can be. */
    qcdc_status status = rule_parse (names, &text, arena, &again, &fault);
    FUZZ_REQUIRE (status == QCDC_OK || strlen (words) > QCDC_RULE_BYTES_MAX);
    if (status == QCDC_OK) {
        char *said = rule_say (again);
        FUZZ_REQUIRE (said);
        unsay (said);
        FUZZ_REQUIRE (strcmp (said, words) == 0);
        free (said);
    }
    free (words);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    fault_t fault = {0};
    if (!catalog) {
        FUZZ_REQUIRE (sample_catalog (&catalog, &fault) == QCDC_OK);
        FUZZ_REQUIRE ((arena = arena_new (1024 * 1024)));
    }
    arena_reset (arena);
    if (size > 4096)
        size = 4096;
    char *text = malloc (size + 1), *rest = text;
    FUZZ_REQUIRE (text);
    if (size)
        memcpy (text, data, size);
    text[size] = '\0';
    const char *lines[7];
    for (size_t i = 0; i < 7; i++) {
        const char *line = rest ? strsep (&rest, "\n") : NULL;
        lines[i] = line ? line : "";
    }
    rule_names_t names = {catalog, CONSTANTS, 1};
    rule_text_t columns = {"V-1",       "",       "", lines[1], lines[2], lines[0], *lines[3] ? lines[3] : "error",
                           lines[4],    lines[5], "", "",       "",       lines[6], QCDC_DAY_MIN,
                           QCDC_DAY_MAX};
    const rule_t *rule;
    qcdc_status status = rule_parse (&names, &columns, arena, &rule, &fault);
    FUZZ_REQUIRE ((status == QCDC_OK) == (rule != NULL));
    FUZZ_REQUIRE (status == QCDC_OK || (status == QCDC_BAD_RULE && fault.status == status && fault.message[0]));
    fuzz_accepted = status == QCDC_OK;
    if (rule) {
        check_rule (rule);
        check_said (&names, rule);
    }
    free (text);
    return 0;
}

/*  ---------------------------------------------------------------- seeds */

bool fuzz_seed (size_t i, uint8_t **data, size_t *length)
{
    static const char *const TEXTS[] = {
        "A05 <= A04\ntype",
        "B04 = B01+B02+B03\nfield",
        "B01[P] = B09[Pprev]+B10[Pprev]\nfield",
        "sum(C22 over outcome) = C17+C18\nkind\nkind in {KHIEU_NAI, TO_CAO}",
        "C26 <= sum(C19+C20-(C18) over kind)\n\n\nwarning",
        "C27.new = 0\n\n\nalert\nall",
        "1 <= cell.rank <= PROVINCES\neach of K01 K02",
        "cell[Y] >= cell[H1]\neach flow cell\n\nerror\nnever\ncorrected",
        "cell[Y] = cell[H1]\neach opening cell",
        "C08 = 100*min(C07,C06)/C06\nhead\n\nderived",
        "C14 = 100*(C10[P]-C10[P-1y])/C10[P-1y]\nkind\n\nderived",
        "D05 = 100*sumYTD(D02)/D01\norg\n\nderived\nparts",
        "J06 = 100*J05.TOT/J04\ntype\n\nderived",
        "H06.done <= H06.due\nproject",
        "(A01+1.5)*-(A02-0.5)/max(A03,C01,1) <> min(C02,-2)\n\n\n\nany",
        "A01*A01*A02/C01*C02 >= ((A03)) > sum(H02 over project) < C03",
        "C22 >= 0\noutcome kind",
    };
    if (i >= sizeof TEXTS / sizeof *TEXTS)
        return false;
    *length = strlen (TEXTS[i]);
    *data = (uint8_t *)strdup (TEXTS[i]);
    return *data != NULL;
}
