/*  fuzz_csv.c — files that people hand in: every record is what its header promises, and what is written comes back. */

#include "base/limits.h"
#include "files/csv.h"
#include "files/csv_field.h"
#include "files/csv_guard.h"
#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*  Writes a record behind a header line of its own and reads it back. */
static void check_written (const csv_record_t *record)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    FUZZ_REQUIRE (out);
    for (size_t i = 0; i <= record->count; i++)
        fprintf (out, "%sc%zu", i ? "," : "", i);
    fputs ("\nx", out);
    for (size_t i = 0; i < record->count; i++) {
        fputc (',', out);
        csv_write_field (out, record->fields[i]);
    }
    fputc ('\n', out);
    FUZZ_REQUIRE (fclose (out) == 0);
    csv_reader_t *reader = NULL;
    csv_record_t back;
    fault_t fault;
    FUZZ_REQUIRE (csv_reader_open_memory ("written", text, size, &reader, &fault) == QCDC_OK);
    FUZZ_REQUIRE (csv_reader_next (reader, &back, &fault) == QCDC_OK && back.count == record->count + 1);
    FUZZ_REQUIRE (csv_reader_next (reader, &back, &fault) == QCDC_OK && back.count == record->count + 1);
    for (size_t i = 0; i < record->count; i++)
        FUZZ_REQUIRE (strcmp (back.fields[i + 1], record->fields[i]) == 0);
    FUZZ_REQUIRE (csv_reader_next (reader, &back, &fault) == QCDC_NOT_FOUND);
    csv_reader_destroy (&reader);
    free (text);
}

static bool has_nul (const csv_record_t *record)
{
    for (size_t i = 0; i < record->count; i++)
        if (strlen (record->fields[i]) != record->lengths[i])
            return true;
    return false;
}

static uint64_t mix (uint64_t sum, const void *data, size_t length)
{
    const uint8_t *bytes = data;
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ bytes[i]) * 0x100000001B3ULL;
    return sum;
}

/*  Reads to the end; a sum over everything that was read, for comparison. */
static qcdc_status read_all (csv_reader_t *reader, bool write_back, uint64_t *sum)
{
    csv_record_t record;
    fault_t fault = {0}, again = {0};
    size_t last_row = 0, count = 0, records = 0;
    qcdc_status status;
    *sum = 0xCBF29CE484222325ULL;
    while ((status = csv_reader_next (reader, &record, &fault)) == QCDC_OK) {
        FUZZ_REQUIRE (record.row > last_row && record.row <= QCDC_CSV_ROWS_MAX);
        FUZZ_REQUIRE (record.count >= 1 && record.count <= QCDC_CSV_FIELDS_MAX);
        FUZZ_REQUIRE (records == 0 || record.count == count);
        last_row = record.row;
        count = record.count;
        *sum = mix (*sum, &record.row, sizeof record.row);
        for (size_t i = 0; i < record.count; i++) {
            FUZZ_REQUIRE (record.lengths[i] <= QCDC_CSV_FIELD_BYTES_MAX &&
                          record.fields[i][record.lengths[i]] == '\0');
            *sum = mix (*sum, record.fields[i], record.lengths[i] + 1);
        }
        if (write_back && records < 8 && record.count < QCDC_CSV_FIELDS_MAX && !has_nul (&record))
            check_written (&record);
        records++;
    }
    if (status != QCDC_NOT_FOUND) {
        FUZZ_REQUIRE (fault.status == status && fault.message[0]);
        FUZZ_REQUIRE (csv_reader_next (reader, &record, &again) == status); /* the same again, for ever */
        FUZZ_REQUIRE (memcmp (&fault, &again, sizeof fault) == 0);
    }
    return status;
}

/*  A file is read in blocks, memory as a whole: nobody may see the difference. */
static void check_file (const uint8_t *data, size_t size, qcdc_status expected, uint64_t expected_sum)
{
    char path[40];
    uint64_t sum = 0;
    fault_t fault;
    csv_reader_t *reader = NULL;
    int fd = memfd_create ("fuzz", MFD_CLOEXEC);
    FUZZ_REQUIRE (fd >= 0 && write (fd, data, size) == (ssize_t)size);
    snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
    qcdc_status status = csv_reader_open (path, &reader, &fault);
    if (status == QCDC_OK)
        status = read_all (reader, false, &sum);
    FUZZ_REQUIRE (status == expected && sum == expected_sum);
    csv_reader_destroy (&reader);
    close (fd);
}

/*  The same bytes as a file that people have: rows of another shape are skipped one by one, and nothing is read twice. */
static void check_people (const uint8_t *data, size_t size)
{
    static const csv_column_t COLUMNS[] = {{"local_no", "so dang ky", true, false},
                                           {"kind", "loai don", true, false},
                                           {"title", "trich yeu", false, false},
                                           {"entry", NULL, false, true},
                                           {NULL, NULL, false, false}};
    csv_reader_t *reader = NULL;
    csv_record_t record;
    fault_t fault = {0};
    if (csv_reader_open_memory ("petitions.csv", (const char *)data, size, &reader, &fault) != QCDC_OK)
        return;
    qcdc_status status = csv_reader_columns (reader, COLUMNS, &fault);
    FUZZ_REQUIRE (status == QCDC_OK || (fault.status == status && fault.message[0]));
    int local_no = csv_reader_column (reader, "local_no");
    size_t last = 0;
    while (status == QCDC_OK || status == QCDC_BAD_ROW) {
        status = csv_reader_next (reader, &record, &fault);
        FUZZ_REQUIRE (status != QCDC_BAD_ROW || fault.message[0]);
        if (status != QCDC_OK)
            continue;
        FUZZ_REQUIRE (record.row > last && local_no >= 0 && (size_t)local_no < record.count);
        last = record.row;
        for (size_t i = 0; i < record.count; i++) {
            char *guarded = csv_guard (record.fields[i]);
            FUZZ_REQUIRE (guarded && !strchr ("=+-@", guarded[0]) == (guarded[0] != '\0'));
            csv_unguard (guarded);
            FUZZ_REQUIRE (strcmp (guarded, record.fields[i]) == 0);
            free (guarded);
        }
    }
    csv_reader_destroy (&reader);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    csv_reader_t *reader = NULL;
    fault_t fault = {0};
    uint64_t sum = 0;
    qcdc_status status = csv_reader_open_memory ("fuzz.csv", (const char *)data, size, &reader, &fault);
    if (status == QCDC_OK)
        status = read_all (reader, true, &sum);
    csv_reader_destroy (&reader);
    fuzz_accepted = status == QCDC_NOT_FOUND; /* read to the end */
    if (size > 60000 || size % 16 == 0)
        check_file (data, size, status, sum);
    check_people (data, size);
    return 0;
}

/*  ---------------------------------------------------------------- seeds */

bool fuzz_seed (size_t i, uint8_t **data, size_t *length)
{
    static const char *const TEXTS[] = {
        "local_no,kind,title,summary\n12/2020,KHIEU_NAI,\"nhà, đất\",\"a\r\nb\"\r\n13,TO_CAO,,\"\"\"c\"\"\"\n",
        "\xEF\xBB\xBFkind,local_no\rPHAN_ANH,1\r\rKIEN_NGHI,2",
        "a\n\n\n1\r\n2\r\n",
        "form,period,cell,value\nQCDC-HUYEN,2020-H1,A01,12\nQCDC-HUYEN,2020-H1,H07.due.X,3.5\n",
        "local_no,kind,họ và tên\n1,TO_CAO,x\n",
        ",,,\n,,,\n",
        "SỔ ĐƠN;;\nSố đăng ký;Loại đơn;Trích yếu\n1;KN;'=x\n;;\n2;TC;a;b\n3\n",
        "\xFF\xFEl\0o\0c\0a\0l\0_\0n\0o\0\t\0k\0i\0n\0d\0\n\0001\0\t\0x\0\n",
        "",
    };
    if (i < sizeof TEXTS / sizeof *TEXTS) {
        *length = strncmp (TEXTS[i], "\xFF\xFE", 2) == 0 ? 38 : strlen (TEXTS[i]);
        *data = malloc (*length + 1);
        if (*data)
            memcpy (*data, TEXTS[i], *length);
        return *data != NULL;
    }
    if (i > sizeof TEXTS / sizeof *TEXTS)
        return false;
    /* Longer than a block, with a quoted line break now and then where blocks end. */
    char *text = NULL;
    FILE *out = open_memstream (&text, length);
    if (!out)
        return false;
    fputs ("local_no,kind\n", out);
    for (int row = 0; row < 4200; row++)
        fprintf (out, "%d,\"a\r\n\"\"b%d\"\r\n", row, row % 7);
    fclose (out);
    *data = (uint8_t *)text;
    return true;
}
