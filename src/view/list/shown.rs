//! The texts of articles in the list, in the script that is chosen.

use crate::app::Model;
use crate::article::ArticleId;
use crate::library::Has;
use crate::typeset::ShownLine;

/// A text of an article as it is shown outside of it. Only Chinese is shown in another script; the language of a few
/// characters cannot be told from them, that of the article can.
pub(super) fn shown_line<'t>(model: &Model, id: ArticleId, text: &'t str) -> ShownLine<'t> {
    if model.library().has(id, Has::OtherLanguage) {
        ShownLine::as_written(text)
    } else {
        ShownLine::of(text, &model.config().typography)
    }
}
