//! Printing into files for the interactive program.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::print::setting::file_setting;
use crate::cli::settings::Settings;
use crate::output::{Format, Links, PrintOptions, Web};
use crate::run::{FileFormat, Printer};

/// Prints articles as `print` does for a program, with the settings of the command line.
pub fn printer(settings: &Settings) -> Printer {
    let (theme, catalog, set) = (settings.theme(None), settings.catalog.clone(), settings.set.clone());
    let language = settings.language();
    Box::new(move |config, source, articles, format| {
        let (setting, page) = file_setting(config, &set);
        let format = match format {
            FileFormat::Text => Format::Text,
            FileFormat::Markdown => Format::Markdown,
            FileFormat::Html => Format::Html,
        }
        .of_articles(articles.len());
        let options = PrintOptions {
            setting,
            page,
            format,
            body_only: false,
            links: Links::Off,
            hyperlinks: false,
            theme: &theme,
            catalog: &catalog,
            language,
        };
        let (mut out, mut web) = (Vec::new(), Web::new());
        for (at, (path, article, document)) in articles.into_iter().enumerate() {
            if format == Format::Html {
                let place: (_, &Path) = (source, &path);
                web.article(&mut out, article, document, Some(place), &options)?;
                continue;
            }
            if at > 0 {
                out.write_all(b"\n\n")?;
            }
            crate::output::print(&mut out, article, document, &options)?;
        }
        web.end(&mut out)?;
        io::Result::Ok(out)
    })
}
