/*  named.c — what was typed held against codes and names. */

#include "catalogue/named.h"

#include "base/text.h"
#include "base/text_fold.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { NAME_BYTES = 512 };

static bool names_are_same (const char *one, const char *other)
{
    char folded[NAME_BYTES], folded_other[NAME_BYTES];
    text_fold (one, folded, sizeof folded);
    return *folded && strcmp (folded, text_fold (other, folded_other, sizeof folded_other)) == 0;
}

/*  Takes "NAME (CODE)" apart; false where GIVEN is not of that form. */
static bool printed_read (const char *given, char name[NAME_BYTES], char code[NAME_BYTES])
{
    const char *open = strrchr (given, '(');
    size_t length = strlen (given);
    while (length > 0 && given[length - 1] == ' ')
        length--;
    if (!open || open == given || length == 0 || given[length - 1] != ')' || length >= NAME_BYTES)
        return false;
    snprintf (name, NAME_BYTES, "%.*s", (int)(open - given), given);
    snprintf (code, NAME_BYTES, "%.*s", (int)(given + length - open - 2), open + 1);
    return *code != '\0';
}

const form_t *form_named (const catalog_t *catalog, const char *given)
{
    char name[NAME_BYTES], code[NAME_BYTES];
    bool printed = printed_read (given, name, code);
    const form_t *found = catalog_form_latest (catalog, given);
    for (size_t i = 0; i < catalog->form_count && !found; i++) {
        const form_t *form = &catalog->forms[i];
        bool titled = printed && (names_are_same (form->title_vi, name) || names_are_same (form->title_en, name));
        if (strcasecmp (form->code, given) == 0 || (titled && strcasecmp (form->code, code) == 0))
            found = catalog_form_latest (catalog, form->code);
    }
    return found;
}

const office_t *office_named (const catalog_t *catalog, const char *given)
{
    char name[NAME_BYTES], code[NAME_BYTES];
    bool printed = printed_read (given, name, code);
    const office_t *found = catalog_office (catalog, given);
    for (size_t i = 0; i < catalog->office_count && !found; i++) {
        const office_t *office = &catalog->offices[i];
        bool titled = printed && names_are_same (office->name, name);
        if (strcasecmp (office->code, given) == 0 || (titled && strcasecmp (office->code, code) == 0))
            found = catalog_office (catalog, office->code);
    }
    return found;
}

/*  The code of the units that are called NAME; NULL where there is none, or there are several. */
static const char *unit_called (const catalog_t *catalog, const char *name)
{
    const char *code = NULL;
    for (size_t i = 0; i < catalog->unit_count; i++) {
        const unit_t *unit = &catalog->units[i];
        if (!names_are_same (unit->name, name))
            continue;
        if (code && strcmp (code, unit->code) != 0)
            return NULL;
        code = unit->code;
    }
    return code;
}

const char *unit_named (const catalog_t *catalog, const char *given, char *code, size_t size)
{
    char name[NAME_BYTES], printed[NAME_BYTES];
    snprintf (code, size, "%s", given);
    if (!printed_read (given, name, printed)) {
        const char *found = strspn (given, "0123456789@-") == strlen (given) ? NULL : unit_called (catalog, given);
        if (found)
            snprintf (code, size, "%s", found);
        return code;
    }
    size_t length = strcspn (printed, "@");
    for (size_t i = 0; i < catalog->unit_count; i++) {
        const unit_t *unit = &catalog->units[i];
        if (strlen (unit->code) == length && strncmp (unit->code, printed, length) == 0 &&
            names_are_same (unit->name, name)) {
            snprintf (code, size, "%s", printed);
            return code;
        }
    }
    return code;
}

const char *period_in_case (const char *given, char *name, size_t size)
{
    snprintf (name, size, "%s", given);
    text_code_case (name);
    return name;
}
