//! The first section of the help, and what tells the menus apart.

use inkstone::config::Config;
use inkstone::locale::Lang;

use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

fn with(home: &Home, size: (u16, u16), config: Config) -> Program {
    let mut begun = start(size, Lang::English);
    begun.config = config;
    Program::new(home.source(), begun)
}

/// The rows below the first title of the help, to the next title: what they say, and their keys.
fn first(program: &Program) -> (String, Vec<(String, String)>) {
    let mut items = program.model.overlay().expect("the help").items().iter();
    let title = items.next().filter(|item| item.title).expect("a title").label.clone();
    let rows = items.take_while(|item| !item.title).map(|item| (item.label.clone(), item.note.clone()));
    (title, rows.collect())
}

#[test]
fn the_help_begins_with_what_a_newcomer_needs() {
    let home = Home::seed();
    let in_list = [
        ("down", "j  <Down>"),
        ("up", "k  <Up>"),
        ("open the article", "<Enter>  l  <Right>"),
        ("a page down", "<Space>  <PageDown>  <C-f>"),
        ("a page up", "b  <PageUp>  <C-b>"),
        ("go back; quit from the first screen", "q"),
        ("close the menu or mode, then the article", "<Esc>"),
        ("search the list, or find in the article", "/"),
        ("next match", "n"),
        ("choose categories", "c"),
        ("run a command by name, as in :theme sepia", ":"),
        ("show the keys", "?"),
        ("quit", "<C-c>"),
    ];
    let in_article = [
        ("down", "j  <Down>  <C-e>"),
        ("up", "k  <Up>  <C-y>"),
        ("a page down", "<Space>  <PageDown>  <C-f>"),
        ("a page up", "b  <PageUp>  <C-b>"),
        ("go back; quit from the first screen", "q"),
        ("close the menu or mode, then the article", "<Esc>"),
        ("next article", "]"),
        ("search the list, or find in the article", "/"),
        ("next match", "n"),
        ("follow a link or open a picture by its label", "f"),
        ("show the table of contents", "t"),
        ("run a command by name, as in :theme sepia", ":"),
        ("show the keys", "?"),
        ("quit", "<C-c>"),
    ];
    for (keys, expected) in [("?", &in_list[..]), ("<CR>?", &in_article[..])] {
        let mut program = with(&home, (120, 40), Config::default());
        let (title, rows) = first(program.keys(keys));
        let rows: Vec<(&str, &str)> = rows.iter().map(|(says, keys)| (says.as_str(), keys.as_str())).collect();
        assert_eq!((title.as_str(), rows), ("Start here", expected.to_vec()), "{keys}");
    }
    // A preset has its own keys, and a key that means something else in the pane is not among them.
    let mut config = Config::default();
    config.set("keys.preset=emacs").unwrap();
    let (_, rows) = first(with(&home, (120, 40), config).keys("<A-x>help<CR>"));
    assert!(rows.contains(&("run a command by name, as in :theme sepia".into(), ":  <A-x>".into())), "{rows:?}");
    let (config, problems) =
        Config::load("[keys.list]\n\"?\" = \"bottom\"\n\"<F1>\" = \"help\"\n", "config.toml".as_ref());
    assert_eq!(problems, []);
    let (_, rows) = first(with(&home, (120, 40), config).keys(":help<CR>"));
    assert_eq!(rows.iter().find(|(says, _)| says == "show the keys"), None);
    // While something else takes the place of the panes, its own keys come first.
    assert_eq!(first(with(&home, (120, 40), Config::default()).keys("<CR>v?")).0, "While selecting text");
}

#[test]
fn what_is_said_twice_in_the_help_is_found_once() {
    let home = Home::seed();
    let mut program = with(&home, (120, 40), Config::default());
    program.keys("?/choose<Space>categories");
    assert_eq!(program.model.overlay().map(|overlay| overlay.row_count()), Some(2), "{}", program.screen());
    assert_eq!(program.rows_with("Start here").len(), 0);
    program.keys("<Esc>");
    assert_eq!(program.rows_with("Start here").len(), 1);
}

#[test]
fn the_cursor_of_the_help_stays_in_its_row_in_another_window() {
    let home = Home::seed();
    let mut program = with(&home, (120, 40), Config::default());
    let at = |program: &Program| program.model.overlay().map(|overlay| overlay.cursor());
    program.keys("?5j");
    let row = at(&program);
    program.resize(110, 40);
    assert_eq!((at(&program), row), (Some(6), Some(6)));
}

#[test]
fn a_menu_says_what_is_typed_into_it() {
    let home = Home::seed();
    for (keys, label) in [
        ("c", "Filter: "),
        ("c/", "Filter: "),
        ("<CR>t", "Filter: "),
        ("<CR>t/", "Filter: "),
        ("?/", "Filter: "),
        ("S/", "Filter: "),
        ("T/", "Filter: "),
        ("maj'/", "Filter: "),
        ("!!/", "Filter: "),
        (":", ":"),
        (":set<Space>", ":set "),
        (":set!<Space>", ":set! "),
    ] {
        home.write("h.md", "---\ntitle: 有标题\ndate: 2021-03-19\nimage: [\n---\n\n## 一\n\n## 二\n");
        let mut program = with(&home, (80, 24), Config::default());
        program.keys(keys);
        let (_, y) = program.caret().unwrap_or_else(|| panic!("{keys}: {}", program.screen()));
        let row = program.rows().swap_remove(usize::from(y));
        let shown = row.split('│').nth(1).unwrap_or_default().trim_end();
        assert_eq!(shown, label.trim_end(), "{keys}: {row}");
    }
    // Without the line, the hint names the key for it.
    for keys in ["S", "T", "maj'", "!!"] {
        let mut program = with(&home, (80, 24), Config::default());
        assert_eq!(program.keys(keys).rows_with("/ filter").len(), 1, "{keys}: {}", program.screen());
        assert_eq!(program.keys("/").rows_with("Type to filter · Esc end filter").len(), 1, "{keys}");
    }
}
