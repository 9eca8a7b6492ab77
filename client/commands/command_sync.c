/*  command_sync.c — qcdc sync [--quiet] [--patience SECONDS]: one run; its exit status tells a timer how it went.
 *
 *  75 means: no line, the work is safe, run it again.  A timer needs nothing else. */

#include "commands/command_report.h"

#include "attention/exposed_told.h"
#include "attention/other_words.h"
#include "attention/refused.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "conclusions/item_told.h"
#include "conclusions/notice_told.h"
#include "desk/told.h"
#include "journal/published.h"
#include "line/query.h"
#include "line/sync.h"
#include "petitions/exposed.h"
#include "petitions/hand_over_view.h"
#include "petitions/register_memory.h"
#include "publishing/newer_told.h"
#include "registers/listing_told.h"
#include "reports/apart.h"
#include "reports/crossing.h"
#include "reports/own_findings.h"
#include "reports/report_review_view.h"
#include "reports/rules_told.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status read_line (const command_t *command, args_t *args, void *arg, fault_t *fault)
{
    (void)args;
    sync_options_t *options = arg;
    for (int i = 0; i < command->argc; i++) {
        const char *word = command->argv[i];
        if (strcmp (word, "--quiet") == 0)
            options->quiet = true;
        else if (strcmp (word, "--patience") == 0 && i + 1 < command->argc)
            QCDC_TRY (args_patience (command->argv[++i], &options->patience_ms, fault));
        else
            return fault_set (fault, QCDC_USAGE, NULL, _ ("unknown option or missing value: %s"), word);
    }
    return QCDC_OK;
}

/*  To the province two copies of one petition, or of one report, are one; where their words differ, somebody has to look. */
static qcdc_status tell_other_words (desk_t *desk, fault_t *fault)
{
    other_words_t count;
    QCDC_TRY (other_words_count (desk, &count, fault));
    if (count.petitions > 0)
        fprintf (
            stderr,
            ngettext ("qcdc: %zu petition was entered twice in other words (other_words in qcdc petition list); "
                      "qcdc petition show NUMBER shows both, and this is said no more\n",
                      "qcdc: %zu petitions were entered twice in other words (other_words in qcdc petition list); "
                      "qcdc petition show NUMBER shows both, and this is said no more\n",
                      count.petitions),
            count.petitions);
    if (count.reports > 0)
        fprintf (
            stderr,
            ngettext ("qcdc: %zu report was filed twice in other words (other_words in qcdc report list); qcdc "
                      "report show FORM PERIOD shows both, and this is said no more\n",
                      "qcdc: %zu reports were filed twice in other words (other_words in qcdc report list); qcdc "
                      "report show FORM PERIOD shows both, and this is said no more\n",
                      count.reports),
            count.reports);
    return QCDC_OK;
}

/*  A report that came back is work: it is said until it is done. */
static qcdc_status tell_returned (desk_t *desk, fault_t *fault)
{
    returned_t returned, reopened;
    QCDC_TRY (report_returned (desk, &returned, &reopened, fault));
    if (reopened.count > 0)
        fprintf (
            stderr,
            ngettext ("qcdc: %zu report was reopened by the province: %s %s; it can be corrected, or taken back\n",
                      "qcdc: %zu reports were reopened by the province, one of them %s %s; they can be corrected, "
                      "or taken back, and qcdc report list names all\n",
                      reopened.count),
            reopened.count, reopened.form, reopened.period);
    if (returned.count > 0)
        fprintf (stderr,
                 ngettext (
                     "qcdc: %zu report was returned by the province: %s %s; qcdc report show %s %s says why and what "
                     "to do\n",
                     "qcdc: %zu reports were returned by the province, one of them %s %s; qcdc report show %s %s "
                     "says why and what to do, and qcdc report list names all\n",
                     returned.count),
                 returned.count, returned.form, returned.period, returned.form, returned.period);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what offices ask of the province */

enum {
    ASKED_STATE = 3,
    ASK_MS = 10000
}; /* the column of erasures_asked; how long nobody minds waiting for its answer */

static qcdc_status take_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    (void)arg;
    return count > ASKED_STATE && strcmp (columns[ASKED_STATE]->name, "state") == 0 ? QCDC_OK : QCDC_UNSUPPORTED;
}

static qcdc_status take_cell (size_t column, const char *text, void *arg)
{
    unsigned long *asked = arg;
    if (column == ASKED_STATE && text && strcmp (text, "asked") == 0)
        ++*asked;
    /* Those that wait come first. */
    return column == ASKED_STATE && text && strcmp (text, "asked") != 0 ? QCDC_EXISTS : QCDC_OK;
}

static qcdc_status keep_count (journal_t *journal, const char *name, unsigned long count, fault_t *fault)
{
    char text[24];
    snprintf (text, sizeof text, "%lu", count);
    QCDC_TRY (journal_begin (journal, fault));
    QCDC_TRY (journal_set (journal, name, text, fault));
    return journal_commit (journal, fault);
}

#define KEY_BEGIN 0xCBF29CE484222325u

/*  One cell more of what tells a row from others. */
static uint64_t key_add (uint64_t key, const char *text)
{
    for (const char *at = text ? text : ""; *at; at++)
        key = (key ^ (uint8_t)*at) * 0x100000001B3u;
    return key;
}

/*  How many texts offices want erased, for the desk that shows it without a line. */
static void ask_erasures (desk_t *desk, asking_t *query)
{
    fault_t ignored = {0};
    unsigned long asked = 0;
    const query_sink_t sink = {take_columns, take_cell, &asked};
    qcdc_status status = query_run (query, "erasures_asked", NULL, 0, &sink, &ignored);
    if ((status == QCDC_OK || status == QCDC_EXISTS) &&
        keep_count (desk->home.journal, "erasures_asked", asked, &ignored) != QCDC_OK)
        journal_rollback (desk->home.journal);
}

static qcdc_status pass_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    (void)columns;
    (void)count;
    (void)arg;
    return QCDC_OK;
}

static qcdc_status count_row (size_t column, const char *text, void *arg)
{
    unsigned long *rows = arg;
    (void)text;
    *rows += column == 0;
    return QCDC_OK;
}

/*  How many reports wait for the province's review, for the desk likewise. */
static void ask_reviews (desk_t *desk, asking_t *query)
{
    fault_t ignored = {0};
    unsigned long filed = 0;
    const query_key_t key = {"review", "filed"};
    const query_sink_t sink = {pass_columns, count_row, &filed};
    if (query_run (query, "report_reviews", &key, 1, &sink, &ignored) == QCDC_OK &&
        keep_count (desk->home.journal, "reviews_wait", filed, &ignored) != QCDC_OK)
        journal_rollback (desk->home.journal);
}

/*  ---------------------------------------------------------------- cases that offices propose for lists */

/*  The columns of case_proposals that tell one proposal from another, and how it stands. */
enum { PROPOSAL_LIST = 0, PROPOSAL_CASE = 2, PROPOSAL_DAY = 5, PROPOSAL_BY = 6, PROPOSAL_STANDING = 8 };

typedef struct {
    uint64_t key;
    address_t *keys; /* of those that wait; malloc'ed */
    size_t count, size;
} proposals_t;

static void proposals_release (proposals_t *self)
{
    free (self->keys);
}

static qcdc_status proposal_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    (void)arg;
    bool known = count > PROPOSAL_STANDING && strcmp (columns[PROPOSAL_LIST]->name, "list") == 0 &&
                 strcmp (columns[PROPOSAL_CASE]->name, "entry") == 0 &&
                 strcmp (columns[PROPOSAL_STANDING]->name, "standing") == 0;
    return known ? QCDC_OK : QCDC_UNSUPPORTED;
}

/*  A proposal has no address in the answer: it is known by its list, its case, its day and who says so. */
static qcdc_status proposal_cell (size_t column, const char *text, void *arg)
{
    proposals_t *self = arg;
    if (column == PROPOSAL_LIST)
        self->key = KEY_BEGIN;
    if (column == PROPOSAL_LIST || column == PROPOSAL_CASE || column == PROPOSAL_DAY || column == PROPOSAL_BY)
        self->key = key_add (self->key, text);
    if (column != PROPOSAL_STANDING || !text || strcmp (text, "waits") != 0)
        return QCDC_OK;
    address_t *keys = memory_room (self->keys, self->count, &self->size, sizeof *keys);
    if (!keys)
        return QCDC_NO_MEMORY;
    self->keys = keys;
    keys[self->count++] = (address_t){self->key, 1, 0};
    return QCDC_OK;
}

/*  How many of those that wait nobody at this desk was told of. */
static qcdc_status proposals_tell (desk_t *desk, const proposals_t *proposals, fault_t *fault)
{
    told_t told;
    size_t fresh = 0;
    QCDC_TRY (told_open (&told, desk->home.journal, "proposals_told", fault));
    for (size_t i = 0; i < proposals->count; i++)
        fresh += told_keep (&told, &proposals->keys[i]);
    if (fresh > 0)
        fprintf (stderr,
                 ngettext ("qcdc: %zu new case is proposed for a list: qcdc query case_proposals\n",
                           "qcdc: %zu new cases are proposed for lists: qcdc query case_proposals\n", fresh),
                 fresh);
    return told_close (&told, desk->home.journal, QCDC_OK, fault);
}

/*  How many wait, for the desk; what is new is said once, and where --quiet forbids that by the next run without it. */
static void ask_proposals (desk_t *desk, asking_t *query, bool quiet)
{
    fault_t ignored = {0};
    proposals_t proposals QCDC_CLEANUP (proposals_release) = {0};
    const query_sink_t sink = {proposal_columns, proposal_cell, &proposals};
    if (query_run (query, "case_proposals", NULL, 0, &sink, &ignored) != QCDC_OK)
        return;
    if ((!quiet && proposals_tell (desk, &proposals, &ignored) != QCDC_OK) ||
        keep_count (desk->home.journal, "proposals_wait", proposals.count, &ignored) != QCDC_OK)
        journal_rollback (desk->home.journal);
}

/*  ---------------------------------------------------------------- what the rules find in reports that came */

#define ALERTS_MAX 2000u    /* that are told apart: what comes beyond is told once more */
#define ALERT_KEY_BYTES 17u /* 16 digits and a space */

/*  What is told at once, and where it is kept: the day until which it was told, and a key of each that was, the last ones. */
typedef enum { TOLD_ALERT, TOLD_CONTRADICTION, TOLD_COUNT } told_kind;
static const struct {
    const char *severity, *kept;
} TOLD[TOLD_COUNT] = {{"alert", "alerts_told"}, {"contradiction", "contradictions_told"}};

/*  Those of one severity in reports that came since the last ones were told. */
typedef struct {
    char *told; /* malloc'ed */
    char keys[DAY_TEXT_BYTES + ALERTS_MAX * ALERT_KEY_BYTES];
    size_t length, fresh;
} alerts_t;

/*  All that is told is asked at once: to answer the province makes a list of who went into whom, of all periods. */
typedef struct {
    alerts_t kinds[TOLD_COUNT];
    size_t columns;
    int severity, rule, cell, entry, finding, figures_at; /* their places; -1 */
    alerts_t *of;                                         /* of the row that comes; NULL: what is not told */
    uint64_t key;
} findings_asked_t;

static qcdc_status alert_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    findings_asked_t *self = arg;
    self->columns = count;
    self->severity = self->rule = self->cell = self->entry = self->finding = self->figures_at = -1;
    for (size_t i = 0; i < count; i++) {
        self->severity = strcmp (columns[i]->name, "severity") == 0 ? (int)i : self->severity;
        self->rule = strcmp (columns[i]->name, "rule") == 0 ? (int)i : self->rule;
        self->cell = strcmp (columns[i]->name, "cell") == 0 ? (int)i : self->cell;
        self->entry = strcmp (columns[i]->name, "entry") == 0 ? (int)i : self->entry;
        self->finding = strcmp (columns[i]->name, "finding") == 0 ? (int)i : self->finding;
        self->figures_at = strcmp (columns[i]->name, "figures_at") == 0 ? (int)i : self->figures_at;
    }
    return self->severity >= 0 && self->rule >= 0 && self->cell >= 0 && self->entry >= 0 ? QCDC_OK : QCDC_UNSUPPORTED;
}

static alerts_t *alerts_of (findings_asked_t *self, const char *severity)
{
    for (int kind = 0; severity && kind < TOLD_COUNT; kind++)
        if (strcmp (severity, TOLD[kind].severity) == 0)
            return &self->kinds[kind];
    return NULL;
}

static void key_keep (alerts_t *self, const char *key)
{
    if (strstr (self->keys, key) || self->length + ALERT_KEY_BYTES >= sizeof self->keys)
        return;
    memcpy (self->keys + self->length, key, ALERT_KEY_BYTES + 1);
    self->length += ALERT_KEY_BYTES;
}

/*  It is the same one as long as its report is, its rule, its cell and its figures: those that came back are newer. */
static qcdc_status alert_cell (size_t column, const char *text, void *arg)
{
    findings_asked_t *self = arg;
    char key[ALERT_KEY_BYTES + 1];
    if (column == 0) {
        self->key = KEY_BEGIN;
        self->of = NULL;
    }
    if ((int)column == self->severity)
        self->of = alerts_of (self, text);
    if ((int)column == self->rule || (int)column == self->cell || (int)column == self->entry ||
        (int)column == self->finding || (int)column == self->figures_at)
        self->key = key_add (self->key, text);
    if (column + 1 < self->columns || !self->of)
        return QCDC_OK;
    snprintf (key, sizeof key, " %016llx", (unsigned long long)self->key);
    self->of->fresh += !strstr (self->of->told, key);
    key_keep (self->of, key);
    return QCDC_OK;
}

/*  What the answer did not speak of was told all the same: reports that nothing came to since are not asked about. */
static void keep_told (alerts_t *self)
{
    char key[ALERT_KEY_BYTES + 1];
    for (const char *at = strchr (self->told, ' '); at && strlen (at) >= ALERT_KEY_BYTES; at += ALERT_KEY_BYTES) {
        memcpy (key, at, ALERT_KEY_BYTES);
        key[ALERT_KEY_BYTES] = '\0';
        key_keep (self, key);
    }
}

/*  The day before the one on which alerts were last told: clocks differ, and what has been told is known by its key.  NULL: never. */
static const char *alerts_since (const char *told, char text[DAY_TEXT_BYTES])
{
    int32_t day;
    snprintf (text, DAY_TEXT_BYTES, "%.10s", told);
    return day_parse (text, &day) == QCDC_OK ? day_format_iso (day - 1, text) : NULL;
}

static void fresh_say (told_kind kind, size_t fresh)
{
    if (kind == TOLD_ALERT)
        fprintf (
            stderr,
            ngettext (
                "qcdc: %zu new alert in the reports that came; qcdc query rule_findings severity=alert shows it\n",
                "qcdc: %zu new alerts in the reports that came; qcdc query rule_findings severity=alert shows "
                "them\n",
                fresh),
            fresh);
    else
        fprintf (stderr,
                 ngettext ("qcdc: %zu new contradiction between reports of one office; qcdc query rule_findings "
                           "severity=contradiction shows it\n",
                           "qcdc: %zu new contradictions between reports of one office; qcdc query rule_findings "
                           "severity=contradiction shows them\n",
                           fresh),
                 fresh);
}

static void findings_release (findings_asked_t *self)
{
    for (int kind = 0; kind < TOLD_COUNT; kind++)
        journal_free_value (&self->kinds[kind].told);
}

/*  What was told so far; SINCE: the earlier of the days on which, or NULL where one of them never was. */
static qcdc_status findings_begin (desk_t *desk, findings_asked_t *self, char text[DAY_TEXT_BYTES],
                                   const char **since, fault_t *fault)
{
    char one[DAY_TEXT_BYTES];
    *since = NULL;
    for (int kind = 0; kind < TOLD_COUNT; kind++) {
        alerts_t *alerts = &self->kinds[kind];
        QCDC_TRY (journal_get (desk->home.journal, TOLD[kind].kept, &alerts->told, fault));
        day_format_iso (day_of_moment (moment_now ()), alerts->keys);
        alerts->length = strlen (alerts->keys);
        const char *day = alerts_since (alerts->told, one);
        if (kind > 0 && (!*since || (day && strcmp (day, *since) >= 0)))
            continue;
        *since = day ? memcpy (text, one, DAY_TEXT_BYTES) : NULL;
    }
    return QCDC_OK;
}

static qcdc_status findings_keep (desk_t *desk, findings_asked_t *self, fault_t *fault)
{
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    for (int kind = 0; kind < TOLD_COUNT; kind++) {
        keep_told (&self->kinds[kind]);
        QCDC_TRY (journal_set (desk->home.journal, TOLD[kind].kept, self->kinds[kind].keys, fault));
    }
    return journal_commit (desk->home.journal, fault);
}

/*  Says how many of each kind are new, and keeps them as told. */
static qcdc_status ask_findings (desk_t *desk, asking_t *query, findings_asked_t *asked, fault_t *fault)
{
    char text[DAY_TEXT_BYTES];
    query_key_t since = {"since", NULL};
    const query_sink_t sink = {alert_columns, alert_cell, asked};
    QCDC_TRY (findings_begin (desk, asked, text, &since.value, fault));
    QCDC_TRY (query_run (query, "rule_findings", &since, since.value ? 1 : 0, &sink, fault));
    for (int kind = 0; kind < TOLD_COUNT; kind++)
        if (asked->kinds[kind].fresh > 0)
            fresh_say ((told_kind)kind, asked->kinds[kind].fresh);
    return findings_keep (desk, asked, fault);
}

static void tell_findings (desk_t *desk, asking_t *query)
{
    fault_t ignored = {0};
    findings_asked_t *asked = calloc (1, sizeof *asked);
    if (!asked)
        return;
    if (ask_findings (desk, query, asked, &ignored) != QCDC_OK)
        journal_rollback (desk->home.journal);
    findings_release (asked);
    free (asked);
}

/*  All that counted has been sent and fetched by now, so that whatever goes wrong here is no failure: it is asked again next time. */
static void ask_province (desk_t *desk, const sync_options_t *options)
{
    fault_t ignored = {0};
    bool later = false;
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    int wait_ms = options->patience_ms > 0 && options->patience_ms < ASK_MS ? options->patience_ms : ASK_MS;
    if (query_open (&desk->home, wait_ms, &query, &later, &ignored) != QCDC_OK)
        return;
    ask_erasures (desk, query);
    ask_reviews (desk, query);
    ask_proposals (desk, query, options->quiet);
    (void)!crossing_ask (desk, query, &ignored);
    if (!options->quiet)
        tell_findings (desk, query);
}

/*  What another office has handed over is nobody's work before it is taken in. */
static qcdc_status tell_incoming (desk_t *desk, fault_t *fault)
{
    unsigned long waiting;
    QCDC_TRY (hand_over_waiting (desk, &waiting, fault));
    if (waiting)
        printf (ngettext ("%lu petition handed over to this office waits to be taken in: qcdc petition incoming\n",
                          "%lu petitions handed over to this office wait to be taken in: qcdc petition incoming\n",
                          waiting),
                waiting);
    return QCDC_OK;
}

/*  What a former program remembered in this home alone becomes the office's, once what that has remembered is here: sent at once, by a second
 *  run that happens once. */
static qcdc_status adopt_memory (desk_t *desk, const sync_options_t *options, sync_result_t *result, fault_t *fault)
{
    sync_result_t second;
    bool filed;
    QCDC_TRY (register_memory_adopt (desk, &filed, fault));
    if (!filed)
        return QCDC_OK;
    QCDC_TRY (sync_run (&desk->home, options, &second, &desk->later, fault));
    result->sent += second.sent;
    result->received += second.received;
    result->rejected += second.rejected;
    return QCDC_OK;
}

static qcdc_status synchronise (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const sync_options_t *options = arg;
    sync_result_t result;
    sync_standing_t standing;
    (void)args;
    QCDC_TRY (published_pin (desk->home.journal, desk->home.path, fault));
    QCDC_TRY (rules_told_begin (desk, fault));
    QCDC_TRY (sync_run (&desk->home, options, &result, &desk->later, fault));
    QCDC_TRY (adopt_memory (desk, options, &result, fault));
    if (desk->home.role == ROLE_PROVINCE)
        ask_province (desk, options);
    if (desk->home.role == ROLE_REPORTER)
        QCDC_TRY (apart_ask (desk, options->patience_ms, options->quiet, fault));
    QCDC_TRY (exposed_scans_drop (desk, fault));
    if (options->quiet)
        return QCDC_OK;
    QCDC_TRY (refused_count (desk, &standing, fault));
    sync_report (&result, &standing);
    QCDC_TRY (newer_tell (desk, stderr, fault));
    QCDC_TRY (tell_returned (desk, fault));
    QCDC_TRY (crossing_tell (desk, stderr, fault));
    QCDC_TRY (listings_tell (desk, stderr, fault));
    QCDC_TRY (notices_tell (desk, stderr, fault));
    QCDC_TRY (items_tell (desk, stderr, fault));
    QCDC_TRY (rules_tell (desk, stderr, fault));
    if (result.received > 0 && desk->home.role == ROLE_REPORTER)
        QCDC_TRY (tell_incoming (desk, fault));
    if (result.sent + result.received > 0) {
        QCDC_TRY (tell_other_words (desk, fault));
        QCDC_TRY (own_findings_tell (desk, fault));
    }
    return exposed_tell (desk, stderr, NULL, fault);
}

int command_sync (const command_t *command)
{
    static const desk_work_t WORK = {.parse = read_line, .work = synchronise};
    sync_options_t options = {0};
    return command_at_desk (command, &WORK, &options);
}
