/*  command_list.c — qcdc list put, next and off: the province puts a case on one of its lists, decides that it stays, takes it off; list propose and
 *  decline: an office asks for it, and the province says no.
 *
 *  A case of another office is not here: which entry it is, the server is asked.  What is on a list is known to this device, so that a decision about
 *  it needs no line. */

#include "commands/command_list.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/register_number.h"
#include "base/text.h"
#include "catalogue/case_lists.h"
#include "facts/make.h"
#include "petitions/petition_name.h"
#include "petitions/petition_row.h"
#include "petitions/petition_view.h"
#include "registers/listing_view.h"
#include "registers/matter_view.h"
#include "texts/identity_text.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MEANT = 1u, OF_MATTER = 2u }; /* bits of the switches */

static const char *const SWITCHES[] = {CONFIRM_NAMES, "--matter", NULL};
static const char *const DECISION_KEYS[] = {"on", "next", "owner", "by", "reason", NULL};
static const char *const OFF_KEYS[] = {"on", "by", "reason", NULL};

/*  What every line says. */
typedef struct {
    const char *list, *name;
    bool matter;
    int32_t on, next_on;
    const char *owner;         /* "": the office whose case it is */
    char *decided_by, *reason; /* malloc'ed */
    bool stays;                /* of a decision */
    bool proposes, declines;   /* of what is no decision yet, or is against it */
    bool appended;
} deciding_t;

static void deciding_release (deciding_t *self)
{
    free (self->decided_by);
    free (self->reason);
}

static qcdc_status line_read (desk_t *desk, const args_t *args, int kind, deciding_t *self, fault_t *fault)
{
    const char *by = args_value (args, "by"), *reason = args_value (args, "reason"), *day;
    if (desk->home.role != ROLE_PROVINCE && !self->proposes)
        return fault_set (fault, QCDC_FORBIDDEN, NULL, "%s",
                          _ ("only the provincial committee keeps lists of cases"));
    self->on = day_of_moment (moment_now ());
    if ((day = args_value (args, "on")))
        QCDC_TRY (args_day ("on", day, &self->on, fault));
    if ((day = args_value (args, "next")))
        QCDC_TRY (args_day ("next", day, &self->next_on, fault));
    if (!by || !*by)
        return fault_set (fault, QCDC_EMPTY, "by", "%s", _ ("a decision about a list names who decided: by=…"));
    if (!reason || !*reason)
        return fault_set (fault, QCDC_EMPTY, "reason", "%s",
                          _ ("a decision about a list names its reason: reason=…"));
    qcdc_status status = text_clean (by, strlen (by), false, &self->decided_by, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, "by", "%s", _ (status_text (status)));
    if (!*self->decided_by)
        return fault_set (fault, QCDC_EMPTY, "by", "%s", _ ("a decision about a list names who decided: by=…"));
    return reason_clean (reason, (args->switched & NAMES_MEANT) != 0, kind, &self->reason, fault);
}

/*  The code of the office that answers for it, as it is published; what is not is left for the judge. */
static const char *owner_read (const desk_t *desk, const char *given)
{
    const office_t *office = given ? catalog_office (desk->home.catalog, given) : NULL;
    return office ? office->code : given ? given : "";
}

/*  ---------------------------------------------------------------- what is on the list */

typedef struct {
    const desk_t *desk;
    const deciding_t *line;
    const char *key; /* NULL: it is looked for by its name */
    listing_t found; /* with decisions of its own */
    size_t count;
    bool failed;
} search_t;

static void search_release (search_t *self)
{
    free (self->found.decisions);
}

/*  The office, the number and the year that NAME says, the own office's where it names none; false: none that a case can have. */
static bool name_split (const desk_t *desk, const char *name, char office[64], char prefix[MATTER_KEY_BYTES],
                        int *year)
{
    const char *colon = strchr (name, ':');
    bool has_office = colon && colon != name && colon - name < 64;
    snprintf (office, 64, "%.*s", has_office ? (int)(colon - name) : 63, has_office ? name : desk->home.office->code);
    char *number QCDC_CLEANUP (memory_free) = petition_number_split (has_office ? colon + 1 : name, year);
    if (!number)
        return false;
    number_clean (number);
    return petition_key_prefix (number, prefix);
}

static bool is_named (const search_t *self, const listing_view_t *view)
{
    char office[64], prefix[MATTER_KEY_BYTES], its_office[64], its_prefix[MATTER_KEY_BYTES];
    int year = 0, its_year = 0;
    uint64_t origin, seq;
    const listing_t *listing = &view->listing;
    if (address_parse (self->line->name, &origin, &seq) == QCDC_OK)
        return (listing->listed.origin == origin && listing->listed.seq == seq) ||
               (listing->entry.origin == origin && listing->entry.seq == seq);
    if (!view->label || !name_split (self->desk, self->line->name, office, prefix, &year) ||
        !name_split (self->desk, view->label, its_office, its_prefix, &its_year))
        return false;
    return strcmp (view->thing, self->line->matter ? "matter" : "petition") == 0 &&
           strcasecmp (office, its_office) == 0 && strcmp (prefix, its_prefix) == 0 && (!year || year == its_year);
}

/*  One that stands goes before one that came off. */
static qcdc_status search_take (const listing_view_t *view, void *arg)
{
    search_t *self = arg;
    const listing_t *listing = &view->listing;
    if (self->key ? listing->off_on || strcmp (listing->key, self->key) != 0
                  : strcasecmp (listing->list, self->line->list) != 0 || !is_named (self, view))
        return QCDC_OK;
    if (self->count && listing->off_on && !self->found.off_on)
        return QCDC_OK;
    bool other = self->count && !listing->off_on && !self->found.off_on;
    free (self->found.decisions);
    self->found = *listing;
    self->found.decisions = malloc ((listing->decision_count + 1) * sizeof *listing->decisions);
    self->failed = !self->found.decisions;
    if (self->failed)
        return QCDC_NO_MEMORY;
    if (listing->decision_count)
        memcpy (self->found.decisions, listing->decisions, listing->decision_count * sizeof *listing->decisions);
    self->count = other ? 2 : 1;
    return QCDC_OK;
}

/*  The listing that the line names, one that came off where none stands. */
static qcdc_status listing_find (desk_t *desk, search_t *search, fault_t *fault)
{
    search->desk = desk;
    QCDC_TRY (listings_each (desk, search_take, search, fault));
    if (search->count == 1)
        return QCDC_OK;
    if (search->count) {
        fault_set (fault, QCDC_USAGE, NULL, _ ("several of that number are on the list %s"), search->line->list);
        fault_advise (fault, "%s", _ ("name its year, as in 12/KN@2020, or the address of its entry"));
        return QCDC_USAGE;
    }
    const case_list_t *list = case_list_named (desk->home.catalog, search->line->list, search->line->on);
    if (!list) {
        fault_set (fault, QCDC_BAD_LIST, "list", _ ("there is no list %s"), search->line->list);
        fault_advise (fault, "%s", _ ("qcdc list kinds names those that there are"));
        return QCDC_BAD_LIST;
    }
    fault_set (fault, QCDC_BAD_LIST, "list", _ ("%s is not on the list %s"), search->line->name, list->code);
    fault_advise (fault, "%s", _ ("see qcdc list show"));
    return QCDC_BAD_LIST;
}

/*  ---------------------------------------------------------------- put */

/*  The case, as far as judging looks at it: of the own office it is read, of another one asked for. */
typedef struct {
    petition_views_t petitions;
    matter_views_t matters;
    petition_t petition;
    affair_t affair;
    const thing_t *thing;
    const char *local_no;
    int32_t day;
    int kind; /* the petition's; 0 of a matter */
} case_named_t;

static void case_release (case_named_t *self)
{
    petition_views_release (&self->petitions);
    matter_views_release (&self->matters);
    petition_release (&self->petition);
    affair_release (&self->affair);
}

static qcdc_status case_foreign (desk_t *desk, const args_t *args, const deciding_t *line, case_named_t *self,
                                 fault_t *fault)
{
    foreign_t foreign;
    QCDC_TRY (foreign_find (desk, !line->matter, line->name, args->patience_ms, &foreign, fault));
    char *local_no = strdup (foreign.local_no), *flags = strdup (foreign.flags);
    self->day = foreign.day;
    self->local_no = local_no;
    if (line->matter) {
        self->affair =
            (affair_t){.thing = {.matter = &AFFAIR_MATTER, .entry = foreign.entry, .office = foreign.office},
                       .local_no = local_no,
                       .opened_on = foreign.day};
        self->thing = &self->affair.thing;
        free (flags);
        flags = local_no;
    } else {
        self->petition =
            (petition_t){.thing = {.matter = &PETITION_MATTER, .entry = foreign.entry, .office = foreign.office},
                         .local_no = local_no,
                         .flags = flags,
                         .received_on = foreign.day};
        self->thing = &self->petition.thing;
        /* What kind it is is not told: who denounces somebody in it must not be named in any case. */
        self->kind = QCDC__PETITION_KIND__TO_CAO;
    }
    return local_no && flags ? QCDC_OK
                             : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static qcdc_status case_find (desk_t *desk, const args_t *args, const deciding_t *line, case_named_t *self,
                              fault_t *fault)
{
    char office[64];
    const char *number;
    petition_view_t *petition;
    matter_view_t *matter;
    move_t *move;
    if (foreign_name (desk, line->name, office, &number))
        return case_foreign (desk, args, line, self, fault);
    if (line->matter) {
        QCDC_TRY (matter_find_named (desk, number, &self->matters, &matter, fault));
        self->thing = &matter->affair.thing;
        self->local_no = matter->affair.local_no;
        self->day = matter->affair.opened_on;
        return QCDC_OK;
    }
    QCDC_TRY (petition_find_named (desk, number, &self->petitions, &petition, &move, fault));
    self->thing = &petition->petition.thing;
    self->local_no = petition->petition.local_no;
    self->day = petition->petition.received_on;
    self->kind = petition->petition.kind;
    return QCDC_OK;
}

static qcdc_status put_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    deciding_t *line = arg;
    case_named_t named QCDC_CLEANUP (case_release) = {0};
    char key[MATTER_KEY_BYTES], title[160];
    const char *codes[2];
    Qcdc__CaseListed listed = QCDC__CASE_LISTED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    line->list = args->words[0];
    line->name = args->words[1];
    line->matter = (args->switched & OF_MATTER) != 0;
    line->owner = owner_read (desk, args_value (args, "owner"));
    QCDC_TRY (line_read (desk, args, 0, line, fault));
    QCDC_TRY (case_find (desk, args, line, &named, fault));
    free (line->reason);
    QCDC_TRY (reason_clean (args_value (args, "reason"), (args->switched & NAMES_MEANT) != 0, named.kind,
                            &line->reason, fault));
    const case_list_t *list = case_list_named (desk->home.catalog, line->list, line->on);
    const office_t *whose = catalog_office_by_id (desk->home.catalog, named.thing->office);
    const char *code = whose ? whose->code : "";
    ref_set (&ref, &named.thing->entry);
    listed.listed = &ref;
    listed.list = (char *)(list ? list->code : line->list);
    listed.on = line->on;
    listed.next_on = line->next_on;
    listed.owner = (char *)line->owner;
    listed.decided_by = line->decided_by;
    listed.reasoned = true;
    listed.n_shown_to = listing_shown_to (list && list->restricted ? "" : code, line->owner, codes);
    listed.shown_to = (char **)codes;
    snprintf (title, sizeof title, "%s %s:%s@%d", line->matter ? "matter" : "petition", code, named.local_no,
              day_year (named.day));
    text.title = title;
    text.reason = line->reason;
    search_t search QCDC_CLEANUP (search_release) = {.line = line, .key = key};
    listing_key_print (&named.thing->entry, listed.list, key);
    QCDC_TRY (listings_each (desk, search_take, &search, fault));
    Qcdc__Fact fact = fact_of_listing (&listed);
    judge_input_t input = desk_input (desk);
    input.source = TARGET_THING;
    input.source_thing = named.thing;
    input.holder = search.count ? &search.found.thing : NULL;
    return desk_append (desk, &input, &fact, &text, false, &line->appended, NULL, fault);
}

static int put_done (const args_t *args, void *arg)
{
    const deciding_t *line = arg;
    (void)args;
    puts (line->appended ? _ ("put on the list") : _ ("nothing new: it is there already"));
    return EXIT_DONE;
}

static int list_put (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 2, .words_max = 2, .keys = DECISION_KEYS, .switches = SWITCHES, .takes_patience = true},
        .work = put_append,
        .writes = true,
        .done = put_done};
    deciding_t line = {.owner = ""};
    int status = command_at_desk (command, &WORK, &line);
    deciding_release (&line);
    return status;
}

/*  ---------------------------------------------------------------- next, off */

static qcdc_status decide (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    deciding_t *line = arg;
    const char *codes[2];
    Qcdc__CaseDelisted delisted = QCDC__CASE_DELISTED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    search_t search QCDC_CLEANUP (search_release) = {.line = line};
    line->list = args->words[0];
    line->name = args->words[1];
    line->matter = (args->switched & OF_MATTER) != 0;
    /* Of which kind a petition is is not known here: nobody who denounces is named in any case. */
    QCDC_TRY (line_read (desk, args, line->matter ? 0 : QCDC__PETITION_KIND__TO_CAO, line, fault));
    const case_list_t *list = case_list_named (desk->home.catalog, line->list, line->on);
    line->list = list ? list->code : line->list;
    QCDC_TRY (listing_find (desk, &search, fault));
    const listing_t *listing = &search.found;
    const char *owner = listing_owner (listing);
    if (line->stays && args_value (args, "owner"))
        owner = owner_read (desk, args_value (args, "owner"));
    else if (line->stays && *owner)
        owner = listing_holder (listing, desk->home.catalog, line->on); /* who has ended answers for nothing */
    ref_set (&ref, &listing->entry);
    delisted.listing = &ref;
    delisted.on = line->on;
    delisted.decided_by = line->decided_by;
    delisted.reasoned = true;
    delisted.stays = line->stays;
    delisted.next_on = line->next_on;
    delisted.owner = (char *)(line->stays ? owner : "");
    delisted.n_shown_to = listing_shown_to (listing->shown_to, owner, codes);
    delisted.shown_to = (char **)codes;
    delisted.seen_at_us = listing->newest_us;
    text.reason = line->reason;
    Qcdc__Fact fact = fact_of_delisting (&delisted);
    judge_input_t input = desk_input (desk);
    input.target = TARGET_THING;
    input.thing = &listing->thing;
    input.target_office = listing->office;
    return desk_append (desk, &input, &fact, &text, false, &line->appended, NULL, fault);
}

static int decide_done (const args_t *args, void *arg)
{
    const deciding_t *line = arg;
    (void)args;
    if (!line->appended)
        puts (_ ("nothing new: it was decided so already"));
    else
        puts (line->stays ? _ ("it stays on the list") : _ ("taken off the list"));
    return EXIT_DONE;
}

static int list_next (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 2, .words_max = 2, .keys = DECISION_KEYS, .switches = SWITCHES},
        .work = decide,
        .writes = true,
        .done = decide_done};
    deciding_t line = {.owner = "", .stays = true};
    int status = command_at_desk (command, &WORK, &line);
    deciding_release (&line);
    return status;
}

static int list_off (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 2, .words_max = 2, .keys = OFF_KEYS, .switches = SWITCHES},
                                     .work = decide,
                                     .writes = true,
                                     .done = decide_done};
    deciding_t line = {.owner = ""};
    int status = command_at_desk (command, &WORK, &line);
    deciding_release (&line);
    return status;
}

/*  ---------------------------------------------------------------- propose, decline */

/*  What was said last, as far as this desk knows, of a case and a list. */
typedef struct {
    desk_t *desk;
    const Qcdc__CaseProposed *proposed;
    bool same;
} said_before_t;

static qcdc_status take_said (const journal_row_t *row, void *arg)
{
    said_before_t *self = arg;
    Qcdc__Fact *fact = NULL;
    arena_reset (self->desk->arena);
    if (row->verdict == QCDC__VERDICT_STATE__VERDICT_REJECTED ||
        fact_unpack (row->entry.body, self->desk->arena, &fact) != QCDC_OK ||
        fact->kind_case != QCDC__FACT__KIND_CASE_PROPOSED)
        return QCDC_OK;
    const Qcdc__CaseProposed *said = fact->case_proposed, *now = self->proposed;
    if (strcmp (said->list, now->list) == 0)
        self->same = !said->declined == !now->declined && said->on == now->on &&
                     strcmp (said->decided_by, now->decided_by) == 0;
    return QCDC_OK;
}

/*  Whether that says what PROPOSED says: then it is not said again. */
static qcdc_status is_said (desk_t *desk, const thing_t *thing, const Qcdc__CaseProposed *proposed, bool *same,
                            fault_t *fault)
{
    journal_row_t row;
    said_before_t before = {desk, proposed, false};
    *same = false;
    qcdc_status status = journal_at (desk->home.journal, thing->entry.origin, thing->entry.seq, &row, fault);
    if (status == QCDC_NOT_FOUND)
        return QCDC_OK;
    QCDC_TRY (status);
    char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
    if (!subject)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (journal_each_of_subject (desk->home.journal, subject, take_said, &before, fault));
    *same = before.same;
    return QCDC_OK;
}

static qcdc_status propose (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    deciding_t *line = arg;
    case_named_t named QCDC_CLEANUP (case_release) = {0};
    Qcdc__CaseProposed proposed = QCDC__CASE_PROPOSED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    line->list = args->words[0];
    line->name = args->words[1];
    line->matter = (args->switched & OF_MATTER) != 0;
    QCDC_TRY (line_read (desk, args, 0, line, fault));
    QCDC_TRY (case_find (desk, args, line, &named, fault));
    free (line->reason);
    QCDC_TRY (reason_clean (args_value (args, "reason"), (args->switched & NAMES_MEANT) != 0, named.kind,
                            &line->reason, fault));
    const case_list_t *list = case_list_named (desk->home.catalog, line->list, line->on);
    ref_set (&ref, &named.thing->entry);
    proposed.thing = &ref;
    proposed.list = (char *)(list ? list->code : line->list);
    proposed.on = line->on;
    proposed.decided_by = line->decided_by;
    proposed.reasoned = true;
    proposed.declined = line->declines;
    text.reason = line->reason;
    bool same;
    QCDC_TRY (is_said (desk, named.thing, &proposed, &same, fault));
    if (same)
        return QCDC_OK;
    Qcdc__Fact fact = fact_of_proposal (&proposed);
    judge_input_t input = desk_input (desk);
    input.target = TARGET_THING;
    input.thing = named.thing;
    input.target_office = named.thing->office;
    return desk_append (desk, &input, &fact, &text, false, &line->appended, NULL, fault);
}

static int propose_done (const args_t *args, void *arg)
{
    const deciding_t *line = arg;
    (void)args;
    if (!line->appended)
        puts (_ ("nothing to do: that was said already"));
    else
        puts (line->declines ? _ ("declined") : _ ("proposed: the province is told with the next sync, and decides"));
    return EXIT_DONE;
}

static int list_propose (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 2, .words_max = 2, .keys = OFF_KEYS, .switches = SWITCHES},
                                     .work = propose,
                                     .writes = true,
                                     .done = propose_done};
    deciding_t line = {.owner = "", .proposes = true};
    int status = command_at_desk (command, &WORK, &line);
    deciding_release (&line);
    return status;
}

static int list_decline (const command_t *command)
{
    static const desk_work_t WORK = {
        .line = {.words_min = 2, .words_max = 2, .keys = OFF_KEYS, .switches = SWITCHES, .takes_patience = true},
        .work = propose,
        .writes = true,
        .done = propose_done};
    deciding_t line = {.owner = "", .declines = true};
    int status = command_at_desk (command, &WORK, &line);
    deciding_release (&line);
    return status;
}

/*  ---------------------------------------------------------------- dispatch */

int command_list (const command_t *command)
{
    static const command_part_t PARTS[] = {{"put", list_put},         {"next", list_next},       {"off", list_off},
                                           {"propose", list_propose}, {"decline", list_decline}, {"show", list_show},
                                           {"kinds", list_kinds}};
    return command_part (command, PARTS, sizeof PARTS / sizeof *PARTS,
                         "qcdc list put|next|off|propose|decline|show|kinds");
}
