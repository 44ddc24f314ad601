//! How the terminal shows pictures: what it reports, and what the environment says about those that do not report.

use crate::app::Display;
use crate::picture::{CellSize, Graphics, Protocol};
use crate::term::probe::query::Reported;
use crate::term::system;

/// The greatest width and height of a cell that is plausible, in pixels.
const LARGEST_CELL: u16 = 200;

/// Whether tmux is between the program and the terminal.
pub fn is_tmux() -> bool {
    std::env::var_os("TMUX").is_some_and(|socket| !socket.is_empty())
}

/// How pictures are shown, by the environment and by what the terminal has reported so far.
pub fn display(reported: Reported) -> Display {
    of(reported, system::cell_pixels(), &|name| std::env::var(name).unwrap_or_default())
}

/// `window`: the pixels of a cell by the size of the window.
fn of(reported: Reported, window: Option<(u16, u16)>, get: &dyn Fn(&str) -> String) -> Display {
    let is_tmux = !get("TMUX").is_empty();
    let plausible = |cell: &(u16, u16)| cell.0 <= LARGEST_CELL && cell.1 <= LARGEST_CELL;
    let cell = window.or(reported.cell).filter(plausible);
    let cell = cell.map_or(CellSize::ASSUMED, |(width, height)| CellSize { width, height });
    let protocol = protocol(reported, is_tmux, get);
    let is_truecolor = matches!(get("COLORTERM").as_str(), "truecolor" | "24bit") || get("TERM").ends_with("-direct");
    Display {
        graphics: Graphics {
            protocol,
            cell,
            is_tmux: is_tmux && protocol == Protocol::Kitty,
            is_truecolor,
            background: None,
        },
        is_fine: protocol != Protocol::HalfBlocks || is_truecolor,
    }
}

fn protocol(reported: Reported, tmux: bool, get: &dyn Fn(&str) -> String) -> Protocol {
    let program = get("TERM_PROGRAM");
    // Inside tmux this is tmux, and what the variables of iTerm2 say may be about a terminal that is no longer attached.
    let iterm2 = ["iTerm.app", "WezTerm", "mintty"].contains(&program.as_str()) || get("LC_TERMINAL") == "iTerm2";
    // Konsole answers the query, but does not know the placeholders by which pictures are put among text.
    let placeholders = get("KONSOLE_VERSION").is_empty();
    match reported {
        _ if iterm2 && !tmux => Protocol::Iterm2,
        Reported { kitty: true, .. } if placeholders => Protocol::Kitty,
        // tmux reports sixels of its own, but of the strips that a picture consists of it shows only some.
        Reported { sixel: true, .. } if !tmux => Protocol::Sixel,
        _ => Protocol::HalfBlocks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_protocol_is_taken_that_surely_works() {
        let (none, kitty) = (Reported::default(), Reported { kitty: true, ..Reported::default() });
        let sixel = Reported { sixel: true, ..none };
        let both = Reported { kitty: true, sixel: true, ..none };
        let tmux = ("TMUX", "/tmp/x,1,0");
        for (reported, environment, protocol, is_fine) in [
            (none, &[][..], Protocol::HalfBlocks, false),
            (none, &[("COLORTERM", "truecolor")], Protocol::HalfBlocks, true),
            (none, &[("TERM", "xterm-direct")], Protocol::HalfBlocks, true),
            (kitty, &[], Protocol::Kitty, true),
            (sixel, &[], Protocol::Sixel, true),
            (both, &[], Protocol::Kitty, true),
            (both, &[("KONSOLE_VERSION", "230400")], Protocol::Sixel, true),
            (none, &[("TERM_PROGRAM", "iTerm.app")], Protocol::Iterm2, true),
            (both, &[("TERM_PROGRAM", "WezTerm")], Protocol::Iterm2, true),
            (kitty, &[tmux], Protocol::Kitty, true),
            (sixel, &[tmux], Protocol::HalfBlocks, false),
            (sixel, &[tmux, ("COLORTERM", "truecolor")], Protocol::HalfBlocks, true),
            (none, &[tmux, ("LC_TERMINAL", "iTerm2")], Protocol::HalfBlocks, false),
        ] {
            let get = |name: &str| {
                environment
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map_or(String::new(), |(_, value)| (*value).to_owned())
            };
            let found = of(reported, None, &get);
            assert_eq!((found.graphics.protocol, found.is_fine), (protocol, is_fine), "{reported:?} {environment:?}");
        }
    }

    #[test]
    fn the_window_knows_the_size_of_a_cell_else_the_terminal_says_it() {
        let of = |window, cell| of(Reported { cell, ..Reported::default() }, window, &|_| String::new()).graphics.cell;
        assert_eq!(of(Some((8, 16)), Some((9, 18))), CellSize { width: 8, height: 16 });
        assert_eq!(of(None, Some((9, 18))), CellSize { width: 9, height: 18 });
        assert_eq!(of(None, None), CellSize::ASSUMED);
        assert_eq!(of(Some((900, 16)), None), CellSize::ASSUMED);
    }
}
