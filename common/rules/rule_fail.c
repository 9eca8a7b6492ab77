/*  rule_fail.c — what is wrong with a rule, and where: for the person who publishes it. */

#include "rules/rule_form.h"

#include "base/i18n.h"

#include <stdarg.h>
#include <stdio.h>

/*  Characters are counted as people do, from 1: bytes that go on with one are none of their own. */
qcdc_status rule_fail_at (rule_builder_t *self, size_t at, const char *format, ...)
{
    char what[256];
    size_t character = 1;
    va_list args;
    va_start (args, format);
    vsnprintf (what, sizeof what, _ (format), args);
    va_end (args);
    for (size_t i = 0; i < at; i++)
        character += (self->rule.text.expression[i] & 0xC0) != 0x80;
    return fault_set (self->fault, QCDC_BAD_RULE, self->rule.text.code, _ ("%s, expression, character %zu: %s"),
                      self->rule.text.code, character, what);
}

qcdc_status rule_fail_column (rule_builder_t *self, const char *column, const char *format, ...)
{
    char what[256];
    va_list args;
    va_start (args, format);
    vsnprintf (what, sizeof what, _ (format), args);
    va_end (args);
    return fault_set (self->fault, QCDC_BAD_RULE, self->rule.text.code, _ ("%s, column %s: %s"), self->rule.text.code,
                      column, what);
}
