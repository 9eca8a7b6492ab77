/*  fuzz_fact.c — bodies and annexes: unpacking, content hashes, and the judge's answer to whatever came out. */

#include "base/day.h"
#include "base/limits.h"
#include "base/text.h"
#include "catalogue/catalog_load.h"
#include "catalogue/publication.h"
#include "facts/fact.h"
#include "facts/make.h"
#include "fuzz.h"
#include "matters/judge.h"
#include "matters/listing.h"
#include "matters/petition.h"
#include "matters/report.h"
#include "rules/reference.h"
#include "sample.h"

#include <string.h>

/*  What judging meets: an office of the province, one petition, one report and one case on a list of its own, and a petition that another one has
 *  handed over to it, with what it has taken in of that. */
typedef struct {
    catalog_t *catalog;
    petition_t petition, other; /* both of its own */
    move_t moves[3];
    report_t report;
    petition_t away, taken;
    move_t sent[2];
    listing_t listing;
    decision_t decision;
} world_t;

/*  What is referred to. */
enum { WAY_PETITION, WAY_REPORT, WAY_AWAY, WAY_LISTING, WAY_COUNT };

static world_t *world_get (void)
{
    static world_t world;
    fault_t fault;
    if (!world.catalog) {
        FUZZ_REQUIRE (sample_catalog (&world.catalog, &fault) == QCDC_OK);
        world.moves[0] = (move_t){.entry = {1, 2, 3}, .order = {2, 2}, .move = QCDC__MOVE__ACCEPTED, .on = 18456};
        world.moves[1] = (move_t){.entry = {1, 3, 3}, .order = {3, 3}, .move = QCDC__MOVE__SUSPENDED, .on = 18457};
        world.moves[2] = (move_t){.entry = {1, 4, 3}, .order = {4, 4}, .move = QCDC__MOVE__RESUMED, .on = 18458};
        world.petition = (petition_t){.matter = &PETITION_MATTER,
                                      .entry = {1, 1, 3},
                                      .commit_seq = 1,
                                      .office = 2,
                                      .local_no = "12/2020",
                                      .flags = "",
                                      .received_on = 18455,
                                      .moves = world.moves,
                                      .move_count = 3};
        world.report = (report_t){.matter = &REPORT_MATTER,
                                  .entry = {1, 5, 3},
                                  .commit_seq = 5,
                                  .office = 2,
                                  .form = 1,
                                  .form_code = "QCDC-HUYEN",
                                  .period = "2020-H1"};
        world.decision = (decision_t){.entry = {1, 7, 3}, .order = {7, 7}, .stays = true, .on = 18457};
        world.listing = (listing_t){.matter = &LISTING_MATTER,
                                    .entry = {1, 6, 3},
                                    .commit_seq = 6,
                                    .office = 2,
                                    .list = "TON_DONG",
                                    .on = 18456,
                                    .decisions = &world.decision,
                                    .decision_count = 1};
        FUZZ_REQUIRE (petition_fold (&world.petition, NULL) == QCDC_OK);
        world.sent[0] = (move_t){.entry = {2, 2, 3},
                                 .address = {2, 2, 3},
                                 .order = {2, 2},
                                 .move = QCDC__MOVE__FORWARDED,
                                 .on = 18456,
                                 .hops = 1,
                                 .to_office = "BCD-593"};
        world.sent[1] = (move_t){.entry = {1, 9, 3},
                                 .address = {1, 9, 3},
                                 .order = {3, 3},
                                 .on = 18457,
                                 .answer = QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN,
                                 .answers = {2, 2, 3},
                                 .taken_no = "13/2020"};
        world.away = world.petition;
        world.away.office = 3;
        world.away.moves = world.sent;
        world.away.move_count = 2;
        FUZZ_REQUIRE (petition_fold (&world.away, NULL) == QCDC_OK && world.away.handed == HANDED_TAKEN);
        world.taken = world.petition;
        world.taken.from = world.sent[0].address;
        world.other = world.petition;
        world.other.entry.seq = 6;
    }
    return &world;
}

/*  One line that a database and a terminal can take. */
static void check_line (const char *text)
{
    size_t length = strlen (text);
    FUZZ_REQUIRE (text_check (text, length, false) != QCDC_BAD_UTF8);
    for (size_t i = 0; i < length; i++)
        FUZZ_REQUIRE ((unsigned char)text[i] >= 0x20 && text[i] != 0x7F);
}

static void check_verdict (const verdict_t *verdict)
{
    bool good = verdict->state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED ||
                verdict->state == QCDC__VERDICT_STATE__VERDICT_ALIAS;
    FUZZ_REQUIRE (verdict->state <= QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED);
    FUZZ_REQUIRE (good == (verdict->fault.status == QCDC_OK));
    FUZZ_REQUIRE (verdict->fault.status != QCDC_NO_MEMORY);
    FUZZ_REQUIRE ((verdict->state == QCDC__VERDICT_STATE__VERDICT_WAITING) ==
                  (verdict->fault.status == QCDC_WAITING));
    FUZZ_REQUIRE (good || verdict->fault.message[0]);
    check_line (verdict->fault.field);
    check_line (verdict->fault.message);
    check_line (verdict->fault.advice);
}

static const office_t *office_of (uint64_t origin, void *arg)
{
    const world_t *world = arg;
    return catalog_office_by_id (world->catalog, origin == 1 ? 2 : 4);
}

static const thing_t *elsewhere (int office, const char *key, void *arg)
{
    const world_t *world = arg;
    (void)key;
    return office == 2 ? &world->taken.thing : NULL;
}

/*  A report has no parts, and the petition that is away one part and one answer to it. */
static void judge_everywhere (const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES], int way)
{
    world_t *world = world_get ();
    for (int target = TARGET_NONE; target <= TARGET_OTHER; target++)
        for (int role = 0; role < ROLE_COUNT; role++) {
            judge_input_t input = {.catalog = world->catalog,
                                   .office = catalog_office_by_id (world->catalog, 2),
                                   .role = (role_t)role,
                                   .committed_at_us = 1594632600000000,
                                   .target = (target_kind)target,
                                   .target_office = 2};
            verdict_t verdict, again;
            if (way == WAY_REPORT && target == TARGET_PART)
                continue;
            if (target == TARGET_NONE) {
                address_t address;
                if (fact_target (fact, &address))
                    continue; /* a fact that refers to something always leads somewhere, if only to nothing */
            }
            char key[MATTER_KEY_BYTES];
            const matter_t *matter = fact_key (fact, key);
            const thing_t *THINGS[WAY_COUNT] = {&world->petition.thing, &world->report.thing, &world->away.thing,
                                                &world->listing.thing};
            if (target == TARGET_THING || target == TARGET_PART)
                input.thing = input.source_thing = THINGS[way];
            if (target == TARGET_PART)
                input.part = input.source_part = way == WAY_AWAY      ? world->sent[0].entry
                                                 : way == WAY_LISTING ? world->decision.entry
                                                                      : world->moves[1].entry;
            if (way == WAY_PETITION && fact->kind_case == QCDC__FACT__KIND_PAIR_DISMISSED && input.source_thing)
                input.source_thing = &world->other.thing;
            input.source = input.target;
            input.office_of = office_of;
            input.elsewhere = elsewhere;
            input.elsewhere_arg = world;
            if (way == WAY_AWAY)
                input.target_office = 3;
            if (role == ROLE_PROVINCE && matter)
                input.holder = matter == &REPORT_MATTER    ? &world->report.thing
                               : matter == &LISTING_MATTER ? &world->listing.thing
                                                           : &world->petition.thing;
            judge_fact (&input, fact, content, &verdict);
            check_verdict (&verdict);
            judge_fact (&input, fact, content, &again);
            FUZZ_REQUIRE (memcmp (&verdict, &again, sizeof verdict) == 0);
        }
}

/*  A `was` behind the body changes nothing of what the fact says. */
static void check_was (const uint8_t *data, size_t size, const uint8_t content[CONTENT_BYTES], arena_t *arena)
{
    static const uint8_t WAS[] = {0x7a, 0x26, 0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x10, 9, 0x1a, 32};
    uint8_t other[CONTENT_BYTES], *longer = malloc (size + sizeof WAS + 32 + 2);
    FUZZ_REQUIRE (longer);
    memcpy (longer, data, size);
    memcpy (longer + size, WAS, sizeof WAS);
    longer[size + 1] = (uint8_t)(sizeof WAS - 2 + 32);
    memset (longer + size + sizeof WAS, 7, 32);
    size_t length = size + sizeof WAS + 32;
    fact_content ((bytes_t){longer, length}, other);
    FUZZ_REQUIRE (memcmp (content, other, CONTENT_BYTES) == 0);
    Qcdc__Fact *fact;
    if (length <= QCDC_BODY_BYTES_MAX)
        FUZZ_REQUIRE (fact_unpack ((bytes_t){longer, length}, arena, &fact) == QCDC_OK && fact->was);
    free (longer);
}

/*  Published to a province that has nothing yet: it is taken or refused in a line, and what was taken is the same when it was kept. */
static void check_publication (const Qcdc__Published *published)
{
    fault_t fault = {0};
    bool whole = false;
    uint8_t one[32], other[32], *bytes = NULL;
    size_t length = 0;
    catalog_t *catalog = NULL;
    catalog_tables_t *none = tables_new (), *next = NULL, *kept = NULL;
    FUZZ_REQUIRE (none);
    if (publication_fits (published, &fault) == QCDC_OK) {
        qcdc_status status = publication_apply (none, 7, published, 18455 * 86400000000, &next, &whole, &fault);
        FUZZ_REQUIRE ((status == QCDC_OK) == (next != NULL));
        FUZZ_REQUIRE (status == QCDC_OK || fault.message[0]);
    }
    if (next) {
        FUZZ_REQUIRE (tables_pack (next, &bytes, &length, &fault) == QCDC_OK);
        FUZZ_REQUIRE (tables_unpack (bytes, length, &kept, &fault) == QCDC_OK);
        tables_hash (next, one);
        tables_hash (kept, other);
        FUZZ_REQUIRE (memcmp (one, other, 32) == 0 && tables_parts (next, 7) == tables_parts (kept, 7));
        FUZZ_REQUIRE (reference_of_tables (next, &catalog, &fault) == QCDC_OK || fault.message[0]);
        reference_destroy (&catalog);
    }
    free (bytes);
    tables_destroy (&kept);
    tables_destroy (&next);
    tables_destroy (&none);
}

static void check_fact (const uint8_t *data, size_t size, const Qcdc__Fact *fact, arena_t *arena)
{
    uint8_t content[CONTENT_BYTES], *packed = NULL;
    size_t length;
    Qcdc__Fact *again;
    fact_content ((bytes_t){data, size}, content);
    for (int way = 0; way < WAY_COUNT; way++)
        judge_everywhere (fact, content, way);
    if (fact_publishes (fact))
        check_publication (fact->published);
    if (!fact->was)
        check_was (data, size, content, arena);
    if (fact_pack (fact, &packed, &length) == QCDC_OK) {
        FUZZ_REQUIRE (fact_unpack ((bytes_t){packed, length}, arena, &again) == QCDC_OK);
        FUZZ_REQUIRE (again->kind_case == fact->kind_case && !again->was == !fact->was);
    }
    free (packed);
    if (fact->kind_case == QCDC__FACT__KIND_CORRECTED) {
        qcdc_status status = fact_content_of (fact->corrected, content);
        FUZZ_REQUIRE (status == QCDC_OK || status == QCDC_TOO_LARGE || status == QCDC_UNSUPPORTED);
    }
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static arena_t *arena, *second;
    if (!arena) {
        arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
        second = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    }
    FUZZ_REQUIRE (arena && second);
    arena_reset (arena);
    arena_reset (second);
    Qcdc__Fact *fact = NULL;
    Qcdc__AnnexText *text = NULL;
    qcdc_status status = fact_unpack ((bytes_t){data, size}, arena, &fact);
    FUZZ_REQUIRE (status == QCDC_OK || status == QCDC_TOO_LARGE || status == QCDC_MALFORMED ||
                  status == QCDC_BAD_UTF8 || status == QCDC_BAD_CHARACTER || status == QCDC_UNSUPPORTED);
    fuzz_accepted = status == QCDC_OK;
    if (status == QCDC_OK)
        check_fact (data, size, fact, second);
    arena_reset (arena);
    status = annex_unpack ((bytes_t){data, size}, arena, &text);
    if (status == QCDC_OK)
        FUZZ_REQUIRE (text->title && text->summary && text->reason);
    return 0;
}

/*  ---------------------------------------------------------------- seeds */

/*  The later kinds of facts, each but once; REF is the petition that they are about, or what was said of it. */
static bool seed_of_later (size_t i, Qcdc__Ref *ref, Qcdc__PetitionReceived *received, Qcdc__PetitionMoved *moved,
                           uint8_t **data, size_t *length)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__Ref other = *ref;
    Qcdc__HandedFrom from = QCDC__HANDED_FROM__INIT;
    Qcdc__PetitionHandedOver handed = QCDC__PETITION_HANDED_OVER__INIT;
    Qcdc__HandOverAnswered answered = QCDC__HAND_OVER_ANSWERED__INIT;
    Qcdc__PetitionAssigned assigned = QCDC__PETITION_ASSIGNED__INIT;
    Qcdc__MatterOpened opened = QCDC__MATTER_OPENED__INIT;
    Qcdc__MatterJoined joined = QCDC__MATTER_JOINED__INIT;
    Qcdc__MatterLeft left = QCDC__MATTER_LEFT__INIT;
    Qcdc__IdentityOpened read = QCDC__IDENTITY_OPENED__INIT;
    Qcdc__ReceptionHeld held = QCDC__RECEPTION_HELD__INIT;
    Qcdc__ReportReviewed reviewed = QCDC__REPORT_REVIEWED__INIT;
    char *cells[] = {"A01", "B07.DAT_DAI"};
    Qcdc__Ref *links[] = {ref};
    other.seq = 2;
    handed.petition = assigned.petition = joined.petition = left.petition = read.petition = reviewed.report = ref;
    answered.hand_over = joined.matter = left.matter = from.hand_over = &other;
    handed.to_office = "BCD-594";
    handed.article = "Điều 26";
    handed.on = answered.on = assigned.on = joined.on = left.on = opened.opened_on = held.held_on = 18458;
    handed.hops = from.hops = 1;
    handed.reasoned = true;
    handed.received = received;
    handed.moves = &moved;
    handed.n_moves = 1;
    from.office = "BCD-594";
    answered.verdict =
        i % 2 ? QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED : QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN;
    if (answered.verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN)
        answered.local_no = "13/2020";
    assigned.handler = "Nguyễn Văn An";
    Qcdc__ColumnsMapped mapped = QCDC__COLUMNS_MAPPED__INIT;
    Qcdc__MappedColumn heading = QCDC__MAPPED_COLUMN__INIT, word = QCDC__MAPPED_COLUMN__INIT;
    Qcdc__MappedColumn *headings[] = {&heading, &word};
    heading.heading = "Ngày vào sổ";
    heading.means = "received_on";
    word.of = "kind";
    word.heading = "Đơn KN";
    word.means = "KHIEU_NAI";
    mapped.of_register = "petition";
    mapped.columns = headings;
    mapped.n_columns = 2;
    opened.local_no = held.local_no = "7";
    opened.field = QCDC__PETITION_FIELD__DAT_DAI;
    opened.project = "DA-1";
    held.session = QCDC__SESSION__THUONG_XUYEN;
    held.held_by = QCDC__RECEIVER__CAN_BO_TIEP;
    held.receptions = held.persons = held.matters_first = 1;
    held.petitions = links;
    held.n_petitions = 1;
    reviewed.verdict = QCDC__REVIEW_VERDICT__REVIEW_RETURNED;
    reviewed.cells = cells;
    reviewed.n_cells = 2;
    switch (i) {
    case 0:
        fact = fact_of_hand_over (&handed);
        break;
    case 1:
    case 2:
        fact = fact_of_answer (&answered);
        break;
    case 3:
        received->from = &from;
        fact = fact_of_petition (received);
        break;
    case 4:
        fact = fact_of_assignment (&assigned);
        break;
    case 5:
        fact = fact_of_matter (&opened);
        break;
    case 6:
        fact = fact_of_joining (&joined);
        break;
    case 7:
        fact = fact_of_leaving (&left);
        break;
    case 8:
        fact.kind_case = QCDC__FACT__KIND_IDENTITY_OPENED;
        fact.identity_opened = &read;
        break;
    case 9:
        fact = fact_of_reception (&held);
        break;
    case 10:
        fact.kind_case = QCDC__FACT__KIND_REPORT_REVIEWED;
        fact.report_reviewed = &reviewed;
        break;
    case 11:
        fact = fact_of_mapping (&mapped);
        break;
    default:
        return false;
    }
    return fact_pack (&fact, data, length) == QCDC_OK;
}

bool fuzz_seed (size_t i, uint8_t **data, size_t *length)
{
    char *flags[] = {"DAI_HOI", "DONG_NGUOI", "DU_AN:DA-1"}, *texts[] = {"A12", "G08"};
    uint8_t hash[HASH_BYTES] = {9};
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__PetitionReceived received = QCDC__PETITION_RECEIVED__INIT;
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__ReportFiled filed = QCDC__REPORT_FILED__INIT;
    Qcdc__CellValue cells[3], *pointers[] = {&cells[0], &cells[1], &cells[2]};
    Qcdc__Corrected corrected = QCDC__CORRECTED__INIT;
    Qcdc__Voided voided = QCDC__VOIDED__INIT;
    Qcdc__BlindIndex blind = QCDC__BLIND_INDEX__INIT;
    uint8_t index[2 * BLIND_INDEX_BYTES] = {1, [BLIND_INDEX_BYTES] = 2};
    Qcdc__PairDismissed dismissed = QCDC__PAIR_DISMISSED__INIT;
    Qcdc__Ref other = QCDC__REF__INIT;
    Qcdc__AnnexErased erased = QCDC__ANNEX_ERASED__INIT;
    Qcdc__ErasureAsked asked = QCDC__ERASURE_ASKED__INIT;
    Qcdc__BlobAttached attached = QCDC__BLOB_ATTACHED__INIT;
    Qcdc__Published published = QCDC__PUBLISHED__INIT;
    Qcdc__PublishedTable classes = QCDC__PUBLISHED_TABLE__INIT, units = QCDC__PUBLISHED_TABLE__INIT;
    Qcdc__PublishedTable *tables[] = {&classes, &units};
    char *class_columns[] = {"code", "name_vi", "name_en", "provincial"},
         *class_fields[] = {"tinh", "Tỉnh", "P", "yes"};
    char *unit_columns[] = {"code", "parent_code", "level", "name", "valid_from", "valid_to"};
    char *unit_fields[] = {"60",  "",   "province", "Tỉnh",      "",           "2025-06-30",
                           "593", "60", "district", "Thành phố", "2004-09-01", "2025-06-30"};
    Qcdc__CaseListed listed = QCDC__CASE_LISTED__INIT;
    Qcdc__CaseDelisted delisted = QCDC__CASE_DELISTED__INIT;
    Qcdc__CaseProposed proposed = QCDC__CASE_PROPOSED__INIT;
    char *shown_to[] = {"BCD-593", "BCD-594"};
    Qcdc__Ref ref = QCDC__REF__INIT;
    Qcdc__Was was = QCDC__WAS__INIT;
    for (size_t j = 0; j < 3; j++)
        qcdc__cell_value__init (&cells[j]);
    cells[0].cell = "A01";
    cells[0].value_e4 = 120000;
    cells[1].cell = "B07.DAT_DAI";
    cells[2].cell = "H07.due.DA-1";
    cells[2].value_e4 = 12345;
    ref.origin = 1;
    ref.seq = 1;
    ref.hash = 3;
    other = ref;
    other.seq = 6;
    dismissed.a = &ref;
    dismissed.b = &other;
    dismissed.on = 18456;
    was.origin = 4;
    was.seq = 5;
    was.hash = (ProtobufCBinaryData){sizeof hash, hash};
    received.local_no = "Số 13/2020";
    received.kind = QCDC__PETITION_KIND__PHAN_ANH;
    received.field = QCDC__PETITION_FIELD__MOI_TRUONG;
    received.channel = QCDC__CHANNEL__TRUC_TUYEN;
    received.received_on = 18455;
    received.people = 7;
    received.identity_key = 11;
    blind.key = 12;
    blind.number = (ProtobufCBinaryData){BLIND_INDEX_BYTES, index};
    blind.place = (ProtobufCBinaryData){BLIND_INDEX_BYTES, index + BLIND_INDEX_BYTES};
    received.blind = &blind;
    received.flags = flags;
    received.n_flags = 3;
    moved.petition = &ref;
    moved.move = QCDC__MOVE__SETTLED;
    moved.on = 18460;
    moved.outcome = QCDC__OUTCOME__DUNG_MOT_PHAN;
    filed.form = "QCDC-HUYEN";
    filed.form_version = 1;
    filed.period = "2020-H1";
    filed.cells = pointers;
    filed.n_cells = 3;
    filed.text_cells = texts;
    filed.n_text_cells = 2;
    listed.listed = delisted.listing = &ref;
    listed.list = proposed.list = "TON_DONG";
    proposed.thing = &ref;
    proposed.on = 18460;
    proposed.decided_by = "Chủ tịch UBND huyện";
    proposed.reasoned = true;
    listed.on = delisted.on = 18460;
    listed.next_on = delisted.next_on = 18470;
    listed.owner = delisted.owner = "BCD-594";
    listed.decided_by = delisted.decided_by = "Bí thư Tỉnh ủy";
    listed.reasoned = delisted.reasoned = delisted.stays = true;
    listed.shown_to = delisted.shown_to = shown_to;
    listed.n_shown_to = delisted.n_shown_to = 2;
    corrected.target = voided.target = erased.target = asked.target = &ref;
    attached.petition = &ref;
    attached.of = QCDC__BLOB_OF__QUYET_DINH;
    attached.media = QCDC__BLOB_MEDIA__TIFF;
    attached.hash = was.hash;
    attached.bytes = 4096;
    attached.on = 18460;
    classes.name = "classes";
    classes.columns = class_columns;
    classes.n_columns = classes.n_fields = 4;
    classes.fields = class_fields;
    units.name = "units";
    units.columns = unit_columns;
    units.n_columns = 6;
    units.fields = unit_fields;
    units.n_fields = 12;
    published.set = "tỉnh";
    published.part = 1;
    published.tables = tables;
    published.n_tables = 2;
    if (i % 2)
        fact.was = &was;
    switch (i) {
    case 0:
    case 1:
        fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
        fact.petition_received = &received;
        break;
    case 2:
    case 3:
        fact.kind_case = QCDC__FACT__KIND_PETITION_MOVED;
        fact.petition_moved = &moved;
        break;
    case 4:
    case 5:
        fact.kind_case = QCDC__FACT__KIND_REPORT_FILED;
        fact.report_filed = &filed;
        break;
    case 6:
    case 7:
    case 8:
        fact.kind_case = QCDC__FACT__KIND_CORRECTED;
        fact.corrected = &corrected;
        corrected.replacement_case = i == 6   ? QCDC__CORRECTED__REPLACEMENT_REPORT
                                     : i == 7 ? QCDC__CORRECTED__REPLACEMENT_PETITION
                                              : QCDC__CORRECTED__REPLACEMENT_MOVE;
        if (i == 6)
            corrected.report = &filed;
        else if (i == 7)
            corrected.petition = &received;
        else
            corrected.move = &moved;
        break;
    case 9:
        fact.kind_case = QCDC__FACT__KIND_VOIDED;
        fact.voided = &voided;
        break;
    case 10:
        fact.kind_case = QCDC__FACT__KIND_ANNEX_ERASED;
        fact.annex_erased = &erased;
        break;
    case 11:
        fact.kind_case = QCDC__FACT__KIND_ERASURE_ASKED;
        fact.erasure_asked = &asked;
        break;
    case 12:
    case 13:
        fact.kind_case = QCDC__FACT__KIND_PUBLISHED;
        fact.published = &published;
        published.parts = i == 13 ? 2 : 1;
        break;
    case 14:
    case 15:
        fact.kind_case = QCDC__FACT__KIND_PAIR_DISMISSED;
        fact.pair_dismissed = &dismissed;
        break;
    case 16:
        fact.kind_case = QCDC__FACT__KIND_CASE_LISTED;
        fact.case_listed = &listed;
        break;
    case 17:
        fact.kind_case = QCDC__FACT__KIND_CASE_DELISTED;
        fact.case_delisted = &delisted;
        break;
    case 18:
        fact.kind_case = QCDC__FACT__KIND_BLOB_ATTACHED;
        fact.blob_attached = &attached;
        break;
    case 19:
        fact.kind_case = QCDC__FACT__KIND_CASE_PROPOSED;
        fact.case_proposed = &proposed;
        break;
    default:
        return seed_of_later (i - 20, &ref, &received, &moved, data, length);
    }
    return fact_pack (&fact, data, length) == QCDC_OK;
}
