//! Pictures with their captions.

use crate::document::dialect::shortcode::arguments::{escape, is_address, is_picture};
use crate::document::dialect::shortcode::tag::given::Given;
use crate::document::dialect::shortcode::tag::markup::{anchor, inline};
use crate::document::dialect::shortcode::tag::role::Role;

/// A picture, and what is said about it. Texts are Markdown, except the alternative text.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::document::dialect::shortcode) struct Picture<'a> {
    pub(in crate::document::dialect::shortcode) source: &'a str,
    pub(in crate::document::dialect::shortcode) alt: &'a str,
    pub(in crate::document::dialect::shortcode) title: &'a str,
    pub(in crate::document::dialect::shortcode) caption: &'a str,
    pub(in crate::document::dialect::shortcode) credit: &'a str,
    pub(in crate::document::dialect::shortcode) credit_link: &'a str,
    /// The address of the link around the picture.
    pub(in crate::document::dialect::shortcode) link: &'a str,
}

impl<'a> Picture<'a> {
    /// The picture that a tag is given, if any.
    pub(in crate::document::dialect::shortcode) fn of(given: &'a Given<'_>) -> Option<Self> {
        let text = |role| given.get(role).unwrap_or_default();
        let (source, link) = match (given.any(&[Role::Source, Role::Image]), given.get(Role::Link)) {
            (Some(source), link) => (source, link.unwrap_or_default()),
            (None, link) => (link.filter(|link| is_picture(link))?, ""),
        };
        Some(Self {
            source,
            alt: text(Role::Alt),
            title: text(Role::Title),
            caption: given.any(&[Role::Caption, Role::Detail, Role::Text]).unwrap_or_default(),
            credit: given.any(&[Role::Credit, Role::Author]).unwrap_or_default(),
            credit_link: text(Role::CreditLink),
            link,
        })
    }

    /// The picture as HTML: a figure, if there is anything below it.
    pub(in crate::document::dialect::shortcode) fn html(&self) -> String {
        let image = format!("<img src=\"{}\" alt=\"{}\">", escape(self.source), escape(self.alt));
        let leads = !self.link.is_empty() && (is_address(self.link) || self.link.contains(['.', '/']));
        let image = if leads { format!("<a href=\"{}\">{image}</a>", escape(self.link)) } else { image };
        let caption = self.below();
        if caption.is_empty() { image } else { format!("<figure>{image}<figcaption>{caption}</figcaption></figure>") }
    }

    /// The title, then the caption and whose picture it is.
    fn below(&self) -> String {
        let repeats = |text: &str| text.is_empty() || text == self.caption || text == self.alt;
        let mut lines = Vec::new();
        if !repeats(self.title) {
            let title = inline(self.title);
            let alone = self.caption.is_empty() && self.credit.is_empty();
            lines.push(if alone { title } else { format!("<strong>{title}</strong>") });
        }
        let credit = match (self.credit, self.credit_link) {
            ("", "") => String::new(),
            (credit, "") => inline(credit),
            ("", link) => anchor(link, link),
            (credit, link) => anchor(link, credit),
        };
        let parts = [inline(self.caption), credit];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        if !parts.is_empty() {
            lines.push(parts.join(" "));
        }
        lines.join("<br>")
    }
}

/// The pictures of `images="{a.jpg,b.jpg}"`, with captions by number or name: `captions="{0:甲,b.jpg:乙}"`. A pattern
/// such as `gallery/*` names no picture.
pub(in crate::document::dialect::shortcode) fn carousel(images: &str, captions: &str) -> Vec<String> {
    let items = |list: &'_ str| -> Vec<String> {
        let list = list.trim().trim_start_matches('{').trim_end_matches('}');
        list.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).take(256).collect()
    };
    let captions = items(captions);
    let caption_of = |number: usize, source: &str| {
        captions.iter().find_map(|caption| {
            let (key, text) = caption.rsplit_once(':')?;
            let key = key.trim();
            (key == source || key == number.to_string()).then(|| text.trim().to_owned())
        })
    };
    let sources = items(images);
    let single = sources.iter().enumerate().filter(|(_, source)| !source.contains('*'));
    single
        .map(|(number, source)| {
            let caption = caption_of(number, source).unwrap_or_default();
            Picture { source, caption: &caption, ..Picture::default() }.html()
        })
        .collect()
}
