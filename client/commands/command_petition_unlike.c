/*  command_petition_unlike.c — qcdc petition unlike: two petitions are not the same, and are offered as a pair no more; --undo takes that
 *  back.
 *
 *  An office tells its own petitions apart; the province any two, of which the server is asked. */

#include "commands/command_petition.h"
#include "texts/identity_text.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "commands/taking_back.h"
#include "facts/make.h"
#include "petitions/petition_row.h"
#include "petitions/petition_view.h"
#include "registers/matter_view.h"
#include "registers/unlike_view.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SWITCH_CONFIRM = 1, SWITCH_UNDO = 2 };

/*  One of the two, of this office or of another one. */
typedef struct {
    petition_views_t views;
    petition_t foreign;
    const petition_t *petition;
} named_t;

static void named_release (named_t *self)
{
    petition_views_release (&self->views);
    petition_release (&self->foreign);
}

static qcdc_status named_read (desk_t *desk, const args_t *args, const char *name, named_t *named, fault_t *fault)
{
    foreign_t foreign;
    petition_view_t *view;
    move_t *move;
    char office[64];
    const char *number;
    if (!foreign_name (desk, name, office, &number)) {
        QCDC_TRY (petition_find_named (desk, number, &named->views, &view, &move, fault));
        named->petition = &view->petition;
        return QCDC_OK;
    }
    if (desk->home.role != ROLE_PROVINCE)
        return fault_set (fault, QCDC_NOT_YOURS, NULL, _ ("%s is a petition of another office"), name);
    QCDC_TRY (foreign_find (desk, true, name, args->patience_ms, &foreign, fault));
    named->foreign.thing.matter = &PETITION_MATTER;
    named->foreign.thing.entry = foreign.entry;
    named->foreign.thing.office = foreign.office;
    named->foreign.received_on = foreign.day;
    snprintf (named->foreign.related, sizeof named->foreign.related, "%s", foreign.linked);
    named->foreign.local_no = strdup (foreign.local_no);
    named->petition = &named->foreign;
    return named->foreign.local_no ? QCDC_OK
                                   : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  Of a petition of another office nobody here knows whether it is a denunciation: who denounces must not be told in any case. */
static int strictest_kind (const named_t *a, const named_t *b)
{
    bool known = a->petition != &a->foreign && b->petition != &b->foreign;
    bool denounces =
        a->petition->kind == QCDC__PETITION_KIND__TO_CAO || b->petition->kind == QCDC__PETITION_KIND__TO_CAO;
    return known && !denounces ? a->petition->kind : QCDC__PETITION_KIND__TO_CAO;
}

static qcdc_status say (desk_t *desk, const args_t *args, const named_t *a, const named_t *b, const unlike_t *holder,
                        char *reason, bool *appended, fault_t *fault)
{
    Qcdc__PairDismissed dismissed = QCDC__PAIR_DISMISSED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref_a, ref_b;
    dismissed.on = day_of_moment (moment_now ());
    if (args_value (args, "on"))
        QCDC_TRY (args_day ("on", args_value (args, "on"), &dismissed.on, fault));
    else if (holder)
        dismissed.on = holder->on; /* what is said again on another day is the same */
    /* Whichever is named first. */
    bool turned =
        holder && (holder->one.origin != a->petition->entry.origin || holder->one.seq != a->petition->entry.seq);
    ref_set (turned ? &ref_b : &ref_a, &a->petition->entry);
    ref_set (turned ? &ref_a : &ref_b, &b->petition->entry);
    dismissed.a = &ref_a;
    dismissed.b = &ref_b;
    Qcdc__Fact fact = fact_of_unlike (&dismissed);
    text.reason = reason;
    judge_input_t input = desk_input (desk);
    input.target = input.source = TARGET_THING;
    input.thing = turned ? &b->petition->thing : &a->petition->thing;
    input.source_thing = turned ? &a->petition->thing : &b->petition->thing;
    input.target_office = a->petition->office;
    input.holder = holder ? &holder->thing : NULL;
    return desk_append (desk, &input, &fact, &text, false, appended, NULL, fault);
}

static qcdc_status undo (desk_t *desk, const args_t *args, const unlike_t *holder, char *reason, bool *appended,
                         fault_t *fault)
{
    if (!holder)
        return fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("this office has not told %s and %s apart"), args->words[0],
                          args->words[1]);
    judge_input_t input = desk_input (desk);
    input.target = TARGET_THING;
    input.thing = &holder->thing;
    input.target_office = holder->office;
    return take_back (desk, &input, &holder->entry, reason, appended, fault);
}

static qcdc_status tell_apart (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    named_t a QCDC_CLEANUP (named_release) = {0}, b QCDC_CLEANUP (named_release) = {0};
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    const char *given = args_value (args, "reason");
    unlike_t holder;
    bool is_held, confirmed = (args->switched & SWITCH_CONFIRM) != 0;
    QCDC_TRY (reason_wanted (given, fault));
    QCDC_TRY (named_read (desk, args, args->words[0], &a, fault));
    QCDC_TRY (named_read (desk, args, args->words[1], &b, fault));
    QCDC_TRY (reason_clean (given, confirmed, strictest_kind (&a, &b), &reason, fault));
    QCDC_TRY (unlike_find (desk, &a.petition->entry, &b.petition->entry, &holder, &is_held, fault));
    const unlike_t *held = is_held ? &holder : NULL;
    return args->switched & SWITCH_UNDO ? undo (desk, args, held, reason, arg, fault)
                                        : say (desk, args, &a, &b, held, reason, arg, fault);
}

static int told (const args_t *args, void *arg)
{
    const bool *appended = arg;
    if (args->switched & SWITCH_UNDO)
        puts (_ ("taken back"));
    else
        puts (*appended ? _ ("told apart") : _ ("nothing new: they were told apart already"));
    return EXIT_DONE;
}

int petition_unlike (const command_t *command)
{
    static const char *const KEYS[] = {"on", "reason", NULL}, *const SWITCHES[] = {CONFIRM_NAMES, "--undo", NULL};
    static const desk_work_t WORK = {
        .line = {.words_min = 2, .words_max = 2, .keys = KEYS, .switches = SWITCHES, .takes_patience = true},
        .work = tell_apart,
        .writes = true,
        .done = told};
    bool appended = false;
    return command_at_desk (command, &WORK, &appended);
}
