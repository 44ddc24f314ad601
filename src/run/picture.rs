//! Opening the pictures of an article.

use std::path::Path;

use crate::app::{BrowseTarget, Model, Notice};
use crate::document::is_web;
use crate::locale::Msg;
use crate::run::runtime::Runtime;
use crate::text::Clean;

impl Runtime {
    /// Opens the first address of a picture that leads to one: on the web, or a file.
    pub(super) fn view_picture(&self, model: &Model, article: &Path, addresses: &[String]) -> Option<Notice> {
        let mut missing = None;
        for address in addresses {
            if is_web(address) {
                return self.browse(model, &BrowseTarget::Address(address.clone()));
            }
            let Some(file) = self.source.picture(article, address) else {
                missing = missing.or(Some(address));
                continue;
            };
            let shown = Clean::line(&file.to_string_lossy());
            return match self.browse(model, &BrowseTarget::File(file)) {
                Some(Notice::Done(_)) => {
                    Some(Notice::Done(model.catalog().fill(Msg::NoticePicture, &[("target", &shown)])))
                }
                other => other,
            };
        }
        let shown = Clean::line(missing.map_or("", String::as_str));
        Some(Notice::Failed(model.catalog().fill(Msg::NoticeNoPicture, &[("target", &shown)])))
    }
}
