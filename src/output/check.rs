//! `check`: every problem of a collection, with its location, its cause and a hint.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;

use crate::files::Source;
use crate::locale::{Catalog, Msg};
use crate::output::collection::{Collection, as_file, openable, slashed};
use crate::output::json;
use crate::output::print::run;
use crate::output::wrap::{wrapped, wrapped_lines};
use crate::problem::{Code, Problem, Severity};
use crate::text::Clean;
use crate::theme::{Part, Theme};

/// The format of problems.
#[derive(Clone, Copy, Debug, Default)]
pub enum CheckFormat<'a> {
    /// `FILE:LINE:COLUMN: …` with the hint below, file by file, and a summary by kind at the end; in the colours of the
    /// theme, if there is one, and in lines of so many cells, if there are columns.
    Text {
        /// The theme.
        theme: Option<&'a Theme>,
        /// The columns of the terminal.
        columns: Option<usize>,
    },
    /// One JSON object per line.
    #[default]
    Json,
}

/// The result of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many problems of each kind.
    pub kinds: BTreeMap<Code, usize>,
    /// Files and folders with a problem.
    pub files: usize,
    /// Files and folders checked.
    pub all: usize,
}

impl Checked {
    /// How many problems there are.
    pub fn problems(&self) -> usize {
        self.kinds.values().sum()
    }

    /// The severity of the worst problem.
    pub fn worst(&self) -> Option<Severity> {
        self.kinds.keys().map(|code| code.severity()).max()
    }
}

/// Writes every problem of the collection, sorted by file and location.
///
/// # Errors
/// Errors of the stream.
pub fn check(
    out: &mut dyn Write,
    source: &Source,
    collection: &Collection,
    format: CheckFormat<'_>,
    catalog: &Catalog,
) -> io::Result<Checked> {
    let mut found = collection.unreadable.clone();
    let library = &collection.library;
    for (id, path) in library.ids().filter(|id| library.has_extra(*id)).filter_map(|id| Some((id, library.path(id)?))) {
        found.extend(library.extra(id).problems.into_iter().map(|problem| (path.clone(), problem)));
    }
    found.sort_by(|(path, a), (other, b)| {
        path.cmp(other).then_with(|| (a.line, a.column, a.code).cmp(&(b.line, b.column, b.code)))
    });
    let mut checked = Checked { all: collection.library.len() + collection.unreadable.len(), ..Checked::default() };
    for (_, problem) in &found {
        *checked.kinds.entry(problem.code).or_default() += 1;
    }
    checked.files = found.chunk_by(|a, b| a.0 == b.0).count();
    match format {
        CheckFormat::Json => {
            found.iter().try_for_each(|(path, problem)| as_json(out, source, path, problem, catalog))?
        }
        CheckFormat::Text { theme, columns } => {
            for (path, problem) in &found {
                as_text(out, &openable(source, path), problem, (theme, columns), catalog)?;
            }
            if !found.is_empty() {
                writeln!(out)?;
            }
            writeln!(out, "{}", wrapped(&summary(&checked, catalog), columns.unwrap_or(usize::MAX)))?;
        }
    }
    Ok(checked)
}

fn as_json(out: &mut dyn Write, source: &Source, path: &Path, problem: &Problem, catalog: &Catalog) -> io::Result<()> {
    let message = catalog.problem(problem);
    let number = |number: Option<u32>| number.map_or(Value::Null, Value::from);
    let args = problem.args.iter().map(|arg| Value::from(arg.as_str())).collect();
    let object = json::object([
        ("path", slashed(path).into()),
        ("file", as_file(source, path)),
        ("line", number(problem.line)),
        ("column", number(problem.column)),
        ("code", problem.code.name().into()),
        ("severity", problem.severity().name().into()),
        ("args", Value::Array(args)),
        ("message", message.what.into()),
        ("hint", json::text(message.hint)),
    ]);
    json::line(out, object)
}

/// `FILE:LINE:COLUMN: SEVERITY: what [code]`, and the hint below.
fn as_text(
    out: &mut dyn Write,
    path: &Path,
    problem: &Problem,
    (theme, columns): (Option<&Theme>, Option<usize>),
    catalog: &Catalog,
) -> io::Result<()> {
    let message = catalog.problem(problem);
    let mut place = Clean::line(&slashed(path)).to_string();
    for number in [problem.line, problem.column].into_iter().flatten() {
        place.push_str(&format!(":{number}"));
    }
    let part = match problem.severity() {
        Severity::Notice => Part::Dim,
        Severity::Warning => Part::ProblemMark,
        Severity::Error => Part::Error,
    };
    let severity = catalog.severity(problem.severity());
    let what = Clean::line(&message.what);
    let code = format!("[{}]", problem.code.name());
    let parts = [(&*place, Some(Part::OverlayTitle)), (": ", None), (severity, Some(part)), (": ", None)];
    let parts = parts.into_iter().chain([(&*what, None), (" ", None), (&*code, Some(Part::Dim))]);
    let room = columns.unwrap_or(usize::MAX);
    write_lines(out, &parts.collect::<Vec<_>>(), (room, ""), theme)?;
    match message.hint {
        Some(hint) => {
            let hint = Clean::line(&hint);
            write_lines(out, &[(&*hint, Some(Part::Dim))], (room.saturating_sub(INDENT.len()).max(1), INDENT), theme)
        }
        None => Ok(()),
    }
}

/// What stands before a hint.
const INDENT: &str = "    ";

/// Writes texts one after the other, each in the tone of its part, in lines of at most so many cells behind an indent.
fn write_lines(
    out: &mut dyn Write,
    parts: &[(&str, Option<Part>)],
    (cells, indent): (usize, &str),
    theme: Option<&Theme>,
) -> io::Result<()> {
    let whole: String = parts.iter().map(|(text, _)| *text).collect();
    for line in wrapped_lines(&whole, cells) {
        write!(out, "{indent}")?;
        let mut start = 0;
        for (text, part) in parts {
            let (from, to) = (line.start.max(start), line.end.min(start + text.len()));
            let seen = if from < to { whole.get(from..to).unwrap_or_default() } else { "" };
            match theme.zip(*part).filter(|_| !seen.is_empty()) {
                Some((theme, part)) => write!(out, "{}", run::painted(theme.part(part), seen))?,
                None => write!(out, "{seen}")?,
            }
            start += text.len();
        }
        writeln!(out)?;
    }
    Ok(())
}

/// How many problems there are in how many files, and how many of each kind, the most frequent first.
fn summary(checked: &Checked, catalog: &Catalog) -> String {
    let number = |number: usize| catalog.number(number as u64);
    let all = number(checked.all);
    if checked.kinds.is_empty() {
        return catalog.fill(Msg::CheckNone, &[("all", &all)]);
    }
    let mut kinds: Vec<(Code, usize)> = checked.kinds.iter().map(|(code, count)| (*code, *count)).collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let kinds: Vec<String> =
        kinds.into_iter().map(|(code, count)| format!("{} {}", number(count), code.name())).collect();
    let (n, files, kinds) = (number(checked.problems()), number(checked.files), kinds.join(", "));
    catalog.fill(Msg::CheckSummary, &[("n", &n), ("files", &files), ("all", &all), ("kinds", &kinds)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::CatalogueRecord;
    use crate::locale::Lang;

    fn collection() -> Collection {
        let mut collection = Collection::default();
        let problem = |code, line| Problem::new(code).with("x\u{1b}").at(line, 2);
        let problems = vec![problem(Code::DateInvalid, 9), problem(Code::FrontMatterInvalid, 3)];
        collection.add("b\n.md".into(), Article { problems, ..Article::default() }, CatalogueRecord::default());
        let problems = vec![problem(Code::DateInvalid, 4)];
        collection.add("a.md".into(), Article { problems, ..Article::default() }, CatalogueRecord::default());
        collection.add("c.md".into(), Article::default(), CatalogueRecord::default());
        collection.unreadable.push(("dir".into(), Problem::new(Code::Unreadable).with("denied")));
        collection
    }

    fn written(collection: &Collection, format: CheckFormat<'_>) -> (Checked, String) {
        let mut out = Vec::new();
        let source = Source::folder("posts");
        let checked = check(&mut out, &source, collection, format, &Catalog::new(Lang::English)).expect("written");
        (checked, String::from_utf8(out).expect("UTF-8"))
    }

    #[test]
    fn problems_stand_file_by_file_and_are_counted() {
        let (checked, text) = written(&collection(), CheckFormat::Text { theme: None, columns: None });
        let date = "    Use 2022-01-07 12:30:24, with a time zone such as +08:00 if needed\n";
        let front = "    It was read line by line; check colons, indentation and control characters, and quote values with : # @ % or quotes\n";
        let expected = format!(
            "posts/a.md:4:2: warning: “x” is not a date [date-invalid]\n{date}\
             posts/b .md:3:2: warning: Invalid front matter: x [front-matter-invalid]\n{front}\
             posts/b .md:9:2: warning: “x” is not a date [date-invalid]\n{date}\
             posts/dir: error: Cannot be read: denied [unreadable]\n\
             \x20   Check that it exists and that you have permission to read it\n\
             \n4 problems in 3 of 4 files: 2 date-invalid, 1 front-matter-invalid, 1 unreadable\n"
        );
        assert_eq!(text, expected);
        assert_eq!((checked.problems(), checked.files, checked.all), (4, 3, 4));
        assert_eq!(checked.worst(), Some(Severity::Error));
    }

    #[test]
    fn a_narrow_terminal_has_whole_words() {
        let (_, text) = written(&collection(), CheckFormat::Text { theme: None, columns: Some(40) });
        let expected = "posts/a.md:4:2: warning: “x” is not a\n\
                        date [date-invalid]\n\
                        \x20   Use 2022-01-07 12:30:24, with a time\n\
                        \x20   zone such as +08:00 if needed\n";
        assert_eq!(text.lines().take(4).map(|line| format!("{line}\n")).collect::<String>(), expected);
    }

    #[test]
    fn json_names_everything() {
        let (_, text) = written(&collection(), CheckFormat::Json);
        let first = "{\"path\":\"a.md\",\"file\":\"posts/a.md\",\"line\":4,\"column\":2,\"code\":\"date-invalid\",\"severity\":\"warning\",\
                     \"args\":[\"x\"],\"message\":\"“x” is not a date\",\
                     \"hint\":\"Use 2022-01-07 12:30:24, with a time zone such as +08:00 if needed\"}";
        assert_eq!((text.lines().count(), text.lines().next()), (4, Some(first)));
    }

    #[test]
    fn colours_are_the_themes() {
        let theme = Theme::named("dark").expect("the theme");
        let (_, coloured) = written(&collection(), CheckFormat::Text { theme: Some(&theme), columns: None });
        let (_, plain) = written(&collection(), CheckFormat::Text { theme: None, columns: None });
        let stripped: String = coloured
            .split('\u{1b}')
            .enumerate()
            .map(|(at, part)| if at == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) })
            .collect();
        assert_eq!(
            coloured.lines().next(),
            Some(
                "\x1b[1mposts/a.md:4:2\x1b[0m: \x1b[31mwarning\x1b[0m: “x” is not a date \x1b[2m[date-invalid]\x1b[0m"
            )
        );
        assert_eq!(stripped, plain);
    }

    #[test]
    fn a_sound_collection_says_so() {
        let mut collection = Collection::default();
        collection.add("a.md".into(), Article::default(), CatalogueRecord::default());
        let (checked, text) = written(&collection, CheckFormat::Text { theme: None, columns: None });
        assert_eq!((checked.worst(), text.as_str()), (None, "No problems in 1 file\n"));
        let problems = vec![Problem::new(Code::CharsetGuessed).with("GBK")];
        collection.add("a.md".into(), Article { problems, ..Article::default() }, CatalogueRecord::default());
        assert_eq!(written(&collection, CheckFormat::Json).0.worst(), Some(Severity::Notice));
    }
}
