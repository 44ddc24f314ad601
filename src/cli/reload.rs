//! Reading the configuration file again while the program runs.

use crate::cli::settings::{Settings, is_colourless};
use crate::config::Config;
use crate::files::Source;
use crate::run::{ConfigFile, Reloaded};

/// The configuration file of these settings, to be read again with the same command line. `None` if there is no place for
/// one.
pub fn config_file(settings: &Settings) -> Option<ConfigFile> {
    let path = settings.file.clone()?;
    let (set, picture) = (settings.set.clone(), settings.config.typography.picture.clone());
    let keeps_theme = settings.theme.is_some() || is_colourless();
    let read_text = |path: &std::path::Path| Source::any_file().read(path).map(|read| read.text);
    // `None` while the file cannot be read.
    let mut known = read_text(&path).ok();
    let file = path.clone();
    let read = Box::new(move || {
        let text = match read_text(&file) {
            Ok(text) => text,
            Err(problem) => {
                known.take()?;
                let config = Config { origin: file.clone(), ..Config::default() };
                return Some(Reloaded { config, problems: vec![problem], keeps_theme });
            }
        };
        if known.as_ref() == Some(&text) {
            return None;
        }
        let (mut config, problems) = Config::load(&text, &file);
        known = Some(text);
        config.typography.picture = picture.clone();
        for assignment in &set {
            // It was accepted at the start.
            let _ = config.set(assignment);
        }
        Some(Reloaded { config, problems, keeps_theme })
    });
    Some(ConfigFile { path, read })
}
