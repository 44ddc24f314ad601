//! The effects that reach outside the program: saved marks and settings, other programs, the clipboard.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::app::{BrowseTarget, HistoryKind, Model, Notice, plain_text};
use crate::article::{ArticleKey, is_ending};
use crate::locale::Msg;
use crate::marks::{Bookmark, Edit};
use crate::problem::Problem;
use crate::run::runtime::Runtime;
use crate::term;
use crate::term::{Ending, Errand, Fate, Piped, Report};
use crate::text::{Clean, Profile};

impl Runtime {
    pub(super) fn save(&mut self, model: &mut Model, paths: &[PathBuf], edit: &Edit) {
        if self.source.is_stream() {
            return;
        }
        let keys: Vec<ArticleKey> = paths.iter().map(|path| self.source.key(path)).collect();
        let saved = self.state.edit(&keys, edit);
        self.pool.note(paths.to_vec());
        if let Err(problem) = saved {
            not_saved(model, &problem);
        }
    }

    pub(super) fn move_mark(&mut self, model: &mut Model, old: &Path, new: &Path) {
        let [old, new] = [old, new].map(|path| self.source.key(path));
        if let Err(problem) = self.state.rename(&old, &new) {
            not_saved(model, &problem);
        }
    }

    /// Saves a bookmark, or removes the one with this name. Nothing is remembered of standard input.
    pub(super) fn save_bookmark(&mut self, model: &mut Model, name: char, bookmark: Option<&Bookmark>) {
        if self.source.is_stream() || self.source.is_list() {
            return;
        }
        if let Err(problem) = self.state.set_bookmark(&self.source.collection_key(), name, bookmark) {
            not_saved(model, &problem);
        }
    }

    pub(super) fn remember(&mut self, model: &mut Model, key: &str, value: &str) {
        let saved = match key {
            "place" | "sort" | "visit" if self.source.is_stream() || self.source.is_list() => return,
            "place" | "sort" | "visit" => self.state.set_setting_of(&self.source.collection_key(), key, value.as_ref()),
            _ => self.state.set_setting(key, value),
        };
        if let Err(problem) = saved {
            not_saved(model, &problem);
        }
    }

    /// Saves what was typed, and takes over what other processes have saved meanwhile.
    pub(super) fn save_line(&mut self, model: &mut Model, kind: HistoryKind, line: &str) {
        if self.source.is_stream() {
            return;
        }
        match self.state.add_line(kind, line) {
            Ok(lines) => model.set_history(kind, lines),
            Err(problem) => not_saved(model, &problem),
        }
    }

    /// Saves the consent to loading pictures from a host.
    pub(super) fn save_consent(&self, model: &mut Model, host: &str) {
        if let Err(problem) = self.state.consent(host, crate::run::now()) {
            not_saved(model, &problem);
        }
    }

    /// Saves what a terminal of this name reported, for the first frame next time.
    pub(super) fn keep(&self, model: &mut Model, name: &str, reported: &str) {
        if self.state.setting(name).is_some_and(|known| known == reported) {
            return;
        }
        if let Err(problem) = self.state.set_setting(name, reported) {
            not_saved(model, &problem);
        }
    }

    /// Shows the result of an effect. Draws even without a notice: another program may have drawn over the screen.
    pub(super) fn show_notice(&mut self, model: &mut Model, notice: Option<Notice>) -> anyhow::Result<()> {
        if let Some(notice) = notice {
            model.notify(notice);
        }
        self.draw(model)
    }

    /// Copies a text. Gives no notice if a tool of the clipboard does it: its report follows.
    pub(super) fn copy(&mut self, model: &Model, text: &str) -> Option<Notice> {
        match self.programs.copy(model.config().clipboard, text) {
            Ok(true) => None,
            ended => Some(sent(model, text, ended.map(drop))),
        }
    }

    /// Sends what no tool of the clipboard has taken to the terminal, at the end of the program.
    pub(super) fn finish_copying(&mut self) {
        for report in self.programs.finish_copying() {
            if let (Errand::Copy(text), true) = (report.errand, report.fate != Fate::Fine) {
                // Ignore errors: there is nobody left to tell.
                let _ = term::send_to_terminal(&text);
            }
        }
    }

    /// The notice of what became of a program beside the interface. That something was opened is said only in the place of
    /// the notice that it is being opened.
    pub(super) fn reported(&mut self, model: &Model, report: Report) -> Option<Notice> {
        self.programs.received(&report);
        let catalog = model.catalog();
        Some(match (report.errand, report.fate) {
            (Errand::Browse(target), Fate::Fine) => {
                if model.notice() != Some(&opening(model, &target)) {
                    return None;
                }
                let msg = if is_other_file(&target) { Msg::NoticePicture } else { Msg::NoticeBrowser };
                Notice::Done(catalog.fill(msg, &[("target", &target)]))
            }
            (Errand::Browse(target), fate) => Notice::Failed(because(model, &target, &failure(model, &fate))),
            (Errand::Copy(text), Fate::Fine) => sent(model, &text, Ok(())),
            (Errand::Copy(text), fate) => {
                let notice = sent(model, &text, term::send_to_terminal(&text));
                match (notice, fate) {
                    // No tool exists.
                    (notice, Fate::NotStarted(program, _)) if program.is_empty() => notice,
                    (Notice::Done(_) | Notice::Absent(_), fate) => {
                        let why = failure(model, &fate);
                        Notice::Failed(catalog.fill(Msg::NoticeSentInstead, &[("why", &why)]))
                    }
                    (Notice::Failed(what), fate) => Notice::Failed(because(model, &failure(model, &fate), &what)),
                }
            }
        })
    }

    pub(super) fn copy_addresses(&mut self, model: &Model, paths: &[PathBuf]) -> Option<Notice> {
        let file = |path: &Path| self.source.absolute(path).unwrap_or(path.to_owned()).to_string_lossy().into_owned();
        // Remove line breaks: in a file name, one would run the text pasted into a shell.
        let address = |path: &PathBuf| Clean::line(&self.origin(path).unwrap_or_else(|| file(path))).to_string();
        let addresses: Vec<String> = paths.iter().map(address).collect();
        self.copy(model, &addresses.join("\n"))
    }

    /// Opens an address or a file in the browser. One that shows pages in the terminal has it until it ends.
    pub(super) fn browse(&mut self, model: &mut Model, target: &BrowseTarget) -> anyhow::Result<Option<Notice>> {
        let target = match target {
            BrowseTarget::Address(address) => address.clone().into(),
            BrowseTarget::File(file) => file.clone().into_os_string(),
            BrowseTarget::Article(path) => match self.source.absolute(path) {
                Some(file) => file.into_os_string(),
                None => return Ok(Some(not_on_disk(model))),
            },
            BrowseTarget::Origin(path) => {
                let address = self.origin(path);
                match address.filter(|link| link.starts_with("http://") || link.starts_with("https://")) {
                    Some(address) => address.into(),
                    None => match self.source.absolute(path) {
                        Some(file) => file.into_os_string(),
                        None => return Ok(Some(not_on_disk(model))),
                    },
                }
            }
        };
        let shown = target.to_string_lossy().into_owned();
        let line = term::browser_line(model.config().browser.as_deref());
        let in_terminal = match line.as_deref() {
            Some(line) => Some(line).filter(|line| term::is_terminal_browser(line)),
            None => term::opener_in_terminal(),
        };
        if let Some(opener) = in_terminal {
            let browse = || term::browse(opener, target.clone());
            let fate = self.session.released(&self.input, browse).context("terminal")?;
            self.resized(model)?;
            match fate {
                Fate::Fine => return Ok(None),
                // The system has others that open addresses.
                Fate::NotStarted(..) if line.is_none() => {}
                fate => return Ok(Some(Notice::Failed(because(model, &shown, &failure(model, &fate))))),
            }
        }
        // Whether it can be opened is reported later.
        Ok(Some(match self.programs.browse(line, target) {
            Ok(()) => opening(model, &shown),
            Err(error) => Notice::Failed(failure(model, &not_started("browser", &error))),
        }))
    }

    /// The address that the article comes from, read from its file as it is now.
    fn origin(&self, path: &Path) -> Option<String> {
        self.source.load(path, &self.reading).article.link.map(|link| link.to_string())
    }

    pub(super) fn edit(&mut self, model: &mut Model, path: &Path) -> anyhow::Result<()> {
        let Some(file) = self.source.absolute(path) else {
            return self.show_notice(model, Some(not_on_disk(model)));
        };
        let editor = model.config().editor.clone();
        let loaded = self.source.load(path, &self.reading);
        let line = model.line_on_top(path, &loaded.text, loaded.body());
        let edit = || term::edit(editor.as_deref(), &file, line);
        let ended = self.session.released(&self.input, edit).context("terminal")?;
        self.resized(model)?;
        // Read the file again and keep the position of the reader.
        let out = model.reload(path);
        self.perform(model, out.effects)?;
        let failed = Some(ended).filter(|fate| *fate != Fate::Fine);
        let notice = failed.map(|fate| Notice::Failed(failure(model, &fate)));
        self.show_notice(model, notice)
    }

    /// The texts of articles, read from their files as they are now.
    pub(super) fn texts(&self, model: &Model, paths: &[PathBuf]) -> String {
        let text = |path: &PathBuf| {
            let mut loaded = self.source.load(path, &self.reading);
            let body = loaded.measure();
            plain_text(&loaded.article, body, model.catalog())
        };
        paths.iter().map(text).collect::<Vec<_>>().join("\n\n\n")
    }

    pub(super) fn pipe(&mut self, model: &mut Model, command: &str, text: &str) -> anyhow::Result<()> {
        let ask = model.catalog().say(Msg::NoticeAnyKey);
        let ended = self.session.released(&self.input, || term::pipe(command, text, ask)).context("terminal")?;
        self.resized(model)?;
        let Piped { fate, output } = ended.unwrap_or_else(|error| not_started(command, &error).into());
        let says = if output.is_empty() { Msg::NoticePiped } else { Msg::NoticeOutput };
        if !output.is_empty() {
            let out = model.show_output(command.to_owned(), output);
            self.perform(model, out.effects)?;
        }
        let notice = match fate {
            Fate::Fine => Notice::Done(model.catalog().fill(says, &[("program", command)])),
            fate => Notice::Failed(failure(model, &fate)),
        };
        self.show_notice(model, Some(notice))
    }
}

/// The notice that an address or a file is being opened.
fn opening(model: &Model, target: &str) -> Notice {
    let msg = if is_other_file(target) { Msg::NoticeOpeningFile } else { Msg::NoticeOpening };
    Notice::Done(model.catalog().fill(msg, &[("target", target)]))
}

/// Whether a target is neither a web page nor an article: the system chooses the program that opens it.
fn is_other_file(target: &str) -> bool {
    let ending = Path::new(target).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    target.starts_with('/') && !is_ending(ending)
}

/// The first line of a text that is not blank, cut to so many cells, with … if there is more.
fn first_line(text: &str, cells: usize, profile: Profile) -> String {
    let text = text.trim();
    let (line, more) = text.split_once('\n').map_or((text, ""), |(line, _)| (line.trim_end(), "…"));
    let line = profile.shortened(line, cells);
    if more.is_empty() || line.ends_with('…') { line.into_owned() } else { format!("{line}{more}") }
}

/// The notice that an article is not a file of its own.
fn not_on_disk(model: &Model) -> Notice {
    Notice::Failed(model.catalog().say(Msg::NoticeNotOnDisk).to_owned())
}

/// The notice that a text was sent to the clipboard, or why it was not.
fn sent(model: &Model, text: &str, ended: std::io::Result<()>) -> Notice {
    match ended {
        Ok(()) => {
            let shown = first_line(text, usize::from(model.size().0), model.profile());
            Notice::Done(model.catalog().fill(Msg::NoticeSent, &[("what", &shown)]))
        }
        Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            Notice::Failed(model.catalog().say(Msg::NoticeTooLong).to_owned())
        }
        Err(error) => Notice::Failed(failure(model, &not_started("clipboard", &error))),
    }
}

fn not_started(program: &str, error: &std::io::Error) -> Fate {
    Fate::NotStarted(program.to_owned(), error.to_string())
}

/// A failure in words.
fn failure(model: &Model, fate: &Fate) -> String {
    let catalog = model.catalog();
    let shown = |name: &str| Clean::line(name).to_string();
    let with = |msg, program: &str, name, value: &str| {
        catalog.fill(msg, &[("program", &shown(program)), (name, &shown(value))])
    };
    match fate {
        Fate::Fine => String::new(),
        Fate::NotStarted(program, why) => with(Msg::NoticeStartFailed, program, "why", why),
        Fate::Unfinished(program) => catalog.fill(Msg::NoticeUnfinished, &[("program", &shown(program))]),
        Fate::Failed(program, ending, said) => {
            let what = match ending {
                Ending::Code(code) => with(Msg::NoticeExitCode, program, "n", &code.to_string()),
                Ending::Signal(signal) => with(Msg::NoticeKilled, program, "signal", signal),
            };
            said.as_ref().map_or_else(|| what.clone(), |said| because(model, &what, &shown(reason(said))))
        }
    }
}

/// What a program said, without the name of a script and the line in it, which shells say first: the status line is
/// short.
fn reason(said: &str) -> &str {
    let Some((_, rest)) = said.split_once(": ").filter(|(script, _)| script.starts_with('/') && !script.contains(' '))
    else {
        return said;
    };
    let is_line = |line: &str| line.trim_start_matches("line ").bytes().all(|byte| byte.is_ascii_digit());
    rest.split_once(": ").filter(|(line, _)| is_line(line)).map_or(rest, |(_, rest)| rest)
}

/// What went wrong, and why.
fn because(model: &Model, what: &str, why: &str) -> String {
    model.catalog().fill(Msg::NoticeBecause, &[("what", what), ("why", why)])
}

fn not_saved(model: &mut Model, problem: &Problem) {
    let why = model.catalog().problem(problem).what;
    let notice = Notice::Failed(model.catalog().fill(Msg::NoticeNotSaved, &[("why", &why)]));
    model.notify(notice);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_comes_without_the_place_in_a_script() {
        for (said, expected) in [
            ("/usr/bin/xdg-open: 882: www-browser: not found", "www-browser: not found"),
            ("/bin/sh: line 1: x: command not found", "x: command not found"),
            ("/usr/bin/open: no such page", "no such page"),
            ("open: no such page", "open: no such page"),
            ("/a b: c", "/a b: c"),
            ("failed", "failed"),
            ("", ""),
        ] {
            assert_eq!(reason(said), expected, "{said}");
        }
    }

    #[test]
    fn the_notice_shows_where_the_text_is_cut() {
        for (text, expected) in [
            ("短文", "短文"),
            ("一二三四五", "一二三四五"),
            ("一二三四五六", "一二三四…"),
            ("一\n二", "一…"),
            ("\n一\n", "一"),
            ("一二三四五六\n七", "一二三四…"),
            ("", ""),
        ] {
            assert_eq!(first_line(text, 10, Profile::default()), expected, "{text:?}");
        }
    }
}
