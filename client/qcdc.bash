# Completion of qcdc and qcdcd for bash.  What a word may become is the programs' own knowledge: they are asked.

_qcdc_complete ()
{
    local program=$1 word words=() glue= IFS=$' \t\n'
    COMPREPLY=()
    # bash takes "kind=X" and "2020-H1:1" apart at = and :; the program wants the words as they were typed.
    local i
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ ${#words[@]} -gt 0 && ( $glue || $word == [=:]* ) && $word != -* ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
        [[ $word == *[=:] && $COMP_WORDBREAKS == *"${word: -1}"* ]] && glue=1 || glue=
    done
    [[ ${#words[@]} -gt 0 ]] || words=("")
    local typed=${words[-1]} answers answer cut=
    answers=$("$program" complete "${words[@]}" 2>/dev/null) || return 0
    # What stands before the last = or : is on the line already.
    [[ $typed == *[=:]* ]] && cut=${typed%"${typed##*[=:]}"}
    while IFS= read -r answer; do
        case $answer in
        "") ;;
        :files) mapfile -t COMPREPLY < <(compgen -f -- "${typed#"$cut"}"); compopt -o filenames 2>/dev/null ;;
        :folders) mapfile -t COMPREPLY < <(compgen -d -- "${typed#"$cut"}"); compopt -o filenames 2>/dev/null ;;
        *) COMPREPLY+=("${answer#"$cut"}") ;;
        esac
    done <<<"$answers"
    # The value, or the next part of a figure, follows at once.
    [[ ${#COMPREPLY[@]} -eq 1 && ( ${COMPREPLY[0]} == *= || ${COMPREPLY[0]} == */ ) ]] && compopt -o nospace 2>/dev/null
    return 0
}

complete -F _qcdc_complete qcdc qcdcd
