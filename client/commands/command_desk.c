/*  command_desk.c — qcdc alone: in three lines, what state this desk is in and what to do next.
 *
 *  All of it from the home; nothing is asked over a line, and nobody waits.  What comes next is what hurts most: what was refused,
 *  what has not left, what is owed. */

#include "commands/command_report.h"

#include "attention/exposed_told.h"
#include "attention/refused.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/text.h"
#include "catalogue/duty.h"
#include "conclusions/item_view.h"
#include "conclusions/notice_view.h"
#include "petitions/hand_over_view.h"
#include "petitions/taken_twice.h"
#include "registers/listing_told.h"
#include "reports/crossing.h"
#include "reports/report_review_view.h"
#include "reports/rules_told.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  How many of the reports that are owed are named. */
#define OWED_NAMED 3u

typedef struct {
    const form_t *form;
    period_t period;
    int32_t due_on;
} owing_t;

typedef struct {
    size_t count, inherited;    /* of them those that passed to this office from another one */
    owing_t taken;              /* of those, the one that is due last */
    owing_t latest[OWED_NAMED]; /* those that are due last, the last one first; form NULL: no more */
} owed_t;

/*  All that is said, read from the home. */
typedef struct {
    const home_t *home;
    journal_counts_t counts;
    sync_standing_t refused;
    owed_t owed;
    unsigned long exposed; /* texts of denunciations that tell who denounces */
    returned_t returned, reopened;
    unsigned long asked;    /* texts that offices want erased, as the last sync of a province's device saw it */
    unsigned long filed;    /* reports that wait for review, likewise */
    unsigned long proposed; /* cases that offices propose for lists and that wait, likewise */
    unsigned long unread;   /* notices that nobody of the office has read */
    item_counts_t tasks;
    unsigned long alerts, late; /* cases on lists that tell at once; and those that were to be looked at by now */
    unsigned long twice;        /* hand-overs that two devices of the office took in */
    unsigned long incoming;     /* petitions that other offices have handed over, and nobody has answered */
    bool revoked;               /* the server said so, and has not taken it back since */
    char *synced;               /* malloc'ed; "" before the first one */
} state_t;

/*  ---------------------------------------------------------------- what is owed */

typedef struct {
    desk_t *desk;
    const form_t *form;
    int32_t today;
    owed_t *owed;
    fault_t *fault;
} owing_search_t;

static qcdc_status report_stands (desk_t *desk, const form_t *form, const period_t *period, bool *stands,
                                  fault_t *fault)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_read (desk, desk->home.office->code, form->code, period->name, &view, fault));
    *stands = view.found && !view.report.voided;
    return QCDC_OK;
}

static void owed_name (owed_t *owed, const form_t *form, const period_t *period, int32_t due_on)
{
    size_t place = OWED_NAMED;
    while (place > 0 && (!owed->latest[place - 1].form || due_on > owed->latest[place - 1].due_on))
        place--;
    if (place == OWED_NAMED)
        return;
    memmove (owed->latest + place + 1, owed->latest + place, (OWED_NAMED - 1 - place) * sizeof *owed->latest);
    owed->latest[place] = (owing_t){form, *period, due_on};
}

/*  A period that is over, whose day has come or comes, and for which nothing stands. */
static qcdc_status owed_take (const period_t *period, int32_t due_on, void *arg)
{
    const owing_search_t *search = arg;
    bool stands;
    if (period->to >= search->today || due_on == QCDC_DAY_MAX)
        return QCDC_OK;
    QCDC_TRY (report_stands (search->desk, search->form, period, &stands, search->fault));
    if (stands)
        return QCDC_OK;
    search->owed->count++;
    if (duty_predecessor (search->desk->home.catalog, search->desk->home.office, search->form->code, period->name,
                          NULL)) {
        if (!search->owed->inherited++ || due_on > search->owed->taken.due_on)
            search->owed->taken = (owing_t){search->form, *period, due_on};
    }
    owed_name (search->owed, search->form, period, due_on);
    return QCDC_OK;
}

/*  What this office owes of all periods, as the province counts it; those due last are named, for they can still be in time. */
static qcdc_status owed_find (desk_t *desk, owed_t *owed, fault_t *fault)
{
    const home_t *home = &desk->home;
    owing_search_t search = {.desk = desk, .today = day_of_moment (moment_now ()), .owed = owed, .fault = fault};
    for (size_t i = 0; home->role == ROLE_REPORTER && i < home->catalog->form_count; i++) {
        search.form = &home->catalog->forms[i];
        QCDC_TRY (duty_each (home->catalog, home->office, search.form, search.today, owed_take, &search));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what is late, at the province */

typedef struct {
    int32_t today;
    period_t latest; /* name "": none */
    int32_t due_on;
} late_search_t;

static qcdc_status late_take (const period_t *period, int32_t due_on, void *arg)
{
    late_search_t *search = arg;
    if (due_on < search->today && (!*search->latest.name || due_on > search->due_on)) {
        search->latest = *period;
        search->due_on = due_on;
    }
    return QCDC_OK;
}

/*  The last period whose reports should all be there. */
static qcdc_status late_find (const catalog_t *catalog, late_search_t *search)
{
    *search = (late_search_t){.today = day_of_moment (moment_now ())};
    for (size_t i = 0; i < catalog->office_count; i++)
        for (size_t k = 0; k < catalog->form_count; k++)
            QCDC_TRY (
                duty_each (catalog, &catalog->offices[i], &catalog->forms[k], search->today, late_take, search));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- three lines */

static void print_count (const char *format, uint64_t count, bool *any)
{
    if (!count)
        return;
    fputs (*any ? ", " : "", stdout);
    printf (format, (unsigned long)count);
    *any = true;
}

static void print_owed (const owed_t *owed)
{
    const owing_t *last = owed->latest;
    char day[DAY_TEXT_BYTES], before[OWED_NAMED * 64] = "";
    size_t used = 0, named = 1;
    if (!last->form)
        return;
    for (; named < OWED_NAMED && owed->latest[named].form && used < sizeof before; named++) {
        const owing_t *owing = &owed->latest[named];
        bool other = owing->form != last->form;
        used += (size_t)snprintf (before + used, sizeof before - used, "%s%s%s%s", used ? ", " : "",
                                  other ? owing->form->code : "", other ? " " : "", owing->period.name);
    }
    bool late = last->due_on < day_of_moment (moment_now ());
    printf (late ? _ (" (%s %s was due on %s") : _ (" (%s %s is due on %s"), last->form->code, last->period.name,
            day_format_people (last->due_on, day));
    if (used)
        printf (_ ("; before it %s%s"), before, owed->count > named ? ", …" : "");
    putchar (')');
}

/*  Of what is owed, what was another office's duty: whoever never filed that form would not look for it. */
static void print_inherited (const state_t *state)
{
    const owed_t *owed = &state->owed;
    const owing_t *taken = &owed->taken;
    char names[160] = "";
    const office_t *before = NULL;
    if (!owed->inherited)
        return;
    while ((before = duty_predecessor (state->home->catalog, state->home->office, taken->form->code,
                                       taken->period.name, before)) != NULL) {
        size_t used = strlen (names);
        snprintf (names + used, sizeof names - used, "%s%s", used ? ", " : "", before->code);
    }
    printf (ngettext ("%zu of them was to be reported by another office: %s %s by %s\n",
                      "%zu of them were to be reported by other offices, one of them %s %s by %s\n", owed->inherited),
            owed->inherited, taken->form->code, taken->period.name, names);
}

static void print_state (const state_t *state)
{
    const journal_counts_t *counts = &state->counts;
    const sync_standing_t *refused = &state->refused;
    bool any = false;
    print_count (ngettext ("%lu entry not sent", "%lu entries not sent", (unsigned long)counts->unsent),
                 counts->unsent, &any);
    print_count (ngettext ("%lu entry refused", "%lu entries refused", (unsigned long)refused->rejected),
                 refused->rejected, &any);
    print_count (ngettext ("%lu entry without effect", "%lu entries without effect", (unsigned long)refused->in_vain),
                 refused->in_vain, &any);
    print_count (ngettext ("%lu entry waiting", "%lu entries waiting", (unsigned long)refused->waiting),
                 refused->waiting, &any);
    print_count (ngettext ("%lu text that tells who denounces", "%lu texts that tell who denounces", state->exposed),
                 state->exposed, &any);
    print_count (ngettext ("%lu petition handed over to this office waits to be taken in",
                           "%lu petitions handed over to this office wait to be taken in", state->incoming),
                 state->incoming, &any);
    print_count (ngettext ("%lu petition handed over to this office was taken in twice",
                           "%lu petitions handed over to this office were taken in twice", state->twice),
                 state->twice, &any);
    print_count (ngettext ("%lu report returned", "%lu reports returned", (unsigned long)state->returned.count),
                 state->returned.count, &any);
    print_count (ngettext ("%lu report reopened", "%lu reports reopened", (unsigned long)state->reopened.count),
                 state->reopened.count, &any);
    print_count (ngettext ("%lu report owed", "%lu reports owed", state->owed.count), state->owed.count, &any);
    print_owed (&state->owed);
    print_count (
        ngettext ("%lu text that its office wants erased", "%lu texts that their offices want erased", state->asked),
        state->asked, &any);
    print_count (ngettext ("%lu report waits for review", "%lu reports wait for review", state->filed), state->filed,
                 &any);
    print_count (ngettext ("%lu case is proposed for a list", "%lu cases are proposed for lists", state->proposed),
                 state->proposed, &any);
    print_count (ngettext ("%lu case on a list that alerts", "%lu cases on lists that alert", state->alerts),
                 state->alerts, &any);
    print_count (ngettext ("%lu case on a list was to be looked at again by now",
                           "%lu cases on lists were to be looked at again by now", state->late),
                 state->late, &any);
    print_count (ngettext ("%lu notice to read", "%lu notices to read", state->unread), state->unread, &any);
    print_count (ngettext ("%lu task to do", "%lu tasks to do", state->tasks.todo), state->tasks.todo, &any);
    print_count (ngettext ("%lu task overdue", "%lu tasks overdue", state->tasks.overdue), state->tasks.overdue,
                 &any);
    print_count (ngettext ("%lu task reported: accept or return it", "%lu tasks reported: accept or return them",
                           state->tasks.reported),
                 state->tasks.reported, &any);
    if (any)
        putchar ('\n');
    else if (state->home->role == ROLE_ANALYST)
        puts (_ ("this device reads figures and has nothing to send"));
    else if (state->home->role == ROLE_PROVINCE)
        puts (state->home->catalog->form_count ? _ ("everything is sent")
                                               : _ ("everything is sent; no form has been published yet"));
    else
        puts (_ ("everything is sent, and nothing is owed"));
}

/*  What the province's desk has to do where nothing of its own is left: no office waits longer than for its decision.  A province
 *  that was founded has its own office and nothing else: nobody can file before it has published what. */
static qcdc_status print_next_province (const state_t *state)
{
    late_search_t late;
    QCDC_TRY (late_find (state->home->catalog, &late));
    if (state->asked)
        puts (_ ("qcdc query erasures_asked says which texts, and why; qcdc erase ADDRESS REASON erases one"));
    else if (!state->home->catalog->form_count)
        puts (_ (
            "qcdc publish FOLDER --check says what the tables of a folder would publish: units, offices, forms …"));
    else if (state->filed && *late.latest.name)
        printf (
            _ ("qcdc review list state=filed names the reports to review; qcdc query reporting_status period=%s says "
               "which are late\n"),
            late.latest.name);
    else if (state->filed)
        puts (_ ("qcdc review list state=filed names the reports to review"));
    else if (state->proposed)
        puts (_ ("qcdc query case_proposals says which cases; qcdc list put puts one on its list, qcdc list decline "
                 "declines it"));
    else if (*late.latest.name)
        printf (_ ("qcdc query reporting_status period=%s says which reports are late\n"), late.latest.name);
    else
        puts (_ ("qcdc query lists what can be asked; qcdc --help names all commands"));
    return QCDC_OK;
}

static qcdc_status print_next (const state_t *state)
{
    const owing_t *owing = state->owed.latest;
    fputs (_ ("Next: "), stdout);
    if (state->revoked)
        printf (
            _ ("join in another folder by a new invitation (qcdc --home FOLDER join FILE), and there: qcdc rescue "
               "%s\n"),
            state->home->path);
    else if (state->refused.rejected || state->refused.in_vain)
        puts (_ ("qcdc rejected says what was refused, why, and what to do"));
    else if (state->home->role == ROLE_ANALYST)
        puts (_ ("qcdc query lists what can be asked; qcdc --help names all commands"));
    else if (state->counts.unsent || !*state->synced)
        puts (_ ("qcdc sync sends what is here and fetches what others wrote"));
    else if (state->home->role == ROLE_PROVINCE)
        return print_next_province (state);
    else if (state->returned.count)
        printf (_ ("qcdc report show %s %s says why the province returned it, and what to do\n"),
                state->returned.form, state->returned.period);
    else if (state->incoming)
        puts (_ ("qcdc petition incoming names what was handed over; take each in, or return it"));
    else if (state->twice)
        puts (_ ("qcdc petition incoming names what was taken in twice; qcdc petition show NUMBER says what to do"));
    else if (owing->form)
        printf (_ ("qcdc report template %s %s > FILE, fill it, qcdc report file FILE\n"), owing->form->code,
                owing->period.name);
    else if (state->home->office->takes_petitions)
        puts (_ ("enter what comes in; qcdc --help names all commands"));
    else
        puts (_ ("qcdc --help names all commands"));
    return QCDC_OK;
}

/*  The first line: whose desk it is, and how fresh what it knows is. */
static void print_office (const state_t *state)
{
    char *moment = *state->synced ? people_format (QCDC__COLUMN_TYPE__TIMESTAMP, state->synced) : NULL;
    printf ("%s (%s); ", state->home->office->name, state->home->office->code);
    if (state->revoked)
        printf ("%s\n", _ ("this device has been revoked"));
    else if (moment)
        printf (_ ("last synchronised %s\n"), moment);
    else if (state->home->role == ROLE_ANALYST)
        printf ("%s\n", _ ("it asks, and keeps nothing here"));
    else
        printf ("%s\n", _ ("not synchronised yet"));
    free (moment);
}

static qcdc_status state_read (desk_t *desk, state_t *state, fault_t *fault)
{
    journal_t *journal = desk->home.journal;
    char *revoked QCDC_CLEANUP (journal_free_value) = NULL, *asked QCDC_CLEANUP (journal_free_value) = NULL;
    char *filed QCDC_CLEANUP (journal_free_value) = NULL, *proposed QCDC_CLEANUP (journal_free_value) = NULL;
    state->home = &desk->home;
    QCDC_TRY (journal_counts (journal, &state->counts, fault));
    QCDC_TRY (refused_count (desk, &state->refused, fault));
    QCDC_TRY (exposed_tell (desk, NULL, &state->exposed, fault));
    QCDC_TRY (journal_get (journal, "last_sync", &state->synced, fault));
    QCDC_TRY (journal_get (journal, "revoked", &revoked, fault));
    QCDC_TRY (journal_get (journal, "erasures_asked", &asked, fault));
    QCDC_TRY (journal_get (journal, "reviews_wait", &filed, fault));
    QCDC_TRY (journal_get (journal, "proposals_wait", &proposed, fault));
    state->revoked = *revoked;
    state->proposed = strtoul (proposed, NULL, 10);
    state->asked = strtoul (asked, NULL, 10);
    state->filed = strtoul (filed, NULL, 10);
    QCDC_TRY (report_returned (desk, &state->returned, &state->reopened, fault));
    QCDC_TRY (listings_count (desk, &state->alerts, &state->late, fault));
    if (desk->home.role == ROLE_REPORTER) {
        QCDC_TRY (hand_over_waiting (desk, &state->incoming, fault));
        QCDC_TRY (taken_twice_count (desk, &state->twice, fault));
    }
    QCDC_TRY (notices_unread (desk, &state->unread, fault));
    QCDC_TRY (items_count (desk, &state->tasks, fault));
    return owed_find (desk, &state->owed, fault);
}

static qcdc_status print_desk (desk_t *desk, fault_t *fault)
{
    state_t state = {0};
    qcdc_status status = state_read (desk, &state, fault);
    if (status == QCDC_OK) {
        print_office (&state);
        print_state (&state);
        print_inherited (&state);
        if (state.exposed)
            status = exposed_tell (desk, stdout, NULL, fault);
        if (status == QCDC_OK)
            status = crossing_tell (desk, stdout, fault);
        if (status == QCDC_OK)
            status = rules_tell (desk, stdout, fault);
        if (status == QCDC_OK)
            status = print_next (&state);
    }
    journal_free_value (&state.synced);
    return status;
}

/*  Whoever has no home yet gets the way to one. */
static int print_stranger (const char *home)
{
    text_say (stdout, _ ("No device has joined in %s yet.\n"), home);
    puts (_ ("Ask the provincial office for an invitation, a small file for this device alone."));
    puts (_ ("Next: qcdc join FILE, with that file; qcdc --help names all commands"));
    return EXIT_DONE;
}

int command_desk (const command_t *command)
{
    desk_t desk;
    fault_t fault = {0};
    qcdc_status status = desk_open_within (command->home, 0, &desk, &fault);
    if (status == QCDC_NOT_FOUND)
        return print_stranger (command->home);
    if (status == QCDC_OK) {
        status = print_desk (&desk, &fault);
        desk_close (&desk);
    }
    if (status == QCDC_OK)
        return EXIT_DONE;
    fault.status = status;
    return command_fail (&fault);
}
