/*  petition_view.h — petitions as they stand, with the texts that only the office and its province's journal hold. */

#ifndef QCDC_PETITION_VIEW_H
#define QCDC_PETITION_VIEW_H

#include "desk/desk.h"
#include "desk/view.h"
#include "journal/journal_clock.h"
#include "matters/petition.h"

/*  The texts of one entry. */
typedef struct {
    address_t entry;
    char *title; /* malloc'ed, as is SUMMARY */
    char *summary;
} petition_words_t;

/*  A scan that was attached to it. */
typedef struct {
    address_t entry;
    uint8_t hash[HASH_BYTES]; /* of its sealed bytes */
    uint32_t bytes;           /* of them */
    int of, media;
    int32_t on;
    bool known; /* its text is here, and was not erased: */
    uint8_t key[32], plain_hash[HASH_BYTES];
    char name[QCDC_SCAN_NAME_BYTES_MAX + 1]; /* of the file; "" where it is not known */
} petition_scan_t;

typedef struct {
    petition_t petition;    /* first: what the fold folds into */
    const office_t *office; /* NULL for one that this program does not know */
    char *title;            /* "" where there is none; NULL where the text is not here */
    char *summary;
    char *
        matter; /* what whoever joined it to its matter calls that, "BCD-TINH:5@2020"; NULL: in none, or not known; malloc'ed */
    bool text_erased;
    uint8_t *identity; /* a SealedIdentity, packed, where one stands and is here; malloc'ed */
    size_t identity_length;
    address_t identity_entry; /* whose annex has it */
    petition_scan_t *scans;   /* in the order of acceptance; malloc'ed */
    size_t scan_count;
    petition_words_t *others; /* what second copies say in other words, until a correction settles it; malloc'ed */
    size_t other_count;
    bool elsewhere; /* stands under a number that a correction gave to this subject, and under its own subject */
} petition_view_t;

typedef struct {
    petition_view_t *views;
    size_t view_count;
    const fold_part_t *parts; /* in the order of acceptance */
    size_t part_count;
    fold_t fold; /* owns the above */
} petition_views_t;

/*  Everything under one subject: usually one petition, more where a number was given up and taken again. */
qcdc_status petition_views_read (desk_t *desk, const char *subject, petition_views_t *views,
                                 fault_t *fault) QCDC_CHECK;
void petition_views_release (petition_views_t *views);

/*  The petition that holds KEY ("12/kn@2019") in OFFICE, voided or not; *FOUND is NULL where none does. */
qcdc_status petition_find (desk_t *desk, const char *office, const char *key, petition_views_t *views,
                           petition_view_t **found, fault_t *fault) QCDC_CHECK;

/*  The years in which a number is held. */
#define PETITION_YEARS_MAX 8u
typedef struct {
    size_t count;    /* years of petitions, taken back or not */
    size_t standing; /* of YEAR: those that stand, at most so many, the last first */
    int year[PETITION_YEARS_MAX];
    int latest; /* the last year in which one stands, or where none does the last in which one was taken back; 0: none */
    bool stands;
    int gone; /* the last year in which one was taken back and none stands; 0: none */
} petition_years_t;
qcdc_status petition_years (desk_t *desk, const char *office, const char *local_no, petition_years_t *years,
                            fault_t *fault) QCDC_CHECK;

/*  The petition that a person names, by the register number in the own office ("12/KN": the last one, and the person is told of
 *  others; "12/KN@2019") or by the address of one of its entries; *MOVE is the move at that address, or NULL.  QCDC_NOT_FOUND. */
qcdc_status petition_find_named (desk_t *desk, const char *name, petition_views_t *views, petition_view_t **found,
                                 move_t **move, fault_t *fault) QCDC_CHECK;

/*  Whether the time at which the server acknowledged that entry is of a clock that ran ahead. */
bool part_was_ahead (const journal_clock_t *clock, const fold_part_t *part);

/*  A judge's input for a fact about the petition, or about its MOVE. */
judge_input_t petition_input (const desk_t *desk, const petition_view_t *view, const move_t *move);

#endif
