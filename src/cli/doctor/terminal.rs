//! What the terminal can do.

use serde_json::Value;

use crate::cli::doctor::report::{Report, Section, variable};
use crate::cli::settings::{Settings, is_colourless};
use crate::config::Clipboard;
use crate::picture::Protocol;
use crate::problem::{Code, Problem};
use crate::term::{self, Abilities};
use crate::text::{Ambiguous, Profile, Sequences};
use crate::theme::{ColorDepth, Shade};

/// Variables of programs between this one and the terminal.
const BETWEEN: [(&str, &str); 6] = [
    ("TMUX", "tmux"),
    ("STY", "screen"),
    ("ZELLIJ", "zellij"),
    ("SSH_CONNECTION", "ssh"),
    ("MOSH_CONNECTION", "mosh"),
    ("WSL_DISTRO_NAME", "wsl"),
];

/// Adds what is known of the terminal, by asking it if there is one.
pub fn describe(report: &mut Report, settings: &Settings) {
    let is_there = term::is_interactive();
    let abilities = if is_there { Abilities::ask() } else { Abilities::default() };
    let display = term::display(abilities.graphics);
    let between: Vec<&str> =
        BETWEEN.iter().filter(|(name, _)| variable(name).is_some()).map(|(_, name)| *name).collect();
    let is_true = term::color_depth() == ColorDepth::True;
    let size = term::window().filter(|_| is_there).map(|(columns, rows)| format!("{columns}x{rows}"));
    let asked = |value: Value| abilities.replies.then_some(value);
    let section = Section::new("terminal")
        .row("interactive", is_there)
        .row("TERM", variable("TERM"))
        .row("TERM_PROGRAM", program())
        .row("name", abilities.name.clone())
        .row("inside", between)
        .row("size", size)
        .row("replies", abilities.replies)
        .row("colors", if is_true { "24-bit" } else { "256" })
        .row("NO_COLOR", is_colourless())
        .row("background", background(&abilities))
        .row("scheme-reports", abilities.schemes)
        .row("graphics", asked(name(display.graphics.protocol).into()))
        .row("cell", abilities.cell().map(|(width, height)| format!("{width}x{height}")))
        .row("synchronized", abilities.synchronized)
        .row("focus-reports", abilities.focus)
        .row("keyboard-protocol", asked(abilities.keyboard.into()))
        .row("clusters", abilities.clusters)
        .row("hyperlinks", term::knows_hyperlinks());
    report.add(widths(section, settings, abilities.profile).row("clipboard", clipboard(settings)));
    lacks(report, settings, &abilities, (is_there, is_true, display.graphics.protocol));
}

/// The program that draws the terminal, as it names itself in the environment.
fn program() -> Option<String> {
    let program = variable("TERM_PROGRAM")?;
    Some(variable("TERM_PROGRAM_VERSION").map_or(program.clone(), |version| format!("{program} {version}")))
}

fn background(abilities: &Abilities) -> Option<String> {
    let color = abilities.background?;
    let [red, green, blue] = color;
    Some(format!("#{red:02x}{green:02x}{blue:02x} ({})", Shade::of(color).name()))
}

fn name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::HalfBlocks => "half-blocks",
        Protocol::Kitty => "kitty",
        Protocol::Iterm2 => "iterm2",
        Protocol::Sixel => "sixel",
    }
}

/// Adds the widths of characters as they were measured, else as they are assumed.
fn widths(section: Section, settings: &Settings, measured: Option<Profile>) -> Section {
    let profile = measured.unwrap_or_else(|| settings.profile());
    let ambiguous = settings.config.typography.ambiguous_width(measured.map(|profile| profile.ambiguous));
    let names = [
        (Sequences::EMOJI_STYLE, "emoji-style"),
        (Sequences::TEXT_STYLE, "text-style"),
        (Sequences::JOINED, "joined"),
        (Sequences::TONES, "tones"),
        (Sequences::FLAGS, "flags"),
        (Sequences::KEYCAPS, "keycaps"),
    ];
    let sequences = names.into_iter().filter(|(sequence, _)| profile.sequences.contains(*sequence));
    section
        .row("widths", if measured.is_some() { "measured" } else { "assumed" })
        .row("ambiguous", if ambiguous == Ambiguous::Wide { "wide" } else { "narrow" })
        .row("emoji", sequences.map(|(_, name)| name).collect::<Vec<_>>())
}

/// How text is copied.
fn clipboard(settings: &Settings) -> &'static str {
    match (settings.config.clipboard, term::clipboard_tool()) {
        (Clipboard::Off, _) => "off",
        (Clipboard::Auto, Some(tool)) => tool,
        (Clipboard::Auto, None) | (Clipboard::Osc52, _) => "osc52",
    }
}

/// Adds what the terminal lacks.
fn lacks(
    report: &mut Report,
    settings: &Settings,
    abilities: &Abilities,
    (is_there, is_true, protocol): (bool, bool, Protocol),
) {
    if !is_there {
        return report.problem(Problem::new(Code::NoTerminal));
    }
    if !abilities.replies {
        report.problem(Problem::new(Code::TerminalSilent).with(variable("TERM").unwrap_or_default()));
    } else if protocol == Protocol::HalfBlocks {
        report.problem(Problem::new(Code::NoGraphics));
    }
    if !is_true && !is_colourless() {
        report.problem(Problem::new(Code::FewColors));
    }
    let needs_tool = settings.config.clipboard == Clipboard::Auto && term::clipboard_tool().is_none();
    if let Some(tools) = term::missing_tools().filter(|_| needs_tool) {
        report.problem(Problem::new(Code::NoClipboardTool).with(tools));
    }
}
