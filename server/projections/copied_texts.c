/*  copied_texts.c — from the facts of the journal to the rows of copied_text. */

#include "projections/copied_texts.h"

#include "matters/copied_text.h"

static const Oid TYPES[] = {OID_INT8, OID_INT2, OID_INT2, OID_BYTEA, OID_INT8, OID_INT8};
const pg_table_t COPIED_TEXT = {
    "copy copied_text (entry, relation, texts, of_origin, of_seq, seen_us) from stdin (format binary)",
    {"insert_copied_text",
     "insert into copied_text (entry, relation, texts, of_origin, of_seq, seen_us) values ($1, $2, $3, $4, $5, $6)"},
    6,
    TYPES};

void copied_texts_put (pg_rows_t *rows, int64_t commit_seq, const Qcdc__Fact *fact)
{
    copied_text_t text;
    if (!fact)
        return;
    copied_text_read (fact, &text);
    if (text.relation == TEXT_OF_NONE || text.relation == TEXT_RECEIVED)
        return;
    pg_rows_row (rows, COPIED_TEXT.columns);
    pg_rows_int8 (rows, commit_seq);
    pg_rows_int2 (rows, (int16_t)text.relation);
    pg_rows_int2 (rows, (int16_t)text.texts);
    pg_rows_u64 (rows, text.of.origin);
    pg_rows_int8 (rows, (int64_t)text.of.seq);
    pg_rows_int8 (rows, text.seen_at_us);
}
