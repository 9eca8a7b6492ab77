/*  journal_clock.c — what the server has said of its clock, and what receipts tell of it.
 *
 *  Kept as text in one setting: "vouched_at first last", one line each time. */

#include "journal/journal_clock.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "journal/journal_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTING "clock_ahead"
#define LINE_BYTES 72u /* three numbers of 20 digits at the most */

qcdc_status journal_clock_put (journal_t *self, Qcdc__ClockAhead *const *said, size_t count, fault_t *fault)
{
    char *held QCDC_CLEANUP (journal_free_value) = NULL, text[QCDC_CLOCK_AHEAD_MAX * LINE_BYTES + 1] = "";
    size_t used = 0;
    if (count > QCDC_CLOCK_AHEAD_MAX)
        count = QCDC_CLOCK_AHEAD_MAX;
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf (text + used, sizeof text - used, "%" PRId64 " %" PRIu64 " %" PRIu64 "\n",
                                  said[i]->vouched_at, said[i]->first_commit_seq, said[i]->last_commit_seq);
    QCDC_TRY (journal_get (self, SETTING, &held, fault));
    return strcmp (held, text) == 0 ? QCDC_OK : journal_set (self, SETTING, text, fault);
}

static void said_parse (const char *text, journal_clock_t *clock)
{
    int length = 0;
    Qcdc__ClockAhead said = QCDC__CLOCK_AHEAD__INIT;
    while (clock->said_count < QCDC_CLOCK_AHEAD_MAX &&
           sscanf (text, "%" SCNd64 " %" SCNu64 " %" SCNu64 "\n%n", &said.vouched_at, &said.first_commit_seq,
                   &said.last_commit_seq, &length) == 3) {
        clock->said[clock->said_count++] = said;
        text += length;
    }
}

/*  For qsort and bsearch: spans of one origin that overlap are the same. */
static int span_compare (const void *left, const void *right)
{
    const journal_span_t *a = left, *b = right;
    if (a->origin != b->origin)
        return a->origin < b->origin ? -1 : 1;
    return a->last_seq < b->first_seq ? -1 : a->first_seq > b->last_seq;
}

static qcdc_status returned_add (journal_clock_t *clock, size_t *size, sqlite3_stmt *statement, fault_t *fault)
{
    journal_span_t *grown = memory_room (clock->returned, clock->returned_count, size, sizeof *clock->returned);
    if (!grown)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    clock->returned = grown;
    clock->returned[clock->returned_count++] =
        (journal_span_t){sql_column_u64 (statement, 0), (uint64_t)sqlite3_column_int64 (statement, 1),
                         (uint64_t)sqlite3_column_int64 (statement, 2)};
    return QCDC_OK;
}

static qcdc_status returned_read (journal_t *self, journal_clock_t *clock, fault_t *fault)
{
    sqlite3_stmt *statement = sql_take (self, SQL_RETURNED_AHEAD, fault);
    if (!statement)
        return fault->status;
    qcdc_status status = QCDC_OK;
    size_t size = 0;
    int code;
    while (status == QCDC_OK && (code = sqlite3_step (statement)) != SQLITE_DONE)
        status = code == SQLITE_ROW ? returned_add (clock, &size, statement, fault) : sql_fail (self, fault);
    sql_give (self, SQL_RETURNED_AHEAD, statement);
    if (clock->returned_count)
        qsort (clock->returned, clock->returned_count, sizeof *clock->returned, span_compare);
    return status;
}

qcdc_status journal_clock_read (journal_t *self, journal_clock_t *clock, fault_t *fault)
{
    char *text QCDC_CLEANUP (journal_free_value) = NULL;
    *clock = (journal_clock_t){0};
    QCDC_TRY (journal_get (self, SETTING, &text, fault));
    said_parse (text, clock);
    qcdc_status status = returned_read (self, clock, fault);
    if (status != QCDC_OK)
        journal_clock_release (clock);
    return status;
}

void journal_clock_release (journal_clock_t *clock)
{
    free (clock->returned);
    *clock = (journal_clock_t){0};
}

bool journal_clock_was_ahead (const journal_clock_t *clock, uint64_t origin, uint64_t seq, int64_t commit_seq,
                              int64_t committed_at_us)
{
    if (!commit_seq)
        return false;
    for (size_t i = 0; i < clock->said_count; i++)
        if (committed_at_us > clock->said[i].vouched_at && (uint64_t)commit_seq >= clock->said[i].first_commit_seq &&
            (uint64_t)commit_seq <= clock->said[i].last_commit_seq)
            return true;
    const journal_span_t wanted = {origin, seq, seq};
    return clock->returned_count &&
           bsearch (&wanted, clock->returned, clock->returned_count, sizeof wanted, span_compare) != NULL;
}
