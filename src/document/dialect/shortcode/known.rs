//! Tags of the table, written by their shapes.

use crate::document::dialect::shortcode::arguments::{Arguments, escape, is_address, is_style};
use crate::document::dialect::shortcode::around::{Around, Rendered, strong};
use crate::document::dialect::shortcode::tag::{
    Given, Picture, Role, Section, Shape, Tag, anchor, carousel, find, inline, player,
};
use crate::document::dialect::shortcode::token::Syntax;

/// How many bytes of content may be part of a line.
const MAX_INLINE: usize = 4 << 10;

/// The known tag with this name.
pub(in crate::document::dialect::shortcode) fn known(
    name: &str,
    syntax: Syntax,
    arguments: &Arguments<'_>,
) -> Option<&'static Tag> {
    match syntax {
        Syntax::Liquid if !arguments.called => find(name, &[Section::Hexo, Section::Any]),
        _ => find(name, &[Section::Hugo, Section::Any]),
    }
}

/// What the pair of tags puts around its content.
pub(in crate::document::dialect::shortcode) fn around_known(
    name: &str,
    tag: &Tag,
    arguments: &Arguments<'_>,
    content: &str,
) -> Around {
    let given = Given::new(tag, arguments);
    let source = ending(&given);
    // Longer content is not searched, since pairs may contain each other.
    let is_inline = content.len() <= MAX_INLINE && !content.trim().contains("\n\n") && !content.contains("\r\n\r\n");
    match tag.shape {
        Shape::Box => Around::quoted(lines(&given, true).join("<br>"), source),
        Shape::Quote => Around::quoted(lines_below(&given, true, None).join("<br>"), origin(&given)),
        Shape::Fold => {
            let fold = folding(&given, arguments, source);
            let mut below = texts(&given, Role::Text);
            below.insert(0, fold.title.clone());
            below.retain(|text| !text.is_empty());
            Around { title: below.join("<br>"), ..fold }
        }
        Shape::Link if is_inline => around_link(&given),
        Shape::Text if is_inline => {
            let before = lines(&given, false).join(" ");
            let after = if source.is_empty() { source } else { format!(" {source}") };
            Around::inline(if before.is_empty() { before } else { before + " " }, after)
        }
        Shape::Picture => Around { open: picture(&given), source, ..Around::default() },
        Shape::Player => Around { title: player(name, tag, &given, arguments).join("<br>"), ..Around::default() },
        Shape::List => Around::tags("<ul>", "</ul>"),
        Shape::Entry => Around::tags(&format!("<li>{}<ul>", texts(&given, Role::Title).join(" ")), "</ul></li>"),
        Shape::Nothing | Shape::Address | Shape::Pictures => Around::default(),
        Shape::File => Around { title: file(&given).unwrap_or_default(), ..Around::default() },
        Shape::Group if matches!(name, "rtl" | "ltr") => {
            let title = lines(&given, true).join("<br>");
            Around { title, source, ..Around::tags(&format!("<div dir=\"{name}\">"), "</div>") }
        }
        Shape::Card | Shape::Group | Shape::Link | Shape::Text => {
            let title = lines(&given, true).join("<br>");
            Around { open: image(&given), title, source, ..Around::default() }
        }
    }
}

/// The result of a tag without content; nothing if the table does not tell.
pub(in crate::document::dialect::shortcode) fn void_known(
    name: &str,
    tag: &Tag,
    arguments: &Arguments<'_>,
) -> Option<Rendered> {
    let given = Given::new(tag, arguments);
    Some(match tag.shape {
        // A recording in the frame of a device.
        Shape::Picture if name == "frame" && given.get(Role::Link).is_some() => {
            let address = given.get(Role::Link)?;
            Rendered::Inline(anchor(address, given.get(Role::Alt).unwrap_or(address)))
        }
        Shape::Picture => Rendered::Inline(Picture::of(&given)?.html()),
        Shape::Pictures => Rendered::Block(
            carousel(arguments.named(&["images"])?, arguments.named(&["captions"]).unwrap_or("")).concat(),
        ),
        Shape::Player => Rendered::lines(player(name, tag, &given, arguments)),
        Shape::Link => Rendered::lines(link_lines(&given)),
        Shape::Address => Rendered::Address(given.get(Role::Source)?.to_owned()),
        Shape::Box | Shape::Quote | Shape::Fold => {
            let text = texts(&given, Role::Text).join("<br>");
            if text.is_empty() {
                let end = if tag.shape == Shape::Quote { origin(&given) } else { ending(&given) };
                return Some(Rendered::lines([lines(&given, false), vec![end]].concat()));
            }
            Rendered::Boxed(Box::new(boxed(tag, &given, arguments)), text)
        }
        Shape::Card | Shape::Group | Shape::Text | Shape::List => {
            let mut all = vec![image(&given)];
            all.extend(lines(&given, false));
            all.push(ending(&given));
            Rendered::lines(all)
        }
        Shape::File => file(&given).map_or(Rendered::Nothing, Rendered::Inline),
        Shape::Entry => Rendered::Block(format!("<li>{}</li>", texts(&given, Role::Title).join(" "))),
        Shape::Nothing => Rendered::Nothing,
    })
}

/// The result of including a file with this name, by Jekyll.
pub(in crate::document::dialect::shortcode) fn include_known(
    name: &str,
    arguments: &Arguments<'_>,
) -> Option<Rendered> {
    let tag = find(name, &[Section::Include, Section::Any])?;
    void_known(name, tag, arguments)
}

/// The lines of an unknown tag.
pub(in crate::document::dialect::shortcode) fn unknown_lines(arguments: &Arguments<'_>, is_pair: bool) -> Vec<String> {
    let given = Given::unknown(arguments, if is_pair { Role::Title } else { Role::Text });
    let address = given.any(&[Role::Source, Role::Link]).filter(|address| is_address(address));
    let texts = lines_below(&given, is_pair, address);
    match address {
        Some(address) if texts.is_empty() && !is_pair => vec![anchor(address, address)],
        _ => texts,
    }
}

/// The box around a text that is itself a parameter.
fn boxed(tag: &Tag, given: &Given<'_>, arguments: &Arguments<'_>) -> Around {
    if tag.shape == Shape::Fold {
        return folding(given, arguments, String::new());
    }
    let mut titles: Vec<String> = texts(given, Role::Title).iter().map(|title| strong(title)).collect();
    titles.extend(texts(given, Role::Detail));
    titles.extend(texts(given, Role::Caption));
    let source = if tag.shape == Shape::Quote { origin(given) } else { ending(given) };
    Around::quoted(titles.join("<br>"), source)
}

fn folding(given: &Given<'_>, arguments: &Arguments<'_>, source: String) -> Around {
    let titles = texts(given, Role::Title);
    let summary = match given.any(&[Role::Hint, Role::Caption]) {
        Some(other) if titles.is_empty() => inline(other),
        _ => titles.join(" "),
    };
    let is_open = given.is(Role::Open) || arguments.free().any(|word| word == "open");
    let mut below = texts(given, Role::Detail);
    below.extend(texts(given, Role::Caption));
    below.retain(|text| *text != summary);
    Around { title: below.join("<br>"), source, ..Around::folding(&summary, is_open) }
}

/// All texts with this role, as HTML, without repetitions.
fn texts(given: &Given<'_>, role: Role) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in given.all(role).map(inline) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// The lines before the content: titles, details, texts.
fn lines(given: &Given<'_>, is_pair: bool) -> Vec<String> {
    lines_below(given, is_pair, given.get(Role::Link).filter(|_| given.get(Role::UrlText).is_none()))
}

fn lines_below(given: &Given<'_>, is_pair: bool, link: Option<&str>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (number, title) in given.all(Role::Title).enumerate() {
        let title = match link.filter(|_| number + 1 == given.all(Role::Title).count()) {
            Some(link) => anchor(link, title),
            None => inline(title),
        };
        lines.push(if is_pair { strong(&title) } else { title });
    }
    for role in [Role::Detail, Role::Text, Role::Caption, Role::Percent] {
        for text in texts(given, role) {
            lines.push(if role == Role::Percent { text + "%" } else { text });
        }
    }
    if let Some(link) = link.filter(|_| given.get(Role::Title).is_none()) {
        match lines.first_mut() {
            Some(first) if !is_pair => *first = format!("<a href=\"{}\">{first}</a>", escape(link)),
            _ => lines.push(anchor(link, link)),
        }
    }
    if lines.is_empty() {
        lines.extend(given.get(Role::Hint).or(given.get(Role::Alt)).map(inline));
    }
    let mut seen: Vec<String> = Vec::new();
    lines.retain(|line| {
        !seen.contains(line) && {
            seen.push(line.clone());
            true
        }
    });
    lines
}

/// The line after the content: who, when, and a foot.
fn ending(given: &Given<'_>) -> String {
    let mut lines = vec![
        [texts(given, Role::Author), texts(given, Role::Date)].concat().join(", "),
        texts(given, Role::Footer).join("<br>"),
    ];
    if let Some(text) = given.get(Role::UrlText) {
        lines.push(given.get(Role::Link).map_or_else(|| inline(text), |link| anchor(link, text)));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("<br>")
}

/// Who and what is quoted: `— author, work`.
fn origin(given: &Given<'_>) -> String {
    let mut parts = texts(given, Role::Author);
    parts.retain(|author| !is_style(author));
    let work = texts(given, Role::Work).join(", ");
    let work = match given.get(Role::Link) {
        Some(link) if work.is_empty() => anchor(link, link),
        Some(link) => format!("<a href=\"{}\">{work}</a>", escape(link)),
        None => work,
    };
    parts.push(work);
    parts.extend(texts(given, Role::Date));
    parts.retain(|part| !part.is_empty());
    let mut lines = Vec::new();
    if !parts.is_empty() {
        lines.push(format!("— {}", parts.join(", ")));
    }
    lines.extend(texts(given, Role::Footer));
    lines.join("<br>")
}

/// The picture of a card.
fn image(given: &Given<'_>) -> String {
    let Some(source) = given.get(Role::Image) else { return String::new() };
    Picture { source, alt: given.get(Role::Alt).unwrap_or_default(), ..Picture::default() }.html()
}

fn picture(given: &Given<'_>) -> String {
    Picture::of(given).map(|picture| picture.html()).unwrap_or_default()
}

fn file(given: &Given<'_>) -> Option<String> {
    let name = given.any(&[Role::Source, Role::Link])?;
    Some(if is_address(name) && name.contains("://") { anchor(name, name) } else { format!("`{name}`") })
}

/// A link around the content, or the lines of one if there is no address.
fn around_link(given: &Given<'_>) -> Around {
    let before = [texts(given, Role::Title), texts(given, Role::Text)].concat().join(" ");
    let before = if before.is_empty() { before } else { before + " " };
    let mut details = [texts(given, Role::Detail), texts(given, Role::Caption)].concat();
    details.extend(Some(ending(given)).filter(|ending| !ending.is_empty()));
    let detail = details.join(" ");
    let after = if detail.is_empty() { detail } else { format!(" {detail}") };
    match given.any(&[Role::Link, Role::Source]) {
        Some(link) => Around::inline(format!("<a href=\"{}\">{before}", escape(link)), format!("</a>{after}")),
        None => Around::inline(before, after),
    }
}

fn link_lines(given: &Given<'_>) -> Vec<String> {
    let address = given.any(&[Role::Link, Role::Source]);
    // The text of a QR code need not be an address.
    let text = address.filter(|it| it.contains(char::is_whitespace) || !it.contains(['.', '/', ':', '#']));
    if let Some(text) = text.filter(|_| given.any(&[Role::Title, Role::Text]).is_none()) {
        return vec![inline(text)];
    }
    let mut titles = [texts(given, Role::Title), texts(given, Role::Text)].concat();
    if titles.is_empty() {
        titles.extend(given.any(&[Role::Alt, Role::Hint]).map(inline));
    }
    titles.dedup();
    let text = titles.join(" ");
    let mut lines = vec![match address {
        Some(address) if text.is_empty() => anchor(address, address),
        Some(address) => format!("<a href=\"{}\">{text}</a>", escape(address)),
        None => text,
    }];
    lines.extend(texts(given, Role::Detail));
    lines.extend(texts(given, Role::Caption));
    lines.push(ending(given));
    lines
}
