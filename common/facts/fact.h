/*  fact.h — facts as bytes and as structures.
 *
 *  A body is kept verbatim; what is compared between two facts is their content hash: the body without its `was` field. */

#ifndef QCDC_FACT_H
#define QCDC_FACT_H

#include "base/arena.h"
#include "base/fault.h"
#include "facts.pb-c.h"
#include "wire/entry.h"

#define CONTENT_BYTES 16u

/*  Unpacks a body into the arena.  QCDC_UNSUPPORTED for a fact whose kind this program does not know (no case of the oneof
 *  is set), otherwise as frame_unpack.  A fact of a kind that refers to an entry does so: QCDC_MALFORMED without. */
qcdc_status fact_unpack (bytes_t body, arena_t *arena, Qcdc__Fact **fact) QCDC_CHECK;

/*  Packs into malloc'ed bytes.  QCDC_TOO_LARGE over QCDC_BODY_BYTES_MAX. */
qcdc_status fact_pack (const Qcdc__Fact *fact, uint8_t **body, size_t *length) QCDC_CHECK;

/*  Whether the fact in BODY, which is not unpacked, is of a kind that an append carries alone; false for what cannot be read. */
bool fact_goes_alone (bytes_t body);

/*  The first CONTENT_BYTES bytes of the BLAKE2b-256 of the body without its `was` field, which must unpack. */
void fact_content (bytes_t body, uint8_t content[CONTENT_BYTES]);

/*  The content hash that PetitionReceived, PetitionMoved or ReportFiled would have as a fact of its own: what a Corrected
 *  puts in the place of its target, so that the replacement filed directly is recognised as the same. */
qcdc_status fact_content_of (const Qcdc__Corrected *corrected, uint8_t content[CONTENT_BYTES]) QCDC_CHECK;

/*  Annexes: 8 random bytes and an AnnexText.  annex_pack draws the bytes and mallocs the result. */
qcdc_status annex_pack (const Qcdc__AnnexText *text, uint8_t **annex, size_t *length) QCDC_CHECK;
qcdc_status annex_unpack (bytes_t annex, arena_t *arena, Qcdc__AnnexText **text) QCDC_CHECK;

/*  Codes as people write them (KHIEU_NAI, DAT_DAI …); the parse functions return 0 for an unknown one, the names NULL. */
int petition_kind_parse (const char *text);
int petition_field_parse (const char *text);
int channel_parse (const char *text);
int outcome_parse (const char *text);
int move_parse (const char *text);
int session_parse (const char *text);
int receiver_parse (const char *text);
int reception_result_parse (const char *text);
int scan_of_parse (const char *text);
int item_source_parse (const char *text);
const char *petition_kind_name (int kind);
const char *petition_field_name (int field);
const char *channel_name (int channel);
const char *outcome_name (int outcome);
const char *move_name (int move);
const char *session_name (int kind);
const char *receiver_name (int receiver);
const char *reception_result_name (int result);
const char *scan_of_name (int of);         /* "DON", "QUYET_DINH", "GIAY_TO_KHAC" */
const char *scan_media_name (int media);   /* "PDF" */
const char *item_source_name (int source); /* "NOTICE_TASK" */
const char *item_move_name (int move);     /* "ITEM_STARTED" without what all begin with: "STARTED" */

/*  With what a complaint says when who complains was given the decision, or knew of it: a day, "NHAN_QD:2020-01-15". */
#define FLAG_DECISION_KNOWN "NHAN_QD:"

/*  true for DONG_NGUOI, PHUC_TAP, DAC_BIET_PHUC_TAP, DAI_HOI, LAN_HAI, CU_TRI, DU_AN:<1 to 32 of A-Z 0-9 _ ->, DOI_THOAI:<1 to 30 of them> and
 *  NHAN_QD:<a day>. */
bool flag_known (const char *flag);

#endif
