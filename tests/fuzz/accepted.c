/*  accepted.c — what driver.c would hold, for libFuzzer, which finds its own way. */

#include "fuzz.h"

bool fuzz_accepted;
