//! The width of the text.

use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

#[test]
fn every_step_is_seen_or_explained() {
    // (size, preferred width, keys after opening, width of the text, message)
    for (size, measure, keys, width, message) in [
        ((120, 40), 80, "", 67, ""),
        ((120, 40), 80, ">", 67, "Width 67: no room for more; Z hides the list"),
        ((120, 40), 80, "Z", 80, ""),
        ((120, 40), 80, "Z>", 82, "Width 82"),
        ((120, 40), 80, "Z99>", 116, "Width 116"),
        ((120, 40), 80, "Z99>>", 116, "Width 116: no room for more"),
        ((120, 40), 80, "<lt>", 65, "Width 65"),
        ((120, 40), 80, "<lt>>", 67, "Width 67"),
        ((120, 40), 80, "<lt>>>", 67, "Width 67: no room for more; Z hides the list"),
        ((120, 40), 66, ">", 67, "Width 67"),
        ((120, 40), 66, ">>", 67, "Width 67: no room for more; Z hides the list"),
        ((120, 40), 80, "40<lt>", 20, "Width 20"),
        ((120, 40), 80, "40<lt><lt>", 20, "Width 20 is the least"),
        // The list gives back what it had of the room.
        ((160, 40), 80, "", 80, ""),
        ((160, 40), 80, ">", 82, "Width 82"),
        ((160, 40), 80, "99>", 91, "Width 91"),
        ((160, 40), 80, "99>>", 91, "Width 91: no room for more; Z hides the list"),
        ((160, 40), 80, "99><lt>", 89, "Width 89"),
        ((80, 24), 80, ">", 76, "Width 76: no room for more"),
        ((80, 24), 80, "<lt>", 74, "Width 74"),
        ((80, 24), 60, ">", 62, "Width 62"),
        ((40, 12), 80, ">", 38, "Width 38: no room for more"),
        ((40, 12), 80, "<lt>", 36, "Width 36"),
        ((18, 8), 80, "<lt>", 18, "Width 18 is the least"),
        ((18, 8), 80, ">", 18, "Width 18: no room for more"),
    ] {
        let home = Home::empty();
        home.write("a.md", &article("One", 2, "x", &"<p>Some text that is long enough to be wrapped.</p>".repeat(9)));
        let mut begin = start(size, Lang::English);
        begin.measure = measure;
        let mut program = Program::new(home.source(), begin);
        program.keys("<CR>").keys(keys);
        let width_of = program.model.reader().view().unwrap().setting().width;
        assert_eq!((width_of, said(&program).as_str()), (width, message), "{size:?} {measure} {keys}");
        // What did not change is not remembered.
        if message.contains(':') && keys == ">" {
            assert_eq!(program.model.reader().measure(), measure, "{size:?}");
        }
    }
}
