/*  driver.c — feeds a harness with mutations of its seeds: always the same ones for the same number, so that what fails once
 *  fails again.
 *
 *    fuzz_frame                      the quick run of the tests: 20 000 inputs from seed number 1
 *    fuzz_frame -s 7 -n 5000000      a long one; take another number every night
 *    fuzz_frame FILE …               only these inputs
 *    fuzz_frame -w FOLDER            writes the seeds, as a corpus to begin with
 *
 *  When the harness fails, the input is left in the current folder as fuzz-failed-<program>; give that file to the same program
 *  to see it again.  In a build with sanitizers set ASAN_OPTIONS=abort_on_error=1 for that.
 *
 *  With clang, coverage leads further than chance:
 *    cmake -B build/fuzz -DCMAKE_C_COMPILER=clang -DCMAKE_C_FLAGS=-fsanitize=fuzzer-no-link,address -DQCDC_LIBFUZZER=ON
 *    cmake --build build/fuzz --target fuzz_frame && mkdir corpus
 *    build/fuzz/tests/fuzz_frame -max_len=65536 -max_total_time=3600 corpus */

#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/*  With a sanitizer each takes ten times as long; ./run soak takes millions.  Of the two compilers one defines a name for it, and the
 *  other one has a feature. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(SANITIZED) || defined(__SANITIZE_ADDRESS__)
#define QUICK_INPUTS 5000
#else
#define QUICK_INPUTS 20000
#endif
#define POOL_COUNT 64u
#define INPUT_BYTES_MAX (256u * 1024u)

typedef struct {
    uint8_t *data;
    size_t length;
} input_t;

bool fuzz_accepted;

static input_t pool[POOL_COUNT];
static size_t pool_count, seed_count;
static input_t current;
static char failed_name[256];
static uint64_t random_state;

/*  splitmix64: small, and the same everywhere. */
static uint64_t random_next (void)
{
    uint64_t z = random_state += 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

static size_t random_below (size_t limit)
{
    return limit ? (size_t)(random_next () % limit) : 0;
}

/*  Keeps the input that did it; only calls that a signal handler may make. */
static void on_failure (int signal_number)
{
    int fd = open (failed_name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd >= 0 && write (fd, current.data, current.length) >= 0) {
        static const char TEXT[] = "the input is left in ";
        ssize_t ignored = write (STDERR_FILENO, TEXT, sizeof TEXT - 1);
        ignored = write (STDERR_FILENO, failed_name, strlen (failed_name));
        ignored = write (STDERR_FILENO, "\n", 1);
        (void)ignored;
    }
    signal (signal_number, SIG_DFL);
    raise (signal_number);
}

static void *must (void *pointer)
{
    if (!pointer) {
        fprintf (stderr, "out of memory\n");
        exit (1);
    }
    return pointer;
}

/*  Runs the harness over memory of exactly the input's size, so that a checker sees every read behind it. */
static bool run (const uint8_t *data, size_t length)
{
    current.data = must (malloc (length ? length : 1));
    current.length = length;
    if (length)
        memcpy (current.data, data, length);
    fuzz_accepted = false;
    (void)LLVMFuzzerTestOneInput (current.data, length);
    free (current.data);
    current = (input_t){0};
    return fuzz_accepted;
}

/*  Replaces LENGTH bytes at AT by INSERTED bytes from FROM (may be NULL: noise). */
static void bytes_replace (input_t *input, size_t at, size_t length, const uint8_t *from, size_t inserted)
{
    if (input->length - length + inserted > INPUT_BYTES_MAX)
        return;
    uint8_t *made = must (malloc (input->length - length + inserted + 1));
    memcpy (made, input->data, at);
    for (size_t i = 0; i < inserted; i++)
        made[at + i] = from ? from[i] : (uint8_t)random_next ();
    memcpy (made + at + inserted, input->data + at + length, input->length - at - length);
    free (input->data);
    input->data = made;
    input->length = input->length - length + inserted;
}

static void mutate (input_t *input)
{
    static const uint8_t TELLING[] = {0,   1,   2,    0x0A, 0x0D, 0x1F, 0x20, '"',  ',',
                                      '.', '-', 0x7F, 0x80, 0x9B, 0xC2, 0xE1, 0xFE, 0xFF};
    static const uint8_t LONGEST[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01};
    size_t at = random_below (input->length), left = input->length - at;
    size_t span = random_below ((left < 64 ? left : 64) + 1);
    const input_t *other = &pool[random_below (pool_count)];
    size_t from = random_below (other->length),
           some = random_below ((other->length - from < 200 ? other->length - from : 200) + 1);
    switch (random_below (10)) {
    case 0:
        if (left)
            input->data[at] ^= (uint8_t)(1 << random_below (8));
        break;
    case 1:
        if (left)
            input->data[at] = TELLING[random_below (sizeof TELLING)];
        break;
    case 2:
        if (left)
            input->data[at] = (uint8_t)(input->data[at] + 1 - 2 * random_below (2)); /* a length, one off */
        break;
    case 3:
        bytes_replace (input, at, span, NULL, 0);
        break;
    case 4:
        bytes_replace (input, at, 0, NULL, random_below (8) + 1);
        break;
    case 5:
        bytes_replace (input, at, 0, input->data + at, span); /* twice */
        break;
    case 6:
        bytes_replace (input, at, span, other->data + from, some);
        break;
    case 7:
        bytes_replace (input, at, left ? 1 : 0, LONGEST, sizeof LONGEST);
        break;
    case 8:
        bytes_replace (input, input->length - span, span, NULL, 0); /* cut off */
        break;
    default:
        bytes_replace (input, input->length, 0, other->data + from, some);
    }
}

static void pool_put (size_t i, const input_t *input)
{
    free (pool[i].data);
    pool[i].data = must (malloc (input->length + 1));
    memcpy (pool[i].data, input->data, input->length);
    pool[i].length = input->length;
}

static size_t run_mutations (size_t count)
{
    size_t accepted = 0;
    for (size_t i = 0; i < count; i++) {
        /* Every other one from a seed: what is taken otherwise becomes simpler and simpler. */
        const input_t *parent = &pool[random_below (i % 2 ? seed_count : pool_count)];
        input_t input = {must (malloc (parent->length + 1)), parent->length};
        memcpy (input.data, parent->data, parent->length);
        for (size_t steps = 1 + random_below (4); steps > 0; steps--)
            mutate (&input);
        if (run (input.data, input.length)) {
            accepted++;
            /* Go on from here now and then; the seeds themselves always stay. */
            if (pool_count < POOL_COUNT)
                pool_put (pool_count++, &input);
            else if (random_below (8) == 0)
                pool_put (seed_count + random_below (POOL_COUNT - seed_count), &input);
        }
        free (input.data);
    }
    return accepted;
}

static int run_file (const char *name)
{
    FILE *file = fopen (name, "rb");
    if (!file) {
        fprintf (stderr, "%s: %s\n", name, strerror (errno));
        return 1;
    }
    uint8_t *data = must (malloc (4 * INPUT_BYTES_MAX));
    size_t length = fread (data, 1, 4 * INPUT_BYTES_MAX, file);
    fclose (file);
    printf ("%s: %zu bytes, %s\n", name, length, run (data, length) ? "taken" : "refused");
    free (data);
    return 0;
}

static int write_seeds (const char *folder)
{
    char name[4096];
    for (size_t i = 0; i < seed_count; i++) {
        snprintf (name, sizeof name, "%s/seed-%02zu", folder, i);
        FILE *file = fopen (name, "wb");
        if (!file || fwrite (pool[i].data, 1, pool[i].length, file) != pool[i].length || fclose (file) != 0) {
            fprintf (stderr, "%s: %s\n", name, strerror (errno));
            return 1;
        }
    }
    return 0;
}

int main (int argc, char **argv)
{
    size_t count = QUICK_INPUTS;
    const char *seeds_folder = NULL;
    random_state = 1;
    for (int option; (option = getopt (argc, argv, "n:s:w:")) != -1;) {
        if (option == 'n')
            count = strtoull (optarg, NULL, 10);
        else if (option == 's')
            random_state = strtoull (optarg, NULL, 10);
        else if (option == 'w')
            seeds_folder = optarg;
        else
            return 2;
    }
    const char *slash = strrchr (argv[0], '/');
    snprintf (failed_name, sizeof failed_name, "fuzz-failed-%s", slash ? slash + 1 : argv[0]);
    signal (SIGABRT, on_failure);
    signal (SIGSEGV, on_failure);
    signal (SIGBUS, on_failure);
    signal (SIGFPE, on_failure);

    int status = 0;
    for (int i = optind; i < argc; i++)
        status |= run_file (argv[i]);
    while (fuzz_seed (pool_count, &pool[pool_count].data, &pool[pool_count].length))
        if (++pool_count == POOL_COUNT / 2)
            break;
    seed_count = pool_count;
    if (seeds_folder)
        status |= write_seeds (seeds_folder);
    else if (optind == argc) {
        /* A seed that is refused would test nothing but the first check. */
        for (size_t i = 0; i < seed_count; i++)
            if (!run (pool[i].data, pool[i].length)) {
                fprintf (stderr, "seed %zu is refused\n", i);
                status = 1;
            }
        size_t accepted = run_mutations (count);
        printf ("%zu seeds, %zu mutations, %zu of them taken\n", seed_count, count, accepted);
        if (count >= QUICK_INPUTS && (accepted == 0 || accepted == count)) {
            fprintf (stderr, "the mutations do not reach both sides of the checks\n");
            status = 1;
        }
    }
    for (size_t i = 0; i < pool_count; i++)
        free (pool[i].data);
    return status;
}
