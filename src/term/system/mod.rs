//! What systems do in different ways: the terminal device, signals, job control, files in memory.

#[cfg(not(unix))]
mod elsewhere;
#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
mod memory;
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
mod no_memory;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use elsewhere::{
    Device, catch_interrupts, cell_pixels, controlling_columns, detach, has_controlling, has_left_raw_mode, signal_of,
    stop,
};
#[cfg(not(unix))]
pub use elsewhere::{has_input_within, has_piped_input, watch, window};
#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
pub(super) use memory::MemoryFile;
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
pub(super) use no_memory::MemoryFile;
#[cfg(unix)]
pub(super) use unix::{
    Device, catch_interrupts, cell_pixels, controlling_columns, detach, has_controlling, has_left_raw_mode, signal_of,
    stop, timespec,
};
#[cfg(unix)]
pub use unix::{has_input_within, has_piped_input, watch, window};

/// A signal that the event loop handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGTERM, SIGHUP or SIGINT: shut down.
    Terminate,
    /// SIGWINCH: the window size has changed.
    Resized,
    /// SIGCONT: the program was stopped and has been continued.
    Continued,
}
