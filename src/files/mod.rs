//! Where articles are stored: folders, single files, and the guide inside the binary. Walking and reading them, and their
//! charsets.
//!
//! This module never writes, and no error ends it: what cannot be read becomes a problem.

mod binary;
mod charset;
mod home;
mod kinds;
mod left_out;
mod linked;
mod listed;
mod load;
mod locate;
mod names;
mod picture;
mod program_output;
mod read;
mod site;
mod source;
mod system;
mod walk;
mod watch;

pub use charset::{Decoded, decode};
pub use home::{expanded, home, home_names};
pub use linked::Linked;
pub use listed::{read_list, read_list_file};
pub use load::{Loaded, Whole};
pub use locate::{Located, is_collection, list_of, locate, locate_among, locate_in_guide, together};
pub use names::{exists, files_in, is_fifo, is_folder};
pub use picture::{NoPicture, OwnPicture};
pub use program_output::shown_text;
pub use read::{Bytes, LIMIT, Text};
pub use source::Source;
pub use walk::{Folder, Found, ListedFolder};
pub use watch::{Change, FileWatch, Watch};
