/*  fuzz_frame.c — frames from the line: frame_unpack, and what it unpacked packed again. */

#include "base/limits.h"
#include "fuzz.h"
#include "wire/frame.h"
#include "wire/receipt.h"

#include <string.h>

static bool is_expected (qcdc_status status)
{
    return status == QCDC_OK || status == QCDC_TOO_LARGE || status == QCDC_MALFORMED || status == QCDC_BAD_UTF8 ||
           status == QCDC_BAD_CHARACTER;
}

/*  A receipt that is taken has the sizes that its users rely on. */
static void check_receipt (const Qcdc__Receipt *wire)
{
    receipt_t receipt;
    if (wire && receipt_from_wire (wire, &receipt)) {
        Qcdc__Receipt back;
        receipt_to_wire (&receipt, &back);
        FUZZ_REQUIRE (back.last_hash.len == HASH_BYTES && back.signature.len == SIGNATURE_BYTES);
        FUZZ_REQUIRE (memcmp (back.last_hash.data, wire->last_hash.data, HASH_BYTES) == 0);
    }
}

/*  Packing what was unpacked is stable: the second time nothing changes any more. */
static void check_again (const Qcdc__Frame *frame, arena_t *arena)
{
    uint8_t *once = NULL, *twice = NULL;
    size_t once_length = 0, twice_length = 0;
    Qcdc__Frame *again = NULL;
    fault_t fault;
    qcdc_status status = frame_pack (frame, &once, &once_length);
    FUZZ_REQUIRE (status == QCDC_OK || status == QCDC_TOO_LARGE);
    if (status == QCDC_OK) {
        FUZZ_REQUIRE (once_length <= QCDC_FRAME_BYTES_MAX);
        FUZZ_REQUIRE (frame_unpack (once, once_length, arena, &again, &fault) == QCDC_OK);
        FUZZ_REQUIRE (again->kind_case == frame->kind_case && again->call == frame->call);
        FUZZ_REQUIRE (frame_pack (again, &twice, &twice_length) == QCDC_OK);
        FUZZ_REQUIRE (twice_length == once_length && memcmp (once, twice, once_length) == 0);
    }
    free (once);
    free (twice);
}

/*  What the server takes of a client, in a session and before one, is what anybody takes, and less. */
static void check_requests (const uint8_t *data, size_t size, qcdc_status whole, arena_t *arena)
{
    static qcdc_status (*const UNPACK[]) (const uint8_t *, size_t, arena_t *, Qcdc__Frame **, uint64_t *, fault_t *) = {
        frame_unpack_request, frame_unpack_first};
    for (size_t i = 0; i < sizeof UNPACK / sizeof *UNPACK; i++) {
        Qcdc__Frame *frame = NULL;
        fault_t fault = {0};
        uint64_t call = 0;
        arena_reset (arena);
        qcdc_status status = UNPACK[i](data, size, arena, &frame, &call, &fault);
        FUZZ_REQUIRE (is_expected (status) || status == QCDC_PROTOCOL);
        FUZZ_REQUIRE (fault.status == status);
        if (status != QCDC_OK)
            continue;
        FUZZ_REQUIRE (whole == QCDC_OK && frame->call == call);
        bool large = size > QCDC_STRANGER_BYTES_MAX || frame->kind_case == QCDC__FRAME__KIND_PACKED;
        FUZZ_REQUIRE (i == 0 || !large);
    }
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static arena_t *arena, *second;
    if (!arena) {
        arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
        second = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    }
    FUZZ_REQUIRE (arena && second);
    arena_reset (arena);
    arena_reset (second);
    Qcdc__Frame *frame = NULL;
    fault_t fault = {0};
    qcdc_status status = frame_unpack (data, size, arena, &frame, &fault);
    FUZZ_REQUIRE (is_expected (status) && fault.status == status);
    fuzz_accepted = status == QCDC_OK;
    if (status == QCDC_OK) {
        FUZZ_REQUIRE (frame && frame->kind_case != QCDC__FRAME__KIND_PACKED);
        if (frame->kind_case == QCDC__FRAME__KIND_ACKED)
            check_receipt (frame->acked->receipt);
        check_again (frame, second);
    } else
        FUZZ_REQUIRE (fault.message[0] != '\0');
    check_requests (data, size, status, second);
    return 0;
}

/*  ---------------------------------------------------------------- seeds */

static uint8_t HASH[HASH_BYTES] = {1, 2, 3}, SIGNATURE[SIGNATURE_BYTES] = {4, 5, 6};

static void receipt_fill (Qcdc__Receipt *receipt)
{
    qcdc__receipt__init (receipt);
    receipt->origin = 0xA0C227AFEEE2249D;
    receipt->first_seq = 1;
    receipt->last_seq = 3;
    receipt->last_hash = (ProtobufCBinaryData){sizeof HASH, HASH};
    receipt->commit_seq = 77;
    receipt->committed_at = 1594632602000000;
    receipt->first_committed_at = 1594632602000000;
    receipt->signature = (ProtobufCBinaryData){sizeof SIGNATURE, SIGNATURE};
}

static bool seed_pack (const Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    return frame_pack (frame, data, length) == QCDC_OK;
}

static bool seed_append (Qcdc__Frame *frame, size_t entry_count, uint8_t **data, size_t *length)
{
    static uint8_t BODY[] = "\x12\x0b\x0a\x07"
                            "12/2020\x10\x01";
    static uint8_t ANNEX[] = "saltsalt\x0a\x03\xC4\x90"
                             "n";
    Qcdc__Append append = QCDC__APPEND__INIT;
    Qcdc__Segment segment = QCDC__SEGMENT__INIT;
    Qcdc__Entry entries[200], *pointers[200];
    for (size_t i = 0; i < entry_count; i++) {
        qcdc__entry__init (&entries[i]);
        entries[i].written_at = i ? 1000 : 1594632600000000;
        entries[i].body = (ProtobufCBinaryData){sizeof BODY - 1, BODY};
        if (i % 3 == 0)
            entries[i].annex = (ProtobufCBinaryData){sizeof ANNEX - 1, ANNEX};
        pointers[i] = &entries[i];
    }
    segment.origin = 0xA0C227AFEEE2249D;
    segment.first_seq = 1;
    segment.entries = pointers;
    segment.n_entries = entry_count;
    segment.last_hash = (ProtobufCBinaryData){sizeof HASH, HASH};
    segment.signature = (ProtobufCBinaryData){sizeof SIGNATURE, SIGNATURE};
    append.segment = &segment;
    frame->kind_case = QCDC__FRAME__KIND_APPEND;
    frame->append = &append;
    return seed_pack (frame, data, length);
}

static bool seed_entries (Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    static uint8_t BODY[] = "\x4a\x02\x0a\x00";
    Qcdc__Entries entries = QCDC__ENTRIES__INIT;
    Qcdc__FeedItem items[3], *pointers[] = {&items[0], &items[1], &items[2]};
    Qcdc__Segment segment = QCDC__SEGMENT__INIT;
    Qcdc__Act act = QCDC__ACT__INIT;
    Qcdc__Entry entry = QCDC__ENTRY__INIT, *entry_p[] = {&entry};
    Qcdc__Receipt receipt, *receipts[] = {&receipt, &receipt};
    Qcdc__Cursor next = QCDC__CURSOR__INIT;
    receipt_fill (&receipt);
    entry.body = (ProtobufCBinaryData){sizeof BODY - 1, BODY};
    segment.entries = entry_p;
    segment.n_entries = 1;
    segment.receipt = &receipt;
    segment.later = receipts;
    segment.n_later = 2;
    act.entry = &entry;
    act.office = "BCD-TINH";
    for (size_t i = 0; i < 3; i++) {
        qcdc__feed_item__init (&items[i]);
        items[i].feed_seq = i + 1;
        items[i].commit_hash = (ProtobufCBinaryData){sizeof HASH, HASH};
    }
    items[0].item_case = QCDC__FEED_ITEM__ITEM_SEGMENT;
    items[0].segment = &segment;
    items[1].item_case = QCDC__FEED_ITEM__ITEM_ACT;
    items[1].act = &act;
    items[2].item_case = QCDC__FEED_ITEM__ITEM_VERDICT;
    items[2].verdict = &receipt;
    entries.items = pointers;
    entries.n_items = 3;
    entries.next = &next;
    frame->kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame->entries = &entries;
    return seed_pack (frame, data, length);
}

static bool seed_table (Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    char *cells[] = {"593", "Thành phố Phan Thiết", "", "12.50"};
    uint32_t nulls[] = {2, 300, 70000};
    Qcdc__Table table = QCDC__TABLE__INIT;
    Qcdc__Column column = QCDC__COLUMN__INIT, *columns[] = {&column, &column};
    column.name = "unit";
    column.type = QCDC__COLUMN_TYPE__DECIMAL;
    table.columns = columns;
    table.n_columns = 2;
    table.cells = cells;
    table.n_cells = 4;
    table.nulls = nulls;
    table.n_nulls = 3;
    table.more = 1;
    frame->kind_case = QCDC__FRAME__KIND_TABLE;
    frame->table = &table;
    return seed_pack (frame, data, length);
}

static bool seed_hello (Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    Qcdc__Hello hello = QCDC__HELLO__INIT;
    Qcdc__Cursor cursor = QCDC__CURSOR__INIT;
    hello.version_min = hello.version_max = 1;
    hello.program = "qcdc 0.1";
    hello.head_seq = 3;
    hello.head_hash = hello.receipted_hash = (ProtobufCBinaryData){sizeof HASH, HASH};
    hello.cursor = &cursor;
    frame->kind_case = QCDC__FRAME__KIND_HELLO;
    frame->hello = &hello;
    return seed_pack (frame, data, length);
}

static bool seed_acked (Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    Qcdc__Acked acked = QCDC__ACKED__INIT;
    Qcdc__Receipt receipt;
    receipt_fill (&receipt);
    acked.receipt = &receipt;
    acked.credit_bytes = 1048576;
    frame->kind_case = QCDC__FRAME__KIND_ACKED;
    frame->acked = &acked;
    return seed_pack (frame, data, length);
}

static bool seed_piece (Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    static uint8_t DATA[] = "saltsaltsalt";
    Qcdc__Piece piece = QCDC__PIECE__INIT;
    piece.from = 1024;
    piece.total = 9690;
    piece.hash = (ProtobufCBinaryData){sizeof HASH, HASH};
    piece.data = (ProtobufCBinaryData){sizeof DATA - 1, DATA};
    frame->kind_case = QCDC__FRAME__KIND_PIECE;
    frame->piece = &piece;
    return seed_pack (frame, data, length);
}

static bool seed_scan_put (Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    static uint8_t DATA[] = "sealed bytes";
    Qcdc__ScanPut put = QCDC__SCAN_PUT__INIT;
    put.hash = (ProtobufCBinaryData){sizeof HASH, HASH};
    put.total = 300000;
    put.from = 12288;
    put.data = (ProtobufCBinaryData){sizeof DATA - 1, DATA};
    frame->kind_case = QCDC__FRAME__KIND_SCAN_PUT;
    frame->scan_put = &put;
    return seed_pack (frame, data, length);
}

static bool seed_scan_get (Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    Qcdc__ScanGet get = QCDC__SCAN_GET__INIT;
    get.hash = (ProtobufCBinaryData){sizeof HASH, HASH};
    get.from = 12288;
    get.bytes_max = 12288;
    frame->kind_case = QCDC__FRAME__KIND_SCAN_GET;
    frame->scan_get = &get;
    return seed_pack (frame, data, length);
}

static bool seed_scan_part (Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    static uint8_t ANNEX[] = "saltsalt\x8a\x01\x02\x0a\x00", DATA[] = "sealed bytes";
    Qcdc__ScanPart part = QCDC__SCAN_PART__INIT;
    part.hash = (ProtobufCBinaryData){sizeof HASH, HASH};
    part.total = part.have = 300000;
    part.whole = true;
    part.data = (ProtobufCBinaryData){sizeof DATA - 1, DATA};
    part.annex = (ProtobufCBinaryData){sizeof ANNEX - 1, ANNEX};
    frame->kind_case = QCDC__FRAME__KIND_SCAN_PART;
    frame->scan_part = &part;
    return seed_pack (frame, data, length);
}

bool fuzz_seed (size_t i, uint8_t **data, size_t *length)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Ping ping = QCDC__PING__INIT;
    frame.call = i + 1;
    switch (i) {
    case 0:
        return seed_append (&frame, 2, data, length);
    case 1:
        return seed_append (&frame, 200, data, length); /* under zstd */
    case 2:
        return seed_entries (&frame, data, length);
    case 3:
        return seed_table (&frame, data, length);
    case 4:
        return seed_hello (&frame, data, length);
    case 5:
        return seed_acked (&frame, data, length);
    case 6:
        frame.kind_case = QCDC__FRAME__KIND_PING;
        frame.ping = &ping;
        return seed_pack (&frame, data, length);
    case 7:
        return seed_piece (&frame, data, length);
    case 8:
        return seed_scan_put (&frame, data, length);
    case 9:
        return seed_scan_get (&frame, data, length);
    case 10:
        return seed_scan_part (&frame, data, length);
    default:
        return false;
    }
}
