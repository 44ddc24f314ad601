//! Choosing categories and cancelling the choice, and going on from where the reader is or was.

use std::path::PathBuf;

use inkstone::app::{Event, Focus, Start};
use inkstone::config::FirstFocus;
use inkstone::files::Source;
use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// Three articles in one, two and three categories. The first has two links, and the word ink at its beginning, in the
/// middle and at its end.
fn home() -> Home {
    let home = Home::empty();
    let filler = "<p>Paper.</p>".repeat(60);
    let links = "<a href=\"Two.md\">two</a> <a href=\"Three.md\">three</a>";
    home.write(
        "One.md",
        &article("One", 3, "java", &format!("<p>Ink {links}</p>{filler}<p>ink</p>{filler}<p>ink</p>")),
    );
    home.write("Two.md", &article("Two", 2, "java, javascript", "<p>A brush.</p>"));
    home.write("Three.md", &article("Three", 1, "java, javascript, lisp", "<p>A seal.</p>"));
    home
}

fn on(home: &Home) -> Program {
    Program::new(home.source(), start((120, 40), Lang::English))
}

#[test]
fn the_reader_follows_the_cursor_when_categories_are_chosen() {
    for keys in ["clisp<CR>", "clisp<Tab><CR>", "clisp<Tab>"] {
        let home = home();
        let mut program = on(&home);
        program.rest();
        assert_eq!(program.reading(), "One");
        program.keys(keys).rest();
        assert_eq!((program.cursor().as_str(), program.reading().as_str()), ("Three", "Three"), "{keys}");
    }
}

#[test]
fn what_was_typed_holds_after_a_choice_until_more_is_typed() {
    for (keys, titles) in [
        // The cursor goes on to the next match.
        ("cjava<Tab><Tab><CR>", 2),
        // What is typed next replaces it; so does pasting.
        ("cjava<Tab>lisp<Tab><CR>", 1),
        ("cjava<Tab><BS>lisp<Tab><CR>", 1),
        // Moving the caret keeps it.
        ("cjava<Tab><Left>lisp<Tab><CR>", 3),
    ] {
        let home = home();
        let mut program = on(&home);
        assert_eq!(program.keys(keys).titles().len(), titles, "{keys}");
    }
}

#[test]
fn escape_takes_back_what_was_chosen() {
    for (keys, titles) in [
        ("clisp<Tab><Esc>", 3),
        ("clisp<CR>c<Tab><Esc>", 1),
        ("clisp<CR>cjavascript<Tab><Esc>", 1),
        ("cjavascript<Tab>lisp<Tab><Esc>", 3),
        ("cjavascript<CR>c<Down><Esc>", 2),
    ] {
        let home = home();
        let mut program = on(&home);
        assert_eq!(program.keys(keys).titles().len(), titles, "{keys}");
    }
}

#[test]
fn matches_are_found_from_where_the_reader_has_scrolled_to() {
    // Of the three matches, the number of the one that is found.
    for (keys, at) in [
        ("<CR>/ink<CR>n", 1),
        ("<CR>/ink<CR>Gkn", 2),
        ("<CR>/ink<CR>nngn", 0),
        ("<CR>/ink<CR>nng2n", 1),
        ("<CR>/ink<CR>20jn", 1),
        ("<CR>/ink<CR>20jN", 0),
        ("<CR>/ink<CR>GN", 1),
        // In sight, the count goes on from the match.
        ("<CR>/ink<CR>n5jn", 2),
        ("<CR>/ink<CR>n5jN", 0),
    ] {
        let home = home();
        let mut program = on(&home);
        program.keys(keys);
        assert_eq!(program.model.reader().found().map(|found| found.at()), Some(at), "{keys}");
    }
}

#[test]
fn going_back_returns_to_the_link_that_was_followed() {
    let home = home();
    let mut program = on(&home);
    program.keys("<CR>..<CR>");
    assert_eq!(program.reading(), "Three");
    let link = program.keys("<C-o>").model.reader().link();
    assert_eq!((program.reading().as_str(), link.map(|link| link.0)), ("One", Some(1)));
    assert_eq!(said(program.keys(".")), "No more links");
    assert_eq!(said(program.keys(",,")), "No more links");
    assert_eq!(said(program.keys("].")), "No links in this article");
}

#[test]
fn the_next_article_is_a_step_in_the_history() {
    let home = home();
    let mut program = on(&home);
    let shown = ["<CR>]", "]", "<C-o>", "<C-o>", "<A-Right>", "<A-Right>"].map(|keys| program.keys(keys).reading());
    assert_eq!(shown, ["Two", "Three", "Two", "One", "Two", "Three"]);
}

#[test]
fn a_key_of_the_other_pane_says_where_it_works() {
    for (keys, message) in [
        ("f", "f only works in the article"),
        ("*", "* only works in the article"),
        ("<F9>", "<F9> is not bound; press ? for the keys"),
        ("<CR><F9>", "<F9> is not bound; press ? for the keys"),
        // What was typed before it is part of the chord.
        ("<CR>zq", "zq is not bound; press ? for the keys"),
        ("<CR>3zq", "zq is not bound; press ? for the keys"),
    ] {
        let home = home();
        let mut program = on(&home);
        assert_eq!(said(program.keys(keys)), message, "{keys}");
    }
}

#[test]
fn an_article_whose_file_goes_while_it_is_read_says_so() {
    let home = home();
    let mut program = on(&home);
    program.keys("<CR>");
    program.send(Event::Went(vec![PathBuf::from("Two.md")]));
    assert_eq!(said(&program), "");
    program.send(Event::Went(vec![PathBuf::from("One.md")]));
    assert_eq!(said(&program), "The file of this article is gone; its text stays until you leave");
    assert_eq!((program.model.focus(), program.reading().as_str()), (Focus::Reader, "One"));
}

#[test]
fn a_search_that_finds_nothing_says_how_to_end_it() {
    let home = home();
    let mut program = on(&home);
    for (keys, hint) in [("/zzz", "Esc cancels the search"), ("<CR>", "x clears the filters")] {
        program.keys(keys);
        assert_eq!(program.rows_with(hint).len(), 1, "{keys}");
    }
}

#[test]
fn the_results_of_a_search_are_left_before_the_program() {
    let home = home();
    let mut program = on(&home);
    // (keys, articles listed, whether the program ends)
    for (keys, titles, ends) in
        [("/seal<CR><CR>", 1, false), ("q", 1, false), ("q", 3, false), ("clisp<CR>/seal<CR>", 1, false)]
            .into_iter()
            .chain([
                ("q", 1, false),
                ("q", 3, false),
                ("<CR>\\", 3, false),
                ("q", 3, false),
                ("q", 3, false),
                ("q", 3, true),
            ])
    {
        program.keys(keys);
        assert_eq!((program.titles().len(), program.has_quit()), (titles, ends), "{keys}");
    }
}

#[test]
fn a_search_from_the_command_line_is_like_one_that_was_typed() {
    let home = home();
    let mut program = on(&home);
    program.model.search_list("seal");
    program.keys("g");
    assert_eq!((program.titles(), program.model.focus()), (vec!["Three".to_owned()], Focus::List));
    assert_eq!(program.keys("<Esc>").titles().len(), 3);
    assert_eq!(program.keys("n").titles().len(), 1);
}

#[test]
fn the_cursor_returns_to_its_article_after_a_search_without_results() {
    for keys in ["Gzt/zzz<CR>x", "G/zzz<CR>q", "G/zzz<CR><Esc>", "G/zzz<Esc>", "G/zzz<CR>n<Esc>", "G/zz<BS><BS><BS>"] {
        let home = home();
        let mut program = on(&home);
        assert_eq!((program.keys(keys).cursor().as_str(), program.titles().len()), ("Three", 3), "{keys}");
    }
}

#[test]
fn the_next_article_of_a_search_opens_at_its_hit() {
    let home = home();
    home.write("Ink.md", &article("Zero", 4, "java", &format!("{}<p>ink</p>", "<p>Paper.</p>".repeat(90))));
    let mut program = on(&home);
    program.keys("/ink<CR><CR>");
    let (first, top) = (program.reading(), program.model.reader().top());
    program.keys("]");
    assert_eq!((first.as_str(), program.reading().as_str()), ("Zero", "One"));
    assert!(top > 0);
    let opened = program.model.reader().top();
    program.keys("[");
    assert_eq!((program.reading().as_str(), program.model.reader().top(), opened), ("Zero", top, 0));
    assert_eq!(program.model.reader().found().map(|found| found.at()), Some(0));
}

#[test]
fn the_palette_knows_names_and_places() {
    let home = home();
    let mut program = on(&home);
    assert!(program.keys(":quit<CR>").has_quit());
    let mut program = on(&home);
    // So does a key, before letters in names and descriptions.
    program.keys(":S");
    assert_eq!(
        program.model.overlay().map(|overlay| overlay.rows_from(0).next().unwrap().1.note.clone()).unwrap(),
        "sort  S"
    );
    program.keys("<Esc>");
    assert_eq!(program.keys(":2<CR>").cursor(), "Two");
    program.keys("g<CR>:50<CR>");
    assert!(program.model.overlay().is_none());
    let there = program.model.reader().top();
    program.keys("g50G");
    assert_eq!((program.model.reader().top(), there > 0), (there, true));
}

#[test]
fn a_linked_article_is_left_before_the_one_that_was_opened() {
    let home = home();
    let open = Start { open: Some(PathBuf::from("One.md")), ..start((120, 40), Lang::English) };
    let mut program = Program::new(home.source(), open);
    program.keys("..<CR>");
    assert_eq!(program.reading(), "Three");
    program.keys("q");
    assert_eq!((program.reading().as_str(), program.has_quit()), ("One", false));
    assert!(program.keys("q").has_quit());
}

#[test]
fn other_categories_begin_at_their_first_article() {
    let home = home();
    let mut program = on(&home);
    // The article under the cursor is not among those of the category, or it is.
    for (keys, cursor) in
        [("gcjavascript<CR>", "Two"), ("x", "Two"), ("Gcjavascript<CR>", "Three"), ("xggclisp<CR>", "Three")]
    {
        assert_eq!(program.keys(keys).cursor(), cursor, "{keys}");
    }
}

#[test]
fn a_file_beside_the_list_has_no_place_in_it() {
    let home = home();
    home.write("LICENSE", "You may.\n");
    home.write("Four.md", &article("Four", 4, "java", "<p><a href=\"LICENSE\">l</a></p>"));
    let mut program = on(&home);
    assert!(program.keys("g<CR>").status().contains("1/4"));
    program.keys(".<CR>");
    assert!(!program.status().contains("1/4"), "{}", program.status());
    assert!(program.keys("<C-o>").status().contains("1/4"));
}

#[test]
fn articles_opened_from_the_list_are_in_the_history() {
    let home = Home::seed();
    let mut program = Program::new(home.source(), start((120, 40), Lang::English));
    let titles: Vec<String> = program.titles();
    for keys in ["g<CR>", "q", "j<CR>", "q", "j<CR>"] {
        program.keys(keys).rest();
    }
    let shown = ["", "<C-o>", "<C-o>", "<A-Right>", "q"].map(|keys| program.keys(keys).reading());
    assert_eq!(shown, [&titles[2], &titles[1], &titles[0], &titles[1], &titles[1]].map(String::clone));
    // An article that was only a preview is not.
    for keys in ["G", "g<CR>", "<C-o>"] {
        program.keys(keys).rest();
    }
    assert_eq!(program.reading(), titles[1]);
}

#[test]
fn the_first_start_reads_the_guide_unless_the_list_is_preferred() {
    for (focus, expected) in
        [(FirstFocus::Resume, Focus::Reader), (FirstFocus::Article, Focus::Reader), (FirstFocus::List, Focus::List)]
    {
        let mut begun = start((80, 24), Lang::English);
        begun.collection.on_disk = false;
        begun.config.focus = focus;
        begun.first = Some(PathBuf::from("08-a-short-tour.md"));
        let program = Program::new(Source::guide(), begun);
        assert_eq!(program.model.focus(), expected, "{focus:?}");
    }
}

#[test]
fn an_article_without_text_says_so_and_where_the_original_is() {
    let home = Home::empty();
    home.write("a.md", "---\ntitle: A\ndate: 2021-03-01\nlink: https://a.cn/b\n---\n");
    home.write("b.md", "---\ntitle: B\ndate: 2021-02-01\n---\n");
    let mut program = Program::new(home.source(), start((60, 12), Lang::English));
    let shown = |rows: Vec<String>| -> Vec<String> {
        rows.iter().skip(2).take(4).map(|row| row.trim().to_owned()).filter(|row| !row.is_empty()).collect()
    };
    assert_eq!(shown(program.keys("<CR>").rows_with("")), ["This article has no text", "https://a.cn/b"]);
    assert_eq!(shown(program.keys("]").rows_with("")), ["This article has no text"]);
}

#[test]
fn an_article_of_today_without_a_time_is_of_today() {
    let home = Home::empty();
    for (name, date) in [
        ("a", "2021-03-20"),
        ("b", "2021-03-20 10:00"),
        ("c", "2021-03-19"),
        ("d", "2021-03-19 20:00"),
        ("e", "2021-03-18"),
    ] {
        home.write(&format!("{name}.md"), &format!("---\ntitle: {name}\ndate: {date}\n---\n\nText.\n"));
    }
    let mut begun = start((60, 12), Lang::English);
    begun.config.timezone = Some("UTC".into());
    let mut program = Program::new(home.source(), begun);
    let dates: Vec<String> = program
        .rows_with(" ")
        .iter()
        .take(5)
        .map(|row| row.split_whitespace().filter(|word| !"●▐".contains(word)).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(dates, ["b 2h ago", "a today", "d 16h ago", "c yesterday", "e 2d ago"]);
}

#[test]
fn who_scrolls_while_an_article_is_read_again_stays_there() {
    for (again, keys) in [("R", "G"), ("R", "/ink<CR>nn"), ("zc", "G"), ("zp", "50%")] {
        let home = home();
        let mut program = on(&home);
        program.keys("<CR>").held = true;
        program.keys(again).keys(keys);
        let spot = |program: &Program| program.model.reader().spot();
        let there = spot(&program);
        program.release();
        assert_eq!((spot(&program), there.head), (there, None), "{again} {keys}");
    }
}

#[test]
fn going_on_in_a_window_without_a_list_is_said() {
    let home = home();
    for (size, was_reading, expected) in [
        ((80, 24), true, " Continued where you stopped; q goes to the list"),
        ((80, 24), false, " 文集"),
        ((120, 40), true, " 文集"),
    ] {
        let last = Some((PathBuf::from("Two.md"), was_reading));
        let mut program = Program::new(home.source(), Start { last, ..start(size, Lang::English) });
        assert!(program.status().starts_with(expected), "{size:?}: {}", program.status());
        program.keys("j");
        assert!(!program.status().contains("Continued"));
    }
}
