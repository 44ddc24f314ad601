//! The terminal: its modes and their restoration, input, frames, programs in the foreground. No other module uses
//! crossterm.

mod abilities;
mod background;
mod clipboard;
mod foreground;
mod input;
mod kept;
#[cfg_attr(not(unix), expect(dead_code, reason = "a console has events, and sends no sequences"))]
mod keyboard;
mod mode;
mod pager;
mod probe;
mod program;
#[cfg_attr(not(unix), expect(dead_code, reason = "a console has events, and sends no sequences"))]
mod sequence;
mod session;
mod system;
mod tty;
mod wide_glyphs;

pub use abilities::Abilities;
pub use background::{Errand, Programs, Report, browser_line, opener_in_terminal};
pub use clipboard::{missing_tools, send_to_terminal, tool as clipboard_tool};
pub use foreground::{Piped, browse, edit, is_terminal_browser, pipe};
pub use input::{Input, Raw};
pub use mode::give_back;
pub use pager::{Paged, Pager};
pub use probe::{Probe, Reported, background_name, display, is_tmux, name as terminal_name};
pub use program::{Ending, Fate};
pub use session::Session;
pub use system::{Signal, has_input_within, has_piped_input, watch as watch_signals, window};
pub use tty::{color_depth, columns, has_screen, is_interactive, knows_hyperlinks, other_charset, read_line};
