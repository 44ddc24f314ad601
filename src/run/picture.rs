//! Opening the pictures of an article.

use std::path::Path;

use crate::app::{BrowseTarget, Model, Notice};
use crate::document::is_web;
use crate::files::expanded;
use crate::locale::Msg;
use crate::run::runtime::Runtime;
use crate::store;
use crate::text::Clean;

impl Runtime {
    /// Opens the first address of a picture that leads to one: on the web, or a file.
    pub(super) fn view_picture(
        &mut self,
        model: &mut Model,
        article: &Path,
        addresses: &[String],
    ) -> anyhow::Result<Option<Notice>> {
        let mut missing = None;
        for address in addresses {
            if is_web(address) {
                return self.browse(model, &BrowseTarget::Address(address.clone()));
            }
            let Some(file) = self.source.picture(article, address) else {
                missing = missing.or(Some(address));
                continue;
            };
            return self.browse(model, &BrowseTarget::File(file));
        }
        let shown = Clean::line(missing.map_or("", String::as_str));
        Ok(Some(Notice::Failed(model.catalog().fill(Msg::NoticeNoPicture, &[("target", &shown)]))))
    }

    /// Saves the file of a picture under a name that the reader typed, relative to the working directory; `~` is the home
    /// directory. A file that exists is not replaced.
    pub(super) fn save_picture(&self, model: &Model, article: &Path, addresses: &[Clean], name: &str) -> Notice {
        let catalog = model.catalog();
        let shown = Clean::line(name);
        let own = self.source.own_picture(article, addresses.iter().map(Clean::as_str)).map(|picture| picture.bytes);
        let Some(bytes) = own.ok().or_else(|| self.fetched.bytes(addresses)) else {
            let address = addresses.first().map_or("", Clean::as_str);
            return Notice::Failed(catalog.fill(Msg::NoticeNoPicture, &[("target", address)]));
        };
        match store::save(&expanded(name), &bytes, false) {
            Ok(()) => Notice::Done(catalog.fill(Msg::NoticePictureSaved, &[("target", &shown)])),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                Notice::Failed(catalog.fill(Msg::NoticeFileExists, &[("target", &shown)]))
            }
            Err(error) => {
                let why = Clean::line(&error.to_string());
                Notice::Failed(catalog.fill(Msg::NoticePictureNotSaved, &[("why", &why)]))
            }
        }
    }
}
