//! `categories`: the names of a collection's categories with their numbers of articles.

use std::io::{self, Write};

use crate::article::ArticleId;
use crate::library::{CategoryId, Filter, Library, Marked};
use crate::output::{json, table};
use crate::text::Profile;

/// The format of categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CategoriesFormat {
    /// Count and name in columns.
    #[default]
    Table,
    /// One JSON object per line: `name`, which is empty for uncategorised, and `count`.
    Json,
}

/// Writes the categories, those with the most articles first. `uncategorised` is the name for articles without a
/// category. Returns how many categories there are.
///
/// # Errors
/// Errors of the stream.
pub fn categories(
    out: &mut dyn Write,
    library: &Library,
    format: CategoriesFormat,
    uncategorised: &str,
    profile: Profile,
) -> io::Result<usize> {
    let counts = library.counts(&Filter::default(), &|_: ArticleId| Marked::default());
    let digits = counts.first().map_or(1, |(_, count)| count.to_string().len());
    for (id, count) in &counts {
        let name = library.category_name(*id);
        match format {
            CategoriesFormat::Json => {
                json::line(out, json::object([("name", name.into()), ("count", (*count).into())]))?
            }
            CategoriesFormat::Table => {
                let name = if *id == CategoryId::UNCATEGORISED { uncategorised } else { name };
                let mut line = format!("{count:>digits$}  ");
                table::cut(&mut line, name, usize::MAX, profile);
                line.push('\n');
                out.write_all(line.as_bytes())?;
            }
        }
    }
    Ok(counts.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::CatalogueRecord;
    use crate::text::Clean;
    use std::path::Path;

    #[test]
    fn counts_in_both_formats() {
        let mut library = Library::new();
        for (path, names) in [("a", &["新媒体", "ZAKER"][..]), ("b", &["新媒体"]), ("c", &[])] {
            let categories = names.iter().map(|name| Clean::line(name)).collect();
            let article = Article { categories, ..Article::default() };
            library.upsert(Path::new(path), &article, CatalogueRecord::default());
        }
        let written = |format| {
            let mut out = Vec::new();
            let count = categories(&mut out, &library, format, "(none)", Profile::default()).expect("written");
            (count, String::from_utf8(out).expect("UTF-8"))
        };
        assert_eq!(written(CategoriesFormat::Table), (3, "2  新媒体\n1  (none)\n1  ZAKER\n".to_owned()));
        let json = "{\"name\":\"新媒体\",\"count\":2}\n{\"name\":\"\",\"count\":1}\n{\"name\":\"ZAKER\",\"count\":1}\n";
        assert_eq!(written(CategoriesFormat::Json), (3, json.to_owned()));
    }
}
