/*  petition_filter.c — kind=, field=, state=, flag=, from=, to=, due= and others, read and held against petitions. */

#include "petitions/petition_filter.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/text_fold.h"
#include "facts/word.h"
#include "matters/petition_clock.h"
#include "petitions/petition_row.h"
#include "show/naming.h"
#include "show/people.h"
#include "texts/codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status filter_code (const char *key, const char *text, int code, const char *(*name) (int),
                                qcdc_status unknown, fault_t *fault)
{
    if (!text || code)
        return QCDC_OK;
    fault_set (fault, unknown, key, "%.60s", text);
    codes_advise (text, name, fault);
    return unknown;
}

/*  A state by its name, as it is typed or as a table prints it. */
static qcdc_status filter_state (const char *wanted, int *filter, fault_t *fault)
{
    nearest_t nearest;
    *filter = petition_filter_read (wanted);
    if (*filter >= 0)
        return QCDC_OK;
    nearest_begin (&nearest, wanted);
    for (int i = 0; petition_filter_name (i); i++) {
        nearest_offer (&nearest, petition_filter_name (i), petition_filter_name (i));
        nearest_offer (&nearest, people_word ("state", petition_filter_name (i)), petition_filter_name (i));
    }
    fault_set (fault, QCDC_USAGE, "state", _ ("there is no state %.40s"), wanted);
    if (nearest_found (&nearest)) {
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
        return QCDC_USAGE;
    }
    char list[sizeof fault->advice] = "";
    size_t used = 0;
    for (int i = 0; petition_filter_name (i) && used < sizeof list; i++)
        used += (size_t)snprintf (list + used, sizeof list - used, "%s%s", i ? ", " : "", petition_filter_name (i));
    char *said QCDC_CLEANUP (memory_free) = people_codes (list);
    fault_advise (fault, _ ("one of %s"), said ? said : list);
    return QCDC_USAGE;
}

static qcdc_status filter_ended (const char *wanted, int *ended, fault_t *fault)
{
    if (!wanted)
        return QCDC_OK;
    for (*ended = 0; petition_ended_code (*ended); ++*ended)
        if (word_same (petition_ended_code (*ended), wanted) ||
            word_same (people_word ("ended", petition_ended_code (*ended)), wanted))
            return QCDC_OK;
    fault_set (fault, QCDC_USAGE, "ended", _ ("a petition has not ended like %.40s"), wanted);
    fault_advise (fault, _ ("one of %s"), "open, solved, unsolved, passed_on");
    return QCDC_USAGE;
}

static qcdc_status filter_flag (const char *given, petition_filter_t *filter, fault_t *fault)
{
    if (!given || flag_read_any (given, filter->flag, sizeof filter->flag))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_FLAG, "flag", _ ("there is no flag %.60s"), given);
    fault_advise (fault, _ ("use DONG_NGUOI, PHUC_TAP, DAC_BIET_PHUC_TAP, DAI_HOI, LAN_HAI, CU_TRI, DU_AN:<code>, "
                            "DOI_THOAI:<code> or NHAN_QD:<day>"));
    return QCDC_BAD_FLAG;
}

static qcdc_status filter_days (const args_t *args, petition_filter_t *filter, fault_t *fault)
{
    const char *from = args_value (args, "from"), *to = args_value (args, "to");
    if (from)
        QCDC_TRY (args_day ("from", from, &filter->from, fault));
    if (to)
        QCDC_TRY (args_day ("to", to, &filter->to, fault));
    if (args_value (args, "due"))
        QCDC_TRY (args_day ("due", args_value (args, "due"), &filter->due, fault));
    if (filter->from <= filter->to)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_DATE, "from", _ ("from=%s is after to=%s"), from, to);
    fault_advise (fault, "%s", _ ("a time begins before it ends"));
    return QCDC_BAD_DATE;
}

qcdc_status petition_filter_of (const args_t *args, petition_filter_t *filter, fault_t *fault)
{
    const char *kind = args_value (args, "kind"), *field = args_value (args, "field"),
               *state = args_value (args, "state");
    *filter = (petition_filter_t){.kind = kind ? petition_kind_read (kind) : 0,
                                  .field = field ? petition_field_read (field) : 0,
                                  .state = -1,
                                  .ended = -1,
                                  .from = QCDC_DAY_MIN,
                                  .to = QCDC_DAY_MAX};
    QCDC_TRY (filter_code ("kind", kind, filter->kind, petition_kind_name, QCDC_BAD_KIND, fault));
    QCDC_TRY (filter_code ("field", field, filter->field, petition_field_name, QCDC_BAD_FIELD, fault));
    QCDC_TRY (filter_ended (args_value (args, "ended"), &filter->ended, fault));
    if (args_value (args, "handler"))
        petition_handler_key (args_value (args, "handler"), filter->handler);
    QCDC_TRY (filter_flag (args_value (args, "flag"), filter, fault));
    QCDC_TRY (filter_days (args, filter, fault));
    return state ? filter_state (state, &filter->state, fault) : QCDC_OK;
}

static bool has_flag (const char *flags, const char *flag)
{
    size_t length = strlen (flag);
    for (const char *at = flags; *at;) {
        size_t word = strcspn (at, " ");
        bool any = flag[length - 1] == ':'; /* of whichever code */
        if ((any ? word > length : word == length) && memcmp (at, flag, length) == 0)
            return true;
        at += word;
        at += *at == ' ';
    }
    return false;
}

static bool filter_fits (const petition_filter_t *filter, petition_state state, bool voided)
{
    return filter->state < 0 ? !voided : petition_filter_fits (filter->state, state, voided);
}

static bool is_due (const petition_t *petition, const catalog_t *catalog, int32_t day)
{
    deadline_run_t runs[CLOCK_RUNS_MAX];
    size_t count = petition_clock (petition, catalog, runs);
    const deadline_run_t *next = petition_clock_next (runs, count);
    return (next && next->due_on <= day) || (petition->promised_on && petition->promised_on <= day);
}

bool petition_filter_wants (const petition_filter_t *filter, const catalog_t *catalog, const petition_t *petition)
{
    if ((filter->kind && petition->kind != filter->kind) || (filter->field && petition->field != filter->field) ||
        petition->received_on < filter->from || petition->received_on > filter->to)
        return false;
    char handler[HANDLER_KEY_BYTES];
    if ((filter->ended >= 0 && petition->ended != filter->ended) ||
        (*filter->handler && strcmp (petition_handler_key (petition->handler, handler), filter->handler) != 0))
        return false;
    return (!*filter->flag || has_flag (petition->flags, filter->flag)) &&
           filter_fits (filter, petition->state, petition->voided) &&
           (!filter->due || is_due (petition, catalog, filter->due));
}

uint64_t petition_filter_states (const petition_filter_t *filter)
{
    uint64_t states = 0;
    for (int state = 0; state <= PETITION_TAKEN_BACK; state++)
        if (filter_fits (filter, (petition_state)state, state == PETITION_TAKEN_BACK))
            states |= UINT64_C (1) << (state == PETITION_TAKEN_BACK ? PETITION_TAKEN_BACK_BIT : state);
    return states;
}

bool petition_filter_narrows (const args_t *args)
{
    static const char *const KEYS[] = {PETITION_FILTER_KEYS};
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (args_value (args, KEYS[i]))
            return true;
    return false;
}
