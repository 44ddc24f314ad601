# What only the program knows: names of collections, categories, themes, settings and their values, one a line.
_inkstone_known() {
    local -a known
    known=("${(@f)$(command inkstone __complete $1 -- "${(@Q)words[2,CURRENT-1]}" 2>/dev/null)}")
    known=(${known:#})
    compadd "${@:2}" -a known
}
_inkstone_names() { _inkstone_known names "$@" }
_inkstone_categories() { _inkstone_known categories "$@" }
_inkstone_themes() { _inkstone_known themes "$@" }
_inkstone_settings() { _inkstone_known settings -S '=' "$@" }
_inkstone_keys() { _inkstone_known settings "$@" }
_inkstone_values() { _inkstone_known values "$@" }
_inkstone_paths() { _alternative 'names:collection:_inkstone_names' 'files:file:_files' }
_inkstone_first() {
    _alternative 'commands:command:_inkstone_commands' 'names:collection:_inkstone_names' 'files:file:_files'
}

