//! Opening the files that links lead to, other than the articles of the collection.

use std::path::Path;

use crate::app::{BrowseTarget, Model, Notice};
use crate::files::Linked;
use crate::locale::Msg;
use crate::run::runtime::Runtime;
use crate::text::Clean;

impl Runtime {
    /// Opens the file that a link in an article leads to: a text in the reader, anything else but a program in another
    /// program.
    pub(super) fn open_linked(&mut self, model: &mut Model, article: &Path, target: &str) -> anyhow::Result<()> {
        self.open_found(model, self.source.linked(article, target), target)
    }

    /// Opens the file that a name stands for, as [`Runtime::open_linked`] does.
    pub(super) fn open_named(&mut self, model: &mut Model, name: &str) -> anyhow::Result<()> {
        match self.source.named_file(name) {
            None => {
                let notice = failed(model, Msg::NoticeNoFile, &Clean::line(name));
                self.show_notice(model, Some(notice))
            }
            found => self.open_found(model, found, ""),
        }
    }

    /// `target` is the address that led to the file; what follows `#` in it is a place in the text.
    fn open_found(&mut self, model: &mut Model, found: Option<Linked>, target: &str) -> anyhow::Result<()> {
        let notice = match found {
            Some(Linked::Text(path)) => {
                let out = model.open_file(path, target);
                return self.perform(model, out.effects).map(drop);
            }
            Some(Linked::Other(file)) => self.browse(model, &BrowseTarget::File(file))?,
            Some(Linked::Program(file)) => Some(failed(model, Msg::NoticeProgram, &shown(&file))),
            Some(Linked::Folder(folder)) => Some(failed(model, Msg::NoticeFolder, &shown(&folder))),
            Some(Linked::Unreadable(file, problem)) => {
                let (what, why) = (shown(&file), model.catalog().problem(&problem).what);
                Some(Notice::Failed(model.catalog().fill(Msg::NoticeBecause, &[("what", &what), ("why", &why)])))
            }
            None => Some(failed(model, Msg::NoticeLinkBroken, &Clean::line(target))),
        };
        self.show_notice(model, notice)
    }
}

fn shown(path: &Path) -> Clean {
    Clean::line(&path.to_string_lossy())
}

fn with_target(model: &Model, msg: Msg, target: &str) -> String {
    model.catalog().fill(msg, &[("target", target)])
}

fn failed(model: &Model, msg: Msg, target: &str) -> Notice {
    Notice::Failed(with_target(model, msg, target))
}
