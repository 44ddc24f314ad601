//! The program's messages in all languages; problems, numbers and dates in words.

// Before the module that uses it, as macros must be.
macro_rules! messages {
    ($($variant:ident = $key:literal,)+) => {
        /// A message of the program. Its text is in `assets/locales/*.toml` under its key; placeholders such as `{n}`
        /// are filled by [`crate::locale::catalog::Catalog::fill`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Msg { $(#[doc = concat!("`", $key, "`")] $variant,)+ }

        impl Msg {
            /// Every message, in the order of the enum.
            pub const ALL: &'static [Msg] = &[$(Msg::$variant,)+];

            /// The key in the locale files.
            pub fn key(self) -> &'static str {
                match self { $(Msg::$variant => $key,)+ }
            }
        }
    };
}

mod catalog;
mod lang;
mod message;

pub use catalog::{Catalog, ProblemText};
pub use lang::Lang;
pub use message::Msg;
