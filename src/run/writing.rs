//! Writing articles to files that the reader names.

use std::io;
use std::path::Path;

use crate::app::{Model, Notice, Written};
use crate::files::{expanded, is_folder};
use crate::locale::Msg;
use crate::run::printer::FileFormat;
use crate::run::runtime::Runtime;
use crate::store;
use crate::text::Clean;

impl Runtime {
    /// Writes what is `written` to a file of a name that the reader typed, relative to the working directory; `~` is the
    /// home directory. A file that exists is only replaced if asked for, and an article of the collection never.
    pub(super) fn write(
        &mut self,
        model: &mut Model,
        written: &Written,
        name: &str,
        replaces: bool,
    ) -> anyhow::Result<()> {
        let notice = self.written(model, written, name, replaces);
        self.show_notice(model, Some(notice))
    }

    fn written(&self, model: &Model, written: &Written, name: &str, replaces: bool) -> Notice {
        let catalog = model.catalog();
        let shown = Clean::line(name);
        let path = expanded(name);
        let failed = |msg| Notice::Failed(catalog.fill(msg, &[("target", &shown), ("key", &model.palette_key())]));
        if is_folder(&path) {
            return failed(Msg::NoticeFolder);
        }
        if replaces && self.is_article(model, written, &path) {
            return failed(Msg::NoticeWriteArticle);
        }
        let because = |why: &str| Notice::Failed(catalog.fill(Msg::NoticeBecause, &[("what", &shown), ("why", why)]));
        let (bytes, format) = match self.printed(model, written, FileFormat::of(&path)) {
            Ok(printed) => printed,
            Err(why) => return because(&why),
        };
        match store::save(&path, &bytes, replaces) {
            Ok(()) => {
                let lines = catalog.number(bytes.iter().filter(|byte| **byte == b'\n').count() as u64);
                let size = catalog.number(bytes.len() as u64);
                let values = [("target", &*shown), ("format", format), ("lines", &lines), ("bytes", &size)];
                Notice::Done(catalog.fill(Msg::NoticeWritten, &values))
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => failed(Msg::NoticeWriteExists),
            Err(error) => because(&Clean::line(&error.to_string())),
        }
    }

    /// The contents of the file, and the name of its format; else why there are none.
    fn printed<'m>(
        &self,
        model: &'m Model,
        written: &Written,
        format: FileFormat,
    ) -> Result<(Vec<u8>, &'m str), String> {
        let catalog = model.catalog();
        match written {
            Written::Text(text) => Ok((text.clone().into_bytes(), catalog.say(Msg::NoticeAsText))),
            Written::Source(path) => {
                let read = self.source.read(path).map_err(|problem| catalog.problem(&problem).what)?;
                Ok((read.text.into_bytes(), catalog.say(Msg::NoticeAsSource)))
            }
            Written::Articles(paths) => {
                let mut articles = Vec::with_capacity(paths.len());
                for path in paths {
                    let whole = self.source.whole(path, &self.reading);
                    let whole = whole.map_err(|problem| catalog.problem(&problem).what)?;
                    articles.push((path.clone(), whole.loaded.article, whole.document));
                }
                let printed = (self.printer)(model.config(), &self.source, articles, format);
                let name = match format {
                    FileFormat::Text => catalog.say(Msg::NoticeAsText),
                    FileFormat::Markdown => "Markdown",
                    FileFormat::Html => "HTML",
                };
                printed.map(|bytes| (bytes, name)).map_err(|error| Clean::line(&error.to_string()).to_string())
            }
        }
    }

    /// Whether a file is an article of the collection, or the one that is written.
    fn is_article(&self, model: &Model, written: &Written, file: &Path) -> bool {
        let path = self.source.path_of_file(file);
        let is_written = match written {
            Written::Text(_) => false,
            Written::Source(from) => *from == path,
            Written::Articles(from) => from.contains(&path),
        };
        is_written || model.library().find(&path).is_some()
    }
}
