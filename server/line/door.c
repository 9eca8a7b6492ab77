/*  door.c — who asks to come in.
 *
 *  A frame of somebody unknown is unpacked within narrow bounds only; whoever is refused is answered so many times a minute and then
 *  no more (strangers.h). */

#include "line/door.h"

#include "wire/frame.h"

static door_t refuse (refused_t *refused, qcdc_status status, bool retry, const char *message, const char *advice)
{
    fault_set (&refused->fault, status, NULL, "%s", message);
    fault_advise (&refused->fault, "%s", advice);
    refused->retry = retry;
    return DOOR_REFUSED;
}

/*  A frame that cannot be read at all, not one that says something else or more than is looked at here. */
static bool is_broken (qcdc_status status)
{
    return status != QCDC_OK && status != QCDC_TOO_LARGE && status != QCDC_PROTOCOL;
}

/*  The server's own want of memory is nobody's fault, and over soon. */
static door_t refuse_broken (refused_t *refused)
{
    if (refused->fault.status == QCDC_NO_MEMORY) {
        fault_advise (&refused->fault, "try again later");
        refused->retry = true;
        return DOOR_REFUSED;
    }
    refused->said = refused->fault.message;
    refused->retry = false;
    fault_advise (&refused->fault, "bring the older program up to date");
    return DOOR_REFUSED;
}

static qcdc_status unpack (zmq_msg_t *body, job_t *job, refused_t *refused)
{
    *refused = (refused_t){0};
    return frame_unpack_first (zmq_msg_data (body), zmq_msg_size (body), job->arena, &job->frame, &job->call,
                               &refused->fault);
}

door_t door_stranger (strangers_t *strangers, const member_t *member, uint64_t serial, zmq_msg_t *body, job_t *job,
                      refused_t *refused)
{
    *refused = (refused_t){0};
    if (!strangers_hear (strangers, job->curve_key)) {
        refused->said = "is answered no more for a while";
        return DOOR_SILENT;
    }
    qcdc_status status = unpack (body, job, refused);
    if (member) {
        refused->said = "is revoked";
        return refuse (refused, QCDC_REVOKED, false, "this device has been revoked",
                       "join from a new home by a new invitation, then qcdc rescue this one");
    }
    if (status == QCDC_OK && job->frame->kind_case == QCDC__FRAME__KIND_JOIN)
        return DOOR_JOIN;
    if (is_broken (status))
        return refuse_broken (refused);
    /* Whoever joined after a change of keys or address, and is not known, joined what came after this copy. */
    if (status == QCDC_OK && job->frame->kind_case == QCDC__FRAME__KIND_HELLO &&
        job->frame->hello->whereabouts_known > serial) {
        refused->said = "has not joined here, and knows newer keys or a newer address of this server: this is an older copy, put "
                        "the newest one back, with server.key and whereabouts";
        return refuse (refused, QCDC_UNKNOWN_KEY, false,
                       "this device has not joined here, and knows newer keys of the server: it was put back to an older copy",
                       "tell the province's administrator, and do not join again");
    }
    refused->said = "has not joined";
    return refuse (refused, QCDC_UNKNOWN_KEY, false, "this device has not joined here", "qcdc join INVITE");
}

door_t door_first (zmq_msg_t *body, job_t *job, refused_t *refused)
{
    qcdc_status status = unpack (body, job, refused);
    if (status == QCDC_OK && job->frame->kind_case == QCDC__FRAME__KIND_HELLO)
        return DOOR_HELLO;
    if (status == QCDC_OK && job->frame->kind_case == QCDC__FRAME__KIND_JOIN)
        return DOOR_JOIN;
    if (is_broken (status))
        return refuse_broken (refused);
    return refuse (refused, QCDC_PROTOCOL, true, "a session begins with hello", "synchronise again");
}

bool door_join (strangers_t *strangers, zmq_msg_t *body, const job_t *job, bool database_away, refused_t *refused)
{
    const char *address = zmq_msg_gets (body, "Peer-Address");
    *refused = (refused_t){0};
    if (!strangers_join (strangers, job->curve_key, address ? address : ""))
        refuse (refused, QCDC_TOO_MANY, true, "too many requests to join at this moment", "try again in a minute");
    else if (database_away)
        refuse (refused, QCDC_DATABASE_AWAY, true, status_text (QCDC_DATABASE_AWAY), "try again later");
    return refused->fault.status == QCDC_OK;
}
