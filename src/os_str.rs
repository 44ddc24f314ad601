//! Names of the operating system as bytes. On Unix these are the bytes of the name. Elsewhere they are its UTF-8 form,
//! in which an unpaired surrogate becomes U+FFFD, so that such a name can be shown but not opened.

use std::path::PathBuf;

#[cfg(unix)]
pub(crate) use std::os::unix::ffi::{OsStrExt, OsStringExt};

#[cfg(not(unix))]
pub(crate) use elsewhere::{OsStrExt, OsStringExt};

/// The path with `/` between its components, which Windows understands too.
pub(crate) fn with_slashes(path: PathBuf) -> PathBuf {
    #[cfg(windows)]
    let path = PathBuf::from(path.to_string_lossy().replace('\\', "/"));
    path
}

#[cfg(not(unix))]
mod elsewhere {
    use std::ffi::{OsStr, OsString};

    /// As the trait of the same name in `std::os::unix::ffi`.
    pub(crate) trait OsStrExt {
        /// The name with these bytes, which end at the first one that is not UTF-8.
        fn from_bytes(bytes: &[u8]) -> &Self;

        /// The bytes of the name.
        fn as_bytes(&self) -> &[u8];
    }

    impl OsStrExt for OsStr {
        fn from_bytes(bytes: &[u8]) -> &Self {
            Self::new(bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid()))
        }

        fn as_bytes(&self) -> &[u8] {
            self.as_encoded_bytes()
        }
    }

    /// As the trait of the same name in `std::os::unix::ffi`.
    pub(crate) trait OsStringExt {
        /// The name with these bytes.
        fn from_vec(bytes: Vec<u8>) -> Self;
    }

    impl OsStringExt for OsString {
        fn from_vec(bytes: Vec<u8>) -> Self {
            String::from_utf8_lossy(&bytes).into_owned().into()
        }
    }
}
