//! Repeated searches, the word under the cursor, and jumps back.

use inkstone::app::{BrowseTarget, Effect};
use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// Five articles; the word ink is in the first, the third and the fifth.
fn home() -> Home {
    let home = Home::empty();
    for (number, title, body) in [
        (5, "One", "<p>An ink stone.</p><p>More ink, and (a [b] c) here.</p>"),
        (4, "Two", "<p>A brush.</p>"),
        (3, "Three", "<p>Paper and ink.</p>"),
        (2, "Four", "<p>A seal.</p>"),
        (1, "Five", "<p>Ink again.</p>"),
    ] {
        home.write(&format!("{title}.md"), &article(title, number, "x", body));
    }
    home
}

fn on(home: &Home, size: (u16, u16)) -> Program {
    Program::new(home.source(), start(size, Lang::English))
}

fn at(program: &Program) -> (String, usize) {
    let found = program.model.reader().found();
    found.map(|found| (found.words().to_owned(), found.at())).unwrap_or_default()
}

#[test]
fn n_in_the_list_goes_to_the_next_article_that_was_found() {
    for size in [(120, 40), (80, 24)] {
        let home = home();
        let mut program = on(&home, size);
        program.keys("/ink<CR>");
        let steps = ["n", "n", "n", "N", "2n", "4N"].map(|keys| program.keys(keys).cursor());
        assert_eq!(steps, ["Three", "Five", "One", "Five", "Three", "One"], "{size:?}");
        program.keys("/nowhere<CR>n");
        assert_eq!(said(&program), "No matching articles");
    }
}

#[test]
fn a_search_is_repeated_wherever_the_reader_goes_afterwards() {
    // (keys, title at the cursor, words and number of the current match, message)
    for (keys, cursor, found, message) in [
        // Cleared with Esc or x, n searches the list again.
        ("/ink<CR><Esc>n", "One", ("", 0), ""),
        ("/ink<CR>xnn", "Three", ("", 0), ""),
        // The words of the list are found in an article, also after Esc there and in the next article.
        ("/ink<CR><CR>", "One", ("ink", 0), ""),
        ("/ink<CR><CR>n", "One", ("ink", 1), ""),
        ("/ink<CR><CR><Esc>n", "One", ("ink", 0), ""),
        ("/ink<CR><CR><Esc>N", "One", ("ink", 1), ""),
        ("/ink<CR><CR>]n", "Three", ("ink", 0), "Search continues from the top"),
        ("/ink<CR>xj<CR>n", "Two", ("", 0), "“ink” not found in this article"),
        ("/is:unread<CR><CR>n", "One", ("", 0), "“is:unread” not found in this article"),
        // What was found in an article is searched for in the list, and in other articles.
        ("<CR>/paper<CR>h", "One", ("", 0), ""),
        ("<CR>/more ink<CR>hn", "One", ("", 0), ""),
        ("<CR>/ink<CR>h2jn<CR>", "Three", ("ink", 0), ""),
        ("<CR>/ink<CR>h4j<CR>n", "Five", ("ink", 0), ""),
        // A newer search of the list counts.
        ("<CR>/stone<CR><Tab>/ink<CR><CR>", "One", ("ink", 0), ""),
        // Without any search there is nothing to repeat.
        ("n", "One", ("", 0), "No search yet; press / to start one"),
        ("<CR>N", "One", ("", 0), "No search yet; press / to start one"),
        ("/ink<Esc>n", "One", ("", 0), "No search yet; press / to start one"),
    ] {
        for size in [(120, 40), (80, 24)] {
            let home = home();
            let mut program = on(&home, size);
            program.keys(keys);
            let (words, number) = at(&program);
            let state = (program.cursor(), (words.as_str(), number), said(&program));
            assert_eq!(state, (cursor.to_owned(), found, message.to_owned()), "{keys} {size:?}");
        }
    }
}

#[test]
fn what_the_list_finds_in_another_spelling_is_found_in_the_article() {
    for (text, typed) in [
        ("韓國", "韩国"),
        ("韓國", "韓國"),
        ("韩国", "韓國"),
        ("café", "cafe"),
        ("naïve", "NAIVE"),
        ("Ｒｕｓｔ", "rust"),
    ] {
        let home = Home::empty();
        let body = format!("{}<p>In {text} it is found.</p>", "<p>Paper.</p>".repeat(60));
        home.write("a.md", &article("A", 1, "x", &body));
        let mut program = on(&home, (80, 24));
        program.keys(&format!("/{typed}<CR><CR>"));
        let matches = program.model.reader().found().map(|found| found.matches().len());
        assert_eq!((matches, said(&program)), (Some(1), String::new()), "{text} {typed}");
        assert!(program.screen().contains(text), "{text} {typed}");
    }
}

#[test]
fn a_phrase_found_in_an_article_narrows_the_list_to_it() {
    let home = home();
    let mut program = on(&home, (80, 24));
    program.keys("<CR>/more ink<CR>hn");
    assert_eq!((program.model.list().words(), program.titles()), ("\"more ink\"", vec!["One".to_owned()]));
}

#[test]
fn the_word_under_the_cursor_is_found() {
    let body = "<p>微软发布了新的操作系统。foo_bar and more.</p><p>操作系统 foo_bar</p><p>最后的操作系统</p>";
    // (keys, words, number of the match)
    for (keys, words, number) in [
        // Without a cursor: the first visible word, which is in the title here.
        ("*", "\\<Heading\\>", 0),
        // While one glyph is selected: the word at the caret.
        ("/布<CR>v*", "发布", 0),
        ("/作<CR>v*", "操作", 1),
        ("/作<CR>v#", "操作", 2),
        ("/作<CR>v*n", "操作", 2),
        ("/作<CR>v2*", "操作", 2),
        ("/_bar<CR>v*", "\\<foo_bar\\>", 1),
        ("/_bar<CR>vz*", "foo_bar", 1),
        ("/_bar<CR>vz#", "foo_bar", 1),
        ("/\\<lt>foo<CR>", "\\<foo", 0),
        // While more is selected: the selected text.
        ("/作<CR>vl*", "作系", 1),
        ("/作<CR>vl#", "作系", 2),
        ("/foo<CR>v4l*", "foo_b", 1),
        ("/最后<CR>V*", "最后的操作系统", 0),
        // At the current match: its word.
        ("/作<CR>*", "操作", 1),
        ("/作<CR>**", "操作", 2),
        ("/作<CR>***", "操作", 0),
        // At the end of a line: the next word on it, or none.
        ("/。<CR>*", "\\<foo_bar\\>", 1),
    ] {
        let home = Home::empty();
        home.write("a.md", &article("Heading", 1, "x", body));
        let mut program = Program::new(home.source(), start((80, 24), Lang::English));
        program.keys("<CR>").keys(keys);
        assert_eq!(at(&program), (words.to_owned(), number), "{keys}: {}", said(&program));
        assert!(!program.model.is_selecting(), "{keys}");
    }
}

#[test]
fn text_picked_with_the_mouse_is_found() {
    use inkstone::app::PointerKind::{Press, Release};
    let home = home();
    let mut program = on(&home, (80, 24));
    program.keys("<CR>").screen();
    let row = program.rows().iter().position(|row| row.contains("ink stone")).unwrap() as u16;
    let column = program.rows()[usize::from(row)].find("ink").unwrap() as u16;
    for kind in [Press, Release, Press, Release] {
        program.point(kind, column, row);
    }
    assert_eq!(program.copied(), "ink");
    program.keys("*");
    assert_eq!(at(&program), ("ink".to_owned(), 1));
}

#[test]
fn places_in_percent_and_on_the_screen() {
    let home = Home::seed();
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    let rows = ["60%", "100%", "1%", "50%", "L", "H", "M", "2H", "2L"].map(|keys| program.keys(keys).cursor());
    assert_eq!(rows, ["长文章", "寒梅赋", "鲲鹏志", "长文章", "寒梅赋", "鲲鹏志", "长文章", "杏花村", "轻舟记"]);
    program.keys("%");
    assert_eq!(said(&program), "Type a number first: 50% goes to the middle");
    program.keys("3G<CR>50%");
    let (top, last) = (program.model.reader().top(), program.model.reader().last_top(program.model.extent()));
    assert_eq!(top, last / 2);
    program.keys("''");
    assert_eq!(program.model.reader().top(), 0);
    program.keys("``");
    assert_eq!(program.model.reader().top(), top);
}

#[test]
fn the_screen_of_a_long_list_does_not_scroll() {
    let home = Home::empty();
    for number in 0..60 {
        home.write(&format!("{number:02}.md"), &format!("---\ntitle: t{number:02}\ndate: 2021-03-01\n---\nx\n"));
    }
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("30G");
    program.screen();
    let top = program.model.list().top();
    let rows: Vec<usize> = ["H", "M", "L", "5H", "5L"]
        .into_iter()
        .map(|keys| {
            program.keys(keys).screen();
            assert_eq!(program.model.list().top(), top, "{keys}");
            program.model.list().cursor_row() - top
        })
        .collect();
    assert_eq!(rows, [2, 11, 20, 4, 18]);
}

#[test]
fn jumps_are_taken_back() {
    // (keys of the jump, to a row that is not blank): '' returns to where the jump began, and again to where it ended.
    for jump in ["G", "50%", "5G", "/鲸鱼<CR>j", "t卷四<CR>", "*"] {
        let home = Home::full();
        let mut program = Program::new(home.source(), start((80, 24), Lang::English));
        program.keys("/长卷<CR><CR><Esc>10j");
        let before = program.model.reader().top();
        program.keys(jump);
        let after = program.model.reader().top();
        let steps = ["''", "''", "``", "``"].map(|keys| program.keys(keys).model.reader().top());
        assert_eq!(steps, [before, after, before, after], "{jump}");
    }
    let home = Home::full();
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("''");
    assert_eq!(said(&program), "Nothing to go back to: no jump yet");
    program.keys("3jG''");
    assert_eq!(program.model.list().cursor_row(), 3);
    program.keys("''");
    assert_eq!(program.model.list().cursor_row(), 13);
    // Another article is another place.
    program.keys("gg").keys("<CR>");
    let first = program.reading();
    program.keys("]''");
    assert_eq!((program.reading(), program.cursor()), (first.clone(), first));
}

#[test]
fn brackets_match_while_text_is_selected() {
    let home = home();
    let mut program = on(&home, (80, 24));
    program.keys("<CR>/(a<CR>v%y");
    assert_eq!(program.copied(), "(a [b] c)");
    program.keys("/[b<CR>v%%y");
    assert_eq!(program.copied(), "[");
    program.keys("/stone<CR>v%");
    assert_eq!(said(&program), "No matching bracket");
}

#[test]
fn the_title_block_is_searched_as_it_is_shown() {
    // (keys, number of the current match and of all, whether it is in the body)
    for (keys, at, total, body) in [
        ("/stone<CR>", 1, 3, false),
        ("/stone<CR>n", 2, 3, true),
        ("/stone<CR>N", 3, 3, true),
        ("/stone<CR>nnn", 1, 3, false),
        ("/STONE ink<CR>", 1, 1, false),
        // The line below the title: date, author, reading time, categories.
        ("/March<CR>", 1, 1, false),
        ("/ann<CR>", 1, 1, false),
        ("/crafts<CR>", 1, 1, false),
        ("/min<CR>", 1, 1, false),
        // From below the title, the next match is the one in the text.
        ("G/stone<CR>", 3, 3, true),
        ("G/stone<CR>n", 1, 3, false),
        // The first visible word is in the title.
        ("*", 2, 3, true),
        ("#", 3, 3, true),
        // The source has no title block.
        ("\\/Stone ink<CR>", 1, 1, true),
    ] {
        for size in [(120, 40), (80, 24), (40, 12)] {
            let home = Home::empty();
            let lines = "<p>Other text.</p>".repeat(40);
            let text = format!("<p>A stone.</p>{lines}<p>stone again</p>");
            let front = "---\ntitle: Stone ink\ndate: 2021-03-14\nauthor: Ann\ncategories: [crafts]\n---\n";
            home.write("a.html", &format!("{front}{text}"));
            let mut program = on(&home, size);
            program.keys("<CR>").keys(keys);
            let found = program.model.reader().found().unwrap();
            let current = &found.matches()[found.at()];
            assert_eq!((found.at() + 1, found.matches().len(), current.body), (at, total, body), "{keys} {size:?}");
            let view = program.model.reader().view().unwrap();
            let (row, top) = (view.row_of_point(current.start()), program.model.reader().top());
            assert!((top..top + program.model.reader_rows()).contains(&row), "{keys} {size:?}");
        }
    }
}

#[test]
fn a_match_in_the_title_is_marked_there() {
    let home = home();
    let mut program = on(&home, (80, 24));
    program.keys("<CR>/one<CR>");
    let row = program.rows().iter().position(|row| row.contains("One")).unwrap() as u16;
    let column = program.rows()[usize::from(row)].find("One").unwrap() as u16;
    let buffer = program.buffer();
    let styles: Vec<_> = (column - 1..column + 4).map(|x| buffer[(x, row)].style().bg).collect();
    assert_ne!(styles[0], styles[1]);
    assert_eq!((styles[1], styles[1], styles[0]), (styles[2], styles[3], styles[4]));
}

#[test]
fn an_article_opens_at_the_text_that_the_list_has_found_unless_its_title_has_all_of_it() {
    let home = Home::empty();
    let lines = "<p>Other text.</p>".repeat(40);
    home.write("a.html", &article("Stone", 1, "x", &format!("{lines}<p>a stone</p>{lines}")));
    home.write("b.html", &article("Stone too", 2, "x", &lines));
    let mut program = on(&home, (80, 24));
    program.keys("/text stone<CR>j<CR>");
    assert_eq!((at(&program), program.model.reader().top() > 0), (("text stone".to_owned(), 1), false));
    program.keys("hx");
    program.keys("/stone<CR>j<CR>");
    assert_eq!((at(&program), program.model.reader().top()), (("stone".to_owned(), 0), 0));
    program.keys("h").keys("k<CR>");
    assert_eq!((at(&program), program.model.reader().top()), (("stone".to_owned(), 0), 0));
}

/// Articles 00 to 27, the newest last; every tenth is about ink, and those below 14 are in the category late.
fn many() -> Home {
    let home = Home::empty();
    for number in 0..28 {
        let category = if number < 14 { "late" } else { "early" };
        let body = if number % 10 == 5 { "<p>Some ink.</p>" } else { "<p>Some paper.</p>" };
        home.write(&format!("{number:02}.md"), &article(&format!("Title {number:02}"), number + 1, category, body));
    }
    home
}

#[test]
fn a_search_begins_at_its_first_result_and_ends_where_it_began() {
    // (keys, title at the cursor); the newest is the first.
    for (keys, cursor) in [
        ("/ink<CR>", "Title 25"),
        ("10G/ink<CR>", "Title 25"),
        // The article under the cursor is a result.
        ("13G/ink<CR>", "Title 15"),
        ("20G/category:late<CR>", "Title 08"),
        ("10G/category:late<CR>", "Title 13"),
        // The first result of each word that is typed.
        ("10G/in<Esc>", "Title 18"),
        ("10G/in<C-c>", "Title 18"),
        ("10G/title<BS><BS><BS><BS><BS>ink<CR>", "Title 25"),
        // Nothing is found.
        ("10G/zzqqxx<CR>x", "Title 18"),
        ("10G/zzqqxx<CR>q", "Title 18"),
        ("10G/ink<CR>/zzqqxx<CR>x", "Title 25"),
        // A result is found, and stays under the cursor.
        ("10G/ink<CR>jx", "Title 15"),
        ("10G/ink<CR>q", "Title 25"),
        ("10G/ink<CR><CR>hq", "Title 25"),
        // Categories that are chosen, and then cancelled.
        ("20Gcearly<Tab><Esc>", "Title 08"),
        ("20Gcearly<CR>", "Title 27"),
    ] {
        let home = many();
        for size in [(120, 40), (80, 24)] {
            let mut program = on(&home, size);
            program.keys(keys);
            assert_eq!(program.cursor(), cursor, "{keys} {size:?}");
        }
    }
}

#[test]
fn what_is_shown_of_a_list_does_not_depend_on_the_rows_in_view() {
    let home = Home::empty();
    for (number, category) in [(3, "Go"), (2, "A very long category"), (1, "Go")] {
        home.write(&format!("{number}.md"), &article("A title", number, category, "<p>Text.</p>"));
    }
    let mut program = on(&home, (80, 3));
    let minutes: Vec<bool> = ["", "j", "j"].map(|keys| program.keys(keys).screen().contains("1 min")).to_vec();
    assert_eq!(minutes, [true, true, true]);
}

#[test]
fn a_snippet_fills_its_row() {
    let home = Home::empty();
    let words = "one two three four five six seven eight nine ten ".repeat(8);
    home.write("a.md", &article("A", 1, "x", &format!("<p>{words} needle {words}</p>")));
    let mut program = on(&home, (80, 24));
    let screen = program.keys("/needle<CR>").screen();
    let line = screen.lines().find(|line| line.contains(" needle ")).unwrap_or_default().trim_end();
    assert!(line.starts_with("   …") && line.chars().count() >= 76, "{screen}");
}

#[test]
fn help_keeps_the_headings_of_what_is_found() {
    let home = home();
    let mut program = on(&home, (120, 40));
    let overlay = program.keys("?/half a page").model.overlay().expect("it is open");
    let first: Vec<&str> = overlay.rows_from(0).take(4).map(|(_, item)| item.label.as_str()).collect();
    assert_eq!(first, ["In the list", "half a page down", "half a page up", "In the article"]);
}

#[test]
fn enter_follows_the_link_that_was_found() {
    let home = Home::empty();
    let text = "<p>Some words, and <a href=\"https://a.example/x\">a web link</a>.</p>";
    home.write("a.md", &article("A", 1, "x", text));
    let mut program = on(&home, (80, 24));
    program.keys("<CR>/web<CR><CR>");
    let target = program.asked.iter().rev().find_map(|effect| match effect {
        Effect::Browse(BrowseTarget::Address(address)) => Some(address.clone()),
        _ => None,
    });
    assert_eq!(target.as_deref(), Some("https://a.example/x"));
}

#[test]
fn the_words_of_the_article_stand_beside_their_matches() {
    let home = home();
    for (keys, expected) in [
        ("/ink<CR><CR>", "文集 /ink 1/2 1/3 100%"),
        ("/ink<CR><CR>/more<CR>", "文集 /ink /more 1/1 1/3 100%"),
        ("<CR>/more<CR>", "文集 1/1 1/5 100%"),
    ] {
        let mut program = on(&home, (80, 24));
        let status = program.keys(keys).status();
        assert_eq!(status.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{keys}: {status}");
    }
}
