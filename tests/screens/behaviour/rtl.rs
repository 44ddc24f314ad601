//! Text from right to left, put into visual order by the program.

use inkstone::locale::Lang;
use inkstone::typeset::Bidi;

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

fn ordered(home: &Home, body: &str, size: (u16, u16)) -> Program {
    home.write("a.md", &article("כותרת ארוכה, שאינה נכנסת (1).", 14, "חדשות", body));
    let mut begun = start(size, Lang::English);
    begun.config.typography.bidi = Bidi::App;
    Program::new(home.source(), begun)
}

#[test]
fn lists_prompts_and_snippets_are_in_visual_order() {
    let home = Home::empty();
    let mut program = ordered(&home, "שלום עולם.", (40, 8));
    let rows = program.rows();
    assert_eq!(rows[0], "●  …1) תסנכנ הניאש ,הכורא תרתוכ  6d ago");
    program.keys("/עולם");
    let rows = program.rows();
    assert_eq!(
        [&rows[0], &rows[1], &rows[7]],
        ["●  …1) תסנכנ הניאש ,הכורא תרתוכ  6d ago", "   .םלוע םולש", " Search:   םלוע                       1"]
    );
}

#[test]
fn a_table_is_shown_from_its_right_end() {
    let table = "| שם | Name | שנה |\n|---|---|---|\n| דוד המלך. | David (king). | 1000 |\n";
    let home = Home::empty();
    let mut program = ordered(&home, table, (24, 8));
    program.keys("<CR>zw");
    let rows = program.rows();
    assert_eq!(rows[..3], ["‹      Name │        םש", "‹───────────┼──────────", "‹id (king). │ .ךלמה דוד"]);
    program.keys("0");
    let rows = program.rows();
    assert_eq!(rows[..3], ["  הנש │          Name │›", " ─────┼───────────────┼›", " 1000 │ David (king). │›"]);
}
