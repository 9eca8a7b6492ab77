/*  test_rule_parse.c — the grammar of rules, each limit at its edge, and where a fault is said to be. */

#include "rule_case.h"

#include "base/arena.h"
#include "base/day.h"
#include "rules/rule_say.h"
#include "sample.h"

static catalog_t *catalog;
static arena_t *arena;
static const rule_constant_t CONSTANTS[] = {
    {"PROVINCES", 63 * AMOUNT_SCALE, QCDC_DAY_MIN, 20000, "", "", ""},
    {"PROVINCES", 34 * AMOUNT_SCALE, 20001, QCDC_DAY_MAX, "", "", ""},
};
static rule_names_t names;

static qcdc_status parse (const rule_text_t *text, const rule_t **rule, fault_t *fault)
{
    arena_reset (arena);
    return rule_parse (&names, text, arena, rule, fault);
}

static void assert_said (const char *expression, const char *severity, const char *scope, const char *said)
{
    const rule_t *rule;
    fault_t fault = {0};
    rule_text_t text = case_rule (expression, severity, scope);
    if (parse (&text, &rule, &fault) != QCDC_OK)
        fail_msg ("%s: %s", expression, fault.message);
    char *words = rule_say (rule);
    assert_string_equal (words, said);
    free (words);
}

static void assert_bad (const rule_text_t *text, const char *message)
{
    const rule_t *rule;
    fault_t fault = {0};
    qcdc_status status = parse (text, &rule, &fault);
    if (status != QCDC_BAD_RULE || strcmp (fault.message, message) != 0)
        fail_msg ("%s: '%s', not '%s'", text->expression, fault.message, message);
    assert_null (rule);
    assert_string_equal (fault.field, text->code);
}

static void test_grammar (void **state)
{
    (void)state;
    assert_said ("A01=A02", "error", "", "A01 = A02");
    assert_said ("A01<>A02", "error", "", "A01 ≠ A02");
    assert_said (" A01\t<= A02\n", "error", "", "A01 ≤ A02");
    assert_said ("1<=K01.rank<=PROVINCES", "error", "", "1 ≤ K01.rank ≤ PROVINCES");
    assert_said ("A01 < A02 > A03 >= C01", "error", "", "A01 < A02 > A03 ≥ C01");
    assert_said ("-A01 - -A02 = A03*2/3", "error", "", "-A01 - -A02 = A03 × 2 / 3");
    assert_said ("(A01+A02)*(A03-0.5) = C01", "error", "", "(A01 + A02) × (A03 - 0.5) = C01");
    assert_said ("min(A01, A02, max(A03,1)) <= C01", "error", "", "min(A01, A02, max(A03, 1)) ≤ C01");
    assert_said ("sum(C19+C20-(C18) over kind) >= C26", "error", "", "sum(C19 + C20 - (C18) over kind) ≥ C26");
    assert_said ("sum(H02 over project) = sum(sumYTD(D02) over org)", "error", "",
                 "sum(H02 over project) = sum(sumYTD(D02) over org)");
    assert_said ("B01[P] = B09[Pprev] + B10[P-1y] + B08[H1] + B07[Y]", "error", "field",
                 "B01[P] = B09[Pprev] + B10[P-1y] + B08[H1] + B07[Y]");
    assert_said ("J05.XA.TOT + J05.TOT <= J04", "error", "type", "J05.XA.TOT + J05.TOT ≤ J04");
    assert_said ("sum(J05.XA over grade) = J04.XA", "error", "", "sum(J05.XA over grade) = J04.XA");
    assert_said ("C22 >= 0", "error", "kind outcome", "C22 ≥ 0");
    assert_said ("C22.DUNG <= C17", "error", "kind", "C22.DUNG ≤ C17");
    assert_said ("cell[Y] >= cell[H1]", "error", "each flow cell", "cell[Y] ≥ cell[H1]");
    assert_said ("cell.due > 0", "error", "each of I04 K05", "cell.due > 0");
    assert_said ("C14 = 100*(C10-C10[P-1y])/C10[P-1y]", "derived", "kind",
                 "C14 = 100 × (C10 - C10[P-1y]) / C10[P-1y]");
    assert_said ("G04 = G03/G02", "derived", "", "G04 = G03 / G02");
    assert_said ("G04 = (100*(G03+G05))/max(G02,1)", "derived", "", "G04 = (100 × (G03 + G05)) / max(G02, 1)");
    assert_said ("A01 = 100000000000000.0000", "error", "", "A01 = 100000000000000.0000");
    assert_said ("A01 = 99999999999999.9999", "error", "", "A01 = 99999999999999.9999");
}

/*  X … is where the fault is: the first byte that is counted. */
static void test_positions (void **state)
{
    (void)state;
    static const struct {
        const char *expression, *scope, *message;
    } CASES[] = {
        {"", "", "1: a cell, a number or a parenthesis is missing here"},
        {"A01", "", "4: a relation is missing: =, <>, <, <=, > or >="},
        {"A01 =", "", "6: a cell, a number or a parenthesis is missing here"},
        {"= A01", "", "1: a cell, a number or a parenthesis is missing here"},
        {"A01 == A02", "", "6: a cell, a number or a parenthesis is missing here"},
        {"A01 != A02", "", "5: this cannot stand in a rule"},
        {"A01 = A02 OR note", "", "11: a sign or a relation is missing before this"},
        {"A01 = A99", "", "7: there is no indicator or constant 'A99'"},
        {"A01 = A99.XA", "", "7: there is no indicator 'A99'"},
        {"A01 = rank", "", "7: there is no indicator or constant 'rank'"},
        {"A01 = A02 A03", "", "11: a sign or a relation is missing before this"},
        {"A01 = 2 (A03)", "", "9: a sign or a relation is missing before this"},
        {"A01 = (A02", "", "7: what begins here is not closed"},
        {"A01 = A02)", "", "10: there is no ( to this )"},
        {"(A01 = A02)", "", "1: what begins here is not closed"},
        {"A01 = ()", "", "8: a cell, a number or a parenthesis is missing here"},
        {"A01 = A02 + * A03", "", "13: a cell, a number or a parenthesis is missing here"},
        {"A01 = --A02", "", "8: a cell, a number or a parenthesis is missing here"},
        {"A01 = A02, A03", "", "10: a comma stands in min and max only"},
        {"A01 = (A02, A03)", "", "11: a comma stands in min and max only"},
        {"A01 = min(A02)", "", "14: min and max need a comma and one more before this"},
        {"A01 = min(A02,)", "", "15: a cell, a number or a parenthesis is missing here"},
        {"A01 = min A02", "", "11: a ( is missing before this"},
        {"A01 = min(A02, A03", "", "7: what begins here is not closed"},
        {"A01 = sum(C19)", "", "14: sum needs 'over' and a dimension before this"},
        {"A01 = sum(C19 over)", "", "19: a dimension is missing here"},
        {"A01 = sum(C19 over C20)", "", "20: a dimension is missing here"},
        {"A01 = sum(C19 over size)", "", "20: a dimension is missing here"},
        {"A01 = sum(C19 over kind, outcome)", "", "24: a ) is missing before this"},
        {"A01 = sum((C19 over kind))", "", "16: 'over' stands in sum only, behind what is summed"},
        {"A01 = A02 over kind", "", "11: 'over' stands in sum only, behind what is summed"},
        {"A01 = sum(2*C19 over kind)", "", "11: inside sum there are only cells, + and -"},
        {"A01 = sum(C19*C20 over kind)", "", "14: inside sum there are only cells, + and -"},
        {"A01 = sum(min(C19, C20) over kind)", "", "11: inside sum there are only cells, + and -"},
        {"A01 = sum(sum(C22 over kind) over outcome)", "", "11: inside sum there are only cells, + and -"},
        {"A01 = sum(PROVINCES over kind)", "", "11: inside sum there are only cells, + and -"},
        {"A01 = sum(A02 over kind)", "", "11: A02 has no dimension 'kind' to be summed over"},
        {"A01 = sum(C19.TO_CAO over kind)", "", "11: C19 has no part 'TO_CAO'"},
        {"A01 = sumYTD(A02 + A03)", "", "7: sumYTD takes one cell in parentheses"},
        {"A01 = sumYTD 5", "", "7: sumYTD takes one cell in parentheses"},
        {"A01 = sumYTD", "", "7: sumYTD takes one cell in parentheses"},
        {"A01 = sumYTD(A02[H1])", "", "14: a cell in sumYTD has no other period"},
        {"A01 = A02[P-2y]", "", "11: a period is one of [P], [Pprev], [P-1y], [H1] and [Y]"},
        {"A01 = A02[P", "", "11: a period is one of [P], [Pprev], [P-1y], [H1] and [Y]"},
        {"A01 = A02 [P]", "", "11: this cannot stand in a rule"},
        {"A01 = 1.", "", "7: a number has at most 4 decimals, behind a point"},
        {"A01 = 1.00001", "", "7: a number has at most 4 decimals, behind a point"},
        {"A01 = 1.2.3", "", "10: this cannot stand in a number"},
        {"A01 = 1a", "", "8: this cannot stand in a number"},
        {"A01 = .5", "", "7: this cannot stand in a rule"},
        {"A01 = 100000000000000.0001", "", "7: the number is too large"},
        {"A01 = 999999999999999999", "", "7: the number is too large"},
        {"A01 = 9999999999999999999.9", "", "7: the number is too large"},
        {"A01 = 99999999999999999999999999999999", "", "7: the number is too large"},
        {"A01 ≤ A02", "", "5: this cannot stand in a rule"},
        {"A01 = đất", "", "7: this cannot stand in a rule"},
        {"A04 = A05", "", "1: A04 needs a member of 'type' here, or that dimension in the scope"},
        {"A04.DAT_DAI = 1", "", "1: A04 needs a member of 'type' here, or that dimension in the scope"},
        {"A04.XA.CQHC = 1", "", "1: A04 has no part 'CQHC'"},
        {"A01 = J05.XA", "", "7: J05 needs a member of 'grade' here, or that dimension in the scope"},
        {"A01.XA = 1", "", "1: A01 has no part 'XA'"},
        {"A01. = 1", "", "5: a member is missing behind the point"},
        {"A01.a.b.c = 1", "", "9: a cell has at most two members"},
        {"A12 = 1", "", "1: A12 is text, not a number"},
        {"G04 >= 50", "", "1: G04 is computed: write what it is computed from"},
        {"cell = 1", "", "1: 'cell' needs a scope that says which: each …"},
        {"cell.open = 1", "each flow cell", "1: 'cell' has its members here: write none"},
        {"cell.rank = 1", "each of K05", "1: K05 needs a member of 'duedone' here, or that dimension in the scope"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char message[300];
        snprintf (message, sizeof message, "X-1, expression, character %s", CASES[i].message);
        rule_text_t text = case_rule (CASES[i].expression, "error", CASES[i].scope);
        assert_bad (&text, message);
    }
    /*  Characters are counted, not bytes. */
    rule_text_t text = case_rule ("A01 = A02 “", "error", "");
    assert_bad (&text, "X-1, expression, character 11: this cannot stand in a rule");
}

static void test_derivations (void **state)
{
    (void)state;
    static const struct {
        const char *expression, *message;
    } CASES[] = {
        {"G04 >= 100*G03/G02", "1: a computed figure is written: cell = number * term / term"},
        {"G04 = G03 = G02", "1: a computed figure is written: cell = number * term / term"},
        {"-G04 = G03/G02", "1: a computed figure is written: cell = number * term / term"},
        {"1 = G03/G02", "1: a computed figure is written: cell = number * term / term"},
        {"G04 = 100*G03", "7: a computed figure is written: cell = number * term / term"},
        {"G04 = G03/G02*100", "7: a computed figure is written: cell = number * term / term"},
        {"G04 = 100*G03/G02/G01", "7: a computed figure is written: cell = number * term / term"},
        {"G04 = 100*(G03*G05)/G02", "7: a computed figure is written: cell = number * term / term"},
        {"G04 = 100*G03/G02 + 1", "7: a computed figure is written: cell = number * term / term"},
        {"G04 = 0*G03/G02", "7: the number before * must be a whole one from 1 to 1000000"},
        {"G04 = 0.5*G03/G02", "7: the number before * must be a whole one from 1 to 1000000"},
        {"G04 = 1000001*G03/G02", "7: the number before * must be a whole one from 1 to 1000000"},
        {"G03 = 100*G04/G02", "1: G03 is reported, not computed"},
        {"G04 = 100*G04/G02", "11: G04 is computed: write what it is computed from"},
        {"G04[P-1y] = 100*G03/G02", "1: a computed figure stands without members and period"},
        {"A06.XA = 100*A05.XA/A04.XA", "1: a computed figure stands without members and period"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char message[300];
        snprintf (message, sizeof message, "X-1, expression, character %s", CASES[i].message);
        rule_text_t text = case_rule (CASES[i].expression, "derived", "");
        assert_bad (&text, message);
    }
    assert_said ("G04 = 1000000*G03/G02", "derived", "", "G04 = 1000000 × G03 / G02");
}

static void test_columns (void **state)
{
    (void)state;
    rule_text_t good = case_rule ("C19 >= 0", "error", "kind"), text;
#define BAD(column, value, message)                                                                                  \
    do {                                                                                                             \
        text = good;                                                                                                 \
        text.column = value;                                                                                         \
        assert_bad (&text, "X-1, column " message);                                                                  \
    } while (0)
    BAD (forms, "QCDC-HUYEN QCDC-XA", "forms: there is no form 'QCDC-XA'");
    BAD (periods, "H1 H3", "periods: no calendar has the period 'H3'");
    BAD (scope, "kind size", "scope: there is no dimension 'size'");
    BAD (scope, "kind kind", "scope: a rule has at most two dimensions, each of them once");
    BAD (scope, "kind outcome type", "scope: a rule has at most two dimensions, each of them once");
    BAD (scope, "kind outcome", "scope: no cell of the rule takes its member from 'outcome'");
    BAD (scope, "each stock cell", "scope: there is no dimension 'each'");
    BAD (scope, "each of", "scope: there is no dimension 'each'");
    BAD (scope, "each of ", "scope: '' is no indicator with numbers");
    BAD (scope, "each of K01 K99", "scope: 'K99' is no indicator with numbers");
    BAD (scope, "each of K06", "scope: 'K06' is no indicator with numbers");
    BAD (scope, "each of C14", "scope: 'C14' is no indicator with numbers");
    BAD (filter, "kind in {}", "filter: it is written: dimension in {MEMBER, MEMBER}");
    BAD (filter, "kind in TO_CAO", "filter: it is written: dimension in {MEMBER, MEMBER}");
    BAD (filter, "kind = {TO_CAO}", "filter: it is written: dimension in {MEMBER, MEMBER}");
    BAD (filter, "kind in {TO_CAO", "filter: it is written: dimension in {MEMBER, MEMBER}");
    BAD (filter, "kind in {TO_CAO} ", "filter: it is written: dimension in {MEMBER, MEMBER}");
    BAD (filter, "kind in {TO_CAO, XA}", "filter: 'kind' has no member 'XA'");
    BAD (filter, "type in {XA}", "filter: 'type' is no dimension of the scope");
    BAD (severity, "", "severity: '' is not one of: error, warning, alert, derived");
    BAD (severity, "note", "severity: 'note' is not one of: error, warning, alert, derived");
    BAD (blanks, "zero", "blanks: 'zero' is not one of: any, parts, all, never");
    BAD (unless, "late", "unless: 'late' is not one of: corrected");
    text = good;
    text.valid_from = 5;
    text.valid_to = 4;
    assert_bad (&text, "X-1, column valid_to: it ends before it begins");
    text = good;
    text.code = "V A1";
    assert_bad (&text, "V A1, column rule: a rule has a code without spaces, of at most 40 bytes");
    text = case_rule ("A01 = 1", "error", "each flow cell");
    assert_bad (&text, "X-1, column scope: 'cell' does not occur in the rule");
    text = case_rule ("G04 = 100*cell/G02", "derived", "each flow cell");
    assert_bad (&text, "X-1, column scope: a computed figure is expanded over dimensions only");
#undef BAD
}

/*  BEFORE, COUNT times PIECE, BEHIND. */
static const char *repeated (const char *before, const char *piece, size_t count, const char *behind)
{
    static char text[8192];
    char *end = stpcpy (text, before);
    while (count-- > 0)
        end = stpcpy (end, piece);
    strcpy (end, behind);
    return text;
}

static void assert_limit (const char *good, const char *bad, const char *message)
{
    const rule_t *rule;
    fault_t fault = {0};
    char *kept = strdup (bad);
    rule_text_t text = case_rule (good, "error", "");
    if (good && parse (&text, &rule, &fault) != QCDC_OK)
        fail_msg ("%s: %s", good, fault.message);
    text.expression = kept;
    assert_bad (&text, message);
    free (kept);
}

static void assert_taken (const char *expression)
{
    const rule_t *rule;
    fault_t fault = {0};
    rule_text_t text = case_rule (expression, "error", "");
    if (parse (&text, &rule, &fault) != QCDC_OK)
        fail_msg ("%s: %s", expression, fault.message);
}

static void test_limits (void **state)
{
    (void)state;
    /*  Length: blanks count. */
    assert_taken (repeated ("A01 = 1", " ", QCDC_RULE_BYTES_MAX - 7, ""));
    assert_limit ("A01 = 1", repeated ("A01 = 1", " ", QCDC_RULE_BYTES_MAX - 6, ""),
                  "X-1, expression, character 1001: a rule is at most 1000 bytes long");
    /*  Operands: one before the relation. */
    assert_taken (repeated ("A01 = A02", "+A02", QCDC_RULE_OPERANDS_MAX - 2, ""));
    assert_limit ("A01 = 1", repeated ("A01 = A02", "+A02", QCDC_RULE_OPERANDS_MAX - 1, ""),
                  "X-1, expression, character 259: a rule has at most 64 cells and numbers");
    assert_taken (repeated ("A01 = PROVINCES", "+PROVINCES", QCDC_RULE_OPERANDS_MAX - 2, ""));
    assert_limit ("A01 = 1", repeated ("A01 = PROVINCES", "+PROVINCES", QCDC_RULE_OPERANDS_MAX - 1, ""),
                  "X-1, expression, character 637: a rule has at most 64 cells and numbers");
    /*  Depth, of parentheses and of functions. */
    char behind[200];
    size_t depths[] = {QCDC_RULE_DEPTH_MAX, QCDC_RULE_DEPTH_MAX + 1};
    for (size_t i = 0; i < 2; i++) {
        for (int functions = 0; functions < 2; functions++) {
            snprintf (behind, sizeof behind, "A02%s", "");
            for (size_t k = 0; k < depths[i]; k++)
                strcat (behind, functions ? ",1)" : ")");
            const char *expression = repeated ("A01 = ", functions ? "1+2*-min(" : "1+2*-(", depths[i], behind);
            if (i == 0)
                assert_taken (expression);
            else
                assert_limit ("A01 = 1", expression,
                              functions
                                  ? "X-1, expression, character 156: more than 16 parentheses within each other"
                                  : "X-1, expression, character 108: more than 16 parentheses within each other");
        }
    }
    /*  Sides of a chain. */
    assert_taken (repeated ("A01", "=A02", QCDC_RULE_SIDES_MAX - 1, ""));
    assert_limit ("A01 = 1", repeated ("A01", "=A02", QCDC_RULE_SIDES_MAX, ""),
                  "X-1, expression, character 32: a rule compares at most 8 sides");
    /*  Signs and names: five, and seven each time. */
    assert_taken (repeated ("A01 = (1)", "+(-(1))", 35, ""));
    assert_limit ("A01 = 1", repeated ("A01 = (1)", "+(-(1))", 35, "+1"),
                  "X-1, expression, character 255: a rule has at most 250 signs and names");
    /*  A cell's name. */
    assert_limit ("A01 = 1", repeated ("A01.", "X", QCDC_CELL_BYTES_MAX, "=1"),
                  "X-1, expression, character 1: the name of a cell is longer than 96 bytes");
    /*  Words of a filter and of a scope. */
    rule_text_t text = case_rule ("cell.rank > 0", "error", repeated ("each of", " K01", QCDC_RULE_MEMBERS_MAX, ""));
    const rule_t *rule;
    fault_t fault;
    assert_int_equal (parse (&text, &rule, &fault), QCDC_OK);
    text.scope = repeated ("each of", " K01", QCDC_RULE_MEMBERS_MAX + 1, "");
    assert_bad (&text, "X-1, column scope: more than 32 words");
    text = case_rule ("C19 > 0", "error", "kind");
    text.filter = repeated ("kind in {", "TO_CAO,", QCDC_RULE_MEMBERS_MAX, "}");
    assert_int_equal (parse (&text, &rule, &fault), QCDC_OK);
    text.filter = repeated ("kind in {", "TO_CAO,", QCDC_RULE_MEMBERS_MAX + 1, "}");
    assert_bad (&text, "X-1, column filter: more than 32 words");
}

static void test_concerns (void **state)
{
    (void)state;
    const form_t *district = catalog_form (catalog, "QCDC-HUYEN", 1),
                 *union_form = catalog_form (catalog, "QCDC-LDLD", 1);
    const form_t *indices = catalog_form (catalog, "QCDC-CHISO", 1);
    const rule_t *rule;
    fault_t fault;
    rule_text_t text = case_rule ("A05 <= A04", "error", "type");
    assert_int_equal (parse (&text, &rule, &fault), QCDC_OK);
    assert_true (rule_concerns (rule, district, "H1", 100));
    assert_false (rule_concerns (rule, union_form, "H1", 100));
    text.forms = "QCDC-SO QCDC-LDLD";
    text.periods = "Y";
    text.valid_from = 100;
    text.valid_to = 200;
    assert_int_equal (parse (&text, &rule, &fault), QCDC_OK);
    assert_false (rule_concerns (rule, district, "Y", 100));
    assert_true (rule_concerns (rule, union_form, "Y", 100));
    assert_true (rule_concerns (rule, union_form, "Y", 200));
    assert_false (rule_concerns (rule, union_form, "Y", 99));
    assert_false (rule_concerns (rule, union_form, "Y", 201));
    assert_false (rule_concerns (rule, union_form, "H1", 100));
    text = case_rule ("cell.rank >= 1", "error", "each of K01 K02");
    assert_int_equal (parse (&text, &rule, &fault), QCDC_OK);
    assert_true (rule_concerns (rule, indices, "Y", 100));
    assert_false (rule_concerns (rule, district, "Y", 100));
    text = case_rule ("cell >= 0", "error", "each flow cell");
    assert_int_equal (parse (&text, &rule, &fault), QCDC_OK);
    assert_true (rule_concerns (rule, district, "Y", 100));
    assert_int_equal (rule_constant_on (&names, "PROVINCES", 20000)->value_e4, 63 * AMOUNT_SCALE);
    assert_int_equal (rule_constant_on (&names, "PROVINCES", 20001)->value_e4, 34 * AMOUNT_SCALE);
    assert_null (rule_constant_on (&names, "DISTRICTS", 0));
}

/*  A rule is whole or there is none: whatever the arena has left. */
static void test_no_memory (void **state)
{
    (void)state;
    rule_text_t text = case_rule ("C19 + PROVINCES >= 0", "error", "kind");
    text.filter = "kind in {TO_CAO}";
    bool taken = false;
    for (size_t bytes = 16; bytes < 8192 && !taken; bytes += 16) {
        arena_t *small = arena_new (bytes);
        assert_non_null (small);
        const rule_t *rule;
        fault_t fault = {0};
        qcdc_status status = rule_parse (&names, &text, small, &rule, &fault);
        assert_true (status == QCDC_OK || (status == QCDC_NO_MEMORY && !rule && fault.message[0]));
        taken = status == QCDC_OK;
        arena_destroy (&small);
    }
    assert_true (taken);
}

static int group_setup (void **state)
{
    (void)state;
    fault_t fault;
    arena = arena_new (1024 * 1024);
    if (!arena || sample_catalog (&catalog, &fault) != QCDC_OK)
        return -1;
    names = (rule_names_t){catalog, CONSTANTS, sizeof CONSTANTS / sizeof *CONSTANTS};
    return 0;
}

static int group_teardown (void **state)
{
    (void)state;
    catalog_destroy (&catalog);
    arena_destroy (&arena);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_grammar),   cmocka_unit_test (test_positions), cmocka_unit_test (test_derivations),
        cmocka_unit_test (test_columns),   cmocka_unit_test (test_limits),    cmocka_unit_test (test_concerns),
        cmocka_unit_test (test_no_memory),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
