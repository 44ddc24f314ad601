//! `completions`: scripts for shells; and what they ask the program while somebody types.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::app::AUTO;
use crate::cli::arguments::{Known, Typed};
use crate::cli::outcome::OK;
use crate::cli::settings::Settings;
use crate::config::Config;
use crate::files::Source;
use crate::library::Library;
use crate::store::Index;

const BASH: &str = include_str!("../../../assets/completions/inkstone.bash");
const ZSH: &str = include_str!("../../../assets/completions/inkstone.zsh");
const FISH: &str = include_str!("../../../assets/completions/inkstone.fish");

/// `completions`: writes the script of a shell.
pub fn script(shell: Shell) -> io::Result<u8> {
    // Generate into memory: the generator panics if stdout is a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Typed::command(), "inkstone", &mut script);
    let mut script = without_own_command(&String::from_utf8_lossy(&script));
    match shell {
        Shell::Bash => script.push_str(BASH),
        Shell::Fish => script.push_str(FISH),
        Shell::Zsh => script = with_functions(&script),
        _ => {}
    }
    io::stdout().write_all(script.as_bytes())?;
    Ok(OK)
}

/// A script that does not offer the command by which it asks: it is hidden from the help only.
fn without_own_command(script: &str) -> String {
    let offers = ["cand __complete", "'__complete:", "::new('__complete'", "-a \"__complete\""];
    let lines = script.lines().filter(|line| !offers.iter().any(|offer| line.contains(offer)));
    let line = |line: &str| match line.trim_start().starts_with("opts=") {
        true => line.replace(" __complete", "") + "\n",
        false => line.to_owned() + "\n",
    };
    lines.map(line).collect()
}

/// The script of zsh with functions that ask the program, in the place of those that know only files or nothing.
fn with_functions(script: &str) -> String {
    let line = |line: &str| {
        let is_path = ["'*:path", "'::path", "'::dir"].iter().any(|start| line.starts_with(start));
        if is_path || line.contains("--in=[") {
            return line.replace(":_files'", ":_inkstone_paths'");
        }
        let known = [
            ("--category=[", "categories"),
            ("--theme=[", "themes"),
            ("'*-c+[", "settings"),
            ("':key -- ", "keys"),
            ("':value -- ", "values"),
        ];
        match known.iter().find(|(option, _)| line.contains(option)) {
            Some((_, function)) => line.replace(":_default'", &format!(":_inkstone_{function}'")),
            None => line.to_owned(),
        }
    };
    let mut out: String = with_first_word(script).lines().map(|own| line(own) + "\n").collect();
    // The file ends with a call of what it defines.
    let end = out.rfind("if [ \"$funcstack").unwrap_or(out.len());
    out.insert_str(end, ZSH);
    out
}

/// The script of zsh in which the first word is a command or a path. As it is generated, a path comes before the command,
/// and nothing is offered after a command without one.
fn with_first_word(script: &str) -> String {
    const COMMANDS: &str = "\":: :_inkstone_commands\" \\\n";
    const END: &str = "        esac\n    ;;\nesac\n}\n";
    let parts = || {
        let (before, rest) = script.split_once("    _arguments ")?;
        let (options, rest) = rest.split_once("'::paths ")?;
        let (path, rest) = rest.split_once(COMMANDS)?;
        let (commands, end) = rest.rsplit_once(END)?;
        Some((before, options, path, commands.replace("$line[2]", "$line[1]"), end))
    };
    let Some((before, options, path, commands, end)) = parts() else { return script.to_owned() };
    let first = format!("    _arguments {options}\":: :_inkstone_first\" \\\n");
    let others = format!("(*)\n_arguments {options}'*::paths {path}&& ret=0\n;;\n");
    // With two colons no options are offered after the first of several paths.
    format!("{before}{first}{commands}{others}{END}{end}").replace("\n'*::", "\n'*:")
}

/// Writes what is known, one a line, of the collection that one of the words names, else of the configured one. Reads no
/// article: categories are those of the index as it is.
pub fn known(settings: &Settings, what: Known, words: &[OsString]) -> anyhow::Result<u8> {
    let names: Vec<String> = match what {
        Known::Names => settings.config.collections.keys().cloned().collect(),
        Known::Themes => settings.config.theme_names().map(str::to_owned).collect(),
        Known::Settings => Config::keys(),
        Known::Categories => categories(settings, words),
        Known::Values => words.last().and_then(|key| key.to_str()).map(|key| values(settings, key)).unwrap_or_default(),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let shown = |name: &&String| !name.is_empty() && !name.contains(char::is_control);
    names.iter().filter(shown).try_for_each(|name| writeln!(out, "{name}"))?;
    out.flush()?;
    Ok(OK)
}

/// The values that a setting can have, as far as they can be listed.
fn values(settings: &Settings, key: &str) -> Vec<String> {
    let themes = || settings.config.theme_names().map(str::to_owned);
    match key {
        "collection" => settings.config.collections.keys().cloned().collect(),
        "theme" => std::iter::once(AUTO.to_owned()).chain(themes()).collect(),
        _ if key.starts_with("themes.") => themes().collect(),
        _ => Config::values(key),
    }
}

fn categories(settings: &Settings, words: &[OsString]) -> Vec<String> {
    // The shell has not expanded the words yet.
    let expanded = |word: &OsString| -> PathBuf {
        match word.to_str() {
            Some(word) if word.starts_with("~/") => settings.expand(word),
            _ => word.into(),
        }
    };
    let named = words.iter().rev().filter_map(|word| settings.resolve(&expanded(word)).ok());
    let folder = named.into_iter().find(|path| crate::files::is_folder(path)).or_else(|| settings.configured());
    let source = folder.map(|folder| Source::folder(folder).canonical());
    let of_index = |source: Source| {
        let cache = settings.directories.cache.as_deref()?;
        let snapshot = Index::latest_snapshot(cache, &source.collection_key())?;
        let library = Library::from_snapshot(snapshot.articles.clone());
        Some(library.categories().map(|id| library.category_name(id).to_owned()).collect::<BTreeSet<_>>())
    };
    source.and_then(of_index).into_iter().flatten().collect()
}
