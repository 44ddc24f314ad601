//! Commands that are typed into the palette with the name of a file.

/// A command with the name of a file, as in vim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileCommand<'t> {
    /// Open a file.
    Open(&'t str),
    /// Write the article to a file.
    Write {
        /// The name of the file, as it was typed.
        name: &'t str,
        /// Whether a file of this name is replaced.
        replaces: bool,
    },
}

impl<'t> FileCommand<'t> {
    /// The command and the path after it, which may be empty, if a command with a file is being typed.
    pub fn parts(typed: &'t str) -> Option<(&'t str, &'t str)> {
        let (word, path) = typed.split_once(' ')?;
        Self::of(word, path).is_some().then(|| (word, path.trim_start()))
    }

    /// The command that is typed, if it is one with a file.
    pub fn parse(typed: &'t str) -> Option<Self> {
        let (word, name) = typed.trim_start().split_once([' ', '　'])?;
        let name = Some(name.trim()).filter(|name| !name.is_empty())?;
        Self::of(word, name)
    }

    fn of(word: &str, name: &'t str) -> Option<Self> {
        let (plain, replaces) = word.strip_suffix('!').map_or((word, false), |plain| (plain, true));
        match plain {
            "e" | "ed" | "edit" | "vi" | "view" | "open" if !replaces => Some(Self::Open(name)),
            "w" | "wr" | "write" | "sav" | "save" | "saveas" => Some(Self::Write { name, replaces }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_in_vim() {
        let write = |name, replaces| Some(FileCommand::Write { name, replaces });
        for (typed, expected) in [
            ("e a.md", Some(FileCommand::Open("a.md"))),
            ("open ~/a b.md ", Some(FileCommand::Open("~/a b.md"))),
            ("w a.txt", write("a.txt", false)),
            (" w　文.md", write("文.md", false)),
            ("w! ~/a b.html", write("~/a b.html", true)),
            ("save a", write("a", false)),
            ("saveas! a", write("a", true)),
            ("w", None),
            ("w!", None),
            ("w ", None),
            ("e! a", None),
            ("wq a", None),
            ("width a", None),
        ] {
            assert_eq!(FileCommand::parse(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_path_may_still_be_missing() {
        for (typed, expected) in [
            ("e ", Some(("e", ""))),
            ("w! ~/a b", Some(("w!", "~/a b"))),
            ("e", None),
            ("e! a", None),
            ("theme sepia", None),
        ] {
            assert_eq!(FileCommand::parts(typed), expected, "{typed:?}");
        }
    }
}
