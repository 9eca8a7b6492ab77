#!/bin/sh
# Collects every text that a person reads into a template: extract.sh FILE.pot
#
# A new text reaches the Vietnamese with
#     sh common/po/extract.sh qcdc.pot && msgmerge --update --no-fuzzy-matching common/po/vi.po qcdc.pot
set -eu
output=$(realpath -m "$1")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The table of statuses (X), what _ and N_ mark ...
find common server client -name '*.[ch]' ! -name i18n.h | LC_ALL=C sort |
    xgettext --files-from=- --output="$work/sources.pot" --language=C --from-code=UTF-8 --add-comments=TRANSLATORS \
        --keyword --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=ngettext:1,2 --keyword=X:2 --package-name=qcdc --sort-by-file
# ... what the demonstration says, from the programs' own catalogue ...
xgettext --output="$work/demo.pot" --language=Python --from-code=UTF-8 --keyword --keyword=_ --keyword=N_ --package-name=qcdc \
    tests/flow/demo.py
# ... and the headings of the named queries' tables, which the server names and the client translates.
LC_ALL=C awk '/^-- column [a-z_0-9]+ / && !seen[$3]++ { printf "#: %s\nmsgid \"%s\"\nmsgstr \"\"\n\n", FILENAME, $3 }' \
    sql/queries/*.sql >"$work/columns.pot"
# So does what a named query answers, and what its parameters and columns are.
LC_ALL=C awk '(FNR == 1 || /^-- (param|column) /) && match ($0, /: /) {
        text = substr ($0, RSTART + 2)
        gsub (/[\\"]/, "\\\\&", text)
        if (!seen[text]++)
            printf "#: %s\nmsgid \"%s\"\nmsgstr \"\"\n\n", FILENAME, text
    }' sql/queries/*.sql >"$work/queries.pot"
sed -i 's/charset=CHARSET/charset=UTF-8/' "$work/sources.pot" "$work/demo.pot"
(sed '/^$/,$d' "$work/sources.pot" && echo && cat "$work/columns.pot" "$work/queries.pot") >"$work/headings.pot"
msgcat --use-first --output-file="$output" "$work/sources.pot" "$work/demo.pot" "$work/headings.pot"
