/*  command_list_show.c — qcdc list show and kinds: the cases on the province's lists that this device knows, and which lists there are. */

#include "commands/command_list.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/case_lists.h"
#include "registers/listing_view.h"

#include <stdio.h>
#include <string.h>

/*  ---------------------------------------------------------------- show */

typedef struct {
    desk_t *desk;
    output_t *output;
    const char *list; /* NULL: of all */
    bool ended, late;
    int32_t today;
    fault_t *fault;
} showing_t;

static qcdc_status show_row (const listing_view_t *view, void *arg)
{
    const showing_t *self = arg;
    const listing_t *listing = &view->listing;
    char since[DAY_TEXT_BYTES], next[DAY_TEXT_BYTES], off[DAY_TEXT_BYTES], days[16], late[16],
        entry[ADDRESS_TEXT_BYTES], named[ADDRESS_TEXT_BYTES];
    int32_t next_on = listing_next_on (listing);
    const home_t *home = &self->desk->home;
    bool ours = listing_is_ours (self->desk, listing, self->today);
    bool is_late = ours && listing_is_late (listing, self->today);
    const decision_t *end = listing_end (listing);
    /* What another office answers for by now is over for the one that did. */
    if (!end && !ours)
        end = listing_passed_on (listing, home->catalog, home->office->code, self->today);
    if ((self->list && strcmp (self->list, listing->list) != 0) || !(self->ended ? end != NULL : ours) ||
        (self->late && !is_late))
        return QCDC_OK;
    snprintf (days, sizeof days, "%d", (end ? end->on : self->today) - listing->on);
    snprintf (late, sizeof late, "%d", self->today - next_on);
    const char *holder = listing_holder (listing, home->catalog, self->today);
    const char *cells[] = {listing->list,
                           view->thing,
                           view->label ? view->label
                                       : address_format (listing->listed.origin, listing->listed.seq, named),
                           *holder ? holder : NULL,
                           day_format_iso (listing->on, since),
                           days,
                           next_on ? day_format_iso (next_on, next) : NULL,
                           is_late ? late : NULL,
                           end ? end->decided_by : listing->decided_by,
                           view->reason,
                           listing->off_on ? day_format_iso (listing->off_on, off) : NULL,
                           address_format (listing->entry.origin, listing->entry.seq, entry)};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status show_check (const args_t *args, void *arg, fault_t *fault)
{
    showing_t *self = arg;
    self->ended = (args->switched & 1u) != 0;
    self->late = (args->switched & 2u) != 0;
    if (self->ended && self->late)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("what came off a list is not looked at again"));
    return QCDC_OK;
}

static qcdc_status show_work (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("list"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("thing"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("case"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("owner"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("listed_on"), QCDC__COLUMN_TYPE__DATE},  {N_ ("days"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("next_on"), QCDC__COLUMN_TYPE__DATE},    {N_ ("late"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("decided_by"), QCDC__COLUMN_TYPE__TEXT}, {N_ ("reason"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("off_on"), QCDC__COLUMN_TYPE__DATE},     {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    showing_t *self = arg;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    size_t limit;
    const char *order = args_value (args, "order"), *name = args->word_count ? args->words[0] : NULL;
    self->desk = desk;
    self->fault = fault;
    self->today = day_of_moment (moment_now ());
    if (name) {
        const case_list_t *list = case_list_named (desk->home.catalog, name, self->today);
        if (!list && !(list = case_list_last (desk->home.catalog, name))) {
            fault_set (fault, QCDC_BAD_LIST, "list", _ ("there is no list %s"), name);
            fault_advise (fault, "%s", _ ("qcdc list kinds names those that there are"));
            return QCDC_BAD_LIST;
        }
        self->list = list->code;
    }
    QCDC_TRY (limit_parse (args_value (args, "limit"), &limit, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_arrange (output, order ? order : "listed_on", limit);
    output_none (output, self->ended  ? _ ("nothing has come off a list")
                         : self->late ? _ ("nothing on a list waits to be looked at")
                                      : _ ("nothing is on a list"));
    self->output = output;
    QCDC_TRY (listings_each (desk, show_row, self, fault));
    return output_finish (output, fault);
}

int list_show (const command_t *command)
{
    static const char *const KEYS[] = {"limit", "order", NULL}, *const SWITCHES[] = {"--ended", "--late", NULL};
    static const desk_work_t WORK = {
        .line = {.words_max = 1, .keys = KEYS, .switches = SWITCHES, .takes_format = true},
        .check = show_check,
        .work = show_work};
    showing_t self = {0};
    return command_at_desk (command, &WORK, &self);
}

/*  ---------------------------------------------------------------- kinds */

static qcdc_status kinds_work (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("list"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("name"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("takes"), QCDC__COLUMN_TYPE__TEXT},      {N_ ("flag"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("restricted"), QCDC__COLUMN_TYPE__TEXT}, {N_ ("alert"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("goal"), QCDC__COLUMN_TYPE__INTEGER},    {N_ ("criteria"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("citation"), QCDC__COLUMN_TYPE__TEXT}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    const catalog_t *catalog = desk->home.catalog;
    int32_t today = day_of_moment (moment_now ());
    bool vietnamese = i18n_is_vietnamese ();
    (void)arg;
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, catalog);
    output_none (output, _ ("no list of cases is published"));
    for (size_t i = 0; i < catalog->case_list_count; i++) {
        const case_list_t *list = &catalog->case_lists[i];
        char target[16], takes[64];
        if (case_list_on (catalog, list->code, today) != list)
            continue;
        snprintf (target, sizeof target, "%d", list->target);
        snprintf (takes, sizeof takes, "%s%s%s", list->takes_petitions ? "petition" : "",
                  list->takes_petitions && list->takes_matters ? " " : "", list->takes_matters ? "matter" : "");
        const char *cells[] = {list->code,
                               vietnamese ? list->name_vi : list->name_en,
                               takes,
                               *list->flag ? list->flag : NULL,
                               list->restricted ? "yes" : NULL,
                               list->alert ? "yes" : NULL,
                               list->target >= 0 ? target : NULL,
                               vietnamese ? list->criteria_vi : list->criteria_en,
                               *list->citation ? list->citation : NULL};
        QCDC_TRY (output_row (output, cells, fault));
    }
    return output_finish (output, fault);
}

int list_kinds (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.takes_format = true}, .work = kinds_work};
    return command_at_desk (command, &WORK, NULL);
}
