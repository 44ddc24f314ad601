//! The roles of parameters and the shapes of tags.

/// What a tag becomes; see `assets/tags.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) enum Shape {
    Picture,
    Pictures,
    Player,
    Link,
    Address,
    Box,
    Fold,
    Card,
    Quote,
    Text,
    File,
    Group,
    List,
    Entry,
    Nothing,
}

impl Shape {
    /// The shape with this name in the table.
    pub(in crate::document::dialect::shortcode) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "picture" => Self::Picture,
            "pictures" => Self::Pictures,
            "player" => Self::Player,
            "link" => Self::Link,
            "address" => Self::Address,
            "box" => Self::Box,
            "fold" => Self::Fold,
            "card" => Self::Card,
            "quote" => Self::Quote,
            "text" => Self::Text,
            "file" => Self::File,
            "group" => Self::Group,
            "list" => Self::List,
            "entry" => Self::Entry,
            "nothing" => Self::Nothing,
            _ => return None,
        })
    }
}

/// What a parameter is for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) enum Role {
    /// The address of a picture, of a recording or of an embedded page.
    Source,
    /// Where the tag leads to.
    Link,
    /// The address of another picture: a cover, a logo.
    Image,
    /// Alternative text of the picture.
    Alt,
    Title,
    /// The title if there is no other.
    Hint,
    /// Text below the title: a subtitle, a description, a badge.
    Detail,
    Text,
    Caption,
    /// Whose picture it is, and a link to it.
    Credit,
    CreditLink,
    Author,
    /// The work from which a quotation is taken.
    Work,
    Date,
    Footer,
    /// The text of the link.
    UrlText,
    /// A share of a hundred.
    Percent,
    /// Parts of the address of a player.
    Id,
    User,
    Type,
    Server,
    Project,
    Longitude,
    Latitude,
    /// Whether a fold is open.
    Open,
    Closed,
    /// For the generator only.
    Hidden,
}

impl Role {
    /// The role with this name in the table.
    pub(in crate::document::dialect::shortcode) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "source" => Self::Source,
            "link" => Self::Link,
            "image" => Self::Image,
            "alt" => Self::Alt,
            "title" => Self::Title,
            "hint" => Self::Hint,
            "detail" => Self::Detail,
            "text" => Self::Text,
            "caption" => Self::Caption,
            "credit" => Self::Credit,
            "credit-link" => Self::CreditLink,
            "author" => Self::Author,
            "work" => Self::Work,
            "date" => Self::Date,
            "footer" => Self::Footer,
            "url-text" => Self::UrlText,
            "percent" => Self::Percent,
            "id" => Self::Id,
            "user" => Self::User,
            "type" => Self::Type,
            "server" => Self::Server,
            "project" => Self::Project,
            "lng" => Self::Longitude,
            "lat" => Self::Latitude,
            "open" => Self::Open,
            "closed" => Self::Closed,
            "-" => Self::Hidden,
            _ => return None,
        })
    }

    /// The role of a parameter with this name, where the table does not say otherwise.
    pub(in crate::document::dialect::shortcode) fn of(key: &str, shape: Shape) -> Self {
        let in_picture = matches!(shape, Shape::Picture);
        match key {
            "src" | "source" if shape == Shape::Quote && key == "source" => Self::Work,
            "image" | "img" | "photo" | "picture" | "image_path" | "image_url" | "name" if in_picture => Self::Source,
            "video" if shape == Shape::Player => Self::Source,
            "src" | "path" | "file" | "filename" | "source" | "image_path" | "image_url" => Self::Source,
            "url" if matches!(shape, Shape::Picture | Shape::Player | Shape::File) => Self::Source,
            "url" | "href" | "link" | "to" => Self::Link,
            "image" | "img" | "picture" | "pic" | "cover" | "poster" => Self::Image,
            "alt" => Self::Alt,
            "title" | "name" | "heading" | "header" | "label" | "summary" | "tabname" | "question" => Self::Title,
            "subtitle" | "subheader" | "subheading" | "sub" | "badge" => Self::Detail,
            "desc" | "descr" | "description" if !in_picture => Self::Detail,
            "caption" | "cap" | "desc" | "descr" | "description" => Self::Caption,
            "text" | "content" | "message" | "body" | "note" | "quote" if in_picture => Self::Caption,
            "text" | "content" | "message" | "body" | "note" | "quote" => Self::Text,
            "attr" | "credit" | "attribution" | "copyright" => Self::Credit,
            "attrlink" | "attr_link" | "creditlink" | "credit_link" => Self::CreditLink,
            "author" if in_picture => Self::Credit,
            "author" | "by" | "artist" | "byline" | "from" | "cite" => Self::Author,
            "footer" => Self::Footer,
            "id" | "bvid" | "video_id" => Self::Id,
            "user" | "username" => Self::User,
            "type" => Self::Type,
            "server" => Self::Server,
            "lng" => Self::Longitude,
            "lat" => Self::Latitude,
            "open" | "opened" => Self::Open,
            "closed" => Self::Closed,
            _ => Self::Hidden,
        }
    }

    /// Whether the value is a text for readers.
    pub(in crate::document::dialect::shortcode) fn is_text(self) -> bool {
        use Role::{Alt, Author, Caption, Credit, Date, Detail, Footer, Hint, Text, Title, UrlText, Work};
        matches!(self, Alt | Title | Hint | Detail | Text | Caption | Credit | Author | Work | Date | Footer | UrlText)
    }
}
