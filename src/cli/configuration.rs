//! `config`, and the problems of the configuration that other commands report.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::app::{COMMANDS, KeyMap, Scope};
use crate::cli::arguments::{ConfigCommand, ConsentArguments, PlainFormat};
use crate::cli::outcome::{EMPTY, OK, Refusal, note, warn};
use crate::cli::settings::Settings;
use crate::config::Config;
use crate::files::Source;
use crate::locale::Msg;
use crate::output::{json_line, json_object};
use crate::problem::{Code, Problem};
use crate::remote::{Consents, host_of};
use crate::run::write_setting;
use crate::text::Clean;

/// `config`
pub fn config(settings: &Settings, what: &ConfigCommand) -> anyhow::Result<u8> {
    let mut out = io::stdout().lock();
    match what {
        ConfigCommand::Path => match &settings.file {
            Some(path) => writeln!(out, "{}", path.display())?,
            None => return Ok(EMPTY),
        },
        ConfigCommand::Default => out.write_all(Config::SHIPPED.as_bytes())?,
        ConfigCommand::Get { key } => {
            if !Config::keys().contains(key) {
                let nearest = Config::nearest_key(key).unwrap_or_default();
                let problem = Problem::new(Code::ConfigUnknown).with(key.as_str()).with(nearest);
                return Err(settings.refused(&problem).into());
            }
            writeln!(out, "{}", settings.in_effect(settings.state_as_it_is().as_ref(), key))?;
        }
        ConfigCommand::Set { key, value } => set(settings, key, value)?,
        ConfigCommand::Check => {
            let problems = mistakes(settings);
            for (file, problem) in &problems {
                let (what, hint) = in_words(settings, file, problem);
                writeln!(out, "{what}")?;
                if let Some(hint) = hint {
                    writeln!(out, "    {hint}")?;
                }
            }
            return Ok(if problems.is_empty() { OK } else { EMPTY });
        }
        ConfigCommand::Keys => keys(&mut out, settings)?,
        ConfigCommand::Consents(arguments) => return consents(&mut out, settings, arguments),
    }
    Ok(OK)
}

/// `config set`: as `:set!` does.
fn set(settings: &Settings, key: &str, value: &str) -> anyhow::Result<()> {
    let mut checked = settings.config.clone();
    let (key, value) = (key.trim(), value.trim());
    checked.set(&format!("{key}={value}")).map_err(|problem| settings.refused(&problem))?;
    let nowhere = || Refusal::trouble(settings.catalog.say(Msg::DoorNoConfig)).hint("--config FILE");
    let file = settings.file.as_deref().ok_or_else(nowhere)?;
    let path = file.display().to_string();
    write_setting(file, key, value).map_err(|problem| match problem.code {
        Code::ConfigInvalid | Code::ConfigValue => {
            let (what, hint) = in_words(settings, file, &problem);
            hint.into_iter().fold(Refusal::trouble(what), Refusal::hint)
        }
        Code::Unreadable | Code::NotText => settings.unreadable(&path, &problem),
        _ => settings.refused(&problem),
    })?;
    // What a key chose earlier would hold if the file said the same before.
    if let (Some(name), Some(_)) = (Config::remembered_as(key), settings.state_as_it_is()) {
        let (state, _) = settings.state();
        let written = state.set_setting(name, &checked.choice(key, &checked.value(key)));
        written.map_err(|problem| settings.refused(&problem))?;
    }
    note(&settings.catalog.fill(Msg::NoticeSetWritten, &[("key", key), ("value", value), ("path", &path)]));
    Ok(())
}

/// `config keys`: tables by scope, as they can stand in the configuration.
fn keys(out: &mut dyn Write, settings: &Settings) -> io::Result<()> {
    let (keymap, _) = KeyMap::build(&settings.config);
    for scope in Scope::ALL {
        if scope != Scope::Global {
            writeln!(out)?;
        }
        writeln!(out, "[keys.{}]", scope.name())?;
        for command in COMMANDS {
            for chord in keymap.chords(scope, command.name) {
                let row = format!("{} = \"{}\"", toml::Value::from(chord.to_string()), command.name);
                writeln!(out, "{row:<34}# {}", settings.catalog.command(command.name))?;
            }
        }
    }
    Ok(())
}

/// `config consents`
fn consents(out: &mut dyn Write, settings: &Settings, arguments: &ConsentArguments) -> anyhow::Result<u8> {
    let (state, problem) = settings.state();
    if let Some(problem) = problem {
        warn(&settings.catalog.problem(&problem).what);
    }
    let mut code = OK;
    let say = |msg, host: &str| settings.catalog.fill(msg, &[("host", host)]);
    for word in &arguments.allow {
        let host = consent_of(word).ok_or_else(|| Refusal::trouble(say(Msg::ConsentNoHost, word)))?;
        state.consent(&host, crate::run::now()).map_err(|problem| settings.refused(&problem))?;
        writeln!(out, "{}", say(Msg::ConsentGiven, &host))?;
    }
    for word in &arguments.revoke {
        let host = consent_of(word).unwrap_or_else(|| word.clone());
        let there = state.revoke(&host).map_err(|problem| settings.refused(&problem))?;
        writeln!(out, "{}", say(if there { Msg::ConsentRevoked } else { Msg::ConsentNotGiven }, &Clean::line(&host)))?;
        code = code.max(if there { OK } else { EMPTY });
    }
    if !arguments.allow.is_empty() || !arguments.revoke.is_empty() {
        return Ok(code);
    }
    let given = state.consents();
    for (host, since) in &given {
        let since = jiff::Timestamp::from_second(*since).map(|since| since.to_string()).unwrap_or_default();
        match arguments.format {
            PlainFormat::Json => {
                let members = [("host", host.as_str()), ("since", since.as_str())];
                json_line(out, json_object(members.map(|(name, value)| (name, value.into()))))?;
            }
            PlainFormat::Table => {
                let day = since.split('T').next().unwrap_or_default();
                writeln!(out, "{day}  {}", Clean::line(host))?;
            }
        }
    }
    if given.is_empty() {
        note(settings.catalog.say(Msg::ConsentNone));
        return Ok(EMPTY);
    }
    Ok(OK)
}

/// The host that a word of the command line names, by itself or in an address.
fn consent_of(word: &str) -> Option<String> {
    match word {
        "all" | Consents::ALL => Some(Consents::ALL.to_owned()),
        _ => host_of(word).or_else(|| host_of(&format!("//{word}"))),
    }
}

/// Reports the problems of the configuration on standard error, one per line. The command goes on without the invalid
/// lines.
pub fn report_problems(settings: &Settings) {
    let file = settings.file.clone().unwrap_or_default();
    for problem in problems(settings) {
        let (what, hint) = in_words(settings, &file, &problem);
        warn(&hint.map_or(what.clone(), |hint| format!("{what} ({hint})")));
    }
}

/// All mistakes in the configuration and in the user's own themes, with their files.
pub fn mistakes(settings: &Settings) -> Vec<(PathBuf, Problem)> {
    let mut problems = problems(settings);
    problems.extend(missing_folders(settings));
    problems.sort_by_key(|problem| (problem.line, problem.column));
    let file = settings.file.clone().unwrap_or_default();
    let own = problems.into_iter().map(|problem| (file.clone(), problem));
    own.chain(settings.theme_problems.iter().cloned()).collect()
}

/// The problems of the configuration, ordered by line.
fn problems(settings: &Settings) -> Vec<Problem> {
    // Only the key map knows which commands exist and which chords can be bound.
    let (_, keys) = KeyMap::build(&settings.config);
    let mut problems: Vec<Problem> = settings.problems.iter().cloned().chain(keys).collect();
    problems.sort_by_key(|problem| (problem.line, problem.column));
    problems
}

/// The collections of the configuration that do not exist. Other commands do not report them: a disk may be absent.
fn missing_folders(settings: &Settings) -> Vec<Problem> {
    let file = settings.file.as_deref();
    let text = file.and_then(|file| Source::any_file().read(file).ok()).map(|read| read.text).unwrap_or_default();
    let problem = |key: &str, path: &Path| {
        let problem = Problem::new(Code::ConfigFolder).with(key).with(path.to_string_lossy());
        match line_of(&text, key) {
            Some(line) => problem.at(line, 1),
            None => problem,
        }
    };
    let named = settings.config.collections.iter().map(|(name, path)| (format!("collections.{name}"), path));
    let named = named.map(|(key, path)| (key, settings.expand(path)));
    let is_named = |name: &String| settings.config.collections.contains_key(name);
    let own = settings.config.collection.as_ref().filter(|name| !is_named(name)).and_then(|_| settings.configured());
    let all = named.chain(own.map(|path| ("collection".to_owned(), path)));
    all.filter(|(_, path)| !crate::files::exists(path)).map(|(key, path)| problem(&key, &path)).collect()
}

/// The line of a TOML file, counted from 1, on which a key with at most one dot is set.
fn line_of(text: &str, key: &str) -> Option<u32> {
    let mut table = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(header) = line.trim().strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            table = format!("{}.", header.trim());
        } else if let Some((name, _)) = line.split_once('=') {
            let name: String =
                name.split('.').map(|part| part.trim().trim_matches(['"', '\''])).collect::<Vec<_>>().join(".");
            if format!("{table}{name}") == key {
                return Some(number);
            }
        }
    }
    None
}

/// A problem with its position in the file, and its hint.
pub fn in_words(settings: &Settings, file: &Path, problem: &Problem) -> (String, Option<String>) {
    let message = settings.catalog.problem(problem);
    let file = file.display();
    let (line, column) = (problem.line.unwrap_or(1), problem.column.unwrap_or(1));
    (format!("{file}:{line}:{column}: {}", message.what), message.hint)
}
