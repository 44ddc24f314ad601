//! Where an expression stands.

/// How far back an address is searched for.
const NEAR: usize = 512;

/// Whether what is written next is a part of an address: of a link in Markdown, or of an attribute.
pub(in crate::document::dialect::shortcode) fn is_in_address(out: &str) -> bool {
    let near = near(out);
    if is_in_tag(out) {
        return true;
    }
    let word = near.rsplit(char::is_whitespace).next().unwrap_or(near);
    let is_link = word.rsplit_once("](").is_some_and(|(_, address)| !address.contains(')'));
    let is_reference = near.strip_suffix(word).is_some_and(|before| before.ends_with("]: "));
    is_link || is_reference || near.ends_with("](") || near.ends_with("](<")
}

/// Whether what is written next is in an attribute of a tag of HTML.
pub(in crate::document::dialect::shortcode) fn is_in_tag(out: &str) -> bool {
    let near = near(out);
    let Some((_, tag)) = near.rsplit_once('<').filter(|(_, tag)| !tag.contains('>')) else { return false };
    tag.starts_with(|c: char| c.is_ascii_alphabetic()) && tag.contains('=') && !tag.contains("\n\n")
}

fn near(out: &str) -> &str {
    let from = out.len().saturating_sub(NEAR);
    (from..=out.len()).find_map(|from| out.get(from..)).unwrap_or_default()
}

/// Names that begin expressions of programs other than those that make sites: of GitHub Actions.
const OTHERS: [&str; 10] =
    ["secrets", "github", "matrix", "steps", "env", "runner", "inputs", "needs", "vars", "values"];

/// Words by which a text says that it is about other templates.
const SUBJECTS: [&str; 8] = ["vue", "angular", "mustache", "handlebars", "jinja", "ansible", "django", "text/template"];

/// Whether an expression with this first name is code of other programs.
pub(in crate::document::dialect::shortcode) fn is_of_others(root: &str) -> bool {
    OTHERS.iter().any(|name| root.eq_ignore_ascii_case(name))
}

/// Whether a body says that it is about templates of other programs, whose braces a site shows. Linear.
pub(in crate::document::dialect::shortcode) fn is_about_others(body: &str) -> bool {
    SUBJECTS.iter().any(|subject| {
        let first = subject.as_bytes().first().copied().unwrap_or_default();
        memchr::memchr2_iter(first, first.to_ascii_uppercase(), body.as_bytes()).any(|at| {
            let word = body.as_bytes().get(at..at + subject.len());
            word.is_some_and(|word| word.eq_ignore_ascii_case(subject.as_bytes()))
        })
    })
}
