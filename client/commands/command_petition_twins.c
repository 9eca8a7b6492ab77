/*  command_petition_twins.c — qcdc petition twins: petitions of the office's own register whose texts say much the same as one's.
 *
 *  The province asks the same of all registers (query petition_pairs), of the same likeness (base/likeness.h).  Whether what is typed or
 *  imported is there already is petition_twin.h's, which asks for equal texts and decides what is filed; this shows, and decides
 *  nothing.  All texts are read, one after the other; only those that share prints with the one asked about are kept. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/likeness.h"
#include "base/memory.h"
#include "matters/petition_related.h"
#include "petitions/petition_view.h"
#include "registers/unlike_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Texts of the register that tell what is common in it. */
#define COMMON_TEXTS 1000u
#define TWINS_MAX 1000u

typedef struct {
    likeness_text_t *text;
    char *subject; /* malloc'ed */
    size_t place;  /* among the views of the subject */
    int score;
} likely_t;

typedef struct {
    desk_t *desk;
    output_t *output;
    const petition_view_t *of;
    likeness_text_t *text;
    int32_t prints[LIKENESS_PRINTS];
    size_t print_count;
    likeness_common_t *common;
    size_t common_count;
    likely_t *items;
    size_t count, size;
    address_t *apart; /* those that the office has told apart from it; malloc'ed */
    size_t apart_count, apart_size;
    long score;
    bool shows_office, shows_apart;
    fault_t *fault;
} twins_of_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static void twins_release (twins_of_t *self)
{
    for (size_t i = 0; i < self->count; i++) {
        likeness_text_destroy (&self->items[i].text);
        free (self->items[i].subject);
    }
    free (self->items);
    free (self->apart);
    likeness_text_destroy (&self->text);
    likeness_common_destroy (&self->common);
}

/*  ---------------------------------------------------------------- the register */

/*  Both are ascending as numbers without a sign. */
static size_t count_shared (const twins_of_t *self, const likeness_text_t *text)
{
    int32_t prints[LIKENESS_PRINTS];
    size_t count = likeness_text_prints (text, prints), shared = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < self->print_count; k++)
            shared += prints[i] == self->prints[k];
    return shared;
}

static qcdc_status keep (twins_of_t *self, const char *subject, size_t place, likeness_text_t **text_p)
{
    likely_t *grown = memory_room (self->items, self->count, &self->size, sizeof *grown);
    if (!grown)
        return no_memory (self->fault);
    self->items = grown;
    likely_t item = {*text_p, strdup (subject), place, 0};
    if (!item.subject)
        return no_memory (self->fault);
    *text_p = NULL;
    self->items[self->count++] = item;
    return QCDC_OK;
}

/*  What was told apart is offered no more; what is in one matter is there already, and said to be. */
static const char *standing_of (const twins_of_t *self, const petition_t *petition)
{
    address_t matter, of_matter;
    for (size_t i = 0; i < self->apart_count; i++)
        if (self->apart[i].origin == petition->entry.origin && self->apart[i].seq == petition->entry.seq)
            return "told_apart";
    bool linked = petition_related (petition, &matter) && petition_related (&self->of->petition, &of_matter) &&
                  matter.origin == of_matter.origin && matter.seq == of_matter.seq;
    return linked ? "linked" : "offered";
}

static qcdc_status take_apart (const unlike_t *unlike, void *arg)
{
    twins_of_t *self = arg;
    const address_t *own = &self->of->petition.entry;
    bool is_one = own->origin == unlike->one.origin && own->seq == unlike->one.seq;
    bool is_other = own->origin == unlike->other.origin && own->seq == unlike->other.seq;
    if (!is_one && !is_other)
        return QCDC_OK;
    address_t *grown = memory_room (self->apart, self->apart_count, &self->apart_size, sizeof *grown);
    if (!grown)
        return no_memory (self->fault);
    self->apart = grown;
    self->apart[self->apart_count++] = is_one ? unlike->other : unlike->one;
    return QCDC_OK;
}

static qcdc_status look_at (twins_of_t *self, const char *subject, size_t place, const petition_view_t *view)
{
    const petition_t *petition = &view->petition, *of = &self->of->petition;
    if (view->elsewhere || petition->voided)
        return QCDC_OK;
    likeness_text_t *text QCDC_CLEANUP (likeness_text_destroy) = likeness_text_new (view->title, view->summary);
    if (!text)
        return no_memory (self->fault);
    if (self->common_count < COMMON_TEXTS) {
        if (likeness_common_add (self->common, text) != QCDC_OK)
            return no_memory (self->fault);
        self->common_count++;
    }
    size_t wanted = self->print_count < LIKENESS_SHARED ? self->print_count : LIKENESS_SHARED;
    bool is_itself = petition->entry.origin == of->entry.origin && petition->entry.seq == of->entry.seq;
    if (is_itself || !wanted || self->count == TWINS_MAX || count_shared (self, text) < wanted)
        return QCDC_OK;
    return keep (self, subject, place, &text);
}

static qcdc_status look_at_subject (const char *subject, void *arg)
{
    twins_of_t *self = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    qcdc_status status = petition_views_read (self->desk, subject, &views, self->fault);
    for (size_t i = 0; i < views.view_count && status == QCDC_OK; i++)
        status = look_at (self, subject, i, &views.views[i]);
    return status;
}

/*  ---------------------------------------------------------------- the answer */

/*  The most alike first, then in the order of the register. */
static int compare_likely (const void *a, const void *b)
{
    const likely_t *one = a, *other = b;
    return one->score != other->score ? other->score - one->score : strcmp (one->subject, other->subject);
}

static qcdc_status twin_row (const twins_of_t *self, const likely_t *item, const petition_view_t *view)
{
    const petition_t *petition = &view->petition, *of = &self->of->petition;
    char received[DAY_TEXT_BYTES], score[16], days[16], agrees[40], address[ADDRESS_TEXT_BYTES];
    const char *standing = standing_of (self, petition);
    if (strcmp (standing, "told_apart") == 0 && !self->shows_apart)
        return QCDC_OK;
    char *phrases QCDC_CLEANUP (memory_free) = likeness_phrases (self->text, item->text, self->common);
    if (!phrases)
        return no_memory (self->fault);
    snprintf (score, sizeof score, "%d", item->score);
    snprintf (days, sizeof days, "%d", petition->received_on - of->received_on);
    snprintf (agrees, sizeof agrees, "%s%s%s", petition->kind == of->kind ? " kind" : "",
              petition->field == of->field ? " field" : "", petition->received_on == of->received_on ? " day" : "");
    const char *cells[] = {score,
                           phrases,
                           *agrees ? agrees + 1 : NULL,
                           standing,
                           days,
                           view->office ? view->office->code : NULL,
                           petition->local_no,
                           petition_kind_name (petition->kind),
                           petition_field_name (petition->field),
                           day_format_iso (petition->received_on, received),
                           petition_shown_state (petition),
                           address_format (petition->entry.origin, petition->entry.seq, address)};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status twin_rows (twins_of_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        self->items[i].score = likeness_of (self->text, self->items[i].text, self->common);
    if (self->count)
        qsort (self->items, self->count, sizeof *self->items, compare_likely);
    for (size_t i = 0; i < self->count && self->items[i].score >= self->score; i++) {
        petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
        QCDC_TRY (petition_views_read (self->desk, self->items[i].subject, &views, self->fault));
        if (self->items[i].place < views.view_count)
            QCDC_TRY (twin_row (self, &self->items[i], &views.views[self->items[i].place]));
    }
    return QCDC_OK;
}

static qcdc_status twins_find (twins_of_t *self)
{
    char prefix[80] = "petition:";
    if (!self->shows_office)
        snprintf (prefix, sizeof prefix, "petition:%s:", self->desk->home.office->code);
    self->text = likeness_text_new (self->of->title, self->of->summary);
    self->common = likeness_common_new ();
    if (!self->text || !self->common)
        return no_memory (self->fault);
    self->print_count = likeness_text_prints (self->text, self->prints);
    QCDC_TRY (unlike_each (self->desk, take_apart, self, self->fault));
    QCDC_TRY (journal_each_subject (self->desk->home.journal, prefix, look_at_subject, self, self->fault));
    return twin_rows (self);
}

static qcdc_status twins_check_line (const args_t *args, void *arg, fault_t *fault)
{
    twins_of_t *self = arg;
    const char *text = args_value (args, "score"), *all = args_value (args, "all");
    char *end = NULL;
    if (all && strcmp (all, "0") != 0 && strcmp (all, "1") != 0)
        return fault_set (fault, QCDC_USAGE, "all", "%s", _ ("all is 0 or 1"));
    self->shows_apart = all && *all == '1';
    self->score = text ? strtol (text, &end, 10) : LIKENESS_USUAL;
    if (!text || (*text >= '1' && *text <= '9' && !*end && self->score <= 100))
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_NUMBER, "score", _ ("score=%.40s: not a number from 1 to 100"), text);
}

static qcdc_status twins_print (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("score"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("phrases"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("agrees"), QCDC__COLUMN_TYPE__TEXT},   {N_ ("pairing"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("days"), QCDC__COLUMN_TYPE__INTEGER},  {N_ ("office"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT}, {N_ ("kind"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("field"), QCDC__COLUMN_TYPE__TEXT},    {N_ ("received_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},    {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    twins_of_t *self = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    petition_view_t *view;
    move_t *move;
    QCDC_TRY (petition_find_named (desk, args->words[0], &views, &view, &move, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_none (output, _ ("no other petition here says the same"));
    self->desk = desk;
    self->of = view;
    self->output = output;
    self->shows_office = desk->home.role == ROLE_PROVINCE;
    self->fault = fault;
    qcdc_status status = twins_find (self);
    twins_release (self);
    return status == QCDC_OK ? output_finish (output, fault) : status;
}

int petition_twins (const command_t *command)
{
    static const char *const KEYS[] = {"score", "all", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .keys = KEYS, .takes_format = true},
                                     .check = twins_check_line,
                                     .work = twins_print};
    twins_of_t self = {0};
    return command_at_desk (command, &WORK, &self);
}
