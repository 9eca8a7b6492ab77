/*  fuzz.h — what a harness gives to whoever feeds it: our driver (driver.c) or clang's libFuzzer.
 *
 *  A harness puts bytes through functions that read what others wrote, and holds the outcome against what those functions
 *  promise.  A promise that is not kept ends the program. */

#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*  One input.  Returns 0; the name and the signature are libFuzzer's. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/*  The inputs to begin with, each of them valid: number I as malloc'ed bytes, or false where there are no more. */
bool fuzz_seed (size_t i, uint8_t **data, size_t *length);

/*  Set by the harness: its last input was taken, not refused.  The driver goes on from such inputs. */
extern bool fuzz_accepted;

#define FUZZ_REQUIRE(condition)                                                                                      \
    do {                                                                                                             \
        if (!(condition)) {                                                                                          \
            fprintf (stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                                 \
            abort ();                                                                                                \
        }                                                                                                            \
    } while (0)

#endif
