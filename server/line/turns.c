/*  turns.c — a list of offices, each with its questions in the order in which they came; whoever was served goes to its end. */

#include "line/turns.h"

#include <stdlib.h>
#include <utlist.h>

typedef struct office_turn {
    int office;
    job_t *first, *last; /* linked by job_t.next */
    bool served;
    struct office_turn *prev, *next;
} office_turn_t;

struct turns {
    office_turn_t *offices; /* that wait or are served; the next one first */
    unsigned readers;
    unsigned served, queries; /* jobs that readers have; queries among them */
};

turns_t *turns_new (unsigned readers)
{
    turns_t *self = calloc (1, sizeof *self);
    if (self)
        self->readers = readers;
    return self;
}

void turns_destroy (turns_t **self_p)
{
    turns_t *self = *self_p;
    office_turn_t *turn, *next;
    if (!self)
        return;
    DL_FOREACH_SAFE (self->offices, turn, next)
    {
        while (turn->first) {
            job_t *job = turn->first;
            turn->first = job->next;
            job_destroy (&job);
        }
        free (turn);
    }
    free (self);
    *self_p = NULL;
}

static office_turn_t *find (turns_t *self, int office)
{
    office_turn_t *turn;
    DL_SEARCH_SCALAR (self->offices, turn, office, office);
    return turn;
}

qcdc_status turns_put (turns_t *self, job_t *job)
{
    office_turn_t *turn = find (self, job->member.office);
    if (!turn) {
        turn = calloc (1, sizeof *turn);
        if (!turn)
            return QCDC_NO_MEMORY;
        turn->office = job->member.office;
        DL_APPEND (self->offices, turn);
    }
    job->next = NULL;
    if (turn->first)
        turn->last->next = job;
    else
        turn->first = job;
    turn->last = job;
    return QCDC_OK;
}

static bool is_query (const job_t *job)
{
    return job->frame->kind_case == QCDC__FRAME__KIND_QUERY;
}

job_t *turns_next (turns_t *self)
{
    office_turn_t *turn;
    if (self->served == self->readers)
        return NULL;
    DL_FOREACH (self->offices, turn)
    {
        bool room = turn->first && (!is_query (turn->first) || self->queries + 1 < self->readers);
        if (turn->served || !room)
            continue;
        job_t *job = turn->first;
        turn->first = job->next;
        job->next = NULL;
        turn->served = true;
        self->served++;
        self->queries += is_query (job);
        DL_DELETE (self->offices, turn);
        DL_APPEND (self->offices, turn);
        return job;
    }
    return NULL;
}

void turns_done (turns_t *self, int office, Qcdc__Frame__KindCase kind)
{
    office_turn_t *turn = find (self, office);
    if (!turn || !turn->served)
        return;
    self->served--;
    self->queries -= kind == QCDC__FRAME__KIND_QUERY;
    turn->served = false;
    if (turn->first)
        return;
    DL_DELETE (self->offices, turn);
    free (turn);
}
