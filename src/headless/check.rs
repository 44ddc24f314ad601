//! `check`: every problem of a collection, with its place, its cause and what to do.

use std::io::{self, Write};

use serde_json::Value;

use super::collection::slashed;
use super::{Collection, json};
use crate::locale::Told;
use crate::problem::{Code, Problem};
use crate::text::Clean;

/// How problems are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckFormat {
    /// Grouped by kind, each group with its number and its hint.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Writes every problem of the collection; `tell` puts one into words. Returns how many there are.
///
/// # Errors
/// What the stream says.
pub fn check(
    out: &mut dyn Write,
    collection: &Collection,
    format: CheckFormat,
    tell: &dyn Fn(&Problem) -> Told,
) -> io::Result<usize> {
    let mut found: Vec<(Code, String, &Problem)> = Vec::new();
    for (path, problem) in &collection.unreadable {
        found.push((problem.code, slashed(path), problem));
    }
    for entry in collection.library.ids().filter_map(|id| collection.library.get(id)) {
        found.extend(entry.article.problems.iter().map(|problem| (problem.code, slashed(&entry.path), problem)));
    }
    found.sort_by(|a, b| {
        let place = |found: &(Code, String, &Problem)| (found.2.line, found.2.column);
        (a.0, &a.1).cmp(&(b.0, &b.1)).then_with(|| place(a).cmp(&place(b)))
    });
    match format {
        CheckFormat::Json => found.iter().try_for_each(|(_, path, problem)| as_json(out, path, problem, tell))?,
        CheckFormat::Text => {
            for group in found.chunk_by(|a, b| a.0 == b.0) {
                write_group(out, group, tell)?;
            }
        }
    }
    Ok(found.len())
}

fn as_json(out: &mut dyn Write, path: &str, problem: &Problem, tell: &dyn Fn(&Problem) -> Told) -> io::Result<()> {
    let told = tell(problem);
    let number = |number: Option<u32>| number.map_or(Value::Null, Value::from);
    let args = problem.args.iter().map(|arg| Value::from(arg.as_str())).collect();
    let object = json::object([
        ("path", path.into()),
        ("line", number(problem.line)),
        ("column", number(problem.column)),
        ("problem", problem.code.name().into()),
        ("args", Value::Array(args)),
        ("what", told.what.into()),
        ("hint", json::text(told.hint)),
    ]);
    json::line(out, object)
}

/// Problems of one kind: its name and number, each problem's place and words, and the hint once.
fn write_group(
    out: &mut dyn Write,
    group: &[(Code, String, &Problem)],
    tell: &dyn Fn(&Problem) -> Told,
) -> io::Result<()> {
    let Some((code, _, first)) = group.first() else { return Ok(()) };
    writeln!(out, "{} ({})", code.name(), group.len())?;
    for (_, path, problem) in group {
        let mut line = format!("  {}", Clean::line(path).as_str());
        for number in [problem.line, problem.column].into_iter().flatten() {
            line.push_str(&format!(":{number}"));
        }
        line.push_str(": ");
        line.push_str(&Clean::line(&tell(problem).what));
        writeln!(out, "{line}")?;
    }
    if let Some(hint) = tell(first).hint {
        writeln!(out, "  → {}", Clean::line(&hint).as_str())?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    #[test]
    fn problems_are_grouped_and_counted() {
        let mut collection = Collection::default();
        let problem = |code, line| Problem::new(code).with("x\u{1b}").at(line, 2);
        let problems = vec![problem(Code::DateInvalid, 9), problem(Code::FrontMatterInvalid, 3)];
        collection.library.upsert("b.md".into(), Article { problems, ..Article::default() });
        let problems = vec![problem(Code::DateInvalid, 4)];
        collection.library.upsert("a.md".into(), Article { problems, ..Article::default() });
        collection.unreadable.push(("dir".into(), Problem::new(Code::Unreadable).with("denied")));
        let tell = |problem: &Problem| Told {
            what: format!("what {}", problem.args.first().map_or("", Clean::as_str)),
            hint: (problem.code == Code::DateInvalid).then(|| "hint".to_owned()),
        };
        let mut out = Vec::new();
        assert_eq!(check(&mut out, &collection, CheckFormat::Text, &tell).ok(), Some(4));
        let expected = "front-matter-invalid (1)\n  b.md:3:2: what x\n\n\
                        date-invalid (2)\n  a.md:4:2: what x\n  b.md:9:2: what x\n  → hint\n\n\
                        unreadable (1)\n  dir: what denied\n\n";
        assert_eq!(String::from_utf8_lossy(&out), expected);
        let mut out = Vec::new();
        assert_eq!(check(&mut out, &collection, CheckFormat::Json, &tell).ok(), Some(4));
        let first = "{\"path\":\"b.md\",\"line\":3,\"column\":2,\"problem\":\"front-matter-invalid\",\"args\":[\"x\"],\"what\":\"what x\",\"hint\":null}";
        assert_eq!(String::from_utf8_lossy(&out).lines().next(), Some(first));
    }
}
