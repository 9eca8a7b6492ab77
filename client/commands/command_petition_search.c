/*  command_petition_search.c — qcdc petition search: petitions by their number or by words of their texts, in the office's own
 *  journal, with nobody asked. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "facts/word.h"
#include "petitions/petition_search.h"
#include "petitions/petition_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  What a screen or two hold; whoever wants more says so. */
#define SEARCH_LIMIT_USUAL 50u

typedef struct {
    desk_t *desk;
    output_t *output;
    petition_filter_t filter;
    search_asked_t asked;
    size_t limit, shown;
    bool more;
    bool shows_office;
    fault_t *fault;
} petition_search_t;

/*  The words of the line as one text: a word of the line that holds several is a phrase, for that is what quotes are typed for. */
static qcdc_status asked_read (const args_t *args, search_asked_t *asked, fault_t *fault)
{
    char text[QCDC_SEARCH_BYTES_MAX + 2] = "";
    size_t used = 0;
    for (size_t i = 0; i < args->word_count && used < sizeof text; i++) {
        const char *word = args->words[i];
        bool phrase = args->word_count > 1 && strchr (word, ' ') && !strchr (word, '"');
        used += (size_t)snprintf (text + used, sizeof text - used, "%s%s%s%s", i ? " " : "", phrase ? "\"" : "", word,
                                  phrase ? "\"" : "");
    }
    return search_read (text, asked, fault);
}

/*  A single word of the line that holds several words stands for them together, unless it is a number. */
static void asked_phrase (const args_t *args, search_asked_t *asked)
{
    bool quoted = args->word_count == 1 && strchr (args->words[0], ' ') && !strchr (args->words[0], '"');
    for (size_t i = 1; quoted && !*asked->number && i < asked->count; i++)
        asked->terms[i].joined = true;
}

static qcdc_status search_check (const args_t *args, void *arg, fault_t *fault)
{
    petition_search_t *search = arg;
    QCDC_TRY (asked_read (args, &search->asked, fault));
    asked_phrase (args, &search->asked);
    QCDC_TRY (petition_filter_of (args, &search->filter, fault));
    search->limit = SEARCH_LIMIT_USUAL;
    return args_value (args, "limit") ? limit_parse (args_value (args, "limit"), &search->limit, fault) : QCDC_OK;
}

static qcdc_status search_row (petition_search_t *search, const petition_view_t *view, search_found found)
{
    static const char *const FOUND[] = {
        [FOUND_NUMBER] = "number", [FOUND_EXACT] = "exact", [FOUND_FOLDED] = "folded"};
    const petition_t *petition = &view->petition;
    char day[DAY_TEXT_BYTES], address[ADDRESS_TEXT_BYTES];
    char *excerpt QCDC_CLEANUP (memory_free) = search_excerpt (&search->asked, view->title, view->summary);
    if (!excerpt)
        return fault_set (search->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    const char *cells[] = {view->office ? view->office->code : NULL,
                           petition->local_no,
                           petition_kind_name (petition->kind),
                           petition_field_name (petition->field),
                           day_format_iso (petition->received_on, day),
                           petition_shown_state (petition),
                           FOUND[found],
                           *excerpt ? excerpt : NULL,
                           address_format (petition->entry.origin, petition->entry.seq, address)};
    return output_row (search->output, search->shows_office ? cells : cells + 1, search->fault);
}

/*  One more than is wanted tells that there are more. */
static qcdc_status search_found_one (const char *subject, size_t place, search_found found, void *arg)
{
    petition_search_t *search = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    if (search->shown == search->limit) {
        search->more = true;
        return QCDC_OK;
    }
    QCDC_TRY (petition_views_read (search->desk, subject, &views, search->fault));
    if (place >= views.view_count ||
        !petition_filter_wants (&search->filter, search->desk->home.catalog, &views.views[place].petition))
        return QCDC_OK;
    search->shown++;
    return place < views.view_count ? search_row (search, &views.views[place], found) : QCDC_OK;
}

static qcdc_status search_print (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("office"), QCDC__COLUMN_TYPE__TEXT},      {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("kind"), QCDC__COLUMN_TYPE__TEXT},        {N_ ("field"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("received_on"), QCDC__COLUMN_TYPE__DATE}, {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("match"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("excerpt"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    petition_search_t *search = arg;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    char prefix[80] = "petition:";
    search->desk = desk;
    search->fault = fault;
    /* The provincial committee's journal also holds what was handed to it by others. */
    search->shows_office = desk->home.role == ROLE_PROVINCE;
    if (!search->shows_office)
        snprintf (prefix, sizeof prefix, "petition:%s:", desk->home.office->code);
    size_t first = search->shows_office ? 0 : 1;
    QCDC_TRY (petition_search_update (desk, fault));
    QCDC_TRY (
        output_new (args->format, stdout, COLUMNS + first, sizeof COLUMNS / sizeof *COLUMNS - first, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_none (output, _ ("there is no such petition"));
    search->output = output;
    /* The index does not know who handles it, nor how it ended, nor when it is due. */
    bool reads_all = search->filter.ended >= 0 || *search->filter.handler || search->filter.due;
    size_t asked = reads_all || search->limit == SIZE_MAX ? SIZE_MAX : search->limit + 1;
    QCDC_TRY (
        petition_search_find (desk, &search->asked, &search->filter, prefix, asked, search_found_one, search, fault));
    QCDC_TRY (output_finish (output, fault));
    if (search->more && args->format == FORMAT_TABLE)
        printf (_ ("There are more than these %zu: say more of it, or limit=N.\n"), search->shown);
    return QCDC_OK;
}

int petition_search (const command_t *command)
{
    static const char *const KEYS[] = {PETITION_FILTER_KEYS, "limit", NULL};
    static const desk_work_t WORK = {
        .line = {.words_min = 1, .words_max = SEARCH_WORDS_MAX, .keys = KEYS, .takes_format = true},
        .check = search_check,
        .work = search_print};
    petition_search_t search = {0};
    return command_at_desk (command, &WORK, &search);
}
