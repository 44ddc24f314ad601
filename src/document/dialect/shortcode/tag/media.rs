//! Players and embedded pages: links to them.

use crate::document::dialect::shortcode::arguments::{Arguments, is_address};
use crate::document::dialect::shortcode::tag::given::Given;
use crate::document::dialect::shortcode::tag::markup::{anchor, inline};
use crate::document::dialect::shortcode::tag::role::Role;
use crate::document::dialect::shortcode::tag::table::{Section, Tag, find};

/// The lines that stand for a player: a link, then the caption.
pub(in crate::document::dialect::shortcode) fn player(
    name: &str,
    tag: &Tag,
    given: &Given<'_>,
    arguments: &Arguments<'_>,
) -> Vec<String> {
    let address = match site(arguments) {
        Some((site, id)) => of_site(site, id),
        None => address(name, tag, given, arguments),
    };
    let title = given.get(Role::Title);
    let caption = given.any(&[Role::Caption, Role::Text, Role::Detail]);
    let title = match (title.or(caption), given.get(Role::Author)) {
        (Some(title), Some(author)) => Some(format!("{title} - {author}")),
        (title, author) => title.or(author).map(str::to_owned),
    };
    let mut lines = Vec::new();
    match (address, &title) {
        (Some(address), title) if address.contains(['.', '/', ':']) => {
            let text = title.as_ref().map_or_else(|| shown(&address), Clone::clone);
            lines.push(anchor(&address, &text));
        }
        // A placeholder in a post about the tag itself: text, since it is no address.
        (address, title) => lines.extend(title.clone().or(address).map(|text| inline(&text))),
    }
    if given.get(Role::Title).is_some() {
        lines.extend(caption.map(inline));
    }
    lines
}

/// The text of a link without a title: the coordinates of a map, otherwise the address.
fn shown(address: &str) -> String {
    address.strip_prefix("geo:").map_or_else(|| address.to_owned(), |place| place.replace(',', ", "))
}

/// The site that a video is on, by the name of a parameter: `{% video bilibili:BV1 %}`, or of its value:
/// `provider="youtube"`.
fn site<'a>(arguments: &Arguments<'a>) -> Option<(&'a str, &'a str)> {
    let sites = ["youtube", "bilibili", "vimeo", "netease"];
    let mut named = arguments.words.iter().filter_map(|word| Some((word.key?, word.value)));
    let direct = named.find(|(key, value)| sites.contains(key) && !value.is_empty());
    let provider = arguments.named(&["provider", "type"]).filter(|site| sites.contains(site));
    direct.or_else(|| Some((provider?, arguments.named(&["id"])?)))
}

fn of_site(site: &str, id: &str) -> Option<String> {
    if site == "netease" {
        return music("netease", "song", id);
    }
    let tag = find(site, &[Section::Any])?;
    Some(if tag.address == "bilibili" { bilibili(id) } else { tag.address.replace("{id}", id) })
}

fn address(name: &str, tag: &Tag, given: &Given<'_>, arguments: &Arguments<'_>) -> Option<String> {
    let id = given.get(Role::Id).map(|id| id.trim_matches(['"', '\'', ',']));
    let source = given.any(&[Role::Source, Role::Link]).or_else(|| id.filter(|id| is_address(id)));
    if let Some(source) = source.filter(|_| !matches!(tag.address, "tweet" | "music")) {
        return Some(source.split("::").next().unwrap_or(source).to_owned());
    }
    match tag.address {
        "bilibili" => id.map(bilibili),
        "gist" => gist(arguments, given),
        "tweet" => tweet(given, arguments),
        "music" => song(given, arguments),
        "map" => Some(format!("geo:{},{}", given.get(Role::Latitude)?, given.get(Role::Longitude)?)),
        "" | "video" => id.map(str::to_owned),
        _ if given.get(Role::Project).is_some() => {
            given.get(Role::Project).map(|id| format!("https://gitlab.com/projects/{id}"))
        }
        "https://www.youtube.com/watch?v={id}" if arguments.free().any(|word| word == "playlist") => {
            id.map(|id| format!("https://www.youtube.com/playlist?list={id}"))
        }
        template => filled(name, template, id?, given),
    }
}

/// The address with the names in it replaced; the identifier alone, if something is missing.
fn filled(name: &str, template: &str, id: &str, given: &Given<'_>) -> Option<String> {
    let mut address = template.replace("{id}", id);
    let parts = [("{user}", Role::User, ""), ("{type}", Role::Type, "track"), ("{server}", Role::Server, "")];
    for (mark, role, default) in parts {
        if address.contains(mark) {
            let value = given.get(role).unwrap_or(default);
            if value.is_empty() {
                return Some(if name == "x" { format!("https://x.com/i/status/{id}") } else { id.to_owned() });
            }
            address = address.replace(mark, value.trim_end_matches('/'));
        }
    }
    Some(address)
}

fn bilibili(id: &str) -> String {
    match id {
        id if is_address(id) => id.to_owned(),
        id if id.bytes().all(|byte| byte.is_ascii_digit()) => format!("https://www.bilibili.com/video/av{id}"),
        id => format!("https://www.bilibili.com/video/{id}"),
    }
}

/// `user id [file]`, `user/id [file]` or `id [file]`.
fn gist(arguments: &Arguments<'_>, given: &Given<'_>) -> Option<String> {
    let words: Vec<&str> = arguments.free().filter(|word| !word.is_empty()).collect();
    let is_id = |word: &&str| word.len() >= 6 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (path, file) = match (words.as_slice(), given.get(Role::Id)) {
        ([], Some(id)) => (given.get(Role::User).map_or_else(|| id.to_owned(), |user| format!("{user}/{id}")), None),
        ([user, id, rest @ ..], _) if is_id(id) => (format!("{user}/{id}"), rest.first()),
        ([id, rest @ ..], _) if is_id(id) || id.contains('/') => ((*id).to_owned(), rest.first()),
        ([user, id, rest @ ..], _) => (format!("{user}/{id}"), rest.first()),
        ([id], _) => ((*id).to_owned(), None),
        ([], None) => return None,
    };
    if is_address(&path) {
        return Some(path);
    }
    let file = file.copied().or_else(|| arguments.named(&["file", "filename"]));
    let mark = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' };
    let file: String =
        file.map(|file| format!("#file-{}", file.chars().map(mark).collect::<String>())).unwrap_or_default();
    Some(format!("https://gist.github.com/{path}{file}"))
}

/// `user="…" id="…"`, `id` or an address.
fn tweet(given: &Given<'_>, arguments: &Arguments<'_>) -> Option<String> {
    let first = arguments.free().find(|word| !matches!(*word, "left" | "right" | "center"));
    let id = arguments.named(&["id", "tweet", "url"]).or_else(|| arguments.free().nth(1)).or(first)?;
    Some(match given.get(Role::User) {
        _ if is_address(id) => id.to_owned(),
        _ if first.is_some_and(is_address) => first?.to_owned(),
        Some(user) => format!("https://twitter.com/{user}/status/{id}"),
        None => format!("https://twitter.com/i/status/{id}"),
    })
}

/// `server type id`, in any order, by name, or an address.
fn song(given: &Given<'_>, arguments: &Arguments<'_>) -> Option<String> {
    if let Some(address) = arguments.named(&["url", "auto"]).or_else(|| arguments.free().find(|word| is_address(word)))
    {
        return Some(address.to_owned());
    }
    let servers = ["netease", "tencent", "kugou", "xiami", "baidu"];
    let types = ["song", "playlist", "album", "search", "artist"];
    let words = || arguments.free();
    let server = given.get(Role::Server).or_else(|| words().find(|word| servers.contains(word)))?;
    let kind = given.get(Role::Type).or_else(|| words().find(|word| types.contains(word))).unwrap_or("song");
    let id = given.get(Role::Id).or_else(|| words().find(|word| !servers.contains(word) && !types.contains(word)))?;
    music(server, kind, id)
}

fn music(server: &str, kind: &str, id: &str) -> Option<String> {
    Some(match (server, kind) {
        ("netease", kind) => format!("https://music.163.com/#/{kind}?id={id}"),
        ("tencent", "song") => format!("https://y.qq.com/n/ryqq/songDetail/{id}"),
        ("tencent", "album") => format!("https://y.qq.com/n/ryqq/albumDetail/{id}"),
        ("tencent", "playlist") => format!("https://y.qq.com/n/ryqq/playlist/{id}"),
        _ => return None,
    })
}
