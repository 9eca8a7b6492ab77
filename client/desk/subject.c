/*  subject.c — the journal's rows, handed to the fold. */

#include "desk/subject.h"

typedef struct {
    journal_t *journal;
    const char *subject;
} subject_source_t;

static qcdc_status take_row (const journal_row_t *row, void *arg)
{
    address_t address = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    return fold_take (arg, &(fold_row_t){.body = row->entry.body,
                                         .entry = address,
                                         .name = address,
                                         .commit_seq = row->commit_seq,
                                         .committed_at_us = row->committed_at_us,
                                         .verdict = row->verdict,
                                         .repeats = row->repeats,
                                         .from = row});
}

static qcdc_status each_row (fold_t *fold, void *arg, fault_t *fault)
{
    const subject_source_t *source = arg;
    return journal_each_of_subject (source->journal, source->subject, take_row, fold, fault);
}

qcdc_status subject_fold (home_t *home, const char *subject, fold_t *fold, fault_t *fault)
{
    char office[64];
    subject_source_t source = {home->journal, subject};
    fold->catalog = home->catalog;
    fold->fault = fault;
    if (subject_matter (subject, office) != fold->matter)
        return QCDC_OK; /* of another matter, or of an entry that is not here */
    fold->office = catalog_office (home->catalog, office);
    return fold_read (fold, each_row, &source, fault);
}
