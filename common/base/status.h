/*  status.h — one table of everything that can go wrong, shared by both programs and the wire.
 *
 *  A status is what a function returns and what travels as `code` in verdicts and refusals.  Its text is an English
 *  msgid that the client translates; details (which row, which field) are added by whoever knows them. */

#ifndef QCDC_STATUS_H
#define QCDC_STATUS_H

#define QCDC_CHECK __attribute__ ((warn_unused_result))

/*  Passes a failure of EXPRESSION up to the caller.  What a function must give back by then it declares with
 *  QCDC_CLEANUP. */
#define QCDC_TRY(expression)                                                                                         \
    do {                                                                                                             \
        qcdc_status try_status = (expression);                                                                       \
        if (try_status != QCDC_OK)                                                                                   \
            return try_status;                                                                                       \
    } while (0)

/*  A variable that DESTROY, which takes its address and bears a NULL in it, is called for wherever its scope is left:
 *      pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new (); */
#define QCDC_CLEANUP(destroy) __attribute__ ((cleanup (destroy)))

/*  X (NAME, text): NAME is also the code on the wire. */
#define QCDC_STATUS_TABLE(X)                                                                                         \
    X (OK, "done")                                                                                                   \
    /* operating errors */                                                                                           \
    X (NO_MEMORY, "out of memory")                                                                                   \
    X (IO, "cannot read or write")                                                                                   \
    X (DATABASE, "the database refused")                                                                             \
    X (DATABASE_AWAY, "the database is away; work waits and nothing is lost")                                        \
    X (CORRUPT, "the stored data is damaged")                                                                        \
    X (TIMEOUT, "no answer in time")                                                                                 \
    X (BUSY, "another program is using it")                                                                          \
    X (NOT_FOUND, "not found")                                                                                       \
    X (EXISTS, "it is already there")                                                                                \
    X (USAGE, "wrong usage")                                                                                         \
    X (CLOCK, "the clock cannot be right")                                                                           \
    X (PERMISSIONS, "others can read the keys")                                                                      \
    X (PASSPHRASE, "the passphrase is missing or wrong")                                                             \
    X (LIMIT, "this computer gives the program too little room")                                                     \
    /* bytes from a peer */                                                                                          \
    X (TOO_LARGE, "too large")                                                                                       \
    X (MALFORMED, "not a well-formed message")                                                                       \
    X (PROTOCOL, "a message that does not belong here")                                                              \
    X (VERSION, "no protocol version in common")                                                                     \
    X (BAD_SIGNATURE, "the signature does not fit")                                                                  \
    X (BAD_CHAIN, "the hash chain does not fit")                                                                     \
    /* who may do what */                                                                                            \
    X (UNKNOWN_KEY, "this device has not joined")                                                                    \
    X (MOVED, "the server has moved")                                                                                \
    X (REVOKED, "this device has been revoked")                                                                      \
    X (FORBIDDEN, "this role may not do that")                                                                       \
    X (UNVOUCHED, "this device is not vouched for")                                                                  \
    X (NOT_YOURS, "it belongs to another office")                                                                    \
    X (BAD_INVITATION, "the invitation is not known")                                                                \
    X (USED_INVITATION, "the invitation has been used")                                                              \
    X (EXPIRED_INVITATION, "the invitation has expired")                                                             \
    X (VOID_INVITATION, "the invitation has been withdrawn")                                                         \
    X (TOO_MANY, "too many attempts")                                                                                \
    /* journals */                                                                                                   \
    X (FORK, "the past has been rewritten")                                                                          \
    X (GAP, "entries are missing before these")                                                                      \
    X (NO_CREDIT, "more was sent than was granted")                                                                  \
    /* text, dates, files */                                                                                         \
    X (BAD_UTF8, "not valid UTF-8")                                                                                  \
    X (BAD_NFC, "not in Unicode normal form C")                                                                      \
    X (BAD_CHARACTER, "a control character or NUL")                                                                  \
    X (BAD_DATE, "not a date that can be")                                                                           \
    X (BAD_NUMBER, "not a number that can be")                                                                       \
    X (BAD_QUOTE, "a quote is not closed or stands in the wrong place")                                              \
    X (BAD_HEADER, "a column is missing or unknown")                                                                 \
    X (BAD_ROW, "the number of fields differs from the header")                                                      \
    X (BAD_WORKBOOK, "the workbook cannot be read")                                                                  \
    X (IDENTITY_COLUMN, "columns with a petitioner's identity are not taken")                                        \
    X (IDENTITY_TEXT, "it tells who somebody is")                                                                    \
    X (DAMAGED_TEXT, "the text was damaged before it came here")                                                     \
    X (BAD_RULE, "not a rule that can be judged")                                                                    \
    X (EMPTY, "a value is required")                                                                                 \
    /* at a desk, said before anything is written */                                                                 \
    X (BAD_STEP, "unknown step")                                                                                     \
    X (FILED, "a report is filed already")                                                                           \
    X (ASKED, "it has been asked for already")                                                                       \
    /* judging */                                                                                                    \
    X (UNSUPPORTED, "of a kind that this program does not know")                                                     \
    X (BAD_KIND, "unknown kind of petition")                                                                         \
    X (BAD_FIELD, "unknown field of petition")                                                                       \
    X (BAD_CHANNEL, "unknown channel")                                                                               \
    X (BAD_OUTCOME, "unknown or misplaced outcome")                                                                  \
    X (BAD_FLAG, "unknown flag")                                                                                     \
    X (BAD_MOVE, "this step is not possible from the petition's state")                                              \
    X (BAD_LOCAL_NO, "not a register number")                                                                        \
    X (BAD_UNIT, "unknown unit, or not in being on that day")                                                        \
    X (BAD_FORM, "unknown form, or not one that the office owes")                                                    \
    X (BAD_PERIOD, "unknown period, or not one of the form's")                                                       \
    X (BAD_CELL, "the form has no such cell")                                                                        \
    X (DERIVED_CELL, "this figure is computed and never typed in")                                                   \
    X (BROKEN_RULE, "figures of the report contradict each other")                                                   \
    X (NO_NOTE, "what the figures say needs a note that explains it")                                                \
    X (BAD_CATALOGUE, "the catalogue cannot hold it")                                                                \
    X (DUPLICATE, "another one stands there already; correct that one instead")                                      \
    X (STALE, "it was changed meanwhile by somebody else")                                                           \
    X (LOCKED, "the province has locked it")                                                                         \
    X (BAD_REVIEW, "this is not possible from the report's state")                                                   \
    X (BAD_LIST, "this is not possible on that list of cases")                                                       \
    X (BAD_NOTICE, "this is not possible with that notice")                                                          \
    X (BAD_ITEM, "this is not possible with that task")                                                              \
    X (NO_EFFECT, "taken in, but it changes nothing")                                                                \
    X (WAITING, "waits for an entry that is not here yet")                                                           \
    X (TARGET_REJECTED, "the entry it refers to was rejected")                                                       \
    X (TARGET_KIND, "the entry it refers to is of another kind")                                                     \
    X (TARGET_VOID, "the entry it refers to was taken back")                                                         \
    X (POISON, "the database cannot store it")                                                                       \
    X (WAITING_FULL, "too many entries of this device wait already")

#define QCDC_STATUS_ENUM(name, text) QCDC_##name,
typedef enum { QCDC_STATUS_TABLE (QCDC_STATUS_ENUM) QCDC_STATUS_COUNT } qcdc_status;
#undef QCDC_STATUS_ENUM

/*  The code as it travels: "BAD_DATE". */
const char *status_code (qcdc_status status);

/*  One English sentence without a full stop; a gettext msgid. */
const char *status_text (qcdc_status status);

/*  The status for a code, or QCDC_STATUS_COUNT where the code is not known (a newer peer). */
qcdc_status status_from_code (const char *code);

#endif
