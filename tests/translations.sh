#!/bin/sh
# Every text that a person reads has its Vietnamese: translations.sh SOURCE BUILD
#
# Fails when a text of the sources lacks in common/po/vi.po, has no translation or a doubtful (fuzzy) one, when the
# server refuses with a text that the client does not know, or when the built catalogue is not what the programs speak.
# What is missing is listed.
set -eu
source=$1 build=$2
po=$source/common/po/vi.po
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -f "$po" ] || {
    echo "there is no $po"
    exit 1
}
sh "$source/common/po/extract.sh" "$work/qcdc.pot"
echo "$(grep -c '^msgid' "$work/qcdc.pot") texts in the sources"

# A format that the translation gets wrong would read what is not there.
msgfmt --check --output-file="$work/qcdc.mo" "$po"
msgcmp "$po" "$work/qcdc.pot"
python3 "$source/tests/refusal_texts.py" "$source"

# The programs find their catalogue beside themselves, whatever locale the machine has.
english=$(LC_ALL=C "$build/bin/qcdc" --help)
vietnamese=$(LC_ALL=C.UTF-8 LANGUAGE=vi "$build/bin/qcdc" --help)
[ "$english" != "$vietnamese" ] || {
    echo "qcdc --help speaks English to a Vietnamese"
    exit 1
}

# So does the demonstration, in the words of the same catalogue; of a wrong word it only says how it is used.
demo() {
    status=0
    QCDC_BIN="$build/bin" /usr/bin/python3 "$source/tests/flow/demo.py" nonsense 2>&1 || status=$?
    [ $status = 1 ] || echo "(demo.py nonsense ends with status $status, not 1)"
}
english=$(LC_ALL=C LANGUAGE=vi demo)
vietnamese=$(LC_ALL=C.UTF-8 LANGUAGE=vi demo)
case "$english: $vietnamese" in
*"(demo.py"*)
    echo "the demonstration: $english; $vietnamese"
    exit 1
    ;;
"usage: "*": cách dùng: "*) ;;
*)
    echo "the demonstration says: $english, and to a Vietnamese: $vietnamese"
    exit 1
    ;;
esac
