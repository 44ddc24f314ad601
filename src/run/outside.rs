//! The effects that reach outside the program: saved marks and settings, other programs, the clipboard.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::app::{BrowseTarget, Model, Notice};
use crate::article::ArticleKey;
use crate::locale::Msg;
use crate::marks::Edit;
use crate::problem::Problem;
use crate::run::runtime::Runtime;
use crate::term;
use crate::term::Ended;
use crate::text::Profile;

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

    pub(super) fn remember(&mut self, model: &mut Model, key: &str, value: &str) {
        let saved = match key {
            "place" | "sort" | "visit" if self.source.is_stream() => return,
            "place" | "sort" | "visit" => self.state.set_setting_of(&self.source.collection_key(), key, value.as_ref()),
            _ => self.state.set_setting(key, value),
        };
        if let Err(problem) = saved {
            not_saved(model, &problem);
        }
    }

    /// Saves the widths measured in a terminal of this name, for the first frame next time.
    pub(super) fn keep(&self, model: &mut Model, name: &str, profile: Profile) {
        let measured = profile.to_string();
        if self.state.setting(name).is_some_and(|known| known == measured) {
            return;
        }
        if let Err(problem) = self.state.set_setting(name, &measured) {
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

    pub(super) fn copy(&self, model: &Model, text: &str) -> Option<Notice> {
        let cut = model.profile().cut(text.lines().next().unwrap_or_default(), 40).0;
        Some(match term::copy(model.config().clipboard, text) {
            Ok(()) => Notice::Done(model.catalog().fill(Msg::NoticeSent, &[("what", cut)])),
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                Notice::Failed(model.catalog().say(Msg::NoticeTooLong).to_owned())
            }
            Err(error) => failed(model, "clipboard", &error),
        })
    }

    pub(super) fn copy_address(&self, model: &Model, path: &Path) -> Option<Notice> {
        let file = || self.source.absolute(path).unwrap_or(path.to_owned()).to_string_lossy().into_owned();
        // Remove line breaks: in a file name, one would run the text pasted into a shell.
        self.copy(model, &crate::text::Clean::line(&self.origin(path).unwrap_or_else(file)))
    }

    pub(super) fn browse(&self, model: &Model, target: &BrowseTarget) -> Option<Notice> {
        let target = match target {
            BrowseTarget::Address(address) => address.clone().into(),
            BrowseTarget::File(file) => file.clone().into_os_string(),
            BrowseTarget::Article(path) => match self.source.absolute(path) {
                Some(file) => file.into_os_string(),
                None => return Some(not_on_disk(model)),
            },
            BrowseTarget::Origin(path) => {
                let address = self.origin(path);
                match address.filter(|link| link.starts_with("http://") || link.starts_with("https://")) {
                    Some(address) => address.into(),
                    None => match self.source.absolute(path) {
                        Some(file) => file.into_os_string(),
                        None => return Some(not_on_disk(model)),
                    },
                }
            }
        };
        let shown = target.to_string_lossy().into_owned();
        Some(match term::browse(model.config().browser.as_deref(), &target) {
            Ok(()) => Notice::Done(model.catalog().fill(Msg::NoticeBrowser, &[("target", &shown)])),
            Err(error) => failed(model, "browser", &error),
        })
    }

    /// The address that the article comes from, read from its file as it is now.
    fn origin(&self, path: &Path) -> Option<String> {
        self.source.load(path, &self.reading).article.link.map(|link| link.to_string())
    }

    pub(super) fn edit(&mut self, model: &mut Model, path: &Path) -> anyhow::Result<Option<Notice>> {
        let Some(file) = self.source.absolute(path) else { return Ok(Some(not_on_disk(model))) };
        let editor = model.config().editor.clone();
        let ended = self.session.released(&self.input, || term::edit(editor.as_deref(), &file)).context("terminal")?;
        self.resized(model)?;
        // Read the file again and keep the position of the reader.
        let out = model.reload(path);
        self.perform(model, out.effects)?;
        Ok(match ended {
            Ok(Ended::Fine) => None,
            Ok(Ended::Badly(code)) => Some(exited(model, "editor", &code)),
            Err(error) => Some(failed(model, "editor", &error)),
        })
    }

    pub(super) fn pipe(&mut self, model: &mut Model, command: &str, text: &str) -> anyhow::Result<Option<Notice>> {
        let ended = self.session.released(&self.input, || term::pipe(command, text)).context("terminal")?;
        self.resized(model)?;
        Ok(Some(match ended {
            Ok(Ended::Fine) => Notice::Done(model.catalog().fill(Msg::NoticePiped, &[("program", command)])),
            Ok(Ended::Badly(code)) => exited(model, command, &code),
            Err(error) => failed(model, command, &error),
        }))
    }
}

/// The notice that an article is not a file of its own.
fn not_on_disk(model: &Model) -> Notice {
    Notice::Failed(model.catalog().say(Msg::NoticeNotOnDisk).to_owned())
}

fn failed(model: &Model, program: &str, error: &std::io::Error) -> Notice {
    Notice::Failed(model.catalog().fill(Msg::NoticeStartFailed, &[("program", program), ("why", &error.to_string())]))
}

fn exited(model: &Model, program: &str, code: &str) -> Notice {
    Notice::Failed(model.catalog().fill(Msg::NoticeExitCode, &[("program", program), ("n", code)]))
}

fn not_saved(model: &mut Model, problem: &Problem) {
    let why = model.catalog().problem(problem).what;
    let notice = Notice::Failed(model.catalog().fill(Msg::NoticeNotSaved, &[("why", &why)]));
    model.notify(notice);
}
