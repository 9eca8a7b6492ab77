/*  command_desk.c — qcdc alone: in three lines, what state this desk is in and what to do next.
 *
 *  All of it from the home; nothing is asked over a line, and nobody waits.  What comes next is what hurts most: what was refused,
 *  what has not left, what is owed. */

#include "commands/command.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/duty.h"
#include "commands/refused.h"
#include "commands/report_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEARS_BACK 1

typedef struct {
    const form_t *form; /* NULL: nothing is owed */
    period_t period;
    size_t count;
} owed_t;

static qcdc_status report_stands (desk_t *desk, const form_t *form, const period_t *period, bool *stands,
                                  fault_t *fault)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_read (desk, desk->home.office->code, form->code, period->name, &view, fault));
    *stands = view.found && !view.report.voided;
    return QCDC_OK;
}

/*  A period of form CODE that is over, whose day has come or comes, and for which nothing stands. */
static qcdc_status owed_take (desk_t *desk, const char *code, const char *name, int32_t today, owed_t *owed,
                              fault_t *fault)
{
    period_t period;
    bool stands;
    const form_t *form = period_form (desk->home.catalog, code, name, &period);
    if (!form || period.to >= today || period.due_on == QCDC_DAY_MAX ||
        !duty_owed (desk->home.catalog, desk->home.office, form, &period, today))
        return QCDC_OK;
    QCDC_TRY (report_stands (desk, form, &period, &stands, fault));
    if (stands)
        return QCDC_OK;
    owed->count++;
    if (!owed->form || period.due_on > owed->period.due_on) {
        owed->form = form;
        owed->period = period;
    }
    return QCDC_OK;
}

/*  What this office owes of this year and the last; the one that is due last is named, for it can still be in time. */
static qcdc_status owed_find (desk_t *desk, owed_t *owed, fault_t *fault)
{
    static const char *const KINDS[] = {"", "-H1", "-9M", "-Q1", "-Q2", "-Q3", "-Q4"};
    const home_t *home = &desk->home;
    int32_t today = day_of_moment (moment_now ());
    int year = atoi (day_format_iso (today, (char[DAY_TEXT_BYTES]){0}));
    for (size_t i = 0; home->role == ROLE_REPORTER && home->office->forms[i]; i++) {
        for (int back = 0; back <= YEARS_BACK; back++)
            for (size_t k = 0; k < sizeof KINDS / sizeof *KINDS; k++) {
                char name[24];
                snprintf (name, sizeof name, "%04d%s", year - back, KINDS[k]);
                QCDC_TRY (owed_take (desk, home->office->forms[i], name, today, owed, fault));
            }
    }
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

static void print_state (const journal_counts_t *counts, const sync_standing_t *refused, const owed_t *owed)
{
    bool any = false;
    print_count (ngettext ("%lu entry not sent", "%lu entries not sent", (unsigned long)counts->unsent),
                 counts->unsent, &any);
    print_count (ngettext ("%lu entry refused", "%lu entries refused", (unsigned long)refused->rejected),
                 refused->rejected, &any);
    print_count (ngettext ("%lu entry without effect", "%lu entries without effect", (unsigned long)refused->in_vain),
                 refused->in_vain, &any);
    print_count (ngettext ("%lu entry waiting", "%lu entries waiting", (unsigned long)refused->waiting),
                 refused->waiting, &any);
    print_count (ngettext ("%lu report owed", "%lu reports owed", owed->count), owed->count, &any);
    fputs (any ? "" : _ ("everything is sent, and nothing is owed"), stdout);
    if (owed->form) {
        char day[DAY_TEXT_BYTES];
        bool late = owed->period.due_on < day_of_moment (moment_now ());
        printf (late ? _ (" (%s %s was due on %s)") : _ (" (%s %s is due on %s)"), owed->form->code,
                owed->period.name, day_format_people (owed->period.due_on, day));
    }
    putchar ('\n');
}

static void print_next (const journal_counts_t *counts, const sync_standing_t *refused, const owed_t *owed, bool synced)
{
    fputs (_ ("Next: "), stdout);
    if (refused->rejected || refused->in_vain)
        puts (_ ("qcdc rejected says what was refused, why, and what to do"));
    else if (counts->unsent || !synced)
        puts (_ ("qcdc sync sends what is here and fetches what others wrote"));
    else if (owed->form)
        printf (_ ("qcdc report template %s %s > FILE, fill it, qcdc report file FILE\n"), owed->form->code,
                owed->period.name);
    else
        puts (_ ("enter what comes in; qcdc --help names all commands"));
}

static qcdc_status print_desk (desk_t *desk, fault_t *fault)
{
    journal_counts_t counts;
    sync_standing_t refused;
    owed_t owed = {0};
    char *last QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_counts (desk->home.journal, &counts, fault));
    QCDC_TRY (refused_count (desk, &refused, fault));
    QCDC_TRY (journal_get (desk->home.journal, "last_sync", &last, fault));
    QCDC_TRY (owed_find (desk, &owed, fault));
    char *moment = *last ? people_format (QCDC__COLUMN_TYPE__TIMESTAMP, last) : NULL;
    printf ("%s (%s); ", desk->home.office->name, desk->home.office->code);
    if (moment)
        printf (_ ("last synchronised %s\n"), moment);
    else
        printf ("%s\n", _ ("not synchronised yet"));
    free (moment);
    print_state (&counts, &refused, &owed);
    print_next (&counts, &refused, &owed, *last);
    return QCDC_OK;
}

/*  Whoever has no home yet gets the way to one. */
static int print_stranger (const char *home)
{
    printf (_ ("No device has joined in %s yet.\n"), home);
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
