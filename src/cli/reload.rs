//! Reading the configuration file again while the program runs.

use crate::cli::settings::{Settings, is_colourless, own_themes, theme_folder};
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
    let mut known_themes = settings.config.themes.clone();
    let file = path.clone();
    let read = Box::new(move || {
        let (themes, theme_problems) = own_themes(&file);
        let is_theme_new = themes != known_themes;
        known_themes.clone_from(&themes);
        let mut is_gone = false;
        let (is_read, text) = match read_text(&file) {
            Ok(text) => (true, text),
            Err(_) if known.is_some() && !crate::files::exists(&file) => {
                is_gone = true;
                (false, String::new())
            }
            Err(problem) if known.is_some() => {
                known = None;
                let config = Config { origin: file.clone(), themes, ..Config::default() };
                let problems = vec![problem];
                return Some(Reloaded { config, problems, theme_problems, keeps_theme, is_gone });
            }
            Err(_) if !is_theme_new => return None,
            // Without a configuration file there may be themes.
            Err(_) => (false, String::new()),
        };
        if known.as_ref() == Some(&text) && !is_theme_new && !is_gone {
            return None;
        }
        let (mut config, problems) = Config::load_with(&text, &file, themes);
        known = is_read.then_some(text);
        config.typography.picture = picture.clone();
        for assignment in &set {
            // It was accepted at the start.
            let _ = config.set(assignment);
        }
        Some(Reloaded { config, problems, theme_problems, keeps_theme, is_gone })
    });
    let themes = theme_folder(&path);
    Some(ConfigFile { path, themes, read })
}
