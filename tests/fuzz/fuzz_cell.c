/*  fuzz_cell.c — short texts that people write: cells, numbers, periods, days, units, addresses, names; what is taken says the
 *  same when it is written again. */

#include "base/day.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/text_identity.h"
#include "catalogue/catalog_load.h"
#include "catalogue/cell.h"
#include "catalogue/period.h"
#include "facts/fact.h"
#include "fuzz.h"
#include "wire/entry.h"
#include "sample.h"

#include <string.h>

static catalog_t *catalog;

static bool check_cell (const char *text)
{
    bool taken = false;
    for (size_t i = 0; i < catalog->form_count; i++) {
        cell_t cell;
        char again[3 * QCDC_CELL_BYTES_MAX];
        fault_t fault = {0};
        qcdc_status status = cell_parse (catalog, &catalog->forms[i], text, &cell, &fault);
        FUZZ_REQUIRE (status == QCDC_OK || (status == QCDC_BAD_CELL && fault.status == status && fault.message[0]));
        if (status != QCDC_OK)
            continue;
        taken = true;
        snprintf (again, sizeof again, "%s%s%s%s%s", cell.indicator->code, cell.member[0] ? "." : "",
                  cell.member[0] ? cell.member[0] : "", cell.member[1] ? "." : "",
                  cell.member[1] ? cell.member[1] : "");
        FUZZ_REQUIRE (strcmp (again, text) == 0);
        size_t members = (cell.member[0] != NULL) + (size_t)(cell.member[1] != NULL), dimensions = 0;
        while (cell.indicator->dimensions[dimensions])
            dimensions++;
        FUZZ_REQUIRE (members == dimensions);
    }
    return taken;
}

static bool check_value (const char *text)
{
    bool taken = false;
    for (int type = VALUE_COUNT; type <= VALUE_TEXT; type++) {
        int64_t value = -1, again = -2;
        char written[32];
        fault_t fault = {0};
        qcdc_status status = value_parse (text, (value_type)type, &value, &fault);
        FUZZ_REQUIRE (status == QCDC_OK || status == QCDC_BAD_NUMBER ||
                      (status == QCDC_DERIVED_CELL && type == VALUE_RATIO));
        if (status != QCDC_OK)
            continue;
        taken = true;
        FUZZ_REQUIRE (type == VALUE_COUNT || type == VALUE_DECIMAL);
        FUZZ_REQUIRE (value >= 0 && value <= QCDC_VALUE_E4_MAX && (type != VALUE_COUNT || value % 10000 == 0));
        FUZZ_REQUIRE (value_parse (value_format (value, written), (value_type)type, &again, &fault) == QCDC_OK);
        FUZZ_REQUIRE (again == value && strlen (written) <= strlen (text) + 1);
    }
    return taken;
}

static bool check_period (const char *text)
{
    bool taken = false;
    char before[PERIOD_TEXT_BYTES];
    period_year_before (text, before);
    FUZZ_REQUIRE (strlen (before) < PERIOD_TEXT_BYTES);
    for (size_t i = 0; i < catalog->calendar_count; i++) {
        period_t period;
        if (period_parse (catalog, catalog->calendar[i].calendar, text, &period) != QCDC_OK)
            continue;
        taken = true;
        FUZZ_REQUIRE (strcmp (period.name, text) == 0 && period.from <= period.to);
        FUZZ_REQUIRE (period.year >= 2000 && period.year <= 2099);
    }
    return taken;
}

static bool check_day (const char *text)
{
    int32_t day;
    int64_t moment;
    char written[MOMENT_TEXT_BYTES];
    bool taken = false;
    if (day_parse (text, &day) == QCDC_OK) {
        FUZZ_REQUIRE (day >= QCDC_DAY_MIN && day <= QCDC_DAY_MAX);
        FUZZ_REQUIRE (strcmp (day_format_iso (day, written), text) == 0);
        taken = true;
    }
    if (moment_parse (text, &moment) == QCDC_OK) {
        FUZZ_REQUIRE (strcmp (moment_format_iso (moment, written), text) == 0);
        taken = true;
    }
    return taken;
}

static bool check_names (const char *text)
{
    uint64_t origin, seq;
    char address[ADDRESS_TEXT_BYTES];
    const unit_t *unit = NULL;
    bool taken = false;
    if (address_parse (text, &origin, &seq) == QCDC_OK) {
        FUZZ_REQUIRE (strcasecmp (address_format (origin, seq, address), text) == 0 && seq >= 1);
        taken = true;
    }
    if (catalog_unit_parse (catalog, text, 18456, &unit) == QCDC_OK) {
        FUZZ_REQUIRE (unit && strncmp (unit->code, text, strlen (unit->code)) == 0);
        taken = true;
    }
    if (flag_known (text)) {
        FUZZ_REQUIRE (strlen (text) <= QCDC_FLAG_BYTES_MAX);
        taken = true;
    }
    return taken || petition_kind_parse (text) || petition_field_parse (text) || channel_parse (text) ||
           outcome_parse (text) || move_parse (text);
}

/*  Cleaning is done once: what comes out is good, and stays as it is. */
static void check_text (const char *text, size_t length)
{
    for (int multiline = 0; multiline <= 1; multiline++) {
        char *clean = NULL, *again = NULL;
        size_t clean_length = 0, again_length = 0;
        qcdc_status judged = text_check (text, length, multiline != 0);
        qcdc_status status = text_clean (text, length, multiline != 0, &clean, &clean_length);
        FUZZ_REQUIRE (status == QCDC_OK || status == QCDC_BAD_UTF8 || status == QCDC_BAD_CHARACTER);
        if (status != QCDC_OK)
            continue;
        FUZZ_REQUIRE (strlen (clean) == clean_length);
        FUZZ_REQUIRE (text_check (clean, clean_length, multiline != 0) == QCDC_OK);
        FUZZ_REQUIRE (text_clean (clean, clean_length, multiline != 0, &again, &again_length) == QCDC_OK);
        FUZZ_REQUIRE (again_length == clean_length && memcmp (clean, again, clean_length) == 0);
        FUZZ_REQUIRE (judged != QCDC_OK || clean_length <= length);
        FUZZ_REQUIRE (text_width (clean) <= 2 * clean_length);
        (void)text_identity (clean);
        free (clean);
        free (again);
    }
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    fault_t fault;
    if (!catalog)
        FUZZ_REQUIRE (sample_catalog (&catalog, &fault) == QCDC_OK);
    if (size > 4096)
        size = 4096;
    char *text = malloc (size + 1);
    FUZZ_REQUIRE (text);
    if (size)
        memcpy (text, data, size);
    text[size] = '\0';
    check_text (text, size);
    bool taken = check_cell (text);
    taken |= check_value (text);
    taken |= check_period (text);
    taken |= check_day (text);
    taken |= check_names (text);
    fuzz_accepted = taken;
    free (text);
    return 0;
}

/*  ---------------------------------------------------------------- seeds */

bool fuzz_seed (size_t i, uint8_t **data, size_t *length)
{
    static const char *const TEXTS[] = {
        "A01",
        "B07.DAT_DAI",
        "J05.XA.TOT",
        "H06.due.DA-1_X",
        "C27.stabilised",
        "12",
        "0.0001",
        "99999999999999.9999",
        "2020",
        "2020-H1",
        "2020-M06",
        "2020-9M",
        "2020-07-13",
        "2020-07-13T09:30:00Z",
        "593",
        "22918@2024-06-01",
        "9d24e2eeaf27c2a0:17",
        "DU_AN:DA-593_1",
        "KHIEU_NAI",
        "CHE_DO_CHINH_SACH",
        "CARRIED_OUT",
    };
    if (i >= sizeof TEXTS / sizeof *TEXTS)
        return false;
    *length = strlen (TEXTS[i]);
    *data = (uint8_t *)strdup (TEXTS[i]);
    return *data != NULL;
}
