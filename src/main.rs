//! The program: runs the command line of the library and exits with its code.

use std::process::ExitCode;

/// The allocator of musl is slow where several threads allocate, as they do while a collection is read.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    inkstone::cli::main()
}
