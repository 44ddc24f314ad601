//! What the hand does in an article besides selecting: code that runs on, tables, folding, notes.

use inkstone::app::{Effect, PointerKind};
use inkstone::locale::Lang;
use inkstone::text::{Ambiguous, Profile};
use inkstone::typeset::Code;

use crate::harness::{Program, Shelf, article, start};

/// The program with one article of this body open, and its folder.
fn reading(body: &str, size: (u16, u16), code: Code) -> (Program, Shelf) {
    let shelf = Shelf::empty();
    shelf.write("a.md", &article("题", 1, "类", body));
    let mut wish = start(size, Lang::ChineseSimplified);
    wish.config.typography.code = code;
    let mut program = Program::new(shelf.source(), wish);
    program.keys("<CR>");
    (program, shelf)
}

const CODE: &str = "<p>前</p><ul><li><pre><code>let 名字 = \"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\";\nshort();\n\
    \tlet wide = 0123456789_0123456789_0123456789_0123456789_0123456789_0123456789_0123456789_0123456789_end;\n</code></pre></li></ul><p>后</p>";

#[test]
fn code_runs_on_and_scrolls_sideways() {
    let mut screens = Vec::new();
    for (size, keys) in [
        ((40, 12), ""),
        ((40, 12), "zl"),
        ((40, 12), "9zl"),
        ((40, 12), "ze"),
        ((80, 12), "zL"),
        ((120, 12), ""),
        ((40, 12), "/end<CR>"),
        ((40, 12), "w"),
    ] {
        let (mut program, _shelf) = reading(CODE, size, Code::Scroll);
        screens.push(format!("{keys}\n{}", program.keys(keys).screen()));
    }
    insta::assert_snapshot!("code-sideways", screens.join("\n"));
    let (mut program, _shelf) = reading(CODE, (40, 12), Code::Scroll);
    program.model.profile = Profile { ambiguous: Ambiguous::Wide, ..program.model.profile };
    program.resize(41, 12);
    insta::assert_snapshot!("code-sideways-plain", program.keys("zl").screen());
}

#[test]
fn shifts_stay_within_what_there_is() {
    let (mut program, _shelf) = reading(CODE, (40, 24), Code::Scroll);
    let shift = |program: &mut Program, keys: &str| program.keys(keys).model.reader.shift;
    assert_eq!(shift(&mut program, "zl"), 8);
    assert_eq!(shift(&mut program, "3zl"), 11);
    assert_eq!(shift(&mut program, "zh"), 3);
    assert_eq!(shift(&mut program, "zh"), 0);
    let end = shift(&mut program, "ze");
    assert_eq!(shift(&mut program, "100zL"), end);
    assert_eq!(shift(&mut program, "zs"), 0);
    // Selecting to the end of a line brings it into view; going back to its start too.
    assert_eq!(shift(&mut program, "G/wide<CR>v$"), end);
    assert!(program.screen().contains("caret at"));
    assert_eq!(shift(&mut program, "0"), 0);
    // What is beyond the edges is copied all the same.
    assert!(program.keys("Vy").copied().ends_with("_end;"));
}

#[test]
fn the_pointer_knows_how_far_code_is_scrolled() {
    let (mut program, _shelf) = reading(CODE, (40, 24), Code::Scroll);
    program.keys("10zl");
    let screen = program.screen();
    let row = screen.lines().skip(1).position(|line| line.contains("_0123")).unwrap() as u16;
    let text: String =
        screen.lines().nth(usize::from(row) + 1).unwrap().trim_start_matches([' ', '‹']).chars().take(4).collect();
    program.clock += 1000;
    program.point(PointerKind::Press, 3, row);
    program.point(PointerKind::Drag, 6, row);
    program.point(PointerKind::Release, 6, row);
    assert_eq!(program.copied(), text);
}

#[test]
fn wrapped_code_has_nothing_to_scroll() {
    let (mut program, _shelf) = reading(CODE, (60, 24), Code::Wrap);
    assert_eq!(program.keys("zl").model.reader.shift, 0);
    assert!(program.screen().contains("按 w 则不折行"));
    assert_eq!(program.keys("wzl").model.reader.shift, 8);
    assert_eq!(program.keys("w").model.reader.shift, 0);
    assert!(!program.asked.iter().any(|effect| matches!(effect, Effect::Quit)));
}
