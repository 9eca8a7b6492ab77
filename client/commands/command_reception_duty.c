/*  command_reception_duty.c — qcdc reception duties: the days on which the head had to receive citizens, and those on which he did.
 *
 *  From the office's own journal and what was published: no line is needed.  The province asks for all offices by query
 *  reception_duties. */

#include "commands/command_reception.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "registers/reception_view.h"
#include "rules/reception_duty.h"
#include "rules/reference.h"
#include "rules/rule_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  What one day of reception was. */
typedef struct {
    int32_t day;
    bool own, delegated, ad_hoc;
} held_day_t;

typedef struct {
    desk_t *desk;
    int32_t from, to;
    held_day_t *days; /* malloc'ed; one for each row, then one for each day */
    size_t count, size;
    fault_t *fault;
} duties_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static qcdc_status row_take (duties_t *duties, const reception_t *reception)
{
    int32_t day = reception->values[RECEPTION_HELD_ON];
    bool scheduled = reception->values[RECEPTION_SESSION] == QCDC__SESSION__DINH_KY;
    bool head = reception->values[RECEPTION_HELD_BY] == QCDC__RECEIVER__THU_TRUONG;
    if (reception->voided || day < duties->from || day > duties->to)
        return QCDC_OK;
    held_day_t *days = memory_room (duties->days, duties->count, &duties->size, sizeof *days);
    if (!days)
        return no_memory (duties->fault);
    duties->days = days;
    days[duties->count++] = (held_day_t){day, scheduled && head, scheduled && !head,
                                         head && reception->values[RECEPTION_SESSION] == QCDC__SESSION__DOT_XUAT};
    return QCDC_OK;
}

static qcdc_status subject_take (const char *subject, void *arg)
{
    duties_t *duties = arg;
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    QCDC_TRY (reception_views_read (duties->desk, subject, &views, duties->fault));
    for (size_t i = 0; i < views.view_count; i++)
        if (!views.views[i].elsewhere)
            QCDC_TRY (row_take (duties, &views.views[i].reception));
    return QCDC_OK;
}

static int day_order (const void *a, const void *b)
{
    const held_day_t *one = a, *other = b;
    return (one->day > other->day) - (one->day < other->day);
}

/*  However many rows a day has, it is one. */
static void days_join (duties_t *duties)
{
    size_t kept = 0;
    if (duties->count)
        qsort (duties->days, duties->count, sizeof *duties->days, day_order);
    for (size_t i = 0; i < duties->count; i++) {
        held_day_t *last = kept ? &duties->days[kept - 1] : NULL;
        const held_day_t *day = &duties->days[i];
        if (last && last->day == day->day) {
            last->own |= day->own;
            last->delegated |= day->delegated;
            last->ad_hoc |= day->ad_hoc;
        } else
            duties->days[kept++] = *day;
    }
    duties->count = kept;
}

/*  The window of PERIOD, or of this year; of one that is not over yet, until today. */
static qcdc_status window_find (desk_t *desk, const char *period, duties_t *duties, naming_time_t *when, int32_t *to,
                                fault_t *fault)
{
    char year[16];
    int32_t today = day_of_moment (moment_now ());
    snprintf (year, sizeof year, "%d", day_year (today));
    naming_time (desk->home.catalog, NULL, period ? period : year, when);
    if (!*when->period)
        return fault_set (fault, QCDC_BAD_PERIOD, "period", _ ("%.40s is no period of any form"),
                          period ? period : year);
    duties->from = when->from;
    *to = when->to;
    duties->to = when->to < today ? when->to : today;
    return QCDC_OK;
}

static qcdc_status duty_print (const duties_t *duties, const naming_time_t *when, int32_t to, output_t *output,
                               fault_t *fault)
{
    const home_t *home = &duties->desk->home;
    size_t own = 0, delegated = 0, ad_hoc = 0;
    int32_t *days QCDC_CLEANUP (memory_free) = malloc ((duties->count + 1) * sizeof *days);
    char from_text[DAY_TEXT_BYTES], to_text[DAY_TEXT_BYTES], numbers[7][24];
    reception_duty_t duty;
    if (!days)
        return no_memory (fault);
    for (size_t i = 0; i < duties->count; i++) {
        if (duties->days[i].own)
            days[own++] = duties->days[i].day;
        delegated += duties->days[i].delegated && !duties->days[i].own;
        ad_hoc += duties->days[i].ad_hoc;
    }
    reception_duty (home->catalog, home->office, duties->from, to, duties->to, days, own, &duty);
    const rule_constant_t *constant =
        *duty.constant ? rule_constant_on (&home->catalog->rules->names, duty.constant, duties->to) : NULL;
    int64_t missing = duty.required > (int64_t)own ? duty.required - (int64_t)own : 0;
    const int64_t values[] = {duty.required, (int64_t)own,       missing,        duty.spans,
                              duty.kept,     (int64_t)delegated, (int64_t)ad_hoc};
    for (size_t i = 0; i < 7; i++)
        snprintf (numbers[i], sizeof numbers[i], "%lld", (long long)values[i]);
    const char *words = !constant ? NULL : i18n_is_vietnamese () ? constant->words_vi : constant->words_en;
    const char *cells[] = {when->period,
                           day_format_iso (duties->from, from_text),
                           day_format_iso (duties->to, to_text),
                           numbers[0],
                           numbers[1],
                           numbers[2],
                           numbers[3],
                           numbers[4],
                           numbers[5],
                           numbers[6],
                           words,
                           constant && *constant->citation ? constant->citation : NULL};
    return output_row (output, cells, fault);
}

static qcdc_status duties_show (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("period"), QCDC__COLUMN_TYPE__TEXT},       {N_ ("from"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("to"), QCDC__COLUMN_TYPE__DATE},           {N_ ("owed"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("held"), QCDC__COLUMN_TYPE__INTEGER},      {N_ ("lacking"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("spans"), QCDC__COLUMN_TYPE__INTEGER},     {N_ ("kept"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("delegated"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("ad_hoc"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("duty"), QCDC__COLUMN_TYPE__TEXT},         {N_ ("citation"), QCDC__COLUMN_TYPE__TEXT}};
    duties_t *duties = arg;
    naming_time_t when;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    char prefix[80];
    int32_t to = 0;
    duties->desk = desk;
    duties->fault = fault;
    QCDC_TRY (window_find (desk, args->word_count ? args->words[0] : NULL, duties, &when, &to, fault));
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    snprintf (prefix, sizeof prefix, "reception:%s:", desk->home.office->code);
    QCDC_TRY (journal_each_subject (desk->home.journal, prefix, subject_take, duties, fault));
    days_join (duties);
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    QCDC_TRY (duty_print (duties, &when, to, output, fault));
    return output_finish (output, fault);
}

int reception_duties (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_max = 1, .takes_format = true}, .work = duties_show};
    duties_t duties = {0};
    int status = command_at_desk (command, &WORK, &duties);
    free (duties.days);
    return status;
}
