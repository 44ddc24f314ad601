
# What only the program knows: names of collections, categories, themes, settings and their values, one a line.
function __fish_inkstone_known
    set -l words (commandline -opc)
    command inkstone __complete $argv[1] -- $words[2..-1] 2>/dev/null
end

complete -c inkstone -n "not __fish_inkstone_using_subcommand config completions man" -a "(__fish_inkstone_known names)" -d Collection
complete -c inkstone -n "__fish_inkstone_using_subcommand list fetch random" -l category -x -a "(__fish_inkstone_known categories)"
complete -c inkstone -n "__fish_inkstone_using_subcommand search" -l in -r -a "(__fish_inkstone_known names)"
complete -c inkstone -l theme -x -a "(__fish_inkstone_known themes)"
complete -c inkstone -s c -x -a "(__fish_inkstone_known settings)="
complete -c inkstone -n "__fish_inkstone_using_subcommand config; and contains -- (commandline -opc)[-1] get set" -f -a "(__fish_inkstone_known settings)"
complete -c inkstone -n "__fish_inkstone_using_subcommand config; and test (commandline -opc)[-2] = set" -f -a "(__fish_inkstone_known values)"
complete -c inkstone -n "__fish_inkstone_using_subcommand completions" -f -a "bash elvish fish powershell zsh"
complete -c inkstone -n "__fish_inkstone_using_subcommand config man" -f
