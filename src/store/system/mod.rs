//! What systems do with files in different ways: permissions, what a file is known by, reading at an offset.

#[cfg(not(unix))]
mod elsewhere;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use elsewhere::{
    check_access, create_like, create_private, create_private_dir, identity, is_remote, read_exact_at, sync_dir,
};
#[cfg(unix)]
pub(super) use unix::{
    check_access, create_like, create_private, create_private_dir, identity, is_remote, read_exact_at, sync_dir,
};
