
# What only the program knows: names of collections, categories, themes, settings and their values, one a line.
_inkstone_known() {
    local word words=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        # The shell has not taken away the quotation marks yet.
        word=${word//\\/} word=${word#[\"\']}
        words+=("${word%[\"\']}")
    done
    command inkstone __complete "$1" -- "${words[@]}" 2>/dev/null
}

# Adds those that go on from the word.
_inkstone_add() {
    local found word=${2//\\/}
    word=${word#[\"\']}
    while IFS= read -r found; do
        [[ $found == "$word"* ]] || continue
        # Inside of quotation marks nothing is escaped.
        [[ $2 == [\"\']* ]] || printf -v found '%q' "$found"
        COMPREPLY+=("$found")
    done < <(_inkstone_known "$1")
}

# Options are offered after a hyphen only.
_inkstone_drop_options() {
    local found kept=()
    for found in "${COMPREPLY[@]}"; do
        [[ $found == [-[\<_]* ]] || kept+=("$found")
    done
    COMPREPLY=("${kept[@]}")
}

# Adds names of collections and files to the commands.
_inkstone_add_paths() {
    local found
    _inkstone_drop_options
    while IFS= read -r found; do
        [[ $found == "$1"* ]] && COMPREPLY+=("$found")
    done < <(_inkstone_known names)
    while IFS= read -r found; do
        COMPREPLY+=("$found")
    done < <(compgen -f -- "$1")
    compopt -o filenames 2>/dev/null
}

_inkstone_all() {
    _inkstone "$@"
    local cur=$2 prev=$3 before=${COMP_WORDS[COMP_CWORD-2]:-}
    # The shell takes a colon for a word of its own.
    if [[ $prev == *category && ${COMP_WORDS[COMP_CWORD]} == ':' || $prev == ':' && $before == *category ]]; then
        COMPREPLY=()
        _inkstone_add categories "${cur#:}"
        return
    fi
    if [[ $cur != -* && $before == config && $prev == [gs]et ]]; then
        COMPREPLY=()
        _inkstone_add settings "$cur"
        return
    fi
    if [[ $cur != -* && COMP_CWORD -ge 3 && $before == set && ${COMP_WORDS[COMP_CWORD-3]} == config ]]; then
        COMPREPLY=()
        _inkstone_add values "$cur"
        return
    fi
    case $prev in
        --category) COMPREPLY=(); _inkstone_add categories "$cur" ;;
        --theme) COMPREPLY=(); _inkstone_add themes "$cur" ;;
        -c) COMPREPLY=(); _inkstone_add settings "$cur"; COMPREPLY=("${COMPREPLY[@]/%/=}"); compopt -o nospace 2>/dev/null ;;
        --in) COMPREPLY=(); _inkstone_add_paths "$cur" ;;
        -n|--format|--links|--color|--fresh|--sort|--limit|--width|--lang|--query|--from|--config|--dir|--*-dir) ;;
        '='|':') ;;
        config|man|completions)
            [[ $cur == -* ]] || _inkstone_drop_options
            ;;
        *) [[ $cur == -* ]] || _inkstone_add_paths "$cur" ;;
    esac
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _inkstone_all -o nosort -o bashdefault -o default inkstone
else
    complete -F _inkstone_all -o bashdefault -o default inkstone
fi
