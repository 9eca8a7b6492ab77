/*  command_petition_transfer.c — qcdc petition hand-over, take-in, return, reply: petitions that go from office to office.
 *
 *  Each is one transaction.  What is taken in is answered first and received then: of two devices that take the same petition in, the
 *  province takes one answer, and what the other one received rests on none. */

#include "commands/command_petition.h"
#include "texts/identity_text.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "base/text_identity.h"
#include "facts/make.h"
#include "matters/petition_columns.h"
#include "matters/petition_transfer.h"
#include "petitions/hand_over_view.h"
#include "petitions/petition_identity.h"
#include "petitions/petition_name.h"
#include "petitions/petition_row.h"
#include "petitions/petition_transfer_answer.h"
#include "petitions/taken_twice.h"
#include "rules/reference.h"
#include "texts/given.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const CONFIRMING[] = {CONFIRM_NAMES, NULL};

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the petition cannot be read"));
}

static int said (const args_t *args, void *arg)
{
    const bool *appended = arg;
    (void)args;
    puts (*appended ? _ ("entered") : _ ("nothing new: it is there already"));
    return EXIT_DONE;
}

/*  The day that KEY of ARGS says, or today. */
static qcdc_status day_given (const args_t *args, const char *key, int32_t *day, fault_t *fault)
{
    *day = day_of_moment (moment_now ());
    return args_value (args, key) ? args_day (key, args_value (args, key), day, fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- hand-over */

/*  What a hand-over is made of; points into the petition. */
typedef struct {
    Qcdc__PetitionHandedOver handed;
    Qcdc__Ref ref;
    petition_said_t said;
    Qcdc__PetitionMoved steps[QCDC_STEPS_COUNT_MAX], *moves[QCDC_STEPS_COUNT_MAX];
} handing_t;

static void handing_fill (handing_t *self, const petition_t *petition)
{
    qcdc__petition_handed_over__init (&self->handed);
    ref_set (&self->ref, &petition->entry);
    self->handed.petition = &self->ref;
    petition_say (petition, &self->said);
    self->said.received.blind = NULL; /* nor is it told to others whose petition it is */
    self->handed.received = &self->said.received;
    self->handed.moves = self->moves;
    for (size_t i = 0; i < petition->move_count && self->handed.n_moves < QCDC_STEPS_COUNT_MAX; i++)
        if (!petition->moves[i].voided && petition->moves[i].move != PETITION_NO_MOVE) {
            move_say (&petition->moves[i], &self->steps[self->handed.n_moves]);
            self->moves[self->handed.n_moves] = &self->steps[self->handed.n_moves];
            self->handed.n_moves++;
        }
    self->handed.hops = (uint32_t)transfer_hops (petition);
    self->handed.seen_at_us = petition->newest_us;
}

/*  The code of the office that NAMED means on DAY: a code in small letters, or a name; NAMED where there is none. */
static const char *office_meant (const catalog_t *catalog, const char *named, int32_t day)
{
    char folded[256], other[256];
    if (catalog_office_on (catalog, named, day))
        return named;
    text_fold (named, folded, sizeof folded);
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        if (catalog_office_on (catalog, office->code, day) == office &&
            (strcmp (text_fold (office->code, other, sizeof other), folded) == 0 ||
             strcmp (text_fold (office->name, other, sizeof other), folded) == 0))
            return office->code;
    }
    return named;
}

static qcdc_status hand_over (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    bool *appended = arg;
    const char *to = args_value (args, "to"), *given = args_value (args, "reason");
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view;
    move_t *move;
    char *reason QCDC_CLEANUP (memory_free) = NULL, *article QCDC_CLEANUP (memory_free) = NULL;
    handing_t *made QCDC_CLEANUP (memory_free) = calloc (1, sizeof *made);
    int32_t on;
    if (!made)
        return out_of_memory (fault);
    if (!to || !*to)
        return fault_set (fault, QCDC_USAGE, "to", "%s", _ ("the office that it goes to is missing: to=OFFICE"));
    QCDC_TRY (day_given (args, "on", &on, fault));
    to = office_meant (desk->home.catalog, to, on);
    QCDC_TRY (article_clean (args_value (args, "article"), &article, fault));
    QCDC_TRY (reference_rules (desk->home.catalog, fault)); /* how often it may be is a constant of theirs */
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    QCDC_TRY (reason_clean (given, args->switched != 0, view->petition.kind, &reason, fault));
    handing_fill (made, &view->petition);
    made->handed.to_office = (char *)to;
    made->handed.on = on;
    if (article)
        made->handed.article = article;
    made->handed.reasoned = reason && *reason;
    text.title = view->title ? view->title : text.title;
    text.summary = view->summary ? view->summary : text.summary;
    text.reason = reason ? reason : text.reason;
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    if (!arena)
        return out_of_memory (fault);
    QCDC_TRY (who_hand_over (desk, view, to, arena, &text.identity, fault));
    Qcdc__Fact fact = fact_of_hand_over (&made->handed);
    judge_input_t input = petition_input (desk, view, NULL);
    petition_number_t number = petition_number_of (&view->petition);
    qcdc_status status = desk_append (desk, &input, &fact, &text, false, appended, NULL, fault);
    if (status == QCDC_BAD_UNIT && !fault->advice[0])
        fault_advise (fault, "%s", _ ("qcdc catalogue offices lists them"));
    return petition_name_fault (desk, &number, status, fault);
}

int petition_hand_over (const command_t *command)
{
    static const char *const KEYS[] = {"to", "article", "reason", "on", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .keys = KEYS, .switches = CONFIRMING},
                                     .work = hand_over,
                                     .writes = true,
                                     .done = said};
    bool appended = false;
    return command_at_desk (command, &WORK, &appended);
}

/*  ---------------------------------------------------------------- take-in */

/*  Which hand-over is meant by NAME: its address, or that by which the own petition of that number came. */
static qcdc_status hand_over_named (desk_t *desk, const char *name, hand_over_view_t *view, fault_t *fault)
{
    address_t entry = {0, 0, 0};
    if (address_parse (name, &entry.origin, &entry.seq) == QCDC_OK)
        return hand_over_read (desk, &entry, view, fault);
    fault_set (fault, QCDC_USAGE, NULL, _ ("%.60s is not the address of a hand-over"), name);
    fault_advise (fault, "%s", _ ("qcdc petition incoming lists what was handed over"));
    return QCDC_USAGE;
}

typedef struct {
    Qcdc__PetitionReceived received;
    Qcdc__HandedFrom from;
    Qcdc__Ref ref;
    petition_said_t said;
} taking_t;

/*  What stands at the sender is what is received here, under another number and on another day. */
static void taking_fill (taking_t *self, const hand_over_view_t *view, char *local_no, int32_t on)
{
    petition_say (&view->petition, &self->said);
    self->received = self->said.received;
    qcdc__handed_from__init (&self->from);
    ref_set (&self->ref, &view->entry);
    self->from.hand_over = &self->ref;
    self->from.hops = (uint32_t)hand_over_sent (view)->hops;
    self->from.office = (char *)view->sender;
    self->received.from = &self->from;
    self->received.local_no = local_no;
    self->received.received_on = on;
    self->received.channel = QCDC__CHANNEL__CHUYEN_DEN;
    if (!view->identity)
        self->received.identity_key = 0; /* it stays sealed where it was entered, or was erased */
    self->received.blind = NULL;         /* the same sender is found by the petition that it came of */
}

/*  What stands under the number already; the caller releases VIEWS. */
static qcdc_status find_holder (desk_t *desk, const char *local_no, int32_t on, petition_views_t *views,
                                petition_view_t **holder, fault_t *fault)
{
    char key[MATTER_KEY_BYTES];
    *holder = NULL;
    if (!petition_key_print (local_no, on, key))
        return QCDC_OK;
    QCDC_TRY (petition_find (desk, desk->home.office->code, key, views, holder, fault));
    if (*holder && (*holder)->petition.voided)
        *holder = NULL;
    return QCDC_OK;
}

static qcdc_status take_in (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    bool *appended = arg;
    hand_over_view_t view QCDC_CLEANUP (hand_over_release) = {0};
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *holder;
    char *local_no QCDC_CLEANUP (memory_free) = NULL;
    const char *number = args_value (args, "local_no");
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    taking_t made;
    int32_t on;
    if (!number || !*number)
        return fault_set (fault, QCDC_USAGE, "local_no", "%s",
                          _ ("the number in this office's register is missing: local_no=12/KN"));
    QCDC_TRY (given_clean (&(given_t){number, strlen (number)}, "local_no", &local_no, fault));
    QCDC_TRY (day_given (args, "received_on", &on, fault));
    QCDC_TRY (hand_over_named (desk, args->words[0], &view, fault));
    /* Its sender and everybody's lists have the number, and nothing takes it out again. */
    bool denounces = view.petition.kind == QCDC__PETITION_KIND__TO_CAO;
    QCDC_TRY (identity_found (denounces, "local_no", denounces || !args->switched ? number_identity (local_no) : NULL,
                              fault));
    QCDC_TRY (find_holder (desk, local_no, on, &views, &holder, fault));
    const answering_t answering = {
        .verdict = QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN, .on = on, .local_no = local_no};
    QCDC_TRY (hand_over_reply (desk, &view, &answering, appended, fault));
    taking_fill (&made, &view, local_no, on);
    text.title = view.title ? view.title : text.title;
    text.summary = view.summary ? view.summary : text.summary;
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    if (!arena)
        return out_of_memory (fault);
    if (view.identity)
        text.identity = qcdc__sealed_identity__unpack (arena_allocator (arena), view.identity_length, view.identity);
    if (view.identity && !text.identity)
        return out_of_memory (fault);
    Qcdc__Fact fact = fact_of_petition (&made.received);
    judge_input_t input = hand_over_source (desk, &view);
    input.holder = holder ? &holder->petition.thing : NULL;
    bool received = false;
    QCDC_TRY (desk_append (desk, &input, &fact, view.title ? &text : NULL, false, &received, NULL, fault));
    *appended |= received;
    return QCDC_OK;
}

int petition_take_in (const command_t *command)
{
    static const char *const KEYS[] = {"local_no", "received_on", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .keys = KEYS, .switches = CONFIRMING},
                                     .work = take_in,
                                     .writes = true,
                                     .done = said};
    bool appended = false;
    return command_at_desk (command, &WORK, &appended);
}

/*  ---------------------------------------------------------------- return, reply */

/*  The own petition RETURNED, beside what its sender is told. */
static qcdc_status step_back (desk_t *desk, const petition_view_t *view, const answering_t *answering, bool *appended,
                              fault_t *fault)
{
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    ref_set (&ref, &view->petition.entry);
    moved.petition = &ref;
    moved.move = QCDC__MOVE__RETURNED;
    moved.on = answering->on;
    moved.reasoned = true;
    moved.seen_at_us = view->petition.newest_us;
    text.reason = answering->reason;
    Qcdc__Fact fact = fact_of_move (&moved);
    judge_input_t input = petition_input (desk, view, NULL);
    petition_number_t number = petition_number_of (&view->petition);
    qcdc_status status = desk_append (desk, &input, &fact, &text, false, appended, NULL, fault);
    return petition_name_fault (desk, &number, status, fault);
}

/*  Of what was taken in twice the one goes that the sender does not know, and he has nothing back by that: *ALONE.  The other one can be returned
 *  when it stands alone. */
static qcdc_status check_twice (desk_t *desk, const hand_over_view_t *sent, const petition_view_t *view, bool *alone,
                                fault_t *fault)
{
    taken_t taken QCDC_CLEANUP (taken_release) = {0};
    *alone = false;
    if (!view || !view->petition.from.seq)
        return QCDC_OK;
    QCDC_TRY (taken_read (desk, &sent->entry, &view->petition.entry, &taken, fault));
    if (!taken.count)
        return QCDC_OK;
    *alone = !taken_is_known (sent, &view->petition);
    if (*alone)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_MOVE, NULL, _ ("what was handed over stands here as %s and as %s"),
               view->petition.local_no, taken.numbers);
    fault_advise (fault, _ ("return %s first, which its sender does not know: qcdc petition return %s"),
                  taken.numbers, taken.numbers);
    return QCDC_BAD_MOVE;
}

static qcdc_status answer_back (desk_t *desk, const args_t *args, Qcdc__HandOverVerdict verdict, bool *appended,
                                fault_t *fault)
{
    hand_over_view_t sent QCDC_CLEANUP (hand_over_release) = {0};
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *view = NULL;
    move_t *move;
    char *reason QCDC_CLEANUP (memory_free) = NULL;
    address_t entry = {0, 0, 0};
    answering_t answering = {.verdict = verdict};
    const char *given = args_value (args, "reason");
    bool stepped = false;
    QCDC_TRY (day_given (args, "on", &answering.on, fault));
    QCDC_TRY (reason_wanted (given, fault));
    if (address_parse (args->words[0], &entry.origin, &entry.seq) != QCDC_OK ||
        hand_over_read (desk, &entry, &sent, fault) != QCDC_OK) {
        QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
        const move_t *away = petition_sent (&view->petition);
        /* It went to an office whose work goes on in this one: it is this one's to say that it is back. */
        if (away && transfer_is_of (desk->home.catalog, away->to_office, desk->home.office->code,
                                    day_of_moment (moment_now ()))) {
            QCDC_TRY (hand_over_read (desk, &away->address, &sent, fault));
            view = NULL;
        } else if (!view->petition.from.seq) {
            petition_number_t number = petition_number_of (&view->petition);
            return petition_name_fault (desk, &number,
                                        fault_set (fault, QCDC_BAD_MOVE, NULL,
                                                   _ ("petition %s was not handed over to this office"),
                                                   view->petition.local_no),
                                        fault);
        } else
            QCDC_TRY (hand_over_read (desk, &view->petition.from, &sent, fault));
    }
    /* By now it may be a denunciation here, whatever it was when it came. */
    bool denounces = view && view->petition.kind == QCDC__PETITION_KIND__TO_CAO;
    QCDC_TRY (reason_clean (given, args->switched != 0, denounces ? view->petition.kind : sent.petition.kind, &reason,
                            fault));
    answering.reason = reason;
    if (verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED && !view && sent.last && *sent.last->taken_no &&
        strcmp (sent.answered, desk->home.office->code) == 0) {
        petition_view_t *own;
        petition_views_release (&views);
        QCDC_TRY (find_holder (desk, sent.last->taken_no, sent.last->on, &views, &own, fault));
        view = own;
    }
    if (verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED && view) {
        bool alone;
        QCDC_TRY (check_twice (desk, &sent, view, &alone, fault));
        QCDC_TRY (step_back (desk, view, &answering, &stepped, fault));
        *appended |= stepped;
        if (alone)
            return QCDC_OK;
    }
    QCDC_TRY (hand_over_reply (desk, &sent, &answering, appended, fault));
    *appended |= stepped;
    return QCDC_OK;
}

static qcdc_status give_back (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    return answer_back (desk, args, QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED, arg, fault);
}

static qcdc_status reply (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    return answer_back (desk, args, QCDC__HAND_OVER_VERDICT__HAND_OVER_REPLIED, arg, fault);
}

static const char *const ANSWER_KEYS[] = {"reason", "on", NULL};

int petition_return (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 1, .words_max = 1, .keys = ANSWER_KEYS, .switches = CONFIRMING},
        .work = give_back,
        .writes = true,
        .done = said};
    bool appended = false;
    return command_at_desk (command, &WORK, &appended);
}

int petition_reply (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 1, .words_max = 1, .keys = ANSWER_KEYS, .switches = CONFIRMING},
        .work = reply,
        .writes = true,
        .done = said};
    bool appended = false;
    return command_at_desk (command, &WORK, &appended);
}
