/*  desk.h — a place of work in a device's home: open it, judge a fact as the server will, append it.
 *
 *  Nothing enters the journal that this program would reject were it the server, so that a clerk hears at once what the
 *  province would say.  The desk owns home and arena; they are closed together. */

#ifndef QCDC_DESK_H
#define QCDC_DESK_H

#include "catalogue/vouching.h"
#include "journal/home.h"
#include "show/output.h"

/*  How long a person waits for another qcdc to leave the home, mostly a sync by a timer. */
#define DESK_WAIT_MS 10000

typedef struct {
    home_t home;
    arena_t *arena; /* of one fact at a time: whatever reads the next one takes the last one's place */
    bool vouched;   /* it was asked of this device while the home is held, and so it is: a notice comes with thousands of tasks */
    bool later;     /* the work failed for lack of a line or an answer, and nothing is lost by trying again */
} desk_t;

/*  Opens the device's home in the folder HOME. */
qcdc_status desk_open (const char *home, desk_t *desk, fault_t *fault) QCDC_CHECK;
/*  The same for whoever does not want to wait so long for another qcdc in the home: QCDC_BUSY after WAIT_MS. */
qcdc_status desk_open_within (const char *home, int wait_ms, desk_t *desk, fault_t *fault) QCDC_CHECK;
void desk_close (desk_t *desk);

/*  The part of a judge's input that does not depend on the fact: who, in which role, now. */
judge_input_t desk_input (const desk_t *desk);

/*  Others would not take what this device says for the province, and the server neither: QCDC_UNVOUCHED, with what to do, where nobody has
 *  vouched for it, or that has ended. */
qcdc_status desk_check_vouched (const desk_t *desk, fault_t *fault) QCDC_CHECK;

/*  How this device stands, and how many keys are vouched for today as far as it knows. */
qcdc_status desk_vouched (const desk_t *desk, vouched_t *stands, size_t *keys, fault_t *fault) QCDC_CHECK;

/*  Judges FACT and appends it with TEXT (NULL: no annex), inside the caller's transaction.  A fact that the
 *  server would reject is refused with its reason.  What the server would call a second copy is not appended
 *  unless KEEPS_COPY (an order to erase: whether there is still a text is not seen here); *APPENDED tells.  *ADDRESS may be
 *  NULL. */
qcdc_status desk_append (desk_t *desk, const judge_input_t *input, const Qcdc__Fact *fact,
                         const Qcdc__AnnexText *text, bool keeps_copy, bool *appended, address_t *address,
                         fault_t *fault) QCDC_CHECK;

/*  A verdict as people and files read it: "taken in", "not sent" …: msgids. */
const char *verdict_name (Qcdc__VerdictState state, bool acknowledged);

/*  The reference that an address makes. */
void ref_set (Qcdc__Ref *ref, const address_t *address);

#endif
