/*  problems.c — what is wrong with a file that a person hands in.
 *
 *  The first problem is held back until a second one comes or the file ends: a single one is said in the line that
 *  says how it ended.  Beyond a screenful they are only counted. */

#include "desk/problems.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "show/naming.h"

#include <stdio.h>
#include <string.h>

void problems_add (problems_t *problems, size_t row, const fault_t *fault)
{
    char at[PROBLEM_BYTES / 2 - 80], place[PROBLEM_BYTES / 2] = "", line[PROBLEM_BYTES];
    if (problems->count >= PROBLEMS_SHOWN_MAX) {
        problems->count++;
        return;
    }
    /* A fault of the file itself (a quote, a header) names file and row in its own words. */
    if (row > 0)
        snprintf (place, sizeof place, "%s%s%s",
                  table_place (problems->table, problems->file, row, fault->field, problems->value, at, sizeof at),
                  people_word ("given", fault->field), fault->field[0] ? ": " : "");
    int32_t day = problems->period ? problems->period->to : day_of_moment (moment_now ());
    const char *message = fault->message[0] ? fault->message : _ (status_text (fault->status));
    char *explained QCDC_CLEANUP (memory_free) =
        problems->catalog ? people_explained (problems->catalog, message, fault->field, day)
                          : people_placed (problems->places, message);
    const char *said = explained ? explained : message;
    snprintf (line, sizeof line, "%s%s%s%s", place, said, fault->advice[0] ? fault_joint (said) : "", fault->advice);
    if (problems->count++ == 0) {
        memcpy (problems->first, line, sizeof line);
        return;
    }
    if (problems->count == 2)
        text_say (stderr, "%s\n", problems->first);
    text_say (stderr, "%s\n", line);
}

bool problems_stop (qcdc_status status)
{
    return status == QCDC_NO_MEMORY || status == QCDC_IO || status == QCDC_DATABASE || status == QCDC_CORRUPT ||
           status == QCDC_BUSY;
}

void problems_end (const problems_t *problems, const char *outcome)
{
    if (problems->count > PROBLEMS_SHOWN_MAX) {
        unsigned long more = (unsigned long)(problems->count - PROBLEMS_SHOWN_MAX);
        fprintf (stderr, ngettext ("and %lu more\n", "and %lu more\n", more), more);
    }
    if (problems->count == 1)
        text_say (stderr, "%s%s%s\n", problems->first, fault_joint (problems->first), outcome);
    else if (problems->count > 1)
        text_say (stderr, "qcdc: %s: %s\n", problems->file, outcome);
}
